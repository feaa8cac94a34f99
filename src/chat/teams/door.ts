/**
 * The door Teams knocks at: POST /api/messages, for words, presses and happenings.
 * The rule: only our channel, the tenants allowed and Teams' own addresses, and then only what Teams has signed for
 * this bot; whatever does not fit is a bare 401, and nobody hears of it. A graceful stop waits for what is in hand.
 */
import { json, type NextFunction, type Request, type Response, Router } from 'express';
import type { ReferenceHandlers } from '../chat.ts';
import { type ChatLog, inTime, inTurns, nameOf, settled, workInHand } from '../work-in-hand.ts';
import { answerPress } from './answer-press.ts';
import { answerWords } from './answer-words.ts';
import type { Arrivals } from './arrival-finding.ts';
import { type Desk, lineAnswer, type Notices, sayAside } from './desk.ts';
import { hearHappening, introduce, isListed } from './hear-happening.ts';
import { type Origin, parseActivity, type Read } from './parse.ts';
import type { TeamsParts } from './place.ts';
import { isServiceUrl } from './service-hosts.ts';
import type { TeamsChat } from './teams.ts';
import type { WireAnswer } from './wire.ts';

export const MESSAGES_PATH = '/api/messages';

export type DoorParts = {
  parts: TeamsParts;
  chat: TeamsChat;
  handlers: ReferenceHandlers;
  notices: Notices;
  /** In small letters; null lets every tenant in, for trying Teams on this computer alone. */
  tenants: readonly string[] | null;
  /** Hosts that stand in for Teams' own. */
  standIns: readonly string[];
  log: ChatLog;
};

export type Door = {
  router: Router;
  /** What came to it: taken, and turned away. */
  seen: Arrivals;
  /** Resolves when all that was heard has been taken, answered and shown. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

const DRAIN_MS = 5_000;
/** Far more than Teams sends: a card's own limit is a tenth of it. */
const LARGEST = '256kb';
/** Whoever writes is not kept waiting for longer than this while they are looked up. */
const NOTE_MS = 2_000;
/** By then there is a first word for them, if only where to go. */
const FIRST_WORD_MS = 2_400;
const NOT_IN: WireAnswer = { status: 401 };
const TAKEN: WireAnswer = { status: 200 };

export function teamsDoor(given: DoorParts): Door {
  const { parts, chat, handlers, notices, tenants, standIns, log } = given;
  const inHand = workInHand();
  const desk: Desk = { parts, chat, handlers, notices, log, keep: inHand.keep, inTurn: inTurns() };
  const seen = { fitted: 0, misfits: 0 };
  const isOurs = ({ origin }: Read) =>
    (tenants === null || tenants.includes(origin.tenantId)) &&
    isServiceUrl(origin.wired.serviceUrl, standIns);

  /** Where every tenant is let in, one that is met for the first time is known from then on. */
  const meet = async ({ origin, heard }: Read) => {
    if (tenants !== null || (heard.kind !== 'installed' && heard.kind !== 'words')) return;
    const { tenantId: externalId } = origin;
    const unsaid = { name: null, botUserId: null, scopes: [], token: null };
    await settled(handlers.onInstalled({ platform: 'teams', externalId, ...unsaid }));
  };
  const take = async (authorization: string | undefined, activity: unknown): Promise<WireAnswer> => {
    const read = parseActivity(activity);
    if (read === null || !isOurs(read)) return NOT_IN;
    return parts.wire.handle({ authorization, activity }, () => {
      // What could not be checked just now is neither.
      seen.fitted += 1;
      return inHand.keep(heardOf(desk, read, () => meet(read)));
    });
  };

  const turnAway = (response: Response) => {
    seen.misfits += 1;
    response.status(401).end();
  };

  const router = Router();
  router.post(
    MESSAGES_PATH,
    json({ limit: LARGEST, strict: true }),
    async (request: Request, response: Response) => {
      const { status, body } = await take(request.get('authorization'), request.body);
      if (status === 401) seen.misfits += 1;
      if (body === undefined) response.status(status).end();
      else response.status(status).json(body);
    },
  );
  // What cannot be read was not sent by Teams either; nor what comes by another method.
  router.all(MESSAGES_PATH, (_request: Request, response: Response) => void response.status(401).end());
  router.use(MESSAGES_PATH, (_fault: unknown, _request: Request, response: Response, _next: NextFunction) =>
    turnAway(response),
  );
  return {
    router,
    seen,
    settled: inHand.settled,
    close: () => inHand.drained(DRAIN_MS),
  };
}

/** A fault of ours is no reason to tell Teams that it is not let in: it may bring it again. */
async function heardOf(desk: Desk, read: Read, meet: () => Promise<void>): Promise<WireAnswer> {
  try {
    await meet();
    return await hear(desk, read);
  } catch (fault) {
    desk.log.error({ fault: nameOf(fault), kind: read.heard.kind }, 'teams_activity_not_taken');
    return { status: 503 };
  }
}

async function hear(desk: Desk, { origin, heard }: Read): Promise<WireAnswer> {
  switch (heard.kind) {
    case 'words':
      return withDeadline(FIRST_WORD_MS, async (late) => {
        // Whoever writes for the first time may be on the staff list by their e-mail address.
        await inTime(desk.keep(settled(note(desk, { origin, heard }))), NOTE_MS);
        return answerWords(desk, origin, heard.command, late);
      });
    case 'press': {
      void desk.keep(settled(note(desk, { origin, heard })));
      if (heard.press !== null) return answerPress(desk, origin, heard.press, heard.how);
      desk.log.warn({}, 'teams_press_unreadable');
      if (heard.how === 'invoke') return lineAnswer(desk.notices.pressAgain.summary);
      if (origin.from !== null)
        await settled(
          sayAside(desk, origin.from, desk.notices.pressAgain, origin.isPersonal ? origin.wired : null),
        );
      return TAKEN;
    }
    case 'installed':
    case 'taken_out':
    case 'joined':
    case 'left': {
      const work = await settled(
        (async () => {
          await note(desk, { origin, heard });
          await hearHappening(desk, origin, heard);
        })(),
      );
      if (work.is === 'done') return TAKEN;
      desk.log.error({ fault: nameOf(work.fault), kind: heard.kind }, 'teams_happening_not_taken');
      return { status: 503 };
    }
    case 'unknown_invoke':
      return { status: 501 };
    case 'nothing':
      return TAKEN;
  }
}

/** `work` is given what resolves when the time is up; it goes on all the same. */
async function withDeadline<T>(ms: number, work: (late: Promise<null>) => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  return work(late).finally(() => clearTimeout(timer));
}

/** Keeps where the conversation is, and looks up whoever is new. */
async function note(desk: Desk, { origin, heard }: Read): Promise<void> {
  if (heard.kind === 'taken_out') return;
  const place = { platform: 'teams', externalId: origin.tenantId } as const;
  const did = heard.kind === 'installed' ? 'installed' : 'spoke';
  for (const reference of origin.references) {
    const by = heard.kind === 'installed' ? origin.from?.userId : undefined;
    const was = await desk.handlers.onHeard({
      ...place,
      reference,
      did,
      ...(by === undefined ? {} : { by }),
    });
    if (reference.kind !== 'person') continue;
    if (did === 'installed') await introduce(desk, origin.tenantId, reference);
    else if (was === 'stranger' && (await isListed(desk, origin.tenantId, reference)))
      await desk.handlers.onHeard({ ...place, reference, did });
  }
  if (heard.kind === 'words' && !origin.isPersonal) await meetInChannel(desk, origin);
}

/** Somebody whose first words are in a channel may be on the staff list all the same. */
async function meetInChannel(desk: Desk, { from, wired, tenantId }: Origin): Promise<void> {
  if (from === null || (await desk.handlers.isKnown(from))) return;
  const [conversationId = ''] = wired.conversationId.split(';');
  await isListed(desk, tenantId, { ...wired, conversationId, id: from.userId });
}
