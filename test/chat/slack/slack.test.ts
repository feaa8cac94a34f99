/**
 * Slack as a chat: one call, one outcome, and what each call carries.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Address } from '../../../src/chat/chat.ts';
import { openPace } from '../../../src/chat/pace.ts';
import { placeOf, slackChat } from '../../../src/chat/slack/slack.ts';
import type { Message } from '../../../src/domain/message.ts';
import { leftOutLine } from '../../../src/messages/left-out.ts';
import { privateLine } from '../../../src/messages/private-line.ts';
import { type FakeSlack, openFakeSlack } from '../../../src/simulation/slack/fake-slack.ts';
import { countedIds } from '../../support/fixed.ts';
import { restless } from '../../support/restless.ts';

let slack: FakeSlack;
let token: () => Promise<string | null>;

const chat = () =>
  slackChat({
    tokenOf: () => token(),
    apiUrl: slack.apiUrl,
    pace: openPace(restless(() => 0)),
    now: () => new Date(),
    leftOut: leftOutLine,
  });
const person: Address = { installationId: 'i', externalId: 'T1', kind: 'person', id: 'U1' };
const channel: Address = { ...person, kind: 'channel', id: 'C1' };
const table: Message = {
  kind: 'status',
  summary: 'Where it stands',
  blocks: [
    {
      type: 'table',
      caption: 'Ratings',
      columns: ['Standard', 'Rating'],
      rows: [['Training', '– Not yet assessed']],
    },
  ],
};

beforeAll(async () => {
  slack = await openFakeSlack({
    now: () => new Date(),
    ids: countedIds(1),
    workspaces: [
      {
        teamId: 'T1',
        name: 'Oak',
        domain: 'oak',
        token: 'xoxb-1',
        users: [{ id: 'U1', realName: 'Amira Khan' }],
        channels: [{ id: 'C1', name: 'safeguarding', isPrivate: true, members: ['U0BOT', 'U1'] }],
      },
    ],
  });
});
afterAll(() => slack.close());
beforeEach(() => {
  token = async () => 'xoxb-1';
  slack.calls.length = 0;
});

describe('a post', () => {
  test('carries its key and nothing that unfurls, mentions or formats', async () => {
    const outcome = await chat().post(channel, privateLine('<!channel> *all* https://x.example'), 'key-1');
    expect(outcome).toMatchObject({ kind: 'sent', platformId: expect.stringMatching(/^C1\/\d+\.\d+$/) });
    const [call] = slack.callsOf('chat.postMessage');
    const { args = {} } = call ?? {};
    for (const name of ['unfurl_links', 'unfurl_media', 'link_names', 'mrkdwn'])
      expect(`${name} ${String(args[name])}`).toBe(`${name} false`);
    expect(args.parse).toBe('none');
    expect(slack.person('U1').channel('C1').at(-1)?.metadata).toEqual({
      event_type: 'vigil_message',
      event_payload: { key: 'key-1' },
    });
    expect(JSON.stringify(slack.person('U1').channel('C1').at(-1)?.blocks)).not.toContain('mrkdwn');
  });

  test('to a person goes by their own id, and says in which conversation it is', async () => {
    const outcome = await chat().post(person, privateLine('Words'), 'key-2');
    expect(outcome).toMatchObject({ kind: 'sent', platformId: expect.stringMatching(/^D\w+\//) });
  });

  test('whose table a workspace refuses is drawn in lines, and from then on at once', async () => {
    const one = chat();
    slack.misbehave({ kind: 'refuse', error: 'invalid_blocks' }, { method: 'chat.postMessage' });
    expect((await one.post(channel, table, 'key-3')).kind).toBe('sent');
    expect(slack.callsOf('chat.postMessage')).toHaveLength(2);
    const seen = slack.person('U1').channel('C1').at(-1);
    expect(JSON.stringify(seen?.blocks)).not.toContain('"table"');
    expect(seen?.text).toContain('Not yet assessed');
    await one.post(channel, table, 'key-4');
    expect(slack.callsOf('chat.postMessage')).toHaveLength(3);
    expect(JSON.stringify(slack.person('U1').channel('C1').at(-1)?.blocks)).not.toContain('"table"');
  });

  test('without a table is not tried again when its drawing is refused', async () => {
    slack.misbehave({ kind: 'refuse', error: 'invalid_blocks' }, { method: 'chat.postMessage' });
    expect(await chat().post(channel, privateLine('Words'), 'key-5')).toEqual({
      kind: 'refused',
      why: 'invalid',
    });
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1);
  });

  test('that is more than Slack takes is not sent at all', async () => {
    const blocks = Array.from({ length: 120 }, (_, n) => ({
      type: 'buttons' as const,
      buttons: Array.from({ length: 25 }, (_, m) => ({
        label: `${n} ${m}`,
        act: { verb: 'answer' as const, token: 't', arg: `${n}.${m}` },
      })),
    }));
    const outcome = await chat().post(person, { kind: 'prompt', summary: 'Much', blocks }, 'key-6');
    expect(outcome).toEqual({ kind: 'refused', why: 'too_long' });
    expect(slack.calls).toEqual([]);
  });

  test('to a workspace with no token is revoked; where the token cannot be read it waits', async () => {
    token = async () => null;
    expect(await chat().post(person, privateLine('Words'), 'k')).toEqual({
      kind: 'refused',
      why: 'installation_revoked',
    });
    token = async () => {
      throw new Error('the database is away');
    };
    expect(await chat().post(person, privateLine('Words'), 'k')).toMatchObject({ kind: 'limited' });
    expect(slack.calls).toEqual([]);
  });

  test.each([
    ['done, and its answer lost', { kind: 'drop', done: true }],
    ['not done, and the link cut', { kind: 'drop', done: false }],
    ['a server error', { kind: 'status', status: 500 }],
    ['a fault half way', { kind: 'fatal_error', done: true }],
  ] as const)('%s is in doubt, and is not sent again', async (_what, how) => {
    slack.misbehave(how, { method: 'chat.postMessage' });
    expect((await chat().post(person, privateLine('Words'), 'k')).kind).toBe('ambiguous');
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1);
  });
});

describe('a redraw', () => {
  test('is of the message where it is', async () => {
    const sent = await chat().post(person, privateLine('Before'), 'k');
    if (sent.kind !== 'sent') throw new Error('It was not sent');
    expect(await chat().update(person, sent.platformId, privateLine('After'))).toEqual(sent);
    expect(slack.person('U1').dm().at(-1)?.text).toBe('After');
    // Left unsaid, Slack reads a redraw as though somebody had typed it.
    const { args = {} } = slack.callsOf('chat.update').at(-1) ?? {};
    expect([args.parse, String(args.link_names)]).toEqual(['none', 'false']);
  });

  test('of what is not there, or was never one of Slack’s, is gone', async () => {
    const gone = { kind: 'refused', why: 'message_gone' };
    expect(await chat().update(channel, 'C1/1700000000.000001', privateLine('After'))).toEqual(gone);
    expect(await chat().update(channel, 'sent-1', privateLine('After'))).toEqual(gone);
    expect(placeOf('C1/17.01')).toEqual({ channel: 'C1', ts: '17.01' });
    expect(placeOf('C1/17.01/more')).toBeNull();
  });
});
