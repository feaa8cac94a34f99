/**
 * Reads what one person sees in one place of the local workspace: sent messages from their rows, with what was
 * shown to them alone standing where it was shown.
 * The rule: oldest first, and the mark changes whenever a row shown does.
 */
import { createHash } from 'node:crypto';
import type { Message } from '../domain/message.ts';
import { type ChatPerson, listConversation, type Said, type Whose } from '../store/conversations.ts';
import type { Tx } from '../store/database.ts';
import type { Place, PrivateAnswer, PrivateAnswers } from './private-answers.ts';

/** A message as the page shows it. */
export type Entry = {
  /** Of its element on the page. */
  id: string;
  /** What a press on it says it was made on. */
  on: string;
  at: Date;
  body: Message;
  private: boolean;
  /** Of the row; 0 for what has none. */
  revision: number;
  /** The form opened in a window of its own, and the message it was opened on; null for anything else. */
  opened: { token: string; on: string } | null;
};

export type Conversation = {
  entries: Entry[];
  /** The message to ask for earlier ones before; null when these are the first. */
  before: string | null;
  mark: string;
};

const PAGE = 50;

export function whoseIn(place: Place, person: ChatPerson, channelId: string): Whose {
  return place === 'channel' ? { channelId } : { personId: person.personId };
}

export async function readConversation(
  tx: Tx,
  asked: { person: ChatPerson; place: Place; channelId: string; before?: string | undefined },
  shown: PrivateAnswers,
): Promise<Conversation> {
  const { person, place, channelId, before } = asked;
  const read = await listConversation(tx, whoseIn(place, person, channelId), PAGE + 1, before);
  const said = read.slice(-PAGE);
  const entries = said.map((one) => entryOf(one, shown.bodyFor(person.userId, one)));
  return {
    entries: before === undefined ? withAnswers(entries, shown.list(person.userId, place)) : entries,
    before: read.length > PAGE ? (said[0]?.messageId ?? null) : null,
    mark: markOf(said),
  };
}

export function entryOf(said: Said, body: Message): Entry {
  const { messageId, platformId, revision, sentAt } = said;
  return { id: `m-${messageId}`, on: platformId, at: sentAt, body, private: false, revision, opened: null };
}

export function privateEntry(answer: PrivateAnswer): Entry {
  const { id, at, body, after, opens } = answer;
  const opened = opens === undefined ? null : { token: opens, on: after ?? '' };
  return { id, on: id, at, body, private: true, revision: 0, opened };
}

/** An answer to a message stands under it; one that stands by itself comes after everything sent by then. */
function withAnswers(entries: Entry[], answers: PrivateAnswer[]): Entry[] {
  const result = [...entries];
  for (const answer of answers) {
    const entry = privateEntry(answer);
    const beside = result.findIndex((one) => one.on === answer.after);
    const later = result.findIndex((one) => one.at > answer.at);
    if (beside >= 0) result.splice(beside + 1, 0, entry);
    else if (later >= 0) result.splice(later, 0, entry);
    else result.push(entry);
  }
  return result;
}

function markOf(said: Said[]): string {
  const rows = said.map((one) => `${one.messageId} ${one.revision}`);
  return createHash('sha256').update(rows.join('\n')).digest('base64url').slice(0, 16);
}
