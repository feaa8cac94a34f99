/**
 * `digest --setting REF [--week YYYY-Www] --json`: the facts of a week's digest, as they were sent, with the ledger's
 * head at its foot as `record`; for a week whose digest has not gone, as they are now, and `record` is null, as
 * nothing stands in the channel to hold it against. How many were "not sure" is told as the channel was, else null.
 */
import { mayTellNotSure } from '../domain/digest.ts';
import { lastSchoolWeek } from '../domain/digest-week.ts';
import { type IsoWeek, isoWeek, localDate, mondayOf } from '../domain/local-time.ts';
import { endingOf } from '../domain/record-line.ts';
import { findDigest, readDigest } from '../store/digests.ts';
import { settingNamed } from './find-setting.ts';
import { badInput, doneAsJson, type Given, type Outcome } from './outcome.ts';

export async function digest(given: Given, args: { setting?: string; week?: string }): Promise<Outcome> {
  const placed = await settingNamed(given, args.setting);
  if ('fault' in placed) return badInput(placed.fault);
  const { org, setting } = placed;
  const { now, within } = await given.world.contextFor(org);
  const week = args.week ?? lastSchoolWeek(setting, now);
  if (!isWeek(week)) return badInput('--week: give a week of the calendar, such as 2026-W46');
  if (mondayOf(week) > localDate(now, setting.zone))
    return badInput('--week: that week has not begun; give an earlier one');
  const { facts, head } = await within(
    async (tx) =>
      (await findDigest(tx, setting.id, week)) ?? {
        facts: await readDigest(tx, setting, week, now),
        head: null,
      },
  );
  const record = head && { sealed: head.sequence, ending: endingOf(head.hash) };
  const { notSure, ...participation } = facts.participation;
  const told = mayTellNotSure(facts, head === null) ? notSure : null;
  return doneAsJson({ ...facts, participation: { ...participation, notSure: told }, record });
}

/** True for weeks there are: not every year has a week 53. */
function isWeek(text: string): text is IsoWeek {
  return /^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/.test(text) && isoWeek(mondayOf(text)) === text;
}
