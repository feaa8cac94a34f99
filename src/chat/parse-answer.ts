/**
 * What was typed into a form's fields, read as an answer: the same for every platform.
 * The rule: a mistyped number or date comes back as a sentence for its field, and nothing unchecked goes further.
 * Whether the answer fits its question is left to domain/reply.
 */
import { z } from 'zod';
import type { Answer } from '../domain/answer.ts';
import { type FieldFaults, type FieldName, type FieldValues, isAnswerField } from '../domain/form-field.ts';
import { sendsBoxes, type Verb } from '../domain/message.ts';
import { NOTE_READ } from '../domain/note.ts';
import { TOO_LATE } from '../domain/reply.ts';

/** What a press is given besides: an answer; a note as it was typed, which nobody has examined yet; a part of set-up. */
export type Given = { answer: Answer } | { note: string } | { values: FieldValues };
export type Answered = { given: Given } | { faults: FieldFaults };

/** What is said beside a field that was left empty or mistyped; a renderer may say it before anything is sent. */
export const FIELD_WORDS = {
  noWords: 'Write your note first.',
  empty: 'Write something here.',
  notChosen: 'Choose from the list.',
  noNumber: 'Enter a whole number. Enter 0 if there were none.',
  notWhole: 'Enter a whole number from 0 to 99999.',
  notPercent: 'Enter a percentage from 0 to 100.',
  notDate: 'Enter a date, such as 2026-11-02.',
  tooLate: TOO_LATE,
} as const;
/** The most that is read of what was typed: a number or a date needs no more, and a note is judged by others. */
export const mostTyped = (name: FieldName): number =>
  name === 'note' ? NOTE_READ : isAnswerField(name) ? 40 : MOST_LINE;
/** An address of a channel is the longest that is pasted. */
const MOST_LINE = 600;
export const MOST_COUNT = 99_999;

/** What was sent of a form by its button: of set-up or a question as it stands, for the step that knows its boxes. */
export function parseForm(verb: Verb, values: FieldValues, latest: string | undefined): Answered {
  return sendsBoxes(verb) ? { given: { values } } : parseAnswer(values, latest);
}

/** `latest` is the latest date the form allows, as YYYY-MM-DD. */
export function parseAnswer(values: FieldValues, latest: string | undefined): Answered {
  if (values.note !== undefined)
    return values.note.trim() === ''
      ? { faults: { note: FIELD_WORDS.noWords } }
      : { given: { note: values.note } };
  if (values.date !== undefined) return dateAnswer(values.date, latest);
  if (values.percent !== undefined) return percentAnswer(values.percent);
  if (values.count !== undefined) {
    const count = wholeNumber(values.count);
    return typeof count === 'number'
      ? { given: { answer: { kind: 'count', count } } }
      : { faults: { count: count.fault } };
  }
  return twoCounts(values.part ?? '', values.whole ?? '');
}

function twoCounts(partText: string, wholeText: string): Answered {
  const [part, whole] = [wholeNumber(partText), wholeNumber(wholeText)];
  if (typeof part === 'number' && typeof whole === 'number') {
    if (part <= whole) return { given: { answer: { kind: 'two_counts', part, whole } } };
    return { faults: { part: `This cannot be more than the ${whole} in all.` } };
  }
  return {
    faults: {
      ...(typeof part === 'number' ? {} : { part: part.fault }),
      ...(typeof whole === 'number' ? {} : { whole: whole.fault }),
    },
  };
}

function percentAnswer(text: string): Answered {
  const typed = text.trim().replace(/\s*%$/, '');
  const percent = Number(typed);
  if (!/^\d{1,3}([.]\d{1,2})?$/.test(typed) || percent > 100)
    return { faults: { percent: FIELD_WORDS.notPercent } };
  return { given: { answer: { kind: 'percent', percent } } };
}

function dateAnswer(text: string, latest: string | undefined): Answered {
  const read = z.iso.date().safeParse(text.trim());
  if (!read.success) return { faults: { date: FIELD_WORDS.notDate } };
  if (latest !== undefined && read.data > latest) return { faults: { date: FIELD_WORDS.tooLate } };
  return { given: { answer: { kind: 'date', date: read.data } } };
}

function wholeNumber(text: string): number | { fault: string } {
  const typed = text.trim();
  if (typed === '') return { fault: FIELD_WORDS.noNumber };
  if (!/^\d{1,5}$/.test(typed)) return { fault: FIELD_WORDS.notWhole };
  return Number(typed);
}
