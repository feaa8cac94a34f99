/**
 * Asks a record past its walls: what is in it, and how much of it is under way.
 * The rule: for whoever judges it; Vigil itself never reads so.
 */
import { openEmbedded, ownerOf } from '../../store/embedded.ts';
import { rowsOf } from '../../store/rows.ts';
import { asOwner } from '../../store/server.ts';
import type { Database } from './postgres-server.ts';

/** How much is due or half done, and the record's moment of that. */
export type UnderWay = { count: number; at: Date; what?: string };

const FIGURES_MS = 10_000;
const UNDER_WAY = `select count(*)::int as n, extract(epoch from now()) * 1000 as at,
  string_agg(distinct kind || ' ' || state, ', ') as what from message
  where state in ('sending', 'unknown') or (state = 'sent' and drawn_revision <> revision)
    or (state = 'pending' and next_attempt_at <= now() and not_before <= now())`;

export async function readUnderWay(database: Database): Promise<UnderWay> {
  const [rows] = await readRecord(database, null, [UNDER_WAY]);
  const { n, at, what } = rows?.[0] ?? {};
  return { count: Number(n), at: new Date(Number(at)), what: String(what ?? 'nothing') };
}

/** A running program's own figures: the database inside it can be asked by nobody else. */
export async function readFigures(url: string | null, at: Date): Promise<UnderWay> {
  if (url === null) throw new Error('Nothing was started that could be asked');
  const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(FIGURES_MS) });
  const halfDone = [
    ...(await answer.text()).matchAll(/^vigil_messages\{state="(?:sending|unknown)"\} (\d+)/gm),
  ];
  return { count: halfDone.reduce((sum, [, count]) => sum + Number(count), 0), at };
}

/** The embedded one must be closed. */
export async function readRecord(
  database: Database | null,
  directory: string | null,
  statements: string[],
): Promise<Record<string, unknown>[][]> {
  const found: Record<string, unknown>[][] = [];
  if (database !== null) {
    await asOwner(database.superuser, async (owner) => {
      for (const statement of statements) found.push(rowsOf(await owner.execute(statement)));
    });
    return found;
  }
  const store = await openEmbedded(directory);
  try {
    const owner = ownerOf(store);
    for (const statement of statements) found.push(rowsOf(await owner?.execute(statement)));
  } finally {
    await store.close();
  }
  return found;
}
