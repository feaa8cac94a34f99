/**
 * The staff: whoever has a question on their screen answers it, most at once, some later, a few by changing their
 * mind, and now and then somebody asks for one more.
 * The rule: each press is in the side log before it goes. One person does one thing at a time.
 */
import type { Random } from '../../domain/ids.ts';
import type { Delivery } from '../slack/deliver.ts';
import type { FakeSlack } from '../slack/fake-slack.ts';
import type { SeenMessage } from '../slack/seen-message.ts';
import { postAt, workspaceOf } from '../slack/world.ts';
import type { Real } from './house.ts';
import { type Offered, offeredIn } from './offered.ts';
import { type Staff, TEAM, userIdOf } from './school.ts';
import { openSideLog, type SideLog } from './side-log.ts';

export type StaffAtWork = {
  log: SideLog;
  /** Everybody looks at their screen until told to rest; `finishing`: to answer what waits, and nothing more. */
  begin(finishing?: boolean): void;
  /** No more presses; resolves when those under way have been answered or have failed. */
  rest(): Promise<void>;
  /** One person answers one question that waits, by itself. Null when nobody has one. */
  answerOne(): Promise<Delivery> | null;
  hasWaiting(): boolean;
};

const LOOK_MS = 60;
/** At one look, of somebody with nothing to answer. */
const CHANGES = 0.002;
const ASKS = 0.002;
/** At one look, of somebody with a question. */
const DALLIES = 0.5;

export function staffAtWork(parts: {
  slack: FakeSlack;
  staff: readonly Staff[];
  real: Real;
  random: Random;
}): StaffAtWork {
  const { slack, real, random } = parts;
  const log = openSideLog(slack);
  const busy = new Map<string, Promise<unknown>>();
  let working = false;
  let isFinishing = false;
  let round: Promise<void> = Promise.resolve();

  const press = async (userId: string, message: SeenMessage, { token, arg, words, aloud }: Offered) => {
    const post = postAt(workspaceOf(slack.world, TEAM), message.channelId, message.ts);
    if (!post) throw new Error('A message that was seen is not there');
    const tap = log.note({ userId, token, arg, words, post, at: real.monotonic() });
    const delivery = await message.press(aloud);
    tap.status = delivery.status;
    return delivery;
  };
  const waiting = (userId: string) =>
    slack
      .person(userId)
      .dm()
      .flatMap((message) => {
        const answers = offeredIn(message.blocks).filter(
          // One that is said to be wanted still is left for another day.
          ({ verb, token }) => verb === 'answer' && !(log.isShown(token) && message.text.includes('✓')),
        );
        return answers.length === 0 ? [] : [{ message, answers }];
      });
  const pick = <T>(things: readonly T[]): T | undefined => things[Math.floor(random.next() * things.length)];
  const doSomething = async (userId: string): Promise<unknown> => {
    const open = pick(waiting(userId));
    if (open !== undefined) {
      const answer = pick(open.answers);
      return answer && random.next() > DALLIES ? press(userId, open.message, answer) : undefined;
    }
    if (isFinishing) return undefined;
    if (random.next() < ASKS) return slack.person(userId).command('/vigil ask');
    if (random.next() > CHANGES) return undefined;
    const answered = pick(
      slack
        .person(userId)
        .dm()
        .flatMap((message) => {
          const change = offeredIn(message.blocks).find(({ verb }) => verb === 'change');
          return change ? [{ message, change }] : [];
        }),
    );
    return answered?.message.press(answered.change.aloud);
  };
  const look = () => {
    for (const { ref } of parts.staff) {
      const userId = userIdOf(ref);
      if (busy.has(userId)) continue;
      const doing = doSomething(userId).finally(() => busy.delete(userId));
      busy.set(userId, doing);
    }
  };
  return {
    log,
    begin(finishing = false) {
      isFinishing = finishing;
      if (working) return;
      working = true;
      round = (async () => {
        while (working) {
          log.look(real.monotonic());
          look();
          await real.wait(LOOK_MS);
        }
      })();
    },
    async rest() {
      working = false;
      await round;
      await Promise.all(busy.values());
      log.look(real.monotonic());
    },
    hasWaiting: () => parts.staff.some(({ ref }) => waiting(userIdOf(ref)).length > 0),
    answerOne() {
      const everybody = parts.staff.flatMap(({ ref }) =>
        waiting(userIdOf(ref)).map((open) => ({ userId: userIdOf(ref), ...open })),
      );
      const open = pick(everybody);
      const answer = pick(open?.answers ?? []);
      return open && answer ? press(open.userId, open.message, answer) : null;
    },
  };
}
