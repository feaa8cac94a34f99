/**
 * A setting's bank as its leads see it: every question it has, on or off, and the changes they make.
 * The rule: a version once kept is never written over; a change locks the question in that setting first. Which of the
 * questions are asked is store/questions'.
 */
import { and, eq, like, max } from 'drizzle-orm';
import type { Question } from '../domain/question.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { questionVersion, settingQuestion } from './schema/index.ts';

export type BankEntry = { question: Question; state: 'on' | 'off'; approvedAt: Date | null };

const asUsed = and(
  eq(questionVersion.orgId, settingQuestion.orgId),
  eq(questionVersion.questionId, settingQuestion.questionId),
  eq(questionVersion.version, settingQuestion.version),
);
const columns = {
  question: questionVersion.body,
  state: settingQuestion.state,
  approvedAt: settingQuestion.approvedAt,
};
const place = (settingId: string, questionId: string) =>
  and(eq(settingQuestion.settingId, settingId), eq(settingQuestion.questionId, questionId));

/** Every question of the setting at the version it uses, in the order of their ids. */
export async function listBank(tx: Tx, settingId: string): Promise<BankEntry[]> {
  return tx
    .select(columns)
    .from(settingQuestion)
    .innerJoin(questionVersion, asUsed)
    .where(eq(settingQuestion.settingId, settingId))
    .orderBy(settingQuestion.questionId);
}

export async function findEntry(tx: Tx, settingId: string, questionId: string): Promise<BankEntry | null> {
  const [found] = await tx
    .select(columns)
    .from(settingQuestion)
    .innerJoin(questionVersion, asUsed)
    .where(place(settingId, questionId));
  return found ?? null;
}

/** The same, held until the transaction ends: another lead's change waits, and then sees this one. */
export async function lockEntry(tx: Tx, settingId: string, questionId: string): Promise<BankEntry | null> {
  // A row that was waited for is as it is now; the version joined to it would be as it was before.
  const [held] = await tx
    .select({ version: settingQuestion.version })
    .from(settingQuestion)
    .where(place(settingId, questionId))
    .for('update');
  return held === undefined ? null : findEntry(tx, settingId, questionId);
}

/** The highest version the organisation has of it; 0 where it has none. */
export async function newestVersion(tx: Tx, questionId: string): Promise<number> {
  const [found] = await tx
    .select({ newest: max(questionVersion.version) })
    .from(questionVersion)
    .where(eq(questionVersion.questionId, questionId));
  return found?.newest ?? 0;
}

/** The ids of a kind that the organisation has used, in any of its settings. */
export async function listIdsLike(tx: Tx, start: string): Promise<string[]> {
  const found = await tx
    .selectDistinct({ id: questionVersion.questionId })
    .from(questionVersion)
    .where(like(questionVersion.questionId, `${start}%`));
  return found.map(({ id }) => id);
}

/** False where somebody has taken that version meanwhile: nothing was written. */
export async function addVersion(tx: Tx, org: OrgId, body: Question): Promise<boolean> {
  const added = await tx
    .insert(questionVersion)
    .values({ orgId: org, questionId: body.id, version: body.version, body })
    .onConflictDoNothing()
    .returning({ version: questionVersion.version });
  return added.length > 0;
}

/** From now on the setting asks it in this version; who approved another did not approve this one. */
export async function useVersion(
  tx: Tx,
  settingId: string,
  { id, version }: Pick<Question, 'id' | 'version'>,
  approvedAt: Date | null,
): Promise<void> {
  await tx.update(settingQuestion).set({ version, approvedAt }).where(place(settingId, id));
}

export async function saveState(
  tx: Tx,
  settingId: string,
  questionId: string,
  state: BankEntry['state'],
): Promise<void> {
  await tx.update(settingQuestion).set({ state }).where(place(settingId, questionId));
}

export async function saveApproval(tx: Tx, settingId: string, questionId: string, at: Date): Promise<void> {
  await tx.update(settingQuestion).set({ approvedAt: at }).where(place(settingId, questionId));
}
