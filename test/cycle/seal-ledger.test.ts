/**
 * Sealing the ledger on both databases: every row once, in order, whoever seals and whatever comes between.
 */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '../../src/cycle/context.ts';
import { sealLedger } from '../../src/cycle/seal-ledger.ts';
import { checkChain } from '../../src/domain/check-chain.ts';
import { emptyHead } from '../../src/domain/ledger-chain.ts';
import type { Store, Tx } from '../../src/store/database.ts';
import { appendLedger, type LedgerEntry } from '../../src/store/ledger.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { countUnsealed, readChain, readHead, sha256 } from '../../src/store/seals.ts';
import { openServer } from '../../src/store/server.ts';
import { listWakes } from '../../src/store/wakes.ts';
import { runStep } from '../../src/timetable.ts';
import { givenFor } from '../support/given.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOON = '2026-11-09T12:00:00.000Z';
const kinds = canRunPostgres ? (['embedded', 'server'] as const) : (['embedded'] as const);

describe.each(kinds)('on the %s database', (kind) => {
  let server: Postgres | null = null;
  let store: Store;
  let other: Store;
  let block = 0;
  beforeAll(async () => {
    if (kind === 'embedded') {
      store = await openTestStore();
      other = store;
    } else {
      server = await startPostgres();
      const { login, owner } = await server.fresh();
      store = await openServer(login, { migrateUrl: owner });
      other = await openServer(login, { migrateUrl: owner });
    }
  }, 60_000);
  afterAll(async () => {
    await store?.close();
    if (other !== store) await other?.close();
    await server?.stop();
  });

  const school = () => {
    block += 1;
    return makeSchool(store, { block });
  };
  const entry = (at: School, moment: string, part: Partial<LedgerEntry> = {}): LedgerEntry => ({
    entryId: at.at(NOON).ids.id(),
    at: new Date(moment),
    kind: 'prompt_asked',
    subject: 'a message',
    actor: null,
    facts: { prompts: 1, late: false },
    ...part,
  });
  const write = (at: School, ...entries: LedgerEntry[]) =>
    store.within(at.org, (tx) => appendLedger(tx, at.org, entries));
  const minutes = (count: number) => new Date(Date.parse(NOON) + count * 60_000).toISOString();
  const chain = (at: School) =>
    store.within(at.org, async (tx) => {
      const check = checkChain(at.org, [], sha256);
      const rows = await readChain(tx, at.org, null, 100_000);
      for (const row of rows) check.take(row);
      return { rows, unsealed: (await countUnsealed(tx, at.org)).count, ...check.end() };
    });
  const overStore = (at: School, through: Store, within?: Context['within']): Context => ({
    ...at.at(NOON),
    within: within ?? ((work) => through.within(at.org, work)),
  });
  const wakeAt = async (at: School) =>
    (await store.within(at.org, (tx) => listWakes(tx, at.org))).find(({ step }) => step === 'seal-ledger')
      ?.dueAt;

  test('rows are sealed in the order of their moments, and the chain that reads back holds', async () => {
    const oak = await school();
    expect(await store.within(oak.org, (tx) => readHead(tx, oak.org))).toEqual(emptyHead(oak.org, sha256));
    const [one, two, three] = [entry(oak, minutes(2)), entry(oak, minutes(0)), entry(oak, minutes(1))];
    await write(oak, one, two, three);
    await sealLedger(oak.at(NOON));
    const { rows, unsealed, faults, head } = await chain(oak);
    expect(rows.map(({ entryId }) => entryId)).toEqual([two, three, one].map(({ entryId }) => entryId));
    expect(rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect({ unsealed, faults }).toEqual({ unsealed: 0, faults: [] });
    expect(await store.within(oak.org, (tx) => readHead(tx, oak.org))).toEqual(head);
  });

  test('what a row holds reads back as it was sealed: facts of every kind, and moments to the microsecond', async () => {
    const oak = await school();
    await write(
      oak,
      entry(oak, minutes(0), { facts: { z: 0.1, a: 1e21, 'é "\\ ': 'line\n\u2028', '10': null, '9': true } }),
      entry(oak, minutes(0), { facts: {}, subject: '', actor: oak.person('D01').id }),
    );
    await store.within(oak.org, (tx) =>
      tx.execute(sql`insert into ledger (org_id, entry_id, at, kind, subject, facts) values (${oak.org},
        ${oak.at(NOON).ids.id()}, timestamptz '2026-11-09T12:00:00.123456Z', 'prompt_asked', 'x', '{"n": 1.50}')`),
    );
    await sealLedger(oak.at(NOON));
    const { rows, faults } = await chain(oak);
    expect(faults).toEqual([]);
    expect(rows.map(({ at }) => at)).toContain('2026-11-09T12:00:00.123456Z');
  });

  test('a late row with an old moment comes after what is sealed already', async () => {
    const oak = await school();
    await write(oak, entry(oak, minutes(0)), entry(oak, minutes(1)));
    await sealLedger(oak.at(NOON));
    const late = entry(oak, '2026-11-09T06:00:00Z');
    await write(oak, late);
    expect((await wakeAt(oak))?.getTime()).toBeLessThanOrEqual(Date.parse('2026-11-09T06:01:00Z'));
    await sealLedger(oak.at(minutes(2)));
    const { rows, faults } = await chain(oak);
    expect(faults).toEqual([]);
    expect(rows.map(({ entryId }) => entryId).at(-1)).toBe(late.entryId);
  });

  test('a row asks for sealing within the minute, and nothing is asked once all is sealed', async () => {
    const oak = await school();
    expect(await wakeAt(oak)).toBeUndefined();
    await write(oak, entry(oak, minutes(0)), entry(oak, minutes(0.5)));
    expect((await wakeAt(oak))?.toISOString()).toBe(minutes(1));
    const { world, steps } = givenFor(store, [oak], NOON, { 'seal-ledger': sealLedger });
    await runStep(world, steps, oak.org, 'seal-ledger', new Date(minutes(1)), oak.log);
    expect((await chain(oak)).unsealed).toBe(0);
    const again = await wakeAt(oak);
    if (again !== undefined) expect(again.toISOString()).toBe(minutes(2));
    await runStep(world, steps, oak.org, 'seal-ledger', new Date(minutes(2)), oak.log);
    if (kind === 'embedded') expect(await wakeAt(oak)).toBeUndefined();
    await write(oak, entry(oak, minutes(3)));
    expect((await wakeAt(oak))?.getTime()).toBeLessThanOrEqual(Date.parse(minutes(4)));
  });

  test('ten thousand rows are sealed by several at once, each once', async () => {
    const oak = await school();
    const entries = Array.from({ length: 10_000 }, (_, at) =>
      entry(oak, minutes(at / 100), { facts: { at } }),
    );
    for (let from = 0; from < entries.length; from += 2_500)
      await write(oak, ...entries.slice(from, from + 2_500));
    await Promise.all([store, other, store, other].map((through) => sealLedger(overStore(oak, through))));
    const { rows, unsealed, faults, head } = await chain(oak);
    expect({ unsealed, faults }).toEqual({ unsealed: 0, faults: [] });
    expect(head.sequence).toBe(10_000);
    expect(new Set(rows.map(({ entryId }) => entryId)).size).toBe(10_000);
  }, 60_000);

  test('one that dies between two batches leaves a chain that the next goes on from', async () => {
    const oak = await school();
    const entries = Array.from({ length: 2_500 }, (_, at) => entry(oak, minutes(at / 100)));
    await write(oak, ...entries);
    let batches = 0;
    const dying: Context['within'] = (work) =>
      store.within(oak.org, async (tx: Tx) => {
        const done = await work(tx);
        batches += 1;
        if (batches === 2) throw new Error('killed');
        return done;
      });
    await expect(sealLedger(overStore(oak, store, dying))).rejects.toThrow('killed');
    const between = await chain(oak);
    expect(between).toMatchObject({ unsealed: 1_500, faults: [], head: { sequence: 1_000 } });
    await sealLedger(oak.at(NOON));
    const after = await chain(oak);
    expect(after).toMatchObject({ unsealed: 0, faults: [], head: { sequence: 2_500 } });
    expect(after.rows.slice(0, 1_000)).toEqual(between.rows);
  });

  test('told to stop, it ends between two batches and is due at once', async () => {
    const oak = await school();
    await write(oak, ...Array.from({ length: 1_001 }, () => entry(oak, minutes(0))));
    const { nextDue } = await sealLedger({ ...oak.at(NOON), stopping: () => true });
    expect(nextDue).toEqual(new Date(NOON));
    expect((await chain(oak)).unsealed).toBe(1);
  });

  test('one organisation’s chain knows nothing of another’s', async () => {
    const [oak, elm] = [await school(), await school()];
    await write(oak, entry(oak, minutes(0)));
    await write(elm, entry(elm, minutes(0)), entry(elm, minutes(1)));
    await sealLedger(oak.at(NOON));
    expect((await chain(oak)).head.sequence).toBe(1);
    expect((await chain(elm)).unsealed).toBe(2);
  });

  describe('the program’s own role', () => {
    const refused = (at: School, statement: ReturnType<typeof sql>) =>
      expect(store.within(at.org, (tx) => tx.execute(statement))).rejects.toThrow();

    test('cannot change a row, remove one, or empty the ledger', async () => {
      const oak = await school();
      await write(oak, entry(oak, minutes(0)));
      await sealLedger(oak.at(NOON));
      const before = await chain(oak);
      await refused(oak, sql`update ledger set kind = 'x'`);
      await refused(oak, sql`update ledger set sequence = null, hash = null`);
      await refused(oak, sql`delete from ledger`);
      await refused(oak, sql`truncate ledger`);
      await refused(oak, sql`alter table ledger disable trigger all`);
      expect(await chain(oak)).toEqual(before);
    });

    test('cannot give a row its place as it writes it', async () => {
      const oak = await school();
      await store.within(oak.org, (tx) =>
        tx.execute(sql`insert into ledger (org_id, entry_id, at, kind, subject, facts, sequence, hash)
          values (${oak.org}, ${oak.at(NOON).ids.id()}, ${NOON}, 'prompt_asked', 'x', '{}', 7, 'mine')`),
      );
      expect(await chain(oak)).toMatchObject({ unsealed: 1, rows: [] });
    });

    test('cannot seal a sealed row again, one out of turn, or another organisation’s', async () => {
      const [oak, elm] = [await school(), await school()];
      const [one, two] = [entry(oak, minutes(0)), entry(oak, minutes(1))];
      const theirs = entry(elm, minutes(0));
      await write(oak, one);
      await write(elm, theirs);
      await sealLedger(oak.at(NOON));
      await write(oak, two);
      const before = await chain(oak);
      const seal = (first: number, id: string) =>
        store.within(oak.org, async (tx) =>
          rowsOf<{ sealed: number }>(
            await tx.execute(
              sql`select seal_ledger_rows(${first}::bigint, array[${id}]::uuid[], array['mine']) as sealed`,
            ),
          ),
        );
      await expect(seal(2, one.entryId)).rejects.toThrow();
      await expect(seal(2, theirs.entryId)).rejects.toThrow();
      expect(await seal(1, two.entryId)).toEqual([{ sealed: 0 }]);
      expect(await seal(3, two.entryId)).toEqual([{ sealed: 0 }]);
      expect(await chain(oak)).toEqual(before);
    });
  });

  test.runIf(kind === 'server')(
    'a row that was being written while a run began, and asked for nothing, is not forgotten',
    async () => {
      const oak = await school();
      const { world, steps } = givenFor(store, [oak], NOON, { 'seal-ledger': sealLedger });
      const runAt = (minute: number) =>
        runStep(world, steps, oak.org, 'seal-ledger', new Date(minutes(minute)), oak.log);
      await write(oak, entry(oak, minutes(0)));
      let commit = () => {};
      const held = new Promise<void>((resolve) => {
        commit = resolve;
      });
      let began = () => {};
      const written = new Promise<void>((resolve) => {
        began = resolve;
      });
      // It counts on the run that is asked for already, and commits after that run has looked.
      const slow = other.within(oak.org, async (tx) => {
        await appendLedger(tx, oak.org, [entry(oak, minutes(0.9))]);
        began();
        await held;
      });
      await written;
      await runAt(1);
      commit();
      await slow;
      expect((await chain(oak)).unsealed).toBe(1);
      expect((await wakeAt(oak))?.toISOString()).toBe(minutes(2));
      await runAt(2);
      expect(await chain(oak)).toMatchObject({ unsealed: 0, faults: [], head: { sequence: 2 } });
    },
  );
});
