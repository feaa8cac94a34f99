/**
 * Anonymous answers let out, in words: in the digest that tells of the end of their period, and in a standard's status.
 * The rule: what is hidden is said to be hidden, and why, never what it may be; a small setting is told nothing of
 * them. What is hidden was decided when they were let out.
 */

import type { ReleasedFacts } from '../domain/digest.ts';
import type { Block } from '../domain/message.ts';
import { isAtLeast } from '../domain/small-numbers.ts';

export function releasedBlocks(released: readonly ReleasedFacts[], small: boolean): Block[] {
  if (released.length === 0) return [];
  const heading: Block = { type: 'heading', text: 'Answers given without names' };
  if (small)
    return [
      heading,
      { type: 'text', text: 'They are not shown here: among so few staff, a number can be a name.' },
    ];
  return [
    heading,
    { type: 'list', lines: released.map(releasedLine) },
    {
      type: 'text',
      tone: 'quiet',
      text:
        'Each period is shown once it is over, and never changes. Nobody’s answer is kept with their name, so nobody ' +
        'can look up who said what.',
    },
  ];
}

/** "Could you …? (autumn 1 2026) 38 answered. Yes: at least 34. The rest is not shown, so that nobody can be picked out." */
function releasedLine({ question, block, repliers, answers }: ReleasedFacts): string {
  const about = `${question} (${blockWords(block)})`;
  if (repliers === null) return `${about} Fewer than five answered, so nothing is shown, and it is gone.`;
  const shown = answers.flatMap(({ label, count }) => (count === null ? [] : [{ label, count }]));
  const people = `${about} ${repliers} answered.`;
  if (shown.length === 0) return `${people} What they said is not shown: one person could be picked out.`;
  const counts = Object.fromEntries(answers.map(({ count }, nth) => [nth, count]));
  const least = isAtLeast({ repliers, counts }) ? 'at least ' : '';
  const told = shown.map(({ label, count }) => `${label}: ${least}${count}`).join('. ');
  return shown.length === answers.length
    ? `${people} ${told}.`
    : `${people} ${told}. The rest is not shown, so that nobody can be picked out.`;
}

/** "autumn-1-2026" is "first half of autumn 2026". */
function blockWords(block: string): string {
  const [term, half, year] = block.split('-');
  if (half === undefined) return `school year from ${block}`;
  if (year === undefined) return `${term} ${half}`;
  const which = half === '1' ? 'first half' : half === '2' ? 'second half' : `part ${half}`;
  return `${which} of ${term} ${year}`;
}
