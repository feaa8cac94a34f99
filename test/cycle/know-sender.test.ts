/**
 * Whether whoever wrote is somebody's account here: by the platform's own id in their own workspace, without a word
 * written.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sender } from '../../src/chat/chat.ts';
import { knowSender } from '../../src/cycle/know-sender.ts';
import type { Store } from '../../src/store/database.ts';
import { address, chatReference, ledger, member, membership } from '../../src/store/schema/index.ts';
import { worldOf } from '../support/members.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';

let store: Store;
let school: School;
let twin: School;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 2;
  school = await makeSchool(store, { block, platform: 'teams' });
  twin = await makeSchool(store, { block: block + 1, platform: 'teams' });
});

const knows = (made: Partial<Sender> = {}) =>
  knowSender(worldOf(store, [school, twin], MONDAY), {
    platform: 'teams',
    externalId: school.externalId,
    userId: 'U-T01',
    ...made,
  });
const unlink = () =>
  store.within(school.org, (tx) => tx.delete(address).where(eq(address.personId, school.person('T01').id)));

test('somebody’s account is known', async () => {
  expect(await knows()).toBe(true);
});

test('known is not let in: one who has left is still known, and a candidate too', async () => {
  for (const changes of [{ leavesOn: '2026-11-01' }, { leavesOn: null, state: 'candidate' as const }]) {
    await store.within(school.org, (tx) =>
      tx
        .update(membership)
        .set(changes)
        .where(eq(membership.personId, school.person('T01').id)),
    );
    expect(await knows()).toBe(true);
  }
});

describe('not known is', () => {
  test('an account that is nobody’s', async () => {
    expect(await knows({ userId: 'U-PUPIL' })).toBe(false);
  });

  test('somebody on the list who has no account yet', async () => {
    await unlink();
    expect(await knows()).toBe(false);
  });

  test('the same account in another tenant, on another platform, or where nobody has installed Vigil', async () => {
    await unlink();
    expect(await knows({ externalId: twin.externalId })).toBe(true);
    expect(await knows()).toBe(false);
    for (const made of [{ platform: 'slack' as const }, { externalId: 'elsewhere' }])
      expect(await knows({ userId: 'U-T02', ...made })).toBe(false);
  });
});

test('nothing is written, whoever it is', async () => {
  for (const userId of ['U-T01', 'U-PUPIL']) await knows({ userId });
  for (const table of [chatReference, member, ledger])
    expect(await store.within(school.org, (tx) => tx.select().from(table))).toEqual([]);
});
