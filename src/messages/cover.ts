/**
 * The answers to "cover": who stands in for the DSL and until when, and why somebody cannot.
 * The rule: seen by whoever wrote it alone. What was not done is said plainly, with what to do next.
 */
import { type LocalDate, longDate, shortDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { privateLine } from './private-line.ts';
import { counted } from './standards-table.ts';

export type CoverFacts = { name: string; from: LocalDate; until: LocalDate; by: string };

const spanOf = ({ from, until }: Pick<CoverFacts, 'from' | 'until'>) =>
  from === until
    ? `on ${longDate(from)}`
    : `from ${longDate(from)} until ${longDate(until)}, both days included`;

const HOW =
  '“cover Sam Green from 3 Dec until 7 Dec” or “cover Sam Green today” puts a deputy first on those days. “cover ends” ends ' +
  'what is on now.';

/** `done`: what the command has just changed; null where it only asked. */
export function coverMessage(
  settingName: string,
  all: readonly CoverFacts[],
  done: { begun: CoverFacts } | { ended: readonly string[] } | null,
): Message {
  const summary = firstLine(settingName, all, done);
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
              lines: all.map((one) => `${one.name}, ${spanOf(one)}. Said by ${one.by}.`),
            },
          ]),
      {
        type: 'text',
        tone: 'quiet',
        text: `Whoever covers is first to be told of anything and first to be gone to, unless somebody else is named for the day. It ends by itself. ${HOW}`,
      },
    ],
  };
}

function firstLine(
  settingName: string,
  all: readonly CoverFacts[],
  done: { begun: CoverFacts } | { ended: readonly string[] } | null,
): string {
  if (done !== null && 'begun' in done)
    return `✓ ${done.begun.name} covers for the DSL of ${settingName} ${spanOf(done.begun)}.`;
  if (done !== null)
    return `✓ ${done.ended.join(' and ')} no longer ${done.ended.length === 1 ? 'covers' : 'cover'} for the DSL of ${settingName}.`;
  return all.length === 0
    ? `Nobody covers for the DSL of ${settingName}.`
    : `Cover for the DSL of ${settingName}: ${counted(all.length, 'span')}.`;
}

/** To whoever covers, where somebody else said so. */
export function coveringMessage({ settingName, ...cover }: CoverFacts & { settingName: string }): Message {
  const summary = `${settingName}: you cover for the DSL ${spanOf(cover)}.`;
  return {
    kind: 'action',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      {
        type: 'text',
        text: `${cover.by} said so. You are first to be told of anything on those days. If you cannot, write “cover ends”, and tell ${cover.by}.`,
      },
    ],
  };
}

export type NotCovered =
  | { is: 'not_a_lead' }
  | { is: 'how' }
  | { is: 'unknown' }
  | { is: 'untrained'; name: string }
  | { is: 'backwards'; from: LocalDate; until: LocalDate }
  | { is: 'past'; from: LocalDate }
  | { is: 'too_far'; until: LocalDate }
  | { is: 'overlaps'; name: string; from: LocalDate; until: LocalDate }
  | { is: 'none'; name: string | null }
  | { is: 'which_setting'; refs: readonly string[] };

const WHY: { [Is in NotCovered['is']]: string | ((why: Extract<NotCovered, { is: Is }>) => string) } = {
  not_a_lead:
    'Arranging cover for the DSL is for the DSL, deputies and the headteacher. Nothing was recorded. Please tell one of them.',
  how: `Say who covers, and until when. Nothing was recorded. ${HOW}`,
  unknown:
    'Nobody on the staff list is called that. Nothing was recorded. Write the name as it stands on the list, or the staff reference.',
  untrained: ({ name }) =>
    `${name} is not a DSL or a deputy on the staff list, and only somebody trained can cover. Nothing was recorded. Choose a deputy, or have the staff list changed first.`,
  backwards: ({ from, until }) =>
    `${longDate(until)} is before ${longDate(from)}. Nothing was recorded. Write the earlier day first.`,
  past: ({ from }) => `${longDate(from)} is past. Nothing was recorded. Cover begins today at the earliest.`,
  too_far: ({ until }) =>
    `${longDate(until)} is more than a year ahead. Nothing was recorded. Please have the staff list changed instead.`,
  overlaps: ({ name, ...span }) =>
    `${name} covers ${spanOf(span)} already. Nothing was recorded. End that first with “cover ends” and the name, or choose other days.`,
  none: ({ name }) =>
    `${name === null ? 'Nobody covers today' : `${name} does not cover`}, so there is nothing to end. Nothing was recorded.`,
  which_setting: ({ refs }) =>
    `You have several settings. Nothing was recorded. Add the short name of one at the end: ${refs.join(', ')}.`,
};

export function notCoveredLine(why: NotCovered): Message {
  const words = WHY[why.is] as string | ((why: NotCovered) => string);
  return privateLine(typeof words === 'string' ? words : words(why));
}

/** Several people may be meant: none is chosen. */
export function whichCoverMessage(
  people: readonly { name: string; staffRef: string }[],
  span: Pick<CoverFacts, 'from' | 'until'> | null,
): Message {
  const summary = `${counted(people.length, 'person', 'people')} may be meant. Nothing was recorded.`;
  const rest = span === null ? 'ends' : `from ${shortDate(span.from)} until ${shortDate(span.until)}`;
  return {
    kind: 'status',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      { type: 'list', lines: people.map(({ name, staffRef }) => `${name}: “cover ${staffRef} ${rest}”`) },
    ],
  };
}
