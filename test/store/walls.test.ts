/**
 * The walls between organisations, on the embedded database: every table that carries org_id is behind them.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrgId } from '../../src/domain/setting.ts';
import type { Store } from '../../src/store/database.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { organisation } from '../../src/store/schema/index.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

test('every table but the content-free ones forces row-level security', async () => {
  const result = await store.unbound((tx) =>
    tx.execute(sql`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)
      order by 1`),
  );
  expect(rowsOf<{ name: string }>(result).map((row) => row.name)).toEqual([
    'house',
    'installation_route',
    'lane',
    'wake',
  ]);
});

test('an organisation sees itself and not its twin, even with no filter', async () => {
  const [one, two] = [randomUUID() as OrgId, randomUUID() as OrgId];
  for (const org of [one, two])
    await store.within(org, (tx) =>
      tx.insert(organisation).values({ orgId: org, name: `canary ${org}`, createdAt: new Date(0) }),
    );
  const seen = await store.within(one, (tx) => tx.select().from(organisation));
  expect(seen.map((row) => row.orgId)).toEqual([one]);
  expect(await store.unbound((tx) => tx.select().from(organisation))).toEqual([]);
});

test('an organisation cannot write a row for its twin', async () => {
  const [one, two] = [randomUUID() as OrgId, randomUUID() as OrgId];
  await expect(
    store.within(one, (tx) =>
      tx.insert(organisation).values({ orgId: two, name: 'x', createdAt: new Date(0) }),
    ),
  ).rejects.toThrow();
});
