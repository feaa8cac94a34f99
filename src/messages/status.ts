/**
 * Where things stand, to somebody who asked: the setting, or one standard of it.
 * The rule: nobody is named in either. One's own is my-status's.
 */
import type { BoardStanding } from '../domain/board.ts';
import { indicatorWords } from '../domain/digest.ts';
import type { Block, Message } from '../domain/message.ts';
import type { Kind } from '../domain/question.ts';
import type { SetUpGap } from '../domain/set-up.ts';
import { type Rating, standardById } from '../domain/standard.ts';
import { type TodayInCharge, todayInChargeLine } from './charge-days.ts';
import { commandButton } from './guard.ts';
import { setUpLine } from './set-up.ts';
import {
  counted,
  minutesWords,
  ratingCell,
  ratingWord,
  reachWords,
  shareWords,
  standardsTable,
} from './standards-table.ts';

export type SettingStanding = BoardStanding & {
  minutesThisWeek: number;
  setUp?: SetUpGap[];
  /** Sites and trips asked about today, and those with somebody named. */
  inCharge?: TodayInCharge;
};

/** `oneByOne`: they may ask for one standard, and for what is overdue; else the totals are all they see. */
export function settingStatusMessage(status: SettingStanding, { oneByOne = true } = {}): Message {
  const grey = status.standards.filter((row) => row.rating === 'not_yet_assessed').length;
  const setUp = setUpLine(status.setUp ?? []);
  const inCharge = status.inCharge === undefined ? null : todayInChargeLine(status.inCharge);
  const isShort = status.inCharge !== undefined && status.inCharge.named < status.inCharge.asked;
  const summary =
    `${status.name} today. Overdue: ${status.overdue}. Open actions: ${status.openActions}. ` +
    `Not assessed: ${counted(grey, 'standard')}. No change seen does not mean all is well.`;
  return {
    kind: 'status',
    summary,
    blocks: [
      { type: 'heading', text: `${status.name} today` },
      { type: 'text', tone: 'strong', text: summary },
      ...(setUp === null ? [] : [{ type: 'text', tone: 'warn', text: setUp } as const]),
      ...(inCharge === null
        ? []
        : [{ type: 'text', tone: isShort ? 'warn' : 'plain', text: inCharge } as const]),
      standardsTable(
        status.standards.map(({ id, ...row }) => ({ standard: id, ...row })),
        { shares: false },
      ),
      {
        type: 'text',
        tone: 'quiet',
        text:
          `${capital(reachWords(status.unreachable))}, and ${status.unreachable === 1 ? 'is' : 'are'} not among those ` +
          `asked. Answering has taken ${minutesWords(status.minutesThisWeek)} of staff time this week. ` +
          'A rating is only a suggestion until a named person confirms it.',
      },
      oneByOne
        ? {
            type: 'buttons',
            buttons: [commandButton('What is due', 'due'), commandButton('Digest', 'digest')],
          }
        : { type: 'text', tone: 'quiet', text: WHOLE_ONLY },
    ],
  };
}

const WHOLE_ONLY =
  'You see the school as a whole. What each standard is made of, and what is overdue in it, is for the school’s own ' +
  'leads and governors.';

export type IndicatorStanding = {
  indicator: string;
  kind: Kind;
  rating: Rating;
  /** Knowledge only, and only where there are enough to show. */
  share: { good: number; counted: number } | null;
};

const KINDS: Record<Kind, string> = {
  duty: 'check',
  attestation: 'asked of everybody',
  knowledge: 'asked of a few at a time',
};

export function standardStatusMessage(
  settingName: string,
  { unreachable, ...standing }: Pick<SettingStanding, 'unreachable'> & SettingStanding['standards'][number],
  indicators: readonly IndicatorStanding[],
  released: readonly Block[] = [],
): Message {
  const { name } = standardById(standing.id);
  const summary = `${name}: ${ratingWord(standing.rating)}, reported, not checked. ${standing.answered} of ${standing.asked} asked answered this school year; ${reachWords(unreachable)}.`;
  const shares = indicators.flatMap(({ indicator, share }) =>
    share === null
      ? []
      : [`${capital(indicatorWords(indicator))}: ${shareWords(share.good, share.counted)}.`],
  );
  const blocks: Block[] = [
    { type: 'heading', text: `${settingName}: ${name}` },
    { type: 'text', tone: 'strong', text: summary },
  ];
  if (indicators.length === 0)
    blocks.push({
      type: 'text',
      text: 'No question of this standard is switched on, so it cannot be assessed.',
    });
  else
    blocks.push({
      type: 'table',
      caption: `What ${name} is made of`,
      columns: ['Indicator', 'How it is asked', 'Suggested rating'],
      rows: indicators.map((row) => [
        capital(indicatorWords(row.indicator)),
        KINDS[row.kind],
        ratingCell(row.rating),
      ]),
    });
  if (shares.length > 0) blocks.push({ type: 'list', lines: shares });
  blocks.push(...released);
  blocks.push({
    type: 'text',
    tone: 'quiet',
    text: 'The worst indicator decides. Knowledge questions count once five different people have answered: the newest ten answers, five at a time.',
  });
  return { kind: 'status', summary, blocks };
}

const capital = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

/** To staff who ask for the digest. */
export function digestIsForLeadsMessage(): Message {
  const summary = 'The digest is for the leads and governors of your setting.';
  return {
    kind: 'status',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      { type: 'text', text: 'It names nobody, and shows no one person’s answers.' },
      { type: 'buttons', buttons: [commandButton('My own status', 'status', 'primary')] },
    ],
  };
}
