/**
 * The rating a standard's answers suggest, and how fresh an answer must be to count.
 * The rule: answers alone never say Met, and what nobody has lately answered is grey, never green.
 *
 * - An indicator is judged from its standing answers: the last reply to each prompt, corrections in place of what
 *   they correct. For a duty, the latest that says something about each check; for an attestation, each person's
 *   latest; for knowledge, the newest ten, let out the day after in blocks of five people, as they were then, so that
 *   no single answer can be worked out from two looks; and what staff knew in autumn does not hide what they no longer
 *   know in spring.
 * - "Not sure" and "I need time" are answers, but say nothing about the setting: they are not counted either way.
 * - An indicator whose newest answer is older than one and a half of its cadence's periods is not assessed: one
 *   missed round is a late answer, two are no answer. Periods are in school days, so a holiday makes nothing stale.
 *   A poor duty answer does not go stale: it stands until a better one replaces it, or silence would mend a rating.
 *   A date that is good for longer (a certificate) stands until it runs out, since it is not asked for meanwhile.
 * - Knowledge counts only from five different repliers.
 * - Not met: a standing duty answer is poor (one open gate is one too many), or fewer than half of the others are
 *   good (a partly good answer is half of one). Anything else that counted is Partially met, "reported, not checked".
 * - An anonymous question counts by the last period let out, and only where whatever is hidden could not change it.
 * - The worst indicator decides for its standard: a strong one does not pay for a weak one.
 */
import type { LocalDate } from './local-time.ts';
import { schoolYearOf } from './local-time.ts';
import { CADENCES, type Cadence, type Kind } from './question.ts';
import { type SchoolCalendar, schoolDayBefore } from './school-day.ts';
import type { Rating, StandardId } from './standard.ts';

/** What one indicator's standing, fresh answers of one kind come to. */
export type Evidence = {
  standard: StandardId;
  indicator: string;
  kind: Kind;
  good: number;
  partly: number;
  poor: number;
  notApplicable: number;
  /** Different people among them. */
  repliers: number;
  /** Anonymous answers that may not be told: each may be any. */
  hidden?: number;
  anonymous?: true;
};

export const FEWEST_REPLIERS = 5;
/** How many of the newest whole blocks of five knowledge answers count. */
export const NEWEST_BLOCKS = 2;

export function rateIndicator(evidence: Evidence): Rating {
  const { hidden = 0 } = evidence;
  if (hidden === 0) return rateKnown(evidence);
  const worst = rateKnown({ ...evidence, poor: evidence.poor + hidden });
  const best = rateKnown({ ...evidence, good: evidence.good + hidden });
  return worst === best ? worst : 'not_yet_assessed';
}

function rateKnown(evidence: Evidence): Rating {
  const counted = evidence.good + evidence.partly + evidence.poor;
  if (counted === 0) return evidence.notApplicable > 0 ? 'not_applicable' : 'not_yet_assessed';
  switch (evidence.kind) {
    case 'duty':
      return evidence.poor > 0 ? 'not_met' : 'partially_met';
    case 'knowledge':
      if (evidence.repliers < FEWEST_REPLIERS) return 'not_yet_assessed';
      return mostlyGood(evidence, counted);
    case 'attestation':
      return mostlyGood(evidence, counted);
  }
}

function mostlyGood({ good, partly }: Evidence, counted: number): Rating {
  return good + partly / 2 < counted / 2 ? 'not_met' : 'partially_met';
}

/** The standard's suggested rating. `evidence` is that standard's alone; none means nothing was asked or answered. */
export function rateStandard(evidence: readonly Evidence[]): Rating {
  const ratings = evidence.map(rateIndicator);
  for (const decisive of ['not_met', 'partially_met'] as const)
    if (ratings.includes(decisive)) return decisive;
  const assessed = ratings.filter((rating) => rating !== 'not_yet_assessed');
  // Every answer said there was nothing to check; one indicator still unknown keeps it grey for want of an answer.
  return assessed.length > 0 && assessed.length === ratings.length ? 'not_applicable' : 'not_yet_assessed';
}

/** A cadence's period, in school days. */
const PERIOD: Record<Cadence, number> = {
  daily: 1,
  weekly: 5,
  fortnightly: 10,
  monthly: 20,
  half_termly: 32,
  termly: 65,
  annual: 195,
};

/** The oldest date on which an answer still counts, for each cadence; never before this school year. */
export function freshSince(calendar: SchoolCalendar, today: LocalDate): Record<Cadence, LocalDate> {
  const yearStart = `${schoolYearOf(today)}-09-01`;
  const since = Object.fromEntries(CADENCES.map((cadence) => [cadence, yearStart])) as Record<
    Cadence,
    LocalDate
  >;
  const furthest = Math.floor(PERIOD.annual * 1.5);
  let day: LocalDate | null = today;
  for (let passed = 1; passed <= furthest; passed += 1) {
    day = schoolDayBefore(calendar, day);
    if (day === null || day < yearStart) break;
    for (const cadence of CADENCES) if (passed === Math.ceil(PERIOD[cadence] * 1.5)) since[cadence] = day;
  }
  return since;
}
