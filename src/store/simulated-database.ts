/**
 * A whole database in memory for the simulator: the real schema and SQL on a clock that it sets, emptied between runs.
 * The rule: now() and clock_timestamp() are shadowed, so leases run on simulated time; every change of state is noted
 * by triggers of its own, in order, so that checks can look back. Nothing of this is in a database that is lived in.
 */
import { PGlite } from '@electric-sql/pglite';
import { getTableName, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import type { OrgId } from '../domain/setting.ts';
import { type Db, type Store, storeOver } from './database.ts';
import { keptPlans } from './durable-files.ts';
import { embeddedEngine } from './embedded-engine.ts';
import { migrate } from './migrate.ts';
import { rowsOf } from './rows.ts';
import * as schema from './schema/index.ts';
import { WATCHED } from './simulated-changes.ts';

type Rows<T extends { $inferSelect: unknown }> = T['$inferSelect'][];
/** Every row there is, of every organisation. */
export type Snapshot = {
  settings: Rows<typeof schema.setting>;
  people: Rows<typeof schema.person>;
  memberships: Rows<typeof schema.membership>;
  addresses: Rows<typeof schema.address>;
  questions: Rows<typeof schema.questionVersion>;
  prompts: Rows<typeof schema.prompt>;
  replies: Rows<typeof schema.reply>;
  messages: Rows<typeof schema.message>;
  borne: Rows<typeof schema.messagePrompt>;
  alerts: Rows<typeof schema.alert>;
  digests: Rows<typeof schema.digest>;
  ledger: Rows<typeof schema.ledger>;
  notAsked: Rows<typeof schema.notAsked>;
  inbound: Rows<typeof schema.inboundEvent>;
  /** Anonymous answers, and what was let out of them. */
  counts: Rows<typeof schema.anonymousCount>;
  releases: Rows<typeof schema.anonymousRelease>;
};

/** One change of a watched row, in the order of the record; `was` is null for a new row. */
export type Change = {
  seq: number;
  at: Date;
  org: OrgId | null;
  what: string;
  key: string;
  was: Record<string, string | number | null> | null;
  now: Record<string, string | number | null>;
};

export type SimulatedWake = { org: OrgId; step: string; dueAt: Date; leasedUntil: Date | null };

/** A message that is to go, and when. */
export type SimulatedQueued = { messageId: string; kind: string; state: string; dueAt: Date };

export type SimulatedDatabase = {
  store: Store;
  /** Sets the database's clock. Not within a transaction. */
  setTime(at: Date): Promise<void>;
  /** Empties every table. */
  clear(): Promise<void>;
  wakes(): Promise<SimulatedWake[]>;
  /** Messages of an organisation that are to go or on their way. */
  queued(org: OrgId): Promise<SimulatedQueued[]>;
  snapshot(): Promise<Snapshot>;
  changes(): Promise<Change[]>;
  /** Runs SQL as the owner: a workload's direct edits, and planted bugs. */
  run(statements: string): Promise<void>;
  close(): Promise<void>;
};

const OURS = 'set search_path = simulated, public, pg_catalog';

/** `dump` is of a database already migrated. */
export async function openSimulatedDatabase(dump?: Blob): Promise<SimulatedDatabase> {
  const client = await PGlite.create({
    startParams: [...keptPlans(PGlite.defaultStartParams), '-c', 'synchronous_commit=off'],
    ...(dump ? { loadDataDir: dump } : {}),
  });
  const owner = drizzle(client, { schema }) as unknown as Db;
  if (!dump) await migrate(owner);
  await client.exec(`${UNLOGGED} ${SHADOWS} ${WATCHED} ${OURS}`);
  const store = storeOver(
    embeddedEngine(
      untidied(client),
      async () => undefined,
      () => true,
      async () => undefined,
    ),
  );
  let shown = Number.NaN;
  const all = <T extends { $inferSelect: unknown }>(table: T, order: string): Promise<Rows<T>> =>
    owner
      .select()
      .from(table as unknown as typeof schema.prompt)
      .orderBy(sql.raw(order)) as unknown as Promise<Rows<T>>;
  return {
    store,
    async setTime(at) {
      if (at.getTime() === shown) return;
      shown = at.getTime();
      await client.exec(`set vigil.moment = '${at.toISOString()}'`);
    },
    async clear() {
      const tables = Object.values(schema).map((table) => `public."${getTableName(table)}"`);
      await client.exec(`truncate ${tables.join(', ')}, simulated.change restart identity cascade`);
    },
    async wakes() {
      const [result] = await client.exec(`select org_id as org, step, due_at as "dueAt",
        leased_until as "leasedUntil" from public.wake order by org_id, step`);
      return (result?.rows ?? []) as SimulatedWake[];
    },
    async queued(org) {
      const result = await owner.execute(sql`
        select message_id as "messageId", kind, state,
          extract(epoch from greatest(next_attempt_at, not_before, leased_until)) * 1000 as ms
        from public.message where org_id = ${org} and state in ('pending', 'unknown', 'sending') order by message_id`);
      return rowsOf<Omit<SimulatedQueued, 'dueAt'> & { ms: string | number }>(result).map(
        ({ ms, ...row }) => ({
          ...row,
          dueAt: new Date(Math.round(Number(ms))),
        }),
      );
    },
    async snapshot() {
      return {
        settings: await all(schema.setting, 'org_id, setting_id'),
        people: await all(schema.person, 'org_id, person_id'),
        memberships: await all(schema.membership, 'org_id, setting_id, person_id'),
        addresses: await all(schema.address, 'org_id, person_id'),
        questions: await all(schema.questionVersion, 'org_id, question_id, version'),
        prompts: await all(schema.prompt, 'org_id, prompt_id'),
        replies: await all(schema.reply, 'org_id, prompt_id, revision, reply_id'),
        messages: await all(schema.message, 'org_id, message_id'),
        borne: await all(schema.messagePrompt, 'org_id, message_id, position'),
        alerts: await all(schema.alert, 'org_id, alert_id'),
        digests: await all(schema.digest, 'org_id, setting_id, week, as_of'),
        ledger: await all(schema.ledger, 'org_id, entry_id'),
        notAsked: await all(schema.notAsked, 'org_id, setting_id, question_id, occurrence'),
        inbound: await all(schema.inboundEvent, 'org_id, platform, event_key'),
        counts: await all(
          schema.anonymousCount,
          'org_id, setting_id, question_id, question_version, block, choice',
        ),
        releases: await all(schema.anonymousRelease, 'org_id, setting_id, question_id, block'),
      };
    },
    async changes() {
      const result = await owner.execute(sql`
        select seq::int as seq, extract(epoch from at) * 1000 as ms, org, what, key, was, is_now as now
        from simulated.change order by seq`);
      return rowsOf<Omit<Change, 'at'> & { ms: string | number }>(result).map(({ ms, ...row }) => ({
        ...row,
        at: new Date(Math.round(Number(ms))),
      }));
    },
    async run(statements) {
      await client.exec(statements);
    },
    close: () => store.close(),
  };
}

/**
 * The engine without its tidying, after which every statement is planned anew: a run is over long before it would
 * matter, and everything is emptied then.
 */
function untidied(client: PGlite): PGlite {
  const bound = new Map<string | symbol, unknown>();
  const exec: PGlite['exec'] = async (text, options) =>
    text.startsWith('vacuum') ? [] : client.exec(text, options);
  return new Proxy(client, {
    get(whole, name) {
      if (name === 'exec') return exec;
      if (bound.has(name)) return bound.get(name);
      const value: unknown = Reflect.get(whole, name, whole);
      if (typeof value !== 'function') return value;
      bound.set(name, value.bind(whole));
      return bound.get(name);
    },
  });
}

/** Nothing here is to outlive the process, so no table writes ahead. A table goes after those that point to it. */
const UNLOGGED = `
  do $$ declare t text; changed boolean := true; begin
    while changed loop
      changed := false;
      for t in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind = 'r' and c.relpersistence = 'p'
          and not exists (select from pg_constraint k join pg_class p on p.oid = k.conrelid
            where k.contype = 'f' and k.confrelid = c.oid and p.oid <> c.oid and p.relpersistence = 'p')
      loop execute format('alter table public.%I set unlogged', t); changed := true; end loop;
    end loop;
  end $$;`;

const SHADOWS = `
  create schema simulated;
  grant usage on schema simulated to public;
  create function simulated.now() returns timestamptz language sql stable as
    $$ select pg_catalog.current_setting('vigil.moment')::timestamptz $$;
  create function simulated.clock_timestamp() returns timestamptz language sql stable as
    $$ select pg_catalog.current_setting('vigil.moment')::timestamptz $$;
  set vigil.moment = '2000-01-01T00:00:00Z';`;
