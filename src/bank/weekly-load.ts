/**
 * What a bank costs each role in a week: duties and attestations in seconds, knowledge in questions.
 * The rule: a duty card stays under three minutes in every week. Daily and weekly duties come each week; the rest
 * wait, soonest due first, for a week of their own period with room on the card, as planning does. The heaviest week
 * is the heaviest card so made; only when something can wait no longer does a card go over.
 */
import type { Cadence, Kind, Question } from '../domain/question.ts';
import type { Audience } from '../domain/role.ts';

/** Under three minutes a week for duties, one for attestations. */
export const DUTY_LIMIT = 180;
export const ATTESTATION_LIMIT = 60;
/** What planning asks of somebody full time unless the setting says otherwise. */
const KNOWLEDGE_BUDGET = 2;

const SCHOOL_WEEKS = 39;
/** Weeks in a period, and how often the question comes in it. */
const PERIODS: Record<Cadence, { weeks: number; times: number }> = {
  daily: { weeks: 1, times: 5 },
  weekly: { weeks: 1, times: 1 },
  fortnightly: { weeks: 2, times: 1 },
  monthly: { weeks: 4, times: 1 },
  half_termly: { weeks: 6, times: 1 },
  termly: { weeks: 13, times: 1 },
  annual: { weeks: SCHOOL_WEEKS, times: 1 },
};

export type Load = {
  role: Audience;
  kind: Kind;
  questions: number;
  /** On average over a school year. */
  questionsPerWeek: number;
  secondsPerWeek: number;
  /** Duties: the heaviest card after spreading. Attestations: all in one week. Knowledge: what the budget allows. */
  heaviestWeek: number;
  /** If everything fell in one week and nothing were spread. */
  allAtOnce: number;
  /** Seconds allowed in a week; null for knowledge, which the budget holds. */
  limit: number | null;
};

export function weeklyLoad(questions: readonly Question[]): Load[] {
  const groups = new Map<string, Question[]>();
  for (const question of questions) {
    const key = `${question.kind} ${question.audience}`;
    groups.set(key, [...(groups.get(key) ?? []), question]);
  }
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      return first ? [loadOf(first.kind, first.audience, group)] : [];
    })
    .sort((one, other) => one.kind.localeCompare(other.kind) || one.role.localeCompare(other.role));
}

/** How many seconds a question costs in an average school week. */
export function secondsPerWeek({ cadence, seconds }: Question): number {
  return seconds * perWeek(cadence);
}

function perWeek(cadence: Cadence): number {
  const { weeks, times } = PERIODS[cadence];
  return times / weeks;
}

function loadOf(kind: Kind, role: Audience, group: readonly Question[]): Load {
  const allAtOnce = sum(group, ({ seconds, cadence }) => seconds * PERIODS[cadence].times);
  const heaviest = {
    duty: () => heaviestCard(group),
    attestation: () => allAtOnce,
    knowledge: () => KNOWLEDGE_BUDGET * Math.max(...group.map(({ seconds }) => seconds)),
  };
  const limits = { duty: DUTY_LIMIT, attestation: ATTESTATION_LIMIT, knowledge: null };
  return {
    role,
    kind,
    questions: group.length,
    questionsPerWeek: sum(group, ({ cadence }) => perWeek(cadence)),
    secondsPerWeek: sum(group, secondsPerWeek),
    heaviestWeek: heaviest[kind](),
    allAtOnce,
    limit: limits[kind],
  };
}

type Waiting = { seconds: number; lastWeek: number };

/** Plays a school year: each week's card takes what must come now, then what fits of what is waiting. */
function heaviestCard(duties: readonly Question[]): number {
  const everyWeek = sum(
    duties.filter(({ cadence }) => PERIODS[cadence].weeks === 1),
    secondsPerWeek,
  );
  const rarer = duties.filter(({ cadence }) => PERIODS[cadence].weeks > 1);
  let waiting: Waiting[] = [];
  let heaviest = everyWeek;
  for (let week = 0; week < SCHOOL_WEEKS; week += 1) {
    for (const { cadence, seconds } of rarer) {
      const { weeks } = PERIODS[cadence];
      // A period the year ends before is left out: there is nothing to be late for.
      if (week % weeks === 0 && week + weeks <= SCHOOL_WEEKS)
        waiting.push({ seconds, lastWeek: week + weeks - 1 });
    }
    waiting.sort((one, other) => one.lastWeek - other.lastWeek || other.seconds - one.seconds);
    let card = everyWeek;
    const left: Waiting[] = [];
    for (const one of waiting)
      if (one.lastWeek <= week || card + one.seconds <= DUTY_LIMIT) card += one.seconds;
      else left.push(one);
    waiting = left;
    heaviest = Math.max(heaviest, card);
  }
  return heaviest;
}

function sum<T>(all: readonly T[], measure: (one: T) => number): number {
  return all.reduce((total, one) => total + measure(one), 0);
}
