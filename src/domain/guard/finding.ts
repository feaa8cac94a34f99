/**
 * What the guard says of a text: whom it seems to be about, and what kinds of sign were seen.
 * The rule: a finding holds none of the text, so it may be kept, counted and logged where the text may not.
 * Who is told, and in which words, is left to the cycle and the messages.
 */
export const GUARD_SIGNS = [
  'name_with_class',
  'named_child',
  'initials',
  'date_of_birth',
  'address',
  'phone_number',
  'email_address',
  'record_number',
  'injury',
  'disclosure',
  'self_harm',
  'allegation',
] as const;
export type GuardSign = (typeof GUARD_SIGNS)[number];

/** adult: it seems to be about somebody who works or helps with children, so the writer chooses whom to tell. */
export type GuardFinding = { about: 'child' | 'adult'; signs: GuardSign[] };
