/**
 * `import calendar FILE --setting REF`: brings a setting's calendar into line with its file, or with the usual terms.
 * The rule: the school years the file covers are replaced whole and the others stay; one transaction; the same file
 * twice changes nothing; a preview says what would change and changes nothing. Bank holidays come by themselves. Saying
 * it is calendar-lines'; reading the file is imports/calendar.
 */
import type { Context } from '../cycle/context.ts';
import { recountDeadlines } from '../cycle/recount-deadlines.ts';
import { changeOf, isSameCalendar, keepDaysOff, replaceYears } from '../domain/change-calendar.ts';
import { englandCalendar, KNOWN_YEARS } from '../domain/england-calendar.ts';
import { addDays, localDate, schoolYearOf } from '../domain/local-time.ts';
import { NATIONS, type Nation } from '../domain/nation.ts';
import { isSchoolDay } from '../domain/school-day.ts';
import type { Setting } from '../domain/setting.ts';
import { readCalendar } from '../imports/calendar.ts';
import { holdCalendar, recountPrompts, saveCalendar } from '../store/calendars.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { type WakeStep, wakeBy } from '../store/wakes.ts';
import {
  type Brought,
  type CalendarChange,
  calendarFacts,
  calendarLines,
  faultLines,
} from './calendar-lines.ts';
import { settingNamed } from './find-setting.ts';
import { badInput, done, type Given, type Outcome } from './outcome.ts';

type Args = {
  setting?: string | undefined;
  dryRun?: boolean | undefined;
  json?: boolean | undefined;
  preset?: string | undefined;
  year?: string | undefined;
  nation?: string | undefined;
};

/** What the new calendar may change: whom to ask, when a message goes, when an answer is late, when the digest goes. */
const WOKEN: readonly WakeStep[] = ['plan-prompts', 'deliver-messages', 'chase-overdue', 'send-digests'];
const A_YEAR = 365;

export async function importCalendar(given: Given, args: Args, text: string): Promise<Outcome> {
  const nation = NATIONS.find((known) => known === (args.nation ?? 'england'));
  if (nation === undefined) return badInput(`--nation: it is none of ${NATIONS.join(', ')}`);
  const placed = await settingNamed(given, args.setting);
  if ('fault' in placed) return badInput(placed.fault);
  const context = await given.world.contextFor(placed.org);
  const read =
    args.preset === undefined ? fromFile(text, placed.setting, context) : fromPreset(args, placed.setting);
  if ('errors' in read) return read;
  const changed = await context.within((tx) =>
    bring(context, tx, placed.setting, read, nation, args.dryRun === true),
  );
  if (typeof changed === 'string') return badInput(...faultLines(read), changed);
  const errors = faultLines(read);
  const out = args.json
    ? JSON.stringify(calendarFacts(placed.setting.ref, read, changed))
    : calendarLines(placed.setting, read, changed).join('\n');
  return errors.length > 0 ? { code: 2, out, errors } : done(out);
}

function fromFile(text: string, { zone }: Setting, { now }: Context): Brought | Outcome {
  if (text.trim() === '')
    return badInput(
      `The file is empty. Where the school has none yet: import calendar --preset england --year ${KNOWN_YEARS.join(' or ')}`,
    );
  const read = readCalendar(text, { today: localDate(now, zone), zone });
  if (read.kind === 'read') return read;
  return badInput(...faultLines({ source: read.source, faults: read.rows }), ...read.faults);
}

function fromPreset({ preset, year }: Args, { calendar }: Setting): Brought | Outcome {
  if (preset !== 'england') return badInput('--preset: there is one, england');
  const known = KNOWN_YEARS.find((one) => String(one) === year);
  if (known === undefined)
    return badInput(
      `--year: the usual terms are known for ${KNOWN_YEARS.join(', ')} (the year the school year begins in); bring in the school’s own file`,
    );
  const terms = englandCalendar(known);
  const held = calendar.halfTerms.filter(({ endsOn }) => schoolYearOf(endsOn) === known);
  if (held.length > 0 && !isSameCalendar({ halfTerms: held, closures: [] }, { ...terms, closures: [] }))
    return badInput(
      `--preset: ${known} has term dates of its own already, which the usual ones do not replace; bring in the school’s own file`,
    );
  return {
    source: 'preset',
    calendar: terms,
    years: [known],
    faults: [],
    unused: [],
    notUnderstood: [],
    passedOver: 0,
  };
}

/** Gives what changed, or would; or one line that says why it may not. */
async function bring(
  context: Context,
  tx: Tx,
  { id, zone }: Setting,
  brought: Brought,
  nation: Nation,
  dryRun: boolean,
): Promise<CalendarChange | string> {
  const held = await holdCalendar(tx, id);
  if (held === null) throw new Error('A setting went while its calendar was brought in');
  const today = localDate(context.now, zone);
  const whole = replaceYears(held.calendar, brought.calendar, brought.years, nation);
  const { calendar, kept } =
    brought.faults.length > 0 ? keepDaysOff(held.calendar, whole, today) : { calendar: whole, kept: 0 };
  const days = Array.from({ length: A_YEAR }, (_, at) => addDays(today, at));
  if (!days.some((day) => isSchoolDay(calendar, day)))
    return 'The file would leave no school day in the coming year, so nothing was changed; see that its dates are of this school year or the next';
  const after: Setting = { ...held, calendar };
  const { gained, lost } = changeOf(held.calendar, calendar, today);
  const { recounted, moved, planned } = await recountDeadlines(context, tx, after);
  const change: CalendarChange = {
    dryRun,
    isSame: isSameCalendar(held.calendar, calendar),
    calendar,
    gained,
    lost,
    kept,
    waiting: planned.filter((prompt) => lost.includes(prompt.localDate)).length,
    moved,
  };
  if (dryRun || change.isSame) return change;
  await saveCalendar(tx, context.org, id, calendar);
  await recountPrompts(tx, context.org, recounted);
  await appendLedger(tx, context.org, [
    {
      entryId: context.ids.id(),
      at: context.now,
      kind: 'calendar_imported',
      subject: id,
      actor: null,
      facts: {
        source: brought.source,
        years: brought.years.join(';'),
        halfTerms: calendar.halfTerms.length,
        daysOff: calendar.closures.length,
        gained: gained.length,
        lost: lost.length,
        moved,
        refused: brought.faults.length,
      },
    },
  ]);
  for (const step of WOKEN) await wakeBy(tx, context.org, step, context.now);
  return change;
}
