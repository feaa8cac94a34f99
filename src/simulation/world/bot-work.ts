/**
 * A simulated bot and the pieces of work it has in hand.
 * The rule: every identifier made in a piece of work begins with that work's mark, so that a row tells which it was.
 */
import type { World } from '../../cycle/context.ts';
import type { Receiver } from '../../cycle/receive-press.ts';
import type { Ids } from '../../domain/ids.ts';
import type { Beginning } from '../../timetable/begin-after-outage.ts';
import type { Steps } from '../../timetable.ts';
import type { Attempt } from './history.ts';
import type { SchoolKey } from './schools.ts';

/** Presses kept on its machine, by name; what was set aside; and the number of the last. */
export type SimDisk = { presses: Map<string, string>; aside: string[]; last: number };

export type SimBot = {
  index: 0 | 1;
  name: string;
  /** One more at each start: what began under another has died. */
  life: number;
  isUp: boolean;
  isStopping: boolean;
  asleepUntil: number;
  inHand: Set<string>;
  /** What it keeps when it dies. */
  disk: SimDisk;
  world: World;
  steps: Steps;
  receiver: Receiver;
  beginning: Beginning;
};

/** One piece of work of one bot: a step, a look at what is due, a press, a command. */
export type Work = {
  name: string;
  /** Begins every identifier made in it. */
  mark: string;
  made: number;
  bot: SimBot;
  life: number;
  school: SchoolKey | null;
  /** The press or command it is of. */
  eventKey: string | null;
  /** Only asks what is due, and changes nothing. */
  isLook: boolean;
  commits: number;
  /** Sent, and what became of it not yet written down. */
  pending: Attempt[];
};

export type SimBots = {
  bots: readonly [SimBot, SimBot];
  /** Waits so long, unless the bot dies meanwhile: then for ever. */
  pause(piece: Work, ms: number): Promise<void>;
  current(): Work;
  /** Runs one piece of work on a bot. Never ends where the bot dies in it. */
  perform<T>(
    bot: SimBot,
    given: { name: string; school: SchoolKey | null; eventKey?: string },
    work: (world: World) => Promise<T>,
  ): Promise<T>;
  crash(bot: SimBot, downMs: number): void;
  sleep(bot: SimBot, ms: number): void;
  /** Stops it as asked nicely, and starts it again later. */
  restart(bot: SimBot, downMs: number): void;
  /** Asked whenever everything rests: sees to it that what is due is looked at. */
  planLooks(): Promise<void>;
  /** The record has gone: whoever is up has seen it. */
  noticeOutage(): void;
  /** Something may be due that was not. */
  stir(): void;
  /** That work has changed the record. */
  committed(piece: Work): void;
};

export function idsOf(piece: Work): Ids {
  const { mark } = piece;
  const count = (digits: number) => {
    piece.made += 1;
    return piece.made.toString(16).padStart(digits, '0');
  };
  return {
    id: () => `${mark.slice(0, 8)}-${mark.slice(8, 12)}-4${mark.slice(12, 15)}-8000-${count(12)}`,
    token: () => `t${mark}${count(5)}`,
  };
}

/** One that has not been started. */
export function blankBot(index: 0 | 1, name: string): SimBot {
  const notUp = async (): Promise<never> => {
    throw new Error('The bot has not been started');
  };
  return {
    index,
    name,
    life: 1,
    isUp: false,
    isStopping: false,
    asleepUntil: 0,
    inHand: new Set(),
    disk: { presses: new Map(), aside: [], last: 0 },
    receiver: { onPress: notUp, fileFirst: notUp, holdsUp: () => false },
    beginning: { time: { now: () => new Date(0), monotonic: () => 0, read: notUp }, mayBegin: notUp },
    world: { contextFor: notUp, store: nowhere(notUp) },
    steps: {
      'plan-prompts': notUp,
      'ask-charge': notUp,
      'deliver-messages': notUp,
      'chase-overdue': notUp,
      'send-digests': notUp,
      'sync-members': notUp,
      'check-channels': notUp,
      'seal-ledger': notUp,
      'apply-retention': notUp,
    },
  };
}

function nowhere(notUp: () => Promise<never>): World['store'] {
  const store: World['store'] = {
    kind: 'server',
    within: notUp,
    unbound: notUp,
    hurried: () => store,
    check: notUp,
    close: async () => undefined,
  };
  return store;
}
