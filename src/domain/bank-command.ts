/**
 * What stands after "bank": nothing, "add", a standard, or the id of one question; and perhaps a setting's short name.
 * The rule: like every command, nothing but its own words is ever taken; with any other word it is not a command.
 * What each answers is left to the cycle.
 */
import { standardNamed } from './command.ts';
import type { StandardId } from './standard.ts';

export type BankSaid = { ref: string | null } & (
  | { about: 'all' | 'add' }
  | { about: 'standard'; standard: StandardId }
  /** As ids are written; whether there is such a question is not known here. */
  | { about: 'question'; id: string }
);

const ID = /^(loc-)?[a-z]{2,8}-[a-z]?[0-9]{1,4}$/;

/** Null: any of the words is not one that goes with "bank". */
export function readBankWords(words: readonly string[], refs: readonly string[]): BankSaid | null {
  const ref = refs.find((known) => words.includes(known.toLowerCase())) ?? null;
  const rest = ref === null ? words : words.toSpliced(words.indexOf(ref.toLowerCase()), 1);
  const [first, ...others] = rest;
  if (first === undefined) return { ref, about: 'all' };
  if (others.length === 0 && first === 'add') return { ref, about: 'add' };
  if (others.length === 0 && ID.test(first)) return { ref, about: 'question', id: first.toUpperCase() };
  const standard = standardNamed(rest.join(' '));
  return standard === null ? null : { ref, about: 'standard', standard };
}
