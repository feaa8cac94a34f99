/**
 * A setting's calendar as rows, and the prompts a change of it reaches.
 * The rule: written whole, under a lock of the setting, so that two imports at once leave one of the two and never a
 * mixture.
 */
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { LocalDate } from '../domain/local-time.ts';
import type { PromptState } from '../domain/prompt.ts';
import type { Question } from '../domain/question.ts';
import type { SchoolCalendar } from '../domain/school-day.ts';
import type { OrgId, Setting } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { asPinned } from './questions.ts';
import { closure, halfTerm, prompt, questionVersion, setting } from './schema/index.ts';
import { findSetting } from './settings.ts';

/** The setting as it is now, kept from every other change of its calendar until the end of the transaction. */
export async function holdCalendar(tx: Tx, settingId: string): Promise<Setting | null> {
  await tx
    .select({ id: setting.settingId })
    .from(setting)
    .where(eq(setting.settingId, settingId))
    .for('update');
  return findSetting(tx, settingId);
}

export async function saveCalendar(
  tx: Tx,
  org: OrgId,
  settingId: string,
  { halfTerms, closures }: SchoolCalendar,
): Promise<void> {
  const key = { orgId: org, settingId };
  await tx.delete(halfTerm).where(and(eq(halfTerm.orgId, org), eq(halfTerm.settingId, settingId)));
  await tx.delete(closure).where(and(eq(closure.orgId, org), eq(closure.settingId, settingId)));
  if (halfTerms.length > 0) await tx.insert(halfTerm).values(halfTerms.map((half) => ({ ...key, ...half })));
  if (closures.length > 0)
    await tx
      .insert(closure)
      .values(closures.map(({ on, reason, name }) => ({ ...key, closedOn: on, reason, name })));
}

/** A prompt that nobody has answered yet: planned for a day, or asked and on its ladder. */
export type OpenPrompt = {
  promptId: string;
  personId: string;
  state: PromptState;
  kind: Question['kind'];
  cadence: Question['cadence'];
  localDate: LocalDate;
  askedAt: Date | null;
  closesAt: Date;
  chaseAt: Date | null;
  dueOn: LocalDate | null;
};

export async function listOpenPrompts(tx: Tx, settingId: string): Promise<OpenPrompt[]> {
  const rows = await tx
    .select({
      promptId: prompt.promptId,
      personId: prompt.personId,
      state: prompt.state,
      question: questionVersion.body,
      localDate: prompt.localDate,
      askedAt: prompt.askedAt,
      closesAt: prompt.closesAt,
      chaseAt: prompt.chaseAt,
      dueOn: prompt.dueOn,
    })
    .from(prompt)
    .innerJoin(questionVersion, asPinned)
    .where(and(eq(prompt.settingId, settingId), inArray(prompt.state, ['planned', 'asked'])))
    .orderBy(prompt.promptId);
  return rows.map(({ question: { kind, cadence }, ...row }) => ({ ...row, kind, cadence }));
}

export type Recounted = { promptId: string; dueOn: LocalDate | null; chaseAt: Date | null; closesAt: Date };

/** Asked prompts with their deadlines counted anew; one answered meanwhile is left alone, and none closes sooner. */
export async function recountPrompts(tx: Tx, org: OrgId, recounted: readonly Recounted[]): Promise<void> {
  if (recounted.length === 0) return;
  const rows = recounted.map(({ promptId, dueOn, chaseAt, closesAt }) => ({
    id: promptId,
    due: dueOn,
    chase: chaseAt?.toISOString() ?? null,
    closes: closesAt.toISOString(),
  }));
  await tx.execute(sql`
    update prompt p set due_on = a.due, chase_at = a.chase, closes_at = greatest(p.closes_at, a.closes)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as a(id uuid, due date, chase timestamptz, closes timestamptz)
    where p.org_id = ${org} and p.prompt_id = a.id and p.state = 'asked'`);
}
