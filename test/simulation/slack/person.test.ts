/**
 * People at their screens: buttons are found by what is written or read aloud, choices and dates are sent as Slack
 * sends them, and a mistake in a test is told with what there was.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FakeSlack } from '../../../src/simulation/slack/fake-slack.ts';
import type { SeenMessage } from '../../../src/simulation/slack/seen-message.ts';
import { AT, button, call, FORM, openOak, question } from './bare-bot.ts';

let slack: FakeSlack;
beforeEach(async () => {
  slack = await openOak({ now: () => AT });
  slack.deliverTo('http://127.0.0.1:9/');
});
afterEach(() => slack.close());

async function asked(...elements: object[]): Promise<SeenMessage> {
  await call(slack, 'chat.postMessage', { channel: 'U1', text: 'Summary', blocks: question(...elements) });
  const message = slack.person('U1').dm().at(-1);
  if (!message) throw new Error('Nothing came');
  return message;
}
const actionOf = (payload: Record<string, unknown>) =>
  Array.isArray(payload.actions) ? payload.actions[0] : null;

test('a button is found by its label or by what is read aloud for it', async () => {
  const message = await asked(
    button('Ye…', 'yes', { accessibility_label: 'Yes, all of them', value: 'y', style: 'primary' }),
    button('No', 'no'),
  );
  expect(message.buttons).toEqual(['Ye…', 'No']);
  expect(message.summary).toBe('Summary');
  for (const label of ['Ye…', 'Yes, all of them'])
    expect(actionOf((await message.press(label)).payload)).toEqual({
      type: 'button',
      action_id: 'yes',
      block_id: 'choices',
      text: { type: 'plain_text', text: 'Ye…' },
      value: 'y',
      style: 'primary',
      action_ts: expect.any(String),
    });
  await expect(message.press('Maybe')).rejects.toThrow('No button "Maybe" among: Ye…, No');
});

test('two buttons of one label cannot be told apart', async () => {
  const message = await asked(button('Yes', 'a'), button('Yes', 'b'));
  await expect(message.press('Yes')).rejects.toThrow('More than one button "Yes" among: Yes, Yes');
});

test('each press is a press of its own', async () => {
  const message = await asked(button('Yes', 'yes'));
  const [first, second] = [await message.press('Yes'), await message.press('Yes')];
  expect(actionOf(first.payload).action_ts).not.toBe(actionOf(second.payload).action_ts);
  expect(first.payload.trigger_id).not.toBe(second.payload.trigger_id);
});

test('a button of an earlier screen can still be pressed, as on a slow phone', async () => {
  const message = await asked(button('Yes', 'yes'));
  await call(slack, 'chat.update', { channel: message.channelId, ts: message.ts, text: 'Recorded' });
  expect(message.text).toBe('Recorded');
  await expect(message.press('Yes')).rejects.toThrow('No button "Yes" among: none');
  expect(actionOf((await message.press('Yes', 0)).payload)).toMatchObject({ action_id: 'yes' });
  await expect(message.press('Yes', 2)).rejects.toThrow('drawn 2 times');
});

test('a choice and a date are sent as what was chosen', async () => {
  const options = ['One', 'Two'].map((text) => ({
    text: { type: 'plain_text', text },
    value: text.toLowerCase(),
  }));
  const message = await asked(
    { type: 'static_select', action_id: 'which', options },
    { type: 'datepicker', action_id: 'when', initial_date: '2026-11-01' },
  );
  expect(actionOf((await message.choose('Two')).payload)).toMatchObject({
    type: 'static_select',
    action_id: 'which',
    selected_option: { text: { text: 'Two' }, value: 'two' },
  });
  expect(actionOf((await message.pick('2026-11-02')).payload)).toMatchObject({
    type: 'datepicker',
    selected_date: '2026-11-02',
    initial_date: '2026-11-01',
  });
  await expect(message.choose('Three')).rejects.toThrow('No option "Three"');
});

test('a channel is seen by those who are in it', () => {
  expect(slack.person('U2').channel('C1')).toEqual([]);
  expect(() => slack.person('U4').channel('C1')).toThrow('U4 is not in the channel C1');
  expect(() => slack.person('U99')).toThrow('There is nobody called U99 in T1');
});

test('looking opens no conversation', async () => {
  slack.person('U1').dm();
  expect(await call(slack, 'conversations.open', { users: 'U1' })).not.toHaveProperty('already_open');
});

test('a form holds back what Slack would not send, and fills by block, action or label', async () => {
  const trigger_id = String((await slack.person('U1').command('/vigil')).payload.trigger_id);
  await call(slack, 'views.open', { trigger_id, view: FORM });
  const form = slack.person('U1').modal;
  const sent = slack.deliveries.length;
  for (const [typed, fault] of [
    ['', 'Please complete this required field.'],
    ['three', 'Must be a number'],
    ['2.5', 'Must be a whole number'],
    ['-1', 'Must be at least 0'],
  ] as const) {
    expect(await form.fill({ number: typed }).submit()).toBeNull();
    expect(form.errors).toEqual({ count: fault });
  }
  expect(slack.deliveries).toHaveLength(sent);
  expect(() => form.fill({ nothing: '1' })).toThrow(
    'No field "nothing" among How many first-aiders?, Since when?',
  );
  form.fill({ 'How many first-aiders?': '4', day: '' });
  expect(form.values).toEqual({
    count: { number: { type: 'number_input', value: '4' } },
    day: { date: { type: 'datepicker', selected_date: null } },
  });
  // Nobody is there to take it: the form stays, and Slack says so.
  expect(await form.submit()).toMatchObject({ taken: false });
  expect(form.isOpen).toBe(true);
  expect(slack.person('U1').warnings.at(-1)).toBe('We had some trouble connecting. Try again?');
});

test('a new form takes the place of the one that was open', async () => {
  for (const text of ['First', 'Second']) {
    const trigger_id = String((await slack.person('U1').command('/vigil')).payload.trigger_id);
    await call(slack, 'views.open', { trigger_id, view: { ...FORM, title: { type: 'plain_text', text } } });
  }
  const person = slack.person('U1');
  expect(person.modal.title).toBe('Second');
  await person.modal.close();
  expect(person.hasModal).toBe(false);
  expect(slack.person('U2').hasModal).toBe(false);
});
