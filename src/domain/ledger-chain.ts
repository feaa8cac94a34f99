/**
 * The ledger's form: the text each row is sealed over, and how one seal holds the next.
 * The rule: the text is made of what reads back from the record, in one way whatever the database or the order of its
 * columns, and never changes: a chain sealed years ago must still verify. A new form is a new number beside this one.
 * Hashing is given: nothing here touches the platform.
 */
import type { OrgId } from './setting.ts';

/** A row as it reads back; `at` to the microsecond in UTC, "2026-11-09T08:00:00.000000Z". */
export type LedgerRow = {
  entryId: string;
  at: string;
  kind: string;
  subject: string;
  actor: string | null;
  facts: unknown;
};
/** The last row that is sealed: its number and its seal. Of an empty chain, 0 and the chain's first hash. */
export type LedgerHead = { sequence: number; hash: string };
/** Text to its SHA-256, as 64 lower-case hex digits. */
export type Hash = (text: string) => string;

/** What the first row is chained to: each organisation's own, so that no chain can pass for another's. */
export function emptyHead(org: OrgId, hash: Hash): LedgerHead {
  return { sequence: 0, hash: hash(canonical({ form: 'vigil-ledger-1', org })) };
}

/** The seal of `row` as the next after `head`. */
export function nextHead(org: OrgId, head: LedgerHead, row: LedgerRow, hash: Hash): LedgerHead {
  const sequence = head.sequence + 1;
  return { sequence, hash: hash(rowForm(org, row, { sequence, previous: head.hash })) };
}

/** What a row's seal is the hash of. */
export function rowForm(
  org: OrgId,
  row: LedgerRow,
  { sequence, previous }: { sequence: number; previous: string },
): string {
  const { entryId, at, kind, subject, actor, facts } = row;
  return canonical({ form: 1, org, sequence, entryId, at, kind, subject, actor, facts, previous });
}

/**
 * JSON as RFC 8785 has it: keys in the order of their UTF-16 code units, no space, numbers and strings as JavaScript
 * writes them. A number too great for JavaScript is written as it reads, not as null.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .sort(([one], [two]) => (one < two ? -1 : 1))
      .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
      .join(',')}}`;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  const text = JSON.stringify(value);
  if (text === undefined) throw new Error('What is sealed must be JSON');
  return text;
}
