/**
 * Examines what a lead has written into a question, before it is kept or judged in any other way.
 * The rule: each box alone and all together, but not what stood there before; words that are stopped leave nothing
 * anywhere. What the writer and another lead are told is the guard's.
 */
import type { FieldValues } from '../domain/form-field.ts';
import type { Message } from '../domain/message.ts';
import type { Question } from '../domain/question.ts';
import { bankRefusalLine, NOT_KEPT } from '../messages/bank-lines.ts';
import type { Tx } from '../store/database.ts';
import { listPeople } from '../store/people.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';

/** On one line, as questions are kept. */
export const oneLine = (text: string | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ').trim();

/** What its writer is told; null where there are no new words, or no sign was seen in them. */
export async function stopQuestionWords(
  context: Context,
  tx: Tx,
  { person, setting }: Writer,
  { topic, wording, reason }: FieldValues,
  before: Question | null,
): Promise<Message | null> {
  const typed = [topic, wording, reason]
    .map(oneLine)
    .filter((words) => words !== '' && words !== before?.text && words !== before?.why);
  if (typed.length === 0) return null;
  const { guard } = context;
  if (guard === undefined) return bankRefusalLine('unguarded');
  const staffNames = (await listPeople(tx, setting.id)).map(({ name }) => name);
  for (const words of [...typed, typed.join('\n')]) {
    const found = guard.examine(words, { staffNames });
    if (found === null) continue;
    const told = await guard.stop(context, tx, {
      writerId: person.id,
      settingId: setting.id,
      about: found.about,
    });
    return { ...told, blocks: [...told.blocks, { type: 'text', text: NOT_KEPT }] };
  }
  return null;
}
