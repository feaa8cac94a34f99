/**
 * What waits for the person who asked, and for those who may see it, what is overdue in the setting.
 * The rule: names are in it only when it was made for a lead's own eyes. The buttons of open questions are drawn
 * by messages/prompt.
 */
import { indicatorWords, type OverdueFacts } from '../domain/digest.ts';
import { type LocalDate, shortDate } from '../domain/local-time.ts';
import type { Block, Message } from '../domain/message.ts';
import type { PromptFrame, PromptView } from '../domain/prompt-view.ts';
import { type StandardId, standardById } from '../domain/standard.ts';
import { NOT_KNOWN, overdueLines, standardWords } from './overdue-lines.ts';
import { promptMessage } from './prompt.ts';
import { counted } from './standards-table.ts';

export type Waiting = { view: PromptView; askedOn: LocalDate; dueOn: LocalDate | null; overdue: boolean };

/** What is overdue in the setting: with names for a lead, by role for somebody who oversees. */
export type SettingOverdue =
  | {
      as: 'named';
      rows: { standard: StandardId; indicator: string; owner: string; name: string; dueOn: LocalDate }[];
    }
  /** `of`: where they see some standards alone. `unnamed`: a lead's, whose look at names could not be recorded. */
  | { as: 'roles'; rows: OverdueFacts[]; small: boolean; of?: readonly StandardId[]; unnamed?: boolean }
  | { as: 'hidden' };

/** More than this at once is a wall; the rest come up as these are answered. */
const SHOWN = 5;

export function dueMessage(
  frame: PromptFrame,
  waiting: readonly Waiting[],
  overdue: SettingOverdue,
): Message {
  const late = waiting.filter((one) => one.overdue).length;
  const summary =
    waiting.length === 0
      ? `Nothing waits for you at ${frame.settingName}.`
      : `${counted(waiting.length, 'question')} ${waiting.length === 1 ? 'waits' : 'wait'} for you at ${frame.settingName}, ${late} past the date.`;
  const shown = waiting.slice(0, SHOWN);
  const blocks: Block[] = [
    { type: 'heading', text: `Due at ${frame.settingName}` },
    { type: 'text', tone: 'strong', text: summary },
  ];
  if (shown.length > 0) {
    blocks.push({ type: 'list', lines: shown.map(waitingLine) });
    blocks.push({ type: 'divider' });
    blocks.push(
      ...promptMessage(
        frame,
        shown.map((one) => one.view),
      ).blocks,
    );
  }
  if (waiting.length > shown.length)
    blocks.push({
      type: 'text',
      tone: 'quiet',
      text: `${waiting.length - shown.length} more will show when these are answered.`,
    });
  blocks.push(...settingBlocks(frame.settingName, overdue));
  return { kind: 'due', summary, blocks };
}

const UNNAMED =
  'Names are not shown just now: Vigil could not record that you looked at them, and shows none without that. Please ' +
  'write “due” again in a few minutes.';

function waitingLine({ view, askedOn, dueOn, overdue }: Waiting): string {
  const when =
    dueOn === null
      ? 'answer if you can'
      : overdue
        ? `was due ${shortDate(dueOn)}`
        : `due ${shortDate(dueOn)}`;
  return `${standardById(view.standard).name}, asked ${shortDate(askedOn)}: ${when}.`;
}

function settingBlocks(settingName: string, overdue: SettingOverdue): Block[] {
  if (overdue.as === 'hidden') return [];
  const of = overdue.as === 'roles' ? overdue.of : undefined;
  const about = of === undefined ? settingName : of.map((id) => standardById(id).name).join('; ');
  const heading: Block = { type: 'heading', text: `Overdue across ${about}` };
  const lines =
    overdue.as === 'named'
      ? overdue.rows.map(
          (row) =>
            `${row.name} (${row.owner}): ${indicatorWords(row.indicator)}, due ${shortDate(row.dueOn)}. ` +
            standardWords(row.standard),
        )
      : overdueLines(overdue.rows, overdue.small);
  if (lines.length === 0)
    return [
      heading,
      { type: 'text', text: 'No check is past its date. That says nothing about what was not asked.' },
    ];
  const blocks: Block[] = [heading, { type: 'list', lines }];
  blocks.push({
    type: 'text',
    tone: 'quiet',
    text: overdue.as === 'named' ? `Names are for you as a lead. ${NOT_KNOWN}` : NOT_KNOWN,
  });
  if (overdue.as === 'roles' && overdue.unnamed) blocks.push({ type: 'text', tone: 'warn', text: UNNAMED });
  return blocks;
}
