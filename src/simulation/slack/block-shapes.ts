/**
 * Each block Slack knows, strictly, and which of them may stand in a message and which in a form.
 * The rule: what is not listed for a surface is refused there: inputs only in forms, tables and markdown only in
 * messages. Blocks of assistants, videos and workflows are left out: a bot that sends one is refused.
 */
import { z } from 'zod';
import { accessory, actionElement, image, inputElement } from './element-shapes.ts';
import { richText } from './rich-text-shapes.ts';
import { anyText, blockId, hasOneImage, imageFields, mrkdwn, plainText } from './text-shapes.ts';

const kind = <T extends string>(type: T) => ({ type: z.literal(type), block_id: blockId });

const section = z
  .strictObject({
    ...kind('section'),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, {
    error: 'must define either `text` or `fields`',
  });

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) }),
  richText,
]);

const columnSetting = z.strictObject({
  align: z.enum(['left', 'center', 'right']).optional(),
  is_wrapped: z.boolean().optional(),
});

const shared = [
  section,
  z.strictObject({ ...kind('divider') }),
  z.strictObject({ ...kind('header'), text: plainText(150) }),
  z.strictObject({ ...kind('actions'), elements: z.array(actionElement).min(1).max(25) }),
  z.strictObject({
    ...kind('context'),
    elements: z
      .array(z.discriminatedUnion('type', [image, plainText(3000), mrkdwn(3000)]))
      .min(1)
      .max(10),
  }),
  z
    .strictObject({ ...kind('image'), ...imageFields, title: plainText(2000).optional() })
    .refine(hasOneImage, { error: 'must have exactly one of image_url and slack_file' }),
  richText,
] as const;

const table = z.strictObject({
  ...kind('table'),
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z.array(columnSetting.nullable()).max(20).optional(),
});

const dataTable = z.strictObject({
  ...kind('data_table'),
  caption: z.string().min(1),
  rows: z.array(z.array(cell).min(1).max(20)).min(2).max(101),
  page_size: z.number().int().min(1).max(100).optional(),
  row_header_column_index: z.number().int().min(0).max(19).optional(),
});

const markdown = z.strictObject({ ...kind('markdown'), text: z.string().min(1).max(12_000) });

const input = z.strictObject({
  ...kind('input'),
  label: plainText(2000),
  element: inputElement,
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
});

const alert = z.strictObject({
  ...kind('alert'),
  text: anyText(3000),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

export const messageBlock = z.discriminatedUnion('type', [...shared, table, dataTable, markdown]);
export const modalBlock = z.discriminatedUnion('type', [...shared, input, alert]);
