/**
 * The twelve standards as a table: a suggested rating as a mark and a word, and answered of asked.
 * The rule: a rating is never colour alone, grey is never green, and every count has its denominator.
 */
import { inWords } from '../domain/interval.ts';
import type { Block, Cell, Tone } from '../domain/message.ts';
import { type Rating, type StandardId, standardById } from '../domain/standard.ts';

const RATINGS: Record<Rating, { mark: string; word: string; tone: Tone }> = {
  met: { mark: '✓', word: 'Met', tone: 'good' },
  partially_met: { mark: '◐', word: 'Partially met', tone: 'warn' },
  not_met: { mark: '✗', word: 'Not met', tone: 'bad' },
  not_yet_assessed: { mark: '–', word: 'Not yet assessed', tone: 'quiet' },
  not_applicable: { mark: '·', word: 'Not applicable', tone: 'quiet' },
};

export function ratingWord(rating: Rating): string {
  return RATINGS[rating].word;
}

export function ratingCell(rating: Rating): Exclude<Cell, string> {
  const { mark, word, tone } = RATINGS[rating];
  return { text: `${mark} ${word}`, tone };
}

type Row = {
  standard: StandardId;
  rating: Rating;
  asked: number;
  answered: number;
  /** Knowledge answers let out; left out where there are too few staff to say. */
  good?: number;
  counted?: number;
};

export function standardsTable(rows: readonly Row[], options: { shares: boolean }): Block {
  const columns = ['Standard', 'Suggested rating', 'Answered'];
  // A column of nothing but "too few" would only make the table longer to read.
  const shares = options.shares && rows.some((row) => (row.counted ?? 0) > 0);
  return {
    type: 'table',
    caption: 'Suggested ratings this school year, from answers alone: reported, not checked',
    columns: shares ? [...columns, 'Good answers'] : columns,
    rows: rows.map((row) => {
      const cells: Cell[] = [
        standardById(row.standard).name,
        ratingCell(row.rating),
        row.asked === 0 ? 'not asked' : `${row.answered} of ${row.asked}`,
      ];
      return shares ? [...cells, shareCell(row.good ?? 0, row.counted ?? 0)] : cells;
    }),
  };
}

/** When every answer is alike, saying so would say what each person answered. */
function shareCell(good: number, counted: number): string {
  if (counted === 0) return 'too few to show';
  if (good === counted) return `most or all of ${counted}`;
  return good === 0 ? `few or none of ${counted}` : `${good} of ${counted}`;
}

/** The share in a sentence, with how far it can be trusted; all alike is said loosely, for the same reason. */
export function shareWords(good: number, counted: number): string {
  if (good === counted) return `most or all of ${counted} were good answers`;
  if (good === 0) return `few or none of ${counted} were good answers`;
  return inWords(good, counted, 'were good answers');
}

/** "about 23 minutes"; what rounds to none is still somebody's time. */
export function minutesWords(minutes: number): string {
  return minutes === 0 ? 'under a minute' : `about ${counted(minutes, 'minute')}`;
}

/** "6 staff could not be reached": said beside every count of who answered. */
export function reachWords(unreachable: number): string {
  return `${unreachable === 1 ? '1 member of staff' : `${unreachable} staff`} could not be reached`;
}

/** "1 standard", "4 standards" */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
