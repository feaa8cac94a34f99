/**
 * The same moments where the database is inside Vigil: seen by its syncs, from a quiet moment on, and by Slack.
 * The rule: nobody presses anything before the moment but the one whose press it is, so that the count of syncs means
 * what it says. How sure each is, phases.ts tells.
 */
import type { Random } from '../../domain/ids.ts';
import { type Armed, armAtSlack, chanceOf } from './arm.ts';
import type { House, Real } from './house.ts';
import type { Phase } from './phases.ts';
import { type Program, programFile } from './run-program.ts';
import type { StaffAtWork } from './staff-at-work.ts';

export const ANNOUNCE = programFile('./announce-syncs');

const LOOK_MS = 20;
/** No sync for so long, and what comes next is a step's or a press's own. */
const QUIET_MS = 350;
const PLANNING_SECOND = 5;

type Parts = {
  house: House;
  phase: Phase;
  real: Real;
  random: Random;
  people: StaffAtWork;
  program: Program;
};

export function armInProcess(parts: Parts): Armed {
  const { house, phase, real, people } = parts;
  const chance = chanceOf(parts.random);
  switch (phase) {
    case 'plan':
    case 'enqueue':
      // The second is planning's own commit; before it, anywhere in planning.
      return atSync(
        parts,
        atPlanning(parts),
        phase === 'plan' ? 'end 1' : 'start 2',
        chance.waitMs,
        phase === 'plan',
      );
    case 'claim':
      return atSync(parts, atDelivery(parts), 'start 2', chance.waitMs, false);
    case 'pre-commit':
    case 'post-commit':
      return atSync(
        parts,
        atPress(parts),
        phase === 'pre-commit' ? 'start 1' : 'end 1',
        chance.waitMs,
        false,
      );
    case 'pre-post':
    case 'post-sent':
    case 'pre-mark':
    case 'pre-✓':
      people.begin();
      return armAtSlack(house, phase, real, chance);
  }
}

/** When counting is to begin, and what is to be done then. */
type Cue = { isNow(quietMs: number): boolean; act(): void };

/** Counted from a cue; held there until the kill, unless it is to run on to wherever it gets in that time. */
function atSync({ program, real }: Parts, cue: Cue, hold: string, waitMs: number, runsOn: boolean): Armed {
  let go: (reached: boolean) => void = () => undefined;
  let isOver = false;
  let lastSync = real.monotonic();
  let counting = false;
  const reached = new Promise<boolean>((resolve) => {
    go = resolve;
  });
  const later = () => void real.wait(waitMs).then(() => go(true));
  program.onMark((line) => {
    lastSync = real.monotonic();
    if (line.startsWith('held') || (runsOn && counting)) later();
  });
  void (async () => {
    while (!isOver) {
      if (cue.isNow(real.monotonic() - lastSync)) {
        if (!runsOn) program.tell(`hold ${hold}`);
        counting = true;
        cue.act();
        return;
      }
      await real.wait(LOOK_MS);
    }
  })();
  return {
    reached,
    disarm() {
      isOver = true;
      go(false);
    },
  };
}

/** Just before five seconds past the minute, on a morning that waits to be planned. */
function atPlanning({ house }: Parts): Cue {
  return {
    isNow: (quietMs) =>
      quietMs > QUIET_MS &&
      house.now().getUTCSeconds() === PLANNING_SECOND - 1 &&
      house.now().getUTCMilliseconds() > 500,
    act: () => undefined,
  };
}

/**
 * Just before an even second: the deliverer's next look. Never where another step has its moment, so that the first
 * thing to be synced is a delivery, once there is one.
 */
function atDelivery({ house }: Parts): Cue {
  const isOwn = () => {
    const second = house.now().getUTCSeconds();
    return second > PLANNING_SECOND + 3 && second % 2 === 1 && second % 10 !== 3 && second % 10 !== 5;
  };
  return {
    isNow: (quietMs) => quietMs > QUIET_MS && isOwn() && house.now().getUTCMilliseconds() > 800,
    act: () => undefined,
  };
}

/** Between two of the deliverer's looks, with somebody's question waiting. */
function atPress({ house, people }: Parts): Cue {
  return {
    isNow: (quietMs) => quietMs > QUIET_MS && house.now().getUTCSeconds() % 2 === 1 && people.hasWaiting(),
    act: () => void people.answerOne(),
  };
}
