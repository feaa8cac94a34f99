/**
 * Makes the invented school, once, in an empty database: its people, its calendar, its bank and its own clock,
 * which starts on a school morning in September. Anything already there is left alone.
 */
import { openSetting } from '../cycle/open-setting.ts';
import { englandCalendar } from '../domain/england-calendar.ts';
import type { Ids } from '../domain/ids.ts';
import { instantAt } from '../domain/local-time.ts';
import { type OrgId, type Person, type Setting, USUAL_SETTING } from '../domain/setting.ts';
import type { Store } from '../store/database.ts';
import { saveInstallation } from '../store/installations.ts';
import { insertOrganisation } from '../store/organisations.ts';
import { saveAddress, savePerson } from '../store/people.ts';
import { WAKE_STEPS, wakeBy } from '../store/wakes.ts';
import { CONTACTS, GOVERNORS, type InventedPerson, SCHOOL_NAME, SCHOOL_REF, STAFF } from './staff.ts';

export const ZONE = 'Europe/London';
export const YEAR = 2026;
/** The first Monday of the school year, before anybody has been asked anything. */
export const STARTS_AT = instantAt('2026-09-07', '07:30', ZONE);
export const WORKSPACE = 'quillbrook';
export const CHANNEL = 'safeguarding';

/** Writes the school and gives its organisation. Call only where there is no organisation yet. */
export async function makeInventedSchool(store: Store, ids: Ids, now: Date): Promise<OrgId> {
  const org = ids.id() as OrgId;
  const installationId = ids.id();
  const setting = settingAt(ids.id(), installationId);
  await store.within(org, async (tx) => {
    await insertOrganisation(
      tx,
      org,
      { name: SCHOOL_NAME, clock: 'stored', storedNow: STARTS_AT, invented: true },
      now,
    );
    await saveInstallation(tx, org, {
      installationId,
      platform: 'local',
      externalId: WORKSPACE,
      botUserId: null,
    });
    await openSetting(tx, org, setting);
    for (const invented of [...STAFF, ...GOVERNORS]) {
      const person = personOf(ids.id(), invented);
      await savePerson(tx, org, setting.id, person, STARTS_AT);
      await saveAddress(tx, org, { personId: person.id, installationId, userId: invented.ref });
    }
    for (const step of WAKE_STEPS) await wakeBy(tx, org, step, STARTS_AT, 'stored');
  });
  return org;
}

function settingAt(id: string, installationId: string): Setting {
  return {
    id,
    ref: SCHOOL_REF,
    name: SCHOOL_NAME,
    phase: 'primary',
    type: 'maintained',
    ...USUAL_SETTING,
    zone: ZONE,
    contacts: CONTACTS,
    calendar: englandCalendar(YEAR),
    channel: { installationId, channelId: CHANNEL },
  };
}

function personOf(id: string, invented: InventedPerson): Person {
  const [dayStart, dayEnd] = invented.hours ?? ['07:45', '16:30'];
  return {
    id,
    staffRef: invented.ref,
    name: invented.name,
    email: null,
    roles: invented.roles,
    state: 'confirmed',
    startsOn: null,
    leavesOn: null,
    workingDays: invented.days ?? [1, 2, 3, 4, 5],
    dayStart,
    dayEnd,
  };
}
