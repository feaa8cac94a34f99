/**
 * A setting's bank written as a file and brought in from one: unchanged by its own export, all or nothing, said beforehand.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadBank } from '../../src/bank/load-bank.ts';
import { checkBankFile } from '../../src/operator/check-bank.ts';
import type { Given } from '../../src/operator/outcome.ts';
import { runCommand } from '../../src/operator/run-command.ts';
import { findEntry, listBank, saveState } from '../../src/store/bank.ts';
import type { Store } from '../../src/store/database.ts';
import { ledger, questionVersion } from '../../src/store/schema/index.ts';
import { givenFor } from '../support/given.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const PRIMARY = loadBank().filter(({ phases }) => phases.includes('primary'));
const OWN = `
- id: LOC-SIT-1
  version: 1
  standard: site
  indicator: gate-at-lunch
  kind: duty
  audience: site_manager
  cadence: termly
  text: Was the side gate locked after lunch?
  why: It is used for deliveries.
  answer: { kind: yes_no, good: "yes" }
  source: { document: our own, edition: local }
  phases: [primary]
  confidence: check-locally
  seconds: 8
`;

let store: Store;
let school: School;
let given: Given;
let block = 90_000;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block, questions: PRIMARY });
  given = givenFor(store, [school], '2026-11-09T08:00:00Z');
});

const setting = () => school.setting.ref;
const written = () => runCommand(given, { command: 'bank export', args: { setting: setting() }, files: [] });
const bring = (text: string, args: Record<string, string | boolean> = {}) =>
  runCommand(given, {
    command: 'bank import',
    args: { setting: setting(), ...args },
    files: [{ name: 'ours.yaml', text }],
  });
const entry = (id: string) => store.within(school.org, (tx) => findEntry(tx, school.setting.id, id));
const state = () =>
  store.within(school.org, async (tx) => ({
    bank: await listBank(tx, school.setting.id),
    versions: (await tx.select().from(questionVersion)).length,
    ledger: await tx.select().from(ledger),
  }));

test('what is exported passes the check, and brought in again changes nothing', async () => {
  const { out, code } = await written();
  expect(code).toBe(0);
  expect(checkBankFile('ours.yaml', out)).toMatchObject({ code: 0, errors: [] });
  const before = await state();
  const again = await bring(out);
  expect(again).toMatchObject({ code: 0, errors: [] });
  expect(again.out).toContain(`as it was; nothing to change (${PRIMARY.length} the same, 0 not in the file)`);
  expect(await state()).toEqual(before);
});

test('what is off is named, left out, and stays off', async () => {
  await store.within(school.org, (tx) => saveState(tx, school.setting.id, 'TRN-01', 'off'));
  const { out } = await written();
  expect(out).toContain('# Off, and not in this file: TRN-01.');
  expect(out).not.toContain('id: TRN-01');
  expect((await bring(out)).out).toContain('1 not in the file');
  expect((await entry('TRN-01'))?.state).toBe('off');
});

test('a preview says what would change and changes nothing; then it is done, a version each', async () => {
  const { out } = await written();
  const text = `${out.replace(/(id: SIT-01[\s\S]*?why: )[^\n]*/, '$1So that nobody is lost.')}${OWN}`;
  const before = await state();
  const preview = await bring(text, { dryRun: true });
  expect(preview).toMatchObject({ code: 0, errors: [] });
  expect(preview.out).toContain('1 would be added, 1 would be changed');
  expect(preview.out).toContain('~ SIT-01 (version 1): why');
  expect(preview.out).toContain('→ "So that nobody is lost."');
  expect(preview.out).toContain('+ LOC-SIT-1: Was the side gate locked after lunch?');
  expect(await state()).toEqual(before);
  expect((await bring(text)).code).toBe(0);
  expect((await entry('SIT-01'))?.question).toMatchObject({ version: 1001, why: 'So that nobody is lost.' });
  expect(await entry('LOC-SIT-1')).toMatchObject({ state: 'on', question: { version: 1 } });
  const rows = (await state()).ledger.filter(({ kind }) => kind.startsWith('question_'));
  expect(rows.map(({ kind, facts, actor }) => [kind, facts, actor]).sort()).toEqual([
    ['question_added', { question: 'LOC-SIT-1', version: 1 }, null],
    ['question_changed', { question: 'SIT-01', version: 1001, before: 1 }, null],
  ]);
  expect((await bring(text)).out).toContain('nothing to change');
});

test('a file with a fault is told by its line, and nothing of it is kept', async () => {
  const before = await state();
  const wrong = `${OWN}${OWN.replace('LOC-SIT-1', 'LOC-SIT-2').replace('gate-at-lunch', 'other').replace('termly', 'sometimes')}`;
  const outcome = await bring(wrong);
  expect(outcome.code).toBe(2);
  expect(outcome.errors[0]).toMatch(/^ours\.yaml:23 LOC-SIT-2 cadence: /);
  expect(outcome.errors.at(-1)).toContain('nothing was changed');
  expect(await state()).toEqual(before);
});

test('kind and standard of a question that is there do not change, nor is one taken that is not for the phase', async () => {
  const outcome = await bring(
    `${OWN.replace('LOC-SIT-1', 'ONL-01')}${OWN.replace('[primary]', '[college]')}`,
  );
  expect(outcome.code).toBe(2);
  expect(outcome.errors.join('\n')).toMatch(
    /ONL-01 standard: The standard of a question that is there already/,
  );
  expect(outcome.errors.join('\n')).toMatch(/LOC-SIT-1 phases: The setting is primary/);
});

test('words that seem to tell of somebody are pointed out, not refused', async () => {
  const outcome = await bring(
    OWN.replace('It is used for deliveries.', 'Jayden told me his uncle hits him.'),
  );
  expect(outcome.code).toBe(0);
  expect(outcome.out).toContain('! LOC-SIT-1: read its words again');
});

test('a setting that is not there is said so', async () => {
  const outcome = await runCommand(given, {
    command: 'bank export',
    args: { setting: 'nowhere' },
    files: [],
  });
  expect(outcome).toMatchObject({
    code: 2,
    errors: [expect.stringContaining('no setting has that reference')],
  });
});
