/**
 * When a lead may be alerted: school days, 07:30 to 18:00 local; otherwise at 07:30 on the next school day.
 * The rule: never overnight, at a weekend or in the holidays. When the calendar has run out the next working day
 * is used, since telling nobody would be worse. Who is told is left to domain/route.
 */
import { instantAt, type LocalDate, localDate } from './local-time.ts';
import { isSchoolDay, isWorkingDay, schoolDayAfter, workingDayAfter } from './school-day.ts';
import type { Setting } from './setting.ts';

const FROM = '07:30';
const TO = '18:00';

type Place = Pick<Setting, 'calendar' | 'zone'>;

/** `after` itself when leads may be alerted then, else the next moment they may. */
export function alertMoment(place: Place, after: Date): Date {
  const today = localDate(after, place.zone);
  if (!isLeadDay(place, today)) return nextMorning(place, after);
  const opens = instantAt(today, FROM, place.zone);
  if (after < opens) return opens;
  return after <= instantAt(today, TO, place.zone) ? after : nextMorning(place, after);
}

/** Were it a school day alone, an alert put off to a working day would find that it is none, and be put off for ever. */
function isLeadDay({ calendar }: Place, today: LocalDate): boolean {
  return (
    isSchoolDay(calendar, today) ||
    (schoolDayAfter(calendar, today) === null && isWorkingDay(calendar, today))
  );
}

/** 07:30 on the next school day after the local date of `after`: when an unanswered alert climbs. */
export function nextMorning({ calendar, zone }: Place, after: Date): Date {
  const today = localDate(after, zone);
  const day = schoolDayAfter(calendar, today) ?? workingDayAfter(calendar, today);
  return instantAt(day, FROM, zone);
}
