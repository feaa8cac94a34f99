/**
 * The weekly digest: what needs a person today, what changed, every standard's suggested rating, and what the week
 * cost. The rule: it goes to a channel, so nobody is named and no one person's answer is in it; every number has
 * its denominator; nothing in it says that all is well. The facts are counted by the store.
 */
import {
  changedStandards,
  type DigestFacts,
  indicatorWords,
  mayTellNotSure,
  needsToday,
  newlyLookedAt,
  notAssessed,
  type WhyNobody,
} from '../domain/digest.ts';
import type { LedgerHead } from '../domain/ledger-chain.ts';
import { daysBetween, shortDate } from '../domain/local-time.ts';
import type { Block, Message } from '../domain/message.ts';
import { recordLine } from '../domain/record-line.ts';
import { SMALL_SETTING } from '../domain/setting.ts';
import { chargeDaysBlocks } from './charge-days.ts';
import { changeBlocks, newlyWords } from './digest-changes.ts';
import { ratingsChart } from './digest-chart.ts';
import { notAskedBlocks } from './not-asked.ts';
import { NOT_KNOWN, overdueLines, standardWords } from './overdue-lines.ts';
import { releasedBlocks } from './released.ts';
import { setUpLine } from './set-up.ts';
import { counted, minutesWords, reachWords, standardsTable } from './standards-table.ts';
import { uncoveredBlocks } from './uncovered.ts';

/** A calendar that ends within this many days of the week reported is worth a warning. */
const RUNNING_OUT = 28;

/**
 * `soFar`: the week is not over, so this is not the digest that will be sent. `head`: how far the ledger was sealed when
 * it was made; the channel keeps it where nobody who can write the database can reach.
 */
export function digestMessage(
  facts: DigestFacts,
  { soFar = false, head = null }: { soFar?: boolean; head?: LedgerHead | null } = {},
): Message {
  const small = facts.participation.staff < SMALL_SETTING;
  const summary = openingLine(facts, soFar);
  return {
    kind: 'digest',
    summary,
    blocks: [
      { type: 'heading', text: `${facts.settingName}: safeguarding digest` },
      { type: 'text', tone: 'strong', text: summary },
      ...setUpBlocks(facts),
      ...calendarBlocks(facts),
      ...uncoveredBlocks(facts.uncovered, small),
      ...notAskedBlocks(facts.notAsked ?? []),
      ...(facts.inCharge === undefined
        ? []
        : chargeDaysBlocks(facts.inCharge, soFar ? 'this week so far' : 'that week')),
      ...todayBlocks(facts, small),
      ...changeBlocks(facts, small),
      { type: 'heading', text: 'The twelve standards' },
      ratingsChart(facts.standards),
      standardsTable(facts.standards, { shares: !small }),
      ...actionBlocks(facts, small),
      ...releasedBlocks(facts.released ?? [], small),
      { type: 'heading', text: 'Taking part' },
      ...(small || facts.participation.asked === 0 ? [] : [participationBlock(facts, soFar)]),
      { type: 'text', tone: 'quiet', text: costLine(facts) },
      {
        type: 'text',
        tone: 'quiet',
        text: 'A rating here is not an inspector’s. It is only a suggestion until a named person confirms it.',
      },
      // Apart, so that it stays where the rest is too long for a platform.
      ...(head === null
        ? []
        : [{ type: 'divider' } as const, { type: 'text', tone: 'quiet', text: recordLine(head) } as const]),
    ],
  };
}

function openingLine(facts: DigestFacts, soFar: boolean): string {
  const { overdue, late } = needsToday(facts);
  const { asked, answered, unreachable } = facts.participation;
  const reach = reachWords(unreachable);
  const looked = newlyLookedAt(facts).length;
  return [
    `Week of ${shortDate(facts.from)}${soFar ? ', so far' : ''}.`,
    `Needs a person today: ${overdue.length + late.length}.`,
    `Changed: ${changedStandards(facts).length}.`,
    ...(looked === 0 ? [] : [`${newlyWords(facts)}: ${counted(looked, 'standard')}.`]),
    facts.whyNobody === null
      ? `${answered} of ${asked} asked answered; ${reach}.`
      : `${nobodyWords(facts.whyNobody, soFar)}; ${reach}.`,
    `Not assessed: ${counted(notAssessed(facts).length, 'standard')}.`,
    'No change seen does not mean all is well.',
  ].join(' ');
}

const WHY_NOBODY: Record<WhyNobody, string> = {
  not_set_up: 'set-up is not finished',
  nobody_confirmed: 'nobody on the staff list is confirmed yet',
  no_questions: 'no questions are switched on',
  no_school_days: 'it had no school days',
  nobody_reachable: 'nobody on the staff list can be reached in chat',
  vigil_away: 'Vigil was away',
  not_delivered: 'the questions planned for it were not delivered',
  nothing_due: 'no question was due',
};

/** A week that is not over may yet be asked about; only what stops the asking altogether is a reason so far. */
function nobodyWords(why: WhyNobody, soFar: boolean): string {
  if (soFar && (why === 'not_delivered' || why === 'nothing_due'))
    return 'Nobody has been asked yet this week';
  return `Nobody was asked this week, because ${WHY_NOBODY[why]}`;
}

function setUpBlocks({ setUp }: DigestFacts): Block[] {
  const line = setUpLine(setUp ?? []);
  return line === null ? [] : [warning(line)];
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
        ...overdueLines(overdue, small),
        ...late.map(
          (action) =>
            `Action due ${shortDate(action.dueOn)}, now late: ${indicatorWords(action.indicator)}. ` +
            standardWords(action.standard),
        ),
      ],
    },
    ...(overdue.length === 0 ? [] : [{ type: 'text', tone: 'quiet', text: NOT_KNOWN } as const]),
  ];
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
    ...overdueLines(taken, small).map((line) => `Somebody has it: ${lowered(line)}`),
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

function participationBlock(facts: DigestFacts, soFar: boolean): Block {
  const part = facts.participation;
  const of = (count: number) => `${count} of ${part.asked}`;
  return {
    type: 'fields',
    fields: [
      { label: 'Questions answered', value: of(part.answered) },
      ...(!mayTellNotSure(facts, soFar)
        ? []
        : [{ label: 'Of those answered, “not sure”', value: `${part.notSure} of ${part.answered}` }]),
      { label: 'Still open', value: of(part.stillOpen) },
      // Said only when there were any: a line of noughts is one more thing to read.
      ...(part.handedOn === 0 ? [] : [{ label: 'Passed on (“not me”)', value: of(part.handedOn) }]),
      ...(part.lapsed === 0 ? [] : [{ label: 'No answer in time', value: of(part.lapsed) }]),
      { label: 'People asked', value: counted(part.people, 'person', 'people') },
      { label: 'Could not be reached', value: counted(part.unreachable, 'person', 'people') },
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

function lowered(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
