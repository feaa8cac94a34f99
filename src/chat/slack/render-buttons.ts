/**
 * Buttons, and the button that opens a form.
 * The rule: a button carries its act whole, so that a press says everything by itself; its label is only ever cut
 * when the label stands in full above it, by number. Who may press is decided on the server.
 */
import type { types as slack } from '@slack/bolt';
import { type Act, type Button, type Form, openerOf } from '../../domain/message.ts';
import { cut, isBlank, tidy } from '../plain-text.ts';
import { LIMITS } from './limits.ts';
import { type Piece, partsPiece } from './piece.ts';
import { plainText } from './plain-text.ts';
import { richList, richRuns } from './rich-text.ts';

/** Gives every button of a message an id of its own. */
export type Numbering = (act: Act) => string;

export function numbering(): Numbering {
  let given = 0;
  return ({ verb }) => {
    given += 1;
    return `${verb}:${given}`;
  };
}

export function renderButtons(buttons: readonly Button[], idOf: Numbering): Piece[] {
  if (buttons.length === 0) return [];
  if (!buttons.some(isTooLong))
    return [{ is: 'buttons', buttons: buttons.map((button) => drawn(button, idOf)) }];
  const numbered = buttons.map((button, index) => ({
    ...button,
    label: `${index + 1}. ${button.label}`,
    describe: `${index + 1}. ${button.describe ?? button.label}`,
  }));
  return [
    ...choices(buttons, numbered),
    { is: 'buttons', buttons: numbered.map((button) => drawn(button, idOf, LIMITS.labelSeen)) },
  ];
}

/** An answer is chosen by its words, so all of them must be seen on a narrow screen too. */
function isTooLong({ label, act }: Button): boolean {
  const { length } = tidy(label);
  return length > (act.verb === 'answer' ? LIMITS.labelSeen : LIMITS.label) || isBlank(label);
}

/** The labels in full. Slack numbers a list itself, but starts again in each block; then the numbers are written. */
function choices(buttons: readonly Button[], numbered: readonly Button[]): Piece[] {
  const lines = buttons.map(({ label }) => richRuns([{ text: label }]));
  const isOneList = lines.every((line) => line.length === 1);
  const [list, ...more] = richList(lines.flat(), 'ordered');
  if (isOneList && list !== undefined && more.length === 0) return partsPiece([list]);
  return partsPiece(numbered.flatMap(({ label }) => richRuns([{ text: label }])));
}

export function renderOpener(form: Form, idOf: Numbering): Piece[] {
  const opener: Button = {
    label: form.open,
    act: { verb: openerOf(form.act.verb), token: form.act.token },
    describe: `${form.open}: ${form.about}`,
    style: 'primary',
  };
  return renderButtons([opener], idOf);
}

function drawn(
  { label, describe, act, style }: Button,
  idOf: Numbering,
  most: number = LIMITS.label,
): slack.Button {
  const spoken = tidy(describe ?? '');
  return {
    type: 'button',
    text: plainText(cut(tidy(label), most).trim()),
    action_id: idOf(act),
    value: actText(act),
    ...(style === 'primary' ? { style } : {}),
    ...(isBlank(spoken) ? {} : { accessibility_label: cut(spoken, LIMITS.spoken) }),
  };
}

/** In one order, whatever order the record gave its parts back in. */
function actText({ verb, token, ...more }: Act): string {
  const value = JSON.stringify({ verb, token, ...more });
  if (value.length > LIMITS.value) throw new Error('An act is too long for a button');
  return value;
}
