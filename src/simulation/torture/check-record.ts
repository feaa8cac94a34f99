/**
 * Holds the record against what people pressed and were told, and against what Slack was given.
 * The rule: one named check each, and a fault says which and where, never what was answered. What is counted here is
 * what the table prints.
 */
import type { FakeSlack } from '../slack/fake-slack.ts';
import { readText } from '../slack/read-text.ts';
import type { Post } from '../slack/world.ts';
import type { SideLog, Tap } from './side-log.ts';

export type Rows = {
  replies: { token: string; revision: number; key: string | null; userId: string | null; entries: number }[];
  /** Where there are more rows than there may be. */
  doubledPrompts: number;
  doubledMessages: number;
  doubledDigests: number;
  openActionsDoubled: number;
  messages: { id: string; kind: string; state: string; isOwedRedraw: boolean }[];
};

export type Finding = { check: string; where: string };

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

export const QUERIES = [
  `select p.token, r.revision, r.answer ->> 'key' as key, a.user_id as "userId",
     (select count(*)::int from ledger l where l.org_id = r.org_id and l.subject = r.prompt_id::text
       and l.kind in ('reply_recorded', 'reply_corrected')) as entries
   from reply r join prompt p using (org_id, prompt_id)
   left join address a on a.org_id = r.org_id and a.person_id = r.person_id`,
  `select count(*)::int as n from (select 1 from prompt
     group by org_id, setting_id, question_id, occurrence, person_id having count(*) > 1) d`,
  `select count(*)::int as n from (select 1 from message_prompt mp join message m using (org_id, message_id)
     where m.kind = 'prompt' group by mp.org_id, mp.prompt_id having count(*) > 1) d`,
  `select count(*)::int as n from (select 1 from message where kind = 'digest'
     group by org_id, dedupe_key having count(*) > 1) d`,
  `select count(*)::int as n from (select 1 from action where state = 'open'
     group by org_id, setting_id, question_id having count(*) > 1) d`,
  `select message_id as id, case when dedupe_key like 'told:%' then 'notice' else kind end as kind, state, (state = 'sent' and drawn_revision <> revision) as "isOwedRedraw"
   from message`,
] as const;

export function rowsFrom(read: Record<string, unknown>[][]): Rows {
  const [replies = [], prompts, messages, digests, actions, all = []] = read;
  const count = (rows: Record<string, unknown>[] | undefined) => Number(rows?.[0]?.n ?? Number.NaN);
  return {
    replies: replies as Rows['replies'],
    doubledPrompts: count(prompts),
    doubledMessages: count(messages),
    doubledDigests: count(digests),
    openActionsDoubled: count(actions),
    messages: all as Rows['messages'],
  };
}

/** `isQuiet`: nothing is under way any more, so nothing may be half done either. */
export function checkRecord(slack: FakeSlack, log: SideLog, rows: Rows, isQuiet: boolean): Verdict {
  const sent = postsByKey(slack);
  return {
    taps: log.taps.length,
    acknowledged: log.taps.filter(isAcknowledged).length,
    lost: [...lostReplies(log, rows), ...sent.lost(rows)],
    doubled: [...doubledRows(rows), ...doubledReplies(log, rows), ...sent.doubled(rows)],
    other: [
      ...strangeReplies(log, rows),
      ...unledgered(rows),
      ...atNight(slack),
      ...slack.refused.map(({ what, error }) => ({
        check: 'nothing Slack refuses',
        where: `${what} ${error}`,
      })),
      ...(isQuiet ? unfinished(rows) : []),
    ],
    repeats: sent.repeats,
  };
}

const isAcknowledged = ({ told }: Tap) => told === 'recorded' || told === 'received';

/** Told, and not there. Of several presses on one question before any was shown, the one that stands is there. */
function lostReplies({ taps }: SideLog, { replies }: Rows): Finding[] {
  const kept = new Set(replies.map(({ token, key }) => `${token} ${key}`));
  const received = new Set(replies.map(({ token }) => token));
  return taps
    .filter(isAcknowledged)
    .filter(({ token, arg, told }) =>
      told === 'recorded' ? !kept.has(`${token} ${arg}`) : !received.has(token),
    )
    .map(({ token }) => ({ check: 'told recorded, and is', where: `question ${token}` }));
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
  const counts = { ...rows } as unknown as Record<string, number>;
  return ['doubledPrompts', 'doubledMessages', 'doubledDigests', 'openActionsDoubled']
    .filter((name) => counts[name] !== 0)
    .map((name) => ({ check: 'one row each', where: `${name}: ${counts[name]}` }));
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

function unfinished({ messages }: Rows): Finding[] {
  return messages
    .filter(({ state, isOwedRedraw }) => isOwedRedraw || state === 'sending' || state === 'unknown')
    .map(({ id, kind, state }) => ({
      check: 'nothing half done once quiet',
      where: `${kind} ${id} ${state}`,
    }));
}

/** By itself: a lead may ask for them again. What only asks or tells of another message (`notice`) is not among them. */
const NEVER_TWICE = ['digest', 'alert', 'action'];
const AGAIN = /\(again\)/;

/** What stands in conversations, by the row it is of. */
function postsByKey({ world }: FakeSlack) {
  const copies = new Map<string, Post[]>();
  for (const { posts } of world.workspaces.values())
    for (const post of posts) {
      const key = keyOf(post);
      if (key !== null) copies.set(key, [...(copies.get(key) ?? []), post]);
    }
  const more = [...copies].filter(([, posts]) => posts.length > 1);
  return {
    repeats: more.reduce((sum, [, posts]) => sum + posts.length - 1, 0),
    /** A second copy says that it is one; there is no third, and none at all of what is never said twice. */
    doubled({ messages }: Rows): Finding[] {
      const kinds = new Map(messages.map(({ id, kind }) => [id, kind]));
      return more
        .filter(
          ([key, posts]) =>
            NEVER_TWICE.includes(kinds.get(key) ?? '') ||
            posts.length > 2 ||
            !posts.slice(1).every(saysAgain),
        )
        .map(([key, posts]) => ({
          check: 'at most one repeat, marked, and none of what is never said twice',
          where: `${kinds.get(key)} ${key}: ${posts.length}`,
        }));
    },
    /** Marked as sent, and nowhere. */
    lost({ messages }: Rows): Finding[] {
      return messages
        .filter(({ id, state }) => state === 'sent' && !copies.has(id))
        .map(({ id, kind }) => ({ check: 'sent is there', where: `${kind} ${id}` }));
    },
  };
}

const saysAgain = ({ drawings }: Post) => drawings[0] !== undefined && AGAIN.test(readText(drawings[0]));

function keyOf({ metadata }: Post): string | null {
  const payload = metadata?.event_payload;
  return typeof payload === 'object' && payload !== null && 'key' in payload ? String(payload.key) : null;
}

function countBy<T>(things: readonly T[], name: (thing: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(name(thing), (counts.get(name(thing)) ?? 0) + 1);
  return counts;
}
