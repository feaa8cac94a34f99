/**
 * Answers at the address Slack gave: only ever Slack's own, once, and false when it was not taken.
 */
import { describe, expect, test } from 'vitest';
import { responder } from '../../../src/chat/slack/respond.ts';

const HOOK = 'https://hooks.slack.com/actions/T1/1/abc';

function calling(apiUrl: string | null, answer: () => Promise<Response>) {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const respond = responder(apiUrl, async (url, init) => {
    asked.push({ url: String(url), init });
    return answer();
  });
  return { respond, asked };
}
const ok = async () => new Response('ok');

test('goes to Slack as JSON, with a timeout, following nobody elsewhere', async () => {
  const { respond, asked } = calling(null, ok);
  expect(await respond(HOOK, { text: 'words', replace_original: true })).toBe(true);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.url).toBe(HOOK);
  expect(asked[0]?.init).toMatchObject({ method: 'POST', redirect: 'error' });
  expect(asked[0]?.init?.signal).toBeInstanceOf(AbortSignal);
  expect(JSON.parse(String(asked[0]?.init?.body))).toEqual({
    text: 'words',
    replace_original: true,
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
  });
});

describe('is not sent', () => {
  test.each([
    'http://hooks.slack.com/actions/1',
    'https://hooks.slack.com.evil.example/1',
    'https://evil.example/hooks.slack.com',
    'https://hooks.slack.com@evil.example/',
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:5432/',
    'file:///etc/passwd',
    'not an address',
    '',
  ])('to %s', async (address) => {
    const { respond, asked } = calling(null, ok);
    expect(await respond(address, { text: 'words' })).toBe(false);
    expect(asked).toEqual([]);
  });

  test('to Slack itself while another interface stands in for it', async () => {
    const { respond, asked } = calling('http://127.0.0.1:4000/api/', ok);
    expect(await respond(HOOK, { text: 'words' })).toBe(false);
    expect(await respond('http://127.0.0.1:4001/hook', { text: 'words' })).toBe(false);
    expect(await respond('http://127.0.0.1:4000/hook', { text: 'words' })).toBe(true);
    expect(asked.map(({ url }) => url)).toEqual(['http://127.0.0.1:4000/hook']);
  });
});

test.each([
  ['refused', async () => new Response('expired_url', { status: 404 })],
  ['limited', async () => new Response('', { status: 429 })],
  ['cut off', () => Promise.reject(new TypeError('terminated'))],
])('%s, it was not taken, and is not tried again', async (_what, answer) => {
  const { respond, asked } = calling(null, answer);
  expect(await respond(HOOK, { text: 'words' })).toBe(false);
  expect(asked).toHaveLength(1);
});
