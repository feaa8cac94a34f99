/**
 * Which knowledge question goes to whom today: the indicator longest unasked, to the person longest unasked.
 * The rule: within each person's budget, only on ask days, one a day, once a period, and with ten school days
 * between two meetings of the same question. Moments are left to domain/spread.
 */
import { type LocalDate, weekday } from './local-time.ts';
import { isPaused } from './pause.ts';
import { type Current, metKey, type PlanRecord, periodKey } from './plan-record.ts';
import { allowance, askDaysOf, countDays } from './question-budget.ts';
import { inAudience } from './role.ts';
import { type SchoolCalendar, schoolDayBefore } from './school-day.ts';
import type { Person, Setting } from './setting.ts';

/** School days that must pass before anybody meets the same knowledge question again. */
const GAP = 10;
const NEVER = '';

export type Turn = { person: Person; current: Current };

/** `people` may be asked today; `knowledge` are the questions in their current periods. */
export function chooseKnowledge(
  setting: Setting,
  people: readonly Person[],
  knowledge: readonly Current[],
  record: PlanRecord,
  today: LocalDate,
): Turn[] {
  const indicators = new Map(record.indicators);
  const askedToday = new Map<string, number>();
  const latest = lastFreeDate(setting.calendar, today);
  const turns: Turn[] = [];
  for (const person of longestUnaskedFirst(dueToday(setting, people, record, today), record)) {
    const open = knowledge.filter(
      (current) =>
        inAudience(current.question.audience, person.roles) &&
        !record.askedFor.get(periodKey(current))?.has(person.id) &&
        lastMet(record, person, current) <= latest,
    );
    const [chosen] = open.sort(
      (one, other) =>
        byText(indicators.get(one.question.indicator), indicators.get(other.question.indicator)) ||
        (askedToday.get(one.question.indicator) ?? 0) - (askedToday.get(other.question.indicator) ?? 0) ||
        byText(lastMet(record, person, one), lastMet(record, person, other)) ||
        byText(one.question.id, other.question.id),
    );
    if (!chosen) continue;
    const { indicator } = chosen.question;
    indicators.set(indicator, today);
    askedToday.set(indicator, (askedToday.get(indicator) ?? 0) + 1);
    turns.push({ person, current: chosen });
  }
  return turns;
}

/** Everybody whose budget has a question left for today. */
function dueToday(
  setting: Setting,
  people: readonly Person[],
  record: PlanRecord,
  today: LocalDate,
): Person[] {
  const counts = countDays(setting.calendar, today);
  if (counts === null) return [];
  return people.filter((person) => {
    if (!askDaysOf(setting, person).includes(weekday(today)) || isPaused(person, today)) return false;
    const asked = (record.thisWeek.get(person.id) ?? []).filter(
      (row) => row.kind === 'knowledge' && !row.cancelled,
    );
    if (asked.some((row) => row.on === today)) return false;
    const spent = asked.filter((row) => !row.voluntary);
    const here = spent.filter((row) => row.settingId === setting.id).length;
    // One budget for a person, however many settings they work in.
    const wasOut = person.away?.length || person.paused?.length;
    const theirs = wasOut ? (countDays(setting.calendar, today, person) ?? counts) : counts;
    return here < allowance(setting, person, theirs) && spent.length < Math.ceil(setting.weeklyBudget);
  });
}

function longestUnaskedFirst(people: readonly Person[], record: PlanRecord): Person[] {
  return people.toSorted((one, other) =>
    byText(record.lastAsked.get(one.id), record.lastAsked.get(other.id)),
  );
}

/** The latest date on which somebody asked a question may have met it and be asked it again today. */
function lastFreeDate(calendar: SchoolCalendar, today: LocalDate): LocalDate {
  let day: LocalDate | null = today;
  for (let step = 0; step <= GAP && day !== null; step += 1) day = schoolDayBefore(calendar, day);
  return day ?? NEVER;
}

function lastMet(record: PlanRecord, person: Person, { question }: Current): LocalDate {
  return record.lastMet.get(metKey(person.id, question.id)) ?? NEVER;
}

/** By date or by name; never comes before any date. */
function byText(one = NEVER, other = NEVER): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
