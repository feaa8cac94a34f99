/**
 * Answers in words, and the choices a question offers as the buttons show them.
 * The rule: one list of choices serves the buttons, the record and the correction, so they can never disagree.
 */
import type { Answer } from './answer.ts';
import { type LocalDate, shortDate } from './local-time.ts';
import type { AnswerSpec } from './question.ts';

export type Offered = { key: string; label: string };

const YES: Offered = { key: 'yes', label: 'Yes' };
const PARTLY: Offered = { key: 'partly', label: 'Partly' };
const NO: Offered = { key: 'no', label: 'No' };

/** The choices in the order shown; none for answers that are entered. `order` is a shuffled scenario's. */
export function choicesOf(spec: AnswerSpec, order: readonly string[] | null = null): Offered[] {
  const choices = written(spec);
  if (order === null) return choices;
  const ordered = order.flatMap((key) => choices.find((choice) => choice.key === key) ?? []);
  // An order that misses a choice would hide an answer, so the rest follow as written.
  return [...ordered, ...choices.filter((choice) => !order.includes(choice.key))];
}

function written(spec: AnswerSpec): Offered[] {
  switch (spec.kind) {
    case 'yes_no':
      return [YES, NO];
    case 'yes_partly_no':
      return [YES, PARTLY, NO];
    case 'choice':
    case 'scenario':
      return spec.choices.map(({ key, label }) => ({ key, label }));
    case 'acknowledgement':
      return [
        { key: 'read', label: 'I have read it' },
        { key: 'need_time', label: 'I need time' },
        { key: 'other_format', label: 'I need another format' },
      ];
    case 'count':
    case 'two_counts':
    case 'percent':
    case 'date':
      return [];
  }
}

/** "Yes", "3", "12 of 14", "85%", "9 Nov 2026", "Not sure". */
export function answerWords(spec: AnswerSpec, answer: Answer): string {
  switch (answer.kind) {
    case 'choice':
      return choicesOf(spec).find((choice) => choice.key === answer.key)?.label ?? answer.key;
    case 'count':
      return String(answer.count);
    case 'two_counts':
      return `${answer.part} of ${answer.whole}`;
    case 'percent':
      return `${answer.percent}%`;
    case 'date':
      return fullDate(answer.date);
    case 'not_sure':
      return 'Not sure';
  }
}

/** "9 Nov 2026" */
function fullDate(date: LocalDate): string {
  return `${shortDate(date)} ${date.slice(0, 4)}`;
}
