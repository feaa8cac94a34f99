/**
 * What the board shows one reader of one setting: facts, before they are drawn.
 * The rule: only what that reader may see is in it at all, and nothing ever that could tell of a case.
 */
import type { OverdueFacts } from './digest.ts';
import type { LocalDate } from './local-time.ts';
import type { Rating, StandardId } from './standard.ts';

export type BoardStanding = {
  name: string;
  standards: { id: StandardId; rating: Rating; answered: number; asked: number }[];
  overdue: number;
  openActions: number;
  unreachable: number;
};

export type BoardFacts = BoardStanding & {
  ref: string;
  today: LocalDate;
  time: string;
  reader: string;
  /** Every setting whose board this reader may see, this one too. */
  settings: { ref: string; name: string }[];
  /** They see the school as a whole, not some of its standards alone. */
  whole: boolean;
  minutesThisWeek: number;
  onList: number;
  small: boolean;
  /** Null for whoever sees totals alone. `unnamed`: a lead's, whose look could not be recorded. */
  overdueNow:
    | { as: 'named'; rows: OverdueRow[] }
    | { as: 'roles'; rows: OverdueFacts[]; unnamed: boolean }
    | null;
  actions: { standard: StandardId; indicator: string; dueOn: LocalDate }[] | null;
  /** What people added to their answers; null for whoever may not read it. */
  notes: NotesFacts | null;
  /** Names, for leads alone. */
  notReached: string[] | null;
  /** A trust's schools side by side. */
  schools: BoardStanding[];
};

export type NotesFacts =
  /** `unopened`: how many cannot be read here. `earlier`: how many more there are than are shown. */
  | { is: 'shown'; rows: NoteRow[]; unopened: number; earlier: number }
  /** The look could not be recorded, so nothing is shown. */
  | { is: 'not_shown' };

export type NoteRow = {
  standard: StandardId;
  question: string;
  answer: string;
  on: LocalDate;
  name: string;
  words: string;
};

export type OverdueRow = {
  personId: string;
  standard: StandardId;
  indicator: string;
  owner: string;
  name: string;
  dueOn: LocalDate;
};
