/**
 * A person's export: compared with every table of the catalogue that bears them, with everybody else put out of it.
 */
import { parse } from 'csv-parse/sync';
import { sql } from 'drizzle-orm';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../src/domain/setting.ts';
import { exportPerson } from '../../src/operator/export-person.ts';
import type { Given, Outcome } from '../../src/operator/outcome.ts';
import { runCommand } from '../../src/operator/run-command.ts';
import type { Store } from '../../src/store/database.ts';
import { savePerson } from '../../src/store/people.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { ledger } from '../../src/store/schema/index.ts';
import { tablesOf } from '../support/every-table.ts';
import { givenFor } from '../support/given.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';
import { liveWholeLife } from '../support/whole-life.ts';

const NOW = '2026-11-12T10:00:00Z';
let store: Store;
let school: School;
let me: Person;
let given: Given;

beforeAll(async () => {
  store = await openTestStore();
  school = await makeSchool(store, { block: 61 });
  await liveWholeLife(store, school, 'T01', 'D01');
  me = school.person('T01');
  given = {
    ...givenFor(store, [school], NOW),
    openNote: async (_tx, row) => (row.personId === me.id ? '=WORDS() of Ines Duarte' : null),
  };
});
afterAll(() => store.close());

const filesOf = (outcome: Outcome) => {
  const files = unzipSync(new Uint8Array(Buffer.from(outcome.file ?? '', 'base64')));
  return new Map(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
};
type Tables = Record<string, Record<string, unknown>[]>;
const tablesIn = (outcome: Outcome): Tables =>
  JSON.parse(filesOf(outcome).get('everything.json') ?? '{}').tables;

/** Every row of the organisation that bears the person, by table, with the columns of its key. */
async function rowsBearing(marks: string[]): Promise<Map<string, Record<string, unknown>[]>> {
  const found = new Map<string, Record<string, unknown>[]>();
  for (const { name, columns } of await tablesOf(store)) {
    if (!columns.some((column) => column.name === 'org_id')) continue;
    const rows = rowsOf<{ row: Record<string, unknown> }>(
      await store.within(school.org, (tx) =>
        tx.execute(
          sql`select to_jsonb(t) as row from ${sql.identifier(name)} t where t.org_id = ${school.org}`,
        ),
      ),
    ).map(({ row }) => row);
    // Within a longer text too, such as a key made of an account, but as a word of its own.
    const bears = marks
      .filter((mark) => mark !== '')
      .map((mark) => new RegExp(`(?<![A-Za-z0-9])${mark}(?![A-Za-z0-9])`));
    const bearing = rows.filter((row) => bears.some((mark) => mark.test(JSON.stringify(row))));
    if (bearing.length > 0) found.set(name, bearing);
  }
  return found;
}

describe('against the catalogue', () => {
  const marks = () => [me.id, 'U-T01', 'T01', me.email ?? '', 'a:conversation-T01'];

  test('every table that can bear a person bears this one, so that none is forgotten here', async () => {
    const pointing = rowsOf<{ table: string }>(
      await store.unbound((tx) =>
        tx.execute(sql`
          select distinct c.relname as "table" from pg_class c
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and (
            a.attname in ('person_id', 'owner_id', 'acknowledged_by', 'actor', 'user_id', 'staff_ref', 'email',
              'chat_id', 'conversation_id', 'event_key', 'dedupe_key')
            or exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f'
              and k.confrelid = 'public.person'::regclass))
          order by 1`),
      ),
    ).map(({ table }) => table);
    expect(pointing.length).toBeGreaterThan(14);
    const bearing = await rowsBearing(marks());
    expect([...bearing.keys()]).toEqual(expect.arrayContaining(pointing));
  });

  test('every row that bears their id, account, reference or address is in the export', async () => {
    const bearing = await rowsBearing(marks());
    const tables = tablesIn(await exportPerson(given, { ref: 'T01', setting: school.setting.ref }));
    for (const [table, rows] of bearing) {
      const exported = tables[table] ?? [];
      expect([table, exported.length >= rows.length]).toEqual([table, true]);
      for (const row of rows)
        expect([table, exported.some((cells) => isRow(cells, row))]).toEqual([table, true]);
    }
  });

  test('what was taken from them is in it by its key, and nobody else’s of nearly the same name', async () => {
    const { inbound_event: events = [] } = tablesIn(await exportPerson(given, { ref: 'T01' }));
    expect(events.map(({ event_key }) => event_key)).toEqual([
      '7|a:conversation-T01',
      'click:7.1:U-T01:answer',
    ]);
  });

  /** The same row, as far as the export's cells are columns of it and were not put out. */
  function isRow(cells: Record<string, unknown>, row: Record<string, unknown>): boolean {
    const shared = Object.keys(cells).filter((column) => column in row && cells[column] !== 'another person');
    return (
      shared.length > 1 &&
      shared.every(
        (column) =>
          JSON.stringify(cells[column]).includes('another person') ||
          JSON.stringify(cells[column]) === JSON.stringify(row[column]) ||
          Date.parse(String(cells[column])) === Date.parse(String(row[column])),
      )
    );
  }
});

describe('what is in it', () => {
  test('nobody else is, by name, address, reference, account or id; nor is a secret', async () => {
    const files = filesOf(await exportPerson(given, { ref: me.id }));
    const notes = files.get('tables/note.csv') ?? '';
    files.delete('tables/note.csv');
    const { note: _own, ...rest } = JSON.parse(files.get('everything.json') ?? '{}').tables;
    files.set('everything.json', JSON.stringify(rest));
    const text = [...files.values()].join('\n');
    for (const other of school.people.filter(({ id }) => id !== me.id)) {
      expect(text).not.toContain(other.id);
      expect(text).not.toContain(other.name);
      expect(text).not.toContain(other.email);
      expect(text).not.toMatch(new RegExp(`["',](U-)?${other.staffRef}["',]`));
    }
    expect(text + notes).not.toMatch(/secret|token6|token0/);
    expect(text).toContain('another person');
    expect(text).toContain('Worried? Go to another person, another person.');
    expect(text).toContain(`${me.name} (${me.email})`);
    // Their own words are theirs.
    expect(notes).toContain('of Ines Duarte');
  });

  test('no cell of a CSV begins as a formula does, and each has every row', async () => {
    const name = '@SUM(1+1)*cmd';
    const odd: Person = { ...me, id: school.at(NOW).ids.id(), staffRef: '=T99', name, email: null };
    await store.within(school.org, (tx) => savePerson(tx, school.org, school.setting.id, odd, new Date(NOW)));
    for (const ref of ['=t99', 'T01']) {
      const outcome = await exportPerson(given, { ref, setting: school.setting.ref });
      const tables = tablesIn(outcome);
      for (const [file, text] of filesOf(outcome)) {
        if (!file.endsWith('.csv')) continue;
        const rows = parse(text, { bom: true, relax_column_count: true }) as string[][];
        const kept = tables[file.replace(/^tables\/|\.csv$/g, '')] ?? [];
        expect([file, rows.length]).toEqual([file, kept.length === 0 ? rows.length : kept.length + 1]);
        for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }
    }
    const odds = filesOf(await exportPerson(given, { ref: '=T99' }));
    expect(odds.get('tables/person.csv')).toContain(`'${name}`);
    expect(filesOf(await exportPerson(given, { ref: 'T01' })).get('tables/note.csv')).toContain("'=WORDS()");
  });

  test('it says in plain words what it is; a note that cannot be opened is said to be missing', async () => {
    const { openNote: _none, ...without } = given;
    const outcome = await exportPerson(without, { ref: 'T01' });
    const readme = filesOf(outcome).get('README.txt') ?? '';
    expect(readme).toContain('Everything Vigil keeps about Amira Khan');
    expect(readme).toContain('12 months from the day it was written');
    expect(readme).toContain('words of 1 of your notes');
    expect(outcome.out).toContain('1 notes could not be opened');
    expect(filesOf(await exportPerson(given, { ref: 'T01' })).get('README.txt')).not.toContain('could not');
  });

  test('that it was made is in the ledger, and nothing of what it held', async () => {
    const before = await store.within(school.org, (tx) => tx.select().from(ledger));
    await exportPerson(given, { ref: 'T01' });
    const after = await store.within(school.org, (tx) => tx.select().from(ledger));
    const [row] = after.filter(({ entryId }) => !before.some((one) => one.entryId === entryId));
    expect(row).toMatchObject({ kind: 'person_exported', subject: me.id, actor: null });
    expect(Object.values(row?.facts ?? {}).every((fact) => typeof fact === 'number')).toBe(true);
  });
});

describe('whom it is about', () => {
  const refused = async (args: Record<string, string>) =>
    (await runCommand(given, { command: 'export person', args, files: [] })).errors.join();

  test('nobody, two of one reference, and a setting that is not there are each told so', async () => {
    expect(await refused({ ref: 'T77' })).toContain('Nobody has that staff reference');
    expect(await refused({ ref: 'ffffffff-0000-4000-8000-000000000000' })).toContain(
      'Nobody here has that id',
    );
    expect(await refused({ ref: 'T01', setting: 'oaks' })).toContain('no setting has that reference');
    expect(await refused({})).toContain('Say who');
    const other = await makeSchool(store, { block: 62 });
    const both = givenFor(store, [school, other], NOW);
    expect((await exportPerson(both, { ref: 'T01' })).errors.join()).toContain(
      'say which with --setting REF',
    );
    expect((await exportPerson(both, { ref: 'T01', setting: other.setting.ref })).code).toBe(0);
  });
});
