/**
 * What each step of the cycle is given: one organisation's store, the moment, chance, and a log.
 * The rule: `within` is bound to the organisation, so a step cannot reach another's rows, and `now` is the only
 * clock there is. Steps that must see a row before acting do both inside one `within`.
 */
import type { ChannelLook, Platform } from '../chat/chat.ts';
import type { Ids, Random } from '../domain/ids.ts';
import type { Message } from '../domain/message.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Store, Tx } from '../store/database.ts';
import type { KeyRing } from '../store/keys.ts';

export type Log = {
  info(facts: Record<string, string | number | boolean | null>, event: string): void;
  warn(facts: Record<string, string | number | boolean | null>, event: string): void;
  error(facts: Record<string, string | number | boolean | null>, event: string): void;
};

/** What stands between free text and the record. Nothing it is given is kept, logged or sent anywhere. */
export type TextGuard = {
  /** Null: nothing in it seems to tell of a child or a concern. */
  examine(text: string, known?: { staffNames: readonly string[] }): { about: 'child' | 'adult' } | null;
  /** What the writer is told, and whatever follows from it; in the same transaction, never with the text. */
  stop(
    context: Context,
    tx: Tx,
    stopped: { writerId: string; settingId: string; about: 'child' | 'adult' },
  ): Promise<Message>;
};

export type ChannelPlace = {
  platform: Platform;
  externalId: string;
  channelId: string;
};

export type Context = {
  org: OrgId;
  now: Date;
  within<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  ids: Ids;
  random: Random;
  log: Log;
  /** Who this process is among those on the same record: it keeps a lane from one run to the next. */
  keeper?: string;
  /** Seals what is kept sealed; where there is none, notes are not offered. */
  keys?: KeyRing;
  /** Examines words before they are kept; where there is none, no words are taken. */
  guard?: TextGuard;
  /** The moment anew, for a run that goes on for a while; where there is none, `now` stands still. */
  fresh?(): Date;
  /** Starts a stopwatch: how many milliseconds have gone since, a sleep of the machine's included. */
  stopwatch?(): () => number;
  /** What is done now was done at `now` by whoever did it, and is told of late: at this moment. */
  filedAt?: Date;
  /** Where people's browsers find Vigil; null where nobody has said. */
  baseUrl?: string | null;
  /** Looks at a channel Vigil is to post to; where there is none, nothing can be told of it. Never within a transaction. */
  lookAtChannel?(place: ChannelPlace): Promise<ChannelLook>;
  /** True once the program is to stop: a long step then ends between two pieces of work. */
  stopping?(): boolean;
};

/**
 * What main gives the cycle: the store, and a context for any organisation at that organisation's own moment
 * (real time, or the invented school's stored clock), or at a moment given.
 */
export type World = { store: Store; contextFor(org: OrgId, at?: Date): Promise<Context> };

/** What a timetable step did: counts for `tick`, and when it next has something to do (null: nothing known). */
export type StepResult = { counts: Partial<StepCounts>; nextDue: Date | null };

export type StepCounts = {
  planned: number;
  sent: number;
  nudged: number;
  overdue: number;
  alerts: number;
  actions: number;
  digests: number;
};
