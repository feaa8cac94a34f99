/**
 * Our adapter against a Slack that others have made (emulate), which lets a call through only with its scope: the bot
 * has exactly the scopes the manifest says are required, and every call it makes in a day is answered.
 */
import { readFileSync } from 'node:fs';
import type { Emulator } from 'emulate';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Chat, Platform } from '../../../src/chat/chat.ts';
import { openPace } from '../../../src/chat/pace.ts';
import { ownWorkspace } from '../../../src/chat/slack/own-workspace.ts';
import { formView } from '../../../src/chat/slack/render-form.ts';
import { slackChat } from '../../../src/chat/slack/slack.ts';
import { webClient } from '../../../src/chat/slack/web-client.ts';
import { deliverMessages } from '../../../src/cycle/deliver-messages.ts';
import { recordReply } from '../../../src/cycle/record-reply.ts';
import { leftOutLine } from '../../../src/messages/left-out.ts';
import { privateLine } from '../../../src/messages/private-line.ts';
import type { Store } from '../../../src/store/database.ts';
import { saveAddress } from '../../../src/store/people.ts';
import { prompt } from '../../../src/store/schema/index.ts';
import { ask } from '../../support/ask.ts';
import { openEmulatedSlack } from '../../support/emulated-slack.ts';
import { restless } from '../../support/restless.ts';
import { makeSchool } from '../../support/school.ts';
import { openTestStore } from '../../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const TOKEN = 'xoxb-emulated';
const GIVEN = { pace: openPace(restless(() => 0)), now: () => new Date(), leftOut: leftOutLine };

const manifest = z
  .object({
    oauth_config: z.object({
      scopes: z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }),
    }),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../manifests/slack.json', import.meta.url), 'utf8')));
const { bot, bot_optional: optional } = manifest.oauth_config.scopes;
const required = bot.filter((scope) => !optional.includes(scope));

let store: Store;
let apiUrl: string;
let emulator: Emulator;
let chat: Chat;
/** Ids as the other Slack made them. */
let teamId: string;
let teacher: string;

beforeAll(async () => {
  store = await openTestStore();
  ({ emulator, apiUrl } = await emulate(required));
  chat = slackChat({ tokenOf: async () => TOKEN, apiUrl, ...GIVEN });
});
beforeEach(async () => {
  const own = await ownWorkspace(TOKEN, apiUrl);
  teamId = own.externalId;
  const page = await chat.listMembers?.({ installationId: 'i', externalId: teamId }, null);
  if (page?.kind !== 'page') throw new Error(`The members were not listed: ${JSON.stringify(page)}`);
  teacher = page.members.find(({ email }) => email === 'amira@oak.example')?.userId ?? '';
});
afterAll(async () => {
  await emulator.close();
  await store.close();
});

const emulate = (scopes: string[]) =>
  openEmulatedSlack({
    token: TOKEN,
    scopes,
    user: { name: 'amira.khan', real_name: 'Amira Khan', email: 'amira@oak.example' },
  });

test('the workspace says who it is, and that the scopes are the manifest’s', async () => {
  const own = await ownWorkspace(TOKEN, apiUrl);
  expect(own).toMatchObject({ platform: 'slack', name: 'Oak Primary', botUserId: 'U0BOT', token: null });
});

test('a question is sent, answered and redrawn', async () => {
  const school = await makeSchool(store, { platform: 'slack' });
  await store.within(school.org, (tx) =>
    saveAddress(tx, school.org, {
      personId: school.person('T01').id,
      installationId: school.installationId,
      userId: teacher,
    }),
  );
  await ask(store, school, { who: 'T01', questions: ['TRN-K1'], at: MONDAY });
  const chats: ReadonlyMap<Platform, Chat> = new Map([['slack', chat]]);
  await deliverMessages(school.at(MONDAY), chats);
  const client = webClient(TOKEN, { apiUrl });
  const { channel } = await client.conversations.open({ users: teacher });
  const history = async () =>
    (await client.conversations.history({ channel: channel?.id ?? '', include_all_metadata: true }))
      .messages ?? [];
  const [sent] = await history();
  expect(sent?.text).toBe('Do you know who the DSL is today?');
  expect(sent?.metadata?.event_type).toBe('vigil_message');
  const [row] = await store.within(school.org, (tx) => tx.select().from(prompt));
  await recordReply(school.at(MONDAY), {
    from: { platform: 'slack', externalId: school.externalId, userId: teacher },
    eventKey: 'click:1',
    verb: 'answer',
    token: row?.token ?? '',
    arg: 'yes',
  });
  await deliverMessages(school.at(MONDAY), chats);
  const messages = await history();
  expect(messages).toHaveLength(1);
  expect(messages[0]?.text).toContain('✓ Recorded 08:05 · Yes');
});

test('somebody who is not there is gone, and a message that is not there cannot be redrawn', async () => {
  const to = { installationId: 'i', externalId: teamId, kind: 'person' as const, id: 'U404' };
  expect(await chat.post(to, privateLine('Words'), 'k')).toEqual({ kind: 'refused', why: 'person_gone' });
  expect(
    await chat.update({ ...to, id: teacher }, 'C000000001/1.000001', privateLine('Words')),
  ).toMatchObject({
    kind: 'refused',
  });
});

test('a form opens', async () => {
  const client = webClient(TOKEN, { apiUrl });
  const given = z
    .object({ trigger_id: z.string() })
    .parse(await client.apiCall('views.generateTriggerId', { user_id: teacher }));
  const form = {
    type: 'form' as const,
    act: { verb: 'answer' as const, token: 't' },
    fields: [{ name: 'date' as const, kind: 'date' as const, label: 'Date', latest: '2026-11-10' }],
    submit: 'Record',
    open: 'Enter the date',
    about: 'When was filtering last tested?',
    title: 'Your answer',
    cancel: 'Cancel',
  };
  const { view } = await client.views.open({ trigger_id: given.trigger_id, view: formView(form, '{}') });
  expect(view?.type).toBe('modal');
});

test.each(['chat:write', 'users:read'])('without %s a day does not go through', async (scope) => {
  const thin = await emulate(required.filter((each) => each !== scope));
  try {
    const poor = slackChat({ tokenOf: async () => TOKEN, apiUrl: thin.apiUrl, ...GIVEN });
    const to = { installationId: 'i', externalId: teamId, kind: 'person' as const, id: teacher };
    const outcomes = [
      await poor.post(to, privateLine('Words'), 'k'),
      await poor.listMembers?.({ installationId: 'i', externalId: teamId }, null),
    ];
    expect(outcomes).toContainEqual({ kind: 'limited', retryAfterMs: 600_000, blocked: 'all' });
  } finally {
    await thin.emulator.close();
  }
});
