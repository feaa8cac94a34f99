/**
 * When each bot looks what is due: at the ticks of the real timetable that have something to find, and no others.
 * The rule: idle time is jumped; a look is only ever planned, never made here, and it is the bot itself that asks the
 * record. Mostly one of the two looks, now and then both at once.
 */
import { seedFrom } from '../../domain/seeded.ts';
import { LONGEST_LEASE_MS } from '../../store/lease.ts';
import type { SimulatedWake } from '../../store/simulated-database.ts';
import type { WakeStep } from '../../store/wakes.ts';
import { TIMETABLE } from '../../timetable.ts';
import type { SimBot, Work } from './bot-work.ts';
import { awayFrom } from './fault-desk.ts';
import type { Sim } from './sim-world.ts';

export type BotLooks = {
  /** Asked whenever everything rests. */
  plan(): Promise<void>;
  /** Something may be due that was not. */
  stir(): void;
  /** That work has changed the record. */
  committed(piece: Work): void;
  /** The bot has died: it looks no more. */
  forget(bot: SimBot): void;
};

type Seconds = { every: number; at: number };
/** As the timetable's cron lines have it: so many seconds past each minute, or every so many seconds. */
const SECONDS = new Map(TIMETABLE.map(({ step, cron }) => [step, secondsOf(cron)]));
/** While the record is away, a look is as good as a hundred. */
const AWAY_MS = 60_000;
/** The step whose ticks are the closest together. */
const FILES: WakeStep = 'deliver-messages';
const FAR = Date.parse('9000-01-01T00:00:00Z');

export function botLooks(
  sim: Sim,
  bots: readonly [SimBot, SimBot],
  look: (bot: SimBot, step: WakeStep) => void,
): BotLooks {
  const { clock, desk } = sim;
  const planned = new Map<string, number>();
  let stirred = true;
  let known: SimulatedWake[] | null = null;

  const lookAt = (bot: SimBot, step: WakeStep, time: number) => {
    const key = `${bot.name} ${step}`;
    if (planned.get(key) === time) return;
    planned.set(key, time);
    clock.at(time, () => {
      if (planned.get(key) !== time) return;
      planned.delete(key);
      stirred = true;
      if (!bot.isUp || bot.isStopping || bot.asleepUntil > clock.now()) return;
      look(bot, step);
    });
  };
  /** The first tick of that step's ticker at that moment or later, in true time. */
  const tickAfter = (bot: SimBot, step: WakeStep, time: number) => {
    const { every, at } = secondsFor(step);
    const period = every * 1000;
    const phase = at * 1000 + (bot.index === 0 ? 3 : 641);
    return Math.ceil((time - phase) / period) * period + phase;
  };

  /** What was kept is filed at the next tick at which the record is there. */
  const lookToFile = (bot: SimBot) => {
    if (!bot.isUp || bot.isStopping) return;
    const from = Math.max(clock.now() + 1, bot.asleepUntil, awayFrom(desk, bot)?.to ?? 0);
    const at = tickAfter(bot, FILES, from);
    if ((planned.get(`${bot.name} ${FILES}`) ?? FAR) > at) lookAt(bot, FILES, at);
  };

  /** Who looks for what is due then: mostly one of the two, and now and then both at once. */
  const lookers = (due: number): SimBot[] => {
    const up = bots.filter((bot) => bot.isUp && !bot.isStopping && bot.asleepUntil <= clock.now());
    if (up.length < 2) return bots.filter((bot) => bot.isUp && !bot.isStopping);
    const turn = seedFrom(String(sim.seed), 'looks', String(Math.max(due, clock.now()))) >>> 0;
    return turn % 4 === 0 ? up : [bots[(turn >>> 4) % 2 === 0 ? 0 : 1]];
  };

  return {
    stir() {
      stirred = true;
    },
    committed(piece) {
      if (piece.isLook) return;
      known = null;
      // Its claim: somebody may have to take it over. What it asks for meanwhile is seen once it has ended.
      if (piece.commits === 0) stirred = true;
      piece.commits += 1;
    },
    forget(bot) {
      stirred = true;
      for (const { step } of TIMETABLE) planned.delete(`${bot.name} ${step}`);
    },
    async plan() {
      if (!stirred) return;
      stirred = false;
      const offset = sim.dbNow() - clock.now();
      const soonest = new Map<string, number>();
      known ??= await sim.db.wakes();
      for (const { step, dueAt, leasedUntil } of known) {
        const due = leasedUntil === null ? dueAt.getTime() : leaseEnds(leasedUntil.getTime(), sim.dbNow());
        if (due < FAR) soonest.set(step, Math.min(soonest.get(step) ?? FAR, due - offset));
      }
      for (const { step } of TIMETABLE) {
        const due = soonest.get(step);
        const who = due === undefined ? [] : lookers(due);
        for (const bot of bots) if (!who.includes(bot)) planned.delete(`${bot.name} ${step}`);
        if (due === undefined) continue;
        for (const bot of who) {
          const away = awayFrom(desk, bot);
          const from = Math.max(due, clock.now() + 1, bot.asleepUntil, away ? clock.now() + AWAY_MS : 0);
          lookAt(bot, step, tickAfter(bot, step, away ? Math.min(from, Math.max(due, away.to)) : from));
        }
      }
      for (const bot of bots) if (bot.disk.presses.size > 0) lookToFile(bot);
    },
  };
}

/** One that ends later than any lease does was given before the clock was set back: it is over. */
const leaseEnds = (end: number, now: number) => (end > now + LONGEST_LEASE_MS ? now : end);

function secondsFor(step: WakeStep): Seconds {
  const seconds = SECONDS.get(step);
  if (seconds === undefined) throw new Error('A step is not in the timetable');
  return seconds;
}

function secondsOf(cron: string): Seconds {
  const [, often, at] = /^(?:\*\/(\d+)|(\d+)) \* \* \* \* \*$/.exec(cron) ?? [];
  if (often === undefined && at === undefined) throw new Error('The timetable has a line no bot can keep');
  return often === undefined ? { every: 60, at: Number(at) } : { every: Number(often), at: 0 };
}
