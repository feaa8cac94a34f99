/**
 * What a step needs to know of a setting to speak for it: its hours, its people, and whom chat can reach.
 * The rule: read once a transaction, or once a run where a few minutes' age does no harm.
 */
import { localDate } from '../domain/local-time.ts';
import type { PromptFrame } from '../domain/prompt-view.ts';
import { isSmall, leadOnDuty } from '../domain/route.ts';
import type { Person, Setting } from '../domain/setting.ts';
import type { Tx } from '../store/database.ts';
import { listPeople, listReach } from '../store/people.ts';
import { findSetting } from '../store/settings.ts';

export type KnownSchool = {
  setting: Setting;
  people: Person[];
  /** Ids of the people chat can reach. */
  reachable: Set<string>;
  /** Of those out of reach, whom chat can reach again once Vigil is let into their workspace. */
  cutOff: Set<string>;
  small: boolean;
  person(id: string): Person | null;
};

export async function knowSchool(tx: Tx, settingId: string, now: Date): Promise<KnownSchool> {
  const setting = await findSetting(tx, settingId);
  if (setting === null) throw new Error('A row names a setting that is not there');
  const people = await listPeople(tx, settingId);
  const byId = new Map(people.map((person) => [person.id, person]));
  return {
    setting,
    people,
    ...(await listReach(tx, settingId)),
    small: isSmall(people, localDate(now, setting.zone)),
    person: (id) => byId.get(id) ?? null,
  };
}

/** What stands round a question shown to somebody at `now`; nobody is sent to themselves with a worry. */
export function frameFor({ setting, people }: KnownSchool, now: Date, personId?: string): PromptFrame {
  const today = localDate(now, setting.zone);
  const others = people.filter((person) => person.id !== personId);
  const lead = leadOnDuty(others, today);
  return {
    settingName: setting.name,
    today,
    leadOnDuty: lead === null ? null : { name: lead.name, phone: setting.contacts.leadPhone },
    again: false,
  };
}
