/**
 * Tells a lead in private that Vigil could not deliver something.
 * The rule: once for each message, once a week for a lost channel, and never about such a notice itself.
 */
import { isoWeek, localDate } from '../domain/local-time.ts';
import { type Undelivered, undeliveredMessage } from '../messages/alert.ts';
import type { Tx } from '../store/database.ts';
import type { Outbound } from '../store/deliveries.ts';
import type { Context } from './context.ts';
import type { KnownSchool } from './know-school.ts';
import { tellLead } from './tell-lead.ts';

const NOTICE = 'told:';

export async function tellUndelivered(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  message: Outbound,
  what: 'channel' | 'question' | 'failed' | 'held',
): Promise<void> {
  if (message.dedupeKey.startsWith(NOTICE)) return;
  const { setting, people } = school;
  const week = isoWeek(localDate(context.now, setting.zone));
  const key = what === 'channel' ? `channel:${message.channelId}:${week}` : message.messageId;
  const telling = {
    setting,
    people,
    about: message.personId,
    key: `${NOTICE}${setting.id}:${key}`,
    body: undeliveredMessage(setting.name, undelivered(what, message, school)),
  };
  if (!(await tellLead(context, tx, telling)))
    context.log.warn({ message: message.messageId, what }, 'nobody_to_tell_of_a_failed_message');
}

function undelivered(
  what: 'channel' | 'question' | 'failed' | 'held',
  message: Outbound,
  school: KnownSchool,
): Undelivered {
  if (what === 'channel') return { what };
  if (what === 'question')
    return { what, name: message.personId === null ? null : (school.person(message.personId)?.name ?? null) };
  return { what, kind: message.kind, where: message.channelId === null ? 'private' : 'channel' };
}
