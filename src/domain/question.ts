/**
 * A question of the bank: what is asked, of whom, how often, how it is answered and what a good answer is.
 * The rule: its kind decides everything that follows. Knowledge is sampled and never held against a person,
 * an attestation is asked of everybody in the audience, a duty is a check that a named role owns.
 * Reading questions from files is left to the bank; judging answers to domain/reply.
 */
import { addDays, type LocalDate } from './local-time.ts';
import type { Audience } from './role.ts';
import type { StandardId } from './standard.ts';

export const KINDS = ['knowledge', 'attestation', 'duty'] as const;
export type Kind = (typeof KINDS)[number];

export const CADENCES = [
  'daily',
  'weekly',
  'fortnightly',
  'monthly',
  'half_termly',
  'termly',
  'annual',
] as const;
export type Cadence = (typeof CADENCES)[number];

export const PHASES = ['nursery', 'primary', 'secondary', 'college', 'special'] as const;
export type Phase = (typeof PHASES)[number];

/** checked: read in a public source; second-hand: quoted by one; check-locally: shown as such until a lead approves. */
export const CONFIDENCES = ['checked', 'second-hand', 'check-locally'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const VERDICTS = ['good', 'partly', 'poor', 'unsure', 'pending', 'not_applicable'] as const;
/**
 * What an answer says about the setting. `pending` answers an attestation without closing it ("I need time");
 * `not_applicable` says there was nothing to check ("no trips").
 */
export type Verdict = (typeof VERDICTS)[number];

export type Choice = { key: string; label: string; verdict: Verdict };

export type AnswerSpec =
  | { kind: 'yes_no'; good: 'yes' | 'no' }
  | { kind: 'yes_partly_no' }
  | { kind: 'choice'; choices: Choice[] }
  /** One whole number; good at or under `target`, partly up to `partly` when given. */
  | { kind: 'count'; label: string; target: number; partly?: number }
  /** Two whole numbers, part of a whole; good when part ÷ whole ≥ target (0 to 1). A whole of 0 is not applicable. */
  | { kind: 'two_counts'; part: string; whole: string; target: number; partly?: number }
  /** A percentage, 0 to 100; good at or over `target`. */
  | { kind: 'percent'; target: number; partly?: number }
  /**
   * A date not in the future; good when no more than `within` days ago, partly up to `partly` days ago.
   * `again`: a good date stands, and is not asked for again until this many days before it runs out.
   */
  | { kind: 'date'; within: number; partly?: number; again?: number }
  /** Read / Need time / Need another format. */
  | { kind: 'acknowledgement' }
  /** One right answer and a short correction for the others; options are shuffled for each prompt. */
  | { kind: 'scenario'; choices: { key: string; label: string }[]; right: string; correction: string };
export type AnswerKind = AnswerSpec['kind'];

/** Registers that, once imported, answer a question better than a person can. */
export const REGISTERS = ['training', 'policies'] as const;
export type Register = (typeof REGISTERS)[number];

export type Source = { document: string; edition: string; paragraph?: string; note?: string };

export type Question = {
  id: string;
  version: number;
  standard: StandardId;
  indicator: string;
  kind: Kind;
  audience: Audience;
  cadence: Cadence;
  /** Plain words; may hold {edition} and {setting}. */
  text: string;
  why: string;
  answer: AnswerSpec;
  source: Source;
  phases: Phase[];
  confidence: Confidence;
  /** Asked only where this register is not imported. */
  unlessImported?: Register;
  /** A poor answer to this check cannot wait for the digest: a lead is alerted at once. */
  atOnce?: true;
  /** Nobody's answer is kept with their name: it is one more in a count, let out once and only where nobody shows. */
  anonymous?: true;
  /** A new edition came on `decided`: everybody answers once more, from the day `from` on; joiners at once. */
  reread?: { decided: LocalDate; from: LocalDate };
  /** How long reading and answering takes, in seconds; 20 or less. */
  seconds: number;
};

/**
 * The first day a date answered earlier must be asked for again: `again` days before it runs out.
 * A date that stands still all year is not worth asking for in between.
 */
export function askAgainFrom(spec: Extract<AnswerSpec, { kind: 'date' }>, answered: LocalDate): LocalDate {
  return spec.again === undefined ? answered : addDays(answered, spec.within - spec.again);
}

/** Text with {edition} and {setting} filled in, as they are written. Unknown braces are left as they are. */
export function fillText(text: string, names: { edition: string; setting: string }): string {
  return text.replaceAll(/\{(edition|setting)\}/g, (_whole, name: keyof typeof names) => names[name]);
}
