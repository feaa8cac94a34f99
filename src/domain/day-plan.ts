/**
 * Everything to ask in one setting on one school day: knowledge in rotation, attestations, and duties in cards.
 * The rule: each kind keeps its own limit and takes nothing from the others'; nobody is asked who is not at work,
 * cannot be reached, or has no time left today in which they may be. Only what has not been asked for is planned.
 */
import { chooseAttestations } from './attestation-round.ts';
import { composeCard } from './duty-card.ts';
import { assignDuties, hadCard, type Uncovered } from './duty-holder.ts';
import { afterEdition } from './edition.ts';
import { type Random, shuffled } from './ids.ts';
import type { LocalDate } from './local-time.ts';
import { occurrenceOf } from './occurrence.ts';
import type { Current, PlanRecord } from './plan-record.ts';
import { askAgainFrom, CADENCES, type Question } from './question.ts';
import { chooseKnowledge } from './rotation.ts';
import type { Person, Setting } from './setting.ts';
import { momentWithin, remaining } from './spread.ts';
import { allowedWindows, type Span } from './working-hours.ts';

/** One message to one person: a question, or a card of several, at a moment. */
export type PlannedAsk = { person: Person; questions: Current[]; isCard: boolean; at: Date; until: Date };

export type DayPlan = {
  asks: PlannedAsk[];
  /** People at work today whom chat cannot reach: not asked, and never called silent. */
  unreachable: number;
  uncovered: Uncovered[];
};

export type PlanDay = {
  setting: Setting;
  today: LocalDate;
  now: Date;
  people: readonly Person[];
  /** Ids of those chat can reach. */
  reachable: ReadonlySet<string>;
  /** From `currentQuestions`. */
  questions: readonly Current[];
  record: PlanRecord;
  random: Random;
};

/** The questions of the setting's phase, each in the period it would be asked for today; none in the holidays. */
export function currentQuestions(
  setting: Setting,
  questions: readonly Question[],
  today: LocalDate,
): Current[] {
  const periods = new Map(
    CADENCES.map((cadence) => [cadence, occurrenceOf(cadence, today, setting.calendar)]),
  );
  return questions
    .filter((question) => question.phases.includes(setting.phase))
    .flatMap((question) => {
      const occurrence = periods.get(question.cadence) ?? null;
      return occurrence === null ? [] : [{ question, occurrence: afterEdition(question, occurrence, today) }];
    });
}

export function planDay(day: PlanDay): DayPlan {
  const { setting, today, people, reachable, record, random } = day;
  const { windows, unreachable } = windowsOf(day);
  const free = shuffled(random, people).filter((person) => windows.has(person.id));
  const wanted = day.questions.filter((current) => !standsStill(current, record, today));
  const ofKind = (kind: Question['kind']) => wanted.filter(({ question }) => question.kind === kind);
  const { held, uncovered } = assignDuties(ofKind('duty'), {
    setting,
    today,
    people,
    reachable,
    free: new Set(windows.keys()),
    record,
  });

  const asks: PlannedAsk[] = [];
  const put = (person: Person, questions: Current[], isCard: boolean, spans: readonly Span[]) => {
    const moment = momentWithin(spans, random);
    if (moment !== null && questions.length > 0) asks.push({ person, questions, isCard, ...moment });
  };
  for (const person of people) {
    const spans = windows.get(person.id);
    if (spans === undefined) continue;
    const theirs = held.filter((one) => one.person.id === person.id).map(({ current }) => current);
    // What is asked daily is wanted the same day, so it goes as early as it may.
    for (const current of theirs.filter(isDaily)) put(person, [current], false, spans.slice(0, 1));
    if (hadCard(record, setting.id, person.id)) continue;
    const waiting = theirs.filter((current) => !isDaily(current));
    put(person, composeCard(person, waiting, setting, today), true, spans);
  }
  const turns = [
    ...chooseAttestations(free, ofKind('attestation'), record, today),
    ...chooseKnowledge(setting, free, ofKind('knowledge'), record, today),
  ];
  for (const { person, current } of turns) put(person, [current], false, windows.get(person.id) ?? []);
  return { asks, unreachable, uncovered };
}

/** Each reachable person's time still left today (people with none are not in it), and how many are not reachable. */
function windowsOf({ setting, today, now, people, reachable }: PlanDay): {
  windows: Map<string, Span[]>;
  unreachable: number;
} {
  const windows = new Map<string, Span[]>();
  let unreachable = 0;
  for (const person of people) {
    const allowed = allowedWindows(setting, person, today);
    const left = remaining(allowed, now);
    if (allowed.length > 0 && !reachable.has(person.id)) unreachable += 1;
    else if (left.length > 0) windows.set(person.id, left);
  }
  return { windows, unreachable };
}

function isDaily({ question }: Current): boolean {
  return question.cadence === 'daily';
}

/** A good date given earlier still stands, and is not asked for again yet. */
export function standsStill(
  { question }: Pick<Current, 'question'>,
  record: PlanRecord,
  today: LocalDate,
): boolean {
  const good = record.goodDates.get(question.id);
  return (
    good !== undefined &&
    question.answer.kind === 'date' &&
    question.answer.again !== undefined &&
    today < askAgainFrom(question.answer, good)
  );
}
