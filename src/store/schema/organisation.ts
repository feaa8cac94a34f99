/**
 * Tables: organisations, their settings, chat installations, how each person is reached, and the three
 * content-free tables that may be read without an organisation (installation_route, lane, wake).
 * The rule: org_id leads every key, and every foreign key carries it.
 */
import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { SettingType } from '../../domain/framework.ts';
import type { Nation } from '../../domain/nation.ts';
import type { Phase } from '../../domain/question.ts';
import type { AskWindow, Contacts, OrgId } from '../../domain/setting.ts';
import { bytea } from './column.ts';

export const organisation = pgTable('organisation', {
  orgId: uuid('org_id').$type<OrgId>().primaryKey(),
  name: text('name').notNull(),
  /** wall: real time. stored: the invented school's own clock, moved by its clock bar. */
  clock: text('clock').$type<'wall' | 'stored'>().notNull().default('wall'),
  storedNow: timestamp('stored_now', { withTimezone: true }),
  invented: boolean('invented').notNull().default(false),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
});

export const setting = pgTable(
  'setting',
  {
    orgId: uuid('org_id')
      .$type<OrgId>()
      .notNull()
      .references(() => organisation.orgId),
    settingId: uuid('setting_id').notNull(),
    ref: text('ref').notNull(),
    name: text('name').notNull(),
    dfeNumber: text('dfe_number'),
    phase: text('phase').$type<Phase>().notNull(),
    type: text('type').$type<SettingType>().notNull().default('maintained'),
    nation: text('nation').$type<Nation>().notNull().default('england'),
    zone: text('zone').notNull().default('Europe/London'),
    edition: text('edition').notNull().default('KCSIE 2026'),
    weeklyBudget: integer('weekly_budget').notNull().default(2),
    windows: jsonb('windows').$type<AskWindow[]>().notNull(),
    askDays: integer('ask_days').array().notNull(),
    digestDay: integer('digest_day').notNull().default(1),
    digestTime: text('digest_time').notNull().default('08:00'),
    contacts: jsonb('contacts').$type<Contacts>().notNull(),
    channelInstallationId: uuid('channel_installation_id'),
    channelId: text('channel_id'),
    /** The last school day on which its questions were planned: a gap after it is a day on which Vigil was away. */
    plannedOn: date('planned_on'),
    /** Months each class of record is kept where that is not the usual; see domain/retention. */
    retention: jsonb('retention').$type<Record<string, number>>().notNull().default({}),
    /** The headteacher lets the DSL see what could tell of an allegation (design §7.6). */
    dslSeesCases: boolean('dsl_sees_cases').notNull().default(false),
    /** The names of its sites, the main one first; none where it has one alone, called as the setting is. */
    sites: text('sites').array().notNull().default([]),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.settingId] }), unique('setting_ref').on(t.orgId, t.ref)],
);

export const halfTerm = pgTable(
  'half_term',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    settingId: uuid('setting_id').notNull(),
    startsOn: date('starts_on').notNull(),
    endsOn: date('ends_on').notNull(),
    name: text('name').notNull(),
    term: text('term').$type<'autumn' | 'spring' | 'summer'>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.settingId, t.startsOn] }),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
  ],
);

export const closure = pgTable(
  'closure',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    settingId: uuid('setting_id').notNull(),
    closedOn: date('closed_on').notNull(),
    reason: text('reason').$type<'bank_holiday' | 'inset' | 'closed'>().notNull(),
    name: text('name').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.settingId, t.closedOn] }),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
  ],
);

export const installation = pgTable(
  'installation',
  {
    orgId: uuid('org_id')
      .$type<OrgId>()
      .notNull()
      .references(() => organisation.orgId),
    installationId: uuid('installation_id').notNull(),
    platform: text('platform').$type<'local' | 'slack' | 'teams'>().notNull(),
    externalId: text('external_id').notNull(),
    state: text('state').$type<'live' | 'revoked'>().notNull().default('live'),
    /** The workspace's own name, for pages and for doctor. */
    name: text('name'),
    botUserId: text('bot_user_id'),
    /** Encrypted by VIGIL_ENCRYPTION_KEY; null where the token is in the environment, or has been taken back. */
    tokenSealed: bytea('token_sealed'),
    /** What the workspace has let Vigil do, in the platform's own words. */
    scopes: text('scopes').array().notNull().default([]),
    installedAt: timestamp('installed_at', { withTimezone: true }),
    /** The platform's id of whoever put Vigil there, where it says: they may set it up. */
    installedBy: text('installed_by'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.installationId] }),
    unique('installation_external').on(t.orgId, t.platform, t.externalId),
  ],
);

/** Which organisation a workspace or tenant belongs to. Content-free: no person, no text, no token. */
export const installationRoute = pgTable(
  'installation_route',
  {
    platform: text('platform').$type<'local' | 'slack' | 'teams'>().notNull(),
    externalId: text('external_id').notNull(),
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    installationId: uuid('installation_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.platform, t.externalId] }), index('installation_route_org').on(t.orgId)],
);

/** Who delivers for an installation just now. Content-free. */
export const lane = pgTable('lane', {
  installationId: uuid('installation_id').primaryKey(),
  orgId: uuid('org_id').$type<OrgId>().notNull(),
  leasedBy: text('leased_by'),
  leasedUntil: timestamp('leased_until', { withTimezone: true }),
  /** Since when the workspace has taken back its permission; null while it lets Vigil in. */
  shutAt: timestamp('shut_at', { withTimezone: true }),
});

/** What is due where, so that an idle minute costs one look. Content-free. */
export const wake = pgTable(
  'wake',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    step: text('step').notNull(),
    dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
    clock: text('clock').$type<'wall' | 'stored'>().notNull().default('wall'),
    /** While somebody runs the step: not due to anybody else; past it, the run is taken to have died. */
    leasedUntil: timestamp('leased_until', { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.step] }), index('wake_due').on(t.clock, t.step, t.dueAt)],
);

/** The newest program that has opened this database; an older one refuses to run on it. */
export const house = pgTable('house', {
  one: boolean('one').primaryKey().default(sql`true`),
  migrations: integer('migrations').notNull(),
});
