/**
 * What a card of ours may hold, written from the Adaptive Cards 1.5 schema and Teams' reference apart from the
 * program, so that what is misread in one place is not misread in both.
 * The rule: stricter than Teams where people's words are concerned: none stands where Markdown is read.
 */

import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { FIELD_NAMES } from '../../src/domain/form-field.ts';

/** Text of one line that is not blank, with nothing in it that is no text. */
const words = z
  .string()
  .refine((text) => text.replace(/[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '') !== '', 'blank')
  .refine((text) => !/\p{Cs}|\p{Cc}/u.test(text), 'no text')
  .refine((text) => !/[\u202a-\u202e\u2066-\u2069]/.test(text), 'turns the direction round')
  .refine((text) => !/\{\{\s*(DATE|TIME)/i.test(text), 'worked out by the card');
/** The same, where Markdown is read: nothing that CommonMark, HTML, a mention or a link begins with. */
const unmarked = words
  .refine((text) => !/[*_`~[\]<>&\\#|@+{}$^=]|\/\//.test(text), 'read as Markdown')
  .refine((text) => !/^\s*(-|\d+[.)])(\s|$)/.test(text) && !/^-+$/.test(text), 'read as a list or rule')
  .refine((text) => !/[a-z0-9][.:][a-z0-9]|www/iu.test(text), 'read as a link');
/** A stretch within a line may be a space. */
const stretch = z
  .string()
  .min(1)
  .refine(
    (text) => !/\p{Cs}|\p{Cc}|[\u202a-\u202e\u2066-\u2069]|\{\{\s*(DATE|TIME)/iu.test(text),
    'not plain',
  );

const place = {
  separator: z.literal(true).optional(),
  spacing: z.enum(['None', 'Small', 'Medium', 'Large']).optional(),
};
const run = z
  .strictObject({
    type: z.literal('TextRun'),
    text: stretch,
    weight: z.literal('Bolder').optional(),
    size: z.enum(['Small', 'Large']).optional(),
    isSubtle: z.literal(true).optional(),
    color: z.literal('Attention').optional(),
  })
  .refine(({ color, weight }) => color === undefined || weight !== undefined, 'colour alone');
const richText = z
  .strictObject({
    type: z.literal('RichTextBlock'),
    ...place,
    inlines: z.array(z.union([stretch, run])).min(1),
  })
  .refine(
    ({ inlines }) => inlines.some((one) => (typeof one === 'string' ? one : one.text).trim() !== ''),
    'blank line',
  );
const heading = z.strictObject({
  type: z.literal('TextBlock'),
  ...place,
  style: z.literal('heading'),
  text: unmarked,
  wrap: z.literal(true),
});

const data = z.strictObject({
  act: z.looseObject({ verb: z.string(), token: z.string() }),
  fields: z.array(z.enum(FIELD_NAMES)).optional(),
});
const pressed = { title: words.max(30), data, associatedInputs: z.literal('none').optional() };
const submit = z.strictObject({ type: z.literal('Action.Submit'), ...pressed });
const execute = z
  .strictObject({
    type: z.literal('Action.Execute'),
    ...pressed,
    verb: z.literal('vigil'),
    style: z.literal('positive').optional(),
    tooltip: words.optional(),
    fallback: submit.optional(),
  })
  .refine(
    ({ fallback, title, data: carried, associatedInputs }) =>
      fallback === undefined ||
      isDeepStrictEqual(fallback, {
        type: 'Action.Submit',
        title,
        data: carried,
        ...(associatedInputs === undefined ? {} : { associatedInputs }),
      }),
    'its fallback is another button',
  );
const openUrl = z.strictObject({ type: z.literal('Action.OpenUrl'), title: words.max(30), url: z.url() });
const showCard = z.strictObject({
  type: z.literal('Action.ShowCard'),
  title: words.max(30),
  tooltip: words.optional(),
  card: z.strictObject({
    type: z.literal('AdaptiveCard'),
    get body() {
      return z.array(element).min(1);
    },
  }),
});
const actionSet = z.strictObject({
  type: z.literal('ActionSet'),
  ...place,
  actions: z
    .array(z.union([execute, showCard, openUrl]))
    .min(1)
    .max(6),
});

const box = {
  ...place,
  id: z.string().min(1),
  label: words,
  isRequired: z.literal(true).optional(),
  errorMessage: unmarked.optional(),
};
const input = z
  .union([
    z.strictObject({
      type: z.literal('Input.Number'),
      ...box,
      min: z.number().optional(),
      max: z.number().optional(),
      value: z.number().optional(),
    }),
    z.strictObject({ type: z.literal('Input.Date'), ...box, value: z.iso.date().optional() }),
    z.strictObject({
      type: z.literal('Input.Text'),
      ...box,
      value: words.optional(),
      isMultiline: z.literal(true).optional(),
      maxLength: z.number().int().min(1).optional(),
    }),
    z.strictObject({
      type: z.literal('Input.ChoiceSet'),
      ...box,
      style: z.enum(['compact', 'expanded', 'filtered']),
      choices: z.array(z.strictObject({ title: words, value: z.string().min(1) })).min(1),
      isMultiSelect: z.literal(true).optional(),
      value: words.optional(),
    }),
  ])
  .refine((one) => one.isRequired === undefined || one.errorMessage !== undefined, 'no error text');

const cell = z.strictObject({
  type: z.literal('TableCell'),
  style: z.enum(['good', 'warning', 'attention', 'emphasis']).optional(),
  items: z.array(richText).min(1),
});
const container = z.strictObject({
  type: z.literal('Container'),
  ...place,
  get items() {
    return z.array(element).min(1);
  },
});
const table = z
  .strictObject({
    type: z.literal('Table'),
    ...place,
    columns: z.array(z.strictObject({ width: z.literal(1) })).min(1),
    firstRowAsHeaders: z.literal(true),
    gridStyle: z.literal('emphasis'),
    rows: z.array(z.strictObject({ type: z.literal('TableRow'), cells: z.array(cell) })).min(2),
    fallback: container.optional(),
  })
  .refine(({ columns, rows }) => rows.every(({ cells }) => cells.length === columns.length), 'ragged');
const image = z.strictObject({
  type: z.literal('Image'),
  ...place,
  url: z.string().regex(/^data:image\/png;base64,[A-Za-z0-9+/]+=*$/),
  altText: z.string(),
});

const color = z.enum(['good', 'warning', 'attention', 'neutral']).optional();
const points = z.array(z.strictObject({ x: z.string(), y: z.number(), color }));
const charted = { ...place, title: z.string(), fallback: z.union([image, container, z.literal('drop')]) };
const chart = z.union([
  z.strictObject({
    type: z.enum(['Chart.HorizontalBar', 'Chart.VerticalBar']),
    ...charted,
    color,
    data: points.min(1),
  }),
  z.strictObject({
    type: z.enum(['Chart.VerticalBar.Grouped', 'Chart.Line']),
    ...charted,
    data: z.array(z.strictObject({ legend: z.string(), color, values: points })).min(1),
  }),
  z.strictObject({
    type: z.literal('Chart.Donut'),
    ...charted,
    data: z.array(z.strictObject({ legend: z.string(), value: z.number(), color })).min(1),
  }),
]);

const element: z.ZodType = z.lazy(() =>
  z.union([richText, heading, actionSet, input, table, container, image, chart]),
);
const card = z.strictObject({
  type: z.literal('AdaptiveCard'),
  version: z.literal('1.5'),
  lang: z.literal('en'),
  speak: z.union([unmarked, z.literal('')]),
  fallbackText: z.union([unmarked, z.literal('')]),
  msteams: z.strictObject({ width: z.literal('Full') }),
  body: z.array(element),
});

/** Every fault in a card; none when Teams would take it. */
export function cardFaults(drawn: { card: object; bytes: number }): string[] {
  const read = card.safeParse(drawn.card);
  const faults = read.success ? [] : [`${read.error.message}`];
  const json = JSON.stringify(drawn.card);
  if (Buffer.byteLength(json) !== drawn.bytes) faults.push('its size is not what it is said to be');
  if (drawn.bytes > 28_672) faults.push(`${drawn.bytes} bytes`);
  const ids = shownInputs(drawn.card).map(({ id }) => id);
  if (new Set(ids).size !== ids.length) faults.push('two boxes of one name');
  return faults;
}

type Part = Record<string, unknown>;
const isPart = (one: unknown): one is Part => typeof one === 'object' && one !== null;

/** Every element, action and cell of a card in reading order, what stands in for others among them. */
export function parts(within: unknown): Part[] {
  if (Array.isArray(within)) return within.flatMap(parts);
  if (!isPart(within)) return [];
  const inner = Object.entries(within).flatMap(([key, value]) => (key === 'data' ? [] : parts(value)));
  return typeof within.type === 'string' ? [within, ...inner] : inner;
}

/** All that is shown, in reading order; `fallbacks`: also what stands in for tables and charts. */
export function shownText(drawing: object, { fallbacks = false } = {}): string[] {
  const read = (one: unknown): string[] => {
    if (Array.isArray(one)) return one.flatMap(read);
    if (typeof one === 'string') return [one];
    if (!isPart(one)) return [];
    const typed = one.type === 'Input.Text' ? one.value : undefined;
    const own = [one.text, one.title, one.label, one.altText, typed].filter(
      (text) => typeof text === 'string',
    );
    const inner = [one.body, one.inlines, one.items, one.actions, one.card, one.rows, one.cells, one.choices];
    const instead = fallbacks && !String(one.type).startsWith('Action.') ? [one.fallback] : [];
    return [...own, ...[...inner, ...instead].flatMap(read)];
  };
  return read(drawing);
}

/** The buttons that send something, in order. */
export function shownButtons(drawing: object): z.infer<typeof execute>[] {
  return parts(drawing).flatMap((part) => {
    const read = execute.safeParse(part);
    return read.success ? [read.data] : [];
  });
}

export function shownInputs(drawing: object): z.infer<typeof input>[] {
  return parts(drawing).flatMap((part) => {
    const read = input.safeParse(part);
    return read.success ? [read.data] : [];
  });
}
