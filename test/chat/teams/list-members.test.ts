/**
 * Who is in a tenant, a page at a time: teams one after another, then whoever has Vigil for themselves; and who of
 * them is never asked.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listMembers, lookUp, memberOf } from '../../../src/chat/teams/list-members.ts';
import type { Member } from '../../../src/domain/member.ts';
import {
  type BareTeams,
  GUEST,
  openBareTeams,
  personId,
  SAFE,
  TEAM,
  TENANT,
} from '../../support/bare-teams.ts';

const account = {
  id: '29:1abc',
  aadObjectId: personId(1),
  objectId: personId(1),
  name: 'Amira Khan',
  email: ' Amira@Oak.example ',
  userPrincipalName: 'amira.khan@oak.example',
  tenantId: TENANT,
  userRole: 'user',
};

describe('one account', () => {
  test('is a member, with an e-mail that can be compared', () => {
    expect(memberOf(account, TENANT)).toEqual({
      userId: personId(1),
      name: 'Amira Khan',
      email: 'amira@oak.example',
      zone: null,
      standing: 'member',
    });
    const bare = {
      objectId: personId(1),
      name: '',
      email: '',
      userPrincipalName: 'Amira@Oak.example',
      tenantId: TENANT,
    };
    expect(memberOf(bare, TENANT)).toMatchObject({ name: 'amira@oak.example', email: 'amira@oak.example' });
    expect(memberOf({ aadObjectId: personId(1) }, TENANT)).toMatchObject({ name: personId(1), email: null });
  });

  test.each([
    ['a guest', { userRole: 'guest' }],
    ['somebody nameless of a meeting', { userRole: 'anonymous' }],
    ['a guest by their name alone', { userPrincipalName: 'amira_elm.example#EXT#@oak.onmicrosoft.com' }],
    ['the same in small letters', { userPrincipalName: 'amira_elm.example#ext#@oak.onmicrosoft.com' }],
    ['somebody of another tenant', { tenantId: '0b000000-0000-4000-8000-000000000002' }],
    ['somebody of no tenant that is told', { tenantId: undefined }],
    ['the same, told as nothing', { tenantId: null }],
    ['the same, told as a blank', { tenantId: '' }],
  ])('is never asked: %s', (_who, more) => {
    expect(memberOf({ ...account, ...more }, TENANT)?.standing).toBe('guest');
  });

  test('of this tenant is so however it is written', () => {
    expect(memberOf({ ...account, tenantId: TENANT.toUpperCase() }, TENANT)?.standing).toBe('member');
    expect(memberOf(account, TENANT.toUpperCase())?.standing).toBe('member');
  });

  test.each([
    ['a bot, which is not in the directory', { id: '28:bot', name: 'Vigil' }],
    ['an empty id', { aadObjectId: '' }],
    ['words', 'Amira'],
    ['nothing', null],
  ])('is nobody: %s', (_what, told) => {
    expect(memberOf(told, TENANT)).toBeNull();
  });
});

describe('the list', () => {
  const OTHER = '19:other@thread.tacv2';
  let house: BareTeams;
  const tenant = { installationId: 'i', externalId: TENANT };
  const ask = (after: string | null) => listMembers(house, tenant, after);
  const pageOf = async (after: string | null) => {
    const page = await ask(after);
    if (page.kind !== 'page') throw new Error(`It was no page: ${JSON.stringify(page)}`);
    return page;
  };
  const all = async (): Promise<{ members: Member[]; pages: number[] }> => {
    const members: Member[] = [];
    const pages: number[] = [];
    let after: string | null = null;
    do {
      const page: { members: Member[]; next: string | null } = await pageOf(after);
      members.push(...page.members);
      pages.push(page.members.length);
      after = page.next;
    } while (after !== null);
    return { members, pages };
  };
  const keep = (kind: 'team' | 'person' | 'channel', id: string, conversationId: string | null = id) =>
    house.references.keep(TENANT, {
      kind,
      id,
      conversationId,
      serviceUrl: house.teams.serviceUrl,
      teamId: null,
    });
  /** They have Vigil for themselves, and it has been heard of. */
  const heardFrom = async (n: number) => {
    const { serviceUrl } = house.teams;
    const made = await house.wire.createPersonal({ serviceUrl, tenantId: TENANT, userId: personId(n) });
    if (made.kind !== 'done') throw new Error('It could not be opened');
    await keep('person', personId(n), made.value.conversationId);
  };
  const idsOf = (members: Member[]) => members.map(({ userId }) => userId);
  const people = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) => personId(from + at));

  beforeEach(async () => {
    house = await openBareTeams();
    const [given] = house.teams.world.tenants.values();
    if (!given) throw new Error('There is no tenant');
    // A second team, with somebody who is in the first one too.
    const first = given.teams.get(TEAM);
    if (!first) throw new Error('There is no team');
    const second = { ...first, id: OTHER, name: 'Other', members: new Set([personId(5), personId(6)]) };
    given.teams.set(OTHER, second);
    const general = given.threads.find(({ id }) => id === TEAM);
    if (!general) throw new Error('There is no channel');
    given.threads.push({ ...general, id: OTHER, team: second, members: second.members });
  });
  afterEach(() => house.close());

  test('of a tenant not heard from is one empty page', async () => {
    expect(await ask(null)).toEqual({ kind: 'page', members: [], next: null });
    expect(house.teams.calls).toEqual([]);
  });

  test('goes through the teams one after another, then those who have it for themselves', async () => {
    for (const id of [TEAM, OTHER]) await keep('team', id);
    await keep('channel', SAFE);
    for (const n of [9, 8]) await heardFrom(n);
    const { members, pages } = await all();
    expect(pages).toEqual([6, 2, 2]);
    expect(idsOf(members)).toEqual([
      ...people(1, 5),
      GUEST,
      personId(5),
      personId(6),
      personId(8),
      personId(9),
    ]);
    expect(members.find(({ userId }) => userId === GUEST)).toMatchObject({ standing: 'guest', email: null });
    expect(members.filter(({ standing }) => standing === 'member')).toHaveLength(9);
    expect(members[0]).toMatchObject({ name: 'Person 1', email: 'p1@oak.example' });
  });

  test('reads a large team over several pages, and many people too', async () => {
    await keep('team', TEAM);
    const team = house.teams.world.tenants.get(TENANT)?.teams.get(TEAM);
    const others = Array.from({ length: 250 }, (_, at) => `extra-${at}`);
    for (const id of others) {
      await house.teams
        .tenant()
        .joinsTeam(TEAM, { id, name: id, email: `${id}@oak.example` })
        .catch(() => []);
      team?.members.add(id);
    }
    for (let n = 1; n <= 21; n += 1) await heardFrom(n);
    const { members, pages } = await all();
    expect(pages).toEqual([200, 56, 20, 1]);
    expect(new Set(idsOf(members)).size).toBe(250 + 1 + 21);
    expect(idsOf(members).slice(-21)).toEqual(people(1, 21));
  });

  test('passes over a team that has shut us out, that is gone, or that was lost', async () => {
    for (const id of [TEAM, OTHER]) await keep('team', id);
    await house.references.keep(TENANT, {
      kind: 'team',
      id: '19:zone@thread.tacv2',
      conversationId: '19:zone@thread.tacv2',
      serviceUrl: house.teams.serviceUrl,
      teamId: null,
    });
    const first = house.teams.world.tenants.get(TENANT)?.teams.get(TEAM);
    if (first) first.installed = false;
    const { members, pages } = await all();
    expect(pages).toEqual([0, 2, 0, 0]);
    expect(idsOf(members)).toEqual([personId(5), personId(6)]);
    // Taken out between one page and the next.
    const cursor = (await pageOf(null)).next;
    await keep('team', OTHER, null);
    expect((await pageOf(cursor)).members).toEqual([]);
  });

  test('leaves out whoever has taken Vigil away or left, and goes on', async () => {
    for (const n of [1, 2, 3]) await heardFrom(n);
    const happenings = house.teams.tenant();
    happenings.blocks(personId(1));
    const tenantOf = house.teams.world.tenants.get(TENANT);
    const gone = tenantOf?.users.get(personId(2));
    if (gone) gone.isGone = true;
    expect(idsOf((await all()).members)).toEqual([personId(3)]);
  });

  test('that is asked to wait in the middle goes on at the very same place', async () => {
    for (const id of [TEAM, OTHER]) await keep('team', id);
    for (const n of [8, 9]) await heardFrom(n);
    const first = await pageOf(null);
    house.teams.misbehave({ kind: 'limited', retryAfter: 7 }, { method: 'getPagedMembers' });
    expect(await ask(first.next)).toEqual({ kind: 'limited', retryAfterMs: 7_000 });
    const second = await pageOf(first.next);
    expect(idsOf(second.members)).toEqual([personId(5), personId(6)]);
    // In the middle of the people: nobody of that page is lost, and nobody is given up.
    house.teams.misbehave(
      { kind: 'limited', retryAfter: null },
      {
        method: 'getMember',
        when: ({ conversationId }) => house.references.kept.at(-1)?.conversationId === conversationId,
      },
    );
    expect(await ask(second.next)).toEqual({ kind: 'limited', retryAfterMs: 5_000 });
    expect(idsOf((await pageOf(second.next)).members)).toEqual([personId(8), personId(9)]);
  });

  test.each([
    ['a doubt', { kind: 'drop', done: true }, 'ambiguous'],
    ['a server error', { kind: 'fail', status: 503 }, 'ambiguous'],
    ['a page that is none', { kind: 'garbage' }, 'ambiguous'],
    ['a token that is not taken', { kind: 'refuse', code: 'BotNotRegistered' }, 'limited'],
  ] as const)('is not taken to be empty because of %s', async (_what, how, kind) => {
    await keep('team', TEAM);
    house.teams.misbehave(how, { method: 'getPagedMembers' });
    expect((await ask(null)).kind).toBe(kind);
    await heardFrom(1);
    house.teams.misbehave(how, { method: 'getMember' });
    expect((await ask(JSON.stringify({ in: 'people', after: null }))).kind).toBe(kind);
  });

  test('of a team while an administrator has switched Vigil off waits, and is not taken to be empty', async () => {
    await keep('team', TEAM);
    await heardFrom(1);
    house.teams.tenant().disables(true);
    const waits = { kind: 'limited', retryAfterMs: 600_000, blocked: 'this' };
    expect(await ask(null)).toEqual(waits);
    expect(await ask(null)).toEqual(waits);
    house.teams.tenant().disables(false);
    expect((await pageOf(null)).members).toHaveLength(6);
  });

  test('of people leaves out those for whom it is switched off, and goes on', async () => {
    for (const n of [1, 2]) await heardFrom(n);
    const kept = await house.references.find(TENANT, 'person', personId(1));
    house.teams.misbehave(
      { kind: 'refuse', code: 'BotDisabledByAdmin' },
      { method: 'getMember', when: ({ conversationId }) => conversationId === kept?.conversationId },
    );
    expect(idsOf((await all()).members)).toEqual([personId(2)]);
  });

  test('is not taken to be empty where nobody is at the address', async () => {
    const serviceUrl = 'http://127.0.0.1:9/dead/';
    await house.references.keep(TENANT, {
      kind: 'team',
      id: TEAM,
      conversationId: TEAM,
      serviceUrl,
      teamId: null,
    });
    const waits = { kind: 'limited', retryAfterMs: 15_000, blocked: 'this' };
    expect(await ask(null)).toEqual(waits);
    await house.references.keep(TENANT, {
      kind: 'person',
      id: personId(1),
      conversationId: 'a:1',
      serviceUrl,
      teamId: null,
    });
    expect(await ask(JSON.stringify({ in: 'people', after: null }))).toEqual(waits);
  });

  test('takes no place to go on from but one of its own', async () => {
    for (const after of ['', 'team', '{}', '{"in":"team"}']) await expect(ask(after)).rejects.toThrow();
    expect(house.teams.calls).toEqual([]);
  });

  test('an e-mail counts of somebody looked up alone only where they sign in with it', async () => {
    const { serviceUrl } = house.teams;
    const alone = async () => {
      const found = await lookUp(house, tenant, { serviceUrl, conversationId: TEAM }, personId(3));
      if (found.kind !== 'done') throw new Error('They were not found');
      return found.value;
    };
    const upn = (await house.wire.member({ serviceUrl, conversationId: TEAM }, personId(3))) as {
      value?: { userPrincipalName?: string };
    };
    expect(upn.value?.userPrincipalName).toBe('P3@Oak.example');
    expect(await alone()).toMatchObject({ email: 'p3@oak.example' });
    const meets = (account: object) => {
      const one = { ...account, id: '29:x', aadObjectId: personId(3), tenantId: TENANT, name: 'Person 3' };
      const wire = { ...house.wire, member: async () => ({ kind: 'done', value: one }) as const };
      return lookUp({ ...house, wire }, tenant, { serviceUrl, conversationId: TEAM }, personId(3));
    };
    const value = (email: string | null) => ({
      kind: 'done',
      value: expect.objectContaining({ userId: personId(3), standing: 'member', email }),
    });
    expect(await meets({ email: 'dsl@oak.example', userPrincipalName: 'pupil@oak.example' })).toEqual(
      value(null),
    );
    expect(await meets({ email: 'dsl@oak.example' })).toEqual(value(null));
    expect(await meets({ email: ' P3@oak.example', userPrincipalName: 'p3@OAK.example' })).toEqual(
      value('p3@oak.example'),
    );
    expect(await meets({ userPrincipalName: 'p3@oak.example' })).toEqual(value('p3@oak.example'));
    expect(await meets({})).toEqual(value(null));
    // On a list, where others who bear it are seen too, it counts.
    await keep('team', TEAM);
    house.teams.tenant().changes(personId(3), { email: 'p3@elsewhere.example' });
    const listed = (await pageOf(null)).members.find(({ userId }) => userId === personId(3));
    expect(listed?.email).toBe('p3@elsewhere.example');
  });

  test('one account is looked up where it is, and a conversation that was lost is gone', async () => {
    const { serviceUrl } = house.teams;
    const found = await lookUp(house, tenant, { serviceUrl, conversationId: TEAM }, personId(3));
    expect(found).toMatchObject({ kind: 'done', value: { userId: personId(3), standing: 'member' } });
    const lost = await lookUp(house, tenant, { serviceUrl, conversationId: null }, personId(3));
    expect(lost).toEqual({ kind: 'gone', code: null });
  });
});
