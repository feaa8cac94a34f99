/**
 * The answers to "closed today" and "open today": what was done, what is not affected, and how to undo it.
 * The rule: seen by whoever wrote it alone; nothing is said to staff or families, and it says so. Nothing in it lets a
 * closed school pass for one in which nobody need be told of a concern.
 */
import type { DayStands } from '../domain/day-command.ts';
import { DAYS_AHEAD } from '../domain/day-command.ts';
import { type LocalDate, longDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { privateLine } from './private-line.ts';
import { counted } from './standards-table.ts';

type Said = { settingName: string; day: LocalDate; today: LocalDate; ref: string | null };

export type ChangedDay = Said & {
  to: 'closed' | 'open';
  /** Questions, and reminders, that had not gone and were moved. */
  questions: number;
  reminders: number;
  /** Being sent at that very moment. */
  sending: number;
  /** The school day after it; null when the calendar has run out. */
  next: LocalDate | null;
};

export function changedDayMessage(changed: ChangedDay): Message {
  const { settingName, to } = changed;
  const summary =
    to === 'closed'
      ? `${settingName} is closed ${dayWords(changed)}.`
      : `${settingName} is open ${dayWords(changed)} again.`;
  return {
    kind: 'status',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      { type: 'heading', text: 'What was done' },
      { type: 'list', lines: to === 'closed' ? closedLines(changed) : openedLines(changed) },
      { type: 'heading', text: 'What does not change' },
      { type: 'list', lines: UNCHANGED },
      { type: 'text', tone: 'quiet', text: undoLine(changed) },
    ],
  };
}

const UNCHANGED = [
  'If somebody may have a concern about a child, the lead is told at once, day and night.',
  'Alerts about referrals and the LADO go on as on any working day.',
  'Dates counted in working days or calendar days, and the due dates of open actions.',
  'Nobody else was told: Vigil says nothing about it to staff, pupils or families.',
];

function closedLines(changed: ChangedDay): string[] {
  const { next, sending } = changed;
  const waiting = movedWords(changed);
  const until =
    next === null ? 'until the calendar has another school day' : `until ${longDate(next)} or after`;
  return [
    'No question and no reminder goes to anybody that day.',
    waiting === null ? 'None was waiting to go.' : `${waiting} had not gone yet, and will wait ${until}.`,
    ...(sending === 0 ? [] : ['Some were being sent at that very moment, and may still arrive.']),
    'Checks asked every day are not asked for that day, and are not counted as missed.',
    'Dates counted in school days move on by one school day.',
  ];
}

function openedLines(changed: ChangedDay): string[] {
  const waiting = movedWords(changed);
  return [
    'It is a school day again: people are asked in their usual hours.',
    waiting === null
      ? 'Nothing had to be moved back.'
      : `${waiting} waited for a later day, and will go on this one.`,
    'Dates counted in school days are as they were.',
  ];
}

/** "3 questions and 1 reminder"; null for nothing. */
function movedWords({ questions, reminders }: Pick<ChangedDay, 'questions' | 'reminders'>): string | null {
  const parts = [
    ...(questions === 0 ? [] : [counted(questions, 'question')]),
    ...(reminders === 0 ? [] : [counted(reminders, 'reminder')]),
  ];
  return parts.length === 0 ? null : parts.join(' and ');
}

function undoLine({ to, ...said }: ChangedDay): string {
  return `To undo it, write “${commandFor(to === 'closed' ? 'open' : 'closed', said)}”.`;
}

function commandFor(command: 'closed' | 'open', { day, today, ref }: Said): string {
  const words = day === today ? 'today' : longDate(day).split(' ').slice(1).join(' ');
  return [command, words, ...(ref === null ? [] : [ref])].join(' ');
}

/** "today, Tuesday 10 Nov" */
function dayWords({ day, today }: Said): string {
  return day === today ? `today, ${longDate(day)}` : `on ${longDate(day)}`;
}

/** Nothing was done, and why. */
export function unchangedDayLine(said: Said, to: 'closed' | 'open', stands: DayStands): Message {
  return privateLine(`${whyUnchanged(said, to, stands)} Nothing was changed.`);
}

function whyUnchanged(said: Said, to: 'closed' | 'open', stands: DayStands): string {
  const { settingName, day } = said;
  switch (stands.is) {
    case 'past':
      return `${longDate(day)} is past, so it can no longer be closed or opened.`;
    case 'too_far':
      return `${longDate(day)} is more than ${DAYS_AHEAD} days ahead. Days known so long before belong in the school calendar.`;
    case 'school_day':
      return `${settingName} is not closed ${dayWords(said)}.`;
    case 'closed':
      return `${settingName} is closed ${dayWords(said)} already.`;
    case 'named':
      return to === 'closed'
        ? `${longDate(day)} is no school day already: ${stands.name}.`
        : `${longDate(day)} is in the school calendar as ${stands.name}, and is changed there.`;
    case 'no_school':
      return `${longDate(day)} is no school day: it is a weekend or in the holidays.`;
  }
}

export function closingIsForLeadsLine(): Message {
  return privateLine(
    'Closing and opening the school is for its DSL, deputies and headteacher. Nothing was changed. Please tell one of them.',
  );
}

/** Somebody of several settings says which, or nobody said which day. */
export function closingHowMessage(settings: readonly { name: string; ref: string }[]): Message {
  const [only, ...others] = settings;
  const summary =
    others.length === 0
      ? 'Say which day the school is closed. Nothing was changed.'
      : 'Say which setting. Nothing was changed.';
  const ref = others.length === 0 || only === undefined ? '' : ` ${only.ref}`;
  return {
    kind: 'status',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      {
        type: 'list',
        lines:
          others.length === 0
            ? [
                '“closed today”, “closed tomorrow” or “closed 3 Dec”: nobody is asked anything that day.',
                '“open today” undoes it.',
              ]
            : settings.map(({ name, ref: short }) => `${name}: “closed today ${short}”.`),
      },
      {
        type: 'text',
        tone: 'quiet',
        text: `Up to ${DAYS_AHEAD} days ahead. “open today${ref}” undoes it. That a child may need help is never put off.`,
      },
    ],
  };
}
