/**
 * Tables: outbound messages, the prompts each one bears, inbound events already taken, alerts and digests.
 * The rule: every outbound message is a row before it is sent; its dedupe key makes a step safe to run twice.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { AlertClock } from '../../domain/alert-hours.ts';
import type { DigestFacts } from '../../domain/digest.ts';
import type { Message, MessageKind } from '../../domain/message.ts';
import type { OrgId } from '../../domain/setting.ts';
import { installation, setting } from './organisation.ts';
import { person } from './people.ts';
import { prompt } from './prompts.ts';

export type MessageState = 'pending' | 'sending' | 'sent' | 'unknown' | 'held' | 'failed' | 'withdrawn';

export const message = pgTable(
  'message',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    messageId: uuid('message_id').notNull(),
    settingId: uuid('setting_id').notNull(),
    kind: text('kind').$type<MessageKind>().notNull(),
    /** One of the two: a person's direct conversation, or the setting's channel. */
    personId: uuid('person_id'),
    channelId: text('channel_id'),
    installationId: uuid('installation_id').notNull(),
    dedupeKey: text('dedupe_key').notNull(),
    /** The alert it tells of, so that "I have it" redraws every copy; null for everything else. */
    alertId: uuid('alert_id'),
    /** The question of who is in charge that it asks or tells of, so that a naming redraws every copy. */
    chargeId: uuid('charge_id'),
    body: jsonb('body').$type<Message>().notNull(),
    /** The body's revision, and the one the platform shows; they differ when a redraw is owed. */
    revision: integer('revision').notNull().default(1),
    drawnRevision: integer('drawn_revision').notNull().default(0),
    state: text('state').$type<MessageState>().notNull().default('pending'),
    /** Not sent before; and, for prompts and nudges, not after (then moved to the next allowed moment). */
    notBefore: timestamp('not_before', { withTimezone: true }).notNull(),
    notAfter: timestamp('not_after', { withTimezone: true }),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: timestamp('next_attempt_at', { withTimezone: true }).notNull(),
    leasedUntil: timestamp('leased_until', { withTimezone: true }),
    /**
     * Whose the row is while it is being sent: a claim's own token, so that whoever comes back late settles nothing.
     */
    claim: text('claim'),
    /** When the earliest try in doubt began, or the last one: a copy in doubt is not older. */
    attemptedAt: timestamp('attempted_at', { withTimezone: true }),
    /** What the buttons carry that ask a lead about a held message: 128 random bits. */
    doubtToken: text('doubt_token'),
    platformId: text('platform_id'),
    sentAt: timestamp('sent_at', { withTimezone: true }),
    fault: text('fault'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.messageId] }),
    unique('message_dedupe').on(t.orgId, t.dedupeKey),
    index('message_due').on(t.orgId, t.state, t.nextAttemptAt),
    index('message_redraw')
      .on(t.orgId, t.installationId)
      .where(sql`state = 'sent' and drawn_revision <> revision`),
    index('message_alert').on(t.orgId, t.alertId).where(sql`alert_id is not null`),
    index('message_charge').on(t.orgId, t.chargeId).where(sql`charge_id is not null`),
    uniqueIndex('message_doubt').on(t.orgId, t.doubtToken).where(sql`doubt_token is not null`),
    index('message_person').on(t.orgId, t.personId, t.createdAt),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
    foreignKey({ columns: [t.orgId, t.personId], foreignColumns: [person.orgId, person.personId] }),
    foreignKey({
      columns: [t.orgId, t.installationId],
      foreignColumns: [installation.orgId, installation.installationId],
    }),
  ],
);

/** A channel that has refused Vigil: nothing is tried there before `look_at`, and what is for it goes to the leads. */
export const parkedChannel = pgTable(
  'parked_channel',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    installationId: uuid('installation_id').notNull(),
    channelId: text('channel_id').notNull(),
    why: text('why').$type<'channel_gone' | 'not_in_channel'>().notNull(),
    parkedAt: timestamp('parked_at', { withTimezone: true }).notNull(),
    lookAt: timestamp('look_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.installationId, t.channelId] }),
    foreignKey({
      columns: [t.orgId, t.installationId],
      foreignColumns: [installation.orgId, installation.installationId],
    }),
  ],
);

/** Which prompts a message bears: one for a question or a nudge, several for a duty card. */
export const messagePrompt = pgTable(
  'message_prompt',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    messageId: uuid('message_id').notNull(),
    promptId: uuid('prompt_id').notNull(),
    position: integer('position').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.messageId, t.promptId] }),
    index('message_prompt_prompt').on(t.orgId, t.promptId),
    foreignKey({ columns: [t.orgId, t.messageId], foreignColumns: [message.orgId, message.messageId] }),
    foreignKey({ columns: [t.orgId, t.promptId], foreignColumns: [prompt.orgId, prompt.promptId] }),
  ],
);

/** Platform events already acted on, so a replay or a doubled delivery has one effect. */
export const inboundEvent = pgTable(
  'inbound_event',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    platform: text('platform').notNull(),
    eventKey: text('event_key').notNull(),
    takenAt: timestamp('taken_at', { withTimezone: true }).notNull(),
    /** While somebody is at work on it; past it, they died and it may be taken again. Null: it is done with. */
    leasedUntil: timestamp('leased_until', { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.platform, t.eventKey] })],
);

export const alert = pgTable(
  'alert',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    alertId: uuid('alert_id').notNull(),
    settingId: uuid('setting_id').notNull(),
    kind: text('kind')
      .$type<'overdue_duty' | 'overdue_attestations' | 'poor_at_once' | 'concern' | 'nobody_in_charge'>()
      .notNull(),
    /** Whoever may have a concern; null for alerts about checks. */
    personId: uuid('person_id'),
    /** What it is about: a check's prompt, a local date for the day's attestations, or a charge and its round. */
    subject: text('subject').notNull(),
    token: text('token').notNull(),
    /** Whose days it keeps: a referral or the LADO is not put off by the holidays. */
    clock: text('clock').$type<AlertClock>().notNull().default('school'),
    level: integer('level').notNull().default(1),
    state: text('state').$type<'open' | 'acknowledged' | 'closed'>().notNull().default('open'),
    openedAt: timestamp('opened_at', { withTimezone: true }).notNull(),
    climbsAt: timestamp('climbs_at', { withTimezone: true }),
    acknowledgedBy: uuid('acknowledged_by'),
    acknowledgedAt: timestamp('acknowledged_at', { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.alertId] }),
    unique('alert_subject').on(t.orgId, t.settingId, t.kind, t.subject),
    unique('alert_token').on(t.orgId, t.token),
    index('alert_climbs').on(t.orgId, t.state, t.climbsAt),
    foreignKey({ columns: [t.orgId, t.personId], foreignColumns: [person.orgId, person.personId] }),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
  ],
);

export const digest = pgTable(
  'digest',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    settingId: uuid('setting_id').notNull(),
    /** The ISO week it reports on. */
    week: text('week').notNull(),
    asOf: timestamp('as_of', { withTimezone: true }).notNull(),
    facts: jsonb('facts').$type<DigestFacts>().notNull(),
    messageId: uuid('message_id'),
    /** The ledger's last sealed row when it was made, as it stands at its foot; null in digests made before. */
    ledgerSequence: bigint('ledger_sequence', { mode: 'number' }),
    ledgerHash: text('ledger_hash'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.settingId, t.week] }),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
  ],
);
