/**
 * Tells the lead on duty, in private, that somebody's press needs a person.
 * The rule: never the person it is about, never the chair (it has a name in it), in lead hours, and once.
 */
import { alertMoment } from '../domain/alert-hours.ts';
import { localDate } from '../domain/local-time.ts';
import { fillText } from '../domain/question.ts';
import { roleLabel } from '../domain/role.ts';
import { routeFor } from '../domain/route.ts';
import { toldLeadMessage } from '../messages/told-lead.ts';
import type { Tx } from '../store/database.ts';
import { queueMessages } from '../store/messages.ts';
import { listReachable } from '../store/people.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import type { About } from './draw-prompts.ts';

export type News = { what: 'nobody_holds' | 'not_for_them' | 'other_format'; key: string };

export async function tellLeads(context: Context, tx: Tx, about: About, news: News): Promise<void> {
  const { prompt, setting, people } = about;
  const { question } = prompt;
  const moment = alertMoment(setting, context.now);
  const reachable = await listReachable(tx, setting.id);
  const lead = routeFor(people, prompt.personId, localDate(moment, setting.zone)).find(
    ({ person, countsOnly }) => !countsOnly && reachable.has(person.id),
  )?.person;
  if (!lead) {
    context.log.warn({ prompt: prompt.promptId, news: news.what }, 'no_lead_to_tell');
    return;
  }
  const body = toldLeadMessage(setting.name, {
    what: news.what,
    name: people.find((person) => person.id === prompt.personId)?.name ?? 'Somebody',
    text: fillText(question.text, { edition: setting.edition, setting: setting.name }),
    role: roleLabel(question.audience),
  });
  await queueMessages(
    tx,
    context.org,
    [
      {
        messageId: context.ids.id(),
        settingId: setting.id,
        to: { personId: lead.id },
        dedupeKey: news.key,
        body,
        notBefore: moment,
        notAfter: null,
        promptIds: [],
      },
    ],
    context.now,
  );
  await wakeBy(tx, context.org, 'deliver-messages', moment);
}
