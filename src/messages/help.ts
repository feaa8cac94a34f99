/**
 * What Vigil can be asked, and where to take a worry that Vigil is not the place for.
 * The rule: the whistleblowing route is always shown, to everybody alike, and looking at it is never recorded.
 */
import type { Command } from '../domain/command.ts';
import type { DayCommand } from '../domain/day-command.ts';
import type { Message } from '../domain/message.ts';
import type { Contacts } from '../domain/setting.ts';
import { commandButton, worriedLine } from './guard.ts';

const LINES: Record<Exclude<Command | DayCommand, 'open' | 'back' | 'resume'> | 'bank', string> = {
  help: 'help: this list, and who to go to. Looking at it is never recorded.',
  status:
    'status: what waits for you and what you have answered. Leads and governors see how the setting stands, and ' +
    '“status training” for one standard; “status all” is every setting you oversee; “status me” is always your own.',
  due: 'due: what waits for you now, with its buttons. Leads also see what is overdue in the setting.',
  ask: 'ask: asks you one question now, if it is within your hours.',
  why: 'why: why you were asked your last question, and how a rating is made. “why training” is about one standard.',
  digest: 'digest: the last weekly digest; “digest now” is this week so far. Leads and governors only.',
  people:
    'people: how many are on the staff list, who cannot be reached, and who waits to be confirmed. Leads only.',
  calendar:
    'calendar: whether today is a school day, the half term, the next holiday, and INSET days and closures to come.',
  board:
    'board: a link to the same in a browser, for you alone. For whoever sees more than their own answers.',
  export:
    'export: what is kept about you, for how long, and how to have a copy. Seen by you alone; “export me” is the same.',
  setup:
    'setup: who to ring, the leads’ channel, hours and questions a week. For the DSL, the headteacher and an administrator.',
  bank:
    'bank: the questions that are asked; “bank training” for one standard, “bank TRN-01” for one question, “bank add” for ' +
    'one of your own. The DSL and the headteacher change them; deputies see them.',
  closed:
    'closed today: nobody is asked anything that day, as on a snow morning; also “closed tomorrow” or “closed 3 Dec”. ' +
    '“open today” undoes it. DSL, deputies and headteacher only.',
  away:
    'away until 30 Nov: you are asked nothing up to and including that day; also “away today”. “back” ends it. No reason ' +
    'is needed. Leads can say it of a colleague: “away Sam Green until 30 Nov”.',
  pause:
    'pause: a week without the questions that are put to a few people at a time, once in a half term. “resume” ends it. ' +
    'Checks and reading in your own name still come.',
  lead:
    'lead: who is DSL on site today, and who to go to if nobody is named. DSL, deputies and headteacher can name somebody ' +
    'there.',
  cover:
    'cover: who stands in for the DSL. “cover Sam Green from 3 Dec until 7 Dec” puts a deputy first meanwhile, “cover ends” ' +
    'ends it. DSL, deputies and headteacher only.',
  trip:
    'trip: trips that are on. “trip year 5 until Friday” asks each school day who is DSL for it, until that day; “trip year 5 ' +
    'over” ends it. DSL, deputies and headteacher only.',
};

/** `leadToday`: who is in charge today, or that nobody is. */
export function helpMessage({ contacts }: { contacts: Contacts }, leadToday: string | null = null): Message {
  return {
    kind: 'help',
    summary: 'What you can ask Vigil, and who to go to.',
    blocks: [
      { type: 'text', tone: 'warn', text: worriedLine(contacts) },
      ...(leadToday === null ? [] : [{ type: 'text', tone: 'strong', text: leadToday } as const]),
      { type: 'heading', text: 'What you can ask Vigil' },
      { type: 'list', lines: Object.values(LINES) },
      {
        type: 'text',
        tone: 'quiet',
        text:
          'Write the word by itself. Vigil keeps nothing else that is written to it. ' +
          'If you have more than one setting, add its short name: “status oak”.',
      },
      { type: 'heading', text: 'If a concern is not being dealt with (whistleblowing)' },
      {
        type: 'list',
        lines: [
          `Tell the headteacher. If it is about the headteacher: ${contacts.chair} (chair of governors) or the LADO.`,
          'Worried about how any adult who works with children behaves? Tell the headteacher, or ring the LADO ' +
            `(the council’s officer for this) yourself: ${contacts.lado}.`,
          `Anybody may ring children’s social care about a child: ${contacts.frontDoor}. ` +
            `Out of hours: ${contacts.outOfHours}.`,
          'If you cannot raise it where you work, or were not heard: NSPCC Whistleblowing Advice Line, 0800 028 0285.',
          'Advice about a child: NSPCC, 0808 800 5000. For children: Childline, 0800 1111.',
          'You need nobody’s permission for any of these. Your whistleblowing policy says how you are protected.',
        ],
      },
      {
        type: 'text',
        tone: 'quiet',
        text: 'Nobody is told that you looked at this, and no record of it is kept.',
      },
      {
        type: 'buttons',
        buttons: [
          commandButton('Due', 'due'),
          commandButton('Status', 'status'),
          commandButton('Ask me one', 'ask'),
          commandButton('Why?', 'why'),
        ],
      },
    ],
  };
}
