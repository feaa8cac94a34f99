/**
 * What somebody is told from whom, or from whose workspace, more has come than Vigil takes in a minute.
 * The rule: it says that nothing was recorded and when to try again, to them alone; and to words it says first of all
 * where to go with a worry, since what was written was not read.
 */
import type { Message } from '../domain/message.ts';
import { STOP } from './guard.ts';
import { privateLine } from './private-line.ts';

export function tooManyPressesLine(seconds: number): Message {
  return privateLine(
    `That was not recorded: more was pressed than Vigil takes at once. Please wait ${inWords(seconds)}, then press again.`,
  );
}

export function tooManyWordsMessage(seconds: number): Message {
  return {
    kind: 'guard',
    summary: `${STOP} In danger: 999. Tell the DSL now.`,
    blocks: [
      { type: 'text', tone: 'warn', text: STOP },
      {
        type: 'text',
        text:
          'Worried about a child? Tell the DSL or a teacher now, in person. In danger: 999. Childline 0800 1111. ' +
          'About a member of staff: the headteacher.',
      },
      {
        type: 'text',
        tone: 'quiet',
        text:
          'More was written than Vigil takes at once, so this was not read or kept, and nobody has been told. ' +
          `If you wanted one of Vigil’s commands, wait ${inWords(seconds)} and try again. Don’t delete your message; ask the DSL.`,
      },
    ],
  };
}

const inWords = (seconds: number): string => (seconds === 1 ? '1 second' : `${seconds} seconds`);
