/**
 * The kinds of file that can be imported now, and what is said to a kind that cannot.
 */
import { closest } from 'fastest-levenshtein';

const NOW = ['people', 'calendar'] as const;
const LATER = ['training', 'policies', 'concerns'];

export const importKinds = {
  now: NOW,
  /** One line that says what is wrong with `kind`, or null when it can be imported. */
  faultOf(kind: string): string | null {
    if (NOW.some((known) => known === kind)) return null;
    const available = `this version imports ${NOW.join(', ')}`;
    if (LATER.includes(kind)) return `import ${kind}: not in this version yet; ${available}`;
    const near = closest(kind, [...NOW, ...LATER]);
    return `import: there is no such kind of file; did you mean ${near}? (${available})`;
  },
};
