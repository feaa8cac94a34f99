/**
 * One's own page: what waits, what one was asked this term, the time that it took, and how to pause.
 * The rule: seen by that person alone, and never what they said to it: somebody may be looking over their shoulder.
 */
import { type LocalDate, longDate, shortDate } from '../domain/local-time.ts';
import type { Block, Message } from '../domain/message.ts';
import { commandButton } from './guard.ts';
import { counted, minutesWords } from './standards-table.ts';

export type MyStatus = {
  settingName: string;
  waiting: number;
  overdue: number;
  asked: number;
  answered: number;
  minutes: number;
  /** The last day on which they are away; null when they are not. */
  away: LocalDate | null;
  /** The last day of a week without sampled questions; null when there is none. */
  paused: LocalDate | null;
  /** What they were asked this term, the latest first; there may be more. */
  lately: readonly AskedLately[];
};

/** `text` as it was put to them. */
export type AskedLately = {
  on: LocalDate;
  text: string;
  became: 'answered' | 'waits' | 'passed_on' | 'let_go';
};

/** `setting`: they asked about the setting, of which they may see `more` or nothing. */
export function myStatusMessage(
  mine: MyStatus,
  asked: 'me' | 'setting',
  more: readonly Block[] = [],
): Message {
  const summary = `${mine.waiting === 0 ? 'Nothing waits' : `${counted(mine.waiting, 'question')} ${mine.waiting === 1 ? 'waits' : 'wait'}`} for you.`;
  const blocks: Block[] = [
    { type: 'heading', text: `You, at ${mine.settingName}` },
    { type: 'text', tone: 'strong', text: summary },
    ...(mine.away === null
      ? []
      : [
          {
            type: 'text' as const,
            text: `You are away until ${longDate(mine.away)}, that day included. Write “back” if you are back sooner.`,
          },
        ]),
    ...(mine.paused === null
      ? []
      : [
          {
            type: 'text' as const,
            text: `Your questions are paused until ${longDate(mine.paused)}, that day included. Write “resume” to end it sooner.`,
          },
        ]),
    {
      type: 'fields',
      fields: [
        { label: 'Past its date', value: `${mine.overdue} of ${mine.waiting}` },
        { label: 'Answered this term', value: `${mine.answered} of ${mine.asked} asked` },
        { label: 'Your time this term', value: minutesWords(mine.minutes) },
      ],
    },
    ...latelyBlocks(mine),
    {
      type: 'text',
      tone: 'quiet',
      text:
        'Your time and these totals are shown to you alone. Nothing here is for appraisal, capability or pay. “pause” is a week without sampled ' +
        'questions; “export” is a copy of all that is kept about you.' +
        (asked === 'setting' ? ' How the setting stands is shown to its leads and governors.' : ''),
    },
  ];
  if (mine.waiting > 0)
    blocks.push({ type: 'buttons', buttons: [commandButton('Show them', 'due', 'primary')] });
  blocks.push(...more);
  return { kind: 'status', summary, blocks };
}

const BECAME: Record<AskedLately['became'], string> = {
  answered: 'Answered',
  waits: 'Waits for you',
  passed_on: 'Passed to a colleague',
  let_go: 'Let go, unanswered',
};

function latelyBlocks({ lately, asked }: MyStatus): Block[] {
  if (lately.length === 0)
    return asked > 0
      ? []
      : [
          {
            type: 'text',
            text: 'You have been asked nothing this term. There is nothing to do until you are.',
          },
        ];
  return [
    {
      type: 'table',
      caption:
        asked > lately.length
          ? `The last ${lately.length} you were asked this term`
          : 'What you were asked this term',
      columns: ['Asked', 'Question', 'Then'],
      rows: lately.map(({ on, text, became }) => [shortDate(on), text, BECAME[became]]),
    },
  ];
}
