/**
 * What every part of one run shares: the clock, the trace, the record, the faults and what was seen.
 * The rule: the database's clock is true time moved by whatever has set it wrong; it is the only time Vigil sees.
 */
import type { Chat } from '../../chat/chat.ts';
import type { TakePress } from '../../cycle/take-press.ts';
import type { OrgId } from '../../domain/setting.ts';
import type { SimulatedDatabase } from '../../store/simulated-database.ts';
import type { Spool } from '../../store/spool.ts';
import type { Steps } from '../../timetable.ts';
import type { Chance } from './chance.ts';
import type { FaultDesk } from './fault-desk.ts';
import type { History } from './history.ts';
import type { SchoolKey, SimSchool } from './schools.ts';
import type { SimClock } from './sim-clock.ts';
import type { Trace } from './trace.ts';

/** Where a bug may be planted: each wraps one port, and is the port itself in an honest run. */
export type Wraps = {
  chat(chat: Chat, school: SimSchool): Chat;
  steps(steps: Steps): Steps;
  press(take: TakePress): TakePress;
  spool(spool: Spool): Spool;
  /** SQL run as the owner once the schools are there. */
  plant: string | null;
};

export const HONEST: Wraps = {
  chat: (chat) => chat,
  steps: (steps) => steps,
  press: (take) => take,
  spool: (spool) => spool,
  plant: null,
};

export type Sim = {
  seed: number;
  start: number;
  /** Nothing goes wrong any more from then on. */
  calmFrom: number;
  end: number;
  clock: SimClock;
  /** The database's clock, in milliseconds. */
  dbNow(): number;
  /** Sets the database's clock this far off true time. */
  moveClock(offset: number): void;
  trace: Trace;
  db: SimulatedDatabase;
  desk: FaultDesk;
  history: History;
  schools: SimSchool[];
  schoolOf(key: SchoolKey): SimSchool;
  keyOf(org: OrgId): SchoolKey;
  /** Delays and chance inside Vigil, a stream for each school and purpose. */
  chance(school: SchoolKey | null, purpose: string): Chance;
  wraps: Wraps;
};
