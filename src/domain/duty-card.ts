/**
 * What goes on one person's duty card this week: their checks, in one message of at most three minutes.
 * The rule: what must be answered this week goes first; the rest of a month's, term's or year's checks are spread
 * over the cards left in their period, early enough to be due inside it. What does not fit waits, the longest
 * waiting first. Whose check it is, is left to domain/duty-holder.
 */
import { dueAfter } from './ladder.ts';
import { addDays, isoWeek, type LocalDate, mondayOf } from './local-time.ts';
import type { Current } from './plan-record.ts';
import type { Person, Setting } from './setting.ts';
import { worksOn } from './working-hours.ts';

/** Seconds of checks on one card. */
export const CARD_LIMIT = 180;
/** About a term: a period with more cards than this still to come is spread over this many. */
const WEEKS_AHEAD = 13;

/** The checks to ask `person` today, in order; none when today has no card for them. */
export function composeCard(
  person: Person,
  waiting: readonly Current[],
  { calendar }: Pick<Setting, 'calendar'>,
  today: LocalDate,
): Current[] {
  if (waiting.length === 0) return [];
  const dues = cardDues(person, calendar, today);
  const chances = waiting
    .map((current) => ({ current, cards: cardsLeft(current, dues) }))
    .filter(({ cards }) => cards > 0)
    .sort(
      (one, other) =>
        one.cards - other.cards ||
        one.current.occurrence.startsOn.localeCompare(other.current.occurrence.startsOn) ||
        one.current.question.id.localeCompare(other.current.question.id),
    );
  // After the week's own card day only what cannot wait for next week's card makes another.
  if (!isCardDay(person, calendar, today) && !chances.some(({ cards }) => cards === 1)) return [];
  const share = chances.reduce(
    (total, { current, cards }) => (cards > 1 ? total + current.question.seconds / cards : total),
    0,
  );
  const card: Current[] = [];
  let seconds = 0;
  let spread = 0;
  for (const { current, cards } of chances) {
    const cost = current.question.seconds;
    if (seconds + cost > CARD_LIMIT || (cards > 1 && spread >= share)) continue;
    card.push(current);
    seconds += cost;
    if (cards > 1) spread += cost;
  }
  return card;
}

/** The person's first working school day of the week. */
function isCardDay(person: Person, calendar: Setting['calendar'], today: LocalDate): boolean {
  for (let day = mondayOf(isoWeek(today)); day < today; day = addDays(day, 1))
    if (worksOn(calendar, person, day)) return false;
  return true;
}

/** How many cards, today's with them, would have the check due inside its period. Every week has its own. */
function cardsLeft({ question, occurrence }: Current, dues: readonly LocalDate[]): number {
  if (question.cadence === 'weekly') return 1;
  return dues.filter((due) => due <= occurrence.endsOn).length;
}

/** When checks on today's card, and on those of the weeks to come, would be due. */
function cardDues(person: Person, calendar: Setting['calendar'], today: LocalDate): LocalDate[] {
  const dues: LocalDate[] = [];
  for (let week = 0; week < WEEKS_AHEAD; week += 1) {
    const monday = addDays(mondayOf(isoWeek(today)), 7 * week);
    const days = week === 0 ? [today] : [0, 1, 2, 3, 4].map((day) => addDays(monday, day));
    const card = days.find((day) => worksOn(calendar, person, day));
    const due = card === undefined ? null : dueAfter('duty', card, calendar, person);
    if (due !== null) dues.push(due);
  }
  return dues;
}
