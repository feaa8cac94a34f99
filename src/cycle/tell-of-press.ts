/**
 * Tells a lead, in private, that somebody's press needs a person.
 * The rule: what was pressed is in the message alone; the log says only that nobody could be told.
 */
import { fillText } from '../domain/question.ts';
import { roleLabel } from '../domain/role.ts';
import { toldLeadMessage } from '../messages/told-lead.ts';
import type { Tx } from '../store/database.ts';
import type { Context } from './context.ts';
import type { About } from './draw-prompts.ts';
import { tellLead } from './tell-lead.ts';

export type News = {
  what: 'nobody_holds' | 'nobody_meanwhile' | 'not_for_them' | 'other_format';
  key: string;
};

export async function tellOfPress(context: Context, tx: Tx, about: About, news: News): Promise<void> {
  const { prompt, setting, people } = about;
  const { question } = prompt;
  const body = toldLeadMessage(setting.name, {
    what: news.what,
    name: people.find((person) => person.id === prompt.personId)?.name ?? 'Somebody',
    text: fillText(question.text, { edition: setting.edition, setting: setting.name }),
    role: roleLabel(question.audience),
  });
  const telling = { setting, people, about: prompt.personId, key: news.key, body };
  if (!(await tellLead(context, tx, telling)))
    context.log.warn({ prompt: prompt.promptId }, 'no_lead_to_tell');
}
