/**
 * Tables: people, what they do in each setting, how they are reached in chat, and who else is in their workspace.
 * The rule: a person is matched by id or staff reference, never by name; only a confirmed membership is asked.
 */
import {
  boolean,
  date,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Absence } from '../../domain/absence.ts';
import type { Cover } from '../../domain/cover.ts';
import type { InCharge } from '../../domain/in-charge.ts';
import type { Decision, Standing } from '../../domain/member.ts';
import type { Pause } from '../../domain/pause.ts';
import type { Role } from '../../domain/role.ts';
import type { SetUpDraft } from '../../domain/set-up-draft.ts';
import type { OrgId, PersonState } from '../../domain/setting.ts';
import { installation, organisation, setting } from './organisation.ts';

export const person = pgTable(
  'person',
  {
    orgId: uuid('org_id')
      .$type<OrgId>()
      .notNull()
      .references(() => organisation.orgId),
    personId: uuid('person_id').notNull(),
    name: text('name').notNull(),
    email: text('email'),
    /** Since when nothing is known of who this was. */
    erasedAt: timestamp('erased_at', { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.personId] })],
);

export const membership = pgTable(
  'membership',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    settingId: uuid('setting_id').notNull(),
    personId: uuid('person_id').notNull(),
    staffRef: text('staff_ref').notNull(),
    roles: text('roles').array().$type<Role[]>().notNull(),
    state: text('state').$type<PersonState>().notNull().default('candidate'),
    startsOn: date('starts_on'),
    leavesOn: date('leaves_on'),
    workingDays: integer('working_days').array().notNull(),
    dayStart: text('day_start').notNull().default('08:00'),
    dayEnd: text('day_end').notNull().default('16:30'),
    confirmedAt: timestamp('confirmed_at', { withTimezone: true }),
    /** When they are or lately were away: two dates each, and never a reason. */
    away: jsonb('away').$type<Absence[]>().notNull().default([]),
    /** Weeks without sampled questions, as they themselves said: two dates each, and never a reason. */
    paused: jsonb('paused').$type<Pause[]>().notNull().default([]),
    /** When they stand in for the DSL, and who said so. */
    covers: jsonb('covers').$type<Cover[]>().notNull().default([]),
    /** The days of late on which they are named as in charge: what the namings come to. */
    inCharge: jsonb('in_charge').$type<InCharge[]>().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.settingId, t.personId] }),
    unique('membership_staff_ref').on(t.orgId, t.settingId, t.staffRef),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
    foreignKey({ columns: [t.orgId, t.personId], foreignColumns: [person.orgId, person.personId] }),
  ],
);

/** How one person is reached: which installation, and who they are there. */
export const address = pgTable(
  'address',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    personId: uuid('person_id').notNull(),
    installationId: uuid('installation_id').notNull(),
    userId: text('user_id').notNull(),
    state: text('state').$type<'reachable' | 'unreachable'>().notNull().default('reachable'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.personId] }),
    unique('address_user').on(t.orgId, t.installationId, t.userId),
    foreignKey({ columns: [t.orgId, t.personId], foreignColumns: [person.orgId, person.personId] }),
    foreignKey({
      columns: [t.orgId, t.installationId],
      foreignColumns: [installation.orgId, installation.installationId],
    }),
  ],
);

/**
 * Who is in a chat workspace, as the workspace says: people a lead may confirm as staff, and guests and pupils who
 * are never asked. Nobody is staff by being here. Of whom a lead has called "not staff", no name is kept.
 */
export const member = pgTable(
  'member',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    installationId: uuid('installation_id').notNull(),
    userId: text('user_id').notNull(),
    /** What a lead's buttons carry. */
    token: text('token').notNull(),
    name: text('name').notNull(),
    email: text('email'),
    /** IANA zone the workspace has for them. */
    zone: text('zone'),
    standing: text('standing').$type<Standing>().notNull(),
    /** They manage the workspace, so they may set Vigil up in it. */
    manages: boolean('manages').notNull().default(false),
    decision: text('decision').$type<Decision>().notNull().default('undecided'),
    seenAt: timestamp('seen_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.installationId, t.userId] }),
    unique('member_token').on(t.orgId, t.token),
    foreignKey({
      columns: [t.orgId, t.installationId],
      foreignColumns: [installation.orgId, installation.installationId],
    }),
  ],
);

/**
 * Where a conversation is, for a platform that has to be told: a person's own, a channel's, or a team's list of
 * members. Addresses of the platform and nothing of what was said. `conversation_id` is null once it is lost.
 */
export const chatReference = pgTable(
  'chat_reference',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    installationId: uuid('installation_id').notNull(),
    kind: text('kind').$type<'person' | 'channel' | 'team'>().notNull(),
    /** The person's user id, the channel's id or the team's. */
    chatId: text('chat_id').notNull(),
    conversationId: text('conversation_id'),
    serviceUrl: text('service_url').notNull(),
    teamId: text('team_id'),
    seenAt: timestamp('seen_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.installationId, t.kind, t.chatId] }),
    foreignKey({
      columns: [t.orgId, t.installationId],
      foreignColumns: [installation.orgId, installation.installationId],
    }),
  ],
);

/**
 * Somebody setting Vigil up: what they have said so far, kept so that they can leave and come back. By the platform's id
 * of whoever it is, who may not be on any list yet. Gone when set-up ends, or is left for a month.
 */
export const setUp = pgTable(
  'set_up',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    setUpId: uuid('set_up_id').notNull(),
    installationId: uuid('installation_id').notNull(),
    userId: text('user_id').notNull(),
    /** What its buttons carry: 128 random bits. */
    token: text('token').notNull(),
    /** The setting that is there already, whose parts are changed; null while there is none. */
    settingId: uuid('setting_id'),
    draft: jsonb('draft').$type<SetUpDraft>().notNull().default({}),
    beganAt: timestamp('began_at', { withTimezone: true }).notNull(),
    touchedAt: timestamp('touched_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.setUpId] }),
    unique('set_up_token').on(t.orgId, t.token),
    foreignKey({
      columns: [t.orgId, t.installationId],
      foreignColumns: [installation.orgId, installation.installationId],
    }),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
  ],
);
