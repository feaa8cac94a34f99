/**
 * What is overdue in a setting, in lines that name nobody: one a role and day, however many checks it has.
 * The rule: it is told as not answered, never as not done; in a small setting, where a role is a name, neither the
 * role nor how many people is told.
 */
import { indicatorWords, type OverdueFacts } from '../domain/digest.ts';
import { shortDate } from '../domain/local-time.ts';
import { type StandardId, standardById } from '../domain/standard.ts';
import { counted } from './standards-table.ts';

/** Said once under the lines. */
export const NOT_KNOWN = '“Not answered” does not mean “not done”: we do not know. Please ask.';

export function overdueLines(rows: readonly OverdueFacts[], small: boolean): string[] {
  const groups = new Map<string, OverdueFacts[]>();
  for (const row of rows) {
    const key =
      row.kind === 'duty' ? `${small ? '' : row.owner} ${row.dueOn}` : `${row.standard} ${row.indicator}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return [group.length === 1 ? oneLine(first, small) : dutiesLine(first, group, small)];
  });
}

function oneLine(row: OverdueFacts, small: boolean): string {
  const what = indicatorWords(row.indicator);
  const end = `, due ${shortDate(row.dueOn)}. ${standardWords(row.standard)}`;
  if (row.kind === 'duty') return `Check not answered: ${what}${ownerWords(row, small)}${end}`;
  const who = small ? 'not everybody has' : `${counted(row.people, 'person has', 'people have')} not`;
  return `${what.slice(0, 1).toUpperCase()}${what.slice(1)}: ${who} answered${end}`;
}

function dutiesLine(first: OverdueFacts, group: readonly OverdueFacts[], small: boolean): string {
  const checks = group.map(({ indicator }) => indicatorWords(indicator)).join(', ');
  return `${group.length} checks not answered${ownerWords(first, small)}, due ${shortDate(first.dueOn)}: ${checks}.`;
}

const ownerWords = ({ owner }: OverdueFacts, small: boolean) => (small ? '' : ` (${owner})`);

/** Said as a sentence of its own, so that a long name is not taken for part of what went before. */
export function standardWords(standard: StandardId): string {
  return `Standard: ${standardById(standard).name}.`;
}
