/**
 * Accounts as they are kept, on both databases: written only when something is new, nameless once decided, counted
 * once each, and never seen by another organisation.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Member, Standing } from '../../src/domain/member.ts';
import type { Store } from '../../src/store/database.ts';
import { findHolders, holdListed, linkMembers, setReach } from '../../src/store/member-links.ts';
import {
  countMembers,
  decideMember,
  findMemberByToken,
  listCandidates,
  listPresent,
  readMembers,
  saveMembers,
} from '../../src/store/members.ts';
import { savePerson } from '../../src/store/people.ts';
import { installation, member, membership, person } from '../../src/store/schema/index.ts';
import { openServer } from '../../src/store/server.ts';
import { insertSetting } from '../../src/store/settings.ts';
import { saveStaff } from '../../src/store/staff-list.ts';
import { inventedPerson } from '../support/invented.ts';
import { keptMembers, memberOf, reachOf } from '../support/members.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const kinds = canRunPostgres ? (['embedded', 'server'] as const) : (['embedded'] as const);
const MONDAY = new Date('2026-11-09T02:00:00Z');
const TUESDAY = new Date('2026-11-10T02:00:00Z');
const WEDNESDAY = new Date('2026-11-11T02:00:00Z');

describe.each(kinds)('members on the %s database', (kind) => {
  let server: Postgres | null = null;
  let store: Store;
  let school: School;
  let twin: School;
  let block = 0;
  beforeAll(async () => {
    if (kind === 'embedded') store = await openTestStore();
    else {
      server = await startPostgres();
      const { login, owner } = await server.fresh();
      store = await openServer(login, { migrateUrl: owner });
    }
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    block += 2;
    school = await makeSchool(store, { block });
    twin = await makeSchool(store, { block: block + 1 });
  });

  const save = (members: Member[], at = MONDAY, where = school, installationId = where.installationId) =>
    store.within(where.org, (tx) => {
      const { ids } = where.at(at);
      const told = members.map((told) => ({ ...told, token: ids.token() }));
      return saveMembers(tx, where.org, installationId, told, at);
    });
  const kept = () => keptMembers(store, school);
  const decide = async (userId: string, decision: 'staff' | 'not_staff') =>
    store.within(school.org, (tx) =>
      decideMember(tx, { installationId: school.installationId, userId }, decision),
    );
  const candidates = (limit = 5, at = MONDAY, where = school) =>
    store.within(where.org, (tx) => listCandidates(tx, where.org, [where.installationId], { at, limit }));
  const counts = (at = MONDAY) =>
    store.within(school.org, (tx) => countMembers(tx, school.org, [school.installationId], at));

  describe('saving', () => {
    test('writes who is new, and again only what has changed', async () => {
      const told = ['U1', 'U2', 'U3'].map((id) => memberOf(id));
      expect(await save(told)).toBe(3);
      const before = await kept();
      expect(await save(told, TUESDAY)).toBe(0);
      expect(await kept()).toEqual(before);
      const [first, second, third] = told as [Member, Member, Member];
      expect(await save([first, { ...second, zone: 'America/New_York' }, third], TUESDAY)).toBe(1);
      expect((await kept()).get('U2')).toEqual({
        ...before.get('U2'),
        zone: 'America/New_York',
        seenAt: TUESDAY,
      });
      expect((await kept()).get('U1')).toEqual(before.get('U1'));
    });

    test('keeps the token and the decision, whatever is told', async () => {
      await save([memberOf('U1')]);
      const token = (await kept()).get('U1')?.token;
      await decide('U1', 'not_staff');
      await save([memberOf('U1', { name: 'Another', standing: 'gone' })], TUESDAY);
      await save([memberOf('U1', { name: 'Another' })], WEDNESDAY);
      expect((await kept()).get('U1')).toMatchObject({ token, decision: 'not_staff', standing: 'member' });
    });

    test('of somebody decided about, no name comes back on later readings', async () => {
      await save([memberOf('U1'), memberOf('U2')]);
      await decide('U1', 'not_staff');
      await decide('U2', 'staff');
      const nameless = { name: '', email: null, zone: null };
      for (const at of [TUESDAY, WEDNESDAY]) {
        expect(await save([memberOf('U1'), memberOf('U2', { name: 'New name' })], at)).toBe(0);
        for (const id of ['U1', 'U2']) expect((await kept()).get(id)).toMatchObject(nameless);
      }
    });

    test.each<Standing>(['guest', 'bot', 'gone'])('keeps no name of a %s', async (standing) => {
      await save([memberOf('U1', { standing }), memberOf('U2')]);
      await save([memberOf('U2', { standing })], TUESDAY);
      for (const id of ['U1', 'U2'])
        expect((await kept()).get(id)).toMatchObject({ name: '', email: null, zone: null, standing });
      await save([memberOf('U1')], WEDNESDAY);
      expect((await kept()).get('U1')).toMatchObject({ name: 'Name U1', standing: 'member' });
    });

    test('lets what was seen later stand', async () => {
      await save([memberOf('U1', { standing: 'gone' })], TUESDAY);
      expect(await save([memberOf('U1')], MONDAY)).toBe(0);
      expect((await kept()).get('U1')?.standing).toBe('gone');
    });

    test('takes a thousand in one statement, and none at all', async () => {
      expect(await save(Array.from({ length: 1_000 }, (_, n) => memberOf(`U${n}`)))).toBe(1_000);
      expect(await save([])).toBe(0);
    });
  });

  describe('reading', () => {
    test('goes through those present in pages, in the order of their ids', async () => {
      await save([...['U3', 'U1', 'U2'].map((id) => memberOf(id)), memberOf('U4', { standing: 'gone' })]);
      const page = (after: string) =>
        store.within(school.org, (tx) => listPresent(tx, school.installationId, after, 2));
      expect((await page('')).map(({ userId }) => userId)).toEqual(['U1', 'U2']);
      expect((await page('U2')).map(({ userId }) => userId)).toEqual(['U3']);
    });

    test('finds a member by token and by id, and nobody of another organisation’s', async () => {
      await save([memberOf('U1')]);
      await save([memberOf('U1', { name: 'Twin' })], MONDAY, twin);
      const token = (await kept()).get('U1')?.token ?? '';
      const by = (where: School) => store.within(where.org, (tx) => findMemberByToken(tx, token));
      expect(await by(school)).toMatchObject({ userId: 'U1', name: 'Name U1', decision: 'undecided' });
      expect(await by(twin)).toBeNull();
      const read = await store.within(twin.org, (tx) => readMembers(tx, school.installationId, ['U1']));
      expect(read.size).toBe(0);
      expect((await candidates(5, MONDAY, twin)).map(({ name }) => name)).toEqual(['Twin']);
    });
  });

  describe('candidates', () => {
    test('are full members nobody has decided about, by name, as many as asked', async () => {
      await save([
        memberOf('U1', { name: 'Zoe' }),
        memberOf('U2', { name: 'amy' }),
        memberOf('U3', { name: 'Bea' }),
        memberOf('U4', { standing: 'guest' }),
        memberOf('U5', { standing: 'bot' }),
        memberOf('U6', { standing: 'gone' }),
        memberOf('U7'),
        memberOf('U-T01'),
      ]);
      await decide('U7', 'not_staff');
      expect((await candidates()).map(({ name }) => name)).toEqual(['amy', 'Bea', 'Zoe']);
      expect((await candidates(2)).map(({ name }) => name)).toEqual(['amy', 'Bea']);
      expect(await counts()).toEqual({
        waiting: 3,
        clashing: 0,
        staff: 1,
        notStaff: 1,
        guests: 1,
        bots: 1,
        gone: 1,
      });
    });

    test('do not include an e-mail the list has, until its owner has left', async () => {
      await save([memberOf('U1', { email: 't01@oak.example' })]);
      expect(await candidates()).toEqual([]);
      expect(await counts()).toMatchObject({ waiting: 0, clashing: 1 });
      await store.within(school.org, (tx) =>
        tx
          .update(membership)
          .set({ leavesOn: '2026-11-09' })
          .where(eq(membership.personId, school.person('T01').id)),
      );
      expect(await candidates(5, MONDAY)).toEqual([]); // their last day
      expect(await candidates(5, TUESDAY)).toHaveLength(1);
    });

    test('are found and counted among thousands', async () => {
      const staff = Array.from({ length: 2_000 }, (_, n) =>
        inventedPerson(school.at(MONDAY).ids.id(), { staffRef: `P${n}`, email: `p${n}@oak.example` }),
      );
      await store.within(school.org, (tx) => saveStaff(tx, school.org, school.setting.id, staff, MONDAY));
      for (let from = 0; from < 5_000; from += 1_000)
        await save(
          Array.from({ length: 1_000 }, (_, n) =>
            memberOf(`U${from + n}`, { email: `p${from + n}@oak.example` }),
          ),
        );
      expect(await counts()).toMatchObject({ waiting: 3_000, clashing: 2_000 });
      expect(await candidates()).toHaveLength(5);
    });

    test('are those of the workspaces asked about', async () => {
      await save([memberOf('U1')]);
      const none = await store.within(school.org, (tx) =>
        listCandidates(tx, school.org, [], { at: MONDAY, limit: 5 }),
      );
      expect(none).toEqual([]);
    });
  });

  describe('people on the lists', () => {
    const listed = (emails: string[], at = MONDAY) =>
      store.within(school.org, (tx) => holdListed(tx, school.org, emails, at));

    test('are found by e-mail in any capitals, with whether chat reaches them', async () => {
      const id = school.person('T02').id;
      await store.within(school.org, (tx) =>
        tx.update(person).set({ email: ' T02@Oak.Example ' }).where(eq(person.personId, id)),
      );
      expect(await listed(['t02@oak.example', 'nobody@oak.example'])).toEqual([
        { personId: id, email: 't02@oak.example', isReached: true },
      ]);
      await store.within(school.org, (tx) => setReach(tx, [id], 'unreachable'));
      expect(await listed(['t02@oak.example'])).toMatchObject([{ isReached: false }]);
    });

    test('are not reached by a workspace that lets Vigil in no more', async () => {
      await store.within(school.org, (tx) => tx.update(installation).set({ state: 'revoked' }));
      expect(await listed(['t02@oak.example'])).toMatchObject([{ isReached: false }]);
    });

    test('are once each however many settings they work in, and never unconfirmed or left', async () => {
      const other = { ...school.setting, id: school.at(MONDAY).ids.id(), ref: 'second', channel: null };
      const t02 = school.person('T02');
      const hopeful = inventedPerson(school.at(MONDAY).ids.id(), {
        email: 'hopeful@oak.example',
        state: 'candidate',
      });
      await store.within(school.org, async (tx) => {
        await insertSetting(tx, school.org, other);
        await savePerson(tx, school.org, other.id, t02, MONDAY);
        await savePerson(tx, school.org, other.id, hopeful, MONDAY);
      });
      expect(await listed(['t02@oak.example', 'hopeful@oak.example'])).toHaveLength(1);
    });

    test('are confirmed once: a later save keeps the first moment', async () => {
      const { org, setting } = school;
      const t02 = school.person('T02');
      const confirmedAt = () =>
        store.within(org, (tx) =>
          tx.select({ at: membership.confirmedAt }).from(membership).where(eq(membership.personId, t02.id)),
        );
      const first = await confirmedAt();
      expect(first[0]?.at).toBeInstanceOf(Date);
      await store.within(org, (tx) =>
        savePerson(tx, org, setting.id, { ...t02, dayEnd: '15:00' }, WEDNESDAY),
      );
      expect(await confirmedAt()).toEqual(first);
    });

    test('are only the organisation’s own', async () => {
      const [mine] = await listed(['t02@oak.example']);
      expect(mine?.personId).toBe(school.person('T02').id);
      expect(await listed(['t02@oak.example'])).toHaveLength(1);
    });

    test('get an account in place of any they had; reach is moved once', async () => {
      const id = school.person('T02').id;
      const { org, installationId } = school;
      await store.within(org, (tx) => setReach(tx, [id], 'unreachable'));
      expect(await store.within(org, (tx) => setReach(tx, [id], 'unreachable'))).toEqual([]);
      await store.within(org, (tx) =>
        linkMembers(tx, org, installationId, [{ personId: id, userId: 'U-NEW' }]),
      );
      expect((await reachOf(store, school)).T02).toBe('U-NEW reachable');
      const holders = await store.within(org, (tx) => findHolders(tx, installationId, ['U-NEW', 'U-T02']));
      expect([...holders]).toEqual([['U-NEW', id]]);
    });
  });

  test('one organisation’s readings leave the other’s rows alone', async () => {
    await save([memberOf('U1')]);
    const before = await keptMembers(store, twin);
    await save([memberOf('U1', { standing: 'gone' })], TUESDAY);
    expect(await keptMembers(store, twin)).toEqual(before);
    await expect(save([memberOf('U9')], MONDAY, school, twin.installationId)).rejects.toThrow();
    const rows = await store.within(twin.org, (tx) => tx.select().from(member));
    expect(rows).toEqual([]);
  });
});
