/**
 * Who wrote, as the settings know them: their employed memberships, and which of them a command is about.
 * The rule: only somebody confirmed and employed today is answered; everybody else is a stranger.
 */

import { type LocalDate, localDate } from '../domain/local-time.ts';
import type { PromptFrame } from '../domain/prompt-view.ts';
import type { Role } from '../domain/role.ts';
import { leadOnDuty } from '../domain/route.ts';
import { isEmployed, type Person, type Setting } from '../domain/setting.ts';
import type { Tx } from '../store/database.ts';
import { type Known, listPeople } from '../store/people.ts';
import { listSettings } from '../store/settings.ts';
import type { Context } from './context.ts';

/** One person in one setting, on their local date. */
export type Writer = { person: Person; setting: Setting; today: LocalDate };

/** The settings the writer works in today, by name; none for a stranger, a leaver, or somebody unconfirmed. */
export async function findWriters(context: Context, who: readonly Known[]): Promise<Writer[]> {
  if (who.length === 0) return [];
  return writersIn(await context.within((tx) => listSettings(tx)), who, context.now);
}

/** The same, of settings already read. */
export function writersIn(settings: readonly Setting[], who: readonly Known[], now: Date): Writer[] {
  return settings.flatMap((setting) => {
    const today = localDate(now, setting.zone);
    return who
      .filter((known) => known.settingId === setting.id && isEmployed(known.person, today))
      .map(({ person }) => ({ person, setting, today }));
  });
}

/** Of the settings they work in, those a command may be about: named by `ref` where it is given, and theirs to do it in. */
export function placesOf(
  writers: readonly Writer[],
  ref: string | null,
  may: (roles: readonly Role[]) => boolean,
): Writer[] {
  return writers.filter(({ person, setting }) => may(person.roles) && (ref === null || setting.ref === ref));
}

/** The setting somebody writes in: this one, where they work in it, or else the first they do; null for a stranger. */
export async function findWriterIn(
  { now }: Context,
  tx: Tx,
  who: readonly Known[],
  settingId: string | null,
): Promise<string | null> {
  const writers = writersIn(await listSettings(tx), who, now);
  return (writers.find(({ setting }) => setting.id === settingId) ?? writers[0])?.setting.id ?? null;
}

/** The lead a worried writer is sent to: whoever is on duty, but never the writer. */
export async function findLeadFor(tx: Tx, { person, setting, today }: Writer): Promise<Person | null> {
  const people = await listPeople(tx, setting.id);
  return leadOnDuty(
    people.filter((other) => other.id !== person.id),
    today,
  );
}

export async function frameFor(tx: Tx, writer: Writer): Promise<PromptFrame> {
  const lead = await findLeadFor(tx, writer);
  return {
    settingName: writer.setting.name,
    today: writer.today,
    leadOnDuty: lead === null ? null : { name: lead.name, phone: writer.setting.contacts.leadPhone },
    again: false,
  };
}
