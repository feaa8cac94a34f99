/**
 * The weekly digest: what needs a person today, what changed, every standard's suggested rating, and what the week
 * cost. The rule: it goes to a channel, so nobody is named and no one person's answer is in it; every number has
 * its denominator; nothing in it says that all is well. The facts are counted by the store.
 */
import {
  changedStandards,
  type DigestFacts,
  indicatorWords,
  isFirstWeek,
  needsToday,
  newlyLookedAt,
  notAssessed,
  type OverdueFacts,
  type WhyNobody,
} from '../domain/digest.ts';
import { daysBetween, shortDate } from '../domain/local-time.ts';
import type { Block, Message } from '../domain/message.ts';
import { SMALL_SETTING } from '../domain/setting.ts';
import { type Rating, type StandardId, standardById } from '../domain/standard.ts';
import { counted, minutesWords, ratingWord, shareWords, standardsTable } from './standards-table.ts';
import { uncoveredBlocks } from './uncovered.ts';

/** A calendar that ends within this many days of the week reported is worth a warning. */
const RUNNING_OUT = 28;

/** Names in one line that can still be taken in at a glance. */
const FEW_NAMES = 3;

/** `soFar`: the week is not over, so this is not the digest that will be sent. */
export function digestMessage(facts: DigestFacts, { soFar = false } = {}): Message {
  const small = facts.participation.staff < SMALL_SETTING;
  const summary = openingLine(facts, soFar);
  return {
    kind: 'digest',
    summary,
    blocks: [
      { type: 'heading', text: `${facts.settingName}: safeguarding digest` },
      { type: 'text', tone: 'strong', text: summary },
      ...calendarBlocks(facts),
      ...uncoveredBlocks(facts.uncovered, small),
      ...todayBlocks(facts, small),
      ...changeBlocks(facts, small),
      { type: 'heading', text: 'The twelve standards' },
      standardsTable(facts.standards, { shares: !small }),
      ...actionBlocks(facts, small),
      { type: 'heading', text: 'Taking part' },
      ...(small || facts.participation.asked === 0 ? [] : [participationBlock(facts)]),
      { type: 'text', tone: 'quiet', text: costLine(facts) },
      {
        type: 'text',
        tone: 'quiet',
        text: 'A rating here is not an inspector’s. It is only a suggestion until a named person confirms it.',
      },
    ],
  };
}

function openingLine(facts: DigestFacts, soFar: boolean): string {
  const { overdue, late } = needsToday(facts);
  const { asked, answered, unreachable } = facts.participation;
  const reached = unreachable === 1 ? '1 member of staff' : `${unreachable} staff`;
  const looked = newlyLookedAt(facts).length;
  return [
    `Week of ${shortDate(facts.from)}${soFar ? ', so far' : ''}.`,
    `Needs a person today: ${overdue.length + late.length}.`,
    `Changed: ${changedStandards(facts).length}.`,
    ...(looked === 0 ? [] : [`${newlyWords(facts)}: ${counted(looked, 'standard')}.`]),
    facts.whyNobody === null
      ? `${answered} of ${asked} asked answered; ${reached} could not be reached.`
      : `${nobodyWords(facts.whyNobody, soFar)}; ${reached} could not be reached.`,
    `Not assessed: ${counted(notAssessed(facts).length, 'standard')}.`,
    'No change seen does not mean all is well.',
  ].join(' ');
}

const WHY_NOBODY: Record<WhyNobody, string> = {
  nobody_confirmed: 'nobody on the staff list is confirmed yet',
  no_questions: 'no questions are switched on',
  no_school_days: 'it had no school days',
  nobody_reachable: 'nobody on the staff list can be reached in chat',
  not_delivered: 'the questions planned for it were not delivered',
  nothing_due: 'no question was due',
};

/** A week that is not over may yet be asked about; only what stops the asking altogether is a reason so far. */
function nobodyWords(why: WhyNobody, soFar: boolean): string {
  if (soFar && (why === 'not_delivered' || why === 'nothing_due'))
    return 'Nobody has been asked yet this week';
  return `Nobody was asked this week, because ${WHY_NOBODY[why]}`;
}

/** Only in the first week is it known that nobody looked before; later it may be again, after a gap. */
function newlyWords(facts: DigestFacts): string {
  return isFirstWeek(facts) ? 'Looked at for the first time' : 'Newly looked at';
}

function calendarBlocks({ calendarEndsOn, to }: DigestFacts): Block[] {
  if (calendarEndsOn === null)
    return [warning('There is no school calendar in Vigil, so nobody is asked. Please add the term dates.')];
  const left = daysBetween(to, calendarEndsOn);
  if (left > RUNNING_OUT) return [];
  const ends = left < 0 ? 'ended' : 'ends';
  return [
    warning(
      `The school calendar in Vigil ${ends} on ${shortDate(calendarEndsOn)}. ` +
        'After it nobody is asked. Please add the next term dates.',
    ),
  ];
}

function warning(text: string): Block {
  return { type: 'text', tone: 'warn', text };
}

function todayBlocks(facts: DigestFacts, small: boolean): Block[] {
  const { overdue, late } = needsToday(facts);
  const heading: Block = { type: 'heading', text: 'Needs a person today' };
  if (overdue.length + late.length === 0)
    return [
      heading,
      {
        type: 'text',
        text: 'No check or action is past its date. That says nothing about what was not asked.',
      },
    ];
  return [
    heading,
    {
      type: 'list',
      lines: [
        ...overdue.map((row) => overdueLine(row, small)),
        ...late.map(
          (action) =>
            `Action due ${shortDate(action.dueOn)}, now late: ${indicatorWords(action.indicator)}. ` +
            standardWords(action.standard),
        ),
      ],
    },
  ];
}

/** Said as a sentence of its own, so that a long name is not taken for part of what went before. */
function standardWords(standard: StandardId): string {
  return `Standard: ${standardById(standard).name}.`;
}

/** In a small setting a role is a name, so it is left out. */
export function overdueLine(row: OverdueFacts, small: boolean): string {
  const what = indicatorWords(row.indicator);
  const standard = standardWords(row.standard);
  if (row.kind === 'attestation')
    return `${capital(what)}: ${counted(row.people, 'person has', 'people have')} not answered, due ${shortDate(row.dueOn)}. ${standard}`;
  const owner = small ? '' : ` (${row.owner})`;
  return `Check not answered: ${what}${owner}, due ${shortDate(row.dueOn)}. We do not know whether it was done. ${standard}`;
}

function changeBlocks(facts: DigestFacts, small: boolean): Block[] {
  const changed = changedStandards(facts);
  const heading: Block = { type: 'heading', text: 'What changed' };
  const lines = changed.map(
    ({ standard, before, rating }) =>
      `${standardById(standard).name}: was ${ratingWord(before)}, now ${ratingWord(rating)}.`,
  );
  lines.push(...newLines(facts));
  const none = isFirstWeek(facts)
    ? 'There is nothing to compare with yet.'
    : 'No suggested rating changed. A moderate slip can take weeks to show.';
  const blocks: Block[] = [
    heading,
    ...(changed.length > 0 ? [] : [{ type: 'text', text: none } as const]),
    ...(lines.length > 0 ? [{ type: 'list', lines } as const] : []),
  ];
  if (small) return blocks;
  // In the first week that would be every standard; the table has their numbers.
  const told = isFirstWeek(facts) ? changed : [...changed, ...newlyLookedAt(facts)];
  const shares = facts.standards.filter(
    (row) => row.counted > 0 && (row.rating === 'not_met' || told.includes(row)),
  );
  if (shares.length > 0)
    blocks.push({
      type: 'list',
      lines: shares.map((row) => `${standardById(row.standard).name}: ${shareWords(row.good, row.counted)}.`),
    });
  return blocks;
}

/** A line a rating. More than a few names would only say twice what the table below says. */
function newLines(facts: DigestFacts): string[] {
  const first = newlyWords(facts);
  const looked = newlyLookedAt(facts);
  return [...new Set(looked.map(({ rating }) => rating))].map((rating: Rating) => {
    const rows = looked.filter((row) => row.rating === rating);
    const names = rows.map(({ standard }) => standardById(standard).name).join('; ');
    return rating === 'not_met' || rows.length <= FEW_NAMES
      ? `${first}, ${ratingWord(rating)}: ${names}.`
      : `${first}, ${ratingWord(rating)}: ${rows.length} of the twelve standards, in the table below.`;
  });
}

function actionBlocks(facts: DigestFacts, small: boolean): Block[] {
  const taken = facts.overdue.filter((row) => row.acknowledged);
  const open = facts.openActions;
  const late = open.filter((action) => action.late).length;
  const closed = facts.closedActions === 0 ? '' : ` Closed in the week: ${facts.closedActions}.`;
  const blocks: Block[] = [
    { type: 'heading', text: 'Overdue and actions' },
    {
      type: 'text',
      text:
        `Overdue: ${facts.overdue.length}, of which somebody has said “I have it” for ${taken.length}. ` +
        `Open actions: ${open.length}, late: ${late}.${closed}`,
    },
  ];
  const lines = [
    ...taken.map((row) => `Somebody has it: ${lowered(overdueLine(row, small))}`),
    ...open
      .filter((action) => !action.late)
      .map(
        (action) =>
          `Action due ${shortDate(action.dueOn)}${action.openedThisWeek ? ' (new)' : ''}: ` +
          `${indicatorWords(action.indicator)}. ${standardWords(action.standard)}`,
      ),
  ];
  if (lines.length > 0) blocks.push({ type: 'list', lines });
  return blocks;
}

function participationBlock({ participation: part }: DigestFacts): Block {
  const of = (count: number) => `${count} of ${part.asked}`;
  return {
    type: 'fields',
    fields: [
      { label: 'Questions answered', value: of(part.answered) },
      {
        label: 'Of those answered, “not sure”',
        value: part.answered === 0 ? 'none' : `${part.notSure} of ${part.answered}`,
      },
      { label: 'Still open', value: of(part.stillOpen) },
      // Said only when there were any: a line of noughts is one more thing to read.
      ...(part.handedOn === 0 ? [] : [{ label: 'Passed on (“not me”)', value: of(part.handedOn) }]),
      ...(part.lapsed === 0 ? [] : [{ label: 'No answer in time', value: of(part.lapsed) }]),
      { label: 'People asked', value: counted(part.people, 'person', 'people') },
    ],
  };
}

function costLine({ minutes, participation }: DigestFacts): string {
  const time =
    participation.answered === 0 && minutes === 0
      ? 'Answering took no staff time.'
      : `Answering took ${minutesWords(minutes)} of staff time in all.`;
  return participation.unreachable === 0
    ? time
    : `${time} Those who could not be reached are not among those who did not answer.`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function lowered(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
