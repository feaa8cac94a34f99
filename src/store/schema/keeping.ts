/**
 * Tables: keys, the notes sealed under them, holds, nightly removals, and anonymous answers as counts.
 * The rule: a key is kept only wrapped in the one above it; a note is kept only sealed; an anonymous answer is kept
 * only as one more in a count.
 */
import {
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { OrgId } from '../../domain/setting.ts';
import type { StandardId } from '../../domain/standard.ts';
import { questionVersion } from './bank.ts';
import { bytea } from './column.ts';
import { organisation, setting } from './organisation.ts';
import { person } from './people.ts';
import { reply } from './prompts.ts';

/** An organisation's key, wrapped in VIGIL_ENCRYPTION_KEY. */
export const orgKey = pgTable(
  'org_key',
  {
    orgId: uuid('org_id')
      .$type<OrgId>()
      .notNull()
      .references(() => organisation.orgId),
    wrapped: bytea('wrapped').notNull(),
    madeAt: timestamp('made_at', { withTimezone: true }).notNull(),
    /** When it was last wrapped in another master key. */
    wrappedAt: timestamp('wrapped_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId] })],
);

/** A person's key, wrapped in their organisation's; null once it has been shredded, so that nothing under it opens. */
export const personKey = pgTable(
  'person_key',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    personId: uuid('person_id').notNull(),
    wrapped: bytea('wrapped'),
    madeAt: timestamp('made_at', { withTimezone: true }).notNull(),
    shreddedAt: timestamp('shredded_at', { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.personId] }),
    foreignKey({ columns: [t.orgId, t.personId], foreignColumns: [person.orgId, person.personId] }),
  ],
);

/** What somebody added to an answer, sealed under their own key. */
export const note = pgTable(
  'note',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    replyId: uuid('reply_id').notNull(),
    settingId: uuid('setting_id').notNull(),
    personId: uuid('person_id').notNull(),
    sealed: bytea('sealed').notNull(),
    writtenAt: timestamp('written_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.replyId] }),
    index('note_person').on(t.orgId, t.personId),
    index('note_written').on(t.orgId, t.settingId, t.writtenAt),
    foreignKey({ columns: [t.orgId, t.replyId], foreignColumns: [reply.orgId, reply.replyId] }),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
    foreignKey({ columns: [t.orgId, t.personId], foreignColumns: [person.orgId, person.personId] }),
  ],
);

/** While one stands, nothing of that setting, or of that one person, is removed or erased. */
export const legalHold = pgTable(
  'legal_hold',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    holdId: uuid('hold_id').notNull(),
    settingId: uuid('setting_id').notNull(),
    /** Null: everybody in the setting. */
    personId: uuid('person_id'),
    /** Where the reason is kept, such as a solicitor's reference; never the reason itself. */
    reference: text('reference').notNull(),
    placedAt: timestamp('placed_at', { withTimezone: true }).notNull(),
    liftedAt: timestamp('lifted_at', { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.holdId] }),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
    foreignKey({ columns: [t.orgId, t.personId], foreignColumns: [person.orgId, person.personId] }),
  ],
);

/** What a night's removal took of each class, and what a hold kept. */
export const retentionRun = pgTable(
  'retention_run',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    settingId: uuid('setting_id').notNull(),
    /** The local date of the night. */
    ranOn: date('ran_on').notNull(),
    ranAt: timestamp('ran_at', { withTimezone: true }).notNull(),
    /** Rows removed, by class. */
    removed: jsonb('removed').$type<Record<string, number>>().notNull(),
    /** Rows past their time that a hold kept. */
    held: integer('held').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.settingId, t.ranOn] }),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
  ],
);

/** Answers to an anonymous question in one block of weeks, as counts alone: no person, no moment. */
export const anonymousCount = pgTable(
  'anonymous_count',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    settingId: uuid('setting_id').notNull(),
    questionId: text('question_id').notNull(),
    questionVersion: integer('question_version').notNull(),
    standard: text('standard').$type<StandardId>().notNull(),
    indicator: text('indicator').notNull(),
    /** The half-term or term it is gathered over, as an occurrence: autumn-1-2026. */
    block: text('block').notNull(),
    /** The choice's key. */
    choice: text('choice').notNull(),
    count: integer('count').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.settingId, t.questionId, t.questionVersion, t.block, t.choice] }),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
    foreignKey({
      columns: [t.orgId, t.questionId, t.questionVersion],
      foreignColumns: [questionVersion.orgId, questionVersion.questionId, questionVersion.version],
    }),
  ],
);

/** A block let out once and for ever: what may be shown of it, after hiding what is too few. */
export const anonymousRelease = pgTable(
  'anonymous_release',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    settingId: uuid('setting_id').notNull(),
    questionId: text('question_id').notNull(),
    /** The newest version asked in it, whose choices are counted. */
    questionVersion: integer('question_version').notNull(),
    block: text('block').notNull(),
    standard: text('standard').$type<StandardId>().notNull(),
    indicator: text('indicator').notNull(),
    releasedAt: timestamp('released_at', { withTimezone: true }).notNull(),
    releasedOn: date('released_on').notNull(),
    /** Null where fewer than five answered. */
    repliers: integer('repliers'),
    /** A count for each choice; null where it is hidden. Null altogether where fewer than five answered. */
    counts: jsonb('counts').$type<Record<string, number | null>>(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.settingId, t.questionId, t.block] }),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
  ],
);
