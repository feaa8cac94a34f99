/**
 * When a lead may be alerted: school days, 07:30 to 18:00 local; otherwise at 07:30 on the next school day (for
 * referrals and the LADO: working day).
 * The rule: never overnight or at a weekend, nor in the holidays but for those two; but at any hour that somebody may
 * have a concern. When the calendar has run out the
 * next working day is used, since telling nobody would be worse. Who is told is left to domain/route.
 */
import { instantAt, type LocalDate, localDate } from './local-time.ts';
import { isSchoolDay, isWorkingDay, schoolDayAfter, workingDayAfter } from './school-day.ts';
import type { Setting } from './setting.ts';
import type { StandardId } from './standard.ts';

const FROM = '07:30';
const TO = '18:00';

type Place = Pick<Setting, 'calendar' | 'zone'>;

/**
 * school: school days. working: Monday to Friday but for bank holidays, in the school holidays too: referrals to
 * social care and contact with the LADO have clocks that do not stop (design §7.4). always: day and night, for somebody
 * who may have a concern (design §7.2).
 */
export type AlertClock = 'school' | 'working' | 'always';

export function alertClockOf(standard: StandardId): AlertClock {
  return standard === 'multi-agency' || standard === 'allegations' ? 'working' : 'school';
}

/** `after` itself when leads may be alerted then, else the next moment they may. */
export function alertMoment(place: Place, after: Date, clock: AlertClock = 'school'): Date {
  if (clock === 'always') return after;
  const today = localDate(after, place.zone);
  if (!isLeadDay(place, today, clock)) return nextMorning(place, after, clock);
  const opens = instantAt(today, FROM, place.zone);
  if (after < opens) return opens;
  return after <= instantAt(today, TO, place.zone) ? after : nextMorning(place, after, clock);
}

/**
 * Were it a school day alone, an alert put off to a working day would find that it is none, and be put off for ever.
 */
function isLeadDay({ calendar }: Place, today: LocalDate, clock: AlertClock): boolean {
  if (clock === 'working') return isWorkingDay(calendar, today);
  return (
    isSchoolDay(calendar, today) ||
    (schoolDayAfter(calendar, today) === null && isWorkingDay(calendar, today))
  );
}

/** 07:30 on the next day of its clock after the local date of `after`: when an unanswered alert climbs. */
export function nextMorning({ calendar, zone }: Place, after: Date, clock: AlertClock = 'school'): Date {
  const today = localDate(after, zone);
  const school = clock === 'school' ? schoolDayAfter(calendar, today) : null;
  return instantAt(school ?? workingDayAfter(calendar, today), FROM, zone);
}
