/**
 * Answers "why": the reason and source of the writer's last question, or of everything one standard asks about.
 */
import type { Scope } from '../domain/command.ts';
import type { Message } from '../domain/message.ts';
import { whyMessage, whyStandardMessage } from '../messages/why.ts';
import { findLastAsked } from '../store/dues.ts';
import { listQuestions } from '../store/questions.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';

export async function explainWhy(context: Context, writer: Writer, scope: Scope): Promise<Message> {
  const { person, setting } = writer;
  const names = { edition: setting.edition, setting: setting.name };
  return context.within(async (tx) => {
    const inUse = await listQuestions(tx, setting.id);
    if (scope.standard !== null) {
      const asked = inUse.filter(({ question }) => question.standard === scope.standard);
      return whyStandardMessage(scope.standard, asked, names);
    }
    const question = await findLastAsked(tx, setting.id, person.id);
    if (question === null) return whyMessage(null, names);
    const current = inUse.find((one) => one.question.id === question.id);
    const checkLocally = current?.checkLocally ?? question.confidence === 'check-locally';
    return whyMessage({ question, checkLocally }, names);
  });
}
