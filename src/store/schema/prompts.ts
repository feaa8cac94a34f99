/**
 * Tables: prompts, the replies to them, and the actions poor replies open.
 * The rule: replies are append-only, a correction supersedes and both are kept; the local school week is stored
 * when a row is written, so a count by week never has to ask what the clocks were doing.
 */
import { sql } from 'drizzle-orm';
import {
  date,
  doublePrecision,
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
import type { Answer } from '../../domain/answer.ts';
import type { PromptState } from '../../domain/prompt.ts';
import type { Kind, Verdict } from '../../domain/question.ts';
import type { OrgId } from '../../domain/setting.ts';
import type { StandardId } from '../../domain/standard.ts';
import { questionVersion } from './bank.ts';
import { setting } from './organisation.ts';
import { person } from './people.ts';

export const prompt = pgTable(
  'prompt',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    promptId: uuid('prompt_id').notNull(),
    settingId: uuid('setting_id').notNull(),
    personId: uuid('person_id').notNull(),
    questionId: text('question_id').notNull(),
    questionVersion: integer('question_version').notNull(),
    kind: text('kind').$type<Kind>().notNull(),
    standard: text('standard').$type<StandardId>().notNull(),
    indicator: text('indicator').notNull(),
    /** The period it was asked for: 2026-11-09, 2026-W46, 2026-11, autumn-1-2026, autumn-2026 or 2026. */
    occurrence: text('occurrence').notNull(),
    /** What its buttons carry: 128 random bits. */
    token: text('token').notNull(),
    /** Choice keys in the order shown, for shuffled scenarios. */
    choiceOrder: jsonb('choice_order').$type<string[]>(),
    seconds: integer('seconds').notNull(),
    state: text('state').$type<PromptState>().notNull().default('planned'),
    localDate: date('local_date').notNull(),
    localWeek: text('local_week').notNull(),
    askAt: timestamp('ask_at', { withTimezone: true }).notNull(),
    askedAt: timestamp('asked_at', { withTimezone: true }),
    /** Local date by whose end an attestation or a duty must be answered; null for knowledge. */
    dueOn: date('due_on'),
    /** After this nothing may be answered or changed. */
    closesAt: timestamp('closes_at', { withTimezone: true }).notNull(),
    /** When the ladder next has a rung for it; null when it has none left. */
    chaseAt: timestamp('chase_at', { withTimezone: true }),
    nudges: integer('nudges').notNull().default(0),
    /** "Later": when the person asked to be asked again. */
    snoozedUntil: timestamp('snoozed_until', { withTimezone: true }),
    overdueAt: timestamp('overdue_at', { withTimezone: true }),
    answeredAt: timestamp('answered_at', { withTimezone: true }),
    replyId: uuid('reply_id'),
    /** The prompt this one was handed on from, by "Not me". */
    handedFrom: uuid('handed_from'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.promptId] }),
    unique('prompt_occurrence').on(t.orgId, t.settingId, t.questionId, t.occurrence, t.personId),
    unique('prompt_token').on(t.orgId, t.token),
    index('prompt_chase').on(t.orgId, t.chaseAt).where(sql`chase_at is not null`),
    index('prompt_open').on(t.orgId, t.settingId).where(sql`state in ('asked', 'overdue')`),
    index('prompt_overdue').on(t.orgId, t.settingId).where(sql`overdue_at is not null`),
    index('prompt_person').on(t.orgId, t.personId, t.localWeek),
    index('prompt_week').on(t.orgId, t.settingId, t.localWeek),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
    foreignKey({ columns: [t.orgId, t.personId], foreignColumns: [person.orgId, person.personId] }),
    foreignKey({
      columns: [t.orgId, t.questionId, t.questionVersion],
      foreignColumns: [questionVersion.orgId, questionVersion.questionId, questionVersion.version],
    }),
  ],
);

/**
 * A check or attestation that fell due and was put to nobody, because Vigil was away for all the time in which it
 * could have been asked, or whoever had it was lost. It is neither overdue nor done.
 */
export const notAsked = pgTable(
  'not_asked',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    settingId: uuid('setting_id').notNull(),
    questionId: text('question_id').notNull(),
    occurrence: text('occurrence').notNull(),
    kind: text('kind').$type<Kind>().notNull(),
    standard: text('standard').$type<StandardId>().notNull(),
    indicator: text('indicator').notNull(),
    /** The last day on which it could have been asked. */
    localDate: date('local_date').notNull(),
    localWeek: text('local_week').notNull(),
    notedAt: timestamp('noted_at', { withTimezone: true }).notNull(),
    /** The week whose digest has told of it; null until one has. */
    toldWeek: text('told_week'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.settingId, t.questionId, t.occurrence] }),
    index('not_asked_week').on(t.orgId, t.settingId, t.localWeek),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
  ],
);

export const reply = pgTable(
  'reply',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    replyId: uuid('reply_id').notNull(),
    promptId: uuid('prompt_id').notNull(),
    /** 1 for the first, one more for each correction. */
    revision: integer('revision').notNull(),
    settingId: uuid('setting_id').notNull(),
    personId: uuid('person_id').notNull(),
    questionId: text('question_id').notNull(),
    questionVersion: integer('question_version').notNull(),
    kind: text('kind').$type<Kind>().notNull(),
    standard: text('standard').$type<StandardId>().notNull(),
    indicator: text('indicator').notNull(),
    answer: jsonb('answer').$type<Answer>().notNull(),
    verdict: text('verdict').$type<Verdict>().notNull(),
    value: doublePrecision('value'),
    seconds: integer('seconds').notNull(),
    repliedAt: timestamp('replied_at', { withTimezone: true }).notNull(),
    localDate: date('local_date').notNull(),
    localWeek: text('local_week').notNull(),
    /** Never written: notes have a table of their own, since replies are never changed and notes are not kept as long. */
    noteSealed: text('note_sealed'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.replyId] }),
    unique('reply_revision').on(t.orgId, t.promptId, t.revision),
    index('reply_week').on(t.orgId, t.settingId, t.localWeek, t.indicator),
    foreignKey({ columns: [t.orgId, t.promptId], foreignColumns: [prompt.orgId, prompt.promptId] }),
  ],
);

export const action = pgTable(
  'action',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    actionId: uuid('action_id').notNull(),
    settingId: uuid('setting_id').notNull(),
    questionId: text('question_id').notNull(),
    standard: text('standard').$type<StandardId>().notNull(),
    indicator: text('indicator').notNull(),
    /** The reply that opened it. */
    replyId: uuid('reply_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    state: text('state').$type<'open' | 'done' | 'withdrawn'>().notNull().default('open'),
    openedAt: timestamp('opened_at', { withTimezone: true }).notNull(),
    openedWeek: text('opened_week').notNull(),
    dueOn: date('due_on').notNull(),
    closedAt: timestamp('closed_at', { withTimezone: true }),
    closedWeek: text('closed_week'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.actionId] }),
    /** One open action a question: a second poor answer adds to it rather than opening another. */
    uniqueIndex('action_open').on(t.orgId, t.settingId, t.questionId).where(sql`state = 'open'`),
    index('action_due').on(t.orgId, t.settingId, t.state, t.dueOn),
    foreignKey({ columns: [t.orgId, t.settingId], foreignColumns: [setting.orgId, setting.settingId] }),
    foreignKey({ columns: [t.orgId, t.replyId], foreignColumns: [reply.orgId, reply.replyId] }),
    foreignKey({ columns: [t.orgId, t.ownerId], foreignColumns: [person.orgId, person.personId] }),
  ],
);
