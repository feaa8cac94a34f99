/**
 * Stories of addresses in Teams: one that is dead, one that does not take our token, a school's filter before all of
 * them, and one in the record that is not Teams'. Nobody else is held up, nobody is unreachable for it, and our token
 * goes to Teams alone.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { teamsChat } from '../../src/chat/teams/teams.ts';
import type { Store } from '../../src/store/database.ts';
import { findInstallation } from '../../src/store/installations.ts';
import { address, chatReference } from '../../src/store/schema/index.ts';
import { ask, readMessages, readPrompt } from '../support/ask.ts';
import { queueMessage } from '../support/queue-message.ts';
import { openTestStore } from '../support/store.ts';
import { type TeamsAsks, teamsAsks } from '../support/teams-asks.ts';
import { DEAD_ADDRESS, openTeamsHouse, type TeamsHouse } from '../support/teams-house.ts';

const MONDAY = '2026-11-09T08:05:00Z';

let store: Store;
let house: TeamsHouse;
let asks: TeamsAsks;
let block = 0;
const serving: Server[] = [];

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  house = await openTeamsHouse(store, { block, at: MONDAY });
  asks = teamsAsks(store, house);
});
afterEach(async () => {
  for (const server of serving.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
  await house.close();
});

const unreachable = () =>
  store.within(house.school.org, (tx) => tx.select().from(address).where(eq(address.state, 'unreachable')));
const stateNow = async () =>
  (await store.within(house.school.org, (tx) => findInstallation(tx, house.school.installationId)))?.state;
const put = async (who: string) =>
  (await ask(store, house.school, { who, questions: ['TRN-K1'], at: MONDAY }))[0] ?? '';
const dm = (who: string) => house.teams.person(`U-${who}`).dm();
const inChannel = () => house.teams.person('U-D01').channel(house.school.channelId);
const queueDigest = () =>
  queueMessage(store, house.school, { at: MONDAY, kind: 'digest', to: 'channel', dedupeKey: 'The week' });
const queueLine = (who: string) =>
  queueMessage(store, house.school, { at: MONDAY, kind: 'private_line', to: who, dedupeKey: `For ${who}` });
const stateOf = async (dedupeKey: string) =>
  (await readMessages(store, house.school)).find((row) => row.dedupeKey === dedupeKey);
const keepReference = (
  kind: 'person' | 'channel',
  chatId: string,
  conversationId: string,
  serviceUrl: string,
) => {
  const { org, installationId } = house.school;
  const row = { conversationId, serviceUrl, seenAt: new Date('2026-11-09T08:00:00Z') };
  return store.within(org, (tx) =>
    tx
      .insert(chatReference)
      .values({ orgId: org, installationId, kind, chatId, teamId: null, ...row })
      .onConflictDoUpdate({
        target: [chatReference.orgId, chatReference.installationId, chatReference.kind, chatReference.chatId],
        set: row,
      }),
  );
};
/** So many deliveries, a little over two minutes from each to the next. */
async function deliverFor(rounds: number, from = MONDAY): Promise<void> {
  for (let n = 0; n < rounds; n += 1) {
    house.now = new Date(Date.parse(from) + n * 125_000);
    await house.deliver();
  }
}
async function serve(host: string, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  serving.push(server);
  return `http://${host}:${(server.address() as AddressInfo).port}/emea/`;
}

describe('one address', () => {
  const queueAll = async () => {
    await queueDigest();
    for (const who of ['T01', 'H01']) await queueLine(who);
    return put('T02');
  };
  const othersWereReached = async (promptId: string) => {
    for (const who of ['T01', 'H01', 'T02']) expect(dm(who)).toHaveLength(1);
    expect(await readPrompt(store, house.school, promptId)).toMatchObject({ state: 'asked' });
    expect(await unreachable()).toEqual([]);
    expect(await stateNow()).toBe('live');
  };

  test('that is dead, of the channel, does not stop the others, and is not the last word', async () => {
    await keepReference('channel', house.school.channelId, house.school.channelId, DEAD_ADDRESS);
    const promptId = await queueAll();
    await deliverFor(2);
    await othersWereReached(promptId);
    // Somebody has been reached elsewhere since: the dead address is not the last word.
    await deliverFor(4, '2026-11-09T08:20:00Z');
    expect(inChannel().map(({ summary }) => summary)).toEqual(['The week']);
  });

  test('that does not take our token, for ever, does not stop the others either', async () => {
    const mends = house.teams.misbehave(
      { kind: 'refuse', code: 'BotNotRegistered' },
      {
        method: 'createConversation',
        times: 9_999,
        when: ({ args }) => JSON.stringify(args).includes(house.school.channelId),
      },
    );
    const promptId = await queueAll();
    await deliverFor(2);
    await othersWereReached(promptId);
    const more = await put('T03');
    await deliverFor(4);
    expect(await readPrompt(store, house.school, more)).toMatchObject({ state: 'asked' });
    await deliverFor(40);
    expect(await stateOf('The week')).toMatchObject({ state: 'pending', fault: null });
    expect((await stateOf('The week'))?.attempts).toBeGreaterThan(8);
    expect(inChannel()).toEqual([]);
    expect(dm('D01').map(({ text }) => text)).toEqual([expect.stringContaining('been waiting a while')]);
    if (typeof mends === 'function') mends();
    await deliverFor(10, '2026-11-09T09:40:00Z');
    expect(inChannel().map(({ summary }) => summary)).toEqual(['The week']);
  });
});

describe('a school’s filter before Teams', () => {
  test.each([403, 404, 407])(
    'that answers %s with a page of its own makes nobody unreachable',
    async (status) => {
      const filter = { blocks: true, refused: 0 };
      const url = await serve('127.0.0.1', async (request, response) => {
        if (filter.blocks) {
          filter.refused += 1;
          response.writeHead(status, { 'content-type': 'text/html' });
          return void response.end('<html><title>Blocked</title></html>');
        }
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        const { method = 'GET', headers } = request;
        const passed = await fetch(new URL(request.url ?? '/', house.teams.serviceUrl), {
          method,
          headers: {
            authorization: headers.authorization ?? '',
            'content-type': headers['content-type'] ?? '',
          },
          ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
        });
        response.writeHead(passed.status, { 'content-type': 'application/json' });
        response.end(await passed.text());
      });
      // All of the tenant is spoken to through it.
      await asks.did(asks.person('T01').writes('help'));
      const kept = await asks.reference('person', 'U-T01');
      await keepReference('person', 'U-T01', kept?.conversationId ?? '', url);
      house.chat = teamsChat({ ...house.parts, firstServiceUrl: url });
      await queueDigest();
      for (const who of ['T01', 'H01', 'D01']) await queueLine(who);
      const promptId = await put('T02');
      await deliverFor(20);
      expect(filter.refused).toBeGreaterThan(10);
      expect(await unreachable()).toEqual([]);
      expect(await stateNow()).toBe('live');
      expect(await readPrompt(store, house.school, promptId)).toMatchObject({ state: 'planned' });
      const states = (await readMessages(store, house.school)).map((row) => row.state);
      expect(states.filter((state) => state !== 'pending')).toEqual([]);
      filter.blocks = false;
      await deliverFor(12, '2026-11-09T15:15:00Z');
      expect(dm('H01')).toHaveLength(1);
      expect(dm('T02')).toHaveLength(1);
      expect(dm('T01').at(-1)?.text).toContain('For T01');
      expect(inChannel().map(({ summary }) => summary)).toEqual(['The week']);
    },
  );
});

describe('an address in the record that is not Teams’', () => {
  test.each(['person', 'channel'] as const)('of a %s is never given our token', async (kind) => {
    const heard: (string | undefined)[] = [];
    const foreign = await serve('localhost', (request, response) => {
      heard.push(request.headers.authorization);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"id":"1"}');
    });
    const { installationId, externalId, channelId } = house.school;
    const id = kind === 'person' ? 'U-T01' : channelId;
    await asks.did(asks.person('T01').writes('help'));
    const kept = await asks.reference('person', 'U-T01');
    await keepReference(kind, id, kind === 'person' ? (kept?.conversationId ?? '') : id, foreign);
    const to = { installationId, externalId, kind, id };
    const line = { kind: 'private_line' as const, summary: 's', blocks: [] };
    const words = { ...line, blocks: [{ type: 'text' as const, text: 'Words' }] };
    const sent = await house.chat.post(to, words, 'key');
    expect(sent).toMatchObject({ kind: 'sent' });
    if (sent.kind === 'sent') await house.chat.update(to, sent.platformId, words);
    await house.chat.say(to, words);
    await house.chat.say(to, words, { serviceUrl: foreign, conversationId: kept?.conversationId ?? '' });
    await house.chat.listMembers?.({ installationId, externalId }, null);
    await house.chat.listMembers?.(
      { installationId, externalId },
      JSON.stringify({ in: 'people', after: null }),
    );
    await house.chat.inspect?.({ installationId, externalId }, [channelId]);
    expect(heard).toEqual([]);
    expect(await unreachable()).toEqual([]);
  });
});
