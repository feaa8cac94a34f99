/**
 * What a group chat is told once: its id as a setting's file takes it, who will read there, and nothing of any school.
 */
import { expect, test } from 'vitest';
import { messageText } from '../../src/domain/message.ts';
import { placedMessage } from '../../src/messages/placed.ts';

const CHAT = '19:3f2a1c9e7b6d4e0c8a5f@thread.v2';
const message = placedMessage(CHAT);
const said = messageText(message).join('\n');

test('the id is there whole, by itself, to be copied', () => {
  expect(message.blocks).toContainEqual({
    type: 'fields',
    fields: [{ label: expect.stringContaining('id'), value: CHAT }],
  });
  expect(said).toContain(CHAT);
});

test('what a notification shows of it is short and has no id in it', () => {
  expect(message.summary).toBe('Vigil is in this chat now.');
  expect(message.kind).toBe('private_line');
});

test('it says what to do with the id, and who reads what comes there', () => {
  for (const words of [
    'weekly safeguarding digest',
    'as channel',
    'Everybody in this chat can read it',
    'leads alone',
  ])
    expect(said).toContain(words);
});

test('it asks nothing, and neither shouts nor says more than is known', () => {
  expect(message.blocks.some(({ type }) => type === 'buttons' || type === 'form')).toBe(false);
  expect(said).not.toMatch(/!|incident|pupil/i);
});
