/**
 * What planning must know of the past: who was asked what, when, and for which period.
 * The rule: a cancelled prompt was never met and leaves its period unasked, but is not put to the same person again,
 * unless it is an attestation, which is wanted of each person. Reading it is left to the store.
 */
import type { IsoWeek, LocalDate } from './local-time.ts';
import type { Occurrence } from './occurrence.ts';
import type { Cadence, Kind, Question } from './question.ts';

/** A question and the period it would be asked for today. */
export type Current = { question: Question; occurrence: Occurrence };

export type AskedThisWeek = {
  settingId: string;
  personId: string;
  kind: Kind;
  cadence: Cadence;
  seconds: number;
  on: LocalDate;
  /** Taken over from somebody else by "Not me". */
  handedOn: boolean;
  /** They asked for it themselves. */
  voluntary: boolean;
  cancelled: boolean;
};

export type PlanRecord = {
  week: IsoWeek;
  /** The last date each person was asked each question, in any setting: by `metKey`. */
  lastMet: ReadonlyMap<string, LocalDate>;
  /** The last date each person was asked a knowledge question in any setting. */
  lastAsked: ReadonlyMap<string, LocalDate>;
  /** Everything asked of each person this week, in any setting. */
  thisWeek: ReadonlyMap<string, readonly AskedThisWeek[]>;
  /** Who has been asked for a period already, cancelled or not (but for a cancelled attestation): by `periodKey`. */
  askedFor: ReadonlyMap<string, ReadonlySet<string>>;
  /** Who was to give an attestation in a period, and it was cancelled: by `periodKey`. */
  lostTo: ReadonlyMap<string, ReadonlySet<string>>;
  /** Periods a duty has been asked for, by `periodKey`: not the cancelled ones. */
  taken: ReadonlySet<string>;
  /** The last date each indicator was asked about in this setting. */
  indicators: ReadonlyMap<string, LocalDate>;
  /** The last good date given for questions answered with a date, in this setting. */
  goodDates: ReadonlyMap<string, LocalDate>;
};

export function metKey(personId: string, questionId: string): string {
  return `${personId} ${questionId}`;
}

export function periodKey({ question, occurrence }: Current): string {
  return `${question.id} ${occurrence.key}`;
}
