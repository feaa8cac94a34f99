/**
 * Answers "board": a link that lets the writer in once, to whoever may see anything of it.
 * The rule: each link is made for one person, ends the one before, and is told to them alone; only its hash is kept.
 */
import { accessOf, seesBoard } from '../domain/access.ts';
import { makePass } from '../domain/board-pass.ts';
import type { Message } from '../domain/message.ts';
import { boardIsForLeadsMessage, boardLinkMessage, boardWithoutAddressMessage } from '../messages/board.ts';
import { LINK_MINUTES, saveLink } from '../store/board-passes.ts';
import { appendLedger } from '../store/ledger.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';
import { ledgerEntry } from './ledger-entry.ts';

export const ENTER_PATH = '/board/enter';

/** `here`: they write on a page of this very server, where a link needs no address. */
export async function offerBoard(
  context: Context,
  { person, setting }: Writer,
  { here }: { here: boolean },
): Promise<Message> {
  if (!seesBoard(accessOf(person.roles, setting))) return boardIsForLeadsMessage();
  const base = here ? '' : context.baseUrl?.replace(/\/+$/, '');
  if (base === undefined) return boardWithoutAddressMessage();
  const pass = makePass(context.org, context.ids);
  await context.within(async (tx) => {
    await saveLink(tx, context.org, { pass, personId: person.id });
    await appendLedger(tx, context.org, [
      ledgerEntry(context, 'board_link_made', person.id, { setting: setting.id }, person.id),
    ]);
  });
  return boardLinkMessage(setting.name, `${base}${ENTER_PATH}?t=${pass}`, LINK_MINUTES);
}
