/**
 * What an answer to Teams looks like, and when a message is short enough to be said as a line beneath a card.
 */
import { describe, expect, test } from 'vitest';
import { asLine, cardAnswer, lineAnswer } from '../../../src/chat/teams/desk.ts';
import type { Block, Message } from '../../../src/domain/message.ts';
import { NOTICES } from '../../support/teams-house.ts';

const message = (...blocks: Block[]): Message => ({ kind: 'private_line', summary: 'In short', blocks });
const text = (words: string): Block => ({ type: 'text', text: words });

describe('as a line', () => {
  test('all that is said, not its summary alone', () => {
    expect(asLine(message(text('One.'), text('Two.')))).toBe('One. Two.');
    expect(asLine(message())).toBe('In short');
  });

  test.each<[string, Block]>([
    ['a heading', { type: 'heading', text: 'Oak' }],
    ['a list', { type: 'list', lines: ['One'] }],
    ['buttons', { type: 'buttons', buttons: [] }],
    ['a table', { type: 'table', caption: 'Oak', columns: ['One'], rows: [] }],
  ])('not what has %s', (_, block) => {
    expect(asLine(message(text('One.'), block))).toBeNull();
  });

  test('not what is longer than is read where it stands for a moment', () => {
    expect(asLine(message(text('x'.repeat(300))))).toHaveLength(300);
    expect(asLine(message(text('x'.repeat(301))))).toBeNull();
  });

  test('every notice that is said beneath a card is one', () => {
    const { notSaved, pressAgain, stillSaving, answeredAside, notAnsweredAside } = NOTICES;
    for (const notice of [notSaved, pressAgain, stillSaving, answeredAside, notAnsweredAside])
      expect(asLine(notice)).toBe(notice.summary);
  });

  test('not what a group chat is told: its id would not be there to be copied', () => {
    expect(asLine(NOTICES.placed('19:leads@thread.v2'))).toBeNull();
  });
});

test('an answer is taken, and is a card or a line', () => {
  const card = { type: 'AdaptiveCard' };
  expect(cardAnswer(card)).toEqual({
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card },
  });
  expect(lineAnswer('One.')).toEqual({
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'One.' },
  });
});
