/**
 * The rows of a raw statement, the same whichever driver ran it.
 * The rule: what raw SQL gives back is, on both databases: integers and counts (int8 too) as numbers, beyond 2^53 as
 * bigint; numeric, dates, times and timestamps as text ("2026-11-09 08:00:00+00", in UTC); json and jsonb parsed;
 * bytea as bytes; one-dimensional arrays of integers and text as arrays. Columns read through Drizzle's builder come
 * as the schema says (timestamps as Date), also on both.
 */
import { parsePgArray } from 'drizzle-orm/pg-core';
import type { Sql } from 'postgres';

/** postgres.js gives an array, PGlite an object with the rows in it. */
export function rowsOf<T>(result: unknown): T[] {
  if (Array.isArray(result)) return result as T[];
  const { rows } = result as { rows?: T[] };
  if (!rows) throw new Error('A statement gave neither rows nor an array');
  return rows;
}

type Parsing = {
  parsers: Record<number, (text: string) => unknown>;
  serializers: Record<number, (value: unknown) => unknown>;
};

const INT8 = 20;
const JSON_TYPES = [114, 3802];
/** date, time, timestamp, timestamptz, interval, and the arrays of them. */
const TIMES = [1082, 1083, 1114, 1184, 1186, 1182, 1183, 1115, 1185, 1187];
const NUMBER_ARRAYS = [1005, 1007, 1016, 1021, 1022];
/** text[], varchar[], uuid[]. */
const TEXT_ARRAYS = [1009, 1015, 2951];

/** Teaches a postgres.js client to read and write values as PGlite and Drizzle's columns do. */
export function speakAsEmbedded(client: Sql): void {
  const { parsers, serializers } = client.options as unknown as Parsing;
  const asIs = <T>(value: T) => value;
  parsers[INT8] = (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text));
  for (const type of TIMES) {
    parsers[type] = asIs;
    serializers[type] = asIs;
  }
  for (const type of JSON_TYPES) serializers[type] = asIs; // Drizzle and our raw statements give text already
  for (const type of NUMBER_ARRAYS) parsers[type] = (text) => parsePgArray(text).map(Number);
  for (const type of TEXT_ARRAYS) parsers[type] = (text) => parsePgArray(text);
}
