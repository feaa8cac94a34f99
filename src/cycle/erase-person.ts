/**
 * Forgets who somebody was: key shredded, notes and words gone, name and addresses taken out; what they answered
 * stays as counts under a number. The rule: never under a legal hold, never while they work here or stand as somebody
 * to go to, and all of it in one transaction. Which rows is store/erasure's.
 */
import { type LocalDate, localDate } from '../domain/local-time.ts';
import { patternFor } from '../domain/name-in-text.ts';
import type { Contacts } from '../domain/setting.ts';
import { isAboutOpenAlert } from '../store/alerts.ts';
import type { Tx } from '../store/database.ts';
import { type Erased, eraseIdentity } from '../store/erasure.ts';
import { type Hold, listHoldsOn } from '../store/holds.ts';
import { type Belonging, type Identity, readIdentity } from '../store/identity.ts';
import { appendLedger } from '../store/ledger.ts';
import { holdRemoving } from '../store/retention.ts';
import type { Context } from './context.ts';
import { ledgerEntry } from './ledger-entry.ts';

export type WhyNot =
  | { why: 'unknown' }
  | { why: 'erased'; at: Date }
  | { why: 'held'; holds: Hold[] }
  | { why: 'works_here'; settings: Belonging[] }
  | { why: 'contact'; places: { ref: string; contact: keyof Contacts }[] }
  | { why: 'alert' };

/** Why the person may not be forgotten now; null when they may. They are held until the transaction ends. */
export async function mayErase(context: Context, tx: Tx, personId: string): Promise<WhyNot | null> {
  const who = await readIdentity(tx, context.org, personId, { hold: true });
  if (who === null) return { why: 'unknown' };
  if (who.erasedAt !== null) return { why: 'erased', at: who.erasedAt };
  // A hold that is being placed just now is waited for.
  for (const { settingId } of who.belongs) await holdRemoving(tx, settingId);
  const holds = await listHoldsOn(tx, context.org, personId);
  if (holds.length > 0) return { why: 'held', holds };
  const settings = who.belongs.filter((one) => worksThere(one, localDate(context.now, one.zone)));
  if (settings.length > 0) return { why: 'works_here', settings };
  const places = contactsNaming(who);
  if (places.length > 0) return { why: 'contact', places };
  return (await isAboutOpenAlert(tx, personId)) ? { why: 'alert' } : null;
}

function worksThere({ state, leavesOn }: Belonging, today: LocalDate): boolean {
  return state === 'confirmed' && (leavesOn === null || leavesOn >= today);
}

/** Where a worried person would still be sent to them. */
function contactsNaming({ name, belongs }: Identity): { ref: string; contact: keyof Contacts }[] {
  return belongs.flatMap(({ ref, contacts }) =>
    (Object.keys(contacts) as (keyof Contacts)[]).flatMap((contact) =>
      patternFor([name])?.test(contacts[contact]) ? [{ ref, contact }] : [],
    ),
  );
}

/** Forgets them, where mayErase has said in this transaction that it may be done. */
export async function eraseNow(
  context: Context,
  tx: Tx,
  personId: string,
  by: 'operator' | 'retention',
): Promise<Erased> {
  const who = await readIdentity(tx, context.org, personId, { hold: true });
  if (who === null || who.erasedAt !== null) throw new Error('There is nobody left to erase');
  const erased = await eraseIdentity(tx, context.org, who, {
    at: context.now,
    newRef: () => `erased-${context.ids.token()}`,
  });
  await appendLedger(tx, context.org, [
    ...erased.cancelled.map((promptId) => ledgerEntry(context, 'prompt_cancelled', promptId)),
    ledgerEntry(context, 'person_erased', personId, {
      by,
      notes: erased.notes,
      messages: erased.messages,
      naming: erased.naming,
      heldNaming: erased.heldNaming,
    }),
  ]);
  return erased;
}
