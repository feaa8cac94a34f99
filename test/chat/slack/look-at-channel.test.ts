/**
 * One channel of Slack's looked at before it is taken for the leads: what Slack says of it, and what it hides.
 */
import { expect, test } from 'vitest';
import { lookAtChannel } from '../../../src/chat/slack/look-at-channel.ts';
import { webClient } from '../../../src/chat/slack/web-client.ts';

const asked: string[] = [];

function look(said: Record<string, unknown> | { error: string } | 'nothing') {
  const fetched: typeof fetch = async (input, init) => {
    const method = new URL(String(input instanceof Request ? input.url : input)).pathname.split('/').at(-1);
    asked.push(`${method} ${new URLSearchParams(String(init?.body ?? '')).get('include_num_members')}`);
    if (said === 'nothing') throw new TypeError('fetch failed');
    const body = 'error' in said ? { ok: false, ...said } : { ok: true, channel: { id: 'C0LEADS', ...said } };
    return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
  };
  return lookAtChannel(
    webClient('xoxb-1', { apiUrl: 'http://slack.invalid/api/', fetch: fetched }),
    'C0LEADS',
  );
}
const HERE = { is_member: true, is_private: true, is_archived: false, num_members: 4 };

test.each([
  ['private, with Vigil in it', HERE, { kind: 'in', isPrivate: true, readers: 4 }],
  ['open to all', { ...HERE, is_private: false }, { kind: 'in', isPrivate: false, readers: 4 }],
  [
    'open to all, without Vigil',
    { ...HERE, is_private: false, is_member: false },
    { kind: 'in', isPrivate: false, readers: 4 },
  ],
  ['private, without Vigil', { ...HERE, is_member: false }, { kind: 'not_in' }],
  ['archived', { ...HERE, is_archived: true }, { kind: 'archived' }],
  ['hidden', { error: 'channel_not_found' }, { kind: 'not_in' }],
  ['not to be looked at', { error: 'missing_scope' }, { kind: 'not_allowed' }],
  ['refused for another reason', { error: 'internal_error' }, { kind: 'unseen', why: 'internal_error' }],
])('%s', async (_what, said, found) => {
  expect(await look(said)).toEqual(found);
});

test('with no answer nothing is told of it; and it is only asked about, with how many can read it', async () => {
  asked.length = 0;
  expect(await look('nothing')).toMatchObject({ kind: 'unseen' });
  expect(asked).toEqual(['conversations.info true']);
});
