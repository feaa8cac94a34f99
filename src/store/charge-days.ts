/**
 * How many school days of a span had somebody named as in charge, of how many: evidence of leadership cover.
 * The rule: a day that was not asked about is counted as not asked, never as covered; a day put away (closed) is not a
 * school day by then. No person is in it.
 */
import { type ChargeDays, countDays } from '../domain/charge.ts';
import { addDays, type LocalDate } from '../domain/local-time.ts';
import { isSchoolDay } from '../domain/school-day.ts';
import type { Setting } from '../domain/setting.ts';
import { listChargeDays } from './charges.ts';
import type { Tx } from './database.ts';

/**
 * Both days included, but none before Vigil began there. `today` counts once it has been asked about: before that it is
 * neither.
 */
export async function readChargeDays(
  tx: Tx,
  setting: Setting,
  { from, to, begun, today }: { from: LocalDate; to: LocalDate; begun: LocalDate | null; today: LocalDate },
): Promise<ChargeDays> {
  const first = begun === null || begun > to ? null : begun > from ? begun : from;
  if (first === null) return countDays([], []);
  const rows = await listChargeDays(tx, setting.id, { from: first, to });
  const days: LocalDate[] = [];
  for (let day = first; day <= to; day = addDays(day, 1))
    if (isSchoolDay(setting.calendar, day) && (day < today || rows.some(({ on }) => on === day)))
      days.push(day);
  return countDays(days, rows);
}
