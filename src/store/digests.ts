/**
 * A week's digest: worked out from the counts, and kept once it has gone out.
 * The rule: one a setting and week, so a step run twice writes one; the facts are kept as they were sent.
 */
import { and, desc, eq, sql } from 'drizzle-orm';
import { tellsOfCases } from '../domain/access.ts';
import { releasedFacts } from '../domain/anonymous-answer.ts';
import type { DigestFacts, StandardFacts, WhyNobody } from '../domain/digest.ts';
import { hasSchoolDays, spanOf } from '../domain/digest-week.ts';
import type { LedgerHead } from '../domain/ledger-chain.ts';
import { addDays, type IsoWeek, type LocalDate, localDate, schoolYearOf } from '../domain/local-time.ts';
import { type Evidence, FEWEST_REPLIERS, rateStandard } from '../domain/rating.ts';
import { setUpGaps } from '../domain/set-up.ts';
import type { OrgId, Setting } from '../domain/setting.ts';
import { STANDARD_IDS, type StandardId } from '../domain/standard.ts';
import { listReleased } from './anonymous.ts';
import { readChargeDays } from './charge-days.ts';
import {
  countPeople,
  countPrompts,
  countWeek,
  listActions,
  listOverdue,
  type PeopleCounts,
  type PromptCounts,
  type WeekCounts,
} from './counts.ts';
import type { Tx } from './database.ts';
import { listEvidence } from './evidence.ts';
import { listNotAsked } from './not-asked.ts';
import { listPeople } from './people.ts';
import { rowsOf } from './rows.ts';
import { digest } from './schema/index.ts';
import { listUncovered } from './uncovered.ts';

/** Everything a digest of `week` says, as known at `now`. */
export async function readDigest(tx: Tx, setting: Setting, week: IsoWeek, now: Date): Promise<DigestFacts> {
  const today = localDate(now, setting.zone);
  const { from, to } = spanOf(week);
  const asOf = to < today ? to : today;
  const dayBefore = addDays(from, -1);
  const after = await listEvidence(tx, setting, asOf, { cases: false });
  // A new school year starts afresh, so last year's ratings are not something that "changed".
  const before =
    schoolYearOf(dayBefore) === schoolYearOf(asOf)
      ? await listEvidence(tx, setting, dayBefore, { cases: false })
      : [];
  const prompts = await countPrompts(tx, setting.id, week, asOf);
  const actions = await listActions(tx, setting.id, week, { cases: false });
  const people = await countPeople(tx, setting, today);
  const released = (await listReleased(tx, setting.id, asOf)).filter(({ on }) => on > dayBefore);
  const gaps = setUpGaps(setting, await listPeople(tx, setting.id), today);
  const cost = await countWeek(tx, setting.id, week);
  const participation = participationOf(prompts, cost, people);
  const missed = (await listNotAsked(tx, setting.id, week)).filter(
    ({ standard, kind }) => !tellsOfCases(standard, kind),
  );
  return {
    settingName: setting.name,
    week,
    from,
    to,
    standards: STANDARD_IDS.map((standard) => standardFacts(standard, prompts, after, before)),
    overdue: await listOverdue(tx, setting.id),
    openActions: actions.open.map((action) => ({
      standard: action.standard,
      indicator: action.indicator,
      dueOn: action.dueOn,
      late: action.dueOn < today,
      openedThisWeek: action.openedWeek === week,
    })),
    closedActions: actions.closed,
    ...(gaps.length > 0 ? { setUp: gaps } : {}),
    uncovered: await listUncovered(tx, setting, today),
    inCharge: await readChargeDays(tx, setting, {
      from,
      to: asOf,
      begun: await readBegun(tx, setting),
      today,
    }),
    notAsked: missed,
    released: released.map((each) => releasedFacts(each, setting)),
    participation,
    minutes: Math.round(cost.seconds / 60),
    calendarEndsOn: lastSchoolDate(setting),
    whyNobody:
      participation.asked > 0
        ? null
        : whyNobody(setting, week, people, cost, { missed: missed.length, gaps: gaps.length }),
  };
}

function standardFacts(
  standard: StandardId,
  prompts: PromptCounts[],
  after: Evidence[],
  before: Evidence[],
): StandardFacts {
  const counts = prompts.find((row) => row.standard === standard);
  const known = after.filter(
    (found) =>
      found.standard === standard &&
      found.kind === 'knowledge' &&
      found.anonymous !== true &&
      found.repliers >= FEWEST_REPLIERS,
  );
  const good = known.reduce((total, found) => total + found.good, 0);
  return {
    standard,
    rating: rateStandard(after.filter((found) => found.standard === standard)),
    before: rateStandard(before.filter((found) => found.standard === standard)),
    asked: counts?.asked ?? 0,
    answered: counts?.answered ?? 0,
    good,
    counted: known.reduce((total, found) => total + found.partly + found.poor, good),
  };
}

function participationOf(
  prompts: PromptCounts[],
  cost: WeekCounts,
  people: PeopleCounts,
): DigestFacts['participation'] {
  const sum = (pick: (row: PromptCounts) => number) => prompts.reduce((total, row) => total + pick(row), 0);
  return {
    asked: sum((row) => row.weekAsked),
    answered: sum((row) => row.weekAnswered),
    notSure: sum((row) => row.weekNotSure),
    lapsed: sum((row) => row.weekLapsed),
    handedOn: sum((row) => row.weekHandedOn),
    stillOpen: sum((row) => row.weekOpen),
    people: cost.people,
    unreachable: people.unreachable,
    staff: people.staff,
  };
}

function whyNobody(
  setting: Setting,
  week: IsoWeek,
  people: PeopleCounts,
  cost: WeekCounts,
  { missed, gaps }: { missed: number; gaps: number },
): WhyNobody {
  if (!hasSchoolDays(setting.calendar, week)) return 'no_school_days';
  if (people.confirmed === 0) return 'nobody_confirmed';
  if (gaps > 0) return 'not_set_up';
  if (cost.questions === 0) return 'no_questions';
  if (people.unreachable === people.confirmed) return 'nobody_reachable';
  if (cost.undelivered > 0) return 'not_delivered';
  return missed > 0 ? 'vigil_away' : 'nothing_due';
}

function lastSchoolDate(setting: Setting): LocalDate | null {
  const ends = setting.calendar.halfTerms.map((half) => half.endsOn).sort();
  return ends.at(-1) ?? null;
}

/** A digest as it went out, with the ledger's head at its foot; null in those made before there were seals. */
export type KeptDigest = { facts: DigestFacts; head: LedgerHead | null };

const KEPT = { facts: digest.facts, sequence: digest.ledgerSequence, hash: digest.ledgerHash };

/** The digest that went out for a week; null when none has. */
export async function findDigest(tx: Tx, settingId: string, week: IsoWeek): Promise<KeptDigest | null> {
  const [row] = await tx
    .select(KEPT)
    .from(digest)
    .where(and(eq(digest.settingId, settingId), eq(digest.week, week)));
  return keptOf(row);
}

/** The last digest that went out; null before the first. */
export async function findLastDigest(tx: Tx, settingId: string): Promise<KeptDigest | null> {
  const [row] = await tx
    .select(KEPT)
    .from(digest)
    .where(eq(digest.settingId, settingId))
    .orderBy(desc(digest.asOf))
    .limit(1);
  return keptOf(row);
}

function keptOf(
  row: { facts: DigestFacts; sequence: number | null; hash: string | null } | undefined,
): KeptDigest | null {
  if (row === undefined) return null;
  const { facts, sequence, hash } = row;
  return { facts, head: sequence === null || hash === null ? null : { sequence, hash } };
}

/** Writes a week's digest; false when that week already has one. */
export async function insertDigest(
  tx: Tx,
  org: OrgId,
  made: { settingId: string; week: IsoWeek; asOf: Date; messageId: string | null } & KeptDigest,
): Promise<boolean> {
  const { head, ...rest } = made;
  const rows = await tx
    .insert(digest)
    .values({ orgId: org, ...rest, ledgerSequence: head?.sequence ?? null, ledgerHash: head?.hash ?? null })
    .onConflictDoNothing()
    .returning({ week: digest.week });
  return rows.length > 0;
}

/**
 * The first day Vigil can have done anything in a setting: the earliest of the organisation's making, somebody
 * being confirmed, and a question being planned. Weeks before it have no digest.
 */
export async function readBegun(tx: Tx, setting: Pick<Setting, 'id' | 'zone'>): Promise<LocalDate | null> {
  const result = await tx.execute(sql`
    select extract(epoch from least(
      (select min(created_at) from organisation),
      (select min(confirmed_at) from membership where setting_id = ${setting.id}),
      (select min(ask_at) from prompt where setting_id = ${setting.id})
    ))::float8 as begun`);
  const begun = rowsOf<{ begun: number | null }>(result)[0]?.begun ?? null;
  return begun === null ? null : localDate(new Date(begun * 1000), setting.zone);
}
