/**
 * Prompts that wait for an answer, with who was asked and how they press: what the invented school's simulated
 * staff look at. It reads only; answers go in by the same door as everybody's.
 */
import { and, count, eq, isNotNull, sql } from 'drizzle-orm';
import type { PromptState } from '../domain/prompt.ts';
import type { Question } from '../domain/question.ts';
import type { Tx } from './database.ts';
import { asPinned } from './questions.ts';
import { address, membership, prompt, questionVersion } from './schema/index.ts';

export type OpenPrompt = {
  token: string;
  state: PromptState;
  occurrence: string;
  askedAt: Date;
  choiceOrder: string[] | null;
  question: Question;
  staffRef: string;
  userId: string;
  workingDays: number[];
  dayStart: string;
  dayEnd: string;
  /** An answer stands that did not close it ("I need time"). */
  begun: boolean;
};

export async function listOpenPrompts(tx: Tx, settingId: string): Promise<OpenPrompt[]> {
  const rows = await tx
    .select({
      token: prompt.token,
      state: prompt.state,
      occurrence: prompt.occurrence,
      askedAt: prompt.askedAt,
      choiceOrder: prompt.choiceOrder,
      question: questionVersion.body,
      staffRef: membership.staffRef,
      userId: address.userId,
      workingDays: membership.workingDays,
      dayStart: membership.dayStart,
      dayEnd: membership.dayEnd,
      replyId: prompt.replyId,
    })
    .from(prompt)
    .innerJoin(questionVersion, asPinned)
    .innerJoin(
      membership,
      and(
        eq(membership.orgId, prompt.orgId),
        eq(membership.settingId, prompt.settingId),
        eq(membership.personId, prompt.personId),
      ),
    )
    .innerJoin(address, and(eq(address.orgId, prompt.orgId), eq(address.personId, prompt.personId)))
    .where(
      and(
        eq(prompt.settingId, settingId),
        sql`${prompt.state} in ('asked', 'overdue')`, // as the index says it
        isNotNull(prompt.askedAt),
      ),
    )
    .orderBy(prompt.askedAt, membership.staffRef, prompt.questionId);
  return rows.flatMap(({ askedAt, replyId, ...row }) =>
    askedAt === null ? [] : [{ ...row, askedAt, begun: replyId !== null }],
  );
}

/** How many prompts have ever reached somebody, by their chat user id. */
export async function countAsked(tx: Tx, settingId: string, userId: string): Promise<number> {
  const [row] = await tx
    .select({ asked: count() })
    .from(prompt)
    .innerJoin(address, and(eq(address.orgId, prompt.orgId), eq(address.personId, prompt.personId)))
    .where(and(eq(prompt.settingId, settingId), eq(address.userId, userId), isNotNull(prompt.askedAt)));
  return row?.asked ?? 0;
}
