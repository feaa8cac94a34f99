/**
 * A workspace's members brought into line: people found by their account or e-mail and nothing else, joins and
 * leaves, guests never asked, and a list that breaks off, is limited, or is not to be believed.
 */
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chaseOverdue } from '../../src/cycle/chase-overdue.ts';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { noteMember } from '../../src/cycle/note-member.ts';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { syncMembers } from '../../src/cycle/sync-members.ts';
import { localTime } from '../../src/domain/local-time.ts';
import type { Standing } from '../../src/domain/member.ts';
import type { Store } from '../../src/store/database.ts';
import { holdListed } from '../../src/store/member-links.ts';
import { decideMembers, saveMembers } from '../../src/store/members.ts';
import { saveAddress } from '../../src/store/people.ts';
import { address, installation, ledger, member, person, prompt, wake } from '../../src/store/schema/index.ts';
import { openServer } from '../../src/store/server.ts';
import { ask, readPrompt } from '../support/ask.ts';
import { fakeChat } from '../support/fake-chat.ts';
import {
  chat,
  freshMembers,
  kept,
  MONDAY_NIGHT,
  note,
  reach,
  rows,
  SUNDAY_NIGHT,
  school,
  store,
  sync,
  TUESDAY_NIGHT,
  unlink,
} from '../support/member-desk.ts';
import {
  chatsOf,
  keptMembers,
  memberChat,
  memberOf,
  reachOf,
  staffMembers,
  withMembers,
  worldOf,
} from '../support/members.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { makeSchool } from '../support/school.ts';

freshMembers();

const set = (userId: string, made: Partial<ReturnType<typeof memberOf>>) => {
  chat.members = chat.members.map((each) => (each.userId === userId ? { ...each, ...made } : each));
};
const without = (...userIds: string[]) => {
  chat.members = chat.members.filter(({ userId }) => !userIds.includes(userId));
};
const plansDue = async (moment: string) =>
  (await store.within(school.org, (tx) => tx.select().from(wake))).some(
    ({ orgId, step, dueAt }) =>
      orgId === school.org && step === 'plan-prompts' && dueAt.getTime() === Date.parse(moment),
  );

describe('the first reading', () => {
  test('finds those whose address is known, and makes candidates of nobody else than full members', async () => {
    chat.members.push(
      memberOf('U-NEW'),
      memberOf('U-PUPIL', { standing: 'guest' }),
      memberOf('U-APP', { standing: 'bot' }),
      memberOf('U-OLD', { standing: 'gone' }),
    );
    await sync();
    const rows = await kept();
    expect(rows.size).toBe(school.people.length + 4);
    for (const { staffRef } of school.people)
      expect(rows.get(`U-${staffRef}`)).toMatchObject({ decision: 'staff', standing: 'member' });
    expect(rows.get('U-NEW')).toMatchObject({ decision: 'undecided', name: 'Name U-NEW' });
    expect(new Set([...rows.values()].map(({ token }) => token)).size).toBe(rows.size);
  });

  test('links the people of the list by e-mail, whatever they are called, and plans for them', async () => {
    await unlink();
    set('U-T01', { name: 'Somebody else entirely', email: ' T01@OAK.example ' });
    await sync();
    const found = await reach();
    for (const { staffRef } of school.people) expect(found[staffRef]).toBe(`U-${staffRef} reachable`);
    const linked = await rows('member_linked');
    expect(linked.map(({ subject }) => subject).sort()).toEqual(school.people.map(({ id }) => id).sort());
    expect(linked[0]).toMatchObject({
      actor: null,
      facts: { installation: school.installationId, by: 'email' },
    });
    expect(await plansDue(SUNDAY_NIGHT)).toBe(true);
    const { counts } = await planPrompts(school.at('2026-11-10T06:00:00Z'));
    expect(counts.planned).toBeGreaterThan(0);
  });

  test('links nobody by name', async () => {
    await unlink();
    chat.members = chat.members.map((each) => ({ ...each, email: `other-${each.email}` }));
    await sync();
    expect(new Set(Object.values(await reach()))).toEqual(new Set(['nowhere']));
    expect([...(await kept()).values()].every(({ decision }) => decision === 'undecided')).toBe(true);
    expect(await plansDue(SUNDAY_NIGHT)).toBe(false);
  });

  test.each<Standing>(['guest', 'bot', 'gone'])(
    'never links a %s, even with a member of staff’s e-mail: they are never asked',
    async (standing) => {
      await unlink();
      set('U-S01', { standing });
      await sync();
      expect((await reach()).S01).toBe('nowhere');
      await planPrompts(school.at('2026-11-10T06:00:00Z'));
      const asked = await store.within(school.org, (tx) => tx.select().from(prompt));
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter(({ personId }) => personId === school.person('S01').id)).toEqual([]);
      await deliverMessages(school.at('2026-11-10T15:30:00Z'), chatsOf(chat));
      expect(chat.to('U-S01')).toEqual([]);
      expect(chat.copies.length).toBeGreaterThan(0);
    },
  );

  test('links nobody by an e-mail that two accounts or two people share', async () => {
    await unlink();
    set('U-T02', { email: 't01@oak.example' });
    await sync();
    expect(await reach()).toMatchObject({ T01: 'nowhere', T02: 'nowhere', T03: 'U-T03 reachable' });
  });

  test.each([
    ['first', 'U-A-PUPIL', 1],
    ['last', 'U-Z-PUPIL', 1],
    ['on the same page', 'U-T00', 50],
  ])('links nobody by an e-mail that another account has, told of %s', async (_, pupil, pageSize) => {
    await unlink();
    chat.pageSize = pageSize;
    chat.members.push(memberOf(pupil, { email: 'T01@oak.example' }));
    chat.members.sort((one, other) => (one.userId < other.userId ? -1 : 1));
    // Read over several runs, and again on another night.
    for (const at of [SUNDAY_NIGHT, '2026-11-08T02:01:00Z', MONDAY_NIGHT, '2026-11-09T02:01:00Z'])
      await sync(at);
    expect(await reach()).toMatchObject({ T01: 'nowhere', T02: 'U-T02 reachable' });
    expect((await kept()).get(pupil)?.decision).toBe('undecided');
    // It is theirs again once the other has another.
    set(pupil, { email: 'pupil@oak.example' });
    for (const at of [TUESDAY_NIGHT, '2026-11-10T02:01:00Z']) await sync(at);
    expect((await reach()).T01).toBe('U-T01 reachable');
  });

  test('nor one whom a lead called not staff, though no e-mail of theirs is kept', async () => {
    await unlink();
    // Told of last, in a run of its own.
    chat.members.push(memberOf('U-OTHER', { email: 't01@oak.example' }));
    chat.pageSize = 1;
    await store.within(school.org, (tx) =>
      saveMembers(
        tx,
        school.org,
        school.installationId,
        [{ ...memberOf('U-OTHER'), token: `other-${school.org}` }],
        new Date('2026-11-07T02:00:00Z'),
      ),
    );
    await store.within(school.org, (tx) =>
      decideMembers(tx, school.installationId, ['U-OTHER'], 'not_staff'),
    );
    for (const at of [SUNDAY_NIGHT, '2026-11-08T02:01:00Z']) await sync(at);
    expect(await reach()).toMatchObject({ T01: 'nowhere', T02: 'U-T02 reachable' });
  });

  test('nor whoever is told of singly with an e-mail that somebody else is known to have', async () => {
    await unlink();
    without('U-T01');
    chat.members.push(memberOf('U-PUPIL', { email: 'x@oak.example' }));
    await sync();
    await note(memberOf('U-PUPIL', { email: 't01@oak.example', standing: 'guest' }));
    await store.within(school.org, (tx) =>
      saveMembers(
        tx,
        school.org,
        school.installationId,
        [{ ...memberOf('U-SECOND', { email: 't01@oak.example' }), token: `second-${school.org}` }],
        new Date(SUNDAY_NIGHT),
      ),
    );
    await note(memberOf('U-T01', { email: 't01@oak.example' }), MONDAY_NIGHT);
    expect((await reach()).T01).toBe('nowhere');
    await note(memberOf('U-SECOND', { email: 'second@oak.example' }), MONDAY_NIGHT);
    await note(memberOf('U-T01', { email: 't01@oak.example' }), TUESDAY_NIGHT);
    expect((await reach()).T01).toBe('U-T01 reachable');
  });

  test('news that comes between two runs of one reading is not undone by the linking at its end', async () => {
    await unlink();
    chat.pageSize = 1;
    chat.members.unshift(...Array.from({ length: 3 }, (_, n) => memberOf(`U-NEW-${n}`)));
    await sync();
    expect((await reach()).T02).toBe('nowhere');
    await note(memberOf('U-T02', { email: 't02@oak.example', standing: 'gone' }), '2026-11-08T02:00:30Z');
    await sync('2026-11-08T02:01:00Z');
    expect((await reach()).T02).toBe('nowhere');
    expect((await kept()).get('U-T02')?.standing).toBe('gone');
    expect((await reach()).T03).toBe('U-T03 reachable');
  });

  test('does not move somebody who is reached by another account', async () => {
    chat.members.push(memberOf('U-SECOND', { email: 't01@oak.example' }));
    await sync();
    expect((await reach()).T01).toBe('U-T01 reachable');
    expect((await kept()).get('U-SECOND')?.decision).toBe('undecided');
  });

  test('finds on a later night whoever has been put on the list since, and whom a lead called not staff', async () => {
    await store.within(school.org, (tx) =>
      tx.delete(address).where(eq(address.personId, school.person('T01').id)),
    );
    set('U-T01', { email: 'new@oak.example' });
    await sync();
    await store.within(school.org, (tx) =>
      tx
        .update(member)
        .set({ decision: 'not_staff', name: '', email: null })
        .where(eq(member.userId, 'U-T01')),
    );
    await sync(MONDAY_NIGHT);
    expect((await reach()).T01).toBe('nowhere');
    set('U-T01', { email: 't01@oak.example' });
    await sync(TUESDAY_NIGHT);
    expect((await reach()).T01).toBe('U-T01 reachable');
    expect((await kept()).get('U-T01')?.decision).toBe('staff');
  });
});

describe('a later reading', () => {
  test('of the same list writes nothing', async () => {
    await sync();
    const before = [await kept(), await reach(), (await rows('member_linked')).length];
    await sync(MONDAY_NIGHT);
    expect([await kept(), await reach(), (await rows('member_linked')).length]).toEqual(before);
  });

  test.each<[string, () => void, string]>([
    ['is no longer listed', () => without('U-T01'), 'gone'],
    ['is deactivated', () => set('U-T01', { standing: 'gone' }), 'gone'],
    ['has become a guest', () => set('U-T01', { standing: 'guest' }), 'guest'],
  ])('makes whoever %s unreachable, and reachable when they are back', async (_why, leave, account) => {
    await sync();
    const listed = chat.members;
    leave();
    await sync(MONDAY_NIGHT);
    expect(await reach()).toMatchObject({ T01: 'U-T01 unreachable', T02: 'U-T02 reachable' });
    expect((await kept()).get('U-T01')?.standing).toBe(account);
    expect(await rows('person_unreachable')).toMatchObject([
      { subject: school.person('T01').id, actor: null, facts: { account } },
    ]);
    chat.members = listed;
    await sync(TUESDAY_NIGHT);
    expect((await reach()).T01).toBe('U-T01 reachable');
    expect(await rows('person_reachable')).toHaveLength(1);
    expect(await plansDue(TUESDAY_NIGHT)).toBe(true);
  });

  test('leaves unreachable whoever chat could not reach though their account is in order', async () => {
    await sync();
    await store.within(school.org, (tx) =>
      tx
        .update(address)
        .set({ state: 'unreachable' })
        .where(eq(address.personId, school.person('T01').id)),
    );
    await sync(MONDAY_NIGHT);
    expect((await reach()).T01).toBe('U-T01 unreachable');
  });

  test('gives somebody whose account has closed the new one that has their e-mail', async () => {
    await sync();
    set('U-T01', { standing: 'gone' });
    chat.members.push(memberOf('U-T01-NEW', { email: 't01@oak.example' }));
    await sync(MONDAY_NIGHT);
    expect((await reach()).T01).toBe('U-T01-NEW reachable');
  });

  test('takes a joiner who is on nobody’s list for a candidate, and asks them nothing', async () => {
    await sync();
    chat.members.push(memberOf('U-NEW'));
    await sync(MONDAY_NIGHT);
    expect((await kept()).get('U-NEW')?.decision).toBe('undecided');
    expect(Object.values(await reach()).some((each) => each.startsWith('U-NEW'))).toBe(false);
  });
});

describe('a deactivated teacher', () => {
  const leave = async (at: string) => {
    set('U-S01', { standing: 'gone' });
    await sync(at);
  };

  test('is sent nothing: the question that waited is cancelled, and never becomes overdue', async () => {
    await sync();
    const [promptId = ''] = await ask(store, school, {
      who: 'S01',
      questions: ['SIT-D1'],
      at: '2026-11-09T08:05:00Z',
    });
    await leave(MONDAY_NIGHT);
    await deliverMessages(school.at('2026-11-09T08:05:00Z'), chatsOf(chat));
    expect((await readPrompt(store, school, promptId)).state).toBe('cancelled');
    expect(chat.calls).toEqual([]);
    await chaseOverdue(school.at('2026-11-30T16:00:00Z'));
    expect((await readPrompt(store, school, promptId)).state).toBe('cancelled');
  });

  test('has an open question cancelled rather than called overdue', async () => {
    await sync();
    const [promptId = ''] = await ask(store, school, {
      who: 'S01',
      questions: ['SIT-D1'],
      at: '2026-11-09T08:05:00Z',
    });
    await deliverMessages(school.at('2026-11-09T08:05:00Z'), chatsOf(chat));
    expect((await readPrompt(store, school, promptId)).state).toBe('asked');
    await leave(TUESDAY_NIGHT);
    for (const day of ['10', '11', '12', '13', '16', '17'])
      expect((await chaseOverdue(school.at(`2026-11-${day}T16:00:00Z`))).counts).toMatchObject({
        nudged: 0,
        overdue: 0,
        alerts: 0,
      });
    expect((await readPrompt(store, school, promptId)).state).toBe('cancelled');
    await deliverMessages(school.at('2026-11-17T16:00:00Z'), chatsOf(chat));
    expect(chat.to('U-S01')).toHaveLength(1);
  });
});

describe('a list in pages', () => {
  test('is read to its end, and nobody has gone who is on a later page', async () => {
    chat.pageSize = 4;
    await sync();
    expect(chat.asked.map(({ after }) => after)).toEqual([null, '4', '8', '12']);
    expect(chat.asked[0]?.externalId).toBe(school.externalId);
    await sync(MONDAY_NIGHT);
    expect([...(await kept()).values()].filter(({ standing }) => standing === 'gone')).toEqual([]);
  });

  test('that is limited goes on where it stopped, no sooner than it was told', async () => {
    chat.pageSize = 4;
    await sync();
    without('U-T01');
    chat.asked.length = 0;
    chat.meets = [{ kind: 'limited', retryAfterMs: 30_000 }];
    chat.beforePage = async () => {
      if (chat.asked.length === 3) chat.meets.push({ kind: 'limited', retryAfterMs: 30_000 });
    };
    expect((await sync(MONDAY_NIGHT)).nextDue).toEqual(new Date('2026-11-09T02:00:30Z'));
    expect(chat.asked).toHaveLength(1);
    expect((await sync('2026-11-09T02:00:30Z')).nextDue).toEqual(new Date('2026-11-09T02:01:00Z'));
    expect((await kept()).get('U-T01')?.standing).toBe('member'); // not read to its end yet
    await sync('2026-11-09T02:01:00Z');
    expect(chat.asked.map(({ after }) => after)).toEqual([null, null, '4', '8', '8', '12']);
    expect((await kept()).get('U-T01')?.standing).toBe('gone');
    expect((await kept()).get('U-T02')?.standing).toBe('member');
  });

  test.each(['throw', { kind: 'ambiguous', why: 'timeout' }] as const)(
    'that breaks off (%s) is gone on with in ten minutes',
    async (met) => {
      await sync();
      without('U-T01');
      chat.meets = [met];
      expect((await sync(MONDAY_NIGHT)).nextDue).toEqual(new Date('2026-11-09T02:10:00Z'));
      expect((await kept()).get('U-T01')?.standing).toBe('member');
      await sync('2026-11-09T02:10:00Z');
      expect((await kept()).get('U-T01')?.standing).toBe('gone');
    },
  );

  test('that has been left too long is begun again', async () => {
    chat.pageSize = 4;
    chat.beforePage = async () => {
      if (chat.asked.length === 2) chat.meets.push({ kind: 'ambiguous', why: 'timeout' });
    };
    await sync(SUNDAY_NIGHT);
    await sync(MONDAY_NIGHT);
    expect(chat.asked.map(({ after }) => after)).toEqual([null, '4', '8', null, '4', '8', '12']);
  });

  test('of thousands is read a few pages a run, and kept in bounded steps', async () => {
    chat.members.push(...Array.from({ length: 5_000 }, (_, n) => memberOf(`U${String(n).padStart(5, '0')}`)));
    chat.pageSize = 200;
    let transactions = 0;
    const context = (at: string) => {
      const base = school.at(at);
      return {
        ...base,
        within: <T>(work: Parameters<typeof base.within<T>>[0]) => {
          transactions += 1;
          return base.within(work);
        },
      };
    };
    const first = await syncMembers(context(SUNDAY_NIGHT), chatsOf(chat));
    expect(first.nextDue).toEqual(new Date('2026-11-08T02:01:00Z'));
    expect(chat.asked).toHaveLength(15);
    const second = await syncMembers(context('2026-11-08T02:01:00Z'), chatsOf(chat));
    expect(chat.asked).toHaveLength(26);
    expect(second.nextDue?.getTime()).toBeGreaterThan(Date.parse('2026-11-09T00:00:00Z'));
    expect((await kept()).size).toBe(5_015);
    expect(transactions).toBeLessThan(60);
  });
});

describe('refused', () => {
  test('because permission was taken back, the workspace is left for the night', async () => {
    await sync();
    chat.meets = [{ kind: 'refused', why: 'installation_revoked' }];
    const { nextDue } = await sync(MONDAY_NIGHT);
    expect(nextDue?.getTime()).toBeGreaterThan(Date.parse('2026-11-10T00:00:00Z'));
    expect([...(await kept()).values()].every(({ standing }) => standing === 'member')).toBe(true);
    expect(school.log.lines.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  test('for another reason, it is said, and tried again another night', async () => {
    chat.meets = [{ kind: 'refused', why: 'invalid' }];
    const { nextDue } = await sync();
    expect(nextDue?.getTime()).toBeGreaterThan(Date.parse('2026-11-09T00:00:00Z'));
    expect(school.log.lines).toContainEqual({
      level: 'warn',
      event: 'members_not_read',
      facts: { installation: school.installationId, why: 'invalid' },
    });
  });

  test('in the middle of a list, it is begun again', async () => {
    chat.pageSize = 4;
    chat.beforePage = async () => {
      if (chat.asked.length === 2) chat.meets.push({ kind: 'refused', why: 'invalid' });
    };
    expect((await sync()).nextDue).toEqual(new Date('2026-11-08T02:10:00Z'));
    await sync('2026-11-08T02:10:00Z');
    expect(chat.asked.map(({ after }) => after)).toEqual([null, '4', '8', null, '4', '8', '12']);
  });
});

describe('not believed', () => {
  test('is a list that has lost most of the workspace, or everybody', async () => {
    await sync();
    const all = chat.members;
    for (const [at, left] of [
      [MONDAY_NIGHT, all.slice(0, 3)],
      [TUESDAY_NIGHT, []],
    ] as const) {
      chat.members = [...left];
      const { nextDue } = await sync(at);
      expect(nextDue).not.toBeNull();
      expect([...(await kept()).values()].every(({ standing }) => standing === 'member')).toBe(true);
      expect(Object.values(await reach()).every((each) => each.endsWith(' reachable'))).toBe(true);
    }
    const warned = school.log.lines.filter(({ event }) => event === 'members_list_not_believed');
    expect(warned.map(({ facts }) => facts.missing)).toEqual([12, 15]);
  });
});

describe('when it is next due', () => {
  test('is some time in the next night, where the school is', async () => {
    for (const at of ['2026-11-09T02:00:00Z', '2026-11-09T17:00:00Z', '2027-03-27T02:00:00Z']) {
      const { nextDue } = await sync(at);
      const time = localTime(nextDue ?? new Date(0), 'Europe/London');
      expect(time >= '01:00' && time < '06:00').toBe(true);
      const hours = ((nextDue?.getTime() ?? 0) - Date.parse(at)) / 3_600_000;
      expect(hours).toBeGreaterThan(7);
      expect(hours).toBeLessThan(28);
    }
    const moments = new Set<number>();
    for (let n = 0; n < 20; n += 1) moments.add((await sync(MONDAY_NIGHT)).nextDue?.getTime() ?? 0);
    expect(moments.size).toBeGreaterThan(15);
  });

  test('is never, where no workspace has a list of its members', async () => {
    const plain = fakeChat('slack');
    expect(await syncMembers(school.at(SUNDAY_NIGHT), new Map([['slack', plain]]))).toEqual({
      counts: {},
      nextDue: null,
    });
    await store.within(school.org, (tx) => tx.update(installation).set({ state: 'revoked' }));
    expect((await sync()).nextDue).toBeNull();
    expect(chat.asked).toEqual([]);
  });

  test('is another night, while there is nothing to read it with', async () => {
    expect((await syncMembers(school.at(SUNDAY_NIGHT), new Map())).nextDue).not.toBeNull();
  });
});

test('two organisations never see each other’s members, nor link to each other’s people', async () => {
  const twin = await makeSchool(store, { block: 900 });
  await withMembers(store, twin, { linked: false });
  await unlink();
  chat.members = [memberOf('U-T01', { email: 't01@oak.example' })];
  await sync();
  expect((await reach()).T01).toBe('U-T01 reachable');
  expect((await reachOf(store, twin)).T01).toBe('nowhere');
  expect((await keptMembers(store, twin)).size).toBe(0);
  expect(chat.asked.map(({ externalId }) => externalId)).toEqual([school.externalId]);
  await syncMembers(twin.at(SUNDAY_NIGHT), chatsOf(chat));
  expect((await reachOf(store, twin)).T01).toBe('U-T01 reachable');
  expect((await keptMembers(store, twin)).size).toBe(1);
});

test('no name, address or token reaches the log or the ledger', async () => {
  await unlink();
  chat.members.push(memberOf('U-NEW'));
  await sync();
  without('U-T01');
  await sync(MONDAY_NIGHT);
  const tokens = [...(await kept()).values()].map(({ token }) => token);
  const entries = await store.within(school.org, (tx) => tx.select().from(ledger));
  const said = JSON.stringify([school.log.lines, entries]);
  for (const secret of ['oak.example', 'elsewhere.example', 'Amira', 'Name U-NEW', ...tokens])
    expect(said).not.toContain(secret);
});

describe.runIf(canRunPostgres)('two replicas on a real Postgres', () => {
  let postgres: Postgres;
  let one: Store;
  let two: Store;
  beforeAll(async () => {
    postgres = await startPostgres();
    const { login, owner } = await postgres.fresh();
    one = await openServer(login, { migrateUrl: owner });
    two = await openServer(login, { migrateUrl: owner });
  });
  afterAll(async () => {
    await Promise.all([one?.close(), two?.close()]);
    await postgres?.stop();
  });

  test('reading and hearing of the same accounts at once link each person once', async () => {
    const busy = await makeSchool(one, { block: 71 });
    await withMembers(one, busy, { linked: false });
    const other = {
      ...busy.at(SUNDAY_NIGHT),
      within: <T>(work: Parameters<typeof two.within<T>>[1]) => two.within(busy.org, work),
    };
    const members = staffMembers(busy);
    await Promise.all([
      syncMembers(busy.at(SUNDAY_NIGHT), chatsOf(memberChat(members, 4))),
      syncMembers(other, chatsOf(memberChat(members.toReversed(), 3))),
      ...members.map((told) =>
        noteMember(
          worldOf(two, [{ ...busy, at: () => other }], SUNDAY_NIGHT),
          { platform: 'slack', externalId: busy.externalId },
          told,
        ),
      ),
    ]);
    const found = await reachOf(one, busy);
    for (const { staffRef } of busy.people) expect(found[staffRef]).toBe(`U-${staffRef} reachable`);
    const entries = await one.within(busy.org, (tx) => tx.select().from(ledger));
    expect(entries.filter(({ kind }) => kind === 'member_linked')).toHaveLength(busy.people.length);
    expect((await keptMembers(one, busy)).size).toBe(busy.people.length);
  });

  test('an account given to somebody in the moment before is not given away again', async () => {
    const busy = await makeSchool(one, { block: 73 });
    await withMembers(one, busy, { linked: false });
    const told = memberOf('U-X', { email: 't01@oak.example' });
    const t01 = eq(person.personId, busy.person('T01').id);
    const emailOf = (email: string) =>
      one.within(busy.org, (tx) => tx.update(person).set({ email }).where(t01));
    const hear = (through: Store) =>
      noteMember(
        worldOf(through, [busy], SUNDAY_NIGHT),
        { platform: 'slack', externalId: busy.externalId },
        told,
      );
    await emailOf('other@oak.example');
    await hear(one);
    await emailOf('t01@oak.example');
    let locked: () => void = () => {};
    const holding = new Promise<void>((resolve) => {
      locked = resolve;
    });
    const other = two.within(busy.org, async (tx) => {
      await tx.execute(sql`select 1 from member where user_id = 'U-X' for update`);
      await saveAddress(tx, busy.org, {
        personId: busy.person('T02').id,
        installationId: busy.installationId,
        userId: 'U-X',
      });
      locked();
      for (let waiting = 0; waiting === 0; ) {
        const found = await tx.execute(sql`
          select count(*)::int as waiting from pg_locks where not granted and locktype = 'transactionid'`);
        waiting = (found as unknown as { waiting: number }[])[0]?.waiting ?? 0;
      }
    });
    await holding;
    await Promise.all([hear(one), other]);
    expect(await reachOf(one, busy)).toMatchObject({ T01: 'nowhere', T02: 'U-X reachable' });
  });

  test('two accounts with one e-mail, told of at once, are never both given to their owner', async () => {
    const busy = await makeSchool(one, { block: 72 });
    await withMembers(one, busy, { linked: false });
    const email = 't01@oak.example';
    const world = worldOf(
      two,
      [{ ...busy, at: (at) => ({ ...busy.at(at), within: (work) => two.within(busy.org, work) }) }],
      SUNDAY_NIGHT,
    );
    const workspace = { platform: 'slack' as const, externalId: busy.externalId };
    await Promise.all([
      noteMember(worldOf(one, [busy], SUNDAY_NIGHT), workspace, memberOf('U-A', { email })),
      noteMember(world, workspace, memberOf('U-B', { email })),
    ]);
    const entries = await one.within(busy.org, (tx) => tx.select().from(ledger));
    expect(entries.filter(({ kind }) => kind === 'member_linked')).toHaveLength(1);
    const listed = await one.within(busy.org, (tx) =>
      holdListed(tx, busy.org, [email], new Date(SUNDAY_NIGHT)),
    );
    expect(listed).toMatchObject([{ isReached: true }]);
  });
});
