/**
 * No row of the ledger holds personal text: whatever the operator's commands and the simulated world's days write there,
 * it is ids, our own words and counts. What a row may be called is held by its type; what it may hold, by these.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importCalendar } from '../../src/operator/import-calendar.ts';
import { importPeople } from '../../src/operator/import-people.ts';
import { runSeed } from '../../src/simulation/world/run-seed.ts';
import type { Store } from '../../src/store/database.ts';
import { ledger } from '../../src/store/schema/index.ts';
import { openSimulatedDatabase } from '../../src/store/simulated-database.ts';
import { YEAR_CSV } from '../support/calendar-files.ts';
import { givenFor } from '../support/given.ts';
import { makeSchool } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** Ids, moments, dates, weeks, and words of ours: short, plain and without a sign of anybody. */
const OURS = /^([a-z0-9W_:;.+, -]{0,120}|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;

test('a list of people and a calendar leave roles, ids and counts', async () => {
  const oak = await makeSchool(store, { block: 1, canary: 'CANARY' });
  const sheet = (role: string) =>
    `staff_ref,name,email,role,starts_on,leaves_on,working_days,day_start,day_end\nN1,Zoë CANARY,zoe.canary@oak.example,${role},,,,,\n`;
  const given = givenFor(store, [oak], '2026-11-10T10:00:00Z');
  for (const role of ['teacher', 'teacher;dsl'])
    expect((await importPeople(given, { setting: oak.setting.ref }, sheet(role))).code).toBe(0);
  const calendar = YEAR_CSV.replace('Polling day', 'Zoë CANARY@oak');
  expect((await importCalendar(given, { setting: oak.setting.ref }, calendar)).code).toBe(0);
  const rows = await store.within(oak.org, (tx) => tx.select().from(ledger));
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(
    new Set(['calendar_imported', 'people_imported', 'person_confirmed', 'roles_changed']),
  );
  for (const { subject, facts } of rows) {
    expect(JSON.stringify([subject, facts])).not.toMatch(/canary|zo[eë]|@|N1/i);
    for (const value of [subject, ...Object.values(facts)])
      if (typeof value === 'string') expect(value).toMatch(OURS);
  }
});

test('days of asking, answering, chasing and failing leave ids, states and counts', async () => {
  const db = await openSimulatedDatabase();
  const { sim, violations } = await runSeed(db, { seed: 3, days: 7 });
  expect(violations).toEqual([]);
  const { ledger: rows, people } = await db.snapshot();
  await db.close();
  expect(new Set(rows.map(({ kind }) => kind)).size).toBeGreaterThan(8);
  const forbidden = [
    ...sim.schools.map(({ canary }) => canary),
    ...people.flatMap(({ name, email }) => [name, email ?? '']),
  ].filter((word) => word !== '');
  for (const { subject, facts, kind } of rows) {
    const text = JSON.stringify([subject, facts]);
    expect(forbidden.filter((word) => text.includes(word))).toEqual([]);
    for (const value of [subject, ...Object.values(facts)])
      if (typeof value === 'string') expect([kind, value]).toEqual([kind, expect.stringMatching(OURS)]);
  }
}, 180_000);
