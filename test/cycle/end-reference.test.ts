/**
 * Vigil taken out of a conversation: where it was is forgotten, and whoever took it away is unreachable, not silent.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Reference } from '../../src/chat/chat.ts';
import { endReference } from '../../src/cycle/end-reference.ts';
import { noteReference } from '../../src/cycle/note-reference.ts';
import type { Store } from '../../src/store/database.ts';
import { chatReference, ledger } from '../../src/store/schema/index.ts';
import { reachOf, worldOf } from '../support/members.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';

let store: Store;
let school: School;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block, platform: 'teams' });
  for (const [kind, id, teamId] of [
    ['person', 'U-T01', null],
    ['person', 'U-NEW', null],
    ['team', '19:t', null],
    ['channel', '19:c', '19:t'],
    ['channel', '19:other', '19:u'],
  ] as const)
    await noteReference(world(), {
      ...place(),
      did: 'installed',
      reference: { kind, id, teamId, conversationId: id, serviceUrl: 'https://one.example/' },
    });
});

const world = () => worldOf(store, [school], MONDAY);
const place = () => ({ platform: 'teams', externalId: school.externalId }) as const;
const end = (kind: Reference['kind'], id: string, externalId = school.externalId) =>
  endReference(world(), { platform: 'teams', externalId, kind, id });
const kept = async () =>
  (await store.within(school.org, (tx) => tx.select().from(chatReference)))
    .map(({ chatId }) => chatId)
    .sort();
const entries = async () =>
  (await store.within(school.org, (tx) => tx.select().from(ledger))).filter(
    ({ kind }) => kind === 'person_unreachable',
  );

test('a person who takes Vigil away is out of reach, and it is on the record once', async () => {
  await end('person', 'U-T01');
  await end('person', 'U-T01');
  expect(await kept()).toEqual(['19:c', '19:other', '19:t', 'U-NEW']);
  const reach = await reachOf(store, school);
  expect([reach.T01, reach.T02]).toEqual(['U-T01 unreachable', 'U-T02 reachable']);
  expect(await entries()).toMatchObject([
    {
      subject: school.person('T01').id,
      actor: null,
      facts: { installation: school.installationId, account: 'removed' },
    },
  ]);
});

test('one who is on no list is forgotten, and nothing is said of them', async () => {
  await end('person', 'U-NEW');
  expect(await kept()).not.toContain('U-NEW');
  expect(await entries()).toEqual([]);
});

test('a team goes with its channels, and no other’s; nobody is out of reach for it', async () => {
  await end('team', '19:t');
  expect(await kept()).toEqual(['19:other', 'U-NEW', 'U-T01']);
  expect(Object.values(await reachOf(store, school)).every((each) => each.endsWith(' reachable'))).toBe(true);
});

test('a channel goes alone', async () => {
  await end('channel', '19:c');
  expect(await kept()).toEqual(['19:other', '19:t', 'U-NEW', 'U-T01']);
});

test('of a workspace nobody knows nothing is done', async () => {
  await end('person', 'U-T01', 'elsewhere');
  expect(await kept()).toHaveLength(5);
});
