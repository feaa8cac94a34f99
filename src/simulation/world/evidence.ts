/**
 * What the checks look at after a run: the record as it ended, every change on the way there, and what was seen from
 * outside, put together so that one can be found from another. The rule: it only arranges; what is right is for
 * invariants to say.
 */
import type { Person } from '../../domain/setting.ts';
import type { Change, Snapshot } from '../../store/simulated-database.ts';
import type { Attempt, Copy, Pressing } from './history.ts';
import { type SimSchool, userOf } from './schools.ts';
import { type Local, localOf } from './second-clock.ts';
import type { Sim } from './sim-world.ts';

type Prompt = Snapshot['prompts'][number];
type Message = Snapshot['messages'][number];

export type Evidence = Snapshot & {
  sim: Sim;
  changes: Change[];
  posts: Attempt[];
  promptOf(id: string): Prompt | undefined;
  messageOf(id: string): Message | undefined;
  /** Prompts a message bears. */
  borneBy(messageId: string): Prompt[];
  schoolOfSetting(settingId: string): SimSchool;
  whoIs(user: string): Person | undefined;
  copiesOf(messageId: string): Copy[];
  /** The press that the platform calls this. */
  pressedAs(eventKey: string): Pressing | undefined;
  /** The press in which a row was made, if it was in one. */
  pressOf(rowId: string): Pressing | undefined;
  workOf(rowId: string): { key: string; name: string; eventKey: string | null } | undefined;
  local(school: SimSchool, at: number): Local;
  /** Whether the record's clock was set between two moments of true time, or shortly before. */
  wasClockSet(from: number, to: number): boolean;
  /** Whether that bot slept then: what it had on its way came to nothing meanwhile. */
  slept(bot: string, from: number, to: number): boolean;
};

/** What had been claimed goes within its lease. */
const SHORTLY_MS = 150_000;

export function gather(sim: Sim, snapshot: Snapshot, changes: Change[]): Evidence {
  const { history } = sim;
  const prompts = new Map(snapshot.prompts.map((row) => [row.promptId, row]));
  const messages = new Map(snapshot.messages.map((row) => [row.messageId, row]));
  const bornes = grouped(snapshot.borne, ({ messageId }) => messageId);
  const copies = grouped(history.copies, ({ key }) => key);
  const presses = new Map(history.pressings.map((press) => [press.eventKey, press]));
  const settings = new Map(sim.schools.map((school) => [school.setting.id, school]));
  const users = new Map(
    sim.schools.flatMap((school) => school.people.map((person) => [userOf(school, person), person] as const)),
  );
  const workOf: Evidence['workOf'] = (rowId) => {
    const key = rowId.slice(0, 8) + rowId.slice(9, 13) + rowId.slice(15, 18);
    const piece = history.works.get(key);
    return piece === undefined ? undefined : { key, ...piece };
  };
  return {
    ...snapshot,
    sim,
    changes,
    posts: history.attempts.filter(({ did }) => did === 'post'),
    promptOf: (id) => prompts.get(id),
    messageOf: (id) => messages.get(id),
    borneBy: (id) => (bornes.get(id) ?? []).flatMap(({ promptId }) => prompts.get(promptId) ?? []),
    schoolOfSetting(settingId) {
      const school = settings.get(settingId);
      if (!school) throw new Error('A row belongs to a setting nobody made');
      return school;
    },
    whoIs: (user) => users.get(user),
    copiesOf: (id) => copies.get(id) ?? [],
    workOf,
    pressedAs: (eventKey) => presses.get(eventKey),
    pressOf(rowId) {
      const eventKey = workOf(rowId)?.eventKey;
      return eventKey === null || eventKey === undefined ? undefined : presses.get(eventKey);
    },
    local: (school, at) => localOf(at, school.setting.zone),
    wasClockSet: (from, to) => history.clockMoves.some((at) => from - SHORTLY_MS <= at && at <= to),
    slept: (bot, from, to) =>
      history.slept.some((slept) => slept.bot === bot && slept.from <= to && from <= slept.to),
  };
}

export function grouped<T>(rows: readonly T[], by: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(by(row));
    if (group) group.push(row);
    else groups.set(by(row), [row]);
  }
  return groups;
}
