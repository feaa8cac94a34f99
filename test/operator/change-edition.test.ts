/**
 * A new edition of guidance: what must be looked at again is listed, staff are given the INSET day to read and are asked
 * once more after it, joiners at once, and what was said of the edition before no longer counts.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { runCommand } from '../../src/operator/run-command.ts';
import { listBank } from '../../src/store/bank.ts';
import type { Store } from '../../src/store/database.ts';
import { listEvidence } from '../../src/store/evidence.ts';
import { saveAddress, savePerson } from '../../src/store/people.ts';
import { ledger, prompt } from '../../src/store/schema/index.ts';
import { findSetting } from '../../src/store/settings.ts';
import { givenFor } from '../support/given.ts';
import { historyOf } from '../support/history.ts';
import { AUTUMN_2026, makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const INSET = { on: '2026-11-27', reason: 'inset' as const, name: 'INSET day' };
const calendar = { ...AUTUMN_2026, closures: [...AUTUMN_2026.closures, INSET] };

let store: Store;
let school: School;
let block = 95_000;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block, setting: { calendar } });
});

const edition = (name: string, args: { dryRun?: boolean } = {}, at = '2026-11-10T12:00:00Z') =>
  runCommand(givenFor(store, [school], at), {
    command: 'bank edition',
    args: { setting: school.setting.ref, edition: name, ...args },
    files: [],
  });
const plan = (day: string) => planPrompts(school.at(`${day}T07:00:00Z`));
const asked = () =>
  store.within(school.org, (tx) => tx.select().from(prompt).where(eq(prompt.questionId, 'TRN-A1')));
const state = () =>
  store.within(school.org, async (tx) => ({
    setting: await findSetting(tx, school.setting.id),
    bank: await listBank(tx, school.setting.id),
    ledger: await tx.select().from(ledger),
  }));

test('a preview lists what cites another edition, what changes and who reads again, and changes nothing', async () => {
  const before = await state();
  const { out, code } = await edition('KCSIE 2027', { dryRun: true });
  expect(code).toBe(0);
  expect(out).toContain('from KCSIE 2026 to KCSIE 2027');
  expect(out).toContain('they cite another edition of KCSIE: 6');
  expect(out).toContain('  CON-S1: KCSIE 2026, 18');
  expect(out).toContain('Their words change with the edition: TRN-A1');
  expect(out).toContain(
    'Read again, TRN-A1: all staff, 13 people; time to read on the INSET day, Friday 27 Nov',
  );
  expect(out).toContain('asked from Monday 30 Nov');
  expect(await state()).toEqual(before);
});

test('staff are asked once more after the INSET day, a joiner on their first, and nobody twice', async () => {
  await plan('2026-11-09');
  const first = await asked();
  expect(first.length).toBeGreaterThan(10);
  expect((await edition('KCSIE 2027')).code).toBe(0);
  expect((await state()).setting?.edition).toBe('KCSIE 2027');
  const joiner = {
    ...school.person('T01'),
    id: school.at('2026-11-10T12:00:00Z').ids.id(),
    staffRef: 'T90',
    startsOn: '2026-11-12',
  };
  await store.within(school.org, async (tx) => {
    await savePerson(tx, school.org, school.setting.id, joiner, new Date('2026-11-10T12:00:00Z'));
    await saveAddress(tx, school.org, {
      personId: joiner.id,
      installationId: school.installationId,
      userId: 'U-T90',
    });
  });
  await plan('2026-11-11');
  expect(await asked()).toHaveLength(first.length);
  await plan('2026-11-12');
  const more = (await asked()).filter(({ localDate }) => localDate > '2026-11-09');
  expect(more.map(({ personId }) => personId)).toEqual([joiner.id]);
  await plan('2026-11-27');
  await plan('2026-11-30');
  await plan('2026-12-01');
  const again = (await asked()).filter(({ localDate }) => localDate > '2026-11-12');
  expect(again.map(({ personId }) => personId).sort()).toEqual(first.map(({ personId }) => personId).sort());
  expect(again.every(({ localDate }) => localDate >= '2026-11-30')).toBe(true);
});

test('what was said of the edition before no longer counts', async () => {
  const past = historyOf(store, school, 900 + block);
  for (const person of ['T01', 'T02'])
    await past.add({ question: 'TRN-A1', person, on: '2026-11-09', verdict: 'good' });
  const counted = async () =>
    (
      await store.within(school.org, (tx) => listEvidence(tx, school.setting, '2026-11-11', { cases: false }))
    ).filter(({ kind }) => kind === 'attestation');
  expect(await counted()).toMatchObject([{ good: 2 }]);
  await edition('KCSIE 2027');
  expect(await counted()).toEqual([]);
});

test('it is in the record once; the same edition again changes nothing', async () => {
  await edition('KCSIE 2027');
  const before = await state();
  const rows = before.ledger.filter(({ kind }) => kind === 'edition_changed');
  expect(rows).toMatchObject([{ facts: { from: 'KCSIE 2026', to: 'KCSIE 2027' }, actor: null }]);
  expect((await edition('KCSIE 2027')).out).toContain('already; nothing to change');
  expect(await state()).toEqual(before);
});

test('a term without an INSET day asks from the next school day; a calendar that has run out refuses', async () => {
  const later = await edition('KCSIE 2027', { dryRun: true }, '2026-12-01T12:00:00Z');
  expect(later.out).toContain('asked from Wednesday 2 Dec');
  expect(later.out).toContain('the term has no INSET day left');
  const over = await edition('KCSIE 2027', { dryRun: true }, '2027-07-21T12:00:00Z');
  expect(over).toMatchObject({ code: 2, errors: [expect.stringContaining('no school day left')] });
  expect(await edition('the new one')).toMatchObject({
    code: 2,
    errors: [expect.stringContaining('KCSIE 2027')],
  });
});
