/**
 * A stranger who has written: known only where one person on a list has their e-mail address and is not reached yet;
 * of everybody else nothing is kept.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { meetMember } from '../../src/cycle/meet-member.ts';
import type { Member } from '../../src/domain/member.ts';
import type { Store } from '../../src/store/database.ts';
import { address, ledger, member, membership, person } from '../../src/store/schema/index.ts';
import { memberOf, reachOf, worldOf } from '../support/members.ts';
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
  await store.within(school.org, (tx) => tx.delete(address));
});

const met = (made: Partial<Member> = {}, externalId = school.externalId) =>
  meetMember(
    worldOf(store, [school], MONDAY),
    { platform: 'teams', externalId },
    memberOf('U-ANN', { email: 't01@oak.example', ...made }),
  );
const kept = () => store.within(school.org, (tx) => tx.select().from(member));
const reach = async () => (await reachOf(store, school)).T01;
const changePerson = (ref: string, changes: { email?: string }) =>
  store.within(school.org, (tx) =>
    tx
      .update(person)
      .set(changes)
      .where(eq(person.personId, school.person(ref).id)),
  );
const changeMembership = (changes: Partial<typeof membership.$inferInsert>) =>
  store.within(school.org, (tx) =>
    tx
      .update(membership)
      .set(changes)
      .where(eq(membership.personId, school.person('T01').id)),
  );

test('whoever is on the list by e-mail, however it is written, is reached by this account from now on', async () => {
  expect(await met({ email: ' T01@Oak.Example ' })).toBe(true);
  expect(await reach()).toBe('U-ANN reachable');
  expect(await kept()).toMatchObject([{ userId: 'U-ANN', decision: 'staff', name: '', email: null }]);
  const rows = await store.within(school.org, (tx) => tx.select().from(ledger));
  expect(rows.map(({ subject }) => subject)).toEqual([school.person('T01').id]);
});

test('two told of at once link them once', async () => {
  expect((await Promise.all([met(), met()])).filter(Boolean)).toHaveLength(1);
  expect(await reach()).toBe('U-ANN reachable');
});

describe('nothing is kept', () => {
  const nobody = async (work: Promise<boolean>) => {
    expect(await work).toBe(false);
    expect([await kept(), await store.within(school.org, (tx) => tx.select().from(ledger))]).toEqual([
      [],
      [],
    ]);
  };

  test.each<[string, Partial<Member>]>([
    ['an address on no list', { email: 'pupil@oak.example' }],
    ['no address', { email: null }],
    ['what is no address', { email: 'not one' }],
    ['the very name of somebody on the list', { name: 'Amira Khan', email: 'a.khan@elsewhere.example' }],
    ['a guest’s account', { standing: 'guest' }],
    ['an account that has closed', { standing: 'gone' }],
  ])('of %s', (_, made) => nobody(met(made)));

  test('of an address that two on the list share', async () => {
    await changePerson('T02', { email: 't01@oak.example' });
    await nobody(met());
  });

  test('of somebody who has left', async () => {
    await changeMembership({ leavesOn: '2026-11-08' });
    await nobody(met());
  });

  test('of somebody who is reached by another account', async () => {
    await store.within(school.org, (tx) =>
      tx.insert(address).values({
        orgId: school.org,
        personId: school.person('T01').id,
        installationId: school.installationId,
        userId: 'U-T01',
      }),
    );
    await nobody(met());
    expect(await reach()).toBe('U-T01 reachable');
  });

  test('in a workspace nobody has installed Vigil in', () => nobody(met({}, 'elsewhere')));
});
