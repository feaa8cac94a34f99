/**
 * The elements people press and fill in, and where each may stand.
 * The rule: strict, within Slack's documented limits; a message has no text inputs, a form has them under a label.
 */
import { z } from 'zod';
import { richText } from './rich-text-shapes.ts';
import {
  actionId,
  anyOption,
  confirmDialog,
  hasOneImage,
  imageFields,
  optionGroup,
  overflowOption,
  plainOption,
  plainText,
} from './text-shapes.ts';

const acts = { action_id: actionId };
const confirms = { ...acts, confirm: confirmDialog.optional() };
const focuses = { focus_on_load: z.boolean().optional() };
const holds = { placeholder: plainText(150).optional() };
const most = { max_selected_items: z.number().int().min(1).optional() };
const dispatches = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
    })
    .optional(),
};
const ownOptions = {
  options: z.array(plainOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};
const kind = <T extends string>(type: T) => ({ type: z.literal(type) });
const date = z.iso.date();
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const button = z.strictObject({
  ...kind('button'),
  ...confirms,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: z.url().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

export const image = z.strictObject({ ...kind('image'), ...imageFields }).refine(hasOneImage, {
  error: 'must have exactly one of image_url and slack_file',
});

const overflow = z.strictObject({
  ...kind('overflow'),
  ...confirms,
  options: z.array(overflowOption).min(1).max(5),
});

const choosers = [
  z.strictObject({
    ...kind('static_select'),
    ...confirms,
    ...focuses,
    ...holds,
    ...ownOptions,
    initial_option: plainOption.optional(),
  }),
  z.strictObject({
    ...kind('multi_static_select'),
    ...confirms,
    ...focuses,
    ...holds,
    ...ownOptions,
    ...most,
    initial_options: z.array(plainOption).min(1).max(100).optional(),
  }),
  z.strictObject({
    ...kind('external_select'),
    ...confirms,
    ...focuses,
    ...holds,
    initial_option: plainOption.optional(),
    min_query_length: z.number().int().min(1).optional(),
  }),
  z.strictObject({
    ...kind('users_select'),
    ...confirms,
    ...focuses,
    ...holds,
    initial_user: z.string().optional(),
  }),
  z.strictObject({
    ...kind('multi_users_select'),
    ...confirms,
    ...focuses,
    ...holds,
    ...most,
    initial_users: z.array(z.string()).min(1).optional(),
  }),
  z.strictObject({
    ...kind('channels_select'),
    ...confirms,
    ...focuses,
    ...holds,
    initial_channel: z.string().optional(),
    response_url_enabled: z.boolean().optional(),
  }),
  z.strictObject({
    ...kind('conversations_select'),
    ...confirms,
    ...focuses,
    ...holds,
    initial_conversation: z.string().optional(),
    default_to_current_conversation: z.boolean().optional(),
    response_url_enabled: z.boolean().optional(),
    filter: z
      .strictObject({
        include: z
          .array(z.enum(['im', 'mpim', 'private', 'public']))
          .min(1)
          .optional(),
        exclude_external_shared_channels: z.boolean().optional(),
        exclude_bot_users: z.boolean().optional(),
      })
      .optional(),
  }),
  z.strictObject({
    ...kind('radio_buttons'),
    ...confirms,
    ...focuses,
    options: z.array(anyOption).min(1).max(10),
    initial_option: anyOption.optional(),
  }),
  z.strictObject({
    ...kind('checkboxes'),
    ...confirms,
    ...focuses,
    options: z.array(anyOption).min(1).max(10),
    initial_options: z.array(anyOption).min(1).max(10).optional(),
  }),
  z.strictObject({ ...kind('datepicker'), ...confirms, ...focuses, ...holds, initial_date: date.optional() }),
  z.strictObject({
    ...kind('timepicker'),
    ...confirms,
    ...focuses,
    ...holds,
    initial_time: time.optional(),
    timezone: z.string().optional(),
  }),
  z.strictObject({
    ...kind('datetimepicker'),
    ...confirms,
    ...focuses,
    initial_date_time: z.number().int().min(1_000_000_000).max(9_999_999_999).optional(),
  }),
] as const;

const typed = [
  z.strictObject({
    ...kind('plain_text_input'),
    ...acts,
    ...focuses,
    ...holds,
    ...dispatches,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.number().int().min(0).max(3000).optional(),
    max_length: z.number().int().min(1).max(3000).optional(),
  }),
  z.strictObject({
    ...kind('number_input'),
    ...acts,
    ...focuses,
    ...holds,
    ...dispatches,
    is_decimal_allowed: z.boolean(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  }),
  z.strictObject({
    ...kind('email_text_input'),
    ...acts,
    ...focuses,
    ...holds,
    ...dispatches,
    initial_value: z.string().optional(),
  }),
  z.strictObject({
    ...kind('url_text_input'),
    ...acts,
    ...focuses,
    ...holds,
    ...dispatches,
    initial_value: z.string().optional(),
  }),
  z.strictObject({
    ...kind('rich_text_input'),
    ...acts,
    ...focuses,
    ...holds,
    ...dispatches,
    initial_value: richText.optional(),
  }),
] as const;

export const accessory = z.discriminatedUnion('type', [button, overflow, image, ...choosers]);
export const actionElement = z.discriminatedUnion('type', [button, overflow, ...choosers]);
export const inputElement = z.discriminatedUnion('type', [...typed, ...choosers]);
