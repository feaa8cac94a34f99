/**
 * A question's boxes and the button that sends them.
 * The rule: a form alone on its card stands open; of several, each opens by a button into a card of its own, so that a
 * box left empty in one never holds up another. What came back with something to put right stands open with what was
 * typed, and says beside each box what is wrong. What was typed is read by parse-answer.
 */
import { z } from 'zod';
import type { FieldFaults, FieldValues } from '../../domain/form-field.ts';
import type { Field, Form } from '../../domain/message.ts';
import { FIELD_WORDS, MOST_COUNT } from '../parse-answer.ts';
import type { Element, Input } from './card-shapes.ts';
import { label } from './plain-text.ts';
import { formData, inputId } from './press-data.ts';
import { type ButtonDrawing, pressButton, titled, tooltip } from './render-buttons.ts';
import { close, renderLine } from './render-text.ts';

/** A form sent with something wrong in it. */
export type Typed = { token: string; values: FieldValues; faults: FieldFaults };

/** `alone`: there is no other form on the card. `typed` may be about another form. */
type FormDrawing = Pick<ButtonDrawing, 'extras'> & { alone: boolean; typed: Typed | undefined };

/** True when it stands open on the card itself. */
export function isOpen(form: Form, { alone, typed }: Pick<FormDrawing, 'alone' | 'typed'>): boolean {
  return alone || typed?.token === form.act.token;
}

export function renderForm(form: Form, drawing: FormDrawing): Element[] {
  const { extras, alone } = drawing;
  if (!isOpen(form, drawing)) {
    const { above, titles } = titled([form.open]);
    return [
      ...above,
      {
        type: 'ActionSet',
        actions: [
          {
            type: 'Action.ShowCard',
            title: titles[0] ?? '',
            ...tooltip(`${form.open}: ${form.about}`, extras),
            card: { type: 'AdaptiveCard', body: boxes(form, undefined, { extras, required: true }) },
          },
        ],
      },
    ];
  }
  const typed = drawing.typed?.token === form.act.token ? drawing.typed : undefined;
  // A form in a card of its own sends the open boxes along with its own, so these must not be able to stop it.
  return boxes(form, typed, { extras, required: alone });
}

type Boxes = Pick<ButtonDrawing, 'extras'> & { required: boolean };

function boxes(form: Form, typed: Typed | undefined, { extras, required }: Boxes): Element[] {
  const { above, titles } = titled([form.submit]);
  const button = pressButton(
    { title: titles[0] ?? '', data: formData(form.act, form.fields) },
    { style: 'primary' },
    { extras, leaveInputs: false },
  );
  return [
    ...close(renderLine(form.warn ?? '', 'warn')),
    ...form.fields.flatMap((field): Element[] => [
      box(field, form.act.token, {
        typed: typed?.values[field.name] ?? field.value ?? '',
        required: required && !field.optional,
      }),
      ...close(renderLine(typed?.faults[field.name] ?? '', 'fault')),
      ...close(renderLine(field.hint ?? '', 'quiet')),
    ]),
    ...above,
    { type: 'ActionSet', actions: [button] },
  ];
}

/**
 * A number's or date's box cannot hold what is neither, so what was mistyped is given back in a box for text. A date
 * has no latest here: the card may be answered on a later day than it was drawn, and whoever reads the answer knows
 * what day it is.
 */
function box(field: Field, token: string, { typed, required }: { typed: string; required: boolean }): Input {
  const { kind, name, most, options = [] } = field;
  const text = label(typed);
  const value = text === '' ? {} : { value: text };
  const named = {
    id: inputId(token, name),
    label: label(field.label),
    ...(required ? ({ isRequired: true, errorMessage: ERRORS[kind] } as const) : {}),
  };
  if (kind === 'words')
    return {
      type: 'Input.Text',
      ...named,
      ...value,
      isMultiline: true,
      ...(most === undefined ? {} : { maxLength: most }),
    };
  if ((kind === 'choice' || kind === 'choices' || kind === 'person') && options.length > 0)
    return {
      type: 'Input.ChoiceSet',
      ...named,
      ...value,
      style: kind === 'choices' ? 'expanded' : kind === 'person' ? 'filtered' : 'compact',
      ...(kind === 'choices' ? { isMultiSelect: true } : {}),
      choices: options.map((option) => ({ title: label(option.label), value: option.value })),
    };
  if (kind === 'line' || kind === 'choice' || kind === 'choices' || kind === 'person' || kind === 'channel')
    return {
      type: 'Input.Text',
      ...named,
      ...value,
      ...(most === undefined ? {} : { maxLength: most }),
    };
  if (text !== '' && !isTyped(text, kind)) return { type: 'Input.Text', ...named, ...value };
  if (kind === 'date') return { type: 'Input.Date', ...named, ...value };
  return {
    type: 'Input.Number',
    ...named,
    ...(required ? { min: 0, max: kind === 'percent' ? 100 : MOST_COUNT } : {}),
    ...(text === '' ? {} : { value: Number(text) }),
  };
}

/** What a client says of an empty box, or of a number out of bounds, before anything is sent. */
const ERRORS: Record<Field['kind'], string> = {
  count: FIELD_WORDS.notWhole,
  percent: FIELD_WORDS.notPercent,
  date: FIELD_WORDS.notDate,
  words: FIELD_WORDS.noWords,
  line: FIELD_WORDS.empty,
  choice: FIELD_WORDS.notChosen,
  choices: FIELD_WORDS.notChosen,
  person: FIELD_WORDS.notChosen,
  channel: FIELD_WORDS.empty,
};

function isTyped(text: string, kind: Field['kind']): boolean {
  return kind === 'date' ? z.iso.date().safeParse(text).success : /^-?\d+([.]\d+)?$/.test(text);
}
