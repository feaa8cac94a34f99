/**
 * What people pressed and what they were told, kept beside the program so that it can be held to its word.
 * The rule: told means seen on their screen: the message says recorded, or a line to them alone says it was received.
 * That HTTP was answered is no word at all.
 */
import type { FakeSlack } from '../slack/fake-slack.ts';
import { readText } from '../slack/read-text.ts';
import type { Drawing, Post } from '../slack/world.ts';
import { offeredIn } from './offered.ts';

export type Told = 'recorded' | 'received' | 'not saved' | 'nothing';

export type Tap = {
  userId: string;
  /** The question's token, and the answer pressed. */
  token: string;
  arg: string;
  /** What is written on the button. */
  words: string;
  post: Post;
  /** How many ways the message had been drawn, and how many lines the person had been shown, before the press. */
  drawings: number;
  lines: number;
  /** By a counter that only goes up. */
  at: number;
  /** HTTP's answer, once there is one; null where there was none. */
  status: number | null;
  /** When it was seen to be recorded; null until then. */
  shownAt: number | null;
};

export type SideLog = {
  taps: Tap[];
  note(tap: Omit<Tap, 'lines' | 'status' | 'shownAt'>): Tap;
  /** Looks at every screen that has not shown a press as recorded yet. */
  look(at: number): void;
  told(tap: Tap): Told;
  /** Whether an answer to the question has been seen as recorded. */
  isShown(token: string): boolean;
};

const RECEIVED = /^Received, filing shortly/;
const NOT_SAVED = /^Not saved/;

export function openSideLog(slack: FakeSlack): SideLog {
  const taps: Tap[] = [];
  const unseen = new Set<Tap>();
  const shown = new Set<string>();
  const linesOf = (userId: string) => slack.person(userId).ephemerals.map(({ text }) => text);
  return {
    taps,
    note(given) {
      const tap: Tap = { ...given, lines: linesOf(given.userId).length, status: null, shownAt: null };
      taps.push(tap);
      unseen.add(tap);
      return tap;
    },
    look(at) {
      for (const tap of unseen)
        if (tap.post.drawings.slice(tap.drawings).some((drawing) => isRecorded(drawing, tap))) {
          tap.shownAt = at;
          unseen.delete(tap);
          shown.add(tap.token);
        }
    },
    isShown: (token) => shown.has(token),
    told(tap) {
      const later = tap.post.drawings.slice(tap.drawings);
      if (later.some((drawing) => isRecorded(drawing, tap))) return 'recorded';
      const next = taps.find((other) => other.userId === tap.userId && other.at > tap.at);
      const lines = linesOf(tap.userId).slice(tap.lines, next?.lines);
      if (lines.some((line) => RECEIVED.test(line))) return 'received';
      return lines.some((line) => NOT_SAVED.test(line)) ? 'not saved' : 'nothing';
    },
  };
}

/** It says that this answer is recorded: beside the question's own "Change", or in a message of one question. */
function isRecorded(drawing: Drawing, { token, words, post }: Tap): boolean {
  const says = `· ${words}`;
  const lines = readText(drawing).split('\n');
  if (!lines.some((line) => line.startsWith('✓ Recorded') && line.endsWith(says))) return false;
  const change = offeredIn(drawing.blocks).find((each) => each.verb === 'change' && each.token === token);
  if (change !== undefined) return change.aloud.startsWith(`Change your answer ${words}:`);
  return new Set(offeredIn(post.drawings[0]?.blocks ?? []).map((each) => each.token)).size === 1;
}
