/**
 * The days on which somebody is named as in charge, as a route needs them.
 * The rule: a day and whether it is the main site, where the lead on duty is; who said so is kept with the naming.
 */
import type { LocalDate } from './local-time.ts';

export type InCharge = { on: LocalDate; main: boolean };
/** Older than this it is of no more use to a route. */
export const IN_CHARGE_DAYS = 7;

/** True while they are named at the main site on that day. */
export function isInCharge({ inCharge = [] }: { inCharge?: readonly InCharge[] }, on: LocalDate): boolean {
  return inCharge.some((day) => day.main && day.on === on);
}
