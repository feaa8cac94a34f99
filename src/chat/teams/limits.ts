/**
 * How much a card of ours may hold, and how much of it Teams shows.
 * The rule: every number is written here once, with where it is from. What happens beyond one is said by whoever draws.
 */
export const LIMITS = {
  /** A card's JSON in UTF-8. Teams takes about 100 KB of UTF-16 with all that goes round it; older pages say 40. */
  cardBytes: 28 * 1024,
  /** Buttons in one row: Teams hides those beyond the sixth in a menu. */
  buttons: 6,
  /** What a telephone still shows of a button's label; the rest is cut off with no way to see it. */
  label: 30,
  /** What is left of a button's description where whole ones do not fit the card. */
  shortTooltip: 48,
  /**
   * Letters of all labels in a row on a telephone, each button's own edges counted as four. Clients squeeze what is
   * more until it cannot be read.
   */
  rowLetters: 38,
  buttonEdges: 4,
  /** Columns that a telephone's width has room for side by side, and how many more may stand under the last. */
  tableColumns: 3,
  tableUnder: 2,
  tableRows: 100,
} as const;
