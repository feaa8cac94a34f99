/**
 * Where the encryption key comes from, and the refusal when it is missing or wrong while something is sealed under it.
 */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../../src/config.ts';
import { doctor } from '../../src/operator/doctor.ts';
import { keysStatus } from '../../src/operator/inspect-keys.ts';
import { moveTo } from '../../src/operator/move.ts';
import { type OpenKeys, openKeys, readyKeys } from '../../src/operator/open-keys.ts';
import { runCommand } from '../../src/operator/run-command.ts';
import type { Store } from '../../src/store/database.ts';
import { findInstallation, renewInstallation } from '../../src/store/installations.ts';
import { keyFileIn, nextKeyFileIn } from '../../src/store/key-file.ts';
import { mastersOf } from '../../src/store/masters.ts';
import { removeAllNotes } from '../../src/store/notes.ts';
import { KeyFileUnusable, KeyLost } from '../../src/store/refusals.ts';
import { installation } from '../../src/store/schema/index.ts';
import { masterSealer } from '../../src/store/sealed.ts';
import { givenFor } from '../support/given.ts';
import { forgetKeys, TEST_KEY, tokensUnder } from '../support/keys.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOW = new Date('2026-11-10T10:00:00Z');
const OTHER_KEY = Buffer.alloc(32, 9).toString('base64');
const SERVER = { DATABASE_URL: 'postgres://vigil:x@db/vigil' };
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1-abc', SLACK_SIGNING_SECRET: 'a'.repeat(32) };

let home: string;
let store: Store;
let school: School;
/** All that were made in this record. */
const schools: School[] = [];
beforeAll(async () => {
  store = await openTestStore();
  school = await makeSchool(store, { block: 1 });
  schools.push(school);
});
afterAll(() => store.close());
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'vigil-keys-'));
  await forgetKeys(store);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const configOf = (env: Record<string, string> = {}): Config => {
  const read = readConfig({ VIGIL_DATA_DIR: home, ...env });
  if ('faults' in read) throw new Error(read.faults.join('; '));
  return read.ok;
};
const open = (env: Record<string, string> = {}) => openKeys(configOf(env), store, randomBytes);
const givenWith = (keys: OpenKeys, env: Record<string, string> = {}) => ({
  ...givenFor(store, schools, NOW.toISOString()),
  keys,
  config: configOf(env),
});
const place = () => ({ org: school.org, table: 'note', row: 'r1', column: 'sealed' });
const sealBy = ({ ring }: OpenKeys) =>
  store.within(school.org, (tx) => ring.seal(tx, 'CANARY', place(), NOW));
const saveToken = (tokenSealed: Uint8Array) =>
  store.within(school.org, (tx) =>
    renewInstallation(tx, school.installationId, {
      ...{ name: null, botUserId: null, scopes: [], installedAt: NOW },
      tokenSealed,
    }),
  );
const lossOf = async (env: Record<string, string>) => {
  const { fault } = await open(env);
  expect(fault).toBeInstanceOf(KeyLost);
  await expect(readyKeys(configOf(env), store, { randomBytes, now: () => NOW })).rejects.toThrow(KeyLost);
  const said = String(fault?.message);
  expect(said).toMatch(/tokens and all notes cannot be read/);
  expect(said).toMatch(/Nothing was changed/);
  for (const secret of Object.values(env)) expect(said).not.toContain(secret);
  return said;
};

describe('where it comes from', () => {
  test('an embedded database makes one at its first run, and has the same one after', async () => {
    const first = await open();
    expect(first).toMatchObject({ source: { from: 'file', path: keyFileIn(home) }, fault: null });
    const sealed = await sealBy(first);
    const again = await open();
    expect(await store.within(school.org, (tx) => again.ring.open(tx, sealed, place()))).toBe('CANARY');
  });

  test('the environment comes before the file, which still opens what was sealed under it', async () => {
    const sealed = await sealBy(await open());
    const both = await open({ VIGIL_ENCRYPTION_KEY: TEST_KEY });
    expect(both).toMatchObject({ source: { from: 'environment' }, fault: null });
    expect(await store.within(school.org, (tx) => both.ring.open(tx, sealed, place()))).toBe('CANARY');
  });

  test('with the environment’s key no file is made; on a server none is ever made or read', async () => {
    await open({ VIGIL_ENCRYPTION_KEY: TEST_KEY });
    expect(existsSync(keyFileIn(home))).toBe(false);
    const server = await open(SERVER);
    expect(server).toMatchObject({ source: { from: 'nowhere' }, fault: null });
    expect([server.ring.canSeal(), existsSync(keyFileIn(home))]).toEqual([false, false]);
    const ofFile = await sealBy(await open());
    expect(ofFile.length).toBeGreaterThan(0);
    expect((await open(SERVER)).fault).toBeInstanceOf(KeyLost);
  });

  test('a file that others can read is refused, and no other is made', async () => {
    await open();
    const before = readFileSync(keyFileIn(home), 'utf8');
    chmodSync(keyFileIn(home), 0o644);
    const { fault } = await open();
    expect(fault).toBeInstanceOf(KeyFileUnusable);
    expect(fault?.message).toContain(`chmod 600 ${keyFileIn(home)}`);
    expect(readFileSync(keyFileIn(home), 'utf8')).toBe(before);
  });
});

describe('missing or wrong while something is sealed', () => {
  test('the file that is missing: nothing is made in its place, and it is said where it was', async () => {
    await sealBy(await open());
    rmSync(keyFileIn(home));
    expect(await lossOf({})).toContain(`The encryption key is missing: it was in ${keyFileIn(home)}`);
    expect(existsSync(keyFileIn(home))).toBe(false);
  });

  test('another file, another key in the environment, and none where there was one', async () => {
    await sealBy(await open({ VIGIL_ENCRYPTION_KEY: TEST_KEY }));
    expect(await lossOf({ VIGIL_ENCRYPTION_KEY: OTHER_KEY })).toMatch(
      /^VIGIL_ENCRYPTION_KEY: it is not the key/,
    );
    expect(await lossOf({ ...SERVER })).toMatch(/^VIGIL_ENCRYPTION_KEY: missing/);
    expect(await lossOf({})).toMatch(/^The encryption key is missing/);
    writeFileSync(keyFileIn(home), OTHER_KEY, { mode: 0o600 });
    expect(await lossOf({})).toContain(`The encryption key in ${keyFileIn(home)} is not the one`);
    expect(
      (await open({ VIGIL_ENCRYPTION_KEY: OTHER_KEY, VIGIL_OLD_ENCRYPTION_KEY: TEST_KEY })).fault,
    ).toBeNull();
    expect((await open({ VIGIL_ENCRYPTION_KEY: TEST_KEY })).fault).toBeNull();
  });

  test('a token of an earlier Vigil, sealed straight under the master key, counts too', async () => {
    const before = masterSealer(mastersOf(TEST_KEY), randomBytes);
    await saveToken(before.seal('xoxb-CANARY', { org: school.org, installationId: school.installationId }));
    expect(await lossOf({ VIGIL_ENCRYPTION_KEY: OTHER_KEY })).toMatch(/^VIGIL_ENCRYPTION_KEY: it is not/);
    expect((await open({ VIGIL_ENCRYPTION_KEY: TEST_KEY })).fault).toBeNull();
  });

  test('a second organisation’s key alone is enough', async () => {
    await sealBy(await open({ VIGIL_ENCRYPTION_KEY: TEST_KEY }));
    const other = await makeSchool(store, { block: 2 });
    schools.push(other);
    const elsewhere = await openKeys(configOf({ VIGIL_ENCRYPTION_KEY: OTHER_KEY }), store, randomBytes);
    await store.within(other.org, (tx) =>
      elsewhere.ring.seal(tx, 'text', { ...place(), org: other.org }, NOW),
    );
    await lossOf({ VIGIL_ENCRYPTION_KEY: TEST_KEY });
  });
});

test('a token of an earlier Vigil opens, is sealed anew at the start, and opens after', async () => {
  const about = { org: school.org, installationId: school.installationId };
  const old = masterSealer(mastersOf(TEST_KEY), randomBytes).seal('xoxb-CANARY', about);
  await saveToken(old);
  const held = () =>
    store.within(
      school.org,
      async (tx) => (await findInstallation(tx, about.installationId))?.tokenSealed ?? old,
    );
  const unseal = async (by = tokensUnder(TEST_KEY)) => {
    const sealed = await held();
    return store.within(school.org, (tx) => by.unseal(tx, sealed, about));
  };
  expect(await unseal()).toBe('xoxb-CANARY');
  await readyKeys(configOf({ VIGIL_ENCRYPTION_KEY: TEST_KEY }), store, { randomBytes, now: () => NOW });
  const anew = await held();
  expect([old[0], anew[0]]).toEqual([1, 2]);
  expect(await unseal()).toBe('xoxb-CANARY');
  await readyKeys(configOf({ VIGIL_ENCRYPTION_KEY: TEST_KEY }), store, { randomBytes, now: () => NOW });
  expect(await held()).toEqual(anew);
});

describe('what an operator is told', () => {
  test('doctor and status: where it is, that it opens what is kept, for how many; never the key', async () => {
    const keys = await open();
    const personId = school.person('T01').id;
    await store.within(school.org, (tx) => keys.ring.sealForPerson(tx, 'x', place(), { personId, now: NOW }));
    const told = await doctor(givenWith(keys));
    const line = `Encryption key: in ${keyFileIn(home)}, and it opens what is kept; 1 organisation has a key, 1 person has one`;
    expect(told.out).toContain(`fine  ${line}`);
    expect(told.out).toContain('keep a copy of');
    const status = await keysStatus(givenWith(keys));
    expect(status).toMatchObject({ code: 0, errors: [] });
    expect(status.out).toContain(line);
    const key = readFileSync(keyFileIn(home), 'utf8').trim();
    expect(JSON.stringify([told, status])).not.toContain(key);
  });

  test('without a key: what is not offered and the mend; a fault once somebody real is asked', async () => {
    const none = await open(SERVER);
    const quiet = await keysStatus(givenWith(none, SERVER));
    expect(quiet.code).toBe(0);
    expect(quiet.out).toMatch(/^Encryption key: none, so notes are not offered .*openssl rand -base64 32$/);
    expect((await keysStatus(givenWith(none, { ...SERVER, ...SLACK }))).errors).toHaveLength(1);
  });

  test('where it is wrong, doctor says the whole refusal', async () => {
    await sealBy(await open({ VIGIL_ENCRYPTION_KEY: TEST_KEY }));
    const wrong = await open({ VIGIL_ENCRYPTION_KEY: OTHER_KEY });
    const told = await doctor(givenWith(wrong));
    expect(told.errors).toContain(wrong.fault?.message);
  });

  test('a move that cannot tell which key it is does not begin', async () => {
    const keys = await open();
    writeFileSync(nextKeyFileIn(home), OTHER_KEY, { mode: 0o600 });
    const refused = await moveTo(store, { to: 'postgres://vigil:x@127.0.0.1:1/vigil' }, keys, home);
    expect(refused).toMatchObject({ code: 1, errors: [expect.stringMatching(/keys rotate$/)] });
  });
});

describe('a key that is lost for good', () => {
  const run = (keys: OpenKeys, args: Record<string, boolean>, env: Record<string, string> = {}) =>
    runCommand(givenWith(keys, env), { command: 'keys begin-anew', args, files: [] });

  test('is begun anew only when that is said: notes go, workspaces are installed again, answers stay', async () => {
    const first = await open();
    await sealBy(first);
    await saveToken(
      await store.within(school.org, (tx) =>
        first.tokens.seal(tx, 'xoxb-1', { org: school.org, installationId: school.installationId }, NOW),
      ),
    );
    const personId = school.person('T01').id;
    await store.within(school.org, (tx) =>
      first.ring.sealForPerson(tx, 'x', place(), { personId, now: NOW }),
    );
    rmSync(keyFileIn(home));
    const lost = await open();
    expect(await run(lost, {})).toMatchObject({ code: 2, errors: [expect.stringMatching(/^--lost: /)] });
    expect((await open()).fault).toBeInstanceOf(KeyLost);
    const done = await run(lost, { lost: true });
    expect(done).toMatchObject({ code: 0, errors: [] });
    expect(done.out).toMatch(/^1 organisation begins anew: 0 notes .* 1 workspace to be installed again/);
    const after = await open();
    expect(after.fault).toBeNull();
    const sealed = await store.within(school.org, (tx) =>
      after.ring.sealForPerson(tx, 'new', place(), { personId, now: NOW }),
    );
    expect(sealed.is).toBe('sealed');
    await store.within(school.org, async (tx) => {
      expect(await removeAllNotes(tx)).toBe(0);
      expect(await tx.select({ state: installation.state }).from(installation)).toEqual([
        { state: 'revoked' },
      ]);
    });
    expect(await run(after, { lost: true })).toMatchObject({
      out: 'Every key here opens; nothing was changed.',
    });
  });

  const keyIn = (path: string) => readFileSync(path, 'utf8').trim();

  test.each(['encryption.key', 'encryption.key.next'])(
    '%s is not replaced while it may be mended',
    async (name) => {
      const first = await open();
      await sealBy(first);
      const own = keyIn(keyFileIn(home));
      const path = join(home, name);
      writeFileSync(path, `${name === 'encryption.key' ? own : OTHER_KEY}\n`, { mode: 0o600 });
      chmodSync(path, 0o644);
      const there = readdirSync(home).sort();
      const refused = await run(await open(), { lost: true });
      expect(refused).toMatchObject({ code: 1, errors: [expect.stringContaining(`chmod 600 ${path}`)] });
      expect(refused.errors[0]).toMatch(/it was left; nothing was changed\.$/);
      expect([keyIn(keyFileIn(home)), readdirSync(home).sort()]).toEqual([own, there]);
      chmodSync(path, 0o600);
      expect((await open()).fault).toBeNull();
    },
  );

  test('a file with no key in it is kept under another name, and that is said', async () => {
    await sealBy(await open());
    writeFileSync(keyFileIn(home), 'half a key', { mode: 0o600 });
    const done = await run(await open(), { lost: true });
    const aside = `${keyFileIn(home)}.lost-2026-11-10`;
    expect(done).toMatchObject({ code: 0, errors: [] });
    expect(done.out).toMatch(/^What could not be used as a key is kept as \S+\. 1 organisation begins anew/);
    expect(done.out).toContain(aside);
    expect([readFileSync(aside, 'utf8'), statSync(aside).mode & 0o777]).toEqual(['half a key', 0o600]);
    expect((await open()).fault).toBeNull();
  });

  test('where only a change of key was broken off, the key of before goes on', async () => {
    const first = await open();
    await sealBy(first);
    const own = keyIn(keyFileIn(home));
    writeFileSync(nextKeyFileIn(home), '', { mode: 0o600 });
    const done = await run(await open(), { lost: true });
    expect(done.out).toMatch(
      /key\.next\.lost-2026-11-10\. Every key here opens; nothing else was changed\.$/,
    );
    expect([keyIn(keyFileIn(home)), (await open()).fault]).toEqual([own, null]);
  });

  test('where only the next key is whole, it takes its place', async () => {
    await sealBy(await open());
    writeFileSync(keyFileIn(home), '', { mode: 0o600 });
    writeFileSync(nextKeyFileIn(home), OTHER_KEY, { mode: 0o600 });
    await run(await open(), { lost: true });
    expect(keyIn(keyFileIn(home))).toBe(OTHER_KEY);
    expect((await open()).fault).toBeNull();
  });

  test('a key from the environment goes on, and no file is made beside it', async () => {
    const env = { VIGIL_ENCRYPTION_KEY: TEST_KEY };
    await sealBy(await open(env));
    writeFileSync(keyFileIn(home), '', { mode: 0o600 });
    await run(await open(env), { lost: true }, env);
    expect(existsSync(keyFileIn(home))).toBe(false);
    expect((await open(env)).fault).toBeNull();
  });
});
