/**
 * Anonymous answers as counts: which counts a question has, which period they are gathered over, and what a period's
 * come to once it is over.
 * The rule: "not sure" is an answer as any other; answers are added together only where they were answers to the same
 * choices. What of a period may be shown is domain/small-numbers'.
 */
import type { Answer } from './answer.ts';
import { choicesOf } from './answer-words.ts';
import type { ReleasedFacts } from './digest.ts';
import type { LocalDate } from './local-time.ts';
import { AGAIN, occurrenceOf } from './occurrence.ts';
import { type Cadence, fillText, type Question } from './question.ts';
import type { Evidence } from './rating.ts';
import { judge } from './reply.ts';
import type { SchoolCalendar } from './school-day.ts';
import type { LetOut } from './small-numbers.ts';

/** The key "Not sure" is counted under; no question may have a choice of this name. */
export const NOT_SURE = 'not_sure';

/** Every count a question has, in the order its choices are shown. */
export function countKeys({ answer }: Pick<Question, 'answer'>): string[] {
  return [...choicesOf(answer).map(({ key }) => key), NOT_SURE];
}

/** The count an answer raises; null for one that is no choice. */
export function countKeyOf(answer: Answer): string | null {
  switch (answer.kind) {
    case 'choice':
      return answer.key;
    case 'not_sure':
      return NOT_SURE;
    case 'count':
    case 'two_counts':
    case 'percent':
    case 'date':
      return null;
  }
}

/** The period a prompt's answer is counted in: the one it was asked for. */
export function blockOf({ occurrence }: { occurrence: string }): string {
  return occurrence.split(AGAIN)[0] ?? occurrence;
}

/** The last day of the period of that key; null where the calendar has none (any more). */
export function blockEnd(cadence: Cadence, block: string, calendar: SchoolCalendar): LocalDate | null {
  for (const half of calendar.halfTerms) {
    const found = occurrenceOf(cadence, half.startsOn, calendar);
    if (found?.key === block) return found.endsOn;
  }
  return null;
}

export type Counted = { question: Question; counts: Record<string, number> };

/**
 * A period's counts: of the newest version asked, with those of earlier ones that offered the same choices. Answers to
 * other choices are let go: set side by side they would tell of fewer people each.
 */
export function sumVersions(versions: readonly Counted[]): Counted | null {
  const newest = versions.toSorted((one, other) => other.question.version - one.question.version)[0];
  if (newest === undefined) return null;
  const same = JSON.stringify(newest.question.answer);
  const alike = versions.filter(({ question }) => JSON.stringify(question.answer) === same);
  const counts = countKeys(newest.question).map((key): [string, number] => [
    key,
    alike.reduce((total, each) => total + (each.counts[key] ?? 0), 0),
  ]);
  return { question: newest.question, counts: Object.fromEntries(counts) };
}

/** A period let out, with its answers in words. */
export function releasedFacts(
  { question, block, out }: { question: Question; block: string; out: LetOut },
  setting: { name: string; edition: string },
): ReleasedFacts {
  const labels = [...choicesOf(question.answer), { key: NOT_SURE, label: 'Not sure' }];
  return {
    standard: question.standard,
    question: fillText(question.text, { edition: setting.edition, setting: setting.name }),
    block,
    repliers: out.repliers,
    answers:
      out.counts === null
        ? []
        : labels.map(({ key, label }) => ({ label, count: out.counts?.[key] ?? null })),
  };
}

/** What a period let out says of the setting: what is hidden may have been anything. */
export function evidenceOf(question: Question, { repliers, counts }: LetOut): Evidence {
  const { standard, indicator, kind } = question;
  const shown = Object.entries(counts ?? {}).flatMap(([key, count]) =>
    count === null ? [] : [{ key, count }],
  );
  const of = (verdict: string) =>
    shown
      .filter(({ key }) => verdictOf(question, key) === verdict)
      .reduce((total, { count }) => total + count, 0);
  const told = shown.reduce((total, { count }) => total + count, 0);
  return {
    standard,
    indicator,
    kind,
    good: of('good'),
    partly: of('partly'),
    poor: of('poor'),
    notApplicable: of('not_applicable'),
    repliers: repliers ?? 0,
    hidden: (repliers ?? 0) - told,
    anonymous: true,
  };
}

function verdictOf(question: Question, key: string): string {
  if (key === NOT_SURE) return 'unsure';
  // A choice is judged alike on any day.
  const judged = judge(question, { kind: 'choice', key }, '2000-01-01');
  return 'verdict' in judged ? judged.verdict : 'unsure';
}
