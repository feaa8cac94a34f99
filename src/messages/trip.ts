/**
 * The answers to "trip": what is on, until when, and why something was not recorded.
 * The rule: seen by whoever wrote it alone; a trip is called by words of Vigil's own.
 */
import { type LocalDate, longDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { privateLine } from './private-line.ts';
import { counted } from './standards-table.ts';

export type TripFacts = { name: string; startsOn: LocalDate; endsOn: LocalDate };

const HOW =
  '“trip year 5 residential until Friday” begins one today, “trip year 5 residential from 3 Dec until 4 Dec” later; “trip ' +
  'year 5 residential over” ends it. Write no names of children.';

export function tripMessage(
  settingName: string,
  all: readonly TripFacts[],
  done: { is: 'begun' | 'moved' | 'ended'; trip: TripFacts } | null,
): Message {
  const summary = done === null ? listLine(settingName, all) : doneLine(done);
  return {
    kind: 'status',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      ...(all.length === 0
        ? []
        : [
            {
              type: 'list' as const,
              lines: all.map(({ name, startsOn, endsOn }) =>
                startsOn === endsOn
                  ? `${name}: ${longDate(startsOn)}.`
                  : `${name}: ${longDate(startsOn)} until ${longDate(endsOn)}, that day included.`,
              ),
            },
          ]),
      {
        type: 'text',
        tone: 'quiet',
        text: `On each school day of a trip a lead is asked who is DSL for it. ${HOW}`,
      },
    ],
  };
}

const listLine = (settingName: string, all: readonly TripFacts[]) =>
  all.length === 0 ? `${settingName} has no trip on.` : `${settingName}: ${counted(all.length, 'trip')}.`;

function doneLine({ is, trip: { name, startsOn, endsOn } }: { is: string; trip: TripFacts }): string {
  if (is === 'ended') return `✓ ${name} is over.`;
  return is === 'moved'
    ? `✓ ${name} now runs until ${longDate(endsOn)}.`
    : `✓ ${name} runs from ${longDate(startsOn)} until ${longDate(endsOn)}.`;
}

export type NoTrip =
  | 'not_a_lead'
  | 'how'
  | 'backwards'
  | 'past'
  | 'too_far'
  | 'unknown'
  | { is: 'which_setting'; refs: readonly string[] };

const WHY: Record<Exclude<NoTrip, object>, string> = {
  not_a_lead:
    'Trips are for the DSL, deputies and the headteacher to tell Vigil of. Nothing was recorded. Please tell one of them.',
  how: `Say until when the trip runs. Nothing was recorded. ${HOW}`,
  backwards: 'The last day is before the first. Nothing was recorded. Write the earlier day first.',
  past: 'That day is past. Nothing was recorded. A trip begins today at the earliest.',
  too_far: 'That is more than 90 days ahead. Nothing was recorded. Please write it again nearer the day.',
  unknown: 'No trip of that name is on. Nothing was recorded. Write “trip” to see which are.',
};

export function noTripLine(why: NoTrip): Message {
  return privateLine(
    typeof why === 'string'
      ? WHY[why]
      : `You have several settings. Nothing was recorded. Add the short name of one at the end: ${why.refs.join(', ')}.`,
  );
}
