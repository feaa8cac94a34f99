/**
 * Open actions that are with somebody who has left, and giving one to somebody else.
 * The rule: held while they are given, so that two who look at once give each of them once. Who gets it is the cycle's.
 */
import { and, eq, notInArray } from 'drizzle-orm';
import type { LocalDate } from '../domain/local-time.ts';
import type { Question } from '../domain/question.ts';
import type { Tx } from './database.ts';
import { action, questionVersion, reply } from './schema/index.ts';

/** `question`: as it was when the answer that opened it was given. */
export type LeftAction = { actionId: string; ownerId: string; dueOn: LocalDate; question: Question };

/** `employed`: ids of everybody who has not left. */
export async function holdLeftActions(
  tx: Tx,
  settingId: string,
  employed: readonly string[],
): Promise<LeftAction[]> {
  return tx
    .select({
      actionId: action.actionId,
      ownerId: action.ownerId,
      dueOn: action.dueOn,
      question: questionVersion.body,
    })
    .from(action)
    .innerJoin(reply, and(eq(reply.orgId, action.orgId), eq(reply.replyId, action.replyId)))
    .innerJoin(
      questionVersion,
      and(
        eq(questionVersion.orgId, reply.orgId),
        eq(questionVersion.questionId, reply.questionId),
        eq(questionVersion.version, reply.questionVersion),
      ),
    )
    .where(
      and(
        eq(action.settingId, settingId),
        eq(action.state, 'open'),
        ...(employed.length === 0 ? [] : [notInArray(action.ownerId, [...employed])]),
      ),
    )
    .orderBy(action.actionId)
    .for('update', { of: action });
}

export async function giveAction(tx: Tx, actionId: string, ownerId: string): Promise<void> {
  await tx.update(action).set({ ownerId }).where(eq(action.actionId, actionId));
}
