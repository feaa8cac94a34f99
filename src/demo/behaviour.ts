/**
 * What a simulated member of staff does with a prompt: when they answer, and what. Seeded from who is asked what
 * and when, so the same school lives the same year twice.
 * The story told: most people answer within the day, a few never do, one duty slips in the first week, and the
 * standard "Responding to concerns and record keeping" quietly gets worse from the third week on.
 */
import type { Answer } from '../domain/answer.ts';
import type { Random } from '../domain/ids.ts';
import { randomBelow } from '../domain/ids.ts';
import {
  addDays,
  daysBetween,
  instantAt,
  type LocalDate,
  localDate,
  localTime,
  minutesOf,
  timeOf,
  weekday,
} from '../domain/local-time.ts';
import type { AnswerSpec, Question } from '../domain/question.ts';
import { isSchoolDay, type SchoolCalendar } from '../domain/school-day.ts';
import { seededRandom, seedFrom } from '../domain/seeded.ts';
import type { StandardId } from '../domain/standard.ts';

export const WORSENING: StandardId = 'concerns';
const STORY_BEGINS: LocalDate = '2026-09-07';
const WORSENS_AFTER_WEEKS = 2;
/** The check that slips in the first week, so that a newcomer soon sees what Vigil does about it. */
const SLIPS = { staffRef: 'Q24', before: '2026-09-14' };

export type Asked = {
  question: Question;
  occurrence: string;
  staffRef: string;
  askedAt: Date;
  begun: boolean;
  workingDays: number[];
  dayStart: string;
  dayEnd: string;
};
export type Intent =
  | { does: 'answer'; at: Date; answer: Answer }
  | { does: 'not_me'; at: Date }
  | { does: 'nothing' };

/** What they will do; the same every time it is asked about the same prompt. */
export function intentFor(asked: Asked, calendar: SchoolCalendar, zone: string): Intent {
  const { question, occurrence, staffRef } = asked;
  const random = seededRandom(seedFrom(staffRef, question.id, occurrence, asked.begun ? 'again' : 'first'));
  for (let warm = 0; warm < 4; warm += 1) random.next();
  const askedOn = localDate(asked.askedAt, zone);
  if (staffRef === SLIPS.staffRef && question.kind === 'duty' && askedOn < SLIPS.before)
    return { does: 'nothing' };
  const mood = random.next();
  if (question.kind === 'knowledge' && mood < 0.14) return { does: 'nothing' };
  if (question.kind === 'duty' && mood < 0.015) return { does: 'nothing' };
  const at = momentFor(asked, random, calendar, zone);
  if (at === null) return { does: 'nothing' };
  if (question.kind === 'knowledge' && mood > 0.985) return { does: 'not_me', at };
  if (question.kind === 'knowledge' && mood > 0.945)
    return { does: 'answer', at, answer: { kind: 'not_sure' } };
  const good = random.next() < chanceOfGood(question, askedOn);
  return { does: 'answer', at, answer: answerTo(question.answer, good, askedOn, asked.begun, random) };
}

/** How likely a good answer is: high, but falling week by week in the one standard that worsens. */
function chanceOfGood(question: Question, on: LocalDate): number {
  if (question.standard !== WORSENING) return question.kind === 'duty' ? 0.96 : 0.92;
  const weeks = Math.floor(daysBetween(STORY_BEGINS, on) / 7);
  return Math.max(0.3, 0.93 - 0.09 * Math.max(0, weeks - WORSENS_AFTER_WEEKS));
}

/** Within the hour for most, later the same day or the next working day for the rest; always at work. */
function momentFor(asked: Asked, random: Random, calendar: SchoolCalendar, zone: string): Date | null {
  const patience = random.next();
  const slow = asked.question.kind === 'attestation' ? 6 : 1;
  const isQuick = patience < 0.6 || asked.question.cadence === 'daily';
  const minutes = isQuick ? 2 + randomBelow(random, 50) : 60 + randomBelow(random, 300);
  let day = localDate(asked.askedAt, zone);
  let minute = minutesOf(localTime(asked.askedAt, zone)) + minutes;
  // What is asked daily is answered the same day or not at all.
  let daysLater = patience < 0.85 || asked.question.cadence === 'daily' ? 0 : 1 + randomBelow(random, slow);
  const start = minutesOf(asked.dayStart);
  const end = minutesOf(asked.dayEnd);
  if (minute >= end) daysLater = Math.max(daysLater, 1);
  for (let looked = 0; daysLater > 0 && looked < 60; looked += 1) {
    day = addDays(day, 1);
    if (!isSchoolDay(calendar, day) || !asked.workingDays.includes(weekday(day))) continue;
    daysLater -= 1;
    minute = start + 5 + randomBelow(random, Math.max(1, end - start - 10));
  }
  if (daysLater > 0) return null;
  return instantAt(day, timeOf(minute), zone);
}

function answerTo(spec: AnswerSpec, good: boolean, today: LocalDate, begun: boolean, random: Random): Answer {
  switch (spec.kind) {
    case 'yes_no':
      return { kind: 'choice', key: good ? spec.good : spec.good === 'yes' ? 'no' : 'yes' };
    case 'yes_partly_no':
      return { kind: 'choice', key: good ? 'yes' : random.next() < 0.6 ? 'partly' : 'no' };
    case 'choice': {
      const fitting = spec.choices.filter(({ verdict }) => (verdict === 'good') === good);
      const from = fitting.length > 0 ? fitting : spec.choices;
      return { kind: 'choice', key: from[randomBelow(random, from.length)]?.key ?? '' };
    }
    case 'scenario': {
      const wrong = spec.choices.filter(({ key }) => key !== spec.right);
      return {
        kind: 'choice',
        key: good ? spec.right : (wrong[randomBelow(random, wrong.length)]?.key ?? spec.right),
      };
    }
    case 'count':
      return {
        kind: 'count',
        count: good ? randomBelow(random, spec.target + 1) : spec.target + 1 + randomBelow(random, 3),
      };
    case 'two_counts': {
      const whole = 3 + randomBelow(random, 8);
      const enough = Math.ceil(whole * spec.target);
      return {
        kind: 'two_counts',
        whole,
        part: good
          ? enough
          : Math.max(0, enough - 1 - randomBelow(random, Math.max(1, Math.ceil(whole / 2)))),
      };
    }
    case 'percent':
      return {
        kind: 'percent',
        percent: good
          ? Math.min(100, spec.target + randomBelow(random, Math.max(1, 101 - spec.target)))
          : Math.max(0, spec.target - 3 - randomBelow(random, 20)),
      };
    case 'date':
      return {
        kind: 'date',
        date: addDays(
          today,
          -(good ? randomBelow(random, spec.within + 1) : spec.within + 7 + randomBelow(random, 60)),
        ),
      };
    case 'acknowledgement':
      return { kind: 'choice', key: begun || random.next() < 0.9 ? 'read' : 'need_time' };
  }
}
