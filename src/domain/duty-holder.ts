/**
 * Whose duty a check is this period: one holder of its role, in turn where several hold it.
 * The rule: only somebody who is employed, can be reached and works before the period ends; a check that nobody can
 * be asked for is said to be uncovered, never passed over. Gathering checks into cards is left to domain/duty-card.
 */
import { isAway } from './absence.ts';
import { addDays, isoWeek, type LocalDate, mondayOf } from './local-time.ts';
import { type Current, metKey, type PlanRecord, periodKey } from './plan-record.ts';
import { type Audience, inAudience } from './role.ts';
import { isEmployed, type Person, type Setting } from './setting.ts';
import { worksOn } from './working-hours.ts';

/** `no_holder`: nobody has the role. `not_reached`: chat cannot reach those who have it. `away`: all of them are away. */
export type Uncovered = { questionId: string; why: 'no_holder' | 'not_reached' | 'away' };
export type Held = { person: Person; current: Current };

export type DutyDay = {
  setting: Setting;
  today: LocalDate;
  people: readonly Person[];
  /** Ids of those chat can reach. */
  reachable: ReadonlySet<string>;
  /** Ids of those with time left today in which they may be asked. */
  free: ReadonlySet<string>;
  record: PlanRecord;
};

/** A holder for each duty whose period has not been asked for, and the duties that have none. */
export function assignDuties(
  duties: readonly Current[],
  day: DutyDay,
): { held: Held[]; uncovered: Uncovered[] } {
  const held: Held[] = [];
  const uncovered: Uncovered[] = [];
  for (const current of duties) {
    if (day.record.taken.has(periodKey(current))) continue;
    const { id: questionId, audience } = current.question;
    const { reached, gap } = coverOf(audience, day);
    if (gap !== null) uncovered.push({ questionId, why: gap });
    const person = longestUnasked(
      reached.filter((one) => mayBeAsked(one, current, day)),
      current,
      day.record,
    );
    if (person) held.push({ person, current });
  }
  return { held, uncovered };
}

/** Those who hold a role, can be reached and are not away, and why nobody can be asked where there are none. */
export function coverOf(
  audience: Audience,
  { people, reachable, today }: Pick<DutyDay, 'people' | 'reachable' | 'today'>,
): { reached: Person[]; gap: Uncovered['why'] | null } {
  const holders = people.filter((person) => isEmployed(person, today) && inAudience(audience, person.roles));
  const reached = holders.filter((person) => reachable.has(person.id));
  const here = reached.filter((person) => !isAway(person, today));
  if (here.length > 0) return { reached: here, gap: null };
  if (reached.length > 0) return { reached: [], gap: 'away' };
  return { reached, gap: holders.length === 0 ? 'no_holder' : 'not_reached' };
}

/** The week's card has been made, even if it was withdrawn since: checks of theirs wait for the next. */
export function hadCard(record: PlanRecord, settingId: string, personId: string): boolean {
  return (record.thisWeek.get(personId) ?? []).some(
    (row) => row.settingId === settingId && row.kind === 'duty' && row.cadence !== 'daily' && !row.handedOn,
  );
}

function mayBeAsked(person: Person, current: Current, day: DutyDay): boolean {
  const { setting, today, free, record } = day;
  const { question, occurrence } = current;
  if (record.askedFor.get(periodKey(current))?.has(person.id)) return false;
  if (question.cadence === 'daily') return free.has(person.id);
  const carded = hadCard(record, setting.id, person.id);
  if (!carded && free.has(person.id)) return true;
  const nextWeek = addDays(mondayOf(isoWeek(today)), 7);
  const until = addDays(nextWeek, 13) < occurrence.endsOn ? addDays(nextWeek, 13) : occurrence.endsOn;
  for (let date = carded ? nextWeek : addDays(today, 1); date <= until; date = addDays(date, 1))
    if (worksOn(setting.calendar, person, date)) return true;
  return false;
}

function longestUnasked(
  holders: readonly Person[],
  { question }: Current,
  record: PlanRecord,
): Person | undefined {
  const last = (person: Person) => record.lastMet.get(metKey(person.id, question.id)) ?? '';
  return holders.toSorted((one, other) =>
    last(one) < last(other) ? -1 : last(one) > last(other) ? 1 : 0,
  )[0];
}
