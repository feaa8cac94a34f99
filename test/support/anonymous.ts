/**
 * Anonymous questions for tests, and what is kept of the answers to them.
 */
import { sql } from 'drizzle-orm';
import type { Question } from '../../src/domain/question.ts';
import type { Store } from '../../src/store/database.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { anonymousRelease } from '../../src/store/schema/index.ts';
import type { School } from './school.ts';

export const FAIR: Question = {
  id: 'ALG-A1',
  version: 1,
  standard: 'leadership',
  indicator: 'challenge-is-welcome',
  kind: 'knowledge',
  audience: 'all_staff',
  cadence: 'half_termly',
  text: 'Could you challenge the headteacher over a safeguarding decision?',
  why: 'Children are safer where any adult can question a decision.',
  answer: { kind: 'yes_no', good: 'yes' },
  anonymous: true,
  source: { document: 'KCSIE', edition: '2026' },
  phases: ['primary'],
  confidence: 'checked',
  seconds: 8,
};

/** The counts of a setting, by period and choice. */
export async function countsOf(store: Store, { org }: School): Promise<Record<string, number>> {
  const result = await store.within(org, (tx) =>
    tx.execute(sql`select block || ' ' || choice as of, count from anonymous_count order by block, choice`),
  );
  return Object.fromEntries(
    rowsOf<{ of: string; count: number }>(result).map(({ of, count }) => [of, count]),
  );
}

export const releasesOf = (store: Store, { org }: School) =>
  store.within(org, (tx) => tx.select().from(anonymousRelease).orderBy(anonymousRelease.block));

/** Every row of every table that the organisation sees, as text, but for the tables named. */
export async function everyRow(
  store: Store,
  { org }: School,
  but: readonly string[] = [],
): Promise<string[]> {
  return store.within(org, async (tx) => {
    const tables = rowsOf<{ name: string }>(
      await tx.execute(sql`select table_name as name from information_schema.columns
        where table_schema = 'public' and column_name = 'org_id' order by 1`),
    );
    const found: string[] = [];
    for (const { name } of tables.filter((table) => !but.includes(table.name))) {
      const rows = rowsOf<{ row: string }>(
        await tx.execute(sql`select to_jsonb(t)::text as row from ${sql.identifier(name)} t order by 1`),
      );
      found.push(...rows.map(({ row }) => `${name} ${row}`));
    }
    return found;
  });
}
