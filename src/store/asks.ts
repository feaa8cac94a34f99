/**
 * What must be known before somebody who said "ask" is given a question, and the prompt made for them.
 * The rule: their row is held meanwhile, so asking twice at once gives one question.
 */
import { and, eq, gte, inArray, max, sql } from 'drizzle-orm';
import type { LocalDate } from '../domain/local-time.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { membership, prompt } from './schema/index.ts';

/** Waits for any other "ask" of the same person, in any of their settings. */
export async function holdPerson(tx: Tx, personId: string): Promise<void> {
  await tx
    .select({ held: sql`1` })
    .from(membership)
    .where(eq(membership.personId, personId))
    .orderBy(membership.settingId)
    .for('update');
}

/** Knowledge questions this person has met, or is about to, since a date, in any setting. */
export async function listMet(tx: Tx, personId: string, since: LocalDate): Promise<Set<string>> {
  const rows = await tx
    .selectDistinct({ questionId: prompt.questionId })
    .from(prompt)
    .where(and(eq(prompt.personId, personId), eq(prompt.kind, 'knowledge'), gte(prompt.localDate, since)));
  return new Set(rows.map((row) => row.questionId));
}

/** The day each indicator of a setting was last asked of anybody. */
export async function listLastAsked(tx: Tx, settingId: string): Promise<Map<string, LocalDate>> {
  const rows = await tx
    .select({ indicator: prompt.indicator, last: max(prompt.localDate) })
    .from(prompt)
    .where(and(eq(prompt.settingId, settingId), eq(prompt.kind, 'knowledge')))
    .groupBy(prompt.indicator);
  return new Map(rows.flatMap(({ indicator, last }) => (last === null ? [] : [[indicator, last]])));
}

/** When this person's knowledge question already planned for a day goes out; null when there is none. */
export async function findPlanned(tx: Tx, personId: string, on: LocalDate): Promise<Date | null> {
  const [row] = await tx
    .select({ askAt: prompt.askAt })
    .from(prompt)
    .where(
      and(
        eq(prompt.personId, personId),
        eq(prompt.kind, 'knowledge'),
        eq(prompt.localDate, on),
        inArray(prompt.state, ['planned']),
      ),
    )
    .orderBy(prompt.askAt)
    .limit(1);
  return row?.askAt ?? null;
}

export type NewAsk = Omit<typeof prompt.$inferInsert, 'orgId' | 'state'>;

/** Writes a planned prompt; false when this person already has the question in this occurrence. */
export async function insertAsk(tx: Tx, org: OrgId, made: NewAsk): Promise<boolean> {
  const rows = await tx
    .insert(prompt)
    .values({ orgId: org, ...made })
    .onConflictDoNothing()
    .returning({ promptId: prompt.promptId });
  return rows.length > 0;
}
