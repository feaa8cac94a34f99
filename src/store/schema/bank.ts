/**
 * Tables: question versions and which of them a setting uses.
 * The rule: a version is immutable; editing makes the next one, and a prompt pins the one it asked.
 */
import { foreignKey, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Question } from '../../domain/question.ts';
import type { OrgId } from '../../domain/setting.ts';
import { organisation, setting } from './organisation.ts';

export const questionVersion = pgTable(
  'question_version',
  {
    orgId: uuid('org_id')
      .$type<OrgId>()
      .notNull()
      .references(() => organisation.orgId),
    questionId: text('question_id').notNull(),
    version: integer('version').notNull(),
    body: jsonb('body').$type<Question>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.questionId, t.version] })],
);

export const settingQuestion = pgTable(
  'setting_question',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    settingId: uuid('setting_id').notNull(),
    questionId: text('question_id').notNull(),
    version: integer('version').notNull(),
    state: text('state').$type<'on' | 'off'>().notNull().default('on'),
    /** When a lead approved a "check locally" question; null shows "check locally". */
    approvedAt: timestamp('approved_at', { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.settingId, t.questionId] }),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
    foreignKey({
      columns: [t.orgId, t.questionId, t.version],
      foreignColumns: [questionVersion.orgId, questionVersion.questionId, questionVersion.version],
    }),
  ],
);
