/**
 * What the digest says of checks that nobody was asked about: Vigil was away, or whoever had them was lost.
 * The rule: it says that nobody knows whether they were done, and what to do; it blames nobody.
 */
import { indicatorWords, type NotAskedFacts } from '../domain/digest.ts';
import { shortDate } from '../domain/local-time.ts';
import type { Block } from '../domain/message.ts';
import { counted } from './standards-table.ts';

/** More than this many are told by their number. */
const MOST_NAMED = 8;

export function notAskedBlocks(notAsked: readonly NotAskedFacts[]): Block[] {
  if (notAsked.length === 0) return [];
  const named = notAsked.slice(0, MOST_NAMED);
  const more = notAsked.length - named.length;
  return [
    {
      type: 'text',
      tone: 'warn',
      text:
        `Not asked: ${counted(notAsked.length, 'question')}. When ${notAsked.length === 1 ? 'it was' : 'they were'} due, ` +
        'Vigil was away, or whoever they were for had left or could not be reached. Nobody knows whether the checks were ' +
        'done: please ask in person.',
    },
    {
      type: 'list',
      lines: [
        ...named.map(({ indicator, on }) => `${indicatorWords(indicator)}, due by ${shortDate(on)}`),
        ...(more > 0 ? [`and ${more} more`] : []),
      ],
    },
  ];
}
