/**
 * A calendar brought in: the school years it covers replaced whole, the others as they were, a preview that changes
 * nothing, and a change that goes into the record.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { isSchoolDay } from '../../src/domain/school-day.ts';
import type { Setting } from '../../src/domain/setting.ts';
import { importCalendar } from '../../src/operator/import-calendar.ts';
import type { Given } from '../../src/operator/outcome.ts';
import type { Store } from '../../src/store/database.ts';
import { ledger } from '../../src/store/schema/index.ts';
import { findSetting } from '../../src/store/settings.ts';
import { claimDue, listWakes } from '../../src/store/wakes.ts';
import { event, ics, YEAR_CSV } from '../support/calendar-files.ts';
import { givenFor } from '../support/given.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOW = '2026-11-10T10:00:00.000Z';
const HEADER = 'kind,name,starts_on,ends_on\n';

let store: Store;
let school: School;
let given: Given;
let block = 700;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
  given = givenFor(store, [school], NOW);
});

type Args = Parameters<typeof importCalendar>[1];
const bring = (text: string, args: Args = {}) =>
  importCalendar(given, { setting: school.setting.ref, ...args }, text);
const settingOf = async (of: School = school): Promise<Setting> => {
  const found = await store.within(of.org, (tx) => findSetting(tx, of.setting.id));
  if (found === null) throw new Error('The setting is gone');
  return found;
};
const calendar = async () => (await settingOf()).calendar;
const ledgerRows = () => store.within(school.org, (tx) => tx.select().from(ledger));

test('a year is brought in whole, with its bank holidays, and what changes is told', async () => {
  const outcome = await bring(YEAR_CSV);
  expect(outcome).toMatchObject({ code: 0, errors: [] });
  expect(outcome.out.split('\n')).toEqual([
    `${school.setting.ref}: calendar of 2026/27: replaced whole`,
    '2026/27: 6 half terms, 2026-09-03 to 2027-07-21, 192 school days',
    'Becoming school days: none',
    'No longer school days: 1 (6 May 2027)',
    'Prompts planned for a day that is no school day now: 0 (they wait for the next school day)',
    'Prompts already asked that are due on another day: 0',
  ]);
  const { halfTerms, closures } = await calendar();
  expect(halfTerms).toHaveLength(6);
  const off = new Map(closures.map(({ on, reason }) => [on, reason]));
  expect([...off].filter(([, reason]) => reason !== 'bank_holiday')).toEqual([
    ['2026-09-01', 'inset'],
    ['2026-09-02', 'inset'],
    ['2027-05-06', 'closed'],
  ]);
  expect(off.get('2027-05-03')).toBe('bank_holiday');
  expect(off.get('2026-12-25')).toBe('bank_holiday');
});

test('the same file twice changes nothing, not even the record', async () => {
  await bring(YEAR_CSV);
  const before = { calendar: await calendar(), ledger: await ledgerRows() };
  expect((await bring(YEAR_CSV)).out).toContain('2026/27: as it was; nothing to change');
  expect({ calendar: await calendar(), ledger: await ledgerRows() }).toEqual(before);
});

test('a preview says the same and changes nothing', async () => {
  const before = { calendar: await calendar(), ledger: await ledgerRows() };
  const wakes = await store.within(school.org, (tx) => listWakes(tx, school.org));
  const text = YEAR_CSV.replace('2026-10-23', '2026-10-16').replace('18/12/2026', '11/12/2026');
  const preview = await bring(text, { dryRun: true });
  expect(preview.code).toBe(0);
  expect(preview.out).toContain('This is a preview: nothing was changed');
  expect(preview.out).toContain('No longer school days: 6 (14 Dec 2026 to 18 Dec 2026, 6 May 2027)');
  expect({ calendar: await calendar(), ledger: await ledgerRows() }).toEqual(before);
  expect(await store.within(school.org, (tx) => listWakes(tx, school.org))).toEqual(wakes);
  const facts = JSON.parse((await bring(text, { dryRun: true, json: true })).out);
  expect(facts).toMatchObject({
    setting: school.setting.ref,
    dryRun: true,
    changed: false,
    wouldChange: true,
  });
  expect(facts.lost).toContain('2026-12-14');
  const done = JSON.parse((await bring(text, { json: true })).out);
  expect(done).toMatchObject({ dryRun: false, changed: true, lost: facts.lost, gained: facts.gained });
  expect(isSchoolDay(await calendar(), '2026-12-14')).toBe(false);
});

test('school years the file does not cover stay, with their days off', async () => {
  await bring(YEAR_CSV);
  const next = `${HEADER}half_term,Autumn 1,2027-09-02,2027-10-22\ninset,INSET,2027-09-01,\n`;
  const outcome = await bring(next);
  expect(outcome.out).toContain('calendar of 2027/28: replaced whole; 2026/27 stays as it was');
  expect(outcome.out).toContain('A school year usually has about 190: see that no term is missing');
  expect((await calendar()).halfTerms).toHaveLength(7);
  expect(isSchoolDay(await calendar(), '2027-05-06')).toBe(false);
  // Given again without the day off: its year is replaced, the other still stays.
  await bring(YEAR_CSV.replace(/closed.*\n/, ''));
  expect(isSchoolDay(await calendar(), '2027-05-06')).toBe(true);
  expect((await calendar()).closures.filter(({ on }) => on === '2027-09-01')).toHaveLength(1);
  expect((await calendar()).halfTerms).toHaveLength(7);
});

test('bad rows are named with exit 2, good rows are kept, and no day off becomes a school day by a file with faults', async () => {
  await bring(YEAR_CSV);
  const outcome = await bring(
    YEAR_CSV.replace(
      'closed,Polling day,2027-05-06,',
      'closd,Polling day,2027-05-06,\ninset,INSET,2026-11-20,',
    ),
  );
  expect(outcome.code).toBe(2);
  expect(outcome.errors).toEqual(['Row 9, kind: is not a kind Vigil knows; did you mean closed?']);
  expect(outcome.out).toContain('Because the file has faults, 1 day off stays a day off until it is mended');
  expect(isSchoolDay(await calendar(), '2027-05-06')).toBe(false);
  expect(isSchoolDay(await calendar(), '2026-11-20')).toBe(false);
  await bring(YEAR_CSV.replace(/closed.*\n/, ''));
  expect(isSchoolDay(await calendar(), '2027-05-06')).toBe(true);
});

test('a calendar that would leave no school day in the coming year is refused, and nothing is changed', async () => {
  const before = await calendar();
  const outcome = await bring(`${HEADER}term,Autumn term,2026-09-03,2026-10-23\n`);
  expect(outcome).toMatchObject({ code: 2, out: '' });
  expect(outcome.errors).toEqual([
    expect.stringMatching(/^The file would leave no school day in the coming year/),
  ]);
  expect(await calendar()).toEqual(before);
});

test('the record has one row of its own for it: years, days and counts, and not a word of the file', async () => {
  await bring(YEAR_CSV.replaceAll('Autumn 1', 'Autumn zqone').replace('Polling day', 'zqday'));
  const rows = await ledgerRows();
  expect(rows.map(({ kind, subject }) => [kind, subject])).toEqual([
    ['calendar_imported', school.setting.id],
  ]);
  expect(rows[0]?.facts).toEqual({
    source: 'csv',
    years: '2026',
    halfTerms: 6,
    daysOff: expect.any(Number),
    gained: 0,
    lost: 1,
    moved: 0,
    refused: 0,
  });
  expect(JSON.stringify(rows)).not.toContain('zq');
});

test('what asks, sends, chases and gathers looks again at once', async () => {
  await store.within(school.org, (tx) => claimDue(tx, school.org, new Date('2030-01-01T00:00:00Z')));
  await bring(YEAR_CSV);
  const woken = await store.within(school.org, (tx) => listWakes(tx, school.org));
  for (const step of ['plan-prompts', 'deliver-messages', 'chase-overdue', 'send-digests'])
    expect(woken).toContainEqual({ step, dueAt: new Date(NOW) });
});

test('an iCalendar file: what is not understood is listed with its line and never used', async () => {
  const outcome = await bring(
    ics(
      event('20260903', '20261219', 'Autumn term'),
      event('20261026', '20261031', 'Half term'),
      event('20261120', '20261121', 'INSET day'),
      event('20261124', '20261125', `Year 6 visit ${'x'.repeat(80)}`),
    ),
  );
  expect(outcome.code).toBe(0);
  expect(outcome.out).toMatch(
    /Not understood, so not used\..*\n {2}Line 20, 24 Nov 2026: Year 6 visit x{47}…/,
  );
  expect(isSchoolDay(await calendar(), '2026-11-20')).toBe(false);
  expect(isSchoolDay(await calendar(), '2026-11-24')).toBe(true);
  const bad = await bring(
    ics(event('20261114', '20261115', 'INSET day'), event('20260903', '20261219', 'Autumn term')),
  );
  expect(bad.errors).toEqual([expect.stringMatching(/^Line 2, starts_on: takes in a Saturday/)]);
});

test('the usual terms are offered for a year that has none, and never over a school’s own', async () => {
  expect((await bring('')).errors).toEqual([
    expect.stringContaining('import calendar --preset england --year 2026'),
  ]);
  expect((await bring('', { preset: 'england', year: '2026' })).errors).toEqual([
    expect.stringMatching(/^--preset: 2026 has term dates of its own already/),
  ]);
  const bare = await makeSchool(store, {
    block: 90_000 + block,
    setting: { calendar: { halfTerms: [], closures: [] } },
  });
  const outcome = await importCalendar(
    givenFor(store, [bare], NOW),
    { setting: bare.setting.ref, preset: 'england', year: '2026' },
    '',
  );
  expect(outcome.code).toBe(0);
  expect(outcome.out).toContain('These are the usual terms in England, not your own');
  expect((await settingOf(bare)).calendar.halfTerms).toHaveLength(6);
  for (const [args, said] of [
    [{ preset: 'france', year: '2026' }, /^--preset: there is one, england/],
    [{ preset: 'england', year: '2031' }, /^--year: the usual terms are known for 2026/],
    [{ preset: 'england' }, /^--year/],
    [{ nation: 'mars' }, /^--nation: it is none of england, wales/],
  ] as const)
    expect(await bring(YEAR_CSV, args)).toMatchObject({
      code: 2,
      out: '',
      errors: [expect.stringMatching(said)],
    });
});

test('bank holidays are the nation’s own', async () => {
  await bring(YEAR_CSV, { nation: 'scotland' });
  expect(isSchoolDay(await calendar(), '2026-11-30')).toBe(false);
  await bring(YEAR_CSV, { nation: 'northern_ireland' });
  expect(isSchoolDay(await calendar(), '2026-11-30')).toBe(true);
  expect(isSchoolDay(await calendar(), '2027-03-17')).toBe(false);
  await bring(YEAR_CSV, { nation: 'wales' });
  expect(isSchoolDay(await calendar(), '2027-03-17')).toBe(true);
});

test('another organisation’s calendar, and another setting’s, are not touched', async () => {
  const twin = await makeSchool(store, { block: 80_000 + block });
  await importCalendar(givenFor(store, [school, twin], NOW), { setting: school.setting.ref }, YEAR_CSV);
  expect((await settingOf(twin)).calendar).toEqual(twin.setting.calendar);
});

test('a setting that is not there is bad input', async () => {
  expect(await bring(YEAR_CSV, { setting: `${school.setting.ref}x` })).toMatchObject({
    code: 2,
    errors: [expect.stringMatching(/^--setting: no setting/)],
  });
});
