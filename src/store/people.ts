/**
 * People of a setting, and how each is reached in chat.
 * The rule: matched by id or staff reference, never by name.
 */
import { and, asc, eq } from 'drizzle-orm';
import type { Absence } from '../domain/absence.ts';
import type { Cover } from '../domain/cover.ts';
import type { InCharge } from '../domain/in-charge.ts';
import type { Pause } from '../domain/pause.ts';
import type { OrgId, Person } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { address, installation, membership, person } from './schema/index.ts';
import { saveStaff } from './staff-list.ts';

const columns = {
  id: person.personId,
  staffRef: membership.staffRef,
  name: person.name,
  email: person.email,
  roles: membership.roles,
  state: membership.state,
  startsOn: membership.startsOn,
  leavesOn: membership.leavesOn,
  workingDays: membership.workingDays,
  dayStart: membership.dayStart,
  dayEnd: membership.dayEnd,
  away: membership.away,
  paused: membership.paused,
  covers: membership.covers,
  inCharge: membership.inCharge,
};

const joined = and(eq(membership.orgId, person.orgId), eq(membership.personId, person.personId));

/** Everybody on the setting's list, candidates and leavers included, in staff reference order. */
export async function listPeople(tx: Tx, settingId: string): Promise<Person[]> {
  const rows = await tx
    .select(columns)
    .from(membership)
    .innerJoin(person, joined)
    .where(eq(membership.settingId, settingId))
    .orderBy(asc(membership.staffRef));
  return rows.map(asPerson);
}

type Row = Omit<Person, 'away' | 'paused' | 'covers' | 'inCharge'> & {
  away: Absence[];
  paused: Pause[];
  covers: Cover[];
  inCharge: InCharge[];
};

/** Of most people there is no such day, and then nothing is said of it. */
function asPerson({ away, paused, covers, inCharge, ...rest }: Row): Person {
  return {
    ...rest,
    ...(away.length === 0 ? {} : { away }),
    ...(paused.length === 0 ? {} : { paused }),
    ...(covers.length === 0 ? {} : { covers }),
    ...(inCharge.length === 0 ? {} : { inCharge }),
  };
}

export type Known = { person: Person; settingId: string };

/** The memberships of whoever wrote from a platform: none for a stranger. */
export async function findByChatUser(
  tx: Tx,
  platform: 'local' | 'slack' | 'teams',
  externalId: string,
  userId: string,
): Promise<Known[]> {
  const rows = await tx
    .select({ ...columns, settingId: membership.settingId })
    .from(address)
    .innerJoin(
      installation,
      and(eq(installation.orgId, address.orgId), eq(installation.installationId, address.installationId)),
    )
    .innerJoin(person, and(eq(person.orgId, address.orgId), eq(person.personId, address.personId)))
    .innerJoin(membership, joined)
    .where(
      and(
        eq(installation.platform, platform),
        eq(installation.externalId, externalId),
        eq(address.userId, userId),
      ),
    )
    .orderBy(asc(membership.staffRef));
  return rows.map(({ settingId, ...found }) => ({ settingId, person: asPerson(found) }));
}

/** One person's memberships, leavers' and candidates' too. */
export async function findByPerson(tx: Tx, personId: string): Promise<Known[]> {
  const rows = await tx
    .select({ ...columns, settingId: membership.settingId })
    .from(membership)
    .innerJoin(person, joined)
    .where(eq(membership.personId, personId))
    .orderBy(asc(membership.staffRef));
  return rows.map(({ settingId, ...found }) => ({ settingId, person: asPerson(found) }));
}

/** Ids of the people of a setting whom chat can reach just now: by an address, in a workspace that still lets us in. */
export async function listReachable(tx: Tx, settingId: string): Promise<Set<string>> {
  return (await listReach(tx, settingId)).reachable;
}

/** `cutOff`: whom nothing keeps from being reached but that their workspace lets Vigil in no longer. */
export async function listReach(
  tx: Tx,
  settingId: string,
): Promise<{ reachable: Set<string>; cutOff: Set<string> }> {
  const rows = await tx
    .select({ personId: address.personId, installed: installation.state })
    .from(address)
    .innerJoin(
      membership,
      and(eq(membership.orgId, address.orgId), eq(membership.personId, address.personId)),
    )
    .innerJoin(
      installation,
      and(eq(installation.orgId, address.orgId), eq(installation.installationId, address.installationId)),
    )
    .where(and(eq(membership.settingId, settingId), eq(address.state, 'reachable')));
  const reachable = new Set(
    rows.flatMap(({ personId, installed }) => (installed === 'live' ? [personId] : [])),
  );
  const cutOff = new Set(rows.flatMap(({ personId }) => (reachable.has(personId) ? [] : [personId])));
  return { reachable, cutOff };
}

/** The settings some of whose people have an address in this workspace. */
export async function listSettingsReached(tx: Tx, installationId: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ settingId: membership.settingId })
    .from(membership)
    .innerJoin(address, and(eq(address.orgId, membership.orgId), eq(address.personId, membership.personId)))
    .where(eq(address.installationId, installationId));
  return rows.map(({ settingId }) => settingId);
}

/** How many of a setting's confirmed people are reached there. */
export async function countReached(tx: Tx, installationId: string, settingId: string): Promise<number> {
  const rows = await tx
    .select({ personId: membership.personId })
    .from(membership)
    .innerJoin(address, and(eq(address.orgId, membership.orgId), eq(address.personId, membership.personId)))
    .where(
      and(
        eq(address.installationId, installationId),
        eq(membership.settingId, settingId),
        eq(membership.state, 'confirmed'),
      ),
    );
  return rows.length;
}

/** Writes a person and their membership; an existing membership (same id) is brought up to date. */
export function savePerson(tx: Tx, org: OrgId, settingId: string, saved: Person, at: Date): Promise<void> {
  return saveStaff(tx, org, settingId, [saved], at);
}

/** Where chat reaches them, or would; null for somebody who has not been found there. */
export async function findAddress(
  tx: Tx,
  personId: string,
): Promise<{ installationId: string; userId: string } | null> {
  const [row] = await tx
    .select({ installationId: address.installationId, userId: address.userId })
    .from(address)
    .where(eq(address.personId, personId));
  return row ?? null;
}

export async function saveAddress(
  tx: Tx,
  org: OrgId,
  saved: { personId: string; installationId: string; userId: string },
): Promise<void> {
  await tx
    .insert(address)
    .values({ orgId: org, ...saved })
    .onConflictDoUpdate({
      target: [address.orgId, address.personId],
      set: { installationId: saved.installationId, userId: saved.userId, state: 'reachable' },
    });
}
