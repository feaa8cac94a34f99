/**
 * Holds the messages of the record against what stands in Slack: each is there once, or waits, or has gone no further
 * for a reason that is so.
 * The rule: a second copy only of what may be said twice, only marked, and only where a process ended between the two.
 */
import type { FakeSlack } from '../slack/fake-slack.ts';
import { readText } from '../slack/read-text.ts';
import type { Post } from '../slack/world.ts';
import type { Finding } from './finding.ts';
import type { KeptMessage, Rows } from './kept-rows.ts';

/** By itself: a lead may ask for them again. What only asks or tells of another message (`notice`) is not among them. */
const NEVER_TWICE = ['digest', 'alert', 'action'];
const AGAIN = /\(again\)/;

type Copy = { post: Post; place: number };

/** What stands in conversations, by the row it is of, in the order in which it came. */
function copiesIn({ world }: FakeSlack): Map<string, Copy[]> {
  const copies = new Map<string, Copy[]>();
  let place = 0;
  for (const { posts } of world.workspaces.values())
    for (const post of posts) {
      const key = keyOf(post);
      if (key !== null) copies.set(key, [...(copies.get(key) ?? []), { post, place }]);
      place += 1;
    }
  return copies;
}

export const repeatsIn = (slack: FakeSlack): number =>
  [...copiesIn(slack).values()].reduce((sum, posts) => sum + posts.length - 1, 0);

/** `starts`: how much stood there as each process began. */
export function doubledCopies(
  slack: FakeSlack,
  { messages }: Rows,
  starts: readonly number[] | undefined,
): Finding[] {
  const kinds = new Map(messages.map(({ id, kind }) => [id, kind]));
  const more = [...copiesIn(slack)].filter(([, copies]) => copies.length > 1);
  const where = (key: string, copies: Copy[]) => `${kinds.get(key)} ${key}: ${copies.length}`;
  const isUnfounded = (copies: Copy[]) =>
    starts !== undefined &&
    copies.some(({ place }, n) => {
      const before = copies[n - 1];
      return before !== undefined && !starts.some((start) => before.place < start && start <= place);
    });
  return more.flatMap(([key, copies]) => [
    ...(NEVER_TWICE.includes(kinds.get(key) ?? '') || copies.length > 2 || !copies.slice(1).every(saysAgain)
      ? [
          {
            check: 'at most one repeat, marked, and none of what is never said twice',
            where: where(key, copies),
          },
        ]
      : []),
    ...(isUnfounded(copies)
      ? [{ check: 'a repeat only of what was in doubt', where: where(key, copies) }]
      : []),
  ]);
}

/** Marked as sent, and nowhere. */
export function lostMessages(slack: FakeSlack, { messages }: Rows): Finding[] {
  const copies = copiesIn(slack);
  return messages
    .filter(({ id, state }) => state === 'sent' && !copies.has(id))
    .map(({ id, kind }) => ({ check: 'sent is there', where: `${kind} ${id}` }));
}

/** Once all is quiet. */
export function unfinished({ messages }: Rows): Finding[] {
  return messages
    .filter(({ state, isOwedRedraw }) => isOwedRedraw || state === 'sending' || state === 'unknown')
    .map(({ id, kind, state }) => ({
      check: 'nothing half done once quiet',
      where: `${kind} ${id} ${state}`,
    }));
}

/** Once all is quiet: what has neither gone, nor waits for its hours, nor goes no more for a reason that is so. */
export function unsent({ messages, stranded }: Rows, quietAt: Date): Finding[] {
  return [
    ...messages
      .filter((message) => isUnsent(message, quietAt))
      .map(({ id, kind, state }) => ({
        check: 'sent, waiting, or rightly withdrawn',
        where: `${kind} ${id} ${state}`,
      })),
    ...stranded.map(({ token, state }) => ({
      check: 'a question has a message',
      where: `question ${token} ${state}`,
    })),
  ];
}

function isUnsent({ state, dueAt, isExplained }: KeptMessage, quietAt: Date): boolean {
  switch (state) {
    case 'failed':
      return true;
    case 'held':
    case 'withdrawn':
      return !isExplained;
    case 'pending':
      return dueAt <= quietAt.getTime();
    default:
      return false;
  }
}

const saysAgain = ({ post: { drawings } }: Copy) =>
  drawings[0] !== undefined && AGAIN.test(readText(drawings[0]));

function keyOf({ metadata }: Post): string | null {
  const payload = metadata?.event_payload;
  return typeof payload === 'object' && payload !== null && 'key' in payload ? String(payload.key) : null;
}
