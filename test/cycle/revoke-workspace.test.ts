/**
 * A workspace takes back its permission: nothing more goes there, nothing is lost, and where the same school is reached
 * on another platform too its lead hears of it there, once.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Chat, Platform } from '../../src/chat/chat.ts';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { revokeWorkspace } from '../../src/cycle/revoke-workspace.ts';
import { takeInstallation } from '../../src/cycle/take-installation.ts';
import type { Store } from '../../src/store/database.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { saveAddress } from '../../src/store/people.ts';
import { sealer } from '../../src/store/sealed.ts';
import { ask, readMessages, readPrompt } from '../support/ask.ts';
import { type FakeChat, fakeChat } from '../support/fake-chat.ts';
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
const deliver = (at: string | Date) =>
  deliverMessages(
    school.at(at),
    new Map<Platform, Chat>([
      ['local', here],
      ['slack', there],
    ]),
  );
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

test('the only workspace: nobody can be told in chat, and the log says so', async () => {
  await revoke('local', school.externalId, later(0));
  await deliver(later(10));
  expect(here.calls).toEqual([]);
  expect(await readMessages(store, school)).toEqual([]);
  expect(school.log.lines.map(({ event }) => event)).toContain('nobody_to_tell_of_a_lost_workspace');
});

test('a removal that comes after Vigil was installed again does nothing, though nothing else had changed', async () => {
  await secondWorkspace('S01');
  const world = { store, contextFor: async () => school.at(later(10)) };
  const again = { platform: 'slack' as const, externalId: T(), name: null, botUserId: null, scopes: [] };
  const ports = { ids: school.at(MONDAY).ids, sealer: sealer(null, () => new Uint8Array()) };
  await takeInstallation(world, { ...again, token: null }, ports);
  const late = { store, contextFor: async () => school.at(later(15)) };
  await revokeWorkspace(late, { platform: 'slack', externalId: T() }, later(5));
  await ask(store, school, { who: 'S01', questions: ['SIT-D1'], at: '2026-11-09T08:21:00Z' });
  await deliver(later(20));
  expect(there.to('S-S01')).toHaveLength(1);
});
