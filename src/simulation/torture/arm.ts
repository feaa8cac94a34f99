/**
 * Waits for a moment and then keeps the world still in it, so that Vigil can be killed there.
 * The rule: half of the time what was seen is held back until the kill, which is then surely in the moment; half of
 * the time everything goes on, and the kill comes at most thirty milliseconds later, wherever that is.
 */
import type { Random } from '../../domain/ids.ts';
import type { House, Real } from './house.ts';
import type { Phase } from './phases.ts';
import type { Seen } from './wire.ts';

export type Armed = {
  /** Resolves when it is time to kill; false when it was given up first. */
  reached: Promise<boolean>;
  /** Lets go of whatever is held, and watches no more. */
  disarm(): void;
};

type Chance = { nth: number; isHeld: boolean; waitMs: number };

const MOST_LATER_MS = 30;
/** Longer where it is held: one that says what is not yet so has the time to say it. */
const MOST_HELD_MS = 600;

/** Taken before the moment comes, so that a seed gives the same ones. */
export function chanceOf(random: Random): Chance {
  const nth = 1 + Math.floor(random.next() * 3);
  const isHeld = random.next() < 0.5;
  return { nth, isHeld, waitMs: Math.floor(random.next() * (isHeld ? MOST_HELD_MS : MOST_LATER_MS)) };
}

/** The trigger side of an Armed: `at` is asked at each sight of the moment, and gives what is to be held until the kill. */
function trigger(real: Real, chance: Chance, clear: () => void) {
  let go: (reached: boolean) => void = () => undefined;
  let release: () => void = () => undefined;
  const reached = new Promise<boolean>((resolve) => {
    go = resolve;
  });
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let left = chance.nth;
  let isOver = false;
  const armed: Armed = {
    reached,
    disarm() {
      isOver = true;
      clear();
      release();
      go(false);
    },
  };
  return {
    armed,
    /** Gives what to wait for, when this is the one; null when it is not, or not held. */
    at(): Promise<void> | null {
      if (isOver) return null;
      left -= 1;
      if (left !== 0) return null;
      void real.wait(chance.waitMs).then(() => go(true));
      return chance.isHeld ? held : null;
    },
  };
}

const has = ({ transaction }: Seen, what: RegExp) => transaction.some((text) => what.test(text));
const isStatement = ({ way, said }: Seen, what: RegExp) =>
  way === 'asked' && said.kind === 'statement' && what.test(said.text);
const isCommit = ({ way, said }: Seen) =>
  way === 'asked' && said.kind === 'statement' && /^commit$/i.test(said.text.trim());
export const isCommitted = ({ way, said }: Seen) =>
  way === 'answered' && said.kind === 'done' && said.tag === 'COMMIT';

const PLANNING = /from "organisation" .*for no key update/s;
const WRITTEN = /insert into "message_prompt"/;
export const CLAIMED = /update "message" set "state" = \$1, .*"leased_until" = now\(\)/s;
const MARKED = /update message m set state = 'sent'/;
const REPLIED = /insert into reply \(/;

/** What is seen on the link at each moment; the others are Slack's. */
const ON_WIRE: Partial<Record<Phase, (seen: Seen) => boolean>> = {
  plan: (seen) => isStatement(seen, /./) && has(seen, PLANNING) && !has(seen, WRITTEN),
  // Whoever asks for a question has a message written too.
  enqueue: (seen) =>
    has(seen, PLANNING) && (isStatement(seen, WRITTEN) || (isCommit(seen) && has(seen, WRITTEN))),
  claim: (seen) => isStatement(seen, CLAIMED) || (isCommit(seen) && has(seen, CLAIMED)),
  'pre-post': (seen) => isCommitted(seen) && has(seen, CLAIMED),
  'pre-mark': (seen) => isStatement(seen, MARKED) || (isCommit(seen) && has(seen, MARKED)),
  'pre-commit': (seen) => isStatement(seen, REPLIED) || (isCommit(seen) && has(seen, REPLIED)),
  'post-commit': (seen) => isCommitted(seen) && has(seen, REPLIED),
};

/** The rows are written once a morning, so the first sight of it is the one. */
const ONCE: readonly Phase[] = ['enqueue'];

export function armOnServer(house: House, phase: Phase, real: Real, random: Random): Armed {
  const drawn = chanceOf(random);
  const chance = ONCE.includes(phase) ? { ...drawn, nth: 1 } : drawn;
  const seen = ON_WIRE[phase];
  if (seen === undefined) return armAtSlack(house, phase, real, chance);
  const { armed, at } = trigger(real, chance, () => house.wire?.watch(null));
  house.wire?.watch((each) => (seen(each) ? at() : null));
  return armed;
}

/** A call of Slack's is the moment: taken and done, or taken and not done, and not answered before the kill. */
export function armAtSlack(house: House, phase: Phase, real: Real, chance: Chance): Armed {
  const isSending = phase === 'post-sent' || phase === 'pre-post' || phase === 'pre-mark';
  const { armed, at } = trigger(real, { ...chance, isHeld: true }, () => house.slack.chooseFaults(null));
  house.slack.chooseFaults(({ method }) => {
    if (!(isSending ? method === 'chat.postMessage' : method === 'response_url' || method === 'chat.update'))
      return null;
    const held = at();
    if (held === null || phase === 'pre-mark') return null;
    return { kind: 'slow', until: held, done: phase === 'post-sent' || (phase === 'pre-✓' && chance.isHeld) };
  });
  return armed;
}
