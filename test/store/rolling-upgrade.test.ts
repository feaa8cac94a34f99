/**
 * One replica after another is upgraded: the program before the newest migration goes on working on the database after
 * it. The migrations are held to that by what they change, and a program under presses lives through the next one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { recordReply } from '../../src/cycle/record-reply.ts';
import { schemaNumber } from '../../src/store/migrate.ts';
import { NewerDatabase } from '../../src/store/refusals.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { asOwner, openServer } from '../../src/store/server.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { pressOn, put } from '../support/put-question.ts';
import { makeSchool } from '../support/school.ts';

const FOLDER = fileURLToPath(new URL('../../drizzle', import.meta.url));
/** From here on a program one migration behind may start. */
const SINCE = 8;
const AT = new Date('2026-11-10T08:10:00Z');
/** Stands in the migration above what could refuse rows of the program before, and says why it cannot. */
const WHY_SAFE = /^-- Safe beside the program before: \S/m;

const column = z.object({ type: z.string(), notNull: z.boolean(), default: z.unknown().optional() });
const index = z.object({
  columns: z.array(z.object({ expression: z.string() })),
  isUnique: z.boolean(),
});
const table = z.object({
  columns: z.record(z.string(), column),
  indexes: z.record(z.string(), index),
  foreignKeys: z.record(z.string(), z.object({ columnsFrom: z.array(z.string()) })),
  uniqueConstraints: z.record(z.string(), z.object({ columns: z.array(z.string()) })),
  checkConstraints: z.record(z.string(), z.unknown()),
});
const snapshot = z.object({ tables: z.record(z.string(), table) });
type Snapshot = z.infer<typeof snapshot>;
type Table = z.infer<typeof table>;

/** What of it the program before could trip over. */
function faultsBetween(before: Snapshot, after: Snapshot, text: string): string[] {
  const faults = Object.entries(before.tables).flatMap(([name, was]) => {
    const is = after.tables[name];
    return is === undefined ? [`${name}: gone`] : tableFaults(name, was, is, text);
  });
  const statements = text.replaceAll(/--.*$/gm, '');
  const taken =
    /\b(drop\s+(table|column)|rename\s+(to|column)|set\s+not\s+null|alter\s+column\s+\S+\s+(set\s+data\s+)?type)\b/i;
  return taken.test(statements) ? [...faults, `takes away: ${taken.exec(statements)?.[0]}`] : faults;
}

function tableFaults(name: string, was: Table, is: Table, text: string): string[] {
  const faults: string[] = [];
  for (const [at, old] of Object.entries(was.columns)) {
    const now = is.columns[at];
    if (now === undefined) faults.push(`${name}.${at}: gone`);
    else if (now.type !== old.type) faults.push(`${name}.${at}: another type`);
    else if (now.notNull && !old.notNull) faults.push(`${name}.${at}: may not be empty any more`);
  }
  for (const [at, now] of Object.entries(is.columns))
    if (!(at in was.columns) && now.notNull && now.default === undefined)
      faults.push(`${name}.${at}: new, and the program before would leave it empty`);
  if (WHY_SAFE.test(text)) return faults;
  // What the program before writes is empty in a new column, and what is empty neither repeats nor refers.
  const isNew = (columns: string[]) => columns.some((at) => !(at in was.columns));
  for (const [at, now] of Object.entries(is.uniqueConstraints))
    if (!(at in was.uniqueConstraints) && !isNew(now.columns)) faults.push(`${name}: ${at} is unique now`);
  for (const [at, now] of Object.entries(is.indexes))
    if (now.isUnique && !(at in was.indexes) && !isNew(now.columns.map(({ expression }) => expression)))
      faults.push(`${name}: ${at} is unique now`);
  for (const [at, now] of Object.entries(is.foreignKeys))
    if (!(at in was.foreignKeys) && !isNew(now.columnsFrom)) faults.push(`${name}: ${at} refers now`);
  for (const at of Object.keys(is.checkConstraints))
    if (!(at in was.checkConstraints)) faults.push(`${name}: ${at} is checked now`);
  return faults;
}

const files = readdirSync(FOLDER).filter((name) => /^\d{4}_.*\.sql$/.test(name));
const readSnapshot = (number: number): Snapshot =>
  snapshot.parse(
    JSON.parse(
      readFileSync(join(FOLDER, 'meta', `${String(number).padStart(4, '0')}_snapshot.json`), 'utf8'),
    ),
  );

describe('every migration since leaves room for the program before it', () => {
  test.each(files.slice(SINCE))('%s', (name) => {
    const number = Number(name.slice(0, 4));
    const text = readFileSync(join(FOLDER, name), 'utf8');
    expect(faultsBetween(readSnapshot(number - 1), readSnapshot(number), text)).toEqual([]);
  });

  test('a table, a column, a type, an empty value and a rule taken away from it would each be found', () => {
    const is = readSnapshot(SINCE);
    const lane = is.tables['public.lane'];
    if (!lane) throw new Error('There is no lane');
    const other = (changes: Partial<Table>): Snapshot => ({
      tables: { ...is.tables, 'public.lane': { ...lane, ...changes } },
    });
    const columns = (at: string, to: Partial<z.infer<typeof column>>) => ({
      columns: { ...lane.columns, [at]: { type: 'text', notNull: false, ...lane.columns[at], ...to } },
    });
    const without = { columns: Object.fromEntries(Object.entries(lane.columns).slice(1)) };
    const { 'public.lane': _gone, ...left } = is.tables;
    const uniqueNow = { uniqueConstraints: { one_keeper: { columns: ['leased_by'] } } };
    expect(faultsBetween(is, { tables: left }, '')).toEqual(['public.lane: gone']);
    expect(faultsBetween(is, other(without), '')).toHaveLength(1);
    expect(faultsBetween(is, other(columns('leased_by', { type: 'uuid' })), '')).toHaveLength(1);
    expect(faultsBetween(is, other(columns('leased_by', { notNull: true })), '')).toHaveLength(1);
    expect(faultsBetween(is, other(columns('room', { notNull: true })), '')).toHaveLength(1);
    expect(faultsBetween(is, other(columns('room', {})), '')).toEqual([]);
    expect(faultsBetween(is, other(uniqueNow), '')).toHaveLength(1);
    expect(faultsBetween(is, other(uniqueNow), '-- Safe beside the program before: it has one.')).toEqual([]);
    expect(faultsBetween(is, is, 'ALTER TABLE "lane" RENAME COLUMN "leased_by" TO "keeper";')).toHaveLength(
      1,
    );
  });
});

describe.runIf(canRunPostgres)('a program that runs while the next migration is made', () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  /**
   * Expand, as the next release might: a column on what is pressed, another table, one migration more. Tables in use
   * are changed in the order a press takes them; the other way round each waits for the other, press after press.
   */
  const NEXT = [
    'alter table prompt add column next_of_all text',
    'alter table message add column next_of_all text',
    'alter table installation no force row level security',
    'update installation set name = name',
    'alter table installation force row level security',
    'create table next_of_all (org_id uuid primary key)',
    'update house set migrations = migrations + 1',
  ];

  test('every press is kept, a program one behind starts, and one two behind is refused', async () => {
    const to = await server.fresh();
    const open = () => openServer(to.login, { migrateUrl: to.owner });
    const store = await open();
    const school = await makeSchool(store, { block: 1 });
    const pressed: string[] = [];
    let migrated = false;
    const presses = (async () => {
      for (let after = 0; after < 5; after += migrated ? 1 : 0) {
        const asked = await put(store, school, 'T01', ['TRN-K1']);
        const result = await recordReply(
          school.at(AT),
          pressOn(school, 'T01', asked, { verb: 'answer', arg: 'yes' }),
        );
        expect(result.kind).toBe('redraw');
        pressed.push(asked.tokens[0] ?? '');
      }
    })();
    await expect.poll(() => pressed.length).toBeGreaterThan(2);
    // As migrating does: what is in use is not waited for long, so that it is never the program that is undone.
    const expand = () =>
      asOwner(to.owner, (owner) =>
        owner.transaction(async (tx) => {
          await tx.execute(sql`select set_config('lock_timeout', '400', true)`);
          for (const statement of NEXT) await tx.execute(statement);
        }),
      );
    await vi.waitFor(expand, { timeout: 30_000, interval: 200 });
    migrated = true;
    await presses;
    const kept = await asOwner(to.superuser, async (owner) =>
      rowsOf<{ token: string }>(
        await owner.execute('select p.token from reply r join prompt p using (org_id, prompt_id)'),
      ).map(({ token }) => token),
    );
    expect(kept.sort()).toEqual([...pressed].sort());

    const again = await open();
    const houses = await asOwner(to.owner, async (owner) =>
      rowsOf<{ migrations: number }>(await owner.execute('select migrations from house')),
    );
    expect(houses).toEqual([{ migrations: schemaNumber() + 1 }]);
    await again.close();
    await store.close();
    await asOwner(to.owner, (owner) => owner.execute('update house set migrations = migrations + 1'));
    await expect(open()).rejects.toBeInstanceOf(NewerDatabase);
  });
});
