/**
 * Puts a question that comes late together with whatever else the same person is to be asked that day.
 * The rule: after an outage nobody gets a pile of messages: one that has missed its time joins another, up to three
 * minutes of questions; one that is in time, or may have arrived already, stays alone.
 */
import { CARD_LIMIT } from '../domain/duty-card.ts';
import { addDays, instantAt, localDate } from '../domain/local-time.ts';
import type { Tx } from '../store/database.ts';
import type { Outbound } from '../store/deliveries.ts';
import { findCompany, moveInto } from '../store/late-prompts.ts';
import { redrawMessage } from '../store/messages.ts';
import type { Context } from './context.ts';
import { drawMessage } from './draw-message.ts';
import type { KnownSchool } from './know-school.ts';

/** True when it is asked by another message now: one of `ready`, which is brought up to date, or one still waiting. */
export async function mergeLate(
  context: Context,
  tx: Tx,
  { setting }: KnownSchool,
  message: Outbound,
  { ready, at }: { ready: Outbound[]; at: Date },
): Promise<boolean> {
  const { org } = context;
  if (!isLate(message, context.now)) return false;
  const room = CARD_LIMIT - secondsOf(message);
  const until = new Date(
    instantAt(addDays(localDate(at, setting.zone), 1), '00:00', setting.zone).getTime() - 1,
  );
  const beside = ready.find((other) => isCompany(other, message) && secondsOf(other) <= room);
  const into = beside?.messageId ?? (await findCompany(tx, org, message, { until, seconds: room }));
  if (into === null) return false;
  await moveInto(tx, org, message.messageId, into);
  const body = await drawMessage(context, tx, into);
  await redrawMessage(tx, into, body, beside?.revision ?? 1);
  if (beside) {
    beside.body = body;
    beside.prompts = [...beside.prompts, ...message.prompts];
  }
  return true;
}

/** It has missed the time it was planned for. */
function isLate({ kind, notAfter, uncertain, crashed, personId }: Outbound, now: Date): boolean {
  return (
    kind === 'prompt' && personId !== null && !uncertain && !crashed && notAfter !== null && now >= notAfter
  );
}

function isCompany(other: Outbound, { personId, settingId }: Outbound): boolean {
  const isSure = !other.uncertain && !other.crashed;
  return isSure && other.kind === 'prompt' && other.personId === personId && other.settingId === settingId;
}

const secondsOf = ({ prompts }: Outbound) => prompts.reduce((total, { seconds }) => total + seconds, 0);
