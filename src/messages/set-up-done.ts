/**
 * The end of set-up: what now stands, who was told, and what comes next.
 * The rule: it says what is not done yet as plainly as what is: no staff but the leads, and perhaps no term dates.
 */
import type { Framework } from '../domain/framework.ts';
import { longDate, weekdayName } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import type { Setting } from '../domain/setting.ts';
import { commandButton } from './guard.ts';
import { counted } from './standards-table.ts';

export type SetUpDoneFacts = {
  setting: Setting;
  /** Names of the leads who were told, the reader not among them. */
  told: readonly string[];
  questions: number;
  framework: Framework;
  /** What became of the reader's first question; null while it is not known. */
  first: Message | null;
};

export function setUpDoneMessage(facts: SetUpDoneFacts): Message {
  const { setting, told, questions, first } = facts;
  const summary = `✓ ${setting.name} is set up.`;
  return {
    kind: 'set_up',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      {
        type: 'list',
        lines: [
          `${counted(questions, 'question')} in its bank, from ${setting.edition} and other guidance.`,
          ...(told.length === 0
            ? []
            : [`Told that you named ${told.length === 1 ? 'them' : 'each'}: ${told.join(', ')}.`]),
          `The digest goes to the channel on ${weekdayName(setting.digestDay)}s at ${setting.digestTime}.`,
          termsLine(facts),
        ],
      },
      { type: 'heading', text: 'Next' },
      {
        type: 'list',
        lines: [
          'Your staff: nobody but the leads is asked anything until you confirm them. Write “people”, or have the staff list brought in.',
          `Its short name in commands is ${setting.ref}. Write “setup” to change any of this.`,
        ],
      },
      ...(first === null
        ? []
        : [
            { type: 'heading' as const, text: 'Your first question' },
            { type: 'text' as const, text: first.summary },
          ]),
      {
        type: 'buttons',
        buttons: [
          commandButton('People', 'people'),
          commandButton('Status', 'status'),
          commandButton('Help', 'help'),
        ],
      },
    ],
  };
}

function termsLine({ setting: { calendar } }: SetUpDoneFacts): string {
  const [from] = calendar.halfTerms;
  const to = calendar.halfTerms.at(-1);
  return from !== undefined && to !== undefined
    ? `School days run from ${longDate(from.startsOn)} to ${longDate(to.endsOn)}. See that they are yours: write “calendar”.`
    : 'No term dates yet, so nobody is asked anything. Whoever runs Vigil brings them in from a file.';
}
