/**
 * Answers "digest": the last one that went out, or this week so far; to leads and those who oversee.
 * The rule: asking for it neither sends nor keeps one. One that went out is shown with the head it went out with; a week
 * so far has none, as nothing stands in the channel to hold it against.
 */
import { accessOf, seesAllStandards } from '../domain/access.ts';
import type { Scope } from '../domain/command.ts';
import { isoWeek } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { digestMessage } from '../messages/digest.ts';
import { digestIsForLeadsMessage } from '../messages/status.ts';
import { findLastDigest, readDigest } from '../store/digests.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';

export async function showDigest(context: Context, writer: Writer, scope: Scope): Promise<Message> {
  const { person, setting, today } = writer;
  if (!seesAllStandards(accessOf(person.roles, setting))) return digestIsForLeadsMessage();
  return context.within(async (tx) => {
    const last = scope.who === 'now' ? null : await findLastDigest(tx, setting.id);
    if (last !== null) return digestMessage(last.facts, { head: last.head });
    return digestMessage(await readDigest(tx, setting, isoWeek(today), context.now), { soFar: true });
  });
}
