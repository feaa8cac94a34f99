/**
 * A redraw that was shown where it was pressed is not owed any more; anything else leaves it owed.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { markShown } from '../../src/cycle/mark-shown.ts';
import { privateLine } from '../../src/messages/private-line.ts';
import type { Store } from '../../src/store/database.ts';
import { redrawMessage } from '../../src/store/messages.ts';
import { listOwedRedraws } from '../../src/store/redraws.ts';
import { message } from '../../src/store/schema/index.ts';
import { type Put, put } from '../support/put-question.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOW = new Date('2026-11-10T08:10:00Z');
const BODY = privateLine('✓ Recorded');

let store: Store;
let school: School;
let asked: Put;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
  asked = await put(store, school, 'T01', ['TRN-K1']);
  await store.within(school.org, (tx) => redrawMessage(tx, asked.messageId, BODY, 2));
});

const world = () => ({ store, contextFor: async () => school.at(NOW) });
const shown = (changes: object = {}) =>
  markShown(world(), {
    platform: 'local',
    externalId: school.externalId,
    platformId: asked.platformId,
    message: BODY,
    ...changes,
  });
const owed = async () =>
  (await store.within(school.org, (tx) => listOwedRedraws(tx, school.installationId, NOW, 10))).length;

test('what the record has as the message’s body is owed no more', async () => {
  expect(await owed()).toBe(1);
  await shown();
  expect(await owed()).toBe(0);
});

test.each([
  ['something shown in passing', { message: privateLine('When shall we ask again?') }],
  ['another message', { platformId: 'another' }],
  ['another workspace', { externalId: 'nowhere' }],
])('%s leaves it owed', async (_what, changes) => {
  await shown(changes);
  expect(await owed()).toBe(1);
});

test('a later body is owed again, and another organisation’s is not touched', async () => {
  const other = await makeSchool(store, { block: block + 500 });
  const theirs = await put(store, other, 'T01', ['TRN-K1'], { platformId: asked.platformId });
  await store.within(other.org, (tx) => redrawMessage(tx, theirs.messageId, BODY, 2));
  await shown();
  const rows = await store.within(other.org, (tx) =>
    tx.select().from(message).where(eq(message.messageId, theirs.messageId)),
  );
  expect(rows).toMatchObject([{ revision: 2, drawnRevision: 1 }]);
  await store.within(school.org, (tx) => redrawMessage(tx, asked.messageId, privateLine('Changed'), 3));
  expect(await owed()).toBe(1);
});
