/**
 * The answers to "away" and "back": what it means, for whom, and how it ends.
 * The rule: seen by whoever wrote it alone. No reason is asked, and it says so; a name is shown to a lead only.
 */
import { addDays, type LocalDate, longDate, shortDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { privateLine } from './private-line.ts';
import { counted } from './standards-table.ts';

export type AbsenceFacts = {
  /** Null where it is oneself. */
  name: string | null;
  until: LocalDate;
  /** It was so already. */
  again: boolean;
  /** Checks a colleague has now, and those that nobody has. */
  handed: number;
  uncovered: number;
};

export function absenceMessage({ name, until, again, handed, uncovered }: AbsenceFacts): Message {
  const whose = name === null ? 'You are' : `${name} is`;
  const they = name === null ? 'You are' : 'They are';
  const summary = `${whose} away until ${longDate(until)}, that day included${again ? ', already' : ''}.`;
  const lines = [
    `${they} asked and reminded of nothing meanwhile, and ${name === null ? 'are' : 'are'} never late for it. Nothing is saved up.`,
    ...(handed === 0
      ? []
      : [`${counted(handed, 'check')} due meanwhile went to a colleague with the same role.`]),
    ...(uncovered === 0
      ? []
      : [`${counted(uncovered, 'check')} due meanwhile could be given to nobody. A lead is told.`]),
    `It ends by itself: ${longDate(addDays(until, 1))} is no longer a day away.`,
  ];
  return {
    kind: 'status',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      { type: 'list', lines },
      {
        type: 'text',
        tone: 'quiet',
        text:
          'No reason is needed, and none is kept: please write none. Leads can see the date; nobody else can.' +
          (name === null ? ' Write “back” if you are back sooner.' : ''),
      },
    ],
  };
}

/** `wasAway`: false where there was nothing to end. */
export function backLine(name: string | null, wasAway: boolean): Message {
  const whose = name === null ? 'You are' : `${name} is`;
  if (!wasAway) return privateLine(`${whose} not away. Nothing was changed.`);
  return privateLine(
    `${whose} back. Questions come again in ${name === null ? 'your' : 'their'} usual hours, no more of them than usual.`,
  );
}

/** The day is past, or too far off. */
export function absenceDayLine(until: LocalDate, why: 'past' | 'too_far'): Message {
  return privateLine(
    why === 'past'
      ? `${longDate(until)} is past. Nothing was changed.`
      : `${longDate(until)} is more than a year ahead. Please have the staff list changed instead. Nothing was changed.`,
  );
}

export function absenceIsForLeadsLine(): Message {
  return privateLine(
    'Saying that a colleague is away is for the DSL, deputies and the headteacher. Nothing was changed. “away until 30 Nov” is about yourself.',
  );
}

/** `mayName`: they are a lead, and may say it of others. */
export function absenceHowMessage(mayName: boolean): Message {
  const summary = 'Say until when you are away. Nothing was changed.';
  return {
    kind: 'status',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      {
        type: 'list',
        lines: [
          '“away today” or “away until 30 Nov”, that day included. “back” ends it.',
          ...(mayName
            ? [
                '“away Sam Green until 30 Nov” or “away T02 today”, by name or staff reference, for a colleague.',
              ]
            : []),
          'No reason is needed, and none is kept.',
        ],
      },
    ],
  };
}

export type Named = { name: string; staffRef: string; settingName: string; ref: string | null };

/** Several people may be meant: none is chosen. `until` is null where they are to be back. */
export function whichPersonMessage(people: readonly Named[], until: LocalDate | null): Message {
  const summary = `${counted(people.length, 'person', 'people')} may be meant. Nothing was changed.`;
  const command = (staffRef: string, ref: string | null) =>
    [
      until === null ? 'back' : 'away',
      staffRef,
      ...(until === null ? [] : ['until', shortDate(until)]),
      ...(ref === null ? [] : [ref]),
    ].join(' ');
  return {
    kind: 'status',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      {
        type: 'list',
        lines: people.map(
          ({ name, staffRef, settingName, ref }) =>
            `${name}${ref === null ? '' : `, ${settingName}`}: “${command(staffRef, ref)}”`,
        ),
      },
    ],
  };
}
