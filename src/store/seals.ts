/**
 * The ledger's seals: rows numbered and hashed into their organisation's chain, and the chain read back.
 * The rule: a row is sealed over what reads back of it, to the microsecond, never over what was meant to be written;
 * giving the seals is the database's own function, which takes them only as the next ones and never twice.
 */
import { createHash } from 'node:crypto';
import { isNotNull, sql } from 'drizzle-orm';
import type { SealedRow, Witness } from '../domain/check-chain.ts';
import { emptyHead, type Hash, type LedgerHead, type LedgerRow, nextHead } from '../domain/ledger-chain.ts';
import { endingOf } from '../domain/record-line.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { rowsOf } from './rows.ts';
import { digest, ledger, setting } from './schema/index.ts';

export const sha256: Hash = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/** Rows sealed in one go: a transaction that is over well before anybody waits for it. */
const BATCH = 1_000;

const AS_READ = sql`entry_id as "entryId", kind, subject, actor, facts,
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`;

/** The last row that is sealed, or the empty chain's own head. */
export async function readHead(tx: Tx, org: OrgId): Promise<LedgerHead> {
  const result = await tx.execute(sql`
    select sequence, hash from ${ledger} where org_id = ${org} and sequence is not null order by sequence desc limit 1`);
  return rowsOf<LedgerHead>(result)[0] ?? emptyHead(org, sha256);
}

/** Seals the next rows there are, and gives how many: none when all are sealed. */
export async function sealNext(tx: Tx, org: OrgId): Promise<number> {
  for (;;) {
    const head = await readHead(tx, org);
    const rows = await listUnsealed(tx, org);
    if (rows.length === 0 || (await giveSeals(tx, org, head, rows))) return rows.length;
    // Another went before, and none does now that this transaction has had the lock: with what it left, again.
  }
}

/** Seals all there is; gives the head it ends with. For what must be sealed before anything else is done. */
export async function sealAll(tx: Tx, org: OrgId): Promise<LedgerHead> {
  while ((await sealNext(tx, org)) > 0);
  return readHead(tx, org);
}

async function listUnsealed(tx: Tx, org: OrgId): Promise<LedgerRow[]> {
  const result = await tx.execute(sql`
    select ${AS_READ} from ${ledger} where org_id = ${org} and sequence is null
    order by ${ledger.at}, entry_id limit ${BATCH}`);
  return rowsOf<LedgerRow>(result);
}

async function giveSeals(tx: Tx, org: OrgId, from: LedgerHead, rows: LedgerRow[]): Promise<boolean> {
  let head = from;
  const seals = rows.map((row) => {
    head = nextHead(org, head, row, sha256);
    return [row.entryId, head.hash];
  });
  const result = await tx.execute(sql`
    with given as materialized (
      select array_agg((e.value ->> 0)::uuid order by e.at) as entries, array_agg(e.value ->> 1 order by e.at) as hashes
      from jsonb_array_elements(${JSON.stringify(seals)}::jsonb) with ordinality as e(value, at))
    select seal_ledger_rows(${from.sequence + 1}::bigint, entries, hashes) as sealed from given`);
  return rowsOf<{ sealed: number }>(result)[0]?.sealed === rows.length;
}

/**
 * Whether anybody on this server is in the middle of writing: a row of theirs may yet appear that counted on the
 * sealing under way. To be asked before the rows are looked for.
 */
export async function isAnybodyWriting(tx: Tx): Promise<boolean> {
  const result = await tx.execute(sql`
    select pg_snapshot_xmin(s)::text <> pg_snapshot_xmax(s)::text as writing from pg_current_snapshot() s`);
  return rowsOf<{ writing: boolean }>(result)[0]?.writing !== false;
}

/** A page of the chain: the sealed rows after that one, in order; from the beginning where none is given. */
export async function readChain(
  tx: Tx,
  org: OrgId,
  after: Pick<SealedRow, 'sequence' | 'entryId'> | null,
  most: number,
): Promise<SealedRow[]> {
  const isAfter =
    after === null
      ? sql`sequence is not null`
      : sql`sequence >= ${after.sequence}::bigint and (sequence, entry_id) > (${after.sequence}::bigint, ${after.entryId}::uuid)`;
  const result = await tx.execute(sql`
    select ${AS_READ}, sequence, coalesce(hash, '') as hash from ${ledger}
    where org_id = ${org} and ${isAfter} order by sequence, entry_id limit ${most}`);
  return rowsOf<SealedRow>(result);
}

/** How many rows are not sealed, and since when the oldest of them is there. */
export async function countUnsealed(tx: Tx, org: OrgId): Promise<{ count: number; since: Date | null }> {
  const result = await tx.execute(sql`
    select count(*) as count, extract(epoch from min(at))::float8 as since from ${ledger}
    where org_id = ${org} and sequence is null`);
  const { count = 0, since = null } = rowsOf<{ count: number; since: number | null }>(result)[0] ?? {};
  return { count, since: since === null ? null : new Date(since * 1000) };
}

/** The heads kept with the digests that were made, oldest first. */
export async function listKeptHeads(tx: Tx): Promise<Witness[]> {
  const rows = await tx
    .select({
      sequence: digest.ledgerSequence,
      hash: digest.ledgerHash,
      week: digest.week,
      ref: setting.ref,
    })
    .from(digest)
    .innerJoin(
      setting,
      sql`${setting.orgId} = ${digest.orgId} and ${setting.settingId} = ${digest.settingId}`,
    )
    .where(isNotNull(digest.ledgerSequence))
    .orderBy(digest.week, setting.ref);
  return rows.map(({ sequence, hash, week, ref }) => ({
    sequence: sequence ?? 0,
    ending: endingOf(hash ?? 'none'),
    from: `the kept digest of ${week} for ${ref}`,
  }));
}
