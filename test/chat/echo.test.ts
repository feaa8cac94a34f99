/**
 * Every message Vigil makes, with hostile words in every place a word can stand, through every way of drawing it:
 * nobody is mentioned, nothing is a link, nothing is read as markup, and nothing is worked out.
 */
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { renderMessage } from '../../src/chat/local/render.tsx';
import { tidy } from '../../src/chat/plain-text.ts';
import { bodyOf } from '../../src/chat/slack/desk.ts';
import { isUnmarked } from '../../src/chat/teams/plain-text.ts';
import { renderCard } from '../../src/chat/teams/render.ts';
import type { Message } from '../../src/domain/message.ts';
import { csvLine } from '../../src/domain/safe-cell.ts';
import { leftOutLine } from '../../src/messages/left-out.ts';
import { forTerminal } from '../../src/operator/for-terminal.ts';
import { drawSvg } from '../../src/pictures/draw-chart.ts';
import { drawBlocks } from '../../src/web/as-slack.ts';
import { everyMessage } from '../support/every-message.ts';

const HOSTILE = [
  '<!channel>',
  '<!here|x>',
  '<@U1>',
  '<#C1|x>',
  '<http://evil.example|here>',
  '*_~`',
  '```',
  '[a](http://evil.example)',
  '![a](http://evil.example/x.png)',
  '<at>all</at>',
  '{{DATE(2026-01-01T00:00:00Z,SHORT)}}',
  '{{TIME(2026-01-01T00:00:00Z)}}',
  '{{date}}',
  '$\x7buser.name}',
  '$\x7bif(true,1,2)}',
  '\u202eabc\u2066',
  'a\u200b\u200db',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><b>',
  "' onmouseover='x",
  '&lt;b&gt;',
  '=HYPERLINK("http://evil.example","x")',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\x1b[2J\x1b]0;x\x07',
  '\x9b2J',
  'http://evil.example',
  'www.evil.example',
  'mailto:a@evil.example',
  'tel:999',
  ':warning:',
  '# x',
  '- x',
  '1. x',
  '> x',
  '| a | b |',
];

/** The same message with something hostile before each of its words; what its acts carry is left. */
function poisoned(message: Message): Message {
  let count = 0;
  const KEPT = new Set(['kind', 'type', 'tone', 'style', 'verb', 'token', 'arg', 'name', 'latest']);
  const poison = (value: unknown, key: string, within: string): unknown => {
    if (typeof value === 'string') {
      if (KEPT.has(key) && !(key === 'name' && within === 'series')) return value;
      count += 1;
      return `${HOSTILE[count % HOSTILE.length]} ${value}`;
    }
    if (Array.isArray(value)) return value.map((one) => poison(one, key, key));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([name, one]) => [
          name,
          poison(one, name, within === 'series' ? within : key),
        ]),
      );
    return value;
  };
  return poison(message, '', '') as Message;
}

/** Each message as many times as it takes for each of the hostile words to stand in each place. */
const MESSAGES = everyMessage().map(([name, message]) => [name, message] as const);
const turned = (turns: number) => {
  const first = HOSTILE.splice(0, turns);
  HOSTILE.push(...first);
};

type Part = Record<string, unknown>;
function walk(part: unknown, see: (part: Part, path: string[]) => void, path: string[] = []): void {
  if (Array.isArray(part)) for (const one of part) walk(one, see, path);
  else if (typeof part === 'object' && part !== null) {
    see(part as Part, path);
    for (const [name, one] of Object.entries(part)) walk(one, see, [...path, name]);
  }
}

describe.each([0, 7, 19])('hostile words, the %sth first', (turns) => {
  test.each(MESSAGES)('%s', (_name, message) => {
    turned(turns);
    const given = poisoned(message);
    slackIsPlain(given);
    teamsIsPlain(given);
    localIsPlain(given);
  });
});

function slackIsPlain(message: Message): void {
  for (const plainTables of [false, true]) {
    const body = bodyOf(message, { leftOut: leftOutLine, plainTables });
    expect(body.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    walk(body.blocks, (part) => {
      expect(part.type).not.toMatch(
        /^(mrkdwn|markdown|link|user|usergroup|broadcast|channel|emoji|color|date|image)$/,
      );
      if (part.type === 'plain_text') expect(part.emoji).toBe(false);
      expect(part).not.toHaveProperty('url');
      expect(part).not.toHaveProperty('image_url');
      for (const text of Object.values(part))
        if (typeof text === 'string') expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    });
  }
  const { html } = drawBlocks(message);
  expectNoMarkup(html);
}

/** Where Teams reads no Markdown: runs of text, and what is never drawn. */
const UNREAD = new Set(['TextRun']);
const NOT_DRAWN = new Set([
  'type',
  '$schema',
  'version',
  'verb',
  'id',
  'lang',
  'url',
  'associatedInputs',
  'style',
  'mode',
  'color',
  'size',
  'weight',
  'spacing',
  'width',
  'horizontalAlignment',
  'verticalContentAlignment',
  'fallback',
  'requires',
  'targetWidth',
  'min',
  'max',
]);

function teamsIsPlain(message: Message): void {
  const drawn = renderCard(message, { leftOut: leftOutLine });
  if (drawn.kind !== 'drawn') return;
  walk(drawn.card, (part, path) => {
    expect(part.type).not.toBe('Action.OpenUrl');
    expect(part).not.toHaveProperty('entities');
    if (path.includes('data')) return;
    for (const [name, text] of Object.entries(part)) {
      if (typeof text !== 'string' || NOT_DRAWN.has(name)) continue;
      expect(text).not.toMatch(/\{\{\s*(DATE|TIME)\(/i);
      expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      if (part.type === 'TextBlock') expect([text, isUnmarked(text)]).toEqual([text, true]);
      else if (typeof part.type === 'string' && UNREAD.has(part.type)) expect(text).toBe(tidy(text));
    }
  });
}

function localIsPlain(message: Message): void {
  expectNoMarkup(
    renderToString(renderMessage(message, { action: '/press', hidden: {}, id: 'm', drawChart: drawSvg })),
  );
}

/** Nothing of the hostile words is a tag or an attribute once a browser has read the page. */
function expectNoMarkup(html: string): void {
  // Attributes are quoted throughout, so a tag is what stands between < and the next > outside quotation marks.
  const tags = html.match(/<[a-zA-Z/!](?:"[^"]*"|[^">])*>/g) ?? [];
  expect(tags.length).toBeGreaterThan(0);
  for (const tag of tags) {
    expect(tag).not.toMatch(/^<\/?(script|img|at|b|iframe|object|a|link|meta)\b/i);
    expect(tag.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/\son\w+=|javascript:|href=/i);
  }
  const texts = html.replaceAll(/<[a-zA-Z/!](?:"[^"]*"|[^">])*>/g, '');
  expect(texts).not.toMatch(/<[a-z!/]/i);
}

test('as a cell of a spreadsheet, and on a terminal', () => {
  for (const hostile of HOSTILE) {
    expect(csvLine([hostile])).not.toMatch(/^"[\s\p{Cf}]*[=+\-@\t\r]/u);
    // A tab and the end of a line are the only control characters left, and nothing turns the reading round.
    expect(forTerminal(`a ${hostile}\nb`).replace(/[\t\n]/g, '')).not.toMatch(
      /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u,
    );
  }
});
