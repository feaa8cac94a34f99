/**
 * Tables: one-use links to the board, and the sessions they become.
 * The rule: only a hash of what is in the link or the cookie is kept, so nobody who reads these rows can get in.
 */
import { foreignKey, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { OrgId } from '../../domain/setting.ts';
import { person } from './people.ts';

export const boardLink = pgTable(
  'board_link',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    linkHash: text('link_hash').notNull(),
    personId: uuid('person_id').notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    usedAt: timestamp('used_at', { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.linkHash] }),
    foreignKey({ columns: [t.orgId, t.personId], foreignColumns: [person.orgId, person.personId] }),
  ],
);

export const boardSession = pgTable(
  'board_session',
  {
    orgId: uuid('org_id').$type<OrgId>().notNull(),
    sessionHash: text('session_hash').notNull(),
    personId: uuid('person_id').notNull(),
    openedAt: timestamp('opened_at', { withTimezone: true }).notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    closedAt: timestamp('closed_at', { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.sessionHash] }),
    foreignKey({ columns: [t.orgId, t.personId], foreignColumns: [person.orgId, person.personId] }),
  ],
);
