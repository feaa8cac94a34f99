/**
 * The address to answer at: five uses, half an hour, and who sees what is answered there.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FakeSlack } from '../../../src/simulation/slack/fake-slack.ts';
import { button, call, handClock, openOak, question } from './bare-bot.ts';

let slack: FakeSlack;
const clock = handClock();
beforeEach(async () => {
  slack = await openOak({ now: clock.now });
  slack.deliverTo('http://127.0.0.1:9/');
});
afterEach(() => slack.close());

async function clicked(channel = 'C1'): Promise<string> {
  await call(slack, 'chat.postMessage', { channel, text: 'Asked', blocks: question(button('Yes', 'yes')) });
  const delivery = await slack.person('U1').channel(channel).at(-1)?.press('Yes');
  return String(delivery?.payload.response_url);
}
async function answer(url: string, body: object): Promise<[number, string]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return [response.status, await response.text()];
}
const seen = (person: string) => slack.person(person).ephemerals.map(({ text }) => text);

test('an answer is for the presser’s eyes unless it is for the channel', async () => {
  const url = await clicked();
  expect(await answer(url, { text: 'Only you' })).toEqual([200, 'ok']);
  expect(await answer(url, { text: 'All of you', response_type: 'in_channel' })).toEqual([200, 'ok']);
  expect(seen('U1')).toEqual(['Only you']);
  expect(seen('U2')).toEqual([]);
  expect(slack.person('U2').channel('C1').at(-1)?.text).toBe('All of you');
});

test('the message pressed is replaced or removed when asked', async () => {
  const url = await clicked();
  await answer(url, { text: 'New', replace_original: true });
  expect(
    slack
      .person('U2')
      .channel('C1')
      .map(({ text }) => text),
  ).toEqual(['New']);
  await answer(url, { delete_original: true });
  expect(slack.person('U2').channel('C1')).toEqual([]);
  expect(await answer(url, { text: 'Too late', replace_original: true })).toEqual([404, 'message_not_found']);
});

test('it lasts five uses and thirty minutes', async () => {
  const url = await clicked();
  for (let n = 0; n < 5; n += 1) expect(await answer(url, { text: `${n}` })).toEqual([200, 'ok']);
  expect(await answer(url, { text: '5' })).toEqual([404, 'used_url']);
  const later = await clicked();
  clock.forward(30 * 60_000);
  expect(await answer(later, { text: 'just in time' })).toEqual([200, 'ok']);
  clock.forward(1);
  expect(await answer(later, { text: 'late' })).toEqual([404, 'expired_url']);
  expect(await answer(`${later}0`, { text: 'x' })).toEqual([404, 'invalid_url']);
});

test('what Slack would not show is refused, and it says so', async () => {
  const url = await clicked();
  expect(await answer(url, {})).toEqual([400, 'no_text']);
  expect(await answer(url, { text: 'x', blocks: [{ type: 'chart' }] })).toEqual([400, 'invalid_blocks']);
  expect(await answer(url, { text: 'x', colour: 'red' })).toEqual([400, 'invalid_payload']);
  expect(slack.refused.map(({ error }) => error)).toEqual(['no_text', 'invalid_blocks', 'invalid_payload']);
  expect(slack.person('U1').ephemerals).toEqual([]);
});

test('it misbehaves by its own name', async () => {
  const url = await clicked();
  slack.misbehave({ kind: 'status', status: 503 }, { method: 'response_url' });
  expect((await answer(url, { text: 'x' }))[0]).toBe(503);
  slack.misbehave({ kind: 'drop', done: true }, { method: 'response_url' });
  await expect(answer(url, { text: 'arrived' })).rejects.toThrow();
  expect(seen('U1')).toEqual(['arrived']);
  expect(slack.callsOf('response_url')).toMatchObject([
    { outcome: 'status 503', done: false },
    { outcome: 'drop', done: true },
  ]);
});
