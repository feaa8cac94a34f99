/**
 * Cover by a named lead, as counts: for the digest and for the standard it is evidence of.
 * The rule: each number has its denominator and nobody is named; a day that was not asked is said to be that.
 */
import type { ChargeDays } from '../domain/charge.ts';
import type { Block } from '../domain/message.ts';
import { counted } from './standards-table.ts';

/** `span`: "this week", "this term so far". */
export function chargeDaysBlocks(days: ChargeDays, span: string): Block[] {
  const { schoolDays, named, unnamed, notAsked, trips, tripsNamed } = days;
  if (schoolDays === 0 && trips === 0) return [];
  const asked = schoolDays - notAsked;
  const lines =
    asked === 0
      ? [
          `DSL on site: nobody was asked on any of ${counted(schoolDays, 'school day')} ${span}. That says nothing about cover.`,
        ]
      : [
          `DSL on site: somebody was named on ${named} of ${counted(schoolDays, 'school day')} ${span}. ` +
            `Nobody named: ${unnamed}. Not asked: ${notAsked}.`,
        ];
  if (trips > 0) lines.push(`On trips somebody was named ${tripsNamed} of ${counted(trips, 'time')} asked.`);
  const isShort = unnamed > 0 || tripsNamed < trips;
  return [{ type: 'text', ...(isShort ? { tone: 'warn' as const } : {}), text: lines.join(' ') }];
}

export type TodayInCharge = { asked: number; named: number };

/** For whoever sees the whole: whether somebody is named today, without a name. Null where nothing was asked. */
export function todayInChargeLine({ asked, named }: TodayInCharge): string | null {
  if (asked === 0) return null;
  if (named === asked)
    return asked === 1
      ? 'Somebody is named as DSL on site today.'
      : `A DSL is named today at each of ${asked} sites and trips.`;
  return asked === 1
    ? 'Nobody is named as DSL on site today.'
    : `A DSL is named today for ${named} of ${asked} sites and trips.`;
}
