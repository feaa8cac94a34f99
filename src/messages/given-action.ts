/**
 * To whoever has an action now that was with somebody who has left.
 * The rule: seen by that person alone. Who left is not named, and what was answered is not repeated.
 */
import { type LocalDate, longDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';

/** `text`: the question as it was put. */
export type GivenAction = { settingName: string; text: string; dueOn: LocalDate; isLate: boolean };

export function givenActionMessage({ settingName, text, dueOn, isLate }: GivenAction): Message {
  const first = 'An action is yours now. It was with somebody who has left.';
  return {
    kind: 'action',
    summary: `${settingName}: ${first}`,
    blocks: [
      { type: 'text', tone: 'strong', text: first },
      { type: 'text', tone: 'quiet', text: `It came of an answer to this question: ${text}` },
      {
        type: 'text',
        text:
          `It ${isLate ? 'was' : 'is'} due on ${longDate(dueOn)}. Please find out how far it is, and see that it is done. ` +
          'If it should be somebody else’s, please tell the DSL.',
      },
    ],
  };
}
