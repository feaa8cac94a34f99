/**
 * Whom a few words mean on a staff list: by staff reference, or by a name or part of one.
 * The rule: a reference is one person's; a name may be several people's, and then all of them are given and none chosen.
 */
import { wordsOf } from './command.ts';
import type { Person } from './setting.ts';

export function findOnList<P extends Pick<Person, 'name' | 'staffRef'>>(
  words: readonly string[],
  people: readonly P[],
): P[] {
  if (words.length === 0) return [];
  const meant = words.join(' ');
  const byRef = people.filter(({ staffRef }) => wordsOf(staffRef).join(' ') === meant);
  if (byRef.length > 0) return byRef;
  const whole = people.filter(({ name }) => wordsOf(name).join(' ') === meant);
  if (whole.length > 0) return whole;
  return people.filter(({ name }) => {
    const parts = wordsOf(name);
    return words.every((word) => parts.includes(word));
  });
}
