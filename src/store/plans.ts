/**
 * What planning reads and writes: who was asked what and when, and the day's prompts.
 * The rule: plans of one organisation take turns, since a person may work in several of its settings; and a prompt
 * already there for the same person, question and period is left as it is.
 */
import { and, asc, eq, gte, ne, sql } from 'drizzle-orm';
import type { IsoWeek, LocalDate } from '../domain/local-time.ts';
import { AGAIN } from '../domain/occurrence.ts';
import {
  type AskedThisWeek,
  type Current,
  metKey,
  type PlanRecord,
  periodKey,
} from '../domain/plan-record.ts';
import type { Cadence, Verdict } from '../domain/question.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { asPinned } from './questions.ts';
import { rowsOf } from './rows.ts';
import { membership, organisation, prompt, questionVersion } from './schema/index.ts';

export type NewPrompt = Omit<typeof prompt.$inferInsert, 'orgId'>;

/** Rows in one statement: some twenty columns each stay well under Postgres's 65,535 parameters. */
const BATCH = 1_000;

/** Waits for any other plan of the organisation to be committed. It holds up nothing but planning. */
export async function holdPlanning(tx: Tx, org: OrgId): Promise<void> {
  await tx
    .select({ orgId: organisation.orgId })
    .from(organisation)
    .where(eq(organisation.orgId, org))
    .for('no key update');
}

/** The record as planning needs it for one setting: this week, the current periods, and since `since` at most. */
export async function readPlanRecord(
  tx: Tx,
  org: OrgId,
  settingId: string,
  { week, since, questions }: { week: IsoWeek; since: IsoWeek; questions: readonly Current[] },
): Promise<PlanRecord> {
  return {
    week,
    ...(await readMeetings(tx, org, settingId, since)),
    thisWeek: await readWeek(tx, org, settingId, week),
    ...(await readPeriods(tx, org, settingId, questions)),
    indicators: await readIndicators(tx, org, settingId, since),
    goodDates: await readGoodDates(tx, org, settingId, questions),
  };
}

/** Writes prompts; gives the ids of those that are new. */
export async function insertPrompts(tx: Tx, org: OrgId, prompts: readonly NewPrompt[]): Promise<Set<string>> {
  const written = new Set<string>();
  for (let from = 0; from < prompts.length; from += BATCH) {
    const rows = await tx
      .insert(prompt)
      .values(prompts.slice(from, from + BATCH).map((made) => ({ orgId: org, ...made })))
      .onConflictDoNothing({
        target: [prompt.orgId, prompt.settingId, prompt.questionId, prompt.occurrence, prompt.personId],
      })
      .returning({ promptId: prompt.promptId });
    for (const row of rows) written.add(row.promptId);
  }
  return written;
}

/** A prompt's person is on this setting's list, wherever the prompt itself was asked. */
const ofMembers = and(eq(membership.orgId, prompt.orgId), eq(membership.personId, prompt.personId));

async function readMeetings(
  tx: Tx,
  org: OrgId,
  settingId: string,
  since: IsoWeek,
): Promise<Pick<PlanRecord, 'lastMet' | 'lastAsked'>> {
  const rows = await tx
    .select({
      personId: prompt.personId,
      questionId: prompt.questionId,
      kind: prompt.kind,
      on: sql<LocalDate>`max(${prompt.localDate})::text`,
    })
    .from(prompt)
    .innerJoin(membership, ofMembers)
    .where(
      and(
        eq(prompt.orgId, org),
        eq(membership.settingId, settingId),
        gte(prompt.localWeek, since),
        ne(prompt.state, 'cancelled'),
      ),
    )
    .groupBy(prompt.personId, prompt.questionId, prompt.kind);
  const lastMet = new Map<string, LocalDate>();
  const lastAsked = new Map<string, LocalDate>();
  for (const { personId, questionId, kind, on } of rows) {
    keepLatest(lastMet, metKey(personId, questionId), on);
    if (kind === 'knowledge') keepLatest(lastAsked, personId, on);
  }
  return { lastMet, lastAsked };
}

function keepLatest(dates: Map<string, LocalDate>, key: string, on: LocalDate): void {
  const before = dates.get(key);
  if (before === undefined || before < on) dates.set(key, on);
}

async function readWeek(
  tx: Tx,
  org: OrgId,
  settingId: string,
  week: IsoWeek,
): Promise<PlanRecord['thisWeek']> {
  const rows = await tx
    .select({
      settingId: prompt.settingId,
      personId: prompt.personId,
      kind: prompt.kind,
      cadence: sql<Cadence>`${questionVersion.body} ->> 'cadence'`,
      occurrence: prompt.occurrence,
      seconds: prompt.seconds,
      on: prompt.localDate,
      handedFrom: prompt.handedFrom,
      state: prompt.state,
    })
    .from(prompt)
    .innerJoin(membership, ofMembers)
    .innerJoin(questionVersion, asPinned)
    .where(and(eq(prompt.orgId, org), eq(membership.settingId, settingId), eq(prompt.localWeek, week)))
    .orderBy(asc(prompt.localDate), asc(prompt.promptId));
  const thisWeek = new Map<string, AskedThisWeek[]>();
  for (const { occurrence, handedFrom, state, ...row } of rows) {
    const theirs = thisWeek.get(row.personId) ?? [];
    // A question somebody asked for themselves is kept under the day they did.
    const voluntary = row.kind === 'knowledge' && row.cadence !== 'daily' && occurrence === row.on;
    theirs.push({ ...row, handedOn: handedFrom !== null, voluntary, cancelled: state === 'cancelled' });
    thisWeek.set(row.personId, theirs);
  }
  return thisWeek;
}

async function readPeriods(
  tx: Tx,
  org: OrgId,
  settingId: string,
  questions: readonly Current[],
): Promise<Pick<PlanRecord, 'askedFor' | 'lostTo' | 'taken'>> {
  const periods = questions.map(({ question: { id, kind }, occurrence }) => ({
    id,
    period: occurrence.key,
    again: kind === 'attestation',
  }));
  const rows = rowsOf<{ question_id: string; person_id: string; cancelled: boolean }>(
    await tx.execute(sql`
      select p.question_id, p.person_id, p.state = 'cancelled' as cancelled
      from jsonb_to_recordset(${JSON.stringify(periods)}::jsonb) as c(id text, period text, again boolean)
      cross join lateral (
        select * from prompt where org_id = ${org} and setting_id = ${settingId} and question_id = c.id
          and occurrence = c.period
        union all
        select * from prompt where c.again and org_id = ${org} and setting_id = ${settingId} and question_id = c.id
          and starts_with(occurrence, c.period || ${AGAIN})) p`),
  );
  const currents = new Map(questions.map((current) => [current.question.id, current]));
  const askedFor = new Map<string, Set<string>>();
  const lostTo = new Map<string, Set<string>>();
  const taken = new Set<string>();
  for (const row of rows) {
    const current = currents.get(row.question_id);
    if (!current) continue;
    const key = periodKey(current);
    const isLost = row.cancelled && current.question.kind === 'attestation';
    const people = isLost ? lostTo : askedFor;
    people.set(key, (people.get(key) ?? new Set()).add(row.person_id));
    if (!row.cancelled) taken.add(key);
  }
  return { askedFor, lostTo, taken };
}

async function readIndicators(
  tx: Tx,
  org: OrgId,
  settingId: string,
  since: IsoWeek,
): Promise<PlanRecord['indicators']> {
  const rows = await tx
    .select({ indicator: prompt.indicator, on: sql<LocalDate>`max(${prompt.localDate})::text` })
    .from(prompt)
    .where(
      and(
        eq(prompt.orgId, org),
        eq(prompt.settingId, settingId),
        gte(prompt.localWeek, since),
        ne(prompt.state, 'cancelled'),
      ),
    )
    .groupBy(prompt.indicator);
  return new Map(rows.map(({ indicator, on }) => [indicator, on]));
}

/** The latest answers to questions whose date may stand, where it was a good one. */
async function readGoodDates(
  tx: Tx,
  org: OrgId,
  settingId: string,
  questions: readonly Current[],
): Promise<PlanRecord['goodDates']> {
  const ids = questions
    .filter(({ question: { answer } }) => answer.kind === 'date' && answer.again !== undefined)
    .map(({ question }) => question.id);
  if (ids.length === 0) return new Map();
  const rows = rowsOf<{ question_id: string; good: LocalDate | null; verdict: Verdict }>(
    await tx.execute(sql`
      select distinct on (question_id) question_id, answer ->> 'date' as good, verdict from reply
      where org_id = ${org} and setting_id = ${settingId}
        and question_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
      order by question_id, replied_at desc, revision desc`),
  );
  return new Map(
    rows.flatMap(({ question_id, good, verdict }) =>
      good !== null && verdict === 'good' ? [[question_id, good] as const] : [],
    ),
  );
}
