/**
 * Makes what Teams makes: ids of its shapes, activity ids, and what it writes of a moment.
 * The rule: everything comes from the ids and the clock it is given, so the same run names things the same.
 * Messages are named by the millisecond, and those names only go up, however the clock stands.
 */
import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Ids } from '../../domain/ids.ts';

export type Names = {
  /** What names a message in its conversation: 1793617200000. */
  messageId(): string;
  /** What names anything else that happens: f:… */
  eventId(): string;
  /** A conversation of two: a:1… */
  conversationId(): string;
  uuid(): string;
};

export function makeNames(ids: Ids, now: () => Date): Names {
  let last = 0;
  return {
    messageId: () => {
      last = Math.max(now().getTime(), last + 1);
      return String(last);
    },
    eventId: () => `f:${ids.id()}`,
    conversationId: () => `a:1${digest(ids.id(), 64)}`,
    uuid: () => ids.id(),
  };
}

/** How one bot knows one person: 29:1…, another for every bot. */
export function memberIdOf(appId: string, userId: string): string {
  return `29:1${digest(`${appId} ${userId}`, 60)}`;
}

/** The directory's group behind a team: a GUID of its own. */
export function groupIdOf(teamId: string): string {
  const hex = createHash('sha256').update(teamId).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const seconds = (at: Date): number => Math.floor(at.getTime() / 1_000);

export function localTime(at: Date, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .toString({ timeZoneName: 'never', fractionalSecondDigits: 3 });
}

function digest(of: string, length: number): string {
  return createHash('sha512').update(of).digest('base64url').replaceAll('_', 'x').slice(0, length);
}
