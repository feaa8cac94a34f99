/**
 * A staff list looked at before it is brought in: it says what would change, person by person, and changes nothing.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/domain/setting.ts';
import { importPeople } from '../../src/operator/import-people.ts';
import { mergeStaff } from '../../src/operator/merge-staff.ts';
import type { Given } from '../../src/operator/outcome.ts';
import { staffLines } from '../../src/operator/staff-lines.ts';
import type { Store } from '../../src/store/database.ts';
import { listPeople } from '../../src/store/people.ts';
import { ledger, message } from '../../src/store/schema/index.ts';
import { listWakes } from '../../src/store/wakes.ts';
import { givenFor } from '../support/given.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const HEADER = 'staff_ref,name,email,role,starts_on,leaves_on,working_days,day_start,day_end';
const sheet = (...rows: string[]) => [HEADER, ...rows].join('\n');

let store: Store;
let school: School;
let given: Given;
let block = 560;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
  given = givenFor(store, [school], '2026-11-10T10:00:00Z');
});

const preview = (text: string) => importPeople(given, { setting: school.setting.ref, dryRun: true }, text);
const bring = (text: string) => importPeople(given, { setting: school.setting.ref }, text);
const kept = () =>
  store.within(school.org, async (tx) =>
    JSON.stringify([
      await listPeople(tx, school.setting.id),
      await tx.select().from(ledger),
      await tx.select().from(message),
      await listWakes(tx, school.org),
    ]),
  );
const FILE = sheet(
  'N1,Nia New,nia@oak.example,teacher,,,Mon Tue,08:15,15:00',
  'T01,Amira Khan,t01@oak.example,teacher;deputy_dsl,,,Mon Tue,08:00,16:30',
  'D02,Joe Lamb,d02@oak.example,teacher,,2026-12-18,Mon Tue Wed Thu Fri,08:00,16:30',
  'X1,Nobody Known,,wizard,,,,,',
);

test('who would see names comes first, each change by its column, and nothing is changed', async () => {
  const before = await kept();
  const { code, out, errors } = await preview(FILE);
  expect(code).toBe(2);
  expect(out.split('\n').slice(0, 7)).toEqual([
    `${school.setting.ref}: 1 added, 2 changed, 0 unchanged, 1 refused`,
    'Would see names and answer for concerns: T01 Amira Khan, teacher, deputy DSL',
    'Would see names no longer: D02 Joe Lamb',
    'New: N1 Nia New, teacher',
    'Changed: T01 Amira Khan: role teacher → teacher, deputy DSL; working_days Mon Tue Wed Thu Fri → Mon Tue',
    'Changed: D02 Joe Lamb: role deputy DSL, teacher → teacher; leaves_on none → 2026-12-18',
    'Not in the file, stays as they are: A01 Gil Brook',
  ]);
  expect(out).toContain('Whoever has left stays on the list until the file gives their leaves_on');
  expect(out.split('\n').at(-1)).toBe('This is a preview: nothing was changed');
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(/^Row 5, role: /);
  expect(await kept()).toBe(before);
});

test('then brought in it does the same, and looked at again there is nothing left to change', async () => {
  const looked = (await preview(FILE)).out.split('\n')[0];
  expect((await bring(FILE)).out.split('\n')[0]).toBe(looked);
  const again = await preview(FILE);
  expect(again.out.split('\n')[0]).toBe(`${school.setting.ref}: 0 added, 0 changed, 3 unchanged, 1 refused`);
  expect(again.out).not.toMatch(/^(New|Changed|Would)/m);
});

test('somebody who covers, is in charge, is away or has paused is no different for it', () => {
  const span = { from: '2026-11-09', until: '2026-11-13' };
  const [someone] = school.people;
  if (someone === undefined) throw new Error('The school is empty');
  const known: Person = {
    ...someone,
    away: [span],
    paused: [span],
    covers: [{ ...span, by: someone.id }],
    inCharge: [{ on: '2026-11-10', main: true }],
  };
  const { staffRef, name, roles } = known;
  const merged = mergeStaff([{ row: 2, staffRef, name, roles }], [known], () => 'id');
  expect(merged).toMatchObject({ unchanged: 1, changed: [] });
  const renamed = mergeStaff([{ row: 2, staffRef, name: 'Zed', roles }], [known], () => 'id');
  expect(renamed.changed).toEqual([{ before: known, after: { ...known, name: 'Zed' } }]);
});

describe('what is shown', () => {
  test('is no more of a kind than anybody reads, and says how many more', () => {
    const rows = Array.from({ length: 205 }, (_none, at) => ({
      row: at + 2,
      staffRef: `N${at}`,
      name: 'Nia',
      roles: ['teacher' as const],
    }));
    const lines = staffLines(mergeStaff(rows, [], () => 'id'));
    expect(lines).toHaveLength(201);
    expect(lines.at(-1)).toBe('and 5 more of these');
  });

  test('holds no letter that tells a terminal what to do, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        const row = { row: 2, staffRef: 'N1', name: `\u001b[2J${name}\u202e`, roles: ['teacher' as const] };
        for (const line of staffLines(mergeStaff([row], [], () => 'id'))) expect(line).not.toMatch(/\p{C}/u);
      }),
    );
  });
});
