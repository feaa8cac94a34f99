/**
 * A submitted form whose link to Slack has gone: what was recorded is shown all the same, by another way.
 */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { answerForm } from '../../../src/chat/slack/answer-form.ts';
import { answerSlash } from '../../../src/chat/slack/answer-words.ts';
import { ANSWER_MS, type Desk, openDesk } from '../../../src/chat/slack/desk.ts';
import type { ResponseBody } from '../../../src/chat/slack/respond.ts';
import type { Message } from '../../../src/domain/message.ts';
import { privateLine, receivedLine } from '../../../src/messages/private-line.ts';
import { keptLog } from '../../support/fixed.ts';

const HERE = 'https://hooks.slack.com/actions/T1/1/x';
const from = { platform: 'slack', externalId: 'T1', userId: 'U1' } as const;
afterEach(() => void vi.useRealTimers());
const gone = () => Promise.reject(new Error('the link has gone'));

function deskThatShows(): { desk: Desk; shown: ResponseBody[] } {
  const shown: ResponseBody[] = [];
  const line = privateLine('a notice');
  const desk = openDesk({
    handlers: {
      onPress: async () => ({ kind: 'redraw', message: privateLine('✓ Recorded') }),
      onCommand: async () => privateLine('What is due'),
      once: async (_event, work) => {
        await work();
        return 'done';
      },
      onInstalled: async () => undefined,
      onRevoked: async () => undefined,
      onShown: async () => undefined,
      onMember: async () => undefined,
    },
    notices: { notSaved: line, pressAgain: line, away: line, leftOut: () => '' },
    log: keptLog(),
    calls: async () => ({ is: 'put_off', outcome: { kind: 'refused', why: 'installation_revoked' } }),
    respond: async (address, body) => {
      expect(address).toBe(HERE);
      shown.push(body);
      return true;
    },
    keep: (work) => work,
  });
  return { desk, shown };
}

test('a form that was recorded is shown so though it could not be acknowledged', async () => {
  const { desk, shown } = deskThatShows();
  await answerForm(
    desk,
    {
      press: { from, eventKey: 'view:V1', verb: 'answer', token: 'token' },
      values: { count: '3' },
      latest: undefined,
      place: { responseUrl: HERE, channelId: 'D1', platformId: 'D1/1.1' },
      form: { title: 'Your answer', cancel: 'Cancel' },
    },
    gone,
  );
  expect(shown).toMatchObject([{ text: '✓ Recorded', replace_original: true }]);
});

test('a form that was received, to be filed later, closes into that line: there is nothing to put right', async () => {
  const { desk } = deskThatShows();
  desk.handlers.onPress = async () => ({ kind: 'received', message: receivedLine() });
  const acknowledged: unknown[] = [];
  await answerForm(
    desk,
    {
      press: { from, eventKey: 'view:V2', verb: 'answer', token: 'token' },
      values: { count: '3' },
      latest: undefined,
      place: { responseUrl: HERE, channelId: 'D1', platformId: 'D1/1.1' },
      form: { title: 'Your answer', cancel: 'Cancel' },
    },
    async (answer) => void acknowledged.push(answer),
  );
  expect(acknowledged).toMatchObject([{ response_action: 'update' }]);
  expect(JSON.stringify(acknowledged)).toContain('Received, filing shortly');
});

describe('a record that does not answer', () => {
  test('a command is answered with where to go in Slack’s time, and with its answer when that comes', async () => {
    const { desk, shown } = deskThatShows();
    let answer: (message: Message) => void = () => undefined;
    desk.handlers.onCommand = () =>
      new Promise((given) => {
        answer = given;
      });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const acknowledged: (ResponseBody | undefined)[] = [];
    const answering = answerSlash(
      desk,
      { command: { from, eventKey: 'command:2', text: 'due' }, responseUrl: HERE },
      async (body) => void acknowledged.push(body),
    );
    await vi.advanceTimersByTimeAsync(ANSWER_MS - 1);
    expect(acknowledged).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(acknowledged).toMatchObject([{ text: 'a notice', response_type: 'ephemeral' }]);
    answer(privateLine('What is due'));
    await answering;
    expect(shown).toMatchObject([{ text: 'What is due', response_type: 'ephemeral' }]);
  });

  test('and with nothing more where it never comes', async () => {
    const { desk, shown } = deskThatShows();
    let fail: (fault: Error) => void = () => undefined;
    desk.handlers.onCommand = () =>
      new Promise((_, refuse) => {
        fail = refuse;
      });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const acknowledged: (ResponseBody | undefined)[] = [];
    const answering = answerSlash(
      desk,
      { command: { from, eventKey: 'command:3', text: 'due' }, responseUrl: HERE },
      async (body) => void acknowledged.push(body),
    );
    await vi.advanceTimersByTimeAsync(ANSWER_MS);
    fail(new Error('the database is away'));
    await answering;
    expect([acknowledged.length, shown]).toEqual([1, []]);
  });
});

test('a command that could not be acknowledged is answered at its own address, to its writer alone', async () => {
  const { desk, shown } = deskThatShows();
  const command = { from, eventKey: 'command:1', text: 'due' };
  await answerSlash(desk, { command, responseUrl: HERE }, gone);
  expect(shown).toMatchObject([{ text: 'What is due', response_type: 'ephemeral' }]);
});
