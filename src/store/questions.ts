/**
 * The question bank as an organisation holds it: immutable versions, and which of them each setting asks.
 */
import { and, eq } from 'drizzle-orm';
import type { Question } from '../domain/question.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { prompt, questionVersion, settingQuestion } from './schema/index.ts';

/** The version a prompt was asked in, whatever the setting uses by now: how prompts are joined to questions. */
export const asPinned = and(
  eq(questionVersion.orgId, prompt.orgId),
  eq(questionVersion.questionId, prompt.questionId),
  eq(questionVersion.version, prompt.questionVersion),
);

/** A question in use: `checkLocally` until a lead approves one that was not checked. */
export type QuestionInUse = { question: Question; checkLocally: boolean };

/** The questions switched on in a setting, at the version it uses. */
export async function listQuestions(tx: Tx, settingId: string): Promise<QuestionInUse[]> {
  const rows = await tx
    .select({ body: questionVersion.body, approvedAt: settingQuestion.approvedAt })
    .from(settingQuestion)
    .innerJoin(
      questionVersion,
      and(
        eq(questionVersion.orgId, settingQuestion.orgId),
        eq(questionVersion.questionId, settingQuestion.questionId),
        eq(questionVersion.version, settingQuestion.version),
      ),
    )
    .where(and(eq(settingQuestion.settingId, settingId), eq(settingQuestion.state, 'on')))
    .orderBy(settingQuestion.questionId);
  return rows.map(({ body, approvedAt }) => ({
    question: body,
    checkLocally: body.confidence === 'check-locally' && approvedAt === null,
  }));
}

/** Adds versions not yet held; the ones already held are left exactly as they are. */
export async function addQuestions(tx: Tx, org: OrgId, questions: Question[]): Promise<void> {
  if (questions.length === 0) return;
  await tx
    .insert(questionVersion)
    .values(questions.map((body) => ({ orgId: org, questionId: body.id, version: body.version, body })))
    .onConflictDoNothing();
}

/**
 * Switches questions on for a setting at the versions given; those it already has are left as they are. Gives how
 * many it did not have.
 */
export async function useQuestions(
  tx: Tx,
  org: OrgId,
  settingId: string,
  questions: Question[],
): Promise<number> {
  if (questions.length === 0) return 0;
  const used = await tx
    .insert(settingQuestion)
    .values(questions.map(({ id, version }) => ({ orgId: org, settingId, questionId: id, version })))
    .onConflictDoNothing()
    .returning({ questionId: settingQuestion.questionId });
  return used.length;
}
