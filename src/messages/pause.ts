/**
 * The answers to "pause" and "resume": what stops, what does not, and how it ends.
 * The rule: seen by whoever wrote it alone; no reason is asked, and it says so.
 */
import { type LocalDate, longDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { privateLine } from './private-line.ts';

/** `again`: it was so already. */
export function pauseMessage(until: LocalDate, again: boolean): Message {
  const summary = `Your questions are paused until ${longDate(until)}, that day included${again ? ', already' : ''}.`;
  return {
    kind: 'status',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      {
        type: 'list',
        lines: [
          'Meanwhile you are sent none of the questions that are put to a few people at a time, and nothing is saved up. Any that waits for you now is let go.',
          'Checks and reading that are in your own name still come, since children rely on them. If you are not at work, ' +
            'write “away until” and a day instead.',
          'It ends by itself. Write “resume” to end it sooner.',
        ],
      },
      {
        type: 'text',
        tone: 'quiet',
        text: 'No reason is needed, and none is kept. Nobody is told. You can pause for a week once in a half term.',
      },
    ],
  };
}

/** `next`: the first school day of the half term in which they may. */
export function pauseSpentLine(next: LocalDate | null): Message {
  return privateLine(
    'You have paused once this half term, so nothing was changed. ' +
      (next === null ? '' : `You can pause again from ${longDate(next)}. `) +
      'If you are not at work, write “away until” and a day. If the questions are too many, please tell the DSL.',
  );
}

export function pauseInHolidaysLine(): Message {
  return privateLine(
    'It is the holidays, and no questions come then, so nothing was changed. Write “pause” in term.',
  );
}

/** `wasPaused`: false where there was nothing to end. */
export function resumeLine(wasPaused: boolean): Message {
  return privateLine(
    wasPaused
      ? 'Your questions come again in your usual hours, no more of them than usual.'
      : 'Your questions are not paused. Nothing was changed.',
  );
}
