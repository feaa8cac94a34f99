/**
 * What the digest says of checks that cannot be put to anybody.
 * The rule: a role and a count, never a person; in a small setting, where a role is a name, nobody's reach is told.
 */
import type { UncoveredFacts } from '../domain/digest.ts';
import type { Block } from '../domain/message.ts';
import { counted } from './standards-table.ts';

export function uncoveredBlocks(uncovered: readonly UncoveredFacts[], small: boolean): Block[] {
  return uncovered.map((row) => ({ type: 'text', tone: 'warn', text: uncoveredLine(row, small) }));
}

function uncoveredLine({ owner, why, checks }: UncoveredFacts, small: boolean): string {
  const lost = `so ${counted(checks, 'check')} cannot be asked`;
  switch (why) {
    case 'no_holder':
      return `Nobody holds the role of ${owner}, ${lost}. Please give it to somebody on the staff list.`;
    case 'not_reached':
      return small
        ? `Somebody who holds a role cannot be reached in chat, ${lost}.`
        : `Nobody who holds the role of ${owner} can be reached in chat, ${lost}.`;
    // That somebody is away is for the leads alone.
    case 'away':
      return small
        ? `Somebody who holds a role cannot be asked just now, ${lost}.`
        : `Nobody who holds the role of ${owner} can be asked just now, ${lost}.`;
  }
}
