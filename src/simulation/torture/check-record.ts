/**
 * Holds the record against what people pressed and were told, and against what Slack was given.
 * The rule: one named check each, and a fault says which and where, never what was answered. What is counted here is
 * what the table prints. What became of messages is check-messages'.
 */
import type { FakeSlack } from '../slack/fake-slack.ts';
import { doubledCopies, lostMessages, repeatsIn, unfinished, unsent } from './check-messages.ts';
import type { Finding } from './finding.ts';
import type { Rows } from './kept-rows.ts';
import type { SideLog, Tap } from './side-log.ts';

export type Verdict = {
  taps: number;
  /** Presses whose person was told that they were recorded, or received. */
  acknowledged: number;
  lost: Finding[];
  doubled: Finding[];
  other: Finding[];
  /** Messages that stand in a conversation more than once. */
  repeats: number;
};

export type Judged = {
  /** The record's moment by which all that was due had been done; null while something may be under way. */
  quietAt: Date | null;
  /** How much stood in conversations as each process began; left out where that is not known. */
  starts?: readonly number[];
};

export function checkRecord(
  slack: FakeSlack,
  log: SideLog,
  rows: Rows,
  { quietAt, starts }: Judged,
): Verdict {
  return {
    taps: log.taps.length,
    acknowledged: log.taps.filter(isAcknowledged).length,
    lost: [...lostReplies(log, rows), ...lostReceived(log, rows), ...lostMessages(slack, rows)],
    doubled: [...doubledRows(rows), ...doubledReplies(log, rows), ...doubledCopies(slack, rows, starts)],
    other: [
      ...strangeReplies(log, rows),
      ...unledgered(rows),
      ...atNight(slack),
      ...slack.refused.map(({ what, error }) => ({
        check: 'nothing Slack refuses',
        where: `${what} ${error}`,
      })),
      ...(quietAt === null ? [] : [...unfinished(rows), ...unsent(rows, quietAt)]),
    ],
    repeats: repeatsIn(slack),
  };
}

const isAcknowledged = ({ told }: Tap) => told === 'recorded' || told === 'received';

/** Told, and not there. */
function lostReplies({ taps }: SideLog, { replies }: Rows): Finding[] {
  const kept = new Set(replies.map(({ token, key, userId }) => `${token} ${key} ${userId}`));
  return taps
    .filter(({ told }) => told === 'recorded')
    .filter(({ token, arg, userId }) => !kept.has(`${token} ${arg} ${userId}`))
    .map(({ token }) => ({ check: 'told recorded, and is', where: `question ${token}` }));
}

/**
 * Told received, and neither that answer nor a later one of theirs is there; nor were they told why not, which is said
 * to a person without naming the press, and so counts for one of theirs.
 */
function lostReceived({ taps, toldWhyNot }: SideLog, { replies }: Rows): Finding[] {
  const kept = new Set(replies.map(({ token, key, userId }) => `${token} ${key} ${userId}`));
  const excused = new Map(toldWhyNot);
  return taps
    .filter(({ told }) => told === 'received')
    .filter(
      (tap) =>
        !taps.some(
          ({ token, userId, arg, at }) =>
            token === tap.token &&
            userId === tap.userId &&
            at >= tap.at &&
            kept.has(`${token} ${arg} ${userId}`),
        ),
    )
    .filter(({ userId }) => {
      const left = excused.get(userId) ?? 0;
      excused.set(userId, left - 1);
      return left <= 0;
    })
    .map(({ token }) => ({ check: 'told received, and is', where: `question ${token}` }));
}

/**
 * For presses at a steady rate: each press is another answer than the one before, so there are at least as many replies as answers that were shown
 * one after another. The same one shown again, after a press that had no word, may be the same reply.
 */
export function lostAmong({ taps }: SideLog, { replies }: Rows): Finding[] {
  const kept = new Map<string, number>();
  for (const { token, key } of replies) kept.set(`${token} ${key}`, (kept.get(`${token} ${key}`) ?? 0) + 1);
  const shown = new Map<string, number>();
  const latest = new Map<string, string>();
  // As they were shown: of two under way at once the later press may be the earlier answer.
  const inOrder = taps
    .filter(({ told }) => told === 'recorded')
    .sort((one, other) => (one.shownAt ?? 0) - (other.shownAt ?? 0));
  for (const { token, arg } of inOrder) {
    if (latest.get(token) === arg) continue;
    latest.set(token, arg);
    shown.set(`${token} ${arg}`, (shown.get(`${token} ${arg}`) ?? 0) + 1);
  }
  return [...shown]
    .filter(([at, count]) => count > (kept.get(at) ?? 0))
    .map(([at]) => ({ check: 'as many replies as were shown', where: `question ${at.split(' ')[0]}` }));
}

/** More replies than presses. */
function doubledReplies({ taps }: SideLog, { replies }: Rows): Finding[] {
  const presses = countBy(taps, ({ token, arg }) => `${token} ${arg}`);
  const kept = countBy(replies, ({ token, key }) => `${token} ${key}`);
  return [...kept]
    .filter(([at, count]) => count > (presses.get(at) ?? 0))
    .map(([at]) => ({ check: 'one reply a press', where: `question ${at.split(' ')[0]}` }));
}

function doubledRows(rows: Rows): Finding[] {
  const { doubledPrompts, doubledMessages, doubledDigests, doubledActions } = rows;
  return Object.entries({ doubledPrompts, doubledMessages, doubledDigests, doubledActions })
    .filter(([, count]) => count !== 0)
    .map(([name, count]) => ({ check: 'one row each', where: `${name}: ${count}` }));
}

/** Answers of somebody who was not asked, or that nobody pressed. */
function strangeReplies({ taps }: SideLog, { replies }: Rows): Finding[] {
  const pressed = new Set(taps.map(({ token, arg, userId }) => `${token} ${arg} ${userId}`));
  return replies
    .filter(({ token, key, userId }) => !pressed.has(`${token} ${key} ${userId}`))
    .map(({ token }) => ({ check: 'who replied was asked and pressed it', where: `question ${token}` }));
}

function unledgered({ replies }: Rows): Finding[] {
  const kept = countBy(replies, ({ token }) => token);
  return replies
    .filter(({ token, entries }) => entries !== kept.get(token))
    .map(({ token }) => ({ check: 'one ledger row a reply', where: `question ${token}` }));
}

/** Seven to seven is generous: nobody's hours go beyond it. */
function atNight(slack: FakeSlack): Finding[] {
  return slack
    .callsOf('chat.postMessage')
    .filter(({ at }) => at.getUTCHours() < 7 || at.getUTCHours() >= 19)
    .map(({ at }) => ({ check: 'nothing at night', where: at.toISOString() }));
}

function countBy<T>(things: readonly T[], name: (thing: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(name(thing), (counts.get(name(thing)) ?? 0) + 1);
  return counts;
}
