/**
 * The guard's words: every route is there, nobody is left without one, and nothing typed can come back.
 */
import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/domain/command.ts';
import { messageText } from '../../src/domain/message.ts';
import {
  askedToSpeakMessage,
  type GuardOutcome,
  guardMessage,
  nearestMessage,
  strangerMessage,
  strangerMetMessage,
  toldMessage,
} from '../../src/messages/guard.ts';
import { helpMessage } from '../../src/messages/help.ts';

const OUTCOMES: GuardOutcome[] = [
  { is: 'unsure' },
  { is: 'child', told: { name: 'Ines Duarte' } },
  { is: 'child', told: null },
  { is: 'adult' },
];
const contacts = {
  frontDoor: '0300 111 8007',
  outOfHours: '0345 604 2886',
  lado: '0300 111 8008',
  chair: 'Oli Grant',
  leadPhone: '01785 000001',
};
const EVERY_GUARD = [null, { name: 'Ines Duarte' }].flatMap((lead) =>
  OUTCOMES.map((outcome) => [lead, outcome] as const),
);
const said = (message: Parameters<typeof messageText>[0]) => messageText(message).join('\n');

test('the guard gives every route, lead or no lead', () => {
  for (const [leadOnDuty, outcome] of EVERY_GUARD) {
    const text = said(guardMessage({ leadOnDuty, contacts }, outcome));
    for (const route of ['999', ...Object.values(contacts), 'the headteacher', 'Don’t delete your message'])
      expect(text).toContain(route);
    expect(text).toContain(leadOnDuty?.name ?? 'the DSL or a deputy');
    expect(text).toMatch(/^Stop\. This is not a report and nobody is watching this chat\./);
  }
});

test('a stranger is given a teacher, 999 and Childline, and nothing of the setting', () => {
  const text = said(strangerMessage());
  expect(text).toContain('Tell a teacher now. In danger: 999. Childline 0800 1111.');
  for (const known of Object.values(contacts)) expect(text).not.toContain(known);
});

test('the lead is told that it happened, and no more', () => {
  expect(strangerMetMessage('Oak Primary', 'wrote').summary).toBe(
    'Somebody who is not on the staff list wrote to Vigil (Oak Primary). What they wrote was not kept.',
  );
});

test('whatever is answered, the worried are told where to go', () => {
  for (const command of COMMANDS)
    expect(said(nearestMessage(command, { contacts }))).toContain('Worried about a child?');
  expect(said(helpMessage({ contacts }))).toContain('Worried about a child?');
  expect(said(toldMessage({ contacts }))).toContain(contacts.frontDoor);
});

test('nothing shouts, blames or advises deletion', () => {
  for (const message of [
    ...EVERY_GUARD.map(([leadOnDuty, outcome]) => guardMessage({ leadOnDuty, contacts }, outcome)),
    askedToSpeakMessage({ contacts }, 'head', { name: 'Kate Orr' }),
    askedToSpeakMessage({ contacts }, 'dsl', null),
    toldMessage({ contacts }),
    strangerMessage(),
    strangerMetMessage('Oak', 'wrote'),
    helpMessage({ contacts }),
  ])
    expect(said(message)).not.toMatch(/!|incident|please delete|you should have/i);
});
