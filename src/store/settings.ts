/**
 * Settings as the domain knows them, with their calendars.
 */
import { asc, eq, inArray } from 'drizzle-orm';
import type { OrgId, Setting } from '../domain/setting.ts';
import type { Tx } from './database.ts';
import { closure, halfTerm, setting } from './schema/index.ts';

type Row = typeof setting.$inferSelect;

/** Every setting of the organisation, by name. */
export async function listSettings(tx: Tx): Promise<Setting[]> {
  const rows = await tx.select().from(setting).orderBy(asc(setting.name));
  return withCalendars(tx, rows);
}

export async function findSetting(tx: Tx, settingId: string): Promise<Setting | null> {
  const rows = await tx.select().from(setting).where(eq(setting.settingId, settingId));
  return (await withCalendars(tx, rows))[0] ?? null;
}

async function withCalendars(tx: Tx, rows: Row[]): Promise<Setting[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.settingId);
  const halves = await tx
    .select()
    .from(halfTerm)
    .where(inArray(halfTerm.settingId, ids))
    .orderBy(asc(halfTerm.startsOn));
  const closures = await tx
    .select()
    .from(closure)
    .where(inArray(closure.settingId, ids))
    .orderBy(asc(closure.closedOn));
  return rows.map((row) => ({
    id: row.settingId,
    ref: row.ref,
    name: row.name,
    dfeNumber: row.dfeNumber,
    phase: row.phase,
    type: row.type,
    nation: row.nation,
    zone: row.zone,
    edition: row.edition,
    weeklyBudget: row.weeklyBudget,
    windows: row.windows,
    askDays: row.askDays,
    digestDay: row.digestDay,
    digestTime: row.digestTime,
    contacts: row.contacts,
    dslSeesCases: row.dslSeesCases,
    ...(row.sites.length === 0 ? {} : { sites: row.sites }),
    channel:
      row.channelInstallationId === null || row.channelId === null
        ? null
        : { installationId: row.channelInstallationId, channelId: row.channelId },
    calendar: {
      halfTerms: halves
        .filter((half) => half.settingId === row.settingId)
        .map(({ name, term, startsOn, endsOn }) => ({ name, term, startsOn, endsOn })),
      closures: closures
        .filter((closed) => closed.settingId === row.settingId)
        .map((closed) => ({ on: closed.closedOn, reason: closed.reason, name: closed.name })),
    },
  }));
}

/** Writes a new setting with its calendar. */
export async function insertSetting(tx: Tx, org: OrgId, made: Setting): Promise<void> {
  await tx.insert(setting).values({ orgId: org, settingId: made.id, ...columnsOf(made) });
  const key = { orgId: org, settingId: made.id };
  if (made.calendar.halfTerms.length > 0)
    await tx.insert(halfTerm).values(made.calendar.halfTerms.map((half) => ({ ...key, ...half })));
  if (made.calendar.closures.length > 0)
    await tx
      .insert(closure)
      .values(made.calendar.closures.map(({ on, reason, name }) => ({ ...key, closedOn: on, reason, name })));
}

/** Brings a setting up to date, its calendar apart. */
export async function updateSetting(tx: Tx, changed: Setting): Promise<void> {
  await tx.update(setting).set(columnsOf(changed)).where(eq(setting.settingId, changed.id));
}

function columnsOf({ id: _id, calendar: _calendar, channel, sites = [], ...rest }: Setting) {
  return {
    ...rest,
    sites: [...sites],
    channelInstallationId: channel?.installationId ?? null,
    channelId: channel?.channelId ?? null,
  };
}
