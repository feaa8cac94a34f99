/**
 * `status [--setting REF] --json`: where each setting stands at its own moment. Counts and suggested ratings only.
 */
import type { Rating } from '../domain/standard.ts';
import { setUpLine } from '../messages/set-up.ts';
import { readStatus, type SettingStatus } from '../store/status.ts';
import { settingsNamed } from './find-setting.ts';
import { badInput, done, doneAsJson, type Given, type Outcome } from './outcome.ts';

const RATINGS: Record<Rating, string> = {
  met: 'Met',
  partially_met: 'Partially met',
  not_met: 'Not met',
  not_yet_assessed: 'Not yet assessed',
  not_applicable: 'Not applicable',
};

export async function status(given: Given, args: { setting?: string; json?: boolean }): Promise<Outcome> {
  const named = await settingsNamed(given, args.setting);
  if ('fault' in named) return badInput(named.fault);
  const settings: SettingStatus[] = [];
  for (const { org, setting } of named.settings) {
    const { now, within } = await given.world.contextFor(org);
    settings.push(await within((tx) => readStatus(tx, setting, now)));
  }
  return args.json
    ? doneAsJson({ settings: settings.map(({ unreachable: _1, setUp: _2, ...promised }) => promised) })
    : done(settings.map(inWords).join('\n\n') || 'No settings yet.');
}

function inWords(found: SettingStatus): string {
  const widest = Math.max(...found.standards.map(({ name }) => name.length));
  return [
    `${found.name} (${found.ref})`,
    ...found.standards.map(
      ({ name, rating, answered, asked }) =>
        `  ${name.padEnd(widest)}  ${RATINGS[rating].padEnd(16)}  ${answered} of ${asked} answered`,
    ),
    `  Overdue: ${found.overdue}. Open actions: ${found.openActions}. Minutes this week: ${found.minutesThisWeek}. ` +
      `Staff who could not be reached: ${found.unreachable}.`,
    ...[setUpLine(found.setUp)].flatMap((line) => (line === null ? [] : [`  ${line}`])),
    '  Ratings are suggestions from what was reported, not checked.',
  ].join('\n');
}
