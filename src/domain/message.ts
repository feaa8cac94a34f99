/**
 * The neutral message: what Vigil says, before any platform draws it.
 * The rule: text is plain text. No markup, no mentions, no links; a renderer escapes it for its platform.
 * Words are left to messages/, drawing to each chat's render.
 */

import { type Chart, chartTable } from './chart.ts';
import type { Field } from './form-field.ts';
import type { Tone } from './tone.ts';

export type { Field } from './form-field.ts';
export type { Tone } from './tone.ts';

const MESSAGE_KINDS = [
  'prompt',
  'nudge',
  'overdue',
  'alert',
  'digest',
  'status',
  'due',
  'help',
  'why',
  'ask',
  'guard',
  'stranger',
  'action',
  'private_line',
  'people',
  'calendar',
  'set_up',
  /** Who is in charge today: the question, and what came of it. */
  'charge',
  'bank',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/**
 * What a button does when pressed. `token` names the prompt or alert it belongs to (128 random bits);
 * `arg` is the choice. Everything about who may press it is looked up on the server.
 */
export type Act = {
  verb: Verb;
  token: string;
  arg?: string;
  /** How many answers had been given when the button was drawn: one pressed after another answer is told so. */
  after?: number;
};
export const VERBS = [
  'answer',
  'not_sure',
  'not_me',
  'later',
  'later_at',
  'change',
  'keep',
  'have_it',
  /** A lead says of a message in doubt that it is there, or that it is not and is to be sent once more. */
  'arrived',
  'send_again',
  'command',
  /** Asks for the question's form, where a platform shows forms apart from messages. */
  'enter',
  /** Asks for the form of a note, and sends what was written in it. */
  'note',
  'keep_note',
  /** A lead confirms a member of the workspace as staff; `arg` is the role they are given. */
  'confirm',
  'not_staff',
  /** Asks for the form of a part of set-up, `arg`; sends what stands in it; and ends set-up. */
  'set_up',
  'keep_set_up',
  'finish_set_up',
  /** A lead names who is in charge (`arg`: the person, or nobody); asks for the names again; or is named and it is not them. */
  'name_lead',
  'name_again',
  'not_in_charge',
  /** Asks for the form of a question of the bank, and sends it; switches one on or off, `arg`; approves one. */
  'bank_form',
  'keep_bank',
  'bank_switch',
  'bank_approve',
] as const;
export type Verb = (typeof VERBS)[number];

/** What asks for the form that a press of this verb sends. */
export function openerOf(verb: Verb): 'note' | 'set_up' | 'bank_form' | 'enter' {
  switch (verb) {
    case 'keep_note':
      return 'note';
    case 'keep_set_up':
      return 'set_up';
    case 'keep_bank':
      return 'bank_form';
    default:
      return 'enter';
  }
}

/** Sends boxes as they were typed, for the step that knows them. */
export const sendsBoxes = (verb: Verb): boolean => verb === 'keep_set_up' || verb === 'keep_bank';

export type Button = {
  label: string;
  act: Act;
  /** Read aloud in place of the label where the label alone would not say what it is for. */
  describe?: string;
  style?: 'primary' | 'plain';
};

/** A rating or state shown with a mark and a word: tone chooses the colour, never alone. */
export type Cell = string | { text: string; tone: Tone };

export type Block =
  | { type: 'heading'; text: string }
  /** quiet: small print; strong: said first; warn: needs a person. */
  | { type: 'text'; text: string; tone?: 'plain' | 'quiet' | 'strong' | 'warn' }
  | { type: 'list'; lines: string[] }
  | { type: 'fields'; fields: { label: string; value: string }[] }
  | { type: 'table'; caption: string; columns: string[]; rows: Cell[][] }
  | { type: 'chart'; chart: Chart }
  | { type: 'buttons'; buttons: Button[] }
  /** To a page of Vigil's own; never an address that anybody wrote. */
  | { type: 'link'; label: string; url: string }
  | Form
  | { type: 'divider' };

/**
 * A few inputs and one button, for numbers, percentages, dates, a note, a part of set-up, or a question. `act` carries the token of
 * what it is for; `warn` is said above the boxes.
 * Where a platform shows forms apart from messages, `open` is the button that opens it, `about` the question it
 * repeats, `title` and `cancel` its own words.
 */
export type Form = {
  type: 'form';
  act: Act;
  fields: Field[];
  submit: string;
  open: string;
  about: string;
  title: string;
  cancel: string;
  warn?: string;
};

export type Message = {
  kind: MessageKind;
  /** One line for a notification or a screen reader's summary; no markup. */
  summary: string;
  blocks: Block[];
};

/** Every piece of text in a message, in reading order: used by tests, guards and size limits. */
export function messageText(message: Message): string[] {
  const texts: string[] = [message.summary];
  for (const block of message.blocks) {
    switch (block.type) {
      case 'heading':
      case 'text':
        texts.push(block.text);
        break;
      case 'list':
        texts.push(...block.lines);
        break;
      case 'fields':
        for (const field of block.fields) texts.push(field.label, field.value);
        break;
      case 'table':
        texts.push(block.caption, ...block.columns);
        for (const row of block.rows)
          for (const cell of row) texts.push(typeof cell === 'string' ? cell : cell.text);
        break;
      case 'chart': {
        const { caption, columns, rows } = chartTable(block.chart);
        texts.push(block.chart.describe, caption, ...columns, ...rows.flat().map(String));
        break;
      }
      case 'link':
        texts.push(block.label);
        break;
      case 'buttons':
        for (const button of block.buttons) texts.push(button.label);
        break;
      case 'form':
        if (block.warn !== undefined) texts.push(block.warn);
        for (const { label, hint, value, options } of block.fields)
          texts.push(label, hint ?? '', value ?? '', ...(options ?? []).map((option) => option.label));
        texts.push(block.submit, block.open, block.about, block.title, block.cancel);
        break;
      case 'divider':
        break;
    }
  }
  return texts;
}
