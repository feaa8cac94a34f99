/**
 * Stories of a Teams tenant that closes to Vigil and opens again, and of a secret that runs out: everything is kept,
 * nobody is marked silent or gone for it, and what had waited goes.
 */
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { takeInstallation } from '../../src/cycle/take-installation.ts';
import type { Store } from '../../src/store/database.ts';
import { findInstallation } from '../../src/store/installations.ts';
import { queueMessages } from '../../src/store/messages.ts';
import { address, chatReference, ledger } from '../../src/store/schema/index.ts';
import { sealer } from '../../src/store/sealed.ts';
import { nextWake } from '../../src/store/wakes.ts';
import { ask, readMessages, readPrompt } from '../support/ask.ts';
import { countedIds } from '../support/fixed.ts';
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
async function queueDigest(at: string): Promise<void> {
  const { org, setting, installationId, channelId } = house.school;
  const { ids, now } = house.school.at(at);
  const digest = {
    messageId: ids.id(),
    settingId: setting.id,
    to: { installationId, channelId },
    dedupeKey: 'digest:1',
    body: {
      kind: 'digest' as const,
      summary: 'The week',
      blocks: [{ type: 'text' as const, text: 'Said of nobody' }],
    },
    notBefore: now,
    notAfter: null,
    promptIds: [],
  };
  await store.within(org, (tx) => queueMessages(tx, org, [digest], now));
}
const dm = (who: string) => house.teams.person(who).dm();

describe('an administrator switches Vigil off', () => {
  let first: string;
  let second: string;

  /** One question has been put to a teacher; then the tenant closes, and another is due. */
  beforeEach(async () => {
    first = await put('T01', 'TRN-K1');
    await deliverAt(MONDAY);
    house.teams.tenant().disables(true);
    second = await put('T02', 'TRN-K1', '2026-11-09T08:10:00Z');
    await put('T03', 'TRN-K1', '2026-11-09T08:10:00Z');
    await deliverAt('2026-11-09T08:10:00Z');
  });

  test('and the whole tenant is left in peace, with everything kept', async () => {
    expect(await stateNow()).toBe('revoked');
    const calls = house.teams.calls.length;
    for (const moment of ['2026-11-09T08:15:00Z', '2026-11-09T12:00:00Z', '2026-11-10T08:05:00Z'])
      await deliverAt(moment);
    expect(house.teams.calls).toHaveLength(calls);
    expect((await readMessages(store, house.school)).map(({ state }) => state).sort()).toEqual([
      'pending',
      'pending',
      'sent',
    ]);
    expect(await readPrompt(store, house.school, first)).toMatchObject({ state: 'asked' });
    expect(await unreachable()).toEqual([]);
    expect((await references()).length).toBeGreaterThan(0);
    expect((await ledgerKinds()).filter((kind) => kind === 'installation_revoked')).toHaveLength(1);
    expect(house.teams.refused.filter(({ error }) => error === 'BotDisabledByAdmin')).toHaveLength(1);
  });

  test.each([
    ['somebody writes', async () => void (await house.teams.person('U-T01').writes('help'))],
    ['somebody presses', async () => void (await dm('U-T01')[0]?.press('Yes'))],
    [
      'somebody joins a team',
      async () =>
        void (await house.teams.tenant().joinsTeam(house.teamId, { id: 'U-NEW', name: 'New', email: null })),
    ],
    [
      'somebody takes Vigil for themselves',
      async () => void (await house.teams.tenant().installsPersonal('U-T04')),
    ],
  ])('and on again, which Vigil knows as soon as %s', async (_what, does) => {
    const kept = await references();
    house.teams.tenant().disables(false);
    house.now = new Date('2026-11-09T08:20:00Z');
    await does();
    await house.door.settled();
    expect(await stateNow()).toBe('live');
    expect(await nextWake(store, house.school.org)).not.toBeNull();
    expect(await references()).toEqual(expect.arrayContaining(kept));
    const opened = house.teams.callsOf('createConversation').length;
    await deliverAt('2026-11-09T08:20:00Z');
    expect(dm('U-T02')).toHaveLength(1);
    expect(dm('U-T03')).toHaveLength(1);
    expect(await readPrompt(store, house.school, second)).toMatchObject({ state: 'asked' });
    // The teacher’s own conversation was kept; only two had never been opened.
    expect(house.teams.callsOf('createConversation')).toHaveLength(opened + 2);
    expect((await ledgerKinds()).filter((kind) => kind === 'installation_renewed')).toHaveLength(1);
  });

  test('and on again while nobody says a word, which Vigil finds when it is started again', async () => {
    house.teams.tenant().disables(false);
    house.now = new Date('2026-11-09T08:20:00Z');
    const { externalId } = house.school;
    const told = {
      platform: 'teams',
      externalId,
      name: null,
      botUserId: null,
      scopes: [],
      token: null,
    } as const;
    const ports = { ids: countedIds(900 + block), sealer: sealer(null, (size) => Buffer.alloc(size)) };
    const taken = await takeInstallation(house.world, { ...told, scopes: [] }, ports);
    expect(taken).toMatchObject({ did: 'renewed', installationId: house.school.installationId });
    await deliverAt('2026-11-09T08:20:00Z');
    expect(dm('U-T02')).toHaveLength(1);
  });

  test('and Vigil is started again while it is still off: one refusal says so, and it is left in peace', async () => {
    const { externalId } = house.school;
    const ports = { ids: countedIds(950 + block), sealer: sealer(null, (size) => Buffer.alloc(size)) };
    house.now = new Date('2026-11-09T08:20:00Z');
    await takeInstallation(
      house.world,
      { platform: 'teams', externalId, name: null, botUserId: null, scopes: [], token: null },
      ports,
    );
    for (const moment of ['2026-11-09T08:21:00Z', '2026-11-09T08:22:00Z']) await deliverAt(moment);
    expect(await stateNow()).toBe('revoked');
    expect(house.teams.refused.filter(({ error }) => error === 'BotDisabledByAdmin')).toHaveLength(2);
    expect((await readMessages(store, house.school)).filter(({ state }) => state === 'pending')).toHaveLength(
      2,
    );
  });
});

describe('the app’s secret runs out on a Friday evening', () => {
  const FRIDAY = '2026-11-13T15:20:00Z';
  const MENDED = '2026-11-16T09:30:00Z';

  test('and what was due waits until it is mended, and goes once', async () => {
    await put('T01', 'TRN-K1');
    await deliverAt(MONDAY);
    const promptId = await put('T02', 'TRN-K1', FRIDAY);
    // It may go at any hour, so it is tried all the weekend long.
    await queueDigest(FRIDAY);
    house.teams.world.app.appPassword = 'another-secret';
    house.teams.endsTokens();
    const were = house.teams.callsOf('token').length;
    for (let at = Date.parse(FRIDAY); at < Date.parse(MENDED); at += 2 * 3_600_000)
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
    await deliverAt('2026-11-16T15:20:00Z');
    await deliverAt('2026-11-16T15:30:00Z');
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
