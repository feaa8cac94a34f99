/**
 * Conversations as they were sent: a person's direct messages, or a setting's channel, read from message rows.
 * The rule: only what a platform has shown is here, in the order it was sent; nothing still waiting, nothing
 * withdrawn. The local workspace draws these; other platforms keep their own.
 */
import { and, asc, count, desc, eq, isNotNull, ne, sql } from 'drizzle-orm';
import type { Message } from '../domain/message.ts';
import type { Role } from '../domain/role.ts';
import type { Tx } from './database.ts';
import { address, membership, message, person } from './schema/index.ts';

export type Whose = { personId: string } | { channelId: string };

/** A message that has been sent, with the body it has now. */
export type Said = {
  messageId: string;
  platformId: string;
  revision: number;
  body: Message;
  sentAt: Date;
};

const columns = {
  messageId: message.messageId,
  platformId: message.platformId,
  revision: message.revision,
  body: message.body,
  sentAt: message.sentAt,
};

/**
 * The last `limit` messages of a conversation, oldest first; with `before` (a message id), the last ones before it.
 */
export async function listConversation(
  tx: Tx,
  whose: Whose,
  limit: number,
  before?: string,
): Promise<Said[]> {
  const earlier = before
    ? sql`(${message.sentAt}, ${message.createdAt}, ${message.messageId}) < (
        select m.sent_at, m.created_at, m.message_id from message m where m.message_id = ${before}::uuid)`
    : undefined;
  const rows = await tx
    .select(columns)
    .from(message)
    .where(and(sentTo(whose), earlier))
    .orderBy(desc(message.sentAt), desc(message.createdAt), desc(message.messageId))
    .limit(limit);
  return rows.reverse().flatMap(shown);
}

/** One message of a conversation, by the platform's id for it. */
export async function findSaid(tx: Tx, whose: Whose, platformId: string): Promise<Said | null> {
  const rows = await tx
    .select(columns)
    .from(message)
    .where(and(sentTo(whose), eq(message.platformId, platformId)));
  return rows.flatMap(shown)[0] ?? null;
}

export type ChatPerson = { userId: string; personId: string; name: string; roles: Role[] };

/** Everybody an installation can reach, once each, by name. */
export async function listChatPeople(tx: Tx, installationId: string): Promise<ChatPerson[]> {
  const rows = await tx
    .selectDistinctOn([person.name, person.personId], {
      userId: address.userId,
      personId: person.personId,
      name: person.name,
      roles: membership.roles,
    })
    .from(address)
    .innerJoin(person, and(eq(person.orgId, address.orgId), eq(person.personId, address.personId)))
    .innerJoin(membership, and(eq(membership.orgId, person.orgId), eq(membership.personId, person.personId)))
    .where(and(eq(address.installationId, installationId), eq(membership.state, 'confirmed')))
    .orderBy(asc(person.name), asc(person.personId));
  return rows;
}

/** How many messages stand in each state, for the metrics. */
export async function countMessages(tx: Tx): Promise<{ state: string; count: number }[]> {
  return tx.select({ state: message.state, count: count() }).from(message).groupBy(message.state);
}

function sentTo(whose: Whose) {
  return and(
    'personId' in whose ? eq(message.personId, whose.personId) : eq(message.channelId, whose.channelId),
    isNotNull(message.platformId),
    isNotNull(message.sentAt),
    ne(message.state, 'withdrawn'),
  );
}

function shown(
  row: Omit<Said, 'platformId' | 'sentAt'> & { platformId: string | null; sentAt: Date | null },
) {
  const { platformId, sentAt } = row;
  return platformId === null || sentAt === null ? [] : [{ ...row, platformId, sentAt }];
}
