/**
 * What the local page sends, checked at the door: form fields in, a press or a command out.
 * The rule: nothing unchecked goes further, and a mistyped number or date comes back as a sentence beside its
 * field. Who may press what is left to the cycle.
 */
import { z } from 'zod';
import type { Answer } from '../../domain/answer.ts';
import { type Act, type Field, VERBS } from '../../domain/message.ts';
import type { IncomingCommand, IncomingPress, Sender } from '../chat.ts';

export type FieldFaults = Partial<Record<Field['name'], string>>;
export type FieldValues = Partial<Record<Field['name'], string>>;

export type ParsedPress =
  | { kind: 'press'; press: IncomingPress }
  | { kind: 'faults'; act: Act; faults: FieldFaults; values: FieldValues }
  /** Not something this page could have sent. */
  | { kind: 'refused' };

const FIELD_NAMES = ['count', 'part', 'whole', 'percent', 'date'] as const satisfies readonly Field['name'][];

const actSchema = z.strictObject({
  verb: z.enum(VERBS),
  token: z.string().min(1).max(80),
  arg: z.string().max(80).optional(),
});

const pressSchema = z.object({
  act: z
    .string()
    .max(400)
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue('not JSON');
        return z.NEVER;
      }
    })
    .pipe(actSchema),
  /** The platform's id of the message pressed. */
  on: z.string().min(1).max(200).optional(),
  /** The latest date the form allows. */
  latest: z.iso.date().optional(),
  count: z.string().max(40).optional(),
  part: z.string().max(40).optional(),
  whole: z.string().max(40).optional(),
  percent: z.string().max(40).optional(),
  date: z.string().max(40).optional(),
});

export function parsePress(body: unknown, from: Sender, eventKey: string): ParsedPress {
  const read = pressSchema.safeParse(body);
  if (!read.success) return { kind: 'refused' };
  const { act, on, latest, ...values } = read.data;
  const press: IncomingPress = {
    from,
    eventKey,
    verb: act.verb,
    token: act.token,
    ...(act.arg === undefined ? {} : { arg: act.arg }),
    ...(on === undefined ? {} : { platformId: on }),
  };
  if (FIELD_NAMES.every((name) => values[name] === undefined)) return { kind: 'press', press };
  const answered = answerOf(values, latest);
  return 'answer' in answered
    ? { kind: 'press', press: { ...press, answer: answered.answer } }
    : { kind: 'faults', act, faults: answered.faults, values };
}

/** Longer than any command: what stands beyond it is let go, so that a long worry is still told where to go. */
const MOST_TEXT = 2_000;
const commandSchema = z.object({ text: z.string().trim().min(1) });

/** Words written to Vigil; null when there were none. */
export function parseCommand(body: unknown, from: Sender, eventKey: string): IncomingCommand | null {
  const read = commandSchema.safeParse(body);
  return read.success ? { from, eventKey, text: read.data.text.slice(0, MOST_TEXT) } : null;
}

type Answered = { answer: Answer } | { faults: FieldFaults };

function answerOf(values: FieldValues, latest: string | undefined): Answered {
  if (values.date !== undefined) return dateAnswer(values.date, latest);
  if (values.percent !== undefined) return percentAnswer(values.percent);
  if (values.count !== undefined) {
    const count = wholeNumber(values.count);
    return typeof count === 'number'
      ? { answer: { kind: 'count', count } }
      : { faults: { count: count.fault } };
  }
  return twoCounts(values.part ?? '', values.whole ?? '');
}

function twoCounts(partText: string, wholeText: string): Answered {
  const [part, whole] = [wholeNumber(partText), wholeNumber(wholeText)];
  if (typeof part === 'number' && typeof whole === 'number') {
    if (part <= whole) return { answer: { kind: 'two_counts', part, whole } };
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
    return { faults: { percent: 'Enter a percentage from 0 to 100.' } };
  return { answer: { kind: 'percent', percent } };
}

function dateAnswer(text: string, latest: string | undefined): Answered {
  const read = z.iso.date().safeParse(text.trim());
  if (!read.success) return { faults: { date: 'Enter a date, such as 2026-11-02.' } };
  if (latest !== undefined && read.data > latest)
    return { faults: { date: 'Enter today’s date or an earlier one.' } };
  return { answer: { kind: 'date', date: read.data } };
}

function wholeNumber(text: string): number | { fault: string } {
  const typed = text.trim();
  if (typed === '') return { fault: 'Enter a whole number. Enter 0 if there were none.' };
  if (!/^\d{1,5}$/.test(typed)) return { fault: 'Enter a whole number from 0 to 99999.' };
  return Number(typed);
}
