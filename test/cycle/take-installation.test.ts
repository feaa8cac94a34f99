/**
 * Vigil installed in a workspace, taken out and installed again: one organisation for good, nothing lost and
 * nothing said twice.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Installed } from '../../src/chat/chat.ts';
import type { World } from '../../src/cycle/context.ts';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { noteMember } from '../../src/cycle/note-member.ts';
import { revokeWorkspace } from '../../src/cycle/revoke-workspace.ts';
import { takeInstallation } from '../../src/cycle/take-installation.ts';
import type { Ids } from '../../src/domain/ids.ts';
import type { OrgId } from '../../src/domain/setting.ts';
import { worldOver } from '../../src/operator/world.ts';
import type { Store } from '../../src/store/database.ts';
import {
  findInstallation,
  findRoute,
  listInstallations,
  listOrganisations,
} from '../../src/store/installations.ts';
import { listLanes } from '../../src/store/lanes.ts';
import { readMembers } from '../../src/store/members.ts';
import { queueMessages } from '../../src/store/messages.ts';
import { readOrganisation } from '../../src/store/organisations.ts';
import { listPeople } from '../../src/store/people.ts';
import { KeyMissing } from '../../src/store/refusals.ts';
import { installation, ledger, message, organisation } from '../../src/store/schema/index.ts';
import { openServer } from '../../src/store/server.ts';
import { listWakes, WAKE_STEPS } from '../../src/store/wakes.ts';
import { ask, readMessages, readPrompt } from '../support/ask.ts';
import { type FakeChat, fakeChat } from '../support/fake-chat.ts';
import { countedIds, keptLog, seededRandom } from '../support/fixed.ts';
import { tokensUnder } from '../support/keys.ts';
import { canRunPostgres, startPostgres } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const seals = tokensUnder(KEY);
const MONDAY = '2026-11-09T08:05:00Z';
const T1: Installed = {
  platform: 'slack',
  externalId: 'T0001',
  name: 'Oak Trust',
  botUserId: 'UBOT',
  scopes: ['commands', 'chat:write'],
  token: 'xoxb-CANARY-first',
};

let store: Store;
let now: Date;
let ids: Ids;
let block = 7000;
const log = keptLog();

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(() => {
  now = new Date(MONDAY);
  block += 1;
  ids = countedIds(block);
});

const worldOf = (over: Store = store): World =>
  worldOver(over, { now: () => now, ids, random: seededRandom(1), log });
const take = (installed: Installed, sealer = seals) =>
  takeInstallation(worldOf(), installed, { ids, sealer });
const revoke = (externalId: string, at?: Date, platform: Installed['platform'] = 'slack') =>
  revokeWorkspace(worldOf(), { platform, externalId }, at);
const held = (org: OrgId, installationId: string) =>
  store.within(org, (tx) => findInstallation(tx, installationId));
const opened = (sealed: Uint8Array, about: { org: OrgId; installationId: string }) =>
  store.within(about.org, (tx) => seals.unseal(tx, sealed, about));
const rowsOfLedger = (org: OrgId) =>
  store.within(org, (tx) =>
    tx
      .select({ kind: ledger.kind, facts: ledger.facts, subject: ledger.subject })
      .from(ledger)
      .orderBy(ledger.entryId),
  );

describe('a workspace nobody knew', () => {
  test('becomes an organisation with its installation, route, lane and every step woken', async () => {
    const { did, org, installationId } = await take({ ...T1, externalId: 'TNEW' });
    expect(did).toBe('made');
    expect(await findRoute(store, 'slack', 'TNEW')).toEqual({ org, installationId });
    await store.within(org, async (tx) => {
      expect(await readOrganisation(tx, org)).toEqual({ clock: 'wall', storedNow: null, invented: false });
      expect(await tx.select({ name: organisation.name }).from(organisation)).toEqual([
        { name: 'Oak Trust' },
      ]);
      expect(await listLanes(tx)).toEqual([{ installationId, platform: 'slack', externalId: 'TNEW' }]);
      expect((await listWakes(tx, org)).map(({ step }) => step).sort()).toEqual([...WAKE_STEPS].sort());
    });
    expect(await held(org, installationId)).toMatchObject({
      state: 'live',
      name: 'Oak Trust',
      botUserId: 'UBOT',
      scopes: ['chat:write', 'commands'],
      installedAt: now,
    });
    expect(await rowsOfLedger(org)).toEqual([
      { kind: 'installation_made', subject: installationId, facts: { platform: 'slack', scopes: 2 } },
    ]);
  });

  test('its token is kept sealed: no row and no log line has it, and it opens for this workspace alone', async () => {
    const { org, installationId } = await take({ ...T1, externalId: 'TSEAL' });
    const row = await held(org, installationId);
    const sealed = Buffer.from(row?.tokenSealed ?? []);
    expect(sealed.includes('CANARY')).toBe(false);
    expect(await opened(sealed, { org, installationId })).toBe(T1.token);
    const other = await take({ ...T1, externalId: 'TSEAL2' });
    await expect(opened(sealed, other)).rejects.toThrow(/not the key/);
    await expect(opened(sealed, { org, installationId: other.installationId })).rejects.toThrow(
      /cannot be read/,
    );
    expect(JSON.stringify(log.lines)).not.toContain('CANARY');
  });

  test('a token without a key to seal it with is refused, says the mend, and leaves nothing behind', async () => {
    const before = await listOrganisations(store);
    const refused = take({ ...T1, externalId: 'TKEY' }, tokensUnder(null));
    await expect(refused).rejects.toThrow(KeyMissing);
    await expect(refused).rejects.toThrow(/VIGIL_ENCRYPTION_KEY/);
    expect(await listOrganisations(store)).toEqual(before);
    expect(await findRoute(store, 'slack', 'TKEY')).toBeNull();
  });

  test('one whose token is in the environment needs no key, and being told of it again changes only when', async () => {
    const told = { ...T1, externalId: 'TENV', token: null };
    const { org, installationId } = await take(told, tokensUnder(null));
    const before = { ...(await held(org, installationId)), ledger: await rowsOfLedger(org) };
    now = new Date('2026-11-10T08:00:00Z');
    const again = await take({ ...told, scopes: [...told.scopes].reverse() }, tokensUnder(null));
    expect(again).toEqual({ did: 'unchanged', org, installationId });
    const after = { ...(await held(org, installationId)), ledger: await rowsOfLedger(org) };
    expect(after).toEqual({ ...before, installedAt: now });
  });

  test('two told of at once end with one organisation', async () => {
    const told = { ...T1, externalId: 'TWICE' };
    const before = (await listOrganisations(store)).length;
    const taken = await Promise.all([take(told), take(told), take(told)]);
    expect(new Set(taken.map(({ org }) => org)).size).toBe(1);
    expect(taken.map(({ did }) => did).sort()).toEqual(['made', 'renewed', 'renewed']);
    expect(await listOrganisations(store)).toHaveLength(before + 1);
  });
});

describe('a workspace that is known', () => {
  test('keeps its organisation and installation; token, name, bot and permissions are brought up to date', async () => {
    const first = await take({ ...T1, externalId: 'TAGAIN' });
    now = new Date('2026-11-10T08:00:00Z');
    const second = await take({
      ...T1,
      externalId: 'TAGAIN',
      name: 'Oak and Elm',
      botUserId: 'UBOT2',
      scopes: ['chat:write', 'groups:read', 'chat:write'],
      token: 'xoxb-CANARY-second',
    });
    expect(second).toEqual({ ...first, did: 'renewed' });
    const row = await held(first.org, first.installationId);
    expect(row).toMatchObject({
      name: 'Oak and Elm',
      botUserId: 'UBOT2',
      scopes: ['chat:write', 'groups:read'],
      installedAt: now,
    });
    expect(await opened(row?.tokenSealed ?? Buffer.alloc(0), first)).toBe('xoxb-CANARY-second');
    expect((await rowsOfLedger(first.org)).at(-1)).toEqual({
      kind: 'installation_renewed',
      subject: first.installationId,
      facts: { platform: 'slack', scopes: 2, wasRevoked: false },
    });
  });

  test('a token in the environment takes the place of one kept here', async () => {
    const first = await take({ ...T1, externalId: 'TMOVED' });
    await take({ ...T1, externalId: 'TMOVED', token: null });
    expect((await held(first.org, first.installationId))?.tokenSealed).toBeNull();
  });
});

describe('permission taken back', () => {
  test('wipes the token, keeps the rest, and is told by ids alone, once', async () => {
    const { org, installationId } = await take({ ...T1, externalId: 'TGONE' });
    log.lines.length = 0;
    await revoke('TGONE');
    await revoke('TGONE');
    expect(await held(org, installationId)).toMatchObject({
      state: 'revoked',
      tokenSealed: null,
      name: 'Oak Trust',
    });
    expect(await store.within(org, listLanes)).toEqual([]);
    expect((await rowsOfLedger(org)).map(({ kind }) => kind)).toEqual([
      'installation_made',
      'installation_revoked',
    ]);
    expect(log.lines).toEqual([
      {
        level: 'warn',
        event: 'installation_revoked',
        facts: { org, installation: installationId, why: 'uninstalled' },
      },
    ]);
  });

  test('forgets who is in it and on no staff list; installed again, they are read anew', async () => {
    const told = { ...T1, externalId: 'TPUPILS' };
    const { org, installationId } = await take(told);
    const workspace = { platform: 'slack', externalId: 'TPUPILS' } as const;
    const pupil = { userId: 'U1', name: 'Kit Doe', email: 'kit@oak.example', zone: null } as const;
    const note = () => noteMember(worldOf(), workspace, { ...pupil, standing: 'member' });
    const kept = () => store.within(org, (tx) => readMembers(tx, installationId, ['U1']));
    await note();
    expect((await kept()).get('U1')?.name).toBe('Kit Doe');
    now = new Date('2026-11-10T08:00:00Z');
    await revoke('TPUPILS');
    expect((await kept()).get('U1')).toMatchObject({ name: '', email: null, decision: 'undecided' });
    await take({ ...told, token: 'xoxb-CANARY-again' });
    await note();
    expect((await kept()).get('U1')).toMatchObject({ name: 'Kit Doe', email: 'kit@oak.example' });
  });

  test('of a workspace nobody knows changes nothing', async () => {
    await expect(revoke('TNOBODY')).resolves.toBeUndefined();
    expect(await findRoute(store, 'slack', 'TNOBODY')).toBeNull();
  });

  test('told of late, after a newer installation, does not end that one', async () => {
    const told = { ...T1, externalId: 'TLATE' };
    const { org, installationId } = await take(told);
    const removedAt = new Date('2026-11-09T09:00:00Z');
    now = new Date('2026-11-09T09:01:00Z');
    await take(told);
    await revoke('TLATE', removedAt);
    expect((await held(org, installationId))?.state).toBe('live');
    await revoke('TLATE', new Date('2026-11-09T09:01:00Z'));
    expect((await held(org, installationId))?.state).toBe('revoked');
  });
});

describe('install, take out, install again', () => {
  let school: School;
  let chat: FakeChat;
  const workspace = (): Installed => ({ ...T1, platform: 'local', externalId: school.externalId });
  const again = () => take(workspace());
  const deliver = () => deliverMessages(school.at(now), new Map([['local' as const, chat]]));
  const states = async () =>
    (await readMessages(store, school)).map(({ state, attempts }) => ({ state, attempts }));

  beforeEach(async () => {
    school = await makeSchool(store, { block: block + 5000 });
    chat = fakeChat();
  });

  const queueDigest = (week: string, at: string, channelId: string | null = school.channelId) =>
    store.within(school.org, (tx) =>
      queueMessages(
        tx,
        school.org,
        [
          {
            messageId: school.at(at).ids.id(),
            settingId: school.setting.id,
            to: { installationId: school.installationId, channelId: channelId ?? '' },
            dedupeKey: `digest:${week}`,
            body: { kind: 'digest', summary: week, blocks: [{ type: 'text', text: week }] },
            notBefore: new Date(at),
            notAfter: null,
            promptIds: [],
          },
        ],
        new Date(at),
      ),
    );

  test('the people, prompts and answers are all still there, and what was sent is not sent again', async () => {
    const [sent] = await ask(store, school, {
      who: 'S01',
      questions: ['SIT-D1'],
      at: MONDAY,
      until: '08:30',
    });
    await deliver();
    expect(chat.copies).toHaveLength(1);
    const people = await store.within(school.org, (tx) => listPeople(tx, school.setting.id));
    await revoke(school.externalId, undefined, 'local');
    now = new Date('2026-11-09T08:20:00Z');
    expect((await deliver()).counts.sent).toBe(0);
    const taken = await again();
    expect(taken).toEqual({ did: 'renewed', org: school.org, installationId: school.installationId });
    await deliver();
    await deliver();
    expect(chat.calls).toHaveLength(1);
    expect((await readPrompt(store, school, sent ?? '')).state).toBe('asked');
    expect(await store.within(school.org, (tx) => listPeople(tx, school.setting.id))).toEqual(people);
    expect((await store.within(school.org, listInstallations)).map(({ state }) => state)).toEqual(['live']);
  });

  test('a question that waited is asked once if it is still time, and is moved if it is not', async () => {
    await ask(store, school, { who: 'S01', questions: ['SIT-D1'], at: MONDAY, until: '08:30' });
    await revoke(school.externalId, undefined, 'local');
    await deliver();
    expect(chat.calls).toHaveLength(0);
    now = new Date('2026-11-09T21:00:00Z');
    await again();
    await deliver();
    expect(chat.calls).toHaveLength(0);
    now = new Date((await readMessages(store, school))[0]?.nextAttemptAt ?? 0);
    await deliver();
    await deliver();
    expect(chat.calls).toHaveLength(1);
    expect(await states()).toEqual([{ state: 'sent', attempts: 0 }]);
  });

  test('a send the workspace refused as revoked is given back, and goes once after installing again', async () => {
    await ask(store, school, { who: 'S01', questions: ['SIT-D1'], at: MONDAY, until: '08:30' });
    chat.script({ kind: 'refused', why: 'installation_revoked' });
    await deliver();
    expect((await held(school.org, school.installationId))?.state).toBe('revoked');
    expect(
      (await rowsOfLedger(school.org)).find(({ kind }) => kind === 'installation_revoked')?.facts,
    ).toEqual({
      platform: 'local',
      why: 'refused',
    });
    expect(chat.copies).toHaveLength(0);
    now = new Date('2026-11-09T08:10:00Z');
    await again();
    await deliver();
    await deliver();
    expect(chat.copies).toHaveLength(1);
  });

  test('a send refused for the old token does not end an installation made while it was on its way', async () => {
    await ask(store, school, { who: 'S01', questions: ['SIT-D1'], at: MONDAY, until: '08:30' });
    chat.script({ kind: 'refused', why: 'installation_revoked' });
    chat.before = async () => {
      chat.before = async () => {};
      now = new Date('2026-11-09T08:05:05Z');
      await again();
      now = new Date(MONDAY);
    };
    expect((await deliver()).nextDue).toEqual(now);
    expect((await held(school.org, school.installationId))?.state).toBe('live');
    await deliver();
    expect(chat.copies).toHaveLength(1);
  });

  test('of the digests of the weeks between, only the newest goes', async () => {
    await revoke(school.externalId, undefined, 'local');
    for (const [week, at] of [
      ['W45', '2026-11-09T08:00:00Z'],
      ['W46', '2026-11-16T08:00:00Z'],
      ['W47', '2026-11-23T08:00:00Z'],
    ] as const)
      await queueDigest(week, at);
    now = new Date('2026-11-24T10:00:00Z');
    await again();
    await deliver();
    expect(chat.to(school.channelId).map(({ message }) => message.summary)).toEqual(['W47']);
    const kept = await store.within(school.org, (tx) =>
      tx
        .select({ state: message.state })
        .from(message)
        .where(eq(message.kind, 'digest'))
        .orderBy(message.createdAt),
    );
    expect(kept.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn', 'sent']);
  });
});

describe.runIf(canRunPostgres)('on a real server', () => {
  test('two processes that install one workspace at the same moment end with one organisation', async () => {
    const server = await startPostgres();
    try {
      const { login, owner } = await server.fresh();
      const stores = [
        await openServer(login, { migrateUrl: owner }),
        await openServer(login, { migrateUrl: owner }),
      ];
      for (let round = 0; round < 5; round += 1) {
        const told = { ...T1, externalId: `TR${round}` };
        const taken = await Promise.all(
          stores.map((each, at) =>
            takeInstallation(worldOf(each), told, { ids: countedIds(100 * round + at + 1), sealer: seals }),
          ),
        );
        expect(new Set(taken.map(({ org }) => org)).size).toBe(1);
        expect(taken.map(({ did }) => did).sort()).toEqual(['made', 'renewed']);
        const org = taken[0]?.org ?? ('' as OrgId);
        const [one] = stores;
        expect(await one?.within(org, (tx) => tx.select().from(installation))).toHaveLength(1);
      }
      const [first] = stores;
      expect(await listOrganisations(first as Store)).toHaveLength(5);
      for (const each of stores) await each.close();
    } finally {
      await server.stop();
    }
  });
});
