/**
 * What Slack's answers come to, thrown by its own client over a fetch of ours: every named refusal, limits with and
 * without a time, and doubt for all the rest.
 */
import { describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../../src/chat/chat.ts';
import { errorName, outcomeOf } from '../../../src/chat/slack/send-outcome.ts';
import { webClient } from '../../../src/chat/slack/web-client.ts';
import { DOCUMENTED_ERRORS, UNCERTAIN_ERRORS } from '../../../src/simulation/slack/documented-errors.ts';

/** What a post comes to when Slack answers so; `calls` counts how often it was asked. */
async function posted(
  answer: () => Promise<Response>,
  to: 'person' | 'channel' = 'channel',
): Promise<{ outcome: SendOutcome | 'sent'; name: string | null; calls: number }> {
  let calls = 0;
  const client = webClient('xoxb-1', {
    apiUrl: 'http://127.0.0.1:9/api/',
    fetch: async () => {
      calls += 1;
      return answer();
    },
  });
  try {
    await client.chat.postMessage({ channel: 'C1', text: 'words' });
    return { outcome: 'sent', name: null, calls };
  } catch (error) {
    return { outcome: outcomeOf(error, to), name: errorName(error), calls };
  }
}

const json = (body: object, status = 200, headers: Record<string, string> = {}) =>
  Promise.resolve(
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', ...headers },
    }),
  );
const said = (error: string) => posted(() => json({ ok: false, error }));

describe('a refusal by name', () => {
  test.each([
    ['channel_not_found', 'channel_gone'],
    ['is_archived', 'channel_gone'],
    ['not_in_channel', 'not_in_channel'],
    ['restricted_action', 'not_in_channel'],
    ['user_not_found', 'person_gone'],
    ['user_disabled', 'person_gone'],
    ['cannot_dm_bot', 'person_gone'],
    ['token_revoked', 'installation_revoked'],
    ['account_inactive', 'installation_revoked'],
    ['invalid_auth', 'installation_revoked'],
    ['msg_too_long', 'too_long'],
    ['invalid_blocks', 'invalid'],
    ['is_inactive', 'channel_gone'],
    ['no_permission', 'not_in_channel'],
    ['msg_blocks_too_long', 'too_long'],
    ['metadata_must_be_sent_from_app', 'invalid'],
    ['message_not_found', 'message_gone'],
    ['cant_update_message', 'message_gone'],
  ] as const)('%s is %s', async (error, why) => {
    const { outcome, name, calls } = await said(error);
    expect(outcome).toEqual({ kind: 'refused', why });
    expect(name).toBe(error);
    expect(calls).toBe(1);
  });

  test('a conversation that is not found is a person who is not, where it was theirs', async () => {
    const answer = () => json({ ok: false, error: 'channel_not_found' });
    expect((await posted(answer, 'person')).outcome).toEqual({ kind: 'refused', why: 'person_gone' });
  });
});

describe('a limit', () => {
  test('with a time is that long, and asked once', async () => {
    const { outcome, calls } = await posted(() => json({ ok: false }, 429, { 'retry-after': '7' }));
    expect(outcome).toEqual({ kind: 'limited', retryAfterMs: 7_000 });
    expect(calls).toBe(1);
  });

  test.each([{}, { 'retry-after': 'soon' }])('without one (%o) is half a minute', async (headers) => {
    const { outcome, calls } = await posted(() =>
      json({ ok: false }, 429, headers as Record<string, string>),
    );
    expect(outcome).toEqual({ kind: 'limited', retryAfterMs: 30_000 });
    expect(calls).toBe(1);
  });

  test('said in an ordinary answer is half a minute', async () => {
    expect((await said('ratelimited')).outcome).toEqual({ kind: 'limited', retryAfterMs: 30_000 });
  });
});

describe('doubt', () => {
  test.each([
    ['a server error', () => json({}, 500), 'http 500'],
    ['a bad gateway', () => json({}, 503), 'http 503'],
    ['a fault half way', () => json({ ok: false, error: 'fatal_error' }), 'fatal_error'],
    ['an error nobody has named', () => json({ ok: false, error: 'something_new' }), 'another answer'],
    ['a link cut in the middle', () => Promise.reject(new TypeError('terminated')), 'no answer'],
  ])('%s, and it is not asked again', async (_what, answer, why) => {
    const { outcome, calls } = await posted(answer);
    expect(outcome).toEqual({ kind: 'ambiguous', why });
    expect(calls).toBe(1);
  });

  test('none where no link was ever made: it is tried again later', async () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const { outcome } = await posted(() => Promise.reject(new TypeError('fetch failed', { cause: refused })));
    expect(outcome).toEqual({ kind: 'limited', retryAfterMs: 15_000, blocked: 'all' });
  });
});

test('what is too large for Slack to read is too long', async () => {
  expect((await posted(() => json({}, 413))).outcome).toEqual({ kind: 'refused', why: 'too_long' });
});

describe('what somebody there has to mend, or Slack to finish, is waited for and fails nothing', () => {
  test.each(['missing_scope', 'team_added_to_org', 'message_limit_exceeded', 'accesslimited'])(
    '%s holds up the whole workspace',
    async (error) => {
      expect((await said(error)).outcome).toEqual({
        kind: 'limited',
        retryAfterMs: 600_000,
        blocked: 'all',
      });
    },
  );

  test.each(['ekm_access_denied', 'messages_tab_disabled', 'external_channel_migrating'])(
    '%s holds up that message alone',
    async (error) => {
      expect((await said(error)).outcome).toEqual({
        kind: 'limited',
        retryAfterMs: 600_000,
        blocked: 'this',
      });
    },
  );
});

describe.each(Object.entries(DOCUMENTED_ERRORS))('of %s', (_method, errors) => {
  test('every error that Slack documents has an outcome of its own', async () => {
    const unnamed: string[] = [];
    for (const error of errors)
      for (const to of ['person', 'channel'] as const) {
        const { outcome } = await posted(() => json({ ok: false, error }), to);
        if (outcome === 'sent' || (outcome.kind === 'ambiguous' && outcome.why !== error))
          unnamed.push(error);
        // Somebody's own conversation is no channel to be parked.
        if (outcome !== 'sent' && outcome.kind === 'refused' && to === 'person')
          expect(outcome.why).not.toBe('channel_gone');
      }
    expect(unnamed).toEqual([]);
  });
});

test('what Slack calls uncertain is in doubt, and says by which name', async () => {
  for (const error of UNCERTAIN_ERRORS)
    expect((await said(error)).outcome).toEqual({ kind: 'ambiguous', why: error });
});
