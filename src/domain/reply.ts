/**
 * Judges an answer: what it says about the setting, or why it cannot be taken.
 * The rule: exact at the targets, the same answer always gives the same verdict, and a refusal names the box and how
 * to mend it. What follows from a verdict (an action, a correction) is decided by the question's kind, below.
 */
import { type Answer, answerSchema } from './answer.ts';
import { choicesOf } from './answer-words.ts';
import { daysBetween, type LocalDate } from './local-time.ts';
import type { AnswerSpec, Question, Verdict } from './question.ts';

export type Judged = {
  verdict: Verdict;
  /** The number it comes to: a count, a share from 0 to 1, a percentage, or whole days ago. */
  value: number | null;
};
export type Judgement = Judged | { refused: string };

type Asked = Pick<Question, 'kind' | 'answer'>;

const MOST = 99_999;
export const CHOOSE = 'Please press one of the answers shown.';

/** `today` is the setting's local date: no date may be later. */
export function judge({ kind, answer: spec }: Asked, answer: Answer, today: LocalDate): Judgement {
  if (answer.kind === 'not_sure')
    return kind === 'attestation' ? { refused: CHOOSE } : { verdict: 'unsure', value: null };
  switch (spec.kind) {
    case 'yes_no':
    case 'yes_partly_no':
    case 'choice':
    case 'scenario':
    case 'acknowledgement':
      return answer.kind === 'choice' ? judgeChoice(spec, answer.key) : { refused: CHOOSE };
    case 'count':
      return answer.kind === 'count' ? judgeCount(spec, answer.count) : { refused: wholeNumber(spec.label) };
    case 'two_counts':
      return answer.kind === 'two_counts'
        ? judgeShare(spec, answer.part, answer.whole)
        : { refused: wholeNumber(spec.part) };
    case 'percent':
      return answer.kind === 'percent' ? judgePercent(spec, answer.percent) : { refused: PERCENTAGE };
    case 'date':
      return answer.kind === 'date' ? judgeDate(spec, answer.date, today) : { refused: DATE };
  }
}

function judgeChoice(spec: AnswerSpec, key: string): Judgement {
  if (!choicesOf(spec).some((choice) => choice.key === key)) return { refused: CHOOSE };
  return { verdict: verdictOf(spec, key), value: null };
}

function verdictOf(spec: AnswerSpec, key: string): Verdict {
  switch (spec.kind) {
    case 'yes_no':
      return key === spec.good ? 'good' : 'poor';
    case 'yes_partly_no':
      return key === 'yes' ? 'good' : key === 'partly' ? 'partly' : 'poor';
    case 'choice':
      return spec.choices.find((choice) => choice.key === key)?.verdict ?? 'poor';
    case 'scenario':
      return key === spec.right ? 'good' : 'poor';
    case 'acknowledgement':
      return key === 'read' ? 'good' : 'pending';
    case 'count':
    case 'two_counts':
    case 'percent':
    case 'date':
      throw new Error('A number or a date is not a choice');
  }
}

function judgeCount(spec: Extract<AnswerSpec, { kind: 'count' }>, count: number): Judgement {
  if (!isWhole(count)) return { refused: wholeNumber(spec.label) };
  return { verdict: atMost(count, spec.target, spec.partly), value: count };
}

function judgeShare(
  spec: Extract<AnswerSpec, { kind: 'two_counts' }>,
  part: number,
  whole: number,
): Judgement {
  if (!isWhole(part)) return { refused: wholeNumber(spec.part) };
  if (!isWhole(whole)) return { refused: wholeNumber(spec.whole) };
  if (part > whole)
    return {
      refused: `“${spec.part}” is ${part}, which is more than the ${whole} under “${spec.whole}”. Please check both.`,
    };
  if (whole === 0) return { verdict: 'not_applicable', value: null };
  const share = part / whole;
  return { verdict: atLeast(share, spec.target, spec.partly), value: share };
}

const PERCENTAGE = 'Please give the percentage as a number from 0 to 100.';

function judgePercent(spec: Extract<AnswerSpec, { kind: 'percent' }>, percent: number): Judgement {
  if (!answerSchema.safeParse({ kind: 'percent', percent }).success) return { refused: PERCENTAGE };
  return { verdict: atLeast(percent, spec.target, spec.partly), value: percent };
}

/** The same sentence where a form can say it before the answer is judged. */
export const TOO_LATE = 'Enter today’s date or an earlier one.';
const DATE = 'Please give the date as a day that has been, such as 2026-11-09.';

function judgeDate(
  spec: Extract<AnswerSpec, { kind: 'date' }>,
  date: LocalDate,
  today: LocalDate,
): Judgement {
  if (!answerSchema.safeParse({ kind: 'date', date }).success) return { refused: DATE };
  const ago = daysBetween(date, today);
  if (ago < 0) return { refused: TOO_LATE };
  return { verdict: atMost(ago, spec.within, spec.partly), value: ago };
}

function isWhole(count: number): boolean {
  return Number.isInteger(count) && count >= 0 && count <= MOST;
}

function atMost(value: number, target: number, partly: number | undefined): Verdict {
  if (value <= target) return 'good';
  return partly !== undefined && value <= partly ? 'partly' : 'poor';
}

function atLeast(value: number, target: number, partly: number | undefined): Verdict {
  if (value >= target) return 'good';
  return partly !== undefined && value >= partly ? 'partly' : 'poor';
}

function wholeNumber(label: string): string {
  return `Please give “${label}” as a whole number from 0 to ${MOST}.`;
}

/** An answer of "I need time" is kept, and the question stays open. */
export function settles(verdict: Verdict): boolean {
  return verdict !== 'pending';
}

/**
 * Whether an answer opens an action, and whose: the owner of a check answered poorly; the DSL for somebody who needs
 * another format. An answer to a knowledge question never does.
 */
export function actionFor({ kind }: Pick<Question, 'kind'>, answer: Answer, verdict: Verdict) {
  if (kind === 'duty' && verdict === 'poor') return 'replier' as const;
  const needsFormat = answer.kind === 'choice' && answer.key === 'other_format';
  return kind === 'attestation' && verdict === 'pending' && needsFormat ? ('lead' as const) : null;
}

/** The correction after a scenario that was not answered rightly; null for everything else. */
export function correctionFor(spec: AnswerSpec, verdict: Verdict): string | null {
  return spec.kind === 'scenario' && verdict !== 'good' ? spec.correction : null;
}

/**
 * Whether an answer may be changed. A scenario's may not: once it is answered the right choice has been said, and an
 * answer changed then would show what was read, not what was known. Nor an anonymous one: nobody could find it again.
 */
export function mayChange({ answer, anonymous }: Pick<Question, 'answer' | 'anonymous'>): boolean {
  return answer.kind !== 'scenario' && anonymous !== true;
}

/** The same answer, however it was given. */
export function sameAnswer(one: Answer, other: Answer): boolean {
  const keyOf = (answer: Answer) => JSON.stringify(Object.entries(answer).sort());
  return keyOf(one) === keyOf(other);
}
