/**
 * What Slack refuses in a message or a window, written from its reference and apart from the program, so that a limit
 * misread in one place is not misread in both.
 * The rule: stricter than Slack where people's words are concerned: no mrkdwn, no emoji names, no mention, no link,
 * and nothing unseen.
 */
import { z } from 'zod';

export type Surface = 'message' | 'window';

/** Whole, visible text of at most `most` UTF-16 units (never fewer than what Slack counts). */
const words = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => text.replace(/[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '') !== '', 'blank')
    .refine((text) => !/\p{Cs}/u.test(text), 'half a pair')
    .refine((text) => !/(?!\n)\p{Cc}/u.test(text), 'control character')
    .refine((text) => !/[\u202a-\u202e\u2066-\u2069]/.test(text), 'turns the direction round');
/** A stretch within a line may be a space or a line's end. */
const stretch = z
  .string()
  .min(1)
  .max(3_000)
  .refine((text) => !/\p{Cs}|(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.test(text), 'not plain');

const plain = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: words(most), emoji: z.literal(false) });
const id = z.string().min(1).max(255);

const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  action_id: id,
  value: z.string().min(1).max(2_000),
  style: z.literal('primary').optional(),
  accessibility_label: words(75).optional(),
});

const richText = z.strictObject({
  type: z.literal('text'),
  text: stretch,
  style: z.strictObject({ bold: z.literal(true) }).optional(),
});
const mark = z.strictObject({ type: z.literal('emoji'), name: z.literal('warning') });
const link = z.strictObject({ type: z.literal('link'), url: z.url(), text: stretch });
const section = z
  .strictObject({
    type: z.literal('rich_text_section'),
    elements: z.array(z.union([richText, mark, link])).min(1),
  })
  .refine(
    ({ elements }) => elements.some((one) => one.type !== 'emoji' && one.text.trim() !== ''),
    'blank line',
  );
const list = z.strictObject({
  type: z.literal('rich_text_list'),
  style: z.enum(['bullet', 'ordered']),
  elements: z.array(section).min(1),
});
const rich = z.strictObject({
  type: z.literal('rich_text'),
  elements: z.array(z.union([section, list])).min(1),
});

const cell = z.union([z.strictObject({ type: z.literal('raw_text'), text: words(3_000) }), rich]);
const shared = [
  z.strictObject({ type: z.literal('header'), text: plain(150) }),
  z.strictObject({ type: z.literal('section'), text: plain(3_000) }),
  z.strictObject({ type: z.literal('section'), fields: z.array(plain(2_000)).min(1).max(10) }),
  z.strictObject({ type: z.literal('context'), elements: z.array(plain(2_000)).min(1).max(10) }),
  z.strictObject({ type: z.literal('divider') }),
  rich,
] as const;
const inMessage = z.union([
  ...shared,
  z.strictObject({ type: z.literal('actions'), elements: z.array(button).min(1).max(25) }),
  z.strictObject({
    type: z.literal('table'),
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(z.strictObject({ is_wrapped: z.boolean() }))
      .max(20)
      .optional(),
  }),
]);
const option = z.strictObject({ text: plain(75), value: z.string().min(1).max(150) });
const inWindow = z.union([
  ...shared,
  z.strictObject({
    type: z.literal('input'),
    block_id: id,
    label: plain(2_000),
    hint: plain(2_000).optional(),
    optional: z.literal(true).optional(),
    element: z.union([
      z.strictObject({
        type: z.literal('plain_text_input'),
        action_id: id,
        initial_value: z.string().min(1).max(3_000).optional(),
        max_length: z.number().int().min(1).max(3_000).optional(),
      }),
      z.strictObject({
        type: z.literal('static_select'),
        action_id: id,
        options: z.array(option).min(1).max(100),
        initial_option: option.optional(),
      }),
      z.strictObject({
        type: z.literal('checkboxes'),
        action_id: id,
        options: z.array(option).min(1).max(10),
        initial_options: z.array(option).min(1).max(10).optional(),
      }),
      z.strictObject({
        type: z.literal('users_select'),
        action_id: id,
        initial_user: z
          .string()
          .regex(/^[UW][A-Z0-9-]+$/)
          .optional(),
      }),
      z.strictObject({
        type: z.literal('conversations_select'),
        action_id: id,
        filter: z.strictObject({
          include: z.array(z.literal('private')).length(1),
          exclude_bot_users: z.literal(true),
          exclude_external_shared_channels: z.literal(true),
        }),
        initial_conversation: z
          .string()
          .regex(/^[CG][A-Z0-9-]+$/)
          .optional(),
      }),
      z.strictObject({ type: z.literal('datepicker'), action_id: id }),
      z.strictObject({ type: z.literal('number_input'), action_id: id, is_decimal_allowed: z.boolean() }),
      z.strictObject({
        type: z.literal('plain_text_input'),
        action_id: id,
        multiline: z.literal(true),
        initial_value: z.string().min(1).max(3_000).optional(),
        max_length: z.number().int().min(1).max(3_000),
      }),
    ]),
  }),
]);
const window = z.strictObject({
  type: z.literal('modal'),
  callback_id: id.optional(),
  private_metadata: z.string().max(3_000).optional(),
  title: plain(24),
  submit: plain(24).optional(),
  close: plain(24).optional(),
  blocks: z.array(z.unknown()),
});

/** Every fault in a message's blocks; none when Slack would take it. */
export function messageFaults(drawn: { text: string; blocks: readonly unknown[] }): string[] {
  const faults = [...blockFaults(drawn.blocks, 'message'), ...tableFaults(drawn.blocks)];
  if (drawn.text.length > 3_000) faults.push('text: too long');
  if (Buffer.byteLength(drawn.text) > 4_000) faults.push('text: too many bytes to redraw');
  if (/[<>]|&(?!(amp|lt|gt);)/.test(drawn.text)) faults.push('text: not written out');
  return faults;
}

export function windowFaults(view: { blocks: readonly unknown[] }): string[] {
  const read = window.safeParse(view);
  const faults = blockFaults(view.blocks, 'window');
  if (!read.success) faults.push(`window: ${read.error.message}`);
  else if (view.blocks.length === 0) faults.push('window: empty');
  else if (every(view, 'type').includes('input') && read.data.submit === undefined)
    faults.push('window: no submit');
  return faults;
}

function blockFaults(blocks: readonly unknown[], surface: Surface): string[] {
  const [shape, most] = surface === 'message' ? [inMessage, 50] : [inWindow, 100];
  const faults = blocks.flatMap((block, index) => {
    const read = shape.safeParse(block);
    return read.success
      ? []
      : [`block ${index}: ${JSON.stringify(block).slice(0, 300)}: ${read.error.message}`];
  });
  if (blocks.length > most) faults.push(`${blocks.length} blocks`);
  for (const name of surface === 'message' ? ['action_id', 'block_id'] : ['block_id']) {
    const ids = every(blocks, name);
    if (new Set(ids).size !== ids.length) faults.push(`${name} given twice`);
  }
  return faults;
}

function tableFaults(blocks: readonly unknown[]): string[] {
  const tables = every(blocks, 'rows') as unknown[][][];
  const faults = tables.length > 1 ? ['more than one table'] : [];
  for (const rows of tables) {
    if (new Set(rows.map((row) => row.length)).size > 1) faults.push('rows of unlike length');
    if (every(rows, 'text').join('').length > 10_000) faults.push('too much in a table');
  }
  return faults;
}

/** Every value with this name, wherever it stands, in order; a text object counts by its text. */
function every(within: unknown, name: string): unknown[] {
  if (Array.isArray(within)) return within.flatMap((one) => every(one, name));
  if (typeof within !== 'object' || within === null) return [];
  return Object.entries(within).flatMap(([key, value]) =>
    key === name && typeof value !== 'object'
      ? [value]
      : key === name && name === 'rows'
        ? [value]
        : every(value, name),
  );
}

/** All that is shown, in reading order; what is only read aloud is not in it. */
export function shownText(blocks: readonly unknown[]): string[] {
  return every(blocks, 'text').map(String);
}

/** The buttons, in order. */
export function shownButtons(
  blocks: readonly unknown[],
): { label: string; id: string; value: string; spoken: string | undefined }[] {
  const found = z.looseObject({ type: z.literal('actions'), elements: z.array(button) });
  return blocks.flatMap((block) => {
    const read = found.safeParse(block);
    if (!read.success) return [];
    return read.data.elements.map(({ text, action_id, value, accessibility_label }) => ({
      label: text.text,
      id: action_id,
      value,
      spoken: accessibility_label,
    }));
  });
}
