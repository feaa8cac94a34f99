/**
 * Lets somebody in to the board by their link, and out again.
 * The rule: the link is used up in the transaction that opens the session; whoever may see nothing of the board by
 * then, or has left, is not let in. The pass given back is for a cookie that no script can read.
 */
import { accessOf, seesBoard } from '../domain/access.ts';
import { makePass, orgOfPass } from '../domain/board-pass.ts';
import { closeSession, saveSession, spendLink } from '../store/board-passes.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { findByPerson } from '../store/people.ts';
import { listSettings } from '../store/settings.ts';
import type { Context, World } from './context.ts';
import { type Writer, writersIn } from './find-writers.ts';
import { ledgerEntry } from './ledger-entry.ts';

/** The session's pass; null where the link lets nobody in. */
export async function enterBoard(world: World, link: string): Promise<string | null> {
  const org = orgOfPass(link);
  if (org === null) return null;
  const context = await world.contextFor(org);
  return context.within(async (tx) => {
    const personId = await spendLink(tx, link);
    if (personId === null || (await readersOf(context, tx, personId)).length === 0) return null;
    const pass = makePass(org, context.ids);
    await saveSession(tx, org, { pass, personId });
    await appendLedger(tx, org, [ledgerEntry(context, 'board_entered', personId, {}, personId)]);
    return pass;
  });
}

/** Ends the session, if it is one. */
export async function leaveBoard(world: World, pass: string): Promise<void> {
  const org = orgOfPass(pass);
  if (org === null) return;
  const context = await world.contextFor(org);
  await context.within((tx) => endSession(context, tx, pass, 'signed_out'));
}

/** Ends it in this transaction, and puts it in the ledger. */
export async function endSession(
  context: Context,
  tx: Tx,
  pass: string,
  why: 'signed_out' | 'may_no_longer',
): Promise<void> {
  const personId = await closeSession(tx, pass);
  if (personId === null) return;
  const actor = why === 'signed_out' ? personId : null;
  await appendLedger(tx, context.org, [ledgerEntry(context, 'board_left', personId, { why }, actor)]);
}

/** Where somebody may see anything of the board now: the settings they work in, as the database has their roles. */
export async function readersOf(context: Context, tx: Tx, personId: string): Promise<Writer[]> {
  const writers = writersIn(await listSettings(tx), await findByPerson(tx, personId), context.now);
  return writers.filter(({ person, setting }) => seesBoard(accessOf(person.roles, setting)));
}
