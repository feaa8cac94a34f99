/**
 * When somebody may be told in their own conversation what became of what they pressed.
 * The rule: at once while they may still be there; later only in their hours. Where the calendar has run out, in the
 * hours of leads: never at night.
 */
import { alertMoment } from './alert-hours.ts';
import { type AskedPerson, type AskPlace, nextAllowed, worksAt } from './working-hours.ts';

const THERE_MS = 3_600_000;

/** `since` is when they pressed. `now` itself where they may be told now, else the next moment they may. */
export function lineMoment(setting: AskPlace, person: AskedPerson, since: Date, now: Date): Date {
  if (now.getTime() - since.getTime() < THERE_MS || worksAt(setting, person, now)) return now;
  return nextAllowed(setting, person, now)?.at ?? alertMoment(setting, now);
}
