/**
 * What a store promises, kept by both kinds of database: one list of promises, run on each.
 */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OrgId } from '../../src/domain/setting.ts';
import type { Store, Tx } from '../../src/store/database.ts';
import { StatementRefused } from '../../src/store/refusals.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { installation, organisation, setting } from '../../src/store/schema/index.ts';
import { openServer } from '../../src/store/server.ts';
import { canRunPostgres, type Postgres, startPostgres, whyNot } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

if (!canRunPostgres) process.stderr.write(`${whyNot}\n`);
const kinds = canRunPostgres ? (['embedded', 'server'] as const) : (['embedded'] as const);

describe.each(kinds)('a store on the %s database', (kind) => {
  let server: Postgres | null = null;
  let store: Store;
  let school: School;

  beforeAll(async () => {
    if (kind === 'embedded') store = await openTestStore();
    else {
      server = await startPostgres();
      const { login, owner } = await server.fresh();
      store = await openServer(login, { migrateUrl: owner });
    }
    school = await makeSchool(store);
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  const raw = async <T>(text: string): Promise<T[]> =>
    rowsOf<T>(await store.within(school.org, (tx) => tx.execute(sql.raw(text))));

  test('it says which kind it is, and that it can record', async () => {
    expect(store.kind).toBe(kind);
    await expect(store.check()).resolves.toBeUndefined();
  });

  test('work runs as the program’s own role, bound to its organisation', async () => {
    const [row] = await raw<{ role: string; org: string }>(
      `select current_user as role, current_setting('app.org') as org`,
    );
    expect(row).toEqual({ role: 'vigil_app', org: school.org });
  });

  test('unbound work sees the content-free tables and no others', async () => {
    const seen = await store.unbound(async (tx) => ({
      settings: await tx.select().from(setting),
      routes: rowsOf(await tx.execute(sql`select org_id from installation_route`)).length,
    }));
    expect(seen).toEqual({ settings: [], routes: 1 });
  });

  test('what the work gives back comes back, and what it wrote is there', async () => {
    const given = await store.within(school.org, async (tx) => {
      await tx.update(organisation).set({ name: 'renamed' });
      return 'done';
    });
    expect(given).toBe('done');
    expect(await raw('select name from organisation')).toEqual([{ name: 'renamed' }]);
  });

  test('work that throws is undone, and its own error comes out', async () => {
    const thrown = new Error('my own');
    const work = async (tx: Tx) => {
      await tx.update(organisation).set({ name: 'undone' });
      throw thrown;
    };
    await expect(store.within(school.org, work)).rejects.toBe(thrown);
    expect(await raw(`select name from organisation where name = 'undone'`)).toEqual([]);
  });

  test('work that swallows a refused statement does not look as if it had been recorded', async () => {
    const work = async (tx: Tx) => {
      await tx.update(organisation).set({ name: 'swallowed' });
      await tx.execute(sql`select 1 / 0`).catch(() => undefined);
    };
    await expect(store.within(school.org, work)).rejects.toThrow(StatementRefused);
    expect(await raw(`select name from organisation where name = 'swallowed'`)).toEqual([]);
  });

  test('a statement not waited for, and refused, undoes the work too', async () => {
    const work = async (tx: Tx) => {
      await tx.update(organisation).set({ name: 'hurried' });
      tx.execute(sql`select 1 / 0`).catch(() => undefined);
    };
    await expect(store.within(school.org, work)).rejects.toThrow();
    expect(await raw(`select name from organisation where name = 'hurried'`)).toEqual([]);
  });

  test('a refused statement comes out with its code and no value of it', async () => {
    const secret = 'Priya Nobody';
    const fault = await store
      .within(school.org, async (tx) => {
        const row = { orgId: school.org, name: secret, createdAt: new Date(0) };
        await tx.insert(organisation).values(row);
      })
      .catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(StatementRefused);
    expect(fault).toMatchObject({ code: '23505', constraint: 'organisation_pkey' });
    expect(`${fault} ${JSON.stringify(fault)} ${(fault as Error).stack}`).not.toContain(secret);
  });

  test('a value of the wrong form is refused without being quoted', async () => {
    const work = (tx: Tx) => tx.execute(sql`select ${'Priya Nobody'}::uuid`);
    const fault = await store.within(school.org, work).catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({ code: '22P02' });
    expect(String(fault)).not.toContain('Priya');
  });

  test('a transaction cannot be used once it has ended', async () => {
    let kept: Tx | null = null;
    await store.within(school.org, async (tx) => {
      kept = tx;
    });
    await expect((kept as unknown as Tx).execute(sql`select 1`)).rejects.toThrow();
  });

  test('an organisation that is no identifier is not let in', async () => {
    await expect(store.within(`' or true --` as OrgId, async () => 'in')).rejects.toThrow(/identifier/);
  });

  test('columns come as the schema says', async () => {
    const [found] = await store.within(school.org, (tx) => tx.select().from(setting));
    expect(found).toMatchObject({
      windows: school.setting.windows,
      askDays: [2, 3, 4],
      channelId: 'channel-1',
    });
    const bytes = new Uint8Array([0, 255, 10]);
    const read = await store.within(school.org, async (tx) => {
      await tx.update(installation).set({ tokenSealed: bytes });
      return tx.select({ sealed: installation.tokenSealed }).from(installation);
    });
    expect(Uint8Array.from(read[0]?.sealed ?? [])).toEqual(bytes);
    const [org] = await store.within(school.org, (tx) => tx.select().from(organisation));
    expect(org?.createdAt).toEqual(new Date('2026-09-01T06:00:00Z'));
    expect(org?.storedNow).toBeNull();
  });

  test('raw rows are the same on both: numbers, text for times, parsed json, arrays', async () => {
    const [row] = await raw<Record<string, unknown>>(`
      select count(*) as counted, 7::int as whole, 9007199254740993::int8 as wide, 0.1::float8 as part,
        12.50::numeric as exact, true as yes, null::text as nothing, '{"a": [1, null]}'::jsonb as made,
        date '2026-03-29' as day, timestamptz '2026-03-29 01:30:00.123456+01' as moment, time '08:05' as clock,
        array[1, 2]::int[] as whole_numbers, array['a,b', 'c"d']::text[] as words, array[3]::int8[] as wides,
        array['00000001-0000-4000-8000-000000000001']::uuid[] as ids, '\\x00ff'::bytea as bytes,
        interval '1 day 02:00' as span
      from organisation`);
    expect({ ...row, bytes: Array.from((row?.bytes ?? []) as Uint8Array) }).toEqual({
      counted: 1,
      whole: 7,
      wide: 9007199254740993n,
      part: 0.1,
      exact: '12.50',
      yes: true,
      nothing: null,
      made: { a: [1, null] },
      day: '2026-03-29',
      moment: '2026-03-29 00:30:00.123456+00',
      clock: '08:05:00',
      whole_numbers: [1, 2],
      words: ['a,b', 'c"d'],
      wides: [3],
      ids: ['00000001-0000-4000-8000-000000000001'],
      bytes: [0, 255],
      span: '1 day 02:00:00',
    });
  });

  test('values go in as the house writes them in raw statements', async () => {
    const moment = new Date('2026-10-25T00:30:00.250Z');
    const sent = { text: 'It’s "quoted"', list: [1], none: null };
    const [row] = rowsOf<Record<string, unknown>>(
      await store.within(school.org, (tx) =>
        tx.execute(sql`select ${moment.toISOString()}::timestamptz as moment, ${JSON.stringify(sent)}::jsonb as made,
          ${null}::text as nothing, ${3}::int + 1 as four, ${true}::boolean as yes`),
      ),
    );
    expect(row).toEqual({
      moment: '2026-10-25 00:30:00.25+00',
      made: sent,
      nothing: null,
      four: 4,
      yes: true,
    });
  });

  test('many at once are all done, each by itself', async () => {
    const done = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        store.within(
          school.org,
          async (tx) => rowsOf<{ n: number }>(await tx.execute(sql`select ${n}::int as n`))[0]?.n,
        ),
      ),
    );
    expect(done).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  test('the test school is whole on it', async () => {
    const [row] = await raw<{ people: number; asked: number }>(
      'select (select count(*) from membership) as people, (select count(*) from setting_question) as asked',
    );
    expect(row).toEqual({ people: school.people.length, asked: school.questions.length });
  });
});
