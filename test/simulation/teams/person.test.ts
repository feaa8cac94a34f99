/**
 * People at their screens: what they write reaches the bot in Teams' shapes, buttons and fields are kept as clients
 * keep them, and what the bot answers a press with is done to that person's view alone.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeTeams } from '../../../src/simulation/teams/fake-teams.ts';
import type { SeenMessage } from '../../../src/simulation/teams/seen-message.ts';
import {
  AMINA,
  APP,
  AT,
  at,
  type BareBot,
  BEN,
  CAL,
  CHAT,
  call,
  cardOf,
  execute,
  inChannel,
  type Json,
  OAK,
  openOak,
  SAFE,
  say,
  startBot,
  TEAM,
  withCard,
  words,
} from './bare-bot.ts';

let teams: FakeTeams;
let bot: BareBot;
beforeEach(async () => {
  teams = await openOak();
  bot = await startBot(teams);
});
afterEach(async () => {
  await bot.stop();
  await teams.close();
});

const activity = () => bot.heard.at(-1)?.activity ?? {};
const value = () => activity().value as Json;
const CARD = 'application/vnd.microsoft.card.adaptive';

async function shown(card: unknown): Promise<SeenMessage> {
  await say(teams, withCard(card));
  const message = teams.person(AMINA).dm().at(-1);
  if (!message) throw new Error('Nothing came');
  return message;
}

/** The same card in the channel, where several people see it. */
async function shared(card: unknown): Promise<[SeenMessage | undefined, SeenMessage | undefined]> {
  await call(teams, 'POST', 'v3/conversations', inChannel(SAFE, withCard(card)));
  const [mine, theirs] = [AMINA, BEN].map((id) => teams.person(id).channel(SAFE).at(-1));
  return [mine, theirs];
}

describe('what is written', () => {
  test('in the conversation of two comes as Teams sends it', async () => {
    const delivery = await teams.person(AMINA).writes('status <me>');
    expect(delivery).toMatchObject({ kind: 'message', status: 200, taken: true, why: null, retry: 0 });
    expect(activity()).toEqual({
      type: 'message',
      id: String(AT.getTime()),
      timestamp: '2026-11-02T09:00:00.000Z',
      localTimestamp: '2026-11-02T09:00:00.000+00:00',
      localTimezone: 'Europe/London',
      channelId: 'msteams',
      serviceUrl: teams.serviceUrl,
      from: { id: expect.stringMatching(/^29:1/), name: 'Amina Khan', aadObjectId: AMINA },
      recipient: { id: `28:${APP}`, name: 'Vigil' },
      conversation: { id: expect.stringMatching(/^a:1/), tenantId: OAK, conversationType: 'personal' },
      channelData: { tenant: { id: OAK } },
      locale: 'en-GB',
      text: 'status <me>',
      textFormat: 'plain',
      attachments: [{ contentType: 'text/html', content: '<p>status &lt;me&gt;</p>' }],
      entities: [
        { locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London', type: 'clientInfo' },
      ],
    });
  });

  test('in a channel names the bot, and is answered in its thread', async () => {
    await teams.person(BEN).writesIn(SAFE, 'status');
    const first = activity();
    expect(first).toMatchObject({
      text: '<at>Vigil</at> status',
      conversation: { id: `${SAFE};messageid=${first.id}`, conversationType: 'channel', isGroup: true },
      channelData: {
        channel: { id: SAFE, name: 'Safeguarding' },
        team: { id: TEAM, name: 'Oak Primary', aadGroupId: expect.any(String) },
        tenant: { id: OAK },
      },
    });
    expect(first.entities).toContainEqual({
      mentioned: { id: `28:${APP}`, name: 'Vigil' },
      text: '<at>Vigil</at>',
      type: 'mention',
    });
    await teams.person(BEN).writesIn(SAFE, 'due', { rootId: String(first.id) });
    expect(activity().conversation).toMatchObject({ id: `${SAFE};messageid=${first.id}` });
    await teams.person(BEN).writesIn(CHAT, 'due');
    expect(activity().conversation).toMatchObject({ id: CHAT, conversationType: 'groupChat', isGroup: true });
  });

  test('cannot be where the app is not, or the person', async () => {
    expect(() => teams.person(CAL).writes('Hello')).toThrow('has not got the app');
    expect(() => teams.person(CAL).writesIn(SAFE, 'Hello')).toThrow('is not in');
    await teams.tenant().removesFromTeam(TEAM);
    expect(() => teams.person(BEN).writesIn(SAFE, 'Hello')).toThrow('The bot is not in');
    teams.tenant().blocks(AMINA);
    expect(() => teams.person(AMINA).writes('Hello')).toThrow('has blocked the bot');
    expect(bot.heard.map(({ activity: { type } }) => type)).toEqual([
      'installationUpdate',
      'conversationUpdate',
    ]);
  });

  test('may be a file, or be written anew', async () => {
    await teams.person(AMINA).uploads('notes.docx', 'Look');
    expect(activity().attachments).toMatchObject([
      {
        contentType: 'application/vnd.microsoft.teams.file.download.info',
        name: 'notes.docx',
        content: { fileType: 'docx', downloadUrl: expect.stringContaining('https://') },
      },
      { contentType: 'text/html' },
    ]);
    await teams.person(AMINA).edits('Look here');
    expect(activity()).toMatchObject({
      type: 'messageUpdate',
      text: 'Look here',
      channelData: { eventType: 'editMessage' },
    });
    expect(activity().id).toBe(bot.heard[0]?.activity.id);
  });
});

describe('a press', () => {
  const question = (...actions: unknown[]) => ({ ...cardOf({ type: 'TextBlock', text: 'Who?' }), actions });

  test('is found by what is written, or by the tooltip, and comes as an invoke', async () => {
    const message = await shown(question(execute('Ye…', { tooltip: 'Yes, all', id: 'yes' }), execute('No')));
    expect([message.buttons, message.tooltips]).toEqual([
      ['Ye…', 'No'],
      ['Yes, all', null],
    ]);
    expect([message.text, message.summary]).toEqual(['Who?\nYe…\nNo', 'A question']);
    for (const label of ['Ye…', 'Yes, all']) await message.press(label);
    expect(activity()).toMatchObject({
      type: 'invoke',
      id: expect.stringMatching(/^f:/),
      name: 'adaptiveCard/action',
      replyToId: message.id,
      conversation: { id: message.conversationId, conversationType: 'personal' },
      value: {
        action: { type: 'Action.Execute', id: 'yes', title: 'Ye…', verb: 'vigil', data: { act: 'Ye…' } },
        trigger: 'manual',
      },
    });
    expect(bot.heard[0]?.activity.id).not.toBe(bot.heard[1]?.activity.id);
    await expect(message.press('Maybe')).rejects.toThrow('No button "Maybe" among: Ye…, No');
  });

  test('in an old client is a message with the fallback’s data', async () => {
    const message = await shown(question(execute('Yes')));
    teams.person(AMINA).client = 'old';
    await message.press('Yes');
    expect(activity()).toMatchObject({ type: 'message', replyToId: message.id, value: { act: 'Yes' } });
    expect(activity()).not.toHaveProperty('text');
    bot.answers = () => ({ status: 500 });
    await message.press('Yes');
    expect(teams.person(AMINA).warnings).toEqual(['Unable to reach app. Please try again.']);
    const long = cardOf({ type: 'TextBlock', text: 'x'.repeat(28_480) });
    const bare = await shown({ ...long, actions: [execute('Yes', { fallback: undefined })] });
    await expect(bare.press('Yes')).rejects.toThrow('does not show that button');
  });

  test('answered with a card changes the presser’s view alone; an update, everybody’s', async () => {
    const [mine, theirs] = await shared(question(execute('Yes')));
    bot.answers = () => ({
      status: 200,
      body: { statusCode: 200, type: CARD, value: cardOf({ type: 'TextBlock', text: 'Recorded' }) },
    });
    await mine?.press('Yes');
    expect([mine?.text, theirs?.text]).toEqual(['Recorded', 'Who?\nYes']);
    expect(mine?.summary).toBe('A question');
    expect(activity().conversation).toMatchObject({ id: `${SAFE};messageid=${mine?.id}` });
    await call(
      teams,
      'PUT',
      at(SAFE, `/activities/${mine?.id}`),
      withCard(cardOf({ type: 'TextBlock', text: 'Done' })),
    );
    expect([mine?.drawings, theirs?.drawings]).toEqual([
      ['Who?\nYes', 'Recorded', 'Done'],
      ['Who?\nYes', 'Done'],
    ]);
    await expect(mine?.press('Yes')).rejects.toThrow('among: none');
    await mine?.press('Yes', 0);
    await expect(mine?.press('Yes', 9)).rejects.toThrow('drawn 4 times, not 10');
    expect(teams.refused).toEqual([]);
  });

  test('answered with words tells the presser alone', async () => {
    const [mine, theirs] = await shared(question(execute('Yes')));
    bot.answers = () => ({
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Not yours.' },
    });
    await theirs?.press('Yes');
    expect([teams.person(BEN).lines, teams.person(AMINA).lines]).toEqual([['Not yours.'], []]);
    expect(mine?.drawings).toHaveLength(1);
  });

  test.each([
    ['nothing', undefined, 1],
    ['something else', { statusCode: 200, type: 'text/plain', value: 'x' }, 1],
    ['a card Teams would not take', { statusCode: 200, type: CARD, value: cardOf({ type: 'Nothing' }) }, 1],
    ['empty words', { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: '' }, 1],
    [
      'an error',
      { statusCode: 500, type: 'application/vnd.microsoft.error', value: { code: 'x', message: 'y' } },
      0,
    ],
  ])('answered with %s is told as gone wrong, and the card stays', async (_what, body, refused) => {
    const message = await shown(question(execute('Yes')));
    bot.answers = () => ({ status: 200, body });
    await message.press('Yes');
    expect(teams.person(AMINA).warnings).toEqual(['Something went wrong. Please try again.']);
    expect(message.drawings).toHaveLength(1);
    expect(teams.refused).toHaveLength(refused);
  });

  test('that cannot be, or sends nothing, is held', async () => {
    const message = await shown(
      question(
        execute('Off', { isEnabled: false }),
        { type: 'Action.OpenUrl', title: 'Read', url: 'https://example.test/' },
        { type: 'Action.ToggleVisibility', title: 'More', targetElements: ['more'] },
      ),
    );
    await expect(message.press('Off')).rejects.toThrow('cannot be pressed');
    expect(await message.press('Read')).toBeNull();
    await expect(message.press('More')).rejects.toThrow('Nothing is called more');
    const hidden = await shown({
      ...cardOf({ type: 'TextBlock', id: 'more', isVisible: false, text: 'Hidden' }),
      actions: [{ type: 'Action.ToggleVisibility', title: 'More', targetElements: ['more'] }],
    });
    expect(hidden.text).toBe('More');
    await hidden.press('More');
    expect(hidden.text).toBe('Hidden\nMore');
    expect(bot.heard).toEqual([]);
  });
});

describe('a form', () => {
  const count = {
    type: 'Input.Number',
    id: 't.count',
    label: 'How many?',
    isRequired: true,
    errorMessage: 'Give a number from 0 to 9.',
    min: 0,
    max: 9,
  };
  const day = {
    type: 'Input.Date',
    id: 't.date',
    label: 'Since when?',
    max: '2026-11-02',
    errorMessage: 'Not after today.',
  };
  const word = {
    type: 'Input.Text',
    id: 't.code',
    label: 'Code',
    regex: '^[A-Z]{2}$',
    errorMessage: 'Two letters.',
    maxLength: 3,
  };
  const choice = {
    type: 'Input.ChoiceSet',
    id: 't.who',
    label: 'Who?',
    choices: [
      { title: 'Everybody', value: 'all' },
      { title: 'Nobody', value: 'none' },
    ],
  };
  const agreed = {
    type: 'Input.Toggle',
    id: 't.ok',
    label: 'Agreed?',
    title: 'I agree',
    isRequired: true,
    errorMessage: 'Tick this.',
  };
  const form = (...inputs: unknown[]) => ({ ...cardOf(...inputs), actions: [execute('Send')] });

  test('holds back what is out of bounds, with the words beside it, and sends nothing', async () => {
    const message = await shown(form(count, day, word, choice, agreed));
    const all = { 't.count': 'Give a number from 0 to 9.', 't.ok': 'Tick this.' };
    expect(await message.press('Send')).toBeNull();
    expect(message.errors).toEqual(all);
    message.fill({ 't.ok': 'I agree' });
    for (const wrong of ['three', '-1', '10', '']) {
      expect(await message.fill({ 'How many?': wrong }).submit('Send')).toBeNull();
      expect(message.errors).toEqual({ 't.count': 'Give a number from 0 to 9.' });
    }
    message.fill({ 't.count': '4' });
    expect(await message.fill({ 'Since when?': '2026-11-03', Code: 'abc' }).press('Send')).toBeNull();
    expect(message.errors).toEqual({ 't.date': 'Not after today.', 't.code': 'Two letters.' });
    expect(bot.heard).toEqual([]);
    message.fill({ 'Since when?': '2026-11-02', Code: 'AB', 'Who?': 'Nobody' });
    await message.press('Send');
    expect(message.errors).toEqual({});
    expect(value().action).toMatchObject({
      data: {
        act: 'Send',
        't.count': '4',
        't.date': '2026-11-02',
        't.code': 'AB',
        't.who': 'none',
        't.ok': 'true',
      },
    });
    expect(() => message.fill({ Other: '1' })).toThrow('No field "Other" among How many?, Since when?');
    expect(() => message.fill({ 'Who?': 'Somebody' })).toThrow('No choice "Somebody"');
  });

  test('left empty where it may be is not sent by a new client, and is by an old one', async () => {
    const message = await shown(form({ ...count, isRequired: false, value: 3 }, day));
    expect(message.values).toEqual({ 't.count': '3', 't.date': '' });
    await message.press('Send');
    expect(value().action).toMatchObject({ data: { act: 'Send', 't.count': '3' } });
    expect((value().action as Json).data).not.toHaveProperty('t.date');
    teams.person(AMINA).client = 'old';
    await message.press('Send');
    expect(value()).toEqual({ act: 'Send', 't.count': 3, 't.date': '' });
  });

  test('is passed over by a button that takes no inputs', async () => {
    const message = await shown({
      ...cardOf(count),
      actions: [execute('Send'), execute('Not me', { associatedInputs: 'none' })],
    });
    await message.press('Not me');
    expect((value().action as Json).data).toEqual({ act: 'Not me' });
  });

  test('inside a card that is opened goes with that card’s buttons only', async () => {
    const message = await shown({
      ...cardOf({ ...day, value: '2026-11-01' }),
      actions: [execute('Yes'), { type: 'Action.ShowCard', title: 'Enter', card: form(count) }],
    });
    expect([message.labels, message.buttons]).toEqual([['Since when?'], ['Yes', 'Enter']]);
    expect(() => message.fill({ 'How many?': '4' })).toThrow('No field');
    expect(await message.press('Enter')).toBeNull();
    expect([message.labels, message.buttons]).toEqual([
      ['Since when?', 'How many?'],
      ['Yes', 'Enter', 'Send'],
    ]);
    await message.press('Yes');
    expect((value().action as Json).data).toEqual({ act: 'Yes', 't.date': '2026-11-01' });
    expect(await message.press('Send')).toBeNull();
    await message.fill({ 'How many?': '4' }).submit('Send');
    expect((value().action as Json).data).toEqual({ act: 'Send', 't.date': '2026-11-01', 't.count': '4' });
    await message.press('Enter');
    expect(message.buttons).toEqual(['Yes', 'Enter']);
  });

  test('filled in by one person is not so for another', async () => {
    const [mine, theirs] = await shared(form(count));
    mine?.fill({ 'How many?': '4' });
    expect([mine?.values, theirs?.values]).toEqual([{ 't.count': '4' }, { 't.count': '' }]);
  });
});

test('what a person reads is what is shown: cells, charts, pictures, never data or fallbacks', async () => {
  const cell = (text: string) => ({ type: 'TableCell', items: [{ type: 'TextBlock', text }] });
  const message = await shown(
    cardOf(
      { type: 'TextBlock', text: 'A \\*star\\* &amp; 1\\. more', style: 'heading' },
      { type: 'RichTextBlock', inlines: ['It *is* ', { type: 'TextRun', text: 'so', weight: 'bolder' }] },
      { type: 'FactSet', facts: [{ title: 'Due', value: 'today' }] },
      { type: 'ColumnSet', columns: [{ items: [{ type: 'TextBlock', text: 'Left' }] }, { width: 'auto' }] },
      { type: 'Table', columns: [{ width: 1 }, { width: 1 }], rows: [{ cells: [cell('Met'), cell('4')] }] },
      { type: 'Image', url: 'https://example.test/a.png', altText: 'A picture' },
      {
        type: 'Chart.VerticalBar',
        title: 'Answers',
        data: [{ x: 'Met', y: 4 }],
        fallback: { type: 'TextBlock', text: 'not seen' },
      },
      { type: 'Container', isVisible: false, items: [{ type: 'TextBlock', text: 'nor this' }] },
    ),
  );
  expect(message.text.split('\n')).toEqual([
    'A *star* & 1. more',
    'It *is* so',
    'Due',
    'today',
    'Left',
    'Met',
    '4',
    'A picture',
    'Answers',
    'Met',
    '4',
  ]);
  await say(teams, words('**Bold** words'));
  expect(teams.person(AMINA).dm().at(-1)?.text).toBe('Bold words');
});
