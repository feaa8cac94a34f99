/**
 * Puts a question that comes late together with whatever else the same person is to be asked that day.
 * The rule: after an outage nobody gets a pile of messages: one that has missed its time joins another, up to three
 * minutes of questions; one that is in time, or may have arrived already, stays alone.
 */
import { CARD_LIMIT } from '../domain/duty-card.ts';
import { addDays, instantAt, localDate } from '../domain/local-time.ts';
import type { Tx } from '../store/database.ts';
import { isInDoubt, type Outbound } from '../store/deliveries.ts';
import { findCompany, moveInto } from '../store/late-prompts.ts';
import { redrawMessage } from '../store/messages.ts';
import type { Context } from './context.ts';
import { drawMessage } from './draw-message.ts';
import type { KnownSchool } from './know-school.ts';

/** True when another message that still waits, and is to go on the day of `at`, asks it now. */
export async function mergeLate(
  context: Context,
  tx: Tx,
  { setting }: KnownSchool,
  message: Outbound,
  at: Date,
): Promise<boolean> {
  if (!isLate(message, context.now)) return false;
  const tomorrow = instantAt(addDays(localDate(at, setting.zone), 1), '00:00', setting.zone);
  const into = await findCompany(tx, context.org, message, {
    until: new Date(tomorrow.getTime() - 1),
    seconds: CARD_LIMIT - secondsOf(message),
  });
  if (into === null) return false;
  await moveInto(tx, context.org, message.messageId, into);
  await redrawMessage(tx, into, await drawMessage(context, tx, into), 1);
  return true;
}

/** It has missed the time it was planned for, and cannot have arrived. */
function isLate(message: Outbound, now: Date): boolean {
  const { kind, notAfter, personId } = message;
  return (
    kind === 'prompt' && personId !== null && !isInDoubt(message) && notAfter !== null && now >= notAfter
  );
}

const secondsOf = ({ prompts }: Outbound) => prompts.reduce((total, { seconds }) => total + seconds, 0);
