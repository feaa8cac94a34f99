/**
 * The clock of one database on a server, set to another moment by shadowing `now()`.
 * The rule: this database alone, whoever is connected to it; every other one keeps the machine's time.
 */
import { asOwner } from '../../store/server.ts';
import type { Database } from './postgres-server.ts';

/** Going on from the machine's clock by so much, or standing at a moment. `public` comes first: what is made is made there. */
export async function shadowClock(database: Database, to: { shiftMs: number } | { at: Date }): Promise<void> {
  const momentBy = (name: string) =>
    'at' in to
      ? `timestamptz '${to.at.toISOString()}'`
      : `pg_catalog.${name}() + interval '${Math.round(to.shiftMs)} milliseconds'`;
  await asOwner(database.superuser, async (owner) => {
    await owner.execute('create schema if not exists shifted');
    for (const [name, kind] of [
      ['now', 'stable'],
      ['clock_timestamp', 'volatile'],
    ] as const)
      await owner.execute(
        `create or replace function shifted.${name}() returns timestamptz language sql ${kind} as $$ select ${momentBy(name)} $$`,
      );
    await owner.execute('grant usage on schema shifted to public');
    await owner.execute(`alter database ${database.name} set search_path = public, shifted, pg_catalog`);
  });
}
