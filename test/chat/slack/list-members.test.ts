/**
 * Slack's users as members: who is a colleague to be put before a lead, and who never is.
 */
import { describe, expect, test } from 'vitest';
import { openPace } from '../../../src/chat/pace.ts';
import { slackCalls } from '../../../src/chat/slack/calls.ts';
import { listMembers, memberOf } from '../../../src/chat/slack/list-members.ts';
import { restless } from '../../support/restless.ts';

const user = {
  id: 'U1',
  team_id: 'T1',
  name: 'amira',
  real_name: 'Amira Khan',
  tz: 'Europe/London',
  profile: { real_name: 'Amira Khan', email: ' Amira@Oak.example ' },
};

test('a full account is a member, with an e-mail that can be compared', () => {
  expect(memberOf(user, 'T1')).toEqual({
    userId: 'U1',
    name: 'Amira Khan',
    email: 'amira@oak.example',
    zone: 'Europe/London',
    standing: 'member',
  });
});

describe('never put before a lead', () => {
  test.each([
    ['a multi-channel guest', { is_restricted: true }, 'guest'],
    ['a single-channel guest', { is_ultra_restricted: true }, 'guest'],
    ['somebody from another workspace', { team_id: 'T9' }, 'guest'],
    ['a stranger in a shared channel', { is_stranger: true }, 'guest'],
    ['a bot', { is_bot: true }, 'bot'],
    ['Slackbot', { id: 'USLACKBOT' }, 'bot'],
    ['a deactivated account', { deleted: true }, 'gone'],
    ['a deactivated guest', { deleted: true, is_restricted: true }, 'gone'],
  ] as const)('%s', (_who, facts, standing) => {
    expect(memberOf({ ...user, ...facts }, 'T1')?.standing).toBe(standing);
  });
});

test('what is missing or odd is left out, and what is no user is nobody', () => {
  expect(memberOf({ id: 'U2', tz: 'Mars/Olympus', profile: { email: '' } }, 'T1')).toEqual({
    userId: 'U2',
    name: 'U2',
    email: null,
    zone: null,
    standing: 'member',
  });
  expect(memberOf({ name: 'no id' }, 'T1')).toBeNull();
  expect(memberOf('text', 'T1')).toBeNull();
});

describe('the list', () => {
  const calls = (answer: object, asked: string[] = []) =>
    slackCalls(
      {
        tokenOf: async () => 'xoxb-1',
        pace: openPace(restless(() => 0)),
        apiUrl: 'http://127.0.0.1:9/api/',
        fetch: async (_url, init) => {
          asked.push(String(init?.body));
          return new Response(JSON.stringify(answer));
        },
      },
      'record',
    );

  test('comes a page at a time and goes on where it left off', async () => {
    const asked: string[] = [];
    const answer = {
      ok: true,
      members: [user, { broken: true }],
      response_metadata: { next_cursor: 'abc=' },
    };
    const page = await listMembers(calls(answer, asked), 'T1', 'before');
    expect(page).toMatchObject({ kind: 'page', members: [{ userId: 'U1' }], next: 'abc=' });
    expect(asked[0]).toContain('cursor=before');
  });

  test('ends where Slack gives no cursor', async () => {
    const answer = { ok: true, members: [], response_metadata: { next_cursor: '' } };
    expect(await listMembers(calls(answer), 'T1', null)).toEqual({ kind: 'page', members: [], next: null });
  });

  test('a refusal is a value', async () => {
    expect(await listMembers(calls({ ok: false, error: 'token_revoked' }), 'T1', null)).toEqual({
      kind: 'refused',
      why: 'installation_revoked',
    });
  });
});
