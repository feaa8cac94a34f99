/**
 * What a card's button carries to Teams and back: its act, and what its form needs on return.
 * The rule: written and read in this one file, so that the two cannot drift apart. An input's id begins with its
 * question's token, since one card may bear several forms.
 */
import { z } from 'zod';
import { FIELD_NAMES, type FieldName, type FieldValues } from '../../domain/form-field.ts';
import type { Act, Field } from '../../domain/message.ts';
import { actSchema } from '../parse-act.ts';
import { mostTyped } from '../parse-answer.ts';

/** The verb of every Action.Execute of ours. */
export const PRESS_VERB = 'vigil';

/** `fields` are those of the form sent. What day it is is not among it: a card may be answered days after. */
export type PressData = { act: Act; fields?: FieldName[] };

export const inputId = (token: string, name: FieldName): string => `${token}.${name}`;

export function pressData(act: Act): PressData {
  return { act };
}

/** The same for the button that sends a form. */
export function formData(act: Act, fields: readonly Field[]): PressData {
  return { act, fields: fields.map(({ name }) => name) };
}

const shape = z.looseObject({
  act: actSchema,
  fields: z.array(z.enum(FIELD_NAMES)).max(FIELD_NAMES.length).optional(),
});
/** Some clients give a number's input back as a number. */
const typed = z.union([z.string(), z.number().transform(String)]);

/** A note that is long is cut, so that it is still examined; a number or date that long is none. */
function within(name: FieldName, text: string): string {
  return text.length <= mostTyped(name) ? text : name === 'note' ? text.slice(0, mostTyped(name)) : '';
}

/** `values` is what was typed into the form sent; null where no form was. */
type PressRead = { act: Act; values: FieldValues | null };

export function readPressData(data: unknown): PressRead | null {
  const read = shape.safeParse(data);
  if (!read.success) return null;
  const { act, fields, ...others } = read.data;
  if (fields === undefined) return { act, values: null };
  const values: FieldValues = {};
  // A box left empty is not sent at all by some clients.
  for (const name of fields)
    values[name] = within(name, typed.catch('').parse(others[inputId(act.token, name)]));
  return { act, values };
}
