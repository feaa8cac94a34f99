/**
 * A whole staff list written at once: people, memberships, and the local workspace's addresses.
 * The rule: a person once confirmed keeps the moment they first were, and whoever is away stays away. Who is changed is decided by the caller.
 */
import { eq, sql } from 'drizzle-orm';
import type { OrgId, Person } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { address, installation, membership, person } from './schema/index.ts';

/** Rows in one statement: fifteen columns each stay well under Postgres's 65,535 parameters. */
const BATCH = 1_000;

/** Writes people and their memberships of one setting; those already there (by id) are brought up to date. */
export async function saveStaff(
  tx: Tx,
  org: OrgId,
  settingId: string,
  staff: readonly Person[],
  at: Date,
): Promise<void> {
  for (const batch of batches(staff)) {
    await tx
      .insert(person)
      .values(batch.map(({ id, name, email }) => ({ orgId: org, personId: id, name, email })))
      .onConflictDoUpdate({
        target: [person.orgId, person.personId],
        set: { name: sql`excluded.name`, email: sql`excluded.email` },
      });
    await tx
      .insert(membership)
      .values(
        batch.map(
          ({
            id,
            name: _name,
            email: _email,
            away = [],
            paused = [],
            covers = [],
            inCharge = [],
            ...rest
          }) => ({
            orgId: org,
            settingId,
            personId: id,
            ...rest,
            away: [...away],
            paused: [...paused],
            covers: [...covers],
            inCharge: [...inCharge],
            confirmedAt: rest.state === 'confirmed' ? at : null,
          }),
        ),
      )
      .onConflictDoUpdate({
        target: [membership.orgId, membership.settingId, membership.personId],
        set: {
          staffRef: sql`excluded.staff_ref`,
          roles: sql`excluded.roles`,
          state: sql`excluded.state`,
          startsOn: sql`excluded.starts_on`,
          leavesOn: sql`excluded.leaves_on`,
          workingDays: sql`excluded.working_days`,
          dayStart: sql`excluded.day_start`,
          dayEnd: sql`excluded.day_end`,
          confirmedAt: sql`coalesce(${membership.confirmedAt}, excluded.confirmed_at)`,
        },
      });
  }
}

/**
 * The installation the local workspace of an organisation is, or null where it has none, or has a chat platform
 * too: there people are reached where they really are.
 */
export async function findLocalInstallation(tx: Tx): Promise<string | null> {
  const rows = await tx.select().from(installation).where(eq(installation.state, 'live'));
  const [only] = rows;
  return rows.length === 1 && only?.platform === 'local' ? only.installationId : null;
}

/** Gives people an address in the local workspace; whoever has one already, or whose name there is taken, is left. */
export async function linkLocally(
  tx: Tx,
  org: OrgId,
  installationId: string,
  links: readonly { personId: string; userId: string }[],
): Promise<void> {
  for (const batch of batches(links))
    await tx
      .insert(address)
      .values(batch.map((link) => ({ orgId: org, installationId, ...link })))
      .onConflictDoNothing();
}

function batches<T>(all: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < all.length; from += BATCH) parts.push(all.slice(from, from + BATCH));
  return parts;
}
