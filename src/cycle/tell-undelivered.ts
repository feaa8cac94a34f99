/**
 * Tells a lead in private that Vigil could not deliver something.
 * The rule: never twice for the same, and never about such a notice itself.
 */
import { isoWeek, type LocalDate, localDate } from '../domain/local-time.ts';
import { type Undelivered, undeliveredMessage } from '../messages/alert.ts';
import type { Tx } from '../store/database.ts';
import type { Outbound } from '../store/deliveries.ts';
import type { Context } from './context.ts';
import type { KnownSchool } from './know-school.ts';
import { tellLead } from './tell-lead.ts';

type What = Undelivered['what'];

const NOTICE = 'told:';

export async function tellUndelivered(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  message: Outbound,
  what: What,
): Promise<void> {
  if (message.dedupeKey.startsWith(NOTICE)) return;
  const { setting, people } = school;
  const telling = {
    setting,
    people,
    about: message.personId,
    key: `${NOTICE}${setting.id}:${keyOf(what, message, localDate(context.now, setting.zone))}`,
    body: undeliveredMessage(setting.name, undelivered(what, message, school)),
  };
  if (!(await tellLead(context, tx, telling)))
    context.log.warn({ message: message.messageId, what }, 'nobody_to_tell_of_a_failed_message');
}

/** Once a week for a lost channel, once a day for what waits, once for everything else. */
function keyOf(what: What, message: Outbound, today: LocalDate): string {
  if (what === 'channel') return `channel:${message.channelId}:${isoWeek(today)}`;
  return what === 'waiting' ? `waiting:${today}` : message.messageId;
}

function undelivered(what: What, message: Outbound, school: KnownSchool): Undelivered {
  if (what === 'channel' || what === 'waiting') return { what };
  if (what === 'question')
    return { what, name: message.personId === null ? null : (school.person(message.personId)?.name ?? null) };
  return { what, kind: message.kind, where: message.channelId === null ? 'private' : 'channel' };
}
