/**
 * Why nobody is asked anything: what is missing of a setting's set-up, and who can put it right.
 * The rule: said to leads, overseers and whoever runs Vigil, wherever they look; nobody is named.
 */
import type { SetUpGap } from '../domain/set-up.ts';

const MISSING: Record<SetUpGap, string> = {
  dsl: 'a confirmed DSL on the staff list',
  deputy: 'a confirmed deputy DSL on it, who is somebody else',
  frontDoor: 'a number for children’s social care',
  outOfHours: 'a number for out of hours',
  lado: 'a number for the LADO',
  chair: 'the chair of governors (or the equivalent)',
  leadPhone: 'the telephone of the lead on duty',
};

/** Null where nothing is missing. */
export function setUpLine(gaps: readonly SetUpGap[]): string | null {
  if (gaps.length === 0) return null;
  const missing = gaps.map((gap) => MISSING[gap]);
  const [last = ''] = missing.slice(-1);
  const listed = missing.length === 1 ? last : `${missing.slice(0, -1).join(', ')} and ${last}`;
  const isList = gaps.some((gap) => gap === 'dsl' || gap === 'deputy');
  const isFile = gaps.some((gap) => gap !== 'dsl' && gap !== 'deputy');
  const where = [
    ...(isList ? ['the staff list (roles dsl and deputy_dsl)'] : []),
    ...(isFile ? ['the setting’s file'] : []),
  ];
  return (
    `Nobody is asked anything, because set-up is not finished: Vigil needs ${listed}. ` +
    `Whoever runs Vigil puts that right in ${where.join(' and ')}.`
  );
}
