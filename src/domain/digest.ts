/**
 * What a week's digest says, as counts: the facts that are kept with the digest and drawn by messages/digest.
 * The rule: every number has its denominator, nothing here names a person, and a standard nobody has asked about
 * is grey. Counting is left to the store, words to messages/digest.
 */
import type { IsoWeek, LocalDate } from './local-time.ts';
import type { Rating, StandardId } from './standard.ts';

export type StandardFacts = {
  standard: StandardId;
  rating: Rating;
  /** Before this week, for "what changed". */
  before: Rating;
  /** This school year so far: prompts delivered and answered. */
  asked: number;
  answered: number;
  /** Of the answers that count: how many were good. */
  good: number;
  counted: number;
};

export type OverdueFacts = {
  standard: StandardId;
  indicator: string;
  /** The role that owns the check, in words; never a person's name. */
  owner: string;
  dueOn: LocalDate;
  acknowledged: boolean;
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
};
