/**
 * What a school does to the questions that come with Vigil: versions of its own, and questions of its own.
 * The rule: a version of the school's own is numbered above any that Vigil will ever bring, so that neither takes the
 * other's place; and a question of its own says so by its id and its source.
 */
import type { Question, Source } from './question.ts';
import { type StandardId, standardById } from './standard.ts';

/** The source of a question nobody else wrote. */
export const OWN_SOURCE: Source = { document: 'our own', edition: 'local' };
const OWN_ID = /^LOC-[A-Z]+-[0-9]+$/;
/** Versions that come with Vigil stay below this. */
const OWN_FROM = 1_000;

export const isOwn = ({ id }: Pick<Question, 'id'>): boolean => OWN_ID.test(id);

/** LOC-TRN-1 */
export const ownId = (standard: StandardId, n: number): string => `LOC-${standardById(standard).code}-${n}`;

/** `newest`: the highest version of it that the organisation holds. */
export function nextVersion(question: Pick<Question, 'id'>, newest: number): number {
  return isOwn(question) ? newest + 1 : Math.max(newest, OWN_FROM) + 1;
}

/** "version 2", or "your own version 1" of one that came with Vigil. */
export function versionWords({ version }: Pick<Question, 'version'>): string {
  return version > OWN_FROM ? `your own version ${version - OWN_FROM}` : `version ${version}`;
}

/** Two versions that say the same, whatever their numbers. */
export function saysTheSame(one: Question, other: Question): boolean {
  return written(one) === written(other);
}

/** As JSON with its fields in order: a database gives them back in an order of its own. */
function written({ version: _version, ...rest }: Question): string {
  return JSON.stringify(rest, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => one.localeCompare(other)))
      : part,
  );
}

/**
 * A check or attestation that came with Vigil, which rests on law or guidance: switched off it is shown as not asked,
 * whatever the reason was.
 */
export function isExpected(question: Pick<Question, 'id' | 'kind'>): boolean {
  return question.kind !== 'knowledge' && !isOwn(question);
}

const LEAST_SECONDS = 6;
const MOST_SECONDS = 20;
/** Three words a second, and the time to find the button. */
export function secondsFor(text: string): number {
  const words = text.trim().split(/\s+/).length;
  return Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, Math.ceil(words / 3) + 4));
}

/** "Gate at lunch" → gate-at-lunch: what a digest calls it. */
export function indicatorFrom(topic: string): string {
  return topic
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[’']/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
}
