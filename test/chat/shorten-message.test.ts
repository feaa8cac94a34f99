/**
 * A message made shorter: as little as is needed, every omission said in its place, whole questions or none.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LeftOut, shortenMessage } from '../../src/chat/shorten-message.ts';
import { type Block, type Message, messageText } from '../../src/domain/message.ts';
import { anyMessage } from '../support/arbitrary-message.ts';

const of = (...blocks: Block[]): Message => ({ kind: 'prompt', summary: 's', blocks });
const text = (words: string, tone: 'plain' | 'quiet' = 'plain'): Block => ({
  type: 'text',
  text: words,
  tone,
});
const list = (count: number): Block => ({
  type: 'list',
  lines: Array.from({ length: count }, (_, n) => `line ${n}`),
});
const question = (n: number): Block[] => [
  { type: 'divider' },
  text(`Question ${n}`),
  { type: 'buttons', buttons: [{ label: 'Yes', act: { verb: 'answer', token: `q${n}` } }] },
  { type: 'buttons', buttons: [{ label: 'Later', act: { verb: 'later', token: `q${n}` } }] },
];
const MARK = 'LEFT';
const say = (_kind: string, { asks, lines }: LeftOut) => `${MARK} ${asks} ${lines}`;
const within = (most: number) => (message: Message) => messageText(message).join('').length <= most;
const said = (message: Message | null) =>
  messageText(message ?? of()).filter((line) => line.startsWith(MARK));

describe('lists', () => {
  test('are cut to what fits, and say how many lines are missing', () => {
    const whole = of(text('Before'), list(100), text('After'));
    const shorter = shortenMessage(whole, say, within(200));
    expect(shorter?.blocks.map(({ type }) => type)).toEqual(['text', 'list', 'text', 'text']);
    expect(shorter?.blocks[1]).toEqual(list(25));
    expect(said(shorter)).toEqual([`${MARK} 0 75`]);
    expect(messageText(shorter ?? of())).toContain('After');
  });

  test('that are short stay whole beside one that is cut', () => {
    const shorter = shortenMessage(of(list(6), list(100)), say, within(400));
    expect(shorter?.blocks[0]).toEqual(list(6));
  });

  test('and a chart too long to show is told by its sentence', () => {
    const chart: Block = {
      type: 'chart',
      chart: {
        kind: 'lines',
        title: 't',
        labelled: 'Week',
        labels: Array.from({ length: 52 }, (_, n) => `week ${n}`),
        series: [{ name: 'a', values: Array(52).fill(1) }],
        describe: 'It has not moved.',
      },
    };
    const shorter = shortenMessage(of(chart), say, within(60));
    expect(messageText(shorter ?? of())).toEqual(['s', 'It has not moved.', `${MARK} 0 52`]);
  });
});

describe('questions', () => {
  const worried = text('Worried about a child?', 'quiet');
  const card = of(
    text('Your checks'),
    ...Array.from({ length: 30 }, (_, n) => question(n)).flat(),
    { type: 'divider' },
    worried,
  );

  test('are put off whole, the last first, and the end of the message stays', () => {
    const shorter = shortenMessage(card, say, within(400));
    expect(shorter?.blocks.at(-1)).toEqual(worried);
    const shown = messageText(shorter ?? of()).filter((line) => line.startsWith('Question'));
    const [line] = said(shorter);
    expect(line).toBe(`${MARK} ${30 - shown.length} 0`);
    expect(shown).toEqual(Array.from({ length: shown.length }, (_, n) => `Question ${n}`));
    const buttons = (shorter?.blocks ?? []).filter(({ type }) => type === 'buttons');
    expect(buttons).toHaveLength(shown.length * 2);
  });

  test('are put off no more than is needed', () => {
    const most = messageText(card).join('').length - 30;
    expect(said(shortenMessage(card, say, within(most)))).toEqual([`${MARK} 2 0`]);
  });
});

test('a text too long for anything is cut last, and what fits nowhere is not made to', () => {
  const shorter = shortenMessage(of(text('word '.repeat(1_000))), say, within(700));
  expect(messageText(shorter ?? of())[1]).toMatch(/^word .*word…$/);
  expect(said(shorter)).toEqual([`${MARK} 0 1`]);
  expect(shortenMessage(of(text('word '.repeat(1_000))), say, within(10))).toBeNull();
});

test('whatever the message: what is shown is its own, in order, and all that is missing is counted', () => {
  fc.assert(
    fc.property(anyMessage(30), fc.integer({ min: 50, max: 4_000 }), (message, most) => {
      const shorter = shortenMessage(message, say, within(most));
      if (shorter === null) return;
      expect(within(most)(shorter)).toBe(true);
      const acts = (from: Message) =>
        from.blocks.flatMap((block) =>
          block.type === 'buttons'
            ? block.buttons.map(({ act }) => act)
            : block.type === 'form'
              ? [block.act]
              : [],
        );
      expect(acts(message).slice(0, acts(shorter).length)).toEqual(acts(shorter));
      if (acts(shorter).length < acts(message).length) expect(said(shorter).join()).toMatch(/LEFT [1-9]/);
    }),
    { numRuns: 200 },
  );
});
