/**
 * How the standards that somebody owns stand, under their own status.
 * The rule: those standards and no others; by role, never by name, and in a small setting not even that.
 */
import type { OverdueFacts } from '../domain/digest.ts';
import type { Block } from '../domain/message.ts';
import { type StandardId, standardById } from '../domain/standard.ts';
import { NOT_KNOWN, overdueLines } from './overdue-lines.ts';
import { reachWords, standardsTable } from './standards-table.ts';
import type { SettingStanding } from './status.ts';

/** `status` and `overdue` are of the standards owned alone. */
export function ownedBlocks(
  status: SettingStanding,
  overdue: readonly OverdueFacts[],
  small: boolean,
): Block[] {
  const lines = overdueLines(overdue, small);
  return [
    { type: 'heading', text: `What you own at ${status.name}` },
    {
      type: 'text',
      tone: 'strong',
      text: `Overdue: ${status.overdue}. Open actions: ${status.openActions}. ${reachWords(status.unreachable)}.`,
    },
    standardsTable(
      status.standards.map(({ id, ...row }) => ({ standard: id, ...row })),
      { shares: false },
    ),
    ...(lines.length === 0
      ? []
      : [{ type: 'list', lines } as const, { type: 'text', tone: 'quiet', text: NOT_KNOWN } as const]),
    {
      type: 'text',
      tone: 'quiet',
      text:
        `Write “status ${status.standards[0]?.id ?? ''}” for what it is made of. The other standards are for the leads ` +
        'and governors. A rating is only a suggestion until a named person confirms it.',
    },
  ];
}

/** To whoever owns one standard and asks for another. */
export function notYourStandardBlocks(asked: StandardId): Block[] {
  return [
    {
      type: 'text',
      text: `${standardById(asked).name} is for its owner, and for the leads and governors, to see.`,
    },
  ];
}
