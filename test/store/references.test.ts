/**
 * Where conversations are, as it is kept, on both databases: what was heard last stands, a look that finds the same
 * writes nothing, and no organisation sees another's.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Reference } from '../../src/domain/reference.ts';
import type { Store } from '../../src/store/database.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import {
  findReference,
  forgetReference,
  lastServiceUrl,
  listReferences,
  saveReference,
} from '../../src/store/references.ts';
import { chatReference } from '../../src/store/schema/index.ts';
import { openServer } from '../../src/store/server.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const kinds = canRunPostgres ? (['embedded', 'server'] as const) : (['embedded'] as const);
const MONDAY = new Date('2026-11-09T08:00:00Z');
const TUESDAY = new Date('2026-11-10T08:00:00Z');
const ONE = 'https://one.example/';
const TWO = 'https://two.example/';

const person = (id: string, made: Partial<Reference> = {}): Reference => ({
  kind: 'person',
  id,
  conversationId: `a:${id}`,
  serviceUrl: ONE,
  teamId: null,
  ...made,
});
const channel = (id: string, teamId: string | null): Reference => ({
  ...person(id, { conversationId: id, teamId }),
  kind: 'channel',
});
const team = (id: string): Reference => ({ ...person(id, { conversationId: id }), kind: 'team' });

describe.each(kinds)('references on the %s database', (kind) => {
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
    school = await makeSchool(store, { block, platform: 'teams' });
    twin = await makeSchool(store, { block: block + 1, platform: 'teams' });
  });

  const save = (reference: Reference, at = MONDAY, installationId = school.installationId) =>
    store.within(school.org, (tx) => saveReference(tx, school.org, installationId, reference, at));
  const find = (id: string, of: Reference['kind'] = 'person', installationId = school.installationId) =>
    store.within(school.org, (tx) => findReference(tx, installationId, of, id));
  const list = (of: Reference['kind'], after: string | null = null, limit = 10) =>
    store.within(school.org, async (tx) =>
      (await listReferences(tx, school.installationId, of, { after, limit })).map(({ id }) => id),
    );
  const url = (where = school) => store.within(where.org, (tx) => lastServiceUrl(tx, where.installationId));
  const forget = (of: Reference['kind'], id: string) =>
    store.within(school.org, (tx) => forgetReference(tx, school.installationId, of, id));
  const rows = () => store.within(school.org, (tx) => tx.select().from(chatReference));

  test('new, the same, changed; and found as it was heard', async () => {
    expect(await find('U1')).toBeNull();
    expect(await save(person('U1'))).toBe('new');
    expect(await save(person('U1'), TUESDAY)).toBe('same');
    expect((await rows()).map(({ seenAt }) => seenAt)).toEqual([MONDAY]);
    expect(await save(person('U1', { serviceUrl: TWO }), TUESDAY)).toBe('changed');
    expect(await find('U1')).toEqual(person('U1', { serviceUrl: TWO }));
    expect((await rows()).map(({ seenAt }) => seenAt)).toEqual([TUESDAY]);
  });

  test.each<[string, Partial<Reference>]>([
    ['another conversation', { conversationId: 'a:other' }],
    ['none any more', { conversationId: null }],
    ['another address', { serviceUrl: TWO }],
    ['another team', { teamId: '19:u' }],
  ])('%s is a change', async (_, made) => {
    await save(person('U1'));
    expect(await save(person('U1', made))).toBe('changed');
    expect(await find('U1')).toEqual(person('U1', made));
  });

  test('heard earlier and written later, it puts nothing newer aside', async () => {
    await save(person('U1', { serviceUrl: TWO }), TUESDAY);
    await save(person('U1'), MONDAY);
    expect(await find('U1')).toEqual(person('U1', { serviceUrl: TWO }));
  });

  test('two at once for the same end with one row', async () => {
    const saved = await Promise.all([save(person('U1')), save(person('U1'))]);
    expect(saved).toContain('new');
    expect(await rows()).toHaveLength(1);
  });

  test('a person, a channel and a team of one id are three', async () => {
    await save(person('x'));
    await save(channel('x', null));
    await save(team('x'));
    expect((await rows()).map(({ kind: each }) => each).sort()).toEqual(['channel', 'person', 'team']);
    expect(await find('x', 'team')).toEqual(team('x'));
  });

  test('are listed by kind, in the order of their ids, a page at a time, without those that lead nowhere', async () => {
    for (const id of ['U3', 'U1', 'U2', 'U4']) await save(person(id));
    await save(person('U2', { conversationId: null }), TUESDAY);
    await save(team('19:t'));
    expect(await list('person')).toEqual(['U1', 'U3', 'U4']);
    expect(await list('person', null, 2)).toEqual(['U1', 'U3']);
    expect(await list('person', 'U3', 2)).toEqual(['U4']);
    expect(await list('person', 'U4')).toEqual([]);
    expect(await list('team')).toEqual(['19:t']);
  });

  test('the address most lately heard from is the workspace’s', async () => {
    expect(await url()).toBeNull();
    await save(person('U1', { serviceUrl: TWO }), TUESDAY);
    await save(person('U2'), MONDAY);
    expect(await url()).toBe(TWO);
    await save(person('U2', { conversationId: 'a:new' }), new Date('2026-11-11T08:00:00Z'));
    expect(await url()).toBe(ONE);
  });

  test('forgotten singly; a team with its own channels and nobody else’s', async () => {
    for (const each of [person('U1'), person('U2'), team('19:t'), team('19:u')]) await save(each);
    for (const each of [channel('19:c', '19:t'), channel('19:d', '19:t'), channel('19:e', '19:u')])
      await save(each);
    const kept = async () => (await rows()).map(({ chatId }) => chatId).sort();
    await forget('person', 'U1');
    await forget('channel', '19:c');
    expect(await kept()).toEqual(['19:d', '19:e', '19:t', '19:u', 'U2']);
    await forget('team', '19:t');
    await forget('team', '19:t');
    expect(await kept()).toEqual(['19:e', '19:u', 'U2']);
  });

  test('another organisation’s, and another installation’s, are neither seen nor forgotten', async () => {
    const other = school.at(MONDAY).ids.id();
    const externalId = 'another-tenant'.concat(String(block));
    await store.within(school.org, (tx) =>
      saveInstallation(tx, school.org, {
        installationId: other,
        platform: 'teams',
        externalId,
        botUserId: null,
      }),
    );
    await save(person('U1'));
    await save(person('U1', { serviceUrl: TWO }), TUESDAY, other);
    expect([await find('U1'), await url()]).toEqual([person('U1'), ONE]);
    await forget('person', 'U1');
    expect(await find('U1', 'person', other)).not.toBeNull();
    expect(await url(twin)).toBeNull();
    const seen = await store.within(twin.org, (tx) => findReference(tx, other, 'person', 'U1'));
    expect(seen).toBeNull();
    const foreign = store.within(twin.org, (tx) =>
      saveReference(tx, school.org, school.installationId, person('U9'), MONDAY),
    );
    await expect(foreign).rejects.toThrow();
  });
});
