/**
 * A message as the blocks Slack would be sent, drawn by somebody else's renderer, and what is pressed on them.
 * The rule: the blocks are the Slack chat's own and nothing else's, and a press or a form is put into Slack's own
 * shape and read by Slack's own reader, so this page shows neither more nor less than Slack would.
 */
import { type ComponentProps, createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message as Blocks } from 'slack-blocks-to-jsx';
import type { IncomingPress, Sender } from '../chat/chat.ts';
import type { ParsedPress } from '../chat/local/parse.ts';
import { parseForm } from '../chat/parse-answer.ts';
import { bodyOf } from '../chat/slack/desk.ts';
import { formMemory, parseClick, parseSubmission } from '../chat/slack/parse.ts';
import { FIELD_ACTION, formView } from '../chat/slack/render-form.ts';
import { FIELD_NAMES, type FieldValues } from '../domain/form-field.ts';
import type { Field, Message } from '../domain/message.ts';
import { leftOutLine } from '../messages/left-out.ts';

export type BlocksDrawing = { html: string; payload: object; count: number };

export function drawBlocks(message: Message): BlocksDrawing {
  const payload = bodyOf(message, { leftOut: leftOutLine });
  const blocks = payload.blocks ?? [];
  return { html: drawn(blocks), payload, count: blocks.length };
}

/** A form opens in a window of its own in Slack. */
export type WindowDrawing = {
  title: string;
  submit: string;
  cancel: string;
  /** Its question, above the boxes. */
  html: string;
  fields: Field[];
  memory: string;
  payload: object;
  count: number;
};

/** The window of the form that bears `token`; null where the message has none. */
export function drawWindow(message: Message, token: string): WindowDrawing | null {
  const form = message.blocks.find((block) => block.type === 'form' && block.act.token === token);
  if (form?.type !== 'form') return null;
  const latest = form.fields.find((field) => field.latest !== undefined)?.latest;
  const place = { responseUrl: null, channelId: null, platformId: null };
  const memory = formMemory({ act: form.act, ...(latest === undefined ? {} : { latest }), place });
  const view = formView(form, memory);
  return {
    title: view.title.text,
    submit: view.submit?.text ?? form.submit,
    cancel: view.close?.text ?? form.cancel,
    html: drawn(view.blocks.filter(({ type }) => type !== 'input')),
    fields: form.fields,
    memory,
    payload: view,
    count: view.blocks.length,
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';

type Posted = Record<string, unknown>;

/** A button's action as it stands in the blocks, or a window's memory with what was typed. */
export function readPress(body: Posted, from: Sender, eventKey: string): ParsedPress {
  const on = isText(body.on) && body.on !== '' ? body.on : undefined;
  const ours = ({ platformId: _theirs, ...press }: IncomingPress): IncomingPress => ({
    ...press,
    from,
    eventKey,
    ...(on === undefined ? {} : { platformId: on }),
  });
  if (isText(body.slack_window)) {
    const read = parseSubmission(submission(body, body.slack_window, from));
    if (read === null) return { kind: 'refused' };
    const answered = parseForm(read.press.verb, read.values, read.latest);
    const { verb, token, after } = read.press;
    return 'given' in answered
      ? { kind: 'press', press: { ...ours(read.press), ...answered.given } }
      : {
          kind: 'faults',
          act: { verb, token, ...(after === undefined ? {} : { after }) },
          faults: answered.faults,
          values: read.values,
        };
  }
  const read = isText(body.slack) ? parseClick(click(body.slack, from)) : null;
  return read === null ? { kind: 'refused' } : { kind: 'press', press: ours(read.press) };
}

/** As Slack posts a click. */
function click(value: string, { externalId, userId }: Sender): object {
  return {
    type: 'block_actions',
    user: { id: userId },
    team: { id: externalId },
    actions: [{ type: 'button', action_id: 'press', action_ts: '0', value }],
  };
}

/** As Slack posts a window. */
function submission(body: Posted, memory: string, { externalId, userId }: Sender): object {
  const typed: FieldValues = {};
  for (const name of FIELD_NAMES) if (isText(body[name])) typed[name] = body[name];
  return {
    type: 'view_submission',
    user: { id: userId },
    team: { id: externalId },
    view: {
      id: 'window',
      title: { text: '' },
      private_metadata: memory,
      state: {
        values: Object.fromEntries(
          Object.entries(typed).map(([name, value]) => [name, { [FIELD_ACTION]: { value } }]),
        ),
      },
    },
  };
}

type Drawable = ComponentProps<typeof Blocks>['blocks'];

function drawn(blocks: readonly object[]): string {
  const words: string[] = [];
  const html = renderToStaticMarkup(
    createElement(Blocks, {
      blocks: blocks.map((block) => withStandIns(block, words)) as Drawable,
      logo: '/assets/mark.svg',
      name: 'Vigil',
      theme: 'light',
      withoutWrapper: true,
    }),
  );
  return withWords(pressable(html, buttonsIn(blocks)), words);
}

/** A private-use letter, which no renderer reads anything into. */
const STAND_IN = '\ue000';

/**
 * The renderer reads mentions, links, names of emoji and Markdown into plain text, where Slack reads nothing: so it is
 * given a stand-in for each plain text, and the words are put in afterwards as they are.
 */
function withStandIns(part: unknown, words: string[]): unknown {
  if (Array.isArray(part)) return part.map((one) => withStandIns(one, words));
  if (typeof part !== 'object' || part === null) return part;
  if (isPlain(part)) return { ...part, text: `${STAND_IN}${words.push(part.text) - 1}${STAND_IN}` };
  return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, withStandIns(one, words)]));
}

function withWords(html: string, words: readonly string[]): string {
  return html.replaceAll(new RegExp(`${STAND_IN}(\\d+)${STAND_IN}`, 'g'), (_whole, at: string) =>
    escaped(words[Number(at)] ?? '').replaceAll('\n', '<br/>'),
  );
}

function isPlain(part: object): part is { text: string } {
  const isRead = 'type' in part && (part.type === 'plain_text' || part.type === 'raw_text');
  return isRead && 'text' in part && isText(part.text);
}

type SlackButton = { type: 'button'; value: string };

function buttonsIn(part: unknown): SlackButton[] {
  if (Array.isArray(part)) return part.flatMap(buttonsIn);
  if (typeof part !== 'object' || part === null) return [];
  return isButton(part) ? [part] : Object.values(part).flatMap(buttonsIn);
}

function isButton(part: object): part is SlackButton {
  return 'type' in part && part.type === 'button' && 'value' in part && isText(part.value);
}

/**
 * The renderer draws buttons that do nothing, ids that come again in every message, and styles a strict page refuses.
 * What it wrote is escaped throughout, so a tag ends at its first ">".
 */
function pressable(html: string, buttons: readonly SlackButton[]): string {
  let at = 0;
  const result = html.replaceAll(/<[a-z][^>]*>/g, (tag) => {
    const plain = tag.replaceAll(/ (?:id|style)="[^"]*"/g, '');
    if (!plain.startsWith('<button')) return plain;
    const value = escaped(buttons[at]?.value ?? '');
    at += 1;
    return plain.replace(' type="button"', ` type="submit" name="slack" value="${value}"`);
  });
  if (at !== buttons.length) throw new Error('The blocks were drawn with other buttons than theirs');
  return result;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
