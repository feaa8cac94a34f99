/**
 * The local workspace: the invented school in a browser, where you choose who to be, answer, ask, and move time.
 * The rule: it serves the one organisation it is given, to this computer alone; it never says a thing was
 * recorded unless the step that records it came back. What to record is left to the handlers.
 */
import { type Request, type Response, Router, urlencoded } from 'express';
import { nameOf, settled } from '../chat/work-in-hand.ts';
import { listChatPeople } from '../store/conversations.ts';
import { isAway } from '../store/refusals.ts';
import { assets } from './assets.ts';
import { CLOCK_GOALS, ClockBar, viewClock } from './clock-bar.tsx';
import { MessagesInside } from './conversation.tsx';
import {
  type Desk,
  findSeat,
  type LocalWorkspace,
  openDesk,
  readTalk,
  type Seat,
  settingName,
} from './desk.ts';
import { drawFront } from './front-page.tsx';
import { allowOwnPictures, localOnly, strictHeaders } from './guards.ts';
import { keepLive } from './live.tsx';
import { drawPart } from './page.tsx';
import type { Place } from './private-answers.ts';
import { readConversation } from './read-conversation.ts';
import { placeHref } from './scene.ts';
import { isHtmx, sendFault } from './send-fault.ts';
import { openView } from './shown-as.ts';
import { takePressed, takeSaid } from './take-posts.tsx';
import { drawTalk } from './talk-page.tsx';

export type { LocalWorkspace, Workspace } from './desk.ts';

const PLACES: [path: string, place: Place][] = [
  ['/as/:userId', 'messages'],
  ['/as/:userId/channel', 'channel'],
];

export function localWorkspace(given: LocalWorkspace): Router {
  const desk = openDesk(given);
  const router = Router();
  router.use(strictHeaders, localOnly);
  router.use(assets());
  router.use(urlencoded({ extended: false, limit: '16kb', parameterLimit: 20 }));
  router.get('/', (_request, response) => showFront(desk, response));
  router.post('/clock', (request, response) => moveClock(desk, request, response));
  for (const [path, place] of PLACES) {
    router.get(path, (request, response) => showTalk(desk, place, request, response));
    router.get(`${path}/live`, (request, response) =>
      asPerson(desk, place, request, response, (seat) => openLive(desk, seat, request, response)),
    );
  }
  router.post('/as/:userId/press', (request, response) =>
    orNotSaved(
      desk,
      request,
      response,
      asPerson(desk, placeIn(request), request, response, (seat) =>
        takePressed(desk, seat, request, response),
      ),
    ),
  );
  router.post('/as/:userId/say', (request, response) =>
    asPerson(desk, placeIn(request), request, response, (seat) => takeSaid(desk, seat, request, response)),
  );
  return router;
}

function placeIn(request: Request): Place {
  return request.body?.place === 'channel' ? 'channel' : 'messages';
}

const userIn = (request: Request) => String(request.params.userId ?? '');
const viewIn = ({ method, query, body }: Request): unknown => (method === 'POST' ? body?.view : query.view);

async function asPerson(
  desk: Desk,
  place: Place,
  request: Request,
  response: Response,
  work: (seat: Seat) => Promise<void>,
): Promise<void> {
  const where = { userId: userIn(request), place, view: await openView(viewIn(request)) };
  const seat = await desk.within((tx) => findSeat(desk, tx, where));
  if (!seat) return sendNobody(request, response);
  if (place === 'channel' && !seat.mayOpenChannel) return sendPrivate(request, response);
  await work(seat);
}

/** Who pressed, and on what, is in the record too: where that cannot be read, nothing of the press was kept. */
async function orNotSaved(
  desk: Desk,
  request: Request,
  response: Response,
  work: Promise<void>,
): Promise<void> {
  const taken = await settled(work);
  if (taken.is === 'done') return;
  if (response.headersSent || !isAway(taken.fault)) throw taken.fault;
  desk.log.error({ fault: nameOf(taken.fault) }, 'a press was not saved');
  sendFault(request, response, {
    status: 503,
    title: 'Not saved, please press again',
    lines: [],
    next: { href: '/', label: 'First page' },
  });
}

async function showFront(desk: Desk, response: Response): Promise<void> {
  const { personas, clock, workspace } = desk;
  const read = await desk.within(async (tx) => ({
    people: await listChatPeople(tx, workspace.installationId),
    settingName: await settingName(tx),
  }));
  response.type('html').send(drawFront({ ...read, personas, now: await clock.now(), zone: clock.zone }));
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function showTalk(desk: Desk, place: Place, request: Request, response: Response): Promise<void> {
  const { before: asked } = request.query;
  const before = typeof asked === 'string' && ID.test(asked) ? asked : undefined;
  const view = await openView(viewIn(request));
  const talk = await readTalk(desk, { userId: userIn(request), place, view }, before);
  if (!talk) return sendNobody(request, response);
  const { conversation, scene } = talk;
  if (view.way === 'teams') allowOwnPictures(response);
  if (isHtmx(request) && before !== undefined && conversation)
    response
      .type('html')
      .send(drawPart(<MessagesInside conversation={conversation} scene={scene} earlier />));
  else
    response
      .status(conversation ? 200 : 403)
      .type('html')
      .send(drawTalk(talk));
}

async function openLive(desk: Desk, seat: Seat, request: Request, response: Response): Promise<void> {
  const { workspace, chat, clock, shown, log } = desk;
  const { person, scene } = seat;
  const { channelId, externalId } = workspace;
  const { place } = scene;
  keepLive(request, response, {
    scene,
    clock,
    read: () => desk.within((tx) => readConversation(tx, { person, place, channelId }, shown)),
    onChange: (listener) =>
      chat.onChange((change) => {
        if (change.externalId !== externalId) return;
        const here =
          'userId' in change
            ? place === 'messages' && change.userId === person.userId
            : place === 'channel' && change.channelId === channelId;
        if (here) listener();
      }),
    onFault: () => log.warn({ place }, 'a live page could not be read'),
  });
}

const NOTES = {
  started: undefined,
  busy: 'The clock is already running. Stop it first, or wait.',
  nothing_left: 'There is nothing left to run to in this calendar.',
} as const;

async function moveClock(desk: Desk, request: Request, response: Response): Promise<void> {
  const { to, as: userId } = request.body ?? {};
  const view = await openView(viewIn(request));
  const goal = CLOCK_GOALS.find((one) => one === to);
  const seat =
    typeof userId === 'string'
      ? await desk.within((tx) => findSeat(desk, tx, { userId, place: placeIn(request), view }))
      : null;
  if (!seat || (!goal && to !== 'stop'))
    return sendFault(request, response, {
      status: 400,
      title: 'The clock was not moved',
      lines: ['Please press again.'],
      next: { href: '/', label: 'First page' },
    });
  const { scene } = seat;
  let note: string | undefined;
  if (goal) note = NOTES[await desk.clock.start(goal, scene.userId)];
  else desk.clock.stop();
  if (!isHtmx(request)) return response.redirect(303, placeHref(scene));
  response.type('html').send(drawPart(<ClockBar view={await viewClock(desk.clock, note)} scene={scene} />));
}

function sendNobody(request: Request, response: Response): void {
  sendFault(request, response, {
    status: 404,
    title: 'Nobody here goes by that',
    lines: ['This address belongs to nobody at the invented school.'],
    next: { href: '/', label: 'Choose who to be' },
  });
}

function sendPrivate(request: Request, response: Response): void {
  sendFault(request, response, {
    status: 403,
    title: 'This channel is private',
    lines: ['Only the DSL, the deputy DSLs and the headteacher are in it.'],
    next: { href: '/', label: 'Choose who to be' },
  });
}
