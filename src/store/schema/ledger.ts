/**
 * Table: the ledger, one row a change of state.
 * The rule: rows are only ever inserted, hold ids and words of ours but no personal text, and are numbered and
 * hashed later, when they are sealed.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { LedgerFacts, LedgerKind } from '../../domain/ledger.ts';
import type { OrgId } from '../../domain/setting.ts';
import { organisation } from './organisation.ts';

export const ledger = pgTable(
  'ledger',
  {
    orgId: uuid('org_id')
      .$type<OrgId>()
      .notNull()
      .references(() => organisation.orgId),
    entryId: uuid('entry_id').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    kind: text('kind').$type<LedgerKind>().notNull(),
    /** The row it is about. */
    subject: text('subject').notNull(),
    /** The person who did it; null for Vigil itself. */
    actor: uuid('actor'),
    facts: jsonb('facts').$type<LedgerFacts>().notNull(),
    /** Its place in the organisation's chain and the chain's hash up to it; null until it is sealed. */
    sequence: bigint('sequence', { mode: 'number' }),
    hash: text('hash'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.entryId] }),
    index('ledger_at').on(t.orgId, t.at),
    index('ledger_unsealed').on(t.orgId, t.at).where(sql`sequence is null`),
    uniqueIndex('ledger_sequence').on(t.orgId, t.sequence).where(sql`sequence is not null`),
  ],
);
