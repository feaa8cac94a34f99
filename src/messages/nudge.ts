/**
 * A nudge: the same questions once more, with their buttons, and no blame.
 * The rule: it says that it is a reminder, now and once answered, so that nobody takes it for a second question; how
 * long they have been open, that there is no need to answer in lessons, and which one is the last. The questions are
 * drawn by messages/prompt.
 */
import { dayName, daysBetween, type LocalDate, longDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import type { PromptFrame, PromptView } from '../domain/prompt-view.ts';
import { isOpen, promptMessage } from './prompt.ts';

export function nudgeMessage(
  frame: PromptFrame,
  prompts: PromptView[],
  nudge: { since: LocalDate; last: boolean },
): Message {
  const asked = promptMessage(frame, prompts);
  const since = sinceWords(nudge.since, frame.today);
  if (!prompts.some(isOpen)) {
    const done = `Reminder of ${prompts.length === 1 ? 'a question' : 'questions'} from ${since}`;
    return {
      kind: 'nudge',
      summary: `${done}. ${asked.summary}`,
      blocks: [{ type: 'text', tone: 'quiet', text: `${done}.` }, ...asked.blocks],
    };
  }
  const open = `Reminder. Still open from ${since}`;
  const kindly = 'No need to answer during lessons. “Not me” and “Not sure” are fine.';
  return {
    kind: 'nudge',
    summary:
      prompts.length === 1 ? `${open}: ${prompts[0]?.text ?? ''}` : `${open}: ${prompts.length} questions`,
    blocks: [
      { type: 'text', tone: 'strong', text: `${open}.` },
      ...asked.blocks,
      {
        type: 'text',
        tone: 'quiet',
        text: nudge.last ? `${kindly} This is the last reminder.` : kindly,
      },
    ],
  };
}

/** "earlier today", "Monday", or "Monday 9 Nov" once a day's name alone could be two days. */
function sinceWords(since: LocalDate, today: LocalDate): string {
  if (since === today) return 'earlier today';
  return daysBetween(since, today) < 7 ? dayName(since) : longDate(since);
}
