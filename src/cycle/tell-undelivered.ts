/**
 * Tells a lead in private that Vigil could not deliver something.
 * The rule: once for each message, once a week for a lost channel, and never about such a notice itself.
 */
import { alertMoment } from '../domain/alert-hours.ts';
import { isoWeek, localDate } from '../domain/local-time.ts';
import { routeFor } from '../domain/route.ts';
import { type Undelivered, undeliveredMessage } from '../messages/alert.ts';
import type { Tx } from '../store/database.ts';
import type { Outbound } from '../store/deliveries.ts';
import { queueMessages } from '../store/messages.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import type { KnownSchool } from './know-school.ts';

const NOTICE = 'told:';

export async function tellUndelivered(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  message: Outbound,
  what: 'channel' | 'question' | 'failed' | 'held',
): Promise<void> {
  if (message.dedupeKey.startsWith(NOTICE)) return;
  const { setting } = school;
  const moment = alertMoment(setting, context.now);
  const on = localDate(moment, setting.zone);
  const lead = routeFor(school.people, message.personId, on).find(
    ({ person, countsOnly }) => !countsOnly && school.reachable.has(person.id),
  )?.person;
  if (!lead) {
    context.log.warn({ message: message.messageId, what }, 'nobody_to_tell_of_a_failed_message');
    return;
  }
  const key = what === 'channel' ? `channel:${message.channelId}:${isoWeek(on)}` : message.messageId;
  await queueMessages(
    tx,
    context.org,
    [
      {
        messageId: context.ids.id(),
        settingId: setting.id,
        to: { personId: lead.id },
        dedupeKey: `${NOTICE}${setting.id}:${key}`,
        body: undeliveredMessage(setting.name, undelivered(what, message, school)),
        notBefore: moment,
        notAfter: null,
        promptIds: [],
      },
    ],
    context.now,
  );
  await wakeBy(tx, context.org, 'deliver-messages', moment);
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
