/**
 * Stories of a Teams tenant that closes to Vigil and opens again, and of a secret that runs out: everything is kept,
 * nobody is marked silent or gone for it, and what had waited goes.
 */
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { teamsChat } from '../../src/chat/teams/teams.ts';
import type { Store } from '../../src/store/database.ts';
import { findInstallation } from '../../src/store/installations.ts';
import { address, chatReference, ledger } from '../../src/store/schema/index.ts';
import { ask, readMessages, readPrompt } from '../support/ask.ts';
import { queueMessage } from '../support/queue-message.ts';
import { openTestStore } from '../support/store.ts';
import { APP_PASSWORD, openTeamsHouse, type TeamsHouse } from '../support/teams-house.ts';

const MONDAY = '2026-11-09T08:05:00Z';

let store: Store;
let house: TeamsHouse;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  house = await openTeamsHouse(store, { block, at: MONDAY });
});
afterEach(() => house.close());

const rowsOf = <T>(read: (tx: Parameters<Parameters<Store['within']>[1]>[0]) => Promise<T>) =>
  store.within(house.school.org, read);
const stateNow = async () => (await rowsOf((tx) => findInstallation(tx, house.school.installationId)))?.state;
const ledgerKinds = async () =>
  (await rowsOf((tx) => tx.select({ kind: ledger.kind }).from(ledger))).map(({ kind }) => kind);
const references = () => rowsOf((tx) => tx.select().from(chatReference).orderBy(chatReference.chatId));
const unreachable = () => rowsOf((tx) => tx.select().from(address).where(eq(address.state, 'unreachable')));
const put = async (who: string, question: string, at = MONDAY) =>
  (await ask(store, house.school, { who, questions: [question], at }))[0] ?? '';
const deliverAt = async (moment: string) => {
  house.now = new Date(moment);
  await house.deliver();
};
const queueToChannel = (kind: 'digest' | 'guard', at: string) =>
  queueMessage(store, house.school, {
    at,
    kind,
    to: 'channel',
    dedupeKey: `${kind}:1`,
    body: { summary: 'The week' },
  });
const queueLine = (who: string) =>
  queueMessage(store, house.school, {
    at: MONDAY,
    kind: 'private_line',
    to: who,
    dedupeKey: `line:${who}`,
  });
const dm = (who: string) => house.teams.person(who).dm();

describe('an administrator switches Vigil off for everybody', () => {
  const WHO = ['T02', 'T03', 'T04', 'H01'];
  let first: string;
  let others: string[];
  const waitsFor = async () =>
    (await readMessages(store, house.school)).filter(({ state }) => state === 'pending').length;

  /** One question has been put to a teacher; then the tenant closes, and more are due. */
  beforeEach(async () => {
    first = await put('T01', 'TRN-K1');
    await deliverAt(MONDAY);
    house.teams.tenant().disables(true);
    others = [];
    for (const who of WHO) others.push(await put(who, 'TRN-K1', '2026-11-09T08:10:00Z'));
    await queueToChannel('digest', '2026-11-09T08:10:00Z');
    await deliverAt('2026-11-09T08:10:00Z');
  });

  test('and everything waits: nothing fails, nobody is unreachable, and the installation stays', async () => {
    expect(await stateNow()).toBe('live');
    for (let minute = 0; minute < 2 * 1_440; minute += 23)
      await deliverAt(new Date(Date.parse('2026-11-09T08:11:00Z') + minute * 60_000).toISOString());
    expect(await stateNow()).toBe('live');
    expect(house.teams.refused.some(({ error }) => error === 'BotDisabledByAdmin')).toBe(true);
    const states = (await readMessages(store, house.school)).map(({ state, fault }) => [state, fault]);
    expect(states.filter(([state]) => state === 'pending').length).toBeGreaterThanOrEqual(5);
    expect(states.filter(([state]) => state !== 'pending' && state !== 'sent')).toEqual([]);
    for (const id of others)
      expect(await readPrompt(store, house.school, id)).toMatchObject({ state: 'planned' });
    expect(await readPrompt(store, house.school, first)).toMatchObject({ state: 'asked' });
    expect(await unreachable()).toEqual([]);
    expect((await references()).length).toBeGreaterThan(0);
    const kinds = await ledgerKinds();
    expect(kinds).not.toContain('installation_revoked');
    expect(kinds).not.toContain('message_failed');
    expect(kinds).not.toContain('prompt_cancelled');
  });

  test('and Teams is not asked again and again for it', async () => {
    const were = house.teams.refused.length;
    for (let minute = 0; minute < 120; minute += 1)
      await deliverAt(new Date(Date.parse('2026-11-09T08:11:00Z') + minute * 60_000).toISOString());
    // Each of five some six times an hour, at most.
    expect(house.teams.refused.length - were).toBeLessThanOrEqual(5 * 13);
    expect(house.teams.refused.length - were).toBeGreaterThan(5);
    expect(await waitsFor()).toBeGreaterThanOrEqual(5);
  });

  test('and on again while nobody says a word: it all goes by itself, once', async () => {
    for (let minute = 11; minute < 60; minute += 11) await deliverAt(`2026-11-09T08:${String(minute)}:00Z`);
    const kept = await references();
    house.teams.tenant().disables(false);
    for (const hour of ['15', '16'])
      for (let minute = 0; minute < 60; minute += 5)
        await deliverAt(`2026-11-09T${hour}:${String(minute).padStart(2, '0')}:00Z`);
    for (const who of WHO) expect(dm(`U-${who}`).map(({ text }) => text)).toHaveLength(1);
    for (const id of others)
      expect(await readPrompt(store, house.school, id)).toMatchObject({ state: 'asked' });
    const inChannel = house.teams.person('U-D01').channel(house.school.channelId);
    expect(inChannel.map(({ summary }) => summary)).toEqual(['The week']);
    expect(await references()).toEqual(expect.arrayContaining(kept));
    expect(dm('U-T01')).toHaveLength(1);
    expect(await waitsFor()).toBe(0);
    expect(await unreachable()).toEqual([]);
  });

  test('and a process that is started meanwhile, knowing nothing, makes nobody unreachable either', async () => {
    for (const moment of ['08:25', '08:40', '15:20', '15:40']) {
      house.chat = teamsChat(house.parts);
      await deliverAt(`2026-11-09T${moment}:00Z`);
    }
    expect(await unreachable()).toEqual([]);
    expect(await stateNow()).toBe('live');
    expect(await waitsFor()).toBeGreaterThanOrEqual(5);
  });
});

describe('an administrator switches Vigil off for one person alone', () => {
  let theirs: string;

  const switchOff = () =>
    house.teams.misbehave(
      { kind: 'refuse', code: 'BotDisabledByAdmin' },
      {
        method: 'createConversation',
        times: 999,
        when: ({ args }) => JSON.stringify(args).includes('U-T01'),
      },
    );

  test('and others are reached; that person becomes unreachable only then', async () => {
    switchOff();
    theirs = await put('T01', 'TRN-K1');
    for (const moment of ['08:05', '08:16', '08:28']) await deliverAt(`2026-11-09T${moment}:00Z`);
    // Nobody else has been written to: it might be everybody.
    expect(await unreachable()).toEqual([]);
    expect(await readPrompt(store, house.school, theirs)).toMatchObject({ state: 'planned' });
    const reached = await put('T02', 'TRN-K1', '2026-11-09T15:15:00Z');
    await put('T03', 'TRN-K1', '2026-11-09T15:15:00Z');
    for (const moment of ['15:15', '15:28', '15:41', '15:54']) await deliverAt(`2026-11-09T${moment}:00Z`);
    expect(dm('U-T02')).toHaveLength(1);
    expect(dm('U-T03')).toHaveLength(1);
    expect(await readPrompt(store, house.school, reached)).toMatchObject({ state: 'asked' });
    expect((await unreachable()).map(({ userId }) => userId)).toEqual(['U-T01']);
    expect(await readPrompt(store, house.school, theirs)).toMatchObject({ state: 'cancelled' });
    expect(await stateNow()).toBe('live');
  });

  test('and what is said to a lead about it goes, though three such people are the first to be tried', async () => {
    house.teams.misbehave(
      { kind: 'refuse', code: 'BotDisabledByAdmin' },
      {
        method: 'createConversation',
        times: 999,
        when: ({ args }) => ['U-D01', 'U-D02', 'U-H01'].some((id) => JSON.stringify(args).includes(id)),
      },
    );
    for (const who of ['D01', 'D02', 'H01']) await queueLine(who);
    await put('T02', 'TRN-K1');
    // What is for one person alone is always claimed first, and these never get through.
    for (let n = 0; n < 6; n += 1) await deliverAt(new Date(Date.parse(MONDAY) + n * 601_000).toISOString());
    await deliverAt('2026-11-09T15:20:00Z');
    expect(dm('U-T02')).toHaveLength(1);
  });
});

describe('the app’s secret runs out on a Tuesday evening', () => {
  const TUESDAY = '2026-11-10T15:20:00Z';
  const MENDED = '2026-11-13T09:30:00Z';

  test('and what was due waits until it is mended, and goes once', async () => {
    await put('T01', 'TRN-K1');
    await deliverAt(MONDAY);
    const promptId = await put('T02', 'TRN-K1', TUESDAY);
    // It may go at any hour, so it is tried in the nights as well.
    await queueToChannel('guard', TUESDAY);
    house.teams.world.app.appPassword = 'another-secret';
    house.teams.endsTokens();
    const were = house.teams.callsOf('token').length;
    for (let at = Date.parse(TUESDAY); at < Date.parse(MENDED); at += 2 * 3_600_000)
      await deliverAt(new Date(at).toISOString());
    expect(house.teams.callsOf('token').length - were).toBeGreaterThan(30);
    expect(await stateNow()).toBe('live');
    expect(dm('U-T02')).toEqual([]);
    const states = (await readMessages(store, house.school)).map(({ state }) => state);
    expect(states.sort()).toEqual(['pending', 'pending', 'sent']);
    expect(await readPrompt(store, house.school, promptId)).toMatchObject({ state: 'planned' });
    expect(await unreachable()).toEqual([]);
    expect(await ledgerKinds()).not.toContain('message_failed');
    expect(JSON.stringify(house.school.log.lines)).not.toContain(APP_PASSWORD);
    house.teams.world.app.appPassword = APP_PASSWORD;
    await deliverAt(MENDED);
    await deliverAt('2026-11-13T15:20:00Z');
    await deliverAt('2026-11-13T15:30:00Z');
    expect(dm('U-T02')).toHaveLength(1);
    expect(await readPrompt(store, house.school, promptId)).toMatchObject({ state: 'asked' });
    const inChannel = house.teams.person('U-D01').channel(house.school.channelId);
    expect(inChannel.map(({ summary }) => summary)).toEqual(['The week']);
  });

  test('and a redraw that is owed waits too, and is done when it is mended', async () => {
    const promptId = await put('T01', 'TRN-K1');
    await deliverAt(MONDAY);
    house.teams.world.app.appPassword = 'another-secret';
    house.teams.endsTokens();
    await dm('U-T01')[0]?.press('Yes');
    await house.door.settled();
    expect((await readPrompt(store, house.school, promptId)).state).toBe('answered');
    for (let n = 0; n < 12; n += 1) await deliverAt(`2026-11-09T${String(9 + n).padStart(2, '0')}:00:00Z`);
    const updates = () =>
      house.teams.callsOf('updateActivity').filter(({ outcome }) => outcome === 'ok').length;
    const were = updates();
    house.teams.world.app.appPassword = APP_PASSWORD;
    await deliverAt('2026-11-10T08:05:00Z');
    await deliverAt('2026-11-10T09:05:00Z');
    expect(updates()).toBe(were + 1);
    expect(dm('U-T01')[0]?.text).toContain('✓ Recorded');
  });
});
