/**
 * An iCalendar file cut into its events, by line, so that one that cannot be read costs no other.
 * The rule: only the lines that say when, what and how often are kept; whom an event is with, where it is, and what is
 * written or linked in it go no further than this file.
 */
import type { RowFault } from './csv-rows.ts';

const MOST_LINES = 60;
const LONGEST_LINE = 2_000;

/** `row` is the line of the file the event begins on. */
export type Block = { row: number; lines: string[] };
const READ = /^(?:DTSTART|DTEND|DURATION|SUMMARY|RRULE|RDATE|EXDATE|RECURRENCE-ID|UID|STATUS)[;:]/i;

/** The lines of each event that are read, and where it begins. What stands inside it, such as an alarm, is left out. */
export function blocksOf(text: string): { blocks: Block[]; faults: RowFault[] } {
  const blocks: Block[] = [];
  const faults: RowFault[] = [];
  let open: (Block & { long: boolean }) | null = null;
  let inner = 0;
  const close = (wrong: string | null) => {
    if (open !== null && (wrong !== null || open.long))
      faults.push({
        row: open.row,
        field: 'VEVENT',
        wrong: wrong ?? 'is longer than any event of a school calendar',
        mend: 'export the calendar again, or take the event out',
      });
    else if (open !== null) blocks.push({ row: open.row, lines: open.lines });
    open = null;
    inner = 0;
  };
  const lines = text.split(/\r\n|\n|\r/);
  for (const [at, line] of lines.entries()) {
    if (/^BEGIN:VEVENT\s*$/i.test(line)) {
      if (open !== null) close('is not ended before the next begins');
      open = { row: at + 1, lines: [], long: false };
    } else if (open === null) continue;
    else if (/^END:VEVENT\s*$/i.test(line)) close(null);
    else if (/^BEGIN:/i.test(line)) inner += 1;
    else if (/^END:/i.test(line)) inner -= 1;
    else if (inner === 0) takeLine(open, line);
  }
  if (open !== null) close('is not ended');
  return { blocks, faults };
}

/** A line that begins with a space goes on from the one before; of one that is not read, nothing is kept. */
function takeLine(open: { lines: string[]; long: boolean }, line: string): void {
  const last = open.lines.length - 1;
  if (/^[ \t]/.test(line)) {
    const before = open.lines[last] ?? '';
    if (before !== '') open.lines[last] = before + line.slice(1);
  } else if (READ.test(line)) open.lines.push(line);
  else if (last >= 0 && open.lines[last] !== '') open.lines.push('');
  open.long ||= open.lines.length > MOST_LINES || (open.lines.at(-1)?.length ?? 0) > LONGEST_LINE;
}
