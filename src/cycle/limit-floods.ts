/**
 * Keeps one person, or one workspace, from taking up what everybody else needs: beyond an allowance, what they press or
 * write is turned away before the record is asked anything.
 * The rule: whoever is turned away is told at once, privately, that nothing was recorded and when to try again. Saying
 * "I have it" has an allowance of its own, so that no flood of anything else keeps an alert from being taken; and words
 * turned away are still answered with where to go. Nothing pressed or written is kept here.
 */
import type { Handlers, IncomingCommand, IncomingPress, Sender, TooMany } from '../chat/chat.ts';
import { type Allowance, type Left, leftAt, waitFor } from '../domain/allowance.ts';
import type { Verb } from '../domain/message.ts';
import { tooManyPressesLine, tooManyWordsMessage } from '../messages/too-many.ts';
import type { Log } from './context.ts';

type Kind = 'press' | 'urgent' | 'words';
type Limit = { person: Allowance; workspace: Allowance };

/**
 * A person's are more than hands can do. A workspace's let a trust of six thousand staff press in the same second, and
 * six thousand more within each minute; it is there for a flood that comes from many accounts.
 */
export const LIMITS: Record<Kind, Limit> = {
  press: { person: { atOnce: 120, aMinute: 120 }, workspace: { atOnce: 6_000, aMinute: 6_000 } },
  urgent: { person: { atOnce: 30, aMinute: 30 }, workspace: { atOnce: 600, aMinute: 600 } },
  words: { person: { atOnce: 20, aMinute: 20 }, workspace: { atOnce: 1_200, aMinute: 1_200 } },
};

/** What an alert waits for. */
const URGENT: ReadonlySet<Verb> = new Set<Verb>(['have_it']);
/** By then there is room for more than one. */
const SHORTEST_WAIT_MS = 5_000;
/** Somebody told as lately as this need not be told again where each telling costs a call. */
const TOLD_MS = 5_000;
const LOG_EVERY_MS = 60_000;
/** Beyond this many the oldest is forgotten, which gives it its whole allowance back. */
const MOST_KNOWN = 50_000;

export type LimitPorts = {
  /** A clock that only goes on. */
  monotonic(): number;
  log: Log;
  limits?: Record<Kind, Limit>;
};

/** The same handlers, with a limit before them. */
export function limitFloods(handlers: Handlers, { monotonic, log, limits = LIMITS }: LimitPorts): Handlers {
  const known = new Map<string, Left>();
  const told = new Map<string, number>();
  const turned = { press: 0, urgent: 0, words: 0, logged: Number.NEGATIVE_INFINITY };

  const remember = <T>(map: Map<string, T>, key: string, value: T) => {
    map.delete(key);
    map.set(key, value);
    const [oldest] = map.keys();
    if (map.size > MOST_KNOWN && oldest !== undefined) map.delete(oldest);
  };

  /** How long to wait, with both allowances unspent where there is any wait at all. */
  const spend = (kind: Kind, from: Sender, at: number): number => {
    const workspace = `${kind} ${from.platform} ${from.externalId}`;
    const asked = [
      { key: `${workspace} ${from.userId}`, allowance: limits[kind].person },
      { key: workspace, allowance: limits[kind].workspace },
    ].map(({ key, allowance }) => ({ key, allowance, left: leftAt(known.get(key), at, allowance) }));
    const wait = Math.max(...asked.map(({ left, allowance }) => waitFor(left, allowance)));
    for (const { key, left } of asked)
      remember(known, key, wait === 0 ? { ...left, count: left.count - 1 } : left);
    return wait;
  };

  const overBy = (kind: Kind, from: Sender): { seconds: number; isTold: boolean } | null => {
    const at = monotonic();
    const wait = spend(kind, from, at);
    if (wait === 0) return null;
    turned[kind] += 1;
    if (at - turned.logged >= LOG_EVERY_MS) {
      const { press, urgent, words } = turned;
      log.warn({ presses: press + urgent, words }, 'turned_away');
      Object.assign(turned, { press: 0, urgent: 0, words: 0, logged: at });
    }
    const key = `${kind} ${from.platform} ${from.externalId} ${from.userId}`;
    const isTold = at - (told.get(key) ?? Number.NEGATIVE_INFINITY) < TOLD_MS;
    if (!isTold) remember(told, key, at);
    return { seconds: Math.ceil(Math.max(wait, SHORTEST_WAIT_MS) / 1_000), isTold };
  };

  return {
    ...handlers,
    async onPress(press: IncomingPress) {
      const over = overBy(kindOf(press.verb), press.from);
      if (over === null) return handlers.onPress(press);
      // A note that is turned away is not examined, so its writer is told where to go.
      const message = (press.note === undefined ? tooManyPressesLine : tooManyWordsMessage)(over.seconds);
      return { kind: 'private', message, tooMany: { isTold: over.isTold } };
    },
    tooMany({ from }: IncomingCommand): TooMany | null {
      const over = overBy('words', from);
      return over && { message: tooManyWordsMessage(over.seconds), isTold: over.isTold };
    },
  };
}

/** A command's button asks for as much work as its words. */
function kindOf(verb: Verb): Kind {
  if (URGENT.has(verb)) return 'urgent';
  return verb === 'command' ? 'words' : 'press';
}
