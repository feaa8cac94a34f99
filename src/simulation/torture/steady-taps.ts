/**
 * Presses at a steady rate, whatever becomes of them: the questions that there are, one after another, each answered
 * otherwise than the last time.
 * The rule: a press goes when its moment comes, not when the one before has been answered (so a slow answer delays
 * nobody else's), and a question is pressed again only once its last press has had a word or five seconds.
 */
import type { Random } from '../../domain/ids.ts';
import type { SeenMessage } from '../slack/seen-message.ts';
import { postAt, workspaceOf } from '../slack/world.ts';
import type { Finding, Rows } from './check-record.ts';
import type { House, Real } from './house.ts';
import { type Offered, offeredIn } from './offered.ts';
import { type Staff, userIdOf } from './school.ts';
import { openSideLog, type SideLog, type Tap } from './side-log.ts';

export type SteadyTaps = {
  log: SideLog;
  /** Milliseconds from each press to HTTP's answer, where there was one. */
  answers: number[];
  begin(): void;
  end(): Promise<void>;
  /** How many questions there are to press. */
  questions(): number;
};

const FORGOTTEN_MS = 5_000;
const LOOK_MS = 250;

type Question = { userId: string; message: SeenMessage; answers: Offered[]; last: Tap | null };

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
  const answers: number[] = [];
  const inHand = new Set<Promise<void>>();
  let turn = 0;
  let seen = 0;
  let working = false;
  let round: Promise<void> = Promise.resolve();

  const workspace = workspaceOf(slack.world, 'T0OAK');
  /** Messages of one question that can be answered by a button, as they were when they came. */
  const look = () => {
    log.look(real.monotonic());
    if (workspace.posts.length === seen) return;
    seen = workspace.posts.length;
    for (const { ref } of parts.staff)
      for (const message of slack.person(userIdOf(ref)).dm()) {
        if (known.has(message.ts)) continue;
        const post = postAt(workspace, message.channelId, message.ts);
        const offered = offeredIn(post?.drawings[0]?.blocks ?? []).filter(({ verb }) => verb === 'answer');
        const isOne = new Set(offered.map(({ token }) => token)).size === 1;
        if (isOne && offered.length > 1)
          known.set(message.ts, { userId: userIdOf(ref), message, answers: offered, last: null });
      }
  };
  const isFree = ({ last }: Question) =>
    last === null || last.toldAt !== null || real.monotonic() - last.at > FORGOTTEN_MS;
  const next = (): Question | null => {
    const questions = [...known.values()];
    for (let tried = 0; tried < questions.length; tried += 1) {
      turn = (turn + 1) % questions.length;
      const question = questions[turn];
      if (question && isFree(question)) return question;
    }
    return null;
  };
  const press = async (question: Question) => {
    const { message, userId, last } = question;
    const others = question.answers.filter(({ arg }) => arg !== last?.arg);
    const answer = others[Math.floor(random.next() * others.length)];
    const post = postAt(workspace, message.channelId, message.ts);
    if (!answer || !post) throw new Error('A question that was seen is not there');
    const { token, arg, words, aloud } = answer;
    const tap = log.note({ userId, token, arg, words, post, at: real.monotonic() });
    question.last = tap;
    const delivery = await message.press(aloud, 0);
    tap.status = delivery.status;
    if (delivery.taken) answers.push(delivery.ms);
  };
  return {
    log,
    answers,
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
          if (question === null) continue;
          const pressing = press(question).finally(() => inHand.delete(pressing));
          inHand.add(pressing);
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

/**
 * Each press is another answer than the one before, so there are at least as many replies as answers that were shown
 * one after another. The same one shown again, after a press that had no word, may be the same reply.
 */
export function lostAmong({ taps }: SideLog, { replies }: Rows): Finding[] {
  const kept = new Map<string, number>();
  for (const { token, key } of replies) kept.set(`${token} ${key}`, (kept.get(`${token} ${key}`) ?? 0) + 1);
  const shown = new Map<string, number>();
  const latest = new Map<string, string>();
  for (const { token, arg, told } of taps) {
    if (told !== 'recorded' || latest.get(token) === arg) continue;
    latest.set(token, arg);
    shown.set(`${token} ${arg}`, (shown.get(`${token} ${arg}`) ?? 0) + 1);
  }
  return [...shown]
    .filter(([at, count]) => count > (kept.get(at) ?? 0))
    .map(([at]) => ({ check: 'as many replies as were shown', where: `question ${at.split(' ')[0]}` }));
}
