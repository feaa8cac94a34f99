/**
 * Changing the encryption key: a stop at any moment loses nothing, and running it again finishes.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { keysStatus } from '../../src/operator/inspect-keys.ts';
import { type OpenKeys, openKeys } from '../../src/operator/open-keys.ts';
import { openSpoolFor } from '../../src/operator/open-spool.ts';
import { rotateKeys } from '../../src/operator/rotate-keys.ts';
import type { Store } from '../../src/store/database.ts';
import { renewInstallation } from '../../src/store/installations.ts';
import * as keyFile from '../../src/store/key-file.ts';
import { keyFileIn, nextKeyFileIn } from '../../src/store/key-file.ts';
import { mastersOf } from '../../src/store/masters.ts';
import { SealedUnreadable } from '../../src/store/refusals.ts';
import { ledger } from '../../src/store/schema/index.ts';
import { masterSealer } from '../../src/store/sealed.ts';
import { countedIds } from '../support/fixed.ts';
import { givenFor } from '../support/given.ts';
import { forgetKeys, ringUnder, TEST_KEY } from '../support/keys.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOW = new Date('2026-11-10T10:00:00Z');
const NEW_KEY = Buffer.alloc(32, 9).toString('base64');
const SCHOOLS = 3;

let home: string;
let store: Store;
let schools: School[];
let kept: { school: School; sealed: Uint8Array; mine: Uint8Array }[];
beforeAll(async () => {
  store = await openTestStore();
  schools = [];
  for (let n = 1; n <= SCHOOLS; n += 1) schools.push(await makeSchool(store, { block: n }));
});
afterAll(() => store.close());
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'vigil-rotate-'));
  await forgetKeys(store);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const configOf = (env: Record<string, string>) => {
  const read = readConfig({ VIGIL_DATA_DIR: home, ...env });
  if ('faults' in read) throw new Error(read.faults.join('; '));
  return read.ok;
};
const open = (env: Record<string, string> = {}) => openKeys(configOf(env), store, randomBytes);
const given = (keys: OpenKeys, over: Store = store, env: Record<string, string> = {}) => {
  const base = givenFor(over, schools, NOW.toISOString());
  const contextFor: typeof base.world.contextFor = async (org, at) => ({
    ...(await base.world.contextFor(org, at)),
    within: (work) => over.within(org, work),
  });
  return { ...base, world: { store: over, contextFor }, keys, config: configOf(env) };
};
const placeIn = ({ org }: School, row: string) => ({ org, table: 'note', row, column: 'sealed' });
const fill = async ({ ring }: OpenKeys) => {
  kept = [];
  for (const school of schools)
    kept.push(
      await store.within(school.org, async (tx) => {
        const sealed = await ring.seal(tx, `of ${school.org}`, placeIn(school, 'r1'), NOW);
        const of = { personId: school.person('T01').id, now: NOW };
        const mine = await ring.sealForPerson(tx, `mine ${school.org}`, placeIn(school, 'r2'), of);
        if (mine.is === 'shredded') throw new Error('Nobody shredded it');
        return { school, sealed, mine: mine.sealed };
      }),
    );
};
/** Every text sealed before opens, under what is on the disk and in the environment now. */
const allOpens = async (env: Record<string, string> = {}) => {
  const { ring, fault } = await open(env);
  expect(fault).toBeNull();
  for (const { school, sealed, mine } of kept)
    await store.within(school.org, async (tx) => {
      expect(await ring.open(tx, sealed, placeIn(school, 'r1'))).toBe(`of ${school.org}`);
      expect(await ring.openForPerson(tx, mine, placeIn(school, 'r2'), school.person('T01').id)).toEqual({
        is: 'open',
        text: `mine ${school.org}`,
      });
    });
};
const keyNow = () => readFileSync(keyFileIn(home), 'utf8').trim();
/** A store that dies at its nth transaction: before it, or once it is committed and before anybody hears. */
const dyingAt = (nth: number, when: 'before' | 'after'): Store => {
  let count = 0;
  return {
    ...store,
    async within(org, work) {
      count += 1;
      if (count === nth && when === 'before') throw new Error('killed');
      const did = await store.within(org, work);
      if (count === nth) throw new Error('killed');
      return did;
    },
  };
};

describe('where the key is a file', () => {
  test('a new one takes its place, opens everything, and the one before opens nothing', async () => {
    const keys = await open();
    await fill(keys);
    const before = keyNow();
    const done = await rotateKeys(given(keys));
    expect(done).toMatchObject({ code: 0, errors: [] });
    expect(done.out).toMatch(/^3 organisations’ keys wrapped in the new key\. The new key is in /);
    expect([done.out.includes(before), done.out.includes(keyNow())]).toEqual([false, false]);
    expect([keyNow() === before, existsSync(nextKeyFileIn(home))]).toEqual([false, false]);
    await allOpens();
    const [first] = kept;
    if (!first) throw new Error('Nothing was kept');
    const byOld = store.within(first.school.org, (tx) =>
      ringUnder(before).open(tx, first.sealed, placeIn(first.school, 'r1')),
    );
    await expect(byOld).rejects.toThrow(SealedUnreadable);
    // The program that did it goes on, with the new key alone.
    expect(keys.masters.opening).toHaveLength(1);
    for (const { school } of kept) {
      const rows = await store.within(school.org, (tx) => tx.select({ kind: ledger.kind }).from(ledger));
      expect(rows.filter(({ kind }) => kind === 'key_rewrapped')).toHaveLength(1);
    }
  });

  const deaths: [string, (over: OpenKeys) => Promise<unknown>][] = [
    ...[1, 2, 3, 4, 5, 6].flatMap((nth) =>
      (['before', 'after'] as const).map((when): [string, (keys: OpenKeys) => Promise<unknown>] => [
        `${when} transaction ${nth}`,
        (keys) => rotateKeys(given(keys, dyingAt(nth, when))),
      ]),
    ),
    [
      'once the next key is made',
      (keys) => {
        keyFile.makeKeyFile(nextKeyFileIn(home), randomBytes);
        return rotateKeys(given(keys, dyingAt(1, 'before')));
      },
    ],
  ];
  test.each(deaths)('killed %s: everything opens, and running it again finishes', async (_, die) => {
    const keys = await open();
    await fill(keys);
    const before = keyNow();
    await expect(die(keys)).rejects.toThrow('killed');
    await allOpens();
    expect(keyNow()).toBe(before);
    // Started again: what is sealed meanwhile is kept too.
    const again = await open();
    const status = await keysStatus(given(again));
    expect(status.errors).toEqual([expect.stringMatching(/; run: npm run vigil -- keys rotate$/)]);
    await fill(again);
    expect((await rotateKeys(given(again))).code).toBe(0);
    await allOpens();
    expect([keyNow() === before, existsSync(nextKeyFileIn(home))]).toEqual([false, false]);
    expect((await keysStatus(given(await open()))).errors).toEqual([]);
  });

  test('a press that only the key of before opens is waited for: nothing is let go', async () => {
    const keys = await open();
    await fill(keys);
    const before = keyNow();
    const config = configOf({});
    const state = openSpoolFor(config, countedIds(1), { masters: keys.masters });
    if ('none' in state) throw new Error('There is a key');
    await state.spool.put('CANARY press').kept;
    const presses = { state, fileFirst: async () => true };
    const refused = await rotateKeys({ ...given(keys), presses });
    expect(refused).toMatchObject({ code: 1, errors: [expect.stringMatching(/^1 press kept while/)] });
    expect(keyNow()).toBe(before);
    const after = await open();
    const anew = openSpoolFor(config, countedIds(2), { masters: after.masters });
    if ('none' in anew) throw new Error('There is a key');
    const [name = ''] = await anew.spool.list(10);
    expect(await anew.spool.open(name)).toEqual({ name, text: 'CANARY press' });
    await anew.spool.remove(name);
    expect(
      (await rotateKeys({ ...given(after), presses: { state: anew, fileFirst: async () => true } })).code,
    ).toBe(0);
    await allOpens();
  });
});

describe('where the key is in the environment', () => {
  const CHANGING = { VIGIL_ENCRYPTION_KEY: NEW_KEY, VIGIL_OLD_ENCRYPTION_KEY: TEST_KEY };

  test('the old one beside the new opens everything, and after it the new one alone', async () => {
    await fill(await open({ VIGIL_ENCRYPTION_KEY: TEST_KEY }));
    await allOpens(CHANGING);
    const changing = await open(CHANGING);
    const status = await keysStatus(given(changing, store, CHANGING));
    expect(status.errors).toEqual([
      'Encryption key: 3 organisations’ keys are wrapped in the one before; run: npm run vigil -- keys rotate',
    ]);
    const done = await rotateKeys(given(changing, store, CHANGING));
    expect(done.out).toMatch(/^3 organisations’ keys wrapped in the new key\. Once every Vigil/);
    expect(`${done.out}${status.errors}`).not.toContain(NEW_KEY);
    await allOpens({ VIGIL_ENCRYPTION_KEY: NEW_KEY });
    const again = await rotateKeys(given(await open(CHANGING), store, CHANGING));
    expect(again.out).toMatch(/^0 organisations’ keys wrapped in the new key, 3 were so already\./);
  });

  test.each([1, 2, 3, 4])('killed at organisation %i: both keys open all, and it goes on', async (nth) => {
    await fill(await open({ VIGIL_ENCRYPTION_KEY: TEST_KEY }));
    const dying = rotateKeys(given(await open(CHANGING), dyingAt(nth, 'after'), CHANGING));
    await expect(dying).rejects.toThrow('killed');
    await allOpens(CHANGING);
    expect((await rotateKeys(given(await open(CHANGING), store, CHANGING))).code).toBe(0);
    await allOpens({ VIGIL_ENCRYPTION_KEY: NEW_KEY });
  });

  test('tokens of an earlier Vigil are sealed anew, so that the old key may go', async () => {
    const [school] = schools;
    if (!school) throw new Error('There is a school');
    const about = { org: school.org, installationId: school.installationId };
    const tokenSealed = masterSealer(mastersOf(TEST_KEY), randomBytes).seal('xoxb-CANARY', about);
    const granted = { name: null, botUserId: null, scopes: [], installedAt: NOW, tokenSealed };
    await store.within(school.org, (tx) => renewInstallation(tx, school.installationId, granted));
    const done = await rotateKeys(given(await open(CHANGING), store, CHANGING));
    expect(done.out).toContain('1 token of before sealed anew');
    expect((await open({ VIGIL_ENCRYPTION_KEY: NEW_KEY })).fault).toBeNull();
  });
});
