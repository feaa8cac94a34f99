/**
 * What people pressed and what they were told, kept beside the program so that it can be held to its word.
 * The rule: told means seen on their screen: the message says recorded, or a line to them alone says it was received.
 * That HTTP was answered is no word at all. It looks at what is new alone, so that a long run stays cheap.
 */
import type { FakeSlack } from '../slack/fake-slack.ts';
import { readText } from '../slack/read-text.ts';
import type { Drawing, Post } from '../slack/world.ts';
import { offeredIn } from './offered.ts';

/** otherwise: a line said what else became of it, such as that it was answered already. */
export type Told = 'recorded' | 'received' | 'not saved' | 'otherwise' | 'nothing';

export type Tap = {
  userId: string;
  /** The question's token, and the answer pressed. */
  token: string;
  arg: string;
  /** What is written on the button. */
  words: string;
  post: Post;
  /** How many ways the message had been drawn before the press. */
  drawings: number;
  /** By a counter that only goes up. */
  at: number;
  /** HTTP's answer, once there is one; null where there was none. */
  status: number | null;
  /** The best word they have had, and when they had the first one and the best one. */
  told: Told;
  toldAt: number | null;
  shownAt: number | null;
  /** A line has turned it away: a ✓ that is seen later is another press's. */
  turnedAway: boolean;
};

export type SideLog = {
  taps: Tap[];
  note(tap: Pick<Tap, 'userId' | 'token' | 'arg' | 'words' | 'post' | 'at'>): Tap;
  /** Looks at what has changed on the screens since the last look. */
  look(at: number): void;
  /** Whether an answer to the question has been seen as recorded. */
  isShown(token: string): boolean;
  /** How many of a person's presses they were told of later that they could not be filed, and why. */
  toldWhyNot: ReadonlyMap<string, number>;
};

const RECEIVED = /^Received, filing shortly/;
const NOT_SAVED = /^Not saved/;
const OTHERWISE = /^(Not recorded yet|That question|You have|There is no|That did not work)/;
const NOT_FILED = /^About what you pressed at .* could not be filed at that moment: (?!it is filed now)/;

export function openSideLog({ world }: FakeSlack): SideLog {
  const taps: Tap[] = [];
  const unshown = new Map<Post, { looked: number; taps: Set<Tap> }>();
  const untold = new Map<string, Set<Tap>>();
  const shown = new Set<string>();
  const heard = new Map<string, number>();
  const toldWhyNot = new Map<string, number>();

  const tell = (tap: Tap, told: Told, at: number) => {
    tap.told = told;
    tap.toldAt ??= at;
    untold.get(tap.userId)?.delete(tap);
  };
  const lookAtMessages = (at: number) => {
    for (const [post, waiting] of unshown) {
      for (const drawing of post.drawings.slice(waiting.looked))
        for (const tap of waiting.taps)
          if (tap.drawings <= waiting.looked && isRecorded(drawing, tap)) {
            tell(tap, 'recorded', at);
            tap.shownAt = at;
            shown.add(tap.token);
            waiting.taps.delete(tap);
          }
      waiting.looked = post.drawings.length;
      if (waiting.taps.size === 0) unshown.delete(post);
    }
  };
  const lookAtLines = (at: number) => {
    for (const { teamId, posts, channels, bot } of world.workspaces.values()) {
      for (const post of posts.slice(heard.get(teamId) ?? 0)) {
        if (post.shownTo === null) {
          if (!post.fromBot || !NOT_FILED.test(readText(post))) continue;
          for (const userId of channels.get(post.channelId)?.members ?? [])
            if (userId !== bot.userId) toldWhyNot.set(userId, (toldWhyNot.get(userId) ?? 0) + 1);
          continue;
        }
        const theirs = [...(untold.get(post.shownTo) ?? [])];
        const last = theirs.filter((tap) => post.returnFor === null || tap.post.ts === post.returnFor).at(-1);
        if (last === undefined) continue;
        const line = readText(post);
        if (RECEIVED.test(line)) tell(last, 'received', at);
        else if (NOT_SAVED.test(line)) tell(last, 'not saved', at);
        else if (OTHERWISE.test(line)) {
          tell(last, 'otherwise', at);
          last.turnedAway = true;
        }
      }
      heard.set(teamId, posts.length);
    }
  };
  return {
    taps,
    note(given) {
      lookAtMessages(given.at);
      const { post, userId } = given;
      const tap: Tap = {
        ...given,
        drawings: post.drawings.length,
        status: null,
        told: 'nothing',
        toldAt: null,
        shownAt: null,
        turnedAway: false,
      };
      taps.push(tap);
      const waiting = unshown.get(post) ?? { looked: post.drawings.length, taps: new Set<Tap>() };
      waiting.taps.add(tap);
      unshown.set(post, waiting);
      const theirs = untold.get(userId) ?? new Set<Tap>();
      untold.set(userId, theirs.add(tap));
      return tap;
    },
    look(at) {
      lookAtMessages(at);
      lookAtLines(at);
    },
    isShown: (token) => shown.has(token),
    toldWhyNot,
  };
}

/** It says under the question that this answer is recorded. A long answer is numbered and cut on its button. */
function isRecorded(drawing: Drawing, { token, words, post }: Tap): boolean {
  const answer = words.replace(/^\d+\. /, '');
  const told = linesAbout(drawing, post, token).find((line) => line.startsWith('✓ Recorded'));
  const said = told?.slice(told.indexOf('· ') + 2);
  return answer.endsWith('…') ? (said?.startsWith(answer.slice(0, -1)) ?? false) : said === answer;
}

/** All of a message that has one question; of one with several, the part under the question's number. */
function linesAbout(drawing: Drawing, post: Post, token: string): string[] {
  const lines = readText(drawing).split('\n');
  const asked = [...new Set(offeredIn(post.drawings[0]?.blocks ?? []).map((each) => each.token))];
  if (asked.length === 1) return lines;
  const number = asked.indexOf(token) + 1;
  const from = lines.findIndex((line) => line.startsWith(`${number}. `));
  const below = from < 0 ? [] : lines.slice(from + 1);
  const next = below.findIndex((line) => line.startsWith(`${number + 1}. `));
  return below.slice(0, next < 0 ? below.length : next);
}
