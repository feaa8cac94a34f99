/**
 * Gathers everything kept about one person, with everybody else put out of it.
 * The rule: other people's names, addresses and ids are replaced wherever they stand; notes are opened for the one
 * who wrote them. That it was done is in the ledger, and nothing of what it held.
 */
import { valueWithout, withoutNames } from '../domain/name-in-text.ts';
import type { Tx } from '../store/database.ts';
import { type Belonging, type Identity, readIdentity } from '../store/identity.ts';
import { appendLedger } from '../store/ledger.ts';
import {
  listOthers,
  listSealedNotes,
  type Other,
  type PersonRecords,
  readPersonRecords,
} from '../store/person-records.ts';
import type { Context } from './context.ts';
import { ledgerEntry } from './ledger-entry.ts';
import type { OpenNote } from './open-note.ts';

export type Exported = {
  personId: string;
  name: string;
  belongs: Belonging[];
  records: PersonRecords;
  /** Notes that could not be opened here. */
  unopened: number;
};

export const ANOTHER = 'another person';

/** Null when the organisation has no such person. */
export async function exportPerson(
  context: Context,
  tx: Tx,
  personId: string,
  openNote: OpenNote | undefined,
): Promise<Exported | null> {
  const { org } = context;
  const who = await readIdentity(tx, org, personId);
  if (who === null) return null;
  const put = putOut(await listOthers(tx, org, personId), who);
  const { note: notes = [], ...rest } = await readPersonRecords(tx, org, who);
  const opened = await openAll(tx, personId, openNote);
  // Their own words are theirs: what they wrote is not changed.
  const written = notes.map((row) => ({ ...row, words: opened.get(String(row.reply_id)) ?? null }));
  const records = { ...valueWithout(rest, put), note: written };
  const rows = Object.values(records).reduce((total, each) => total + each.length, 0);
  await appendLedger(tx, org, [
    ledgerEntry(context, 'person_exported', personId, { rows, tables: Object.keys(records).length }),
  ]);
  const unopened = written.filter(({ words }) => words === null).length;
  return { personId, name: who.name, belongs: who.belongs, records, unopened };
}

async function openAll(
  tx: Tx,
  personId: string,
  openNote: OpenNote | undefined,
): Promise<Map<string, string>> {
  const opened = new Map<string, string>();
  if (openNote === undefined) return opened;
  for (const sealed of await listSealedNotes(tx, personId)) {
    const words = await openNote(tx, sealed);
    if (words !== null) opened.set(sealed.replyId, words);
  }
  return opened;
}

/** A text without anybody else in it. Somebody of the same name is not told apart from the person it is about. */
function putOut(others: readonly Other[], { name, email }: Identity): (text: string) => string {
  const own = new Set([name, email ?? ''].map((each) => each.toLowerCase()));
  const names = others.flatMap((other) => other.names).filter((each) => !own.has(each.toLowerCase()));
  const whole = new Set(others.flatMap(({ personId, marks }) => [personId, ...marks]));
  const ids = others.map(({ personId }) => personId);
  return (text) => (whole.has(text) ? ANOTHER : withoutNames(text, [...names, ...ids], ANOTHER));
}
