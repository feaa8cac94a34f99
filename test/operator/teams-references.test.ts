/**
 * A tenant's conversations as the Teams chat asks for them: its own organisation's, and none of a tenant nobody knows.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Reference, References } from '../../src/chat/chat.ts';
import { teamsReferences } from '../../src/operator/teams-references.ts';
import type { Store } from '../../src/store/database.ts';
import { chatReference } from '../../src/store/schema/index.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = new Date('2026-11-09T08:00:00Z');
const ANN: Reference = {
  kind: 'person',
  id: 'U-T01',
  conversationId: 'a:1',
  serviceUrl: 'https://one.example/',
  teamId: null,
};

let store: Store;
let school: School;
let twin: School;
let references: References;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 2;
  school = await makeSchool(store, { block, platform: 'teams' });
  twin = await makeSchool(store, { block: block + 1, platform: 'teams' });
  references = teamsReferences(store, () => MONDAY);
});

test('what is kept for a tenant is found, listed and spoken by there, at the moment given', async () => {
  const { externalId, org } = school;
  await references.keep(externalId, ANN);
  expect(await references.find(externalId, 'person', 'U-T01')).toEqual(ANN);
  expect(await references.list(externalId, 'person', { after: null, limit: 5 })).toEqual([ANN]);
  expect(await references.serviceUrl(externalId)).toBe(ANN.serviceUrl);
  const [row] = await store.within(org, (tx) => tx.select().from(chatReference));
  expect(row).toMatchObject({ installationId: school.installationId, seenAt: MONDAY });
});

test.each([
  ['another tenant', () => twin.externalId],
  ['one nobody has installed Vigil in', () => 'elsewhere'],
])('of %s there is none', async (_, externalId) => {
  await references.keep(school.externalId, ANN);
  expect(await references.find(externalId(), 'person', 'U-T01')).toBeNull();
  expect(await references.list(externalId(), 'person', { after: null, limit: 5 })).toEqual([]);
  expect(await references.serviceUrl(externalId())).toBeNull();
});

test('of a person who is nobody’s account nothing is kept; of a channel or a team it is', async () => {
  const { externalId, org } = school;
  await references.keep(externalId, { ...ANN, id: 'U-PUPIL' });
  expect(await store.within(org, (tx) => tx.select().from(chatReference))).toEqual([]);
  for (const kind of ['channel', 'team'] as const)
    await references.keep(externalId, { ...ANN, kind, id: '19:x' });
  const kept = await store.within(org, (tx) => tx.select().from(chatReference));
  expect(kept.map(({ kind }) => kind).sort()).toEqual(['channel', 'team']);
});

test('nothing is kept for a tenant nobody knows, nor for a workspace of another platform', async () => {
  const local = await makeSchool(store, { block: block + 50_000 });
  for (const externalId of ['elsewhere', local.externalId]) await references.keep(externalId, ANN);
  for (const { org } of [school, twin, local])
    expect(await store.within(org, (tx) => tx.select().from(chatReference))).toEqual([]);
});
