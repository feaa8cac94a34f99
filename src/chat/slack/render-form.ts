/**
 * A question's form as a window of Slack's, and a window that says why nothing was recorded.
 * The rule: each input's block is named after its field, so that what is wrong with it can be said beside it; the
 * window remembers what it is for. What was typed is read by parse-answer.
 */
import type { types as slack } from '@slack/bolt';
import type { Field, Form, Message } from '../../domain/message.ts';
import { cut, split, tidy } from '../plain-text.ts';
import { fitBlocks } from './fit-blocks.ts';
import { LIMITS } from './limits.ts';
import { plainText } from './plain-text.ts';
import { piecesOf } from './render.ts';

export const FORM_CALLBACK = 'answer';
export const FIELD_ACTION = 'value';

export function formView(form: Form, metadata: string): slack.ModalView {
  if (metadata.length > LIMITS.viewMemory) throw new Error('A form is given more than it can remember');
  return {
    type: 'modal',
    callback_id: FORM_CALLBACK,
    private_metadata: metadata,
    title: viewWord(form.title),
    submit: viewWord(form.submit),
    close: viewWord(form.cancel),
    blocks: [
      ...paragraphs(form.about),
      ...(form.warn === undefined ? [] : paragraphs(`⚠ ${form.warn}`)),
      ...form.fields.map(inputBlock),
    ],
  };
}

/** The text of a message, for somebody whose form was not recorded. It has nothing to press but its way out. */
export function noticeView(message: Message, like: { title: string; cancel: string }): slack.ModalView {
  const told = message.blocks.filter(({ type }) => type !== 'buttons' && type !== 'form');
  const blocks = fitBlocks(piecesOf(told, { plainTables: true }), {
    blocks: LIMITS.viewBlocks,
    text: Number.POSITIVE_INFINITY,
  });
  if (blocks === null) throw new Error('A notice is longer than a window can show');
  return {
    type: 'modal',
    title: viewWord(like.title),
    close: viewWord(like.cancel),
    blocks: blocks.length > 0 ? blocks : paragraphs(message.summary),
  };
}

function inputBlock(field: Field): slack.InputBlock {
  return {
    type: 'input',
    block_id: field.name,
    label: plainText(cut(tidy(field.label), LIMITS.inputLabel)),
    ...(field.hint === undefined ? {} : { hint: plainText(cut(tidy(field.hint), LIMITS.inputLabel)) }),
    ...(field.optional ? { optional: true } : {}),
    element: inputElement(field),
  };
}

/**
 * Slack's number input gives a telephone its number keys and gives back what was typed as text. It is given no
 * least and no most, and a date no latest, so that a fault is always told in our words and in one place.
 */
function inputElement(field: Field): slack.InputBlockElement {
  const { kind, most, value } = field;
  switch (kind) {
    case 'date':
      return { type: 'datepicker', action_id: FIELD_ACTION };
    case 'count':
      return { type: 'number_input', action_id: FIELD_ACTION, is_decimal_allowed: false };
    case 'percent':
      return { type: 'number_input', action_id: FIELD_ACTION, is_decimal_allowed: true };
    case 'words':
      return {
        type: 'plain_text_input',
        action_id: FIELD_ACTION,
        multiline: true,
        ...(value === undefined ? {} : { initial_value: value }),
        ...(most === undefined ? {} : { max_length: most }),
      };
    case 'line':
      return {
        type: 'plain_text_input',
        action_id: FIELD_ACTION,
        ...(value === undefined ? {} : { initial_value: value }),
        ...(most === undefined ? {} : { max_length: most }),
      };
    case 'choice':
    case 'choices':
      return chooser(field);
    case 'person':
      return {
        type: 'users_select',
        action_id: FIELD_ACTION,
        ...(value === undefined ? {} : { initial_user: value }),
      };
    case 'channel':
      return {
        type: 'conversations_select',
        action_id: FIELD_ACTION,
        filter: { include: ['private'], exclude_bot_users: true, exclude_external_shared_channels: true },
        ...(value === undefined ? {} : { initial_conversation: value }),
      };
  }
}

/** One of the options from a list, or several by ticks; Slack takes no list without any. */
function chooser({ kind, options = [], value = '' }: Field): slack.InputBlockElement {
  const drawn = options.map((option) => ({
    text: plainText(cut(tidy(option.label), LIMITS.label)),
    value: option.value,
  }));
  const initial = drawn.filter((option) => value.split(',').includes(option.value));
  if (kind === 'choices')
    return {
      type: 'checkboxes',
      action_id: FIELD_ACTION,
      options: drawn,
      ...(initial.length === 0 ? {} : { initial_options: initial }),
    };
  const [first] = initial;
  return {
    type: 'static_select',
    action_id: FIELD_ACTION,
    options: drawn,
    ...(first === undefined ? {} : { initial_option: first }),
  };
}

function paragraphs(text: string): slack.SectionBlock[] {
  return split(tidy(text), LIMITS.text).map((piece) => ({ type: 'section', text: plainText(piece) }));
}

function viewWord(text: string): slack.PlainTextElement {
  return plainText(cut(tidy(text), LIMITS.viewWord));
}
