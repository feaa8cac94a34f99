/**
 * A workspace takes back its permission: nothing more goes there, nothing is lost, and where the same school is reached
 * on another platform too its lead hears of it there, once.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Chat, Platform } from '../../src/chat/chat.ts';
import { chaseOverdue } from '../../src/cycle/chase-overdue.ts';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { revokeWorkspace } from '../../src/cycle/revoke-workspace.ts';
import { takeInstallation } from '../../src/cycle/take-installation.ts';
import type { Store } from '../../src/store/database.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { saveAddress } from '../../src/store/people.ts';
import { notAsked } from '../../src/store/schema/index.ts';
import { ask, readAlerts, readMessages, readPrompt } from '../support/ask.ts';
import { type FakeChat, fakeChat } from '../support/fake-chat.ts';
import { tokensUnder } from '../support/keys.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let school: School;
let here: FakeChat;
let there: FakeChat;
let block = 800;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
  here = fakeChat('local');
  there = fakeChat('slack');
});

const MONDAY = '2026-11-09T08:05:00Z';
const later = (minutes: number) => new Date(new Date(MONDAY).getTime() + minutes * 60_000);
const chats = () =>
  new Map<Platform, Chat>([
    ['local', here],
    ['slack', there],
  ]);
const deliver = (at: string | Date) => deliverMessages(school.at(at), chats());
const T = () => `T-second-${block}`;

/** Some of the staff are reached in a second workspace, on another platform. */
async function secondWorkspace(...refs: string[]): Promise<void> {
  const installationId = school.at(MONDAY).ids.id();
  await store.within(school.org, async (tx) => {
    await saveInstallation(tx, school.org, {
      installationId,
      platform: 'slack',
      externalId: T(),
      botUserId: null,
    });
    for (const ref of refs)
      await saveAddress(tx, school.org, {
        personId: school.person(ref).id,
        installationId,
        userId: `S-${ref}`,
      });
  });
}
const revoke = (platform: Platform, externalId: string, at: Date) =>
  revokeWorkspace({ store, contextFor: async () => school.at(at) }, { platform, externalId });

async function installAgain(at: Date): Promise<void> {
  const world = { store, contextFor: async () => school.at(at) };
  const again = { platform: 'slack' as const, externalId: T(), name: null, botUserId: null, scopes: [] };
  const ports = { ids: school.at(at).ids, sealer: tokensUnder(null) };
  await takeInstallation(world, { ...again, token: null }, ports);
}

test('a lead reached on the other platform is told there, once, with how many are out of reach', async () => {
  await secondWorkspace('T01', 'T02', 'S01');
  await revoke('slack', T(), later(0));
  await revoke('slack', T(), later(5));
  await deliver(later(10));
  await deliver(later(20));
  expect(here.to('U-D01')).toHaveLength(1);
  expect(here.last('U-D01').text).toContain('lost its permission');
  expect(here.last('U-D01').text).toContain('3 people cannot be asked');
  expect(there.calls).toEqual([]);
});

test('told by a refused send, the message waits, nobody is silent, and the lead hears of it elsewhere', async () => {
  await secondWorkspace('S01');
  const [promptId = ''] = await ask(store, school, { who: 'S01', questions: ['SIT-D1'], at: MONDAY });
  there.script({ kind: 'refused', why: 'installation_revoked' });
  await deliver(MONDAY);
  await deliver(later(10));
  expect(await readPrompt(store, school, promptId)).toMatchObject({ state: 'planned' });
  expect(there.calls).toHaveLength(1);
  expect(here.last('U-D01').text).toContain('One person cannot be asked');
});

test('what was asked there waits: an attestation is open still when Vigil is let in again, a duty was not asked', async () => {
  await secondWorkspace('S01', 'T01');
  const [duty = ''] = await ask(store, school, { who: 'S01', questions: ['SIT-D1'], at: MONDAY });
  const [attestation = ''] = await ask(store, school, { who: 'T01', questions: ['TRN-A1'], at: MONDAY });
  await deliver(MONDAY);
  await revoke('slack', T(), later(60));
  for (let day = 1; day <= 14; day += 1) await chaseOverdue(school.at(later(day * 1_440)));
  expect(await readPrompt(store, school, attestation)).toMatchObject({ state: 'asked', nudges: 0 });
  expect(await readPrompt(store, school, duty)).toMatchObject({ state: 'cancelled' });
  expect(await readAlerts(store, school)).toEqual([]);
  const noted = await store.within(school.org, (tx) => tx.select().from(notAsked));
  expect(noted).toMatchObject([{ questionId: 'SIT-D1' }]);
  await installAgain(later(14.5 * 1_440));
  const again = await readPrompt(store, school, attestation);
  expect(again.chaseAt?.toISOString()).toBe(new Date(later(14.5 * 1_440)).toISOString());
  for (const day of [16, 17]) await chaseOverdue(school.at(later(day * 1_440)));
  expect((await readPrompt(store, school, attestation)).state).not.toBe('cancelled');
});

test('a refusal told of a token that was given up meanwhile ends no newer installation', async () => {
  await secondWorkspace('S01');
  await ask(store, school, { who: 'S01', questions: ['SIT-D1'], at: MONDAY });
  let moment = later(0);
  there.before = async () => {
    await installAgain(later(1));
    moment = later(2);
  };
  there.script({ kind: 'refused', why: 'installation_revoked' });
  await deliverMessages({ ...school.at(MONDAY), fresh: () => moment }, chats());
  there.before = async () => {};
  await deliver(later(10));
  expect(there.to('S-S01')).toHaveLength(1);
  expect(here.to('U-D01')).toEqual([]);
});

test('the only workspace: nobody can be told in chat, and the log says so', async () => {
  await revoke('local', school.externalId, later(0));
  await deliver(later(10));
  expect(here.calls).toEqual([]);
  expect(await readMessages(store, school)).toEqual([]);
  expect(school.log.lines.map(({ event }) => event)).toContain('nobody_to_tell_of_a_lost_workspace');
});

test('a removal that comes after Vigil was installed again does nothing, though nothing else had changed', async () => {
  await secondWorkspace('S01');
  await installAgain(later(10));
  const late = { store, contextFor: async () => school.at(later(15)) };
  await revokeWorkspace(late, { platform: 'slack', externalId: T() }, later(5));
  await ask(store, school, { who: 'S01', questions: ['SIT-D1'], at: '2026-11-09T08:21:00Z' });
  await deliver(later(20));
  expect(there.to('S-S01')).toHaveLength(1);
});
