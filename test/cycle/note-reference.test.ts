/**
 * Somebody heard in a conversation: where it is is kept, whoever writes can be reached, and of a stranger who only
 * writes nothing is kept.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Reference } from '../../src/chat/chat.ts';
import { type Heard, noteReference } from '../../src/cycle/note-reference.ts';
import type { Standing } from '../../src/domain/member.ts';
import type { Store } from '../../src/store/database.ts';
import { revokeInstallation } from '../../src/store/installations.ts';
import { saveMembers } from '../../src/store/members.ts';
import { address, chatReference, installation, ledger, wake } from '../../src/store/schema/index.ts';
import { memberOf, reachOf, worldOf } from '../support/members.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const LATER = '2026-11-09T09:05:00Z';

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
  await store.within(school.org, (tx) => tx.delete(wake));
});

const personAt = (id: string, more: Partial<Reference> = {}): Reference => ({
  kind: 'person',
  id,
  conversationId: `a:${id}`,
  serviceUrl: 'https://one.example/',
  teamId: null,
  ...more,
});
const TEAM: Reference = { ...personAt('19:t'), kind: 'team', conversationId: '19:t' };
const hear = (reference: Reference, made: Partial<Heard> = {}, at = MONDAY) =>
  noteReference(worldOf(store, [school], at), {
    platform: 'teams',
    externalId: school.externalId,
    reference,
    did: 'spoke',
    ...made,
  });
const rows = () => store.within(school.org, (tx) => tx.select().from(chatReference));
const wakes = async () =>
  (await store.within(school.org, (tx) => tx.select().from(wake))).map(({ step }) => step).sort();
const entries = async () =>
  (await store.within(school.org, (tx) => tx.select().from(ledger))).map(({ kind, facts }) => ({
    kind,
    facts,
  }));
const lose = (state: 'reachable' | 'unreachable' = 'unreachable') =>
  store.within(school.org, (tx) => tx.update(address).set({ state }));
const reach = async (ref: string) => (await reachOf(store, school))[ref];

describe('a person', () => {
  test('on the list who writes is kept where they are, and moved when they are heard elsewhere', async () => {
    expect(await hear(personAt('U-T01'))).toBe('known');
    expect(await rows()).toMatchObject([{ kind: 'person', chatId: 'U-T01', conversationId: 'a:U-T01' }]);
    await hear(personAt('U-T01', { serviceUrl: 'https://two.example/' }), {}, LATER);
    expect(await rows()).toMatchObject([{ serviceUrl: 'https://two.example/', seenAt: new Date(LATER) }]);
    expect([await entries(), await wakes()]).toEqual([[], []]);
  });

  test('on no list who only writes is a stranger, of whom nothing is kept', async () => {
    expect(await hear(personAt('U-PUPIL'))).toBe('stranger');
    expect([await rows(), await entries(), await wakes()]).toEqual([[], [], []]);
  });

  test('on no list who put Vigil there is kept where they are, and is a stranger when they speak', async () => {
    expect(await hear(personAt('U-NEW'), { did: 'installed' })).toBe('known');
    expect(await hear(personAt('U-NEW', { conversationId: 'a:other' }), {}, LATER)).toBe('stranger');
    expect(await rows()).toMatchObject([{ chatId: 'U-NEW', conversationId: 'a:other' }]);
  });

  test('who could not be reached and writes is reached again, and it is on the record once', async () => {
    await lose();
    await hear(personAt('U-T01'));
    await hear(personAt('U-T01'));
    expect([await reach('T01'), await reach('T02')]).toEqual(['U-T01 reachable', 'U-T02 unreachable']);
    expect(await entries()).toEqual([
      { kind: 'person_reachable', facts: { installation: school.installationId } },
    ]);
    expect(await wakes()).toEqual(['plan-prompts', 'seal-ledger']);
  });

  test.each<Standing>(['gone', 'guest'])('whose account is %s stays out of reach', async (standing) => {
    await store.within(school.org, (tx) =>
      saveMembers(
        tx,
        school.org,
        school.installationId,
        [{ ...memberOf('U-T01', { standing }), token: 'token-1' }],
        new Date(MONDAY),
      ),
    );
    await lose();
    expect(await hear(personAt('U-T01'))).toBe('known');
    expect(await reach('T01')).toBe('U-T01 unreachable');
  });
});

describe('a team or a channel', () => {
  test('that is new has its members read soon; heard of again, they are not', async () => {
    expect(await hear(TEAM)).toBe('known');
    expect(await wakes()).toEqual(['sync-members']);
    await store.within(school.org, (tx) => tx.delete(wake));
    await hear(TEAM, {}, LATER);
    await hear({ ...TEAM, serviceUrl: 'https://two.example/' }, {}, LATER);
    expect(await wakes()).toEqual([]);
  });

  test('a channel is kept, and nobody’s members are read for it', async () => {
    await hear({ ...TEAM, kind: 'channel', id: '19:c', conversationId: '19:c', teamId: '19:t' });
    expect(await rows()).toMatchObject([{ kind: 'channel', chatId: '19:c', teamId: '19:t' }]);
    expect(await wakes()).toEqual([]);
  });
});

describe('a workspace', () => {
  test('that had shut Vigil out is not let back in by being heard from', async () => {
    await store.within(school.org, (tx) => revokeInstallation(tx, school.installationId, new Date()));
    await hear(personAt('U-T01'));
    const [held] = await store.within(school.org, (tx) =>
      tx.select().from(installation).where(eq(installation.installationId, school.installationId)),
    );
    expect(held?.state).toBe('revoked');
    expect([await entries(), await wakes()]).toEqual([[], []]);
  });

  test('that nobody has installed Vigil in keeps nothing', async () => {
    expect(await hear(personAt('U-T01'), { externalId: 'elsewhere' })).toBe('known');
    expect(await rows()).toEqual([]);
  });

  test('of another platform with the same name is another', async () => {
    expect(await hear(personAt('U-T01'), { platform: 'slack' })).toBe('known');
    expect(await rows()).toEqual([]);
  });
});
