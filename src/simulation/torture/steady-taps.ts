/**
 * Presses at a steady rate, whatever becomes of them: the questions that there are, one after another, each answered
 * otherwise than the last time.
 * The rule: a press goes when its moment comes, not when the one before has been answered (so a slow answer delays
 * nobody else's). A question whose answer is shown is opened again by its "Change", which is not counted; one without
 * is left. Nobody presses again before their last press has had its word, or none for five seconds.
 */
import type { Random } from '../../domain/ids.ts';
import type { SeenMessage } from '../slack/seen-message.ts';
import { type Post, postAt, workspaceOf } from '../slack/world.ts';
import type { House, Real } from './house.ts';
import { type Offered, offeredIn } from './offered.ts';
import { type Staff, TEAM, userIdOf } from './school.ts';
import { openSideLog, type SideLog, type Tap } from './side-log.ts';

export type SteadyTaps = {
  log: SideLog;
  begin(): void;
  end(): Promise<void>;
  /** How many questions there are to press. */
  questions(): number;
  /** So many questions are left alone until `release`, so that there is somebody to press then. */
  reserve(count: number): void;
  release(): void;
  /** Presses that were not made: every question waited for the word on its last one. */
  readonly missed: number;
};

const FORGOTTEN_MS = 5_000;
const LOOK_MS = 250;

type Question = {
  userId: string;
  message: SeenMessage;
  post: Post;
  last: Tap | null;
  isChanging: boolean;
  /** When "Change" was last pressed, and on which drawing. */
  changed: { at: number; drawings: number };
  /** What it offers, and of which drawing that was read. */
  offered: { drawings: number; acts: Offered[] };
};

export function steadyTaps(parts: {
  house: House;
  staff: readonly Staff[];
  real: Real;
  random: Random;
  /** A second. */
  rate: number;
}): SteadyTaps {
  const { real, random, rate } = parts;
  const { slack } = parts.house;
  const log = openSideLog(slack);
  const known = new Map<string, Question>();
  const inHand = new Set<Promise<unknown>>();
  const reserved = new Set<Question>();
  let missed = 0;
  let turn = 0;
  let seen = 0;
  let working = false;
  let round: Promise<void> = Promise.resolve();

  const workspace = workspaceOf(slack.world, TEAM);
  const offeredNow = (question: Question): Offered[] => {
    const { post, offered } = question;
    if (offered.drawings !== post.drawings.length)
      question.offered = { drawings: post.drawings.length, acts: offeredIn(post.blocks) };
    return question.offered.acts;
  };
  const answersTo = (question: Question) => offeredNow(question).filter(({ verb }) => verb === 'answer');
  /** Messages of one question that is answered by a button. */
  const look = () => {
    log.look(real.monotonic());
    if (workspace.posts.length === seen) return;
    seen = workspace.posts.length;
    for (const { ref } of parts.staff)
      for (const message of slack.person(userIdOf(ref)).dm()) {
        const post = postAt(workspace, message.channelId, message.ts);
        if (known.has(message.ts) || !post) continue;
        const acts = offeredIn(post.blocks);
        const question: Question = {
          userId: userIdOf(ref),
          message,
          post,
          last: null,
          isChanging: false,
          changed: { at: 0, drawings: 0 },
          offered: { drawings: post.drawings.length, acts },
        };
        const answers = answersTo(question);
        if (new Set(answers.map(({ token }) => token)).size === 1 && answers.length > 1)
          known.set(message.ts, question);
      }
  };
  const hand = (doing: Promise<unknown>) => {
    const tracked: Promise<unknown> = doing.finally(() => inHand.delete(tracked));
    inHand.add(tracked);
  };
  /** What is shown as recorded is opened again, for its next answer. */
  const reopen = () => {
    for (const question of known.values()) {
      const { changed, post } = question;
      const isTried =
        changed.drawings === post.drawings.length && real.monotonic() - changed.at < FORGOTTEN_MS;
      if (question.isChanging || isTried || answersTo(question).length > 0) continue;
      const change = offeredNow(question).find(({ verb }) => verb === 'change');
      if (change === undefined) continue;
      question.isChanging = true;
      question.changed = { at: real.monotonic(), drawings: post.drawings.length };
      hand(
        question.message.press(change.aloud).finally(() => {
          question.isChanging = false;
        }),
      );
    }
  };
  /** Whoever was told received presses no more until it is shown; who had no word tries again after a while. */
  const isFree = ({ isChanging, last }: Question): boolean => {
    if (isChanging || last === null) return !isChanging;
    if (last.told === 'nothing') return real.monotonic() - last.at > FORGOTTEN_MS;
    return last.told !== 'received';
  };
  const next = (): Question | null => {
    const questions = [...known.values()];
    for (let tried = 0; tried < questions.length; tried += 1) {
      turn = (turn + 1) % questions.length;
      const question = questions[turn];
      if (question && !reserved.has(question) && isFree(question) && answersTo(question).length > 1)
        return question;
    }
    return null;
  };
  const press = async (question: Question) => {
    const { message, post, userId, last } = question;
    const others = answersTo(question).filter(({ arg }) => arg !== last?.arg);
    const answer = others[Math.floor(random.next() * others.length)];
    if (!answer) return;
    const { token, arg, words, aloud } = answer;
    const tap = log.note({ userId, token, arg, words, post, at: real.monotonic() });
    question.last = tap;
    const delivery = await message.press(aloud);
    tap.status = delivery.status;
  };
  return {
    log,
    get missed() {
      return missed;
    },
    reserve(count) {
      for (const question of [...known.values()].slice(-count)) reserved.add(question);
    },
    release: () => reserved.clear(),
    questions: () => {
      look();
      return known.size;
    },
    begin() {
      working = true;
      // As soon as Slack has shown something, so that it is timed to the millisecond.
      slack.chooseFaults(({ method }) => {
        if (method !== 'conversations.history') setImmediate(() => log.look(real.monotonic()));
        return null;
      });
      round = (async () => {
        const began = real.monotonic();
        let looked = began;
        for (let count = 0; working; count += 1) {
          const wait = began + (count * 1000) / rate - real.monotonic();
          if (wait > 0) await real.wait(wait);
          if (real.monotonic() - looked > LOOK_MS) {
            look();
            looked = real.monotonic();
          }
          const question = next();
          reopen();
          if (question === null) missed += 1;
          else hand(press(question));
        }
      })();
    },
    async end() {
      working = false;
      await round;
      await Promise.all(inHand);
      slack.chooseFaults(null);
    },
  };
}
