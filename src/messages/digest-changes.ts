/**
 * What changed in the week, for the digest: ratings that moved, standards looked at that were not before, and the
 * shares behind them. The rule: a first look is not a change, and a share is always said with how far it can be
 * trusted; a small setting is told no shares.
 */
import { changedStandards, type DigestFacts, isFirstWeek, newlyLookedAt } from '../domain/digest.ts';
import type { Block } from '../domain/message.ts';
import { type Rating, type StandardId, standardById } from '../domain/standard.ts';
import { ratingWord, shareWords } from './standards-table.ts';

/** Names in one line that can still be taken in at a glance. */
const FEW_NAMES = 3;

export function changeBlocks(facts: DigestFacts, small: boolean): Block[] {
  const changed = changedStandards(facts);
  const heading: Block = { type: 'heading', text: 'What changed' };
  const lines = changed.map(
    ({ standard, before, rating }) =>
      `${standardById(standard).name}: was ${ratingWord(before)}, now ${ratingWord(rating)}.` +
      (before === 'not_met' ? notProgress(facts, standard) : ''),
  );
  lines.push(...newLines(facts));
  const none = isFirstWeek(facts)
    ? 'There is nothing to compare with yet.'
    : 'No suggested rating changed. A moderate slip can take weeks to show.';
  const blocks: Block[] = [
    heading,
    ...(changed.length > 0 ? [] : [{ type: 'text', text: none } as const]),
    ...(lines.length > 0 ? [{ type: 'list', lines } as const] : []),
  ];
  if (small) return blocks;
  // In the first week that would be every standard; the table has their numbers.
  const told = isFirstWeek(facts) ? changed : [...changed, ...newlyLookedAt(facts)];
  const shares = facts.standards.filter(
    (row) => row.counted > 0 && (row.rating === 'not_met' || told.includes(row)),
  );
  if (shares.length > 0)
    blocks.push({
      type: 'list',
      lines: shares.map((row) => `${standardById(row.standard).name}: ${shareWords(row.good, row.counted)}.`),
    });
  return blocks;
}

/** Only in the first week is it known that nobody looked before; later it may be again, after a gap. */
export function newlyWords(facts: DigestFacts): string {
  return isFirstWeek(facts) ? 'Looked at for the first time' : 'Newly looked at';
}

/** A poor answer that nobody has answered since grows old and stops counting: that must not read as a mend. */
function notProgress({ overdue, openActions }: DigestFacts, id: StandardId): string {
  if (overdue.some(({ standard }) => standard === id))
    return ' Something in it is overdue, so this may be silence, not progress.';
  return openActions.some(({ standard }) => standard === id)
    ? ' An action in it is still open, so this may not be progress.'
    : '';
}

/** A line a rating. More than a few names would only say twice what the table below says. */
function newLines(facts: DigestFacts): string[] {
  const first = newlyWords(facts);
  const looked = newlyLookedAt(facts);
  return [...new Set(looked.map(({ rating }) => rating))].map((rating: Rating) => {
    const rows = looked.filter((row) => row.rating === rating);
    const names = rows.map(({ standard }) => standardById(standard).name).join('; ');
    return rating === 'not_met' || rows.length <= FEW_NAMES
      ? `${first}, ${ratingWord(rating)}: ${names}.`
      : `${first}, ${ratingWord(rating)}: ${rows.length} of the twelve standards, in the table below.`;
  });
}
