/**
 * Answers "calendar": what the setting's own calendar says of today and the weeks to come.
 * The rule: everybody on the staff list sees it, since it is why they are asked or not; leads besides are told when it
 * is about to run out, and what to do.
 */
import { calendarAhead } from '../domain/calendar-ahead.ts';
import type { Message } from '../domain/message.ts';
import { maySeeNames } from '../domain/role.ts';
import { calendarMessage } from '../messages/calendar.ts';
import { findSetting } from '../store/settings.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';

export async function showCalendar(context: Context, { person, setting, today }: Writer): Promise<Message> {
  const { name, calendar } = (await context.within((tx) => findSetting(tx, setting.id))) ?? setting;
  return calendarMessage({
    settingName: name,
    on: today,
    ahead: calendarAhead(calendar, today),
    isLead: maySeeNames(person.roles),
  });
}
