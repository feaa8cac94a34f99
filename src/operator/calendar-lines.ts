/**
 * What an imported calendar changed, or would change, as lines for whoever brought it and as JSON.
 * The rule: days are said one by one or as spans, from today on; what a file's events say is shown to whoever brought
 * the file alone, and only where it was not understood.
 */
import { addDays, type LocalDate, schoolYearOf, shortDate, weekday } from '../domain/local-time.ts';
import { isSchoolDay, type SchoolCalendar } from '../domain/school-day.ts';
import type { Setting } from '../domain/setting.ts';
import type { CalendarRead } from '../imports/calendar.ts';
import type { RowFault } from '../imports/csv-rows.ts';

export type Brought = Omit<Extract<CalendarRead, { kind: 'read' }>, 'kind' | 'source'> & {
  source: 'csv' | 'ics' | 'preset';
};
export type CalendarChange = {
  dryRun: boolean;
  isSame: boolean;
  calendar: SchoolCalendar;
  /** Days that become school days, and days that cease to be, from today on. */
  gained: LocalDate[];
  lost: LocalDate[];
  /** Days off that stay, because the file has faults. */
  kept: number;
  /** Planned for a day that is no school day any more. */
  waiting: number;
  /** Asked, and due on another day than before. */
  moved: number;
};

/** More than anybody reads at once. */
const MOST_FAULTS = 200;
const MOST_SPANS = 12;
const MOST_EVENTS = 40;
const LONGEST_SUMMARY = 60;
/** A school year usually has 190; so many fewer and a term may be missing. */
const FEW_DAYS = 150;

export function faultLines({
  source,
  faults,
}: {
  source: Brought['source'];
  faults: readonly RowFault[];
}): string[] {
  const place = source === 'ics' ? 'Line' : 'Row';
  const lines = faults
    .slice(0, MOST_FAULTS)
    .map(({ row, field, wrong, mend }) => `${place} ${row}, ${field}: ${wrong}; ${mend}`);
  return faults.length > MOST_FAULTS ? [...lines, `and ${faults.length - MOST_FAULTS} more`] : lines;
}

export function calendarFacts(ref: string, brought: Brought, change: CalendarChange) {
  const { calendar, gained, lost, kept, waiting, moved, isSame, dryRun } = change;
  return {
    setting: ref,
    dryRun,
    changed: !isSame && !dryRun,
    wouldChange: !isSame,
    source: brought.source,
    years: brought.years,
    schoolDays: Object.fromEntries(brought.years.map((year) => [year, schoolDaysOf(calendar, year)])),
    gained,
    lost,
    prompts: { waiting, moved },
    daysOffKept: kept,
    faults: brought.faults,
    notUnderstood: brought.notUnderstood,
    passedOver: brought.passedOver,
  };
}

export function calendarLines({ ref }: Setting, brought: Brought, change: CalendarChange): string[] {
  const { calendar, gained, lost, kept, waiting, moved, isSame, dryRun } = change;
  const years = brought.years.map(yearName).join(' and ');
  const others = [...new Set(calendar.halfTerms.map(({ endsOn }) => schoolYearOf(endsOn)))].filter(
    (year) => !brought.years.includes(year),
  );
  const did = isSame ? 'as it was; nothing to change' : dryRun ? 'would be replaced whole' : 'replaced whole';
  return [
    `${ref}: calendar of ${years}: ${did}` +
      (others.length > 0 ? `; ${others.map(yearName).join(' and ')} stays as it was` : ''),
    ...(dryRun ? ['This is a preview: nothing was changed'] : []),
    ...(brought.source === 'preset'
      ? [
          'These are the usual terms in England, not your own: see that every date is your school’s, or bring in its file',
        ]
      : []),
    ...brought.years.map((year) => yearLine(calendar, year)),
    ...(isSame
      ? []
      : [
          `Becoming school days: ${spansOf(gained)}`,
          `No longer school days: ${spansOf(lost)}`,
          `Prompts planned for a day that is no school day now: ${waiting} (they wait for the next school day)`,
          `Prompts already asked that are due on another day: ${moved}`,
        ]),
    ...(kept > 0
      ? [
          `Because the file has faults, ${kept === 1 ? '1 day off stays a day off' : `${kept} days off stay days off`} until it is mended and brought in again`,
        ]
      : []),
    ...(brought.unused.length > 0 ? [`Columns not used: ${brought.unused.join(', ')}`] : []),
    ...notUnderstoodLines(brought),
  ];
}

const yearName = (year: number) => `${year}/${String(year + 1).slice(2)}`;

function schoolDaysOf({ halfTerms, closures }: SchoolCalendar, year: number): number {
  const own = { halfTerms: halfTerms.filter(({ endsOn }) => schoolYearOf(endsOn) === year), closures };
  let days = 0;
  for (const { startsOn, endsOn } of own.halfTerms)
    for (let day = startsOn; day <= endsOn; day = addDays(day, 1)) if (isSchoolDay(own, day)) days += 1;
  return days;
}

function yearLine(calendar: SchoolCalendar, year: number): string {
  const halves = calendar.halfTerms.filter(({ endsOn }) => schoolYearOf(endsOn) === year);
  const days = schoolDaysOf(calendar, year);
  const span = `${halves[0]?.startsOn} to ${halves.at(-1)?.endsOn}`;
  const few = days < FEW_DAYS ? '. A school year usually has about 190: see that no term is missing' : '';
  return `${yearName(year)}: ${halves.length} half terms, ${span}, ${days} school days${few}`;
}

/** "none", or "3 (26 Oct 2026 to 28 Oct 2026)": days that follow each other but for a weekend are one span. */
function spansOf(days: readonly LocalDate[]): string {
  if (days.length === 0) return 'none';
  const spans: { from: LocalDate; to: LocalDate }[] = [];
  for (const day of days) {
    const last = spans.at(-1);
    if (last !== undefined && day <= nextWeekday(last.to)) last.to = day;
    else spans.push({ from: day, to: day });
  }
  const said = spans
    .slice(0, MOST_SPANS)
    .map(({ from, to }) => (from === to ? withYear(from) : `${withYear(from)} to ${withYear(to)}`));
  const more = spans.length > MOST_SPANS ? [`and ${spans.length - MOST_SPANS} more spans`] : [];
  return `${days.length} (${[...said, ...more].join(', ')})`;
}

/** Days off come as weekdays, so a Friday is followed by its Monday. */
const nextWeekday = (day: LocalDate) => addDays(day, weekday(day) === 5 ? 3 : 1);
const withYear = (day: LocalDate) => `${shortDate(day)} ${day.slice(0, 4)}`;

function notUnderstoodLines({ notUnderstood, passedOver }: Brought): string[] {
  const lines = notUnderstood.slice(0, MOST_EVENTS).map(({ row, on, summary }) => {
    const short = summary.length > LONGEST_SUMMARY ? `${summary.slice(0, LONGEST_SUMMARY)}…` : summary;
    return `  Line ${row}, ${withYear(on)}: ${short === '' ? '(no summary)' : short}`;
  });
  if (notUnderstood.length > MOST_EVENTS) lines.push(`  and ${notUnderstood.length - MOST_EVENTS} more`);
  return [
    ...(lines.length > 0
      ? [
          'Not understood, so not used. Where one of these is a day off, give the calendar as CSV, or name it so:',
          ...lines,
        ]
      : []),
    ...(passedOver > 0
      ? [`Passed over: ${passedOver} events of other years, cancelled, or for a part of a day`]
      : []),
  ];
}
