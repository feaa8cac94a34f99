/**
 * What the safeguarding channel would not take goes to the safeguarding leads themselves.
 * The rule: only what was surely refused, once to each lead who can be reached, in the hours a lead is told things; in
 * private it says no more than it would have in the channel. That the channel is shut is tell-undelivered's to say.
 */
import { isAway } from '../domain/absence.ts';
import { alertMoment } from '../domain/alert-hours.ts';
import { localDate } from '../domain/local-time.ts';
import { isEmployed, type Person } from '../domain/setting.ts';
import type { Tx } from '../store/database.ts';
import type { Outbound } from '../store/deliveries.ts';
import { queueMessages } from '../store/messages.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import type { KnownSchool } from './know-school.ts';

/** Gives how many leads it goes to. */
export async function sendToLeads(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  message: Outbound,
): Promise<number> {
  if (message.kind !== 'digest') return 0;
  const moment = alertMoment(school.setting, context.now);
  const copies = leadsOf(school, localDate(moment, school.setting.zone)).map(({ id }) => ({
    messageId: context.ids.id(),
    settingId: message.settingId,
    to: { personId: id },
    dedupeKey: `${message.dedupeKey}:to:${id}`,
    body: message.body,
    notBefore: moment,
    notAfter: null,
    promptIds: [],
  }));
  const { queued } = await queueMessages(tx, context.org, copies, context.now);
  if (queued.length > 0) await wakeBy(tx, context.org, 'deliver-messages', moment);
  return queued.length;
}

/** The DSL and the deputies who are not away; where none of them can be reached, the headteacher. */
function leadsOf({ people, reachable }: KnownSchool, on: string): Person[] {
  const reached = people.filter((person) => isEmployed(person, on) && reachable.has(person.id));
  const here = reached.filter((person) => !isAway(person, on));
  return safeguarding(here.length > 0 ? here : reached);
}

function safeguarding(there: readonly Person[]): Person[] {
  const leads = there.filter(({ roles }) => roles.includes('dsl') || roles.includes('deputy_dsl'));
  return leads.length > 0 ? leads : there.filter(({ roles }) => roles.includes('headteacher'));
}
