/**
 * What the local page sends, checked at the door: form fields in, a press or a command out.
 * The rule: nothing unchecked goes further, and a mistyped number or date comes back as a sentence beside its
 * field. Who may press what is left to the cycle.
 */
import { z } from 'zod';
import { WORDS_READ } from '../../domain/command.ts';
import {
  BANK_FIELDS,
  FIELD_NAMES,
  type FieldFaults,
  type FieldValues,
  SET_UP_FIELDS,
} from '../../domain/form-field.ts';
import { type Act, sendsBoxes } from '../../domain/message.ts';
import { NOTE_READ } from '../../domain/note.ts';
import type { IncomingCommand, IncomingPress, Sender } from '../chat.ts';
import { actSchema, pressOf } from '../parse-act.ts';
import { mostTyped, parseForm } from '../parse-answer.ts';

export type ParsedPress =
  | { kind: 'press'; press: IncomingPress }
  | { kind: 'faults'; act: Act; faults: FieldFaults; values: FieldValues }
  /** Not something this page could have sent. */
  | { kind: 'refused' };

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
  /** Cut, not refused: a long one is still examined and answered. */
  note: z
    .string()
    .transform((text) => text.slice(0, NOTE_READ))
    .optional(),
});

/** Of set-up's boxes and a question's: a list that is ticked comes as several of one name. */
const box = z.union([
  z.string(),
  z
    .array(z.string())
    .max(20)
    .transform((ticked) => ticked.join(',')),
]);

/** Each cut to what is read of it. */
function boxValues(body: unknown): FieldValues {
  const given = z.record(z.string(), z.unknown()).catch({}).parse(body);
  const values: FieldValues = {};
  for (const name of [...SET_UP_FIELDS, ...BANK_FIELDS]) {
    const read = box.safeParse(given[name]);
    if (read.success) values[name] = read.data.slice(0, mostTyped(name));
  }
  return values;
}

export function parsePress(body: unknown, from: Sender, eventKey: string): ParsedPress {
  const read = pressSchema.safeParse(body);
  if (!read.success) return { kind: 'refused' };
  const { act, on, latest, ...answer } = read.data;
  const values: FieldValues = sendsBoxes(act.verb) ? boxValues(body) : answer;
  const press = pressOf(from, eventKey, act, on);
  if (FIELD_NAMES.every((name) => values[name] === undefined)) return { kind: 'press', press };
  const answered = parseForm(act.verb, values, latest);
  return 'given' in answered
    ? { kind: 'press', press: { ...press, ...answered.given } }
    : { kind: 'faults', act, faults: answered.faults, values };
}

const commandSchema = z.object({ text: z.string().trim().min(1) });

/** Words written to Vigil; null when there were none. */
export function parseCommand(body: unknown, from: Sender, eventKey: string): IncomingCommand | null {
  const read = commandSchema.safeParse(body);
  return read.success ? { from, eventKey, text: read.data.text.slice(0, WORDS_READ) } : null;
}
