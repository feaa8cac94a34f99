/**
 * What a week's digest says, as counts: the facts that are kept with the digest and drawn by messages/digest.
 * The rule: every number has its denominator, nothing here names a person, and a standard nobody has asked about
 * is grey. Counting is left to the store, words to messages/digest.
 */
import type { ChargeDays } from './charge.ts';
import type { Uncovered } from './duty-holder.ts';
import type { IsoWeek, LocalDate } from './local-time.ts';
import type { Kind } from './question.ts';
import { FEWEST_REPLIERS } from './rating.ts';
import type { SetUpGap } from './set-up.ts';
import type { Rating, StandardId } from './standard.ts';

export type StandardFacts = {
  standard: StandardId;
  rating: Rating;
  /** Before this week, for "what changed". */
  before: Rating;
  /** This school year so far: prompts delivered and answered. */
  asked: number;
  answered: number;
  /**
   * Of the knowledge answers let out so far: how many were good. Duties and attestations are in the rating only,
   * since theirs would be one person's answer.
   */
  good: number;
  counted: number;
};

export type OverdueFacts = {
  standard: StandardId;
  indicator: string;
  kind: Kind;
  /** The role that owns the check, in words; never a person's name. */
  owner: string;
  /** The earliest due date among them. */
  dueOn: LocalDate;
  /** How many people it is overdue with: one for a duty, any number for an attestation. */
  people: number;
  acknowledged: boolean;
};

/** Checks of one role that cannot be put to anybody. */
export type UncoveredFacts = {
  /** The role, in words. */
  owner: string;
  why: Uncovered['why'];
  checks: number;
};

/** Due and put to nobody, because Vigil was away. */
export type NotAskedFacts = { standard: StandardId; indicator: string; kind: Kind; on: LocalDate };

/** Anonymous answers of a period that is over. */
export type ReleasedFacts = {
  standard: StandardId;
  question: string;
  block: string;
  /** Null: fewer than five answered. */
  repliers: number | null;
  /** In the order shown, "not sure" last; null: hidden. */
  answers: { label: string; count: number | null }[];
};

export type DigestFacts = {
  settingName: string;
  week: IsoWeek;
  from: LocalDate;
  to: LocalDate;
  standards: StandardFacts[];
  overdue: OverdueFacts[];
  openActions: {
    standard: StandardId;
    indicator: string;
    dueOn: LocalDate;
    late: boolean;
    openedThisWeek: boolean;
  }[];
  closedActions: number;
  /** Told even when nothing is overdue: what nobody can be asked is never late. */
  uncovered: UncoveredFacts[];
  /** Why nobody is asked, where set-up is not finished. Not in a digest kept before this was told. */
  setUp?: SetUpGap[];
  /** Not in a digest kept before this was counted. */
  notAsked?: NotAskedFacts[];
  /** On how many school days of the week somebody was named as in charge. Not in one kept before it was asked. */
  inCharge?: ChargeDays;
  /** Let out in this digest. Not in one kept before there were any. */
  released?: ReleasedFacts[];
  participation: {
    asked: number;
    answered: number;
    notSure: number;
    lapsed: number;
    handedOn: number;
    stillOpen: number;
    /** People asked this week, and confirmed staff who could not be reached at all. */
    people: number;
    unreachable: number;
    staff: number;
  };
  minutes: number;
  /** Nobody is asked when the calendar has run out; the digest says so. */
  calendarEndsOn: LocalDate | null;
  /** Set when nobody was asked anything in the week. */
  whyNobody: WhyNobody | null;
};

/** Why a week went by without a question: said plainly, since silence could be taken for "nothing wrong". */
export type WhyNobody =
  | 'nobody_confirmed'
  | 'not_set_up'
  | 'no_questions'
  | 'no_school_days'
  | 'nobody_reachable'
  | 'not_delivered'
  | 'vigil_away'
  | 'nothing_due';

/** What a person must see to today: overdue checks nobody has taken on, and actions past their date. */
export function needsToday(facts: DigestFacts): {
  overdue: OverdueFacts[];
  late: DigestFacts['openActions'];
} {
  return {
    overdue: facts.overdue.filter((overdue) => !overdue.acknowledged),
    late: facts.openActions.filter((action) => action.late),
  };
}

/** Whether "not sure" may be told: of few, or looked at again after one more has answered, it would be one's own answer. */
export function mayTellNotSure(
  { participation: { answered, people } }: DigestFacts,
  soFar: boolean,
): boolean {
  return !soFar && Math.min(answered, people) >= FEWEST_REPLIERS;
}

/** Standards whose suggested rating is not what it was a week before. A first look is not a change. */
export function changedStandards(facts: DigestFacts): StandardFacts[] {
  return facts.standards.filter(({ rating, before }) => before !== 'not_yet_assessed' && rating !== before);
}

/** Standards that were grey a week before and are rated now. */
export function newlyLookedAt(facts: DigestFacts): StandardFacts[] {
  return facts.standards.filter(
    ({ rating, before }) => before === 'not_yet_assessed' && rating !== 'not_yet_assessed',
  );
}

/** True when all that was asked this school year was asked this week, so there is nothing to compare with. */
export function isFirstWeek({ standards, participation }: DigestFacts): boolean {
  return standards.reduce((total, { asked }) => total + asked, 0) <= participation.asked;
}

export function notAssessed(facts: DigestFacts): StandardFacts[] {
  return facts.standards.filter((standard) => standard.rating === 'not_yet_assessed');
}

/** Words an indicator's slug holds in small letters only because it is a slug. */
const WRITTEN = new Map([
  ['dsl', 'DSL'],
  ['fgm', 'FGM'],
  ['lado', 'LADO'],
  ['prevent', 'Prevent'],
  ['scr', 'SCR'],
]);

/** An indicator's slug in words: "site-security" is "site security". */
export function indicatorWords(indicator: string): string {
  return indicator
    .split('-')
    .map((word) => WRITTEN.get(word) ?? word)
    .join(' ');
}
