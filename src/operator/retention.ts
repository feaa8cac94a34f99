/**
 * `retention [--setting REF] --json`: what is kept for how long and why, what the last night took, what a hold kept,
 * and what falls due next. The rule: counts and dates only, and it changes nothing.
 */
import { type LocalDate, localDate } from '../domain/local-time.ts';
import {
  CLASSES,
  type ClassId,
  fallsDue,
  type KeptFor,
  type Periods,
  periodOf,
  periodWords,
  RETENTION,
  TIMED,
  type TimedClass,
} from '../domain/retention.ts';
import {
  type ClassCount,
  countClasses,
  findLastRun,
  type RetentionRun,
  readPeriods,
  whoseOf,
} from '../store/retention.ts';
import { type Placed, settingsNamed } from './find-setting.ts';
import { badInput, done, doneAsJson, type Given, type Outcome } from './outcome.ts';

type ClassReport = {
  class: ClassId;
  what: string;
  why: string;
  /** In words: "12 months from the day it was written". */
  kept: string;
  period: { count: number; unit: KeptFor['unit']; usual: number; least: number; most: number } | null;
  /** Rows there are; null for what is never removed. */
  rows: number | null;
  due: number;
  held: number;
  /** When the oldest of them will go; null when there is none. */
  nextDueOn: LocalDate | null;
};

type SettingReport = {
  ref: string;
  name: string;
  lastRun: { on: LocalDate; at: string; removed: Record<string, number>; held: number } | null;
  classes: ClassReport[];
};

export async function retention(given: Given, args: { setting?: string; json?: boolean }): Promise<Outcome> {
  const named = await settingsNamed(given, args.setting);
  if ('fault' in named) return badInput(named.fault);
  const settings: SettingReport[] = [];
  for (const placed of named.settings) settings.push(await reportOn(given, placed));
  return args.json
    ? doneAsJson({ settings })
    : done(settings.map(inWords).join('\n\n') || 'No settings yet.');
}

async function reportOn(given: Given, { org, setting }: Placed): Promise<SettingReport> {
  const { now, within } = await given.world.contextFor(org);
  const { periods, counts, last } = await within(async (tx) => {
    const own = await readPeriods(tx, setting.id);
    const about = { periods: own, classes: TIMED, pastOnly: false };
    return {
      periods: own,
      counts: await countClasses(tx, whoseOf(org, setting, now), about),
      last: await findLastRun(tx, setting.id, localDate(now, setting.zone)),
    };
  });
  const countOf = new Map(counts.map((count) => [count.id as ClassId, count]));
  return {
    ref: setting.ref,
    name: setting.name,
    lastRun: last === null ? null : lastRunOf(last),
    classes: CLASSES.map((id) => classReport(id, periods, countOf.get(id), setting.zone)),
  };
}

const lastRunOf = ({ ranOn, ranAt, removed, held }: RetentionRun) => ({
  on: ranOn,
  at: ranAt.toISOString(),
  removed,
  held,
});

function classReport(
  id: ClassId,
  periods: Periods,
  count: ClassCount | undefined,
  zone: string,
): ClassReport {
  const { what, why, keep }: { what: string; why: string; keep: KeptFor | null } = RETENTION[id];
  return {
    class: id,
    what,
    why,
    kept: periodWords(id, periods),
    period: keep === null ? null : { ...keep, count: periodOf(id as TimedClass, periods) },
    rows: count?.kept ?? null,
    due: count?.due ?? 0,
    held: count?.held ?? 0,
    nextDueOn:
      count === undefined || count.oldest === null ? null : fallsDue(count.id, periods, count.oldest, zone),
  };
}

function inWords({ ref, name, lastRun, classes }: SettingReport): string {
  const removed = lastRun === null ? [] : Object.entries(lastRun.removed);
  const took =
    removed.length === 0
      ? 'nothing was past its time'
      : removed.map(([id, rows]) => `${id} ${rows}`).join(', ');
  const night =
    lastRun === null
      ? 'Nothing has been removed yet; it is looked at each night after 02:00, while Vigil runs.'
      : `Last night looked at: ${lastRun.on}. Removed: ${took}. Kept by a hold: ${lastRun.held}.`;
  return [
    `${name} (${ref})`,
    night,
    ...classes.map(
      (each) =>
        `  ${each.class}: ${each.what}. Kept: ${each.kept}.${
          each.rows === null
            ? ''
            : ` Rows: ${each.rows}${each.held > 0 ? `, past their time and held: ${each.held}` : ''}.`
        }${each.nextDueOn === null ? '' : ` Next to go: ${each.nextDueOn}.`}`,
    ),
  ].join('\n');
}
