/**
 * The board's door and its page: a link becomes a session, a session shows the board.
 * The rule: looking at a link uses nothing up, pressing its button does; the session is in a cookie that no script and no
 * other site can use, and is of no use once its person may see nothing. Whatever is wrong gets the same page, which says
 * what to do and nothing of why.
 */
import { type NextFunction, type Request, type Response, Router, urlencoded } from 'express';
import { z } from 'zod';
import type { World } from '../cycle/context.ts';
import { enterBoard, leaveBoard } from '../cycle/enter-board.ts';
import { showBoard } from '../cycle/show-board.ts';
import { orgOfPass } from '../domain/board-pass.ts';
import { SESSION_HOURS } from '../store/board-passes.ts';
import { drawBoard, drawDoor } from './board-page.tsx';
import { strictHeaders } from './guards.ts';
import { drawNotice } from './page.tsx';
import { sendFault } from './send-fault.ts';

export type BoardParts = {
  world: World;
  /** Where people's browsers find Vigil; null where only this computer's does. */
  baseUrl: string | null;
};

const HOUR_MS = 60 * 60 * 1000;
const pass = z
  .string()
  .max(200)
  .refine((text) => orgOfPass(text) !== null);
const asked = z.object({ t: pass });
const wanted = z.object({ setting: z.string().max(60).optional() });

export function boardRouter({ world, baseUrl }: BoardParts): Router {
  const cookie = sessionCookie(baseUrl);
  const fromOurs = ownPageOnly(baseUrl);
  const router = Router();
  router.use('/board', strictHeaders, quietly);

  router.get('/board/enter', (request, response) => {
    const link = asked.safeParse(request.query);
    if (!link.success) return refuse(request, response, LINK_REFUSED);
    response.type('html').send(drawDoor(link.data.t));
  });
  const form = urlencoded({ extended: false, limit: '2kb', parameterLimit: 5 });
  router.post('/board/enter', fromOurs, form, async (request, response) => {
    const link = asked.safeParse(request.body);
    const session = link.success ? await enterBoard(world, link.data.t) : null;
    if (session === null) return refuse(request, response, LINK_REFUSED);
    const before = cookie.read(request);
    if (before !== null) await leaveBoard(world, before);
    cookie.set(response, session);
    response.redirect(303, '/board');
  });
  router.post('/board/leave', fromOurs, async (request, response) => {
    const session = cookie.read(request);
    if (session !== null) await leaveBoard(world, session);
    cookie.clear(response);
    response.type('html').send(drawNotice(SIGNED_OUT));
  });
  router.get('/board', async (request, response) => {
    const session = cookie.read(request);
    const setting = wanted.safeParse(request.query).data?.setting ?? null;
    const facts = session === null ? null : await showBoard(world, session, setting);
    if (facts === null) {
      if (session !== null) cookie.clear(response);
      return refuse(request, response, NOT_SIGNED_IN);
    }
    response.type('html').send(drawBoard(facts));
  });
  return router;
}

const ASK_AGAIN = 'Write “board” to Vigil in chat, and it answers with a new link. It is for you alone.';
const LINK_REFUSED = {
  status: 403,
  title: 'This link does not open the board',
  lines: ['A link works once, within five minutes, and only for the person who asked for it.', ASK_AGAIN],
};
const NOT_SIGNED_IN = {
  status: 403,
  title: 'You are not signed in to the board',
  lines: [
    ASK_AGAIN,
    'If you signed in a moment ago and came here from another page, try once more.',
    'You are signed out after an hour in which you did not look, after eight hours, or when your role changes.',
  ],
  next: { href: '/board', label: 'Try once more' },
};
const SIGNED_OUT = {
  title: 'You are signed out',
  lines: ['Nothing of the board is left open here.', ASK_AGAIN],
};

function refuse(request: Request, response: Response, fault: Parameters<typeof sendFault>[2]): void {
  sendFault(request, response, fault);
}

/** An address here may hold a link's secret, so it is told to nobody. */
function quietly(_request: Request, response: Response, next: NextFunction): void {
  response.set({ 'Referrer-Policy': 'no-referrer', 'X-Robots-Tag': 'noindex' });
  next();
}

/**
 * A browser says where a post comes from. Ours is sent without a referrer, which makes its origin "null"; then the other
 * header says it, and where a browser sends neither, the link's own secret and the cookie are what counts.
 */
const ownPageOnly =
  (baseUrl: string | null) => (request: Request, response: Response, next: NextFunction) => {
    const { origin, host } = request.headers;
    const site = request.headers['sec-fetch-site'];
    const isForeign =
      (site !== undefined && site !== 'same-origin') ||
      (origin !== undefined &&
        origin !== 'null' &&
        !isOurs(origin, [`http://${host}`, `https://${host}`, baseUrl]));
    if (!isForeign) return next();
    return refuse(request, response, {
      status: 403,
      title: 'Not from here',
      lines: ['This was sent from another site, so nothing was done.', ASK_AGAIN],
    });
  };

/** A proxy in front may have given the request another host than the browser's. */
const isOurs = (origin: string, ours: readonly (string | null)[]): boolean =>
  ours.some((one) => one !== null && URL.canParse(one) && new URL(one).origin === origin.toLowerCase());

/** Where browsers come by https the cookie is bound to this very host; over http no browser would keep it so. */
function sessionCookie(baseUrl: string | null) {
  const secure = baseUrl?.startsWith('https:') ?? false;
  const name = secure ? '__Host-vigil-board' : 'vigil-board';
  const kept = { httpOnly: true, sameSite: 'strict', secure, path: '/' } as const;
  const held = new RegExp(`(?:^|;\\s*)${name}=([\\w-]+)`);
  return {
    read: (request: Request): string | null => held.exec(request.headers.cookie ?? '')?.[1] ?? null,
    set(response: Response, session: string) {
      response.cookie(name, session, { ...kept, maxAge: SESSION_HOURS * HOUR_MS });
    },
    clear(response: Response) {
      response.clearCookie(name, kept);
    },
  };
}
