/**
 * What was seen from outside during a run: what went out, what people did, what they were told, and what the
 * platforms asked for. The rule: it is noted where it happens, never read back from the record, so that the two can
 * be held against each other.
 */
import type { Answer } from '../../domain/answer.ts';
import type { Message, Verb } from '../../domain/message.ts';
import type { Person } from '../../domain/setting.ts';
import type { SimulatedQueued, SimulatedWake } from '../../store/simulated-database.ts';
import type { SchoolKey } from './schools.ts';

/** One try at sending or redrawing. Moments are the database's. */
export type Attempt = {
  did: 'post' | 'update';
  school: SchoolKey;
  bot: string;
  /** Whose conversation it went to. */
  to: string;
  kind: 'person' | 'channel';
  /** The message row, for a post. */
  key: string | null;
  /** What is redrawn, for an update. */
  on: string | null;
  message: Message;
  startedAt: number;
  trueAt: number;
  endedAt: number | null;
  endedTrue: number | null;
  outcome: string;
  /** For how long all was to wait, where the platform said so. */
  limitedUntil: number | null;
  /** Whether what became of it was written down by whoever tried. */
  settled: boolean;
};

/** A message as it stands in a conversation. */
export type Copy = {
  school: SchoolKey;
  to: string;
  kind: 'person' | 'channel';
  key: string;
  platformId: string;
  message: Message;
  drawn: Message[];
  /** When it appeared. */
  at: number;
};

export type Pressing = {
  eventKey: string;
  school: SchoolKey;
  user: string;
  verb: Verb;
  token: string;
  answer: Answer | null;
  /** What it was pressed on. */
  on: string;
  at: number;
  trueAt: number;
};

/** What somebody was shown for a press. `recorded`: they were told that it stands; `received`: that it will be filed. */
export type Told = Pressing & { recorded: boolean; received: boolean };

/** Shown to one person in return for a press or a command. */
export type Shown = { school: SchoolKey; user: string; at: number; message: Message };

export type History = {
  attempts: Attempt[];
  copies: Copy[];
  pressings: Pressing[];
  told: Told[];
  shown: Shown[];
  /** Of each press, command or step that ran: its number in the identifiers it made, and what it was. */
  works: Map<string, { name: string; eventKey: string | null }>;
  /** Since when somebody who was not there at the start is on the list. */
  joined: { personId: string; at: number }[];
  /** From when somebody is known to have left. */
  left: { school: SchoolKey; personId: string; at: number }[];
  /** Days closed during the run, from when that was known: in true time. */
  closed: { school: SchoolKey; on: string; at: number }[];
  /** Whose hours were changed, since when in true time, and what they had been. */
  changedHours: { personId: string; at: number; was: Pick<Person, 'workingDays' | 'dayStart' | 'dayEnd'> }[];
  /** What lay on each machine at the end. */
  disks: { bot: string; waiting: string[]; aside: string[] }[];
  slept: { bot: string; from: number; to: number }[];
  /** When the record's clock was set. */
  clockMoves: number[];
  /** What still waited in a school when no fault had been for an hour of working time, and at the end. */
  waits: { school: SchoolKey; at: number; messages: SimulatedQueued[]; wakes: SimulatedWake[] }[];
};

export const emptyHistory = (): History => ({
  attempts: [],
  copies: [],
  pressings: [],
  told: [],
  shown: [],
  works: new Map(),
  joined: [],
  left: [],
  closed: [],
  changedHours: [],
  disks: [],
  slept: [],
  clockMoves: [],
  waits: [],
});
