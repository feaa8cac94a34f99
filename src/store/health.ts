/**
 * Whether the database can be worked with: its schema beside this program's, and whether it takes writes.
 */
import { sql } from 'drizzle-orm';
import type { Store } from './database.ts';
import { schemaNumber } from './migrate.ts';
import { rowsOf } from './rows.ts';

export type Health = { schema: number; known: number; writable: boolean; organisations: number };

export async function readHealth(store: Store): Promise<Health> {
  const result = await store.unbound((tx) =>
    tx.execute(sql`
      select coalesce((select migrations from house), 0)::int as schema,
        current_setting('transaction_read_only') = 'off' and not pg_is_in_recovery() as writable,
        (select count(distinct org_id) from installation_route)::int as organisations`),
  );
  const [row] = rowsOf<Omit<Health, 'known'>>(result);
  if (!row) throw new Error('The database gave no account of itself');
  return { ...row, known: schemaNumber() };
}
