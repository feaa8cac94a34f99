/**
 * The half of rule 1 that looks for what is missing: every check and attestation that was due on a good day was put
 * to its person, or it is noted that it was not.
 * The rule: what is due is worked out anew from calendars, roles and hours, never from the planner or its rows.
 * Knowledge questions are drawn by chance within a budget, so which of them is due cannot be told: they are not here.
 */
import type { Question } from '../../domain/question.ts';
import type { Person } from '../../domain/setting.ts';
import type { Snapshot } from '../../store/simulated-database.ts';
import { isToldOf } from './check-goings.ts';
import { type Evidence, grouped } from './evidence.ts';
import { type Day, daysOf, hoursOf, isFor, isGoodDay, isThere } from './good-days.ts';
import type { SimSchool } from './schools.ts';
import { endsAt, isOpenDay, lastDayOf, mondayBefore, nextDate, periodOf, weekdayOf } from './second-clock.ts';

type Due = { school: SimSchool; question: Question; person: Person; period: string; day: Day };
type Prompt = Snapshot['prompts'][number];

/** Attestations come one a day, and two minutes of them a week: within so many days any one has come. */
const CHANCES = 4;

export function missingDues(found: Evidence): string[] {
  const rows = grouped(found.prompts, ({ settingId, questionId, occurrence }) =>
    // One that was put once more bears the day after its period.
    [settingId, questionId, occurrence.split('+')[0]].join(' '),
  );
  const made = new Map(
    found.changes
      .filter(({ what, was }) => what === 'prompt' && was === null)
      .map(({ key, at }) => [key, at]),
  );
  const unasked = new Set(
    found.notAsked.map((row) => [row.settingId, row.questionId, row.occurrence].join(' ')),
  );
  return duesOf(found).flatMap(({ school, question, person, period, day }) => {
    const key = [school.setting.id, question.id, period].join(' ');
    const name = `${question.id} of ${school.key} for ${period}, due on ${day.date}`;
    const isInTime = ({ promptId }: Prompt) => (made.get(promptId)?.getTime() ?? day.to) < day.to;
    const asked = (rows.get(key) ?? []).filter(isInTime);
    const last = lastDayOf(question.cadence, day.date, school.setting.calendar);
    if (question.kind === 'attestation') {
      if (!asked.some(({ personId }) => personId === person.id))
        return [`${name} by ${person.id}: never asked`];
      const theirs = (rows.get(key) ?? []).filter(({ personId }) => personId === person.id);
      if (theirs.some(({ state }) => state !== 'cancelled')) return [];
      const chances = goodDaysAfter(found, school, theirs).filter(
        (good) => good.date <= last && isThere(found, person, good),
      );
      return chances.length > CHANCES || theirs.every((prompt) => wasDropped(found, prompt))
        ? [`${name} by ${person.id}: cancelled, and not asked again`]
        : [];
    }
    if (asked.some(({ state }) => state !== 'cancelled') || unasked.has(key)) return [];
    if (asked.length === 0) return [`${name}: never asked, and nothing says so`];
    // Somebody else may be asked for as long as its period lasts; when it is over the next planning notes it.
    const isOver = goodDaysAfter(found, school, asked).some(({ date }) => date > last);
    return isOver ? [`${name}: cancelled, and nothing says that it was not asked`] : [];
  });
}

/** What was due on each good day, of whom. */
function duesOf(found: Evidence): Due[] {
  return found.sim.schools.flatMap((school) =>
    daysOf(found, school)
      .filter((day) => isGoodDay(found, school, day))
      .flatMap((day) =>
        school.questions.flatMap((question) => {
          const period = periodOf(question.cadence, day.date, school.setting.calendar);
          if (question.kind === 'knowledge' || period === null) return [];
          return school.people
            .filter((person) => isFor(question, person) && isThere(found, person, day))
            .filter((person) => isCertain(found, school, question, person, day))
            .map((person) => ({ school, question, person, period, day }));
        }),
      ),
  );
}

/** A check of more than a week waits for the week's first card, and for one that is due within its period. */
function isCertain(
  found: Evidence,
  { setting: { calendar } }: SimSchool,
  { kind, cadence }: Question,
  person: Person,
  { date }: Day,
): boolean {
  if (kind !== 'duty' || cadence === 'weekly') return true;
  const last = lastDayOf(cadence, date, calendar);
  return hoursOf(found, person).every((hours) => {
    const works = (on: string) => isOpenDay(calendar, on) && hours.workingDays.includes(weekdayOf(on));
    for (let on = mondayBefore(date); on < date; on = nextDate(on)) if (works(on)) return false;
    const ends = endsAt(kind, date, calendar, hours);
    return ends !== null && ends.date <= last;
  });
}

/** Days on which all was well, begun after the last of these was cancelled. */
function goodDaysAfter(found: Evidence, school: SimSchool, prompts: readonly Prompt[]): Day[] {
  const ids = new Set(prompts.map(({ promptId }) => promptId));
  const cancelled = found.changes.filter(({ key, now }) => ids.has(key) && now.state === 'cancelled');
  const since = Math.max(0, ...cancelled.map(({ at }) => at.getTime()));
  return daysOf(found, school).filter((day) => day.from > since && isGoodDay(found, school, day));
}

/** Cancelled before it was asked, though its person was there all along, and no lead told that it did not arrive. */
function wasDropped(found: Evidence, { promptId, askedAt, personId }: Prompt): boolean {
  if (askedAt !== null || wasLost(found, personId)) return false;
  const on = found.borne.filter((row) => row.promptId === promptId);
  return !on.some(({ messageId }) => {
    const message = found.messageOf(messageId);
    return message !== undefined && isToldOf(found, message);
  });
}

function wasLost({ changes }: Evidence, personId: string): boolean {
  return changes.some(
    ({ what, key, now }) =>
      key === personId &&
      ((what === 'address' && now.state !== 'reachable') ||
        (what === 'membership' && (now.state !== 'confirmed' || now.leaves_on !== null))),
  );
}
