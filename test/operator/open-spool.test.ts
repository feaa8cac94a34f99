/**
 * The spool as an operator has it: where it is, what doctor says of it, and that a tick files what waits first.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../../src/config.ts';
import { doctor } from '../../src/operator/doctor.ts';
import { asideLines, inspectSpool, openSpoolFor, type SpoolState } from '../../src/operator/open-spool.ts';
import { tick } from '../../src/operator/tick.ts';
import type { Store } from '../../src/store/database.ts';
import { countedIds } from '../support/fixed.ts';
import { givenFor } from '../support/given.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOW = '2026-11-10T09:00:00Z';
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1-abc', SLACK_SIGNING_SECRET: 'a'.repeat(32) };
const KEY = randomBytes(32).toString('base64');
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'vigil-spool-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const configWith = (environment: Record<string, string>): Config => {
  const read = readConfig({ VIGIL_DATA_DIR: home, ...environment });
  if ('faults' in read) throw new Error(read.faults.join('; '));
  return read.ok;
};
const openWith = (environment: Record<string, string>) => {
  const config = configWith(environment);
  const state = openSpoolFor(config, countedIds(1));
  return { config, state, look: () => inspectSpool(state, config) };
};
const spoolOf = (state: SpoolState) => {
  if ('none' in state) throw new Error('There is no spool');
  return state.spool;
};

test('it is a folder in VIGIL_DATA_DIR, and there is none without a key', () => {
  expect(openWith({}).state).toEqual({ none: 'no_key' });
  expect(existsSync(join(home, 'spool'))).toBe(false);
  expect(spoolOf(openWith({ VIGIL_ENCRYPTION_KEY: KEY }).state).waiting()).toBe(0);
  expect(existsSync(join(home, 'spool'))).toBe(true);
});

describe('what doctor says of it', () => {
  test('without a key: what happens then and the mend, once somebody is asked by a real chat', async () => {
    expect(await openWith(SLACK).look()).toEqual([
      {
        fine: false,
        text: expect.stringMatching(
          /^Spool: none, so whoever presses .* is told that it was not saved; give VIGIL_ENCRYPTION_KEY/,
        ),
      },
    ]);
    expect(await openWith({}).look()).toEqual([]);
  });

  test('without a folder that can be written', async () => {
    writeFileSync(join(home, 'file'), '');
    const { look } = openWith({
      ...SLACK,
      VIGIL_ENCRYPTION_KEY: KEY,
      VIGIL_DATA_DIR: join(home, 'file'),
    });
    expect(await look()).toEqual([
      { fine: false, text: expect.stringContaining('VIGIL_DATA_DIR: give a folder') },
    ]);
  });

  test('what waits, and what was set aside and where', async () => {
    const { state, look } = openWith({ VIGIL_ENCRYPTION_KEY: KEY });
    expect(await look()).toEqual([{ fine: true, text: expect.stringContaining('none waits') }]);
    const spool = spoolOf(state);
    for (const text of ['one', 'two', 'three']) await spool.put(text).kept;
    const [first = ''] = await spool.list(1);
    await spool.setAside(first);
    expect(await look()).toEqual([
      { fine: false, text: expect.stringContaining('2 presses to be filed') },
      {
        fine: false,
        text: expect.stringMatching(
          new RegExp(
            `1 press that could not be filed, set aside in ${join(home, 'spool')}.* each file goes 7 days after it was pressed`,
          ),
        ),
      },
    ]);
    expect(await asideLines(state)).toEqual([
      'Not looked into: 1 press set aside in the spool, which may be anybody’s. Each goes 7 days after it was pressed.',
    ]);
    expect([await asideLines(undefined), await asideLines({ none: 'no_key' })]).toEqual([[], []]);
  });
});

describe('an operator’s command', () => {
  let store: Store;
  let school: School;
  beforeAll(async () => {
    store = await openTestStore();
    school = await makeSchool(store);
  });
  afterAll(() => store.close());

  test('a tick files what waits first, and does nothing while it cannot', async () => {
    const given = givenFor(store, [school], NOW);
    const state = { none: 'no_key' } as const;
    let asked = 0;
    const fileFirst = async () => {
      asked += 1;
      return false;
    };
    const refused = await tick({ ...given, presses: { state, fileFirst } }, { at: NOW });
    expect(refused).toMatchObject({ code: 1, errors: [expect.stringContaining('still being filed')] });
    expect([asked, given.ran]).toEqual([1, []]);
    expect(
      await tick({ ...given, presses: { state, fileFirst: async () => true } }, { at: NOW }),
    ).toMatchObject({
      code: 0,
    });
  });

  test('doctor has the finding among the others', async () => {
    const given = givenFor(store, [school], NOW);
    const { state } = openWith(SLACK);
    const config = configWith(SLACK);
    const { errors } = await doctor({ ...given, config, presses: { state, fileFirst: async () => true } });
    expect(errors).toContainEqual(expect.stringContaining('Spool: none'));
  });
});
