/**
 * Tells one lead something in private: the first on the route whom chat can reach.
 * The rule: never the person it is about, never the chair (it may have a name in it), in lead hours, and once for
 * each key. What is said, and when it is worth saying, is the caller's.
 */
import { alertMoment } from '../domain/alert-hours.ts';
import { localDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { routeFor } from '../domain/route.ts';
import type { Person, Setting } from '../domain/setting.ts';
import type { Tx } from '../store/database.ts';
import { queueMessages } from '../store/messages.ts';
import { listReachable } from '../store/people.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';

export type Telling = {
  setting: Setting;
  people: readonly Person[];
  /** Whom it is about; null for nobody in particular. */
  about: string | null;
  key: string;
  body: Message;
  /** Given where it is for one person alone, whoever they are. */
  to?: string;
};

/** False when there is no lead who can be reached. */
export async function tellLead(context: Context, tx: Tx, telling: Telling): Promise<boolean> {
  const { setting, people, about, key, body, to } = telling;
  const moment = alertMoment(setting, context.now);
  const reachable = await listReachable(tx, setting.id);
  const lead =
    to ??
    routeFor(people, about, localDate(moment, setting.zone)).find(
      ({ person, countsOnly }) => !countsOnly && reachable.has(person.id),
    )?.person.id;
  if (lead === undefined || !reachable.has(lead)) return false;
  const made = {
    messageId: context.ids.id(),
    settingId: setting.id,
    to: { personId: lead },
    dedupeKey: key,
    body,
    notBefore: moment,
    notAfter: null,
    promptIds: [],
  };
  const { queued } = await queueMessages(tx, context.org, [made], context.now);
  if (queued.length > 0) await wakeBy(tx, context.org, 'deliver-messages', moment);
  return true;
}
