/**
 * What the ledger costs: a press's write with the triggers that ask for sealing, beside the same without them, in turns;
 * and how fast a long chain is sealed and verified, beside writing its rows and only reading them.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { sealLedger } from '../../src/cycle/seal-ledger.ts';
import { checkChain, type SealedRow } from '../../src/domain/check-chain.ts';
import type { Store } from '../../src/store/database.ts';
import { appendLedger, type LedgerEntry } from '../../src/store/ledger.ts';
import { writePress } from '../../src/store/replies.ts';
import { readChain, sha256 } from '../../src/store/seals.ts';
import { asOwner, openServer } from '../../src/store/server.ts';
import { canRunPostgres, startPostgres, whyNot } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';
import { figureOf, type Round, sendAll } from './measure.ts';
import type { Row } from './tap.ts';

const ROUNDS = 5;
const LOADS = [
  { atOnce: 1, presses: 400 },
  { atOnce: 10, presses: 800 },
];
/** Rows of the long chain; LEDGER_ROWS for another. */
const LONG = Number(process.env.LEDGER_ROWS ?? 100_000);
const PAGE = 2_000;

export async function benchLedger(): Promise<Row[]> {
  if (!canRunPostgres) {
    process.stderr.write(`${whyNot}\n`);
    return [];
  }
  const postgres = await startPostgres();
  try {
    const { login, owner, superuser } = await postgres.fresh();
    const store = await openServer(login, { migrateUrl: owner });
    const switched = (how: 'enable' | 'disable') =>
      asOwner(superuser, (all) => all.execute(sql.raw(`alter table ledger ${how} trigger user`)));
    try {
      const oak = await makeSchool(store, { block: 1 });
      return [...(await presses(store, oak, switched)), ...(await longChain(store, oak))];
    } finally {
      await store.close();
    }
  } finally {
    await postgres.stop();
  }
}

const entryAt = (at: Date, facts: LedgerEntry['facts']): LedgerEntry => ({
  entryId: randomUUID(),
  at,
  kind: 'reply_recorded',
  subject: randomUUID(),
  actor: null,
  facts,
});

async function presses(
  store: Store,
  { org }: School,
  switched: (how: 'enable' | 'disable') => Promise<unknown>,
): Promise<Row[]> {
  let moment = Date.parse('2026-11-09T08:00:00Z');
  const press = async () => {
    // Twenty presses a second, so that now and then one is the first that asks for sealing.
    moment += 50;
    const at = new Date(moment);
    await store.within(org, (tx) =>
      writePress(tx, org, {
        at,
        event: { platform: 'slack', eventKey: randomUUID() },
        ledger: [entryAt(at, { reply: randomUUID(), revision: 1 })],
        wakes: [{ step: 'deliver-messages', dueAt: at }],
      }),
    );
  };
  const sent = (count: number, atOnce: number) =>
    sendAll(Array<() => Promise<void>>(count).fill(press), atOnce);
  await sent(300, 10);
  const rows: Row[] = [];
  for (const { atOnce, presses: count } of LOADS) {
    const rounds: { asking: Round; silent: Round }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await switched('disable');
      const silent = await sent(count, atOnce);
      await switched('enable');
      rounds.push({ silent, asking: await sent(count, atOnce) });
    }
    for (const quantile of ['p50', 'p99'] as const) {
      const asking = figureOf(rounds.map((round) => round.asking[quantile]));
      const silent = figureOf(rounds.map((round) => round.silent[quantile]));
      rows.push({
        name: `a press written with the ledger’s triggers, ${atOnce} at once, ${quantile}`,
        unit: 'ms',
        baseline: `without them ${silent.value.toFixed(2)} (${silent.min.toFixed(2)} to ${silent.max.toFixed(2)})`,
        ratio: asking.value / silent.value,
        ...asking,
      });
    }
  }
  return rows;
}

async function longChain(store: Store, oak: School): Promise<Row[]> {
  const { org } = oak;
  const at = new Date('2026-11-10T08:00:00Z');
  const context = {
    ...oak.at(at),
    within: <T>(work: Parameters<typeof store.within<T>>[1]) => store.within(org, work),
  };
  await sealLedger(context);
  const perSecond = async (count: number, work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    return (count * 1000) / (performance.now() - from);
  };
  const walk = async (take: (row: SealedRow) => void) => {
    const next = (after: SealedRow | null) => store.within(org, (tx) => readChain(tx, org, after, PAGE));
    let last: SealedRow | null = null;
    for (let page = await next(null); page.length > 0; page = await next(last)) {
      for (const row of page) take(row);
      last = page.at(-1) ?? null;
    }
  };
  const figures = {
    written: [] as number[],
    sealed: [] as number[],
    read: [] as number[],
    verified: [] as number[],
  };
  const step = Math.ceil(LONG / ROUNDS);
  for (let round = 1; round <= ROUNDS; round += 1) {
    figures.written.push(
      await perSecond(step, async () => {
        for (let from = 0; from < step; from += 1_000) {
          const count = Math.min(1_000, step - from);
          const entries = Array.from({ length: count }, (_, n) =>
            entryAt(at, { reply: randomUUID(), revision: n }),
          );
          await store.within(org, (tx) => appendLedger(tx, org, entries));
        }
      }),
    );
    figures.sealed.push(await perSecond(step, () => sealLedger(context)));
    figures.read.push(await perSecond(step * round, () => walk(() => undefined)));
    const check = checkChain(org, [], sha256);
    figures.verified.push(await perSecond(step * round, () => walk(check.take)));
    if (check.end().faults.length > 0) throw new Error('The chain does not hold');
  }
  const row = (name: string, ours: number[], what: string, theirs: number[]): Row => {
    const beside = figureOf(theirs);
    return {
      name,
      unit: 'rows a second',
      baseline: `${what} ${beside.value.toFixed(0)} (${beside.min.toFixed(0)} to ${beside.max.toFixed(0)})`,
      ratio: figureOf(ours).value / beside.value,
      ...figureOf(ours),
    };
  };
  return [
    row(`sealing ${LONG} rows`, figures.sealed, 'writing them', figures.written),
    row(`verifying a chain of up to ${LONG}`, figures.verified, 'only reading it', figures.read),
  ];
}
