/**
 * When each bot looks what is due: at the ticks of the real timetable that have something to find, and no others.
 * The rule: idle time is jumped; a look is only ever planned, never made here, and it is the bot itself that asks the
 * record. Mostly one of the two looks, now and then both at once.
 */
import { seedFrom } from '../../domain/seeded.ts';
import type { SimulatedWake } from '../../store/simulated-database.ts';
import type { WakeStep } from '../../store/wakes.ts';
import { TIMETABLE } from '../../timetable.ts';
import type { SimBot, Task } from './bot-work.ts';
import type { Sim } from './sim-world.ts';

export type BotLooks = {
  /** Asked whenever everything rests. */
  plan(): Promise<void>;
  /** Something may be due that was not. */
  stir(): void;
  /** The task has changed the record. */
  committed(task: Task): void;
  /** The bot has died: it looks no more. */
  forget(bot: SimBot): void;
};

/** As the timetable's cron lines have it. */
const SECONDS: Record<WakeStep, { every: number; at: number }> = {
  'plan-prompts': { every: 60, at: 5 },
  'deliver-messages': { every: 2, at: 0 },
  'chase-overdue': { every: 60, at: 15 },
  'send-digests': { every: 60, at: 25 },
  'sync-members': { every: 60, at: 35 },
};
/** While the record is away, a look is as good as a hundred. */
const AWAY_MS = 60_000;
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
    const { every, at } = SECONDS[step];
    const period = every * 1000;
    const phase = at * 1000 + (bot.index === 0 ? 3 : 641);
    return Math.ceil((time - phase) / period) * period + phase;
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
    committed(task) {
      if (task.isLook) return;
      known = null;
      // Its claim: somebody may have to take it over. What it asks for meanwhile is seen once it has ended.
      if (task.commits === 0) stirred = true;
      task.commits += 1;
    },
    forget(bot) {
      stirred = true;
      for (const { step } of TIMETABLE) planned.delete(`${bot.name} ${step}`);
    },
    async plan() {
      if (!stirred) return;
      stirred = false;
      const offset = sim.dbNow() - clock.now();
      const away = desk.inForce('database_away', null);
      const soonest = new Map<string, number>();
      known ??= await sim.db.wakes();
      for (const { step, dueAt, leasedUntil } of known) {
        const due = (leasedUntil ?? dueAt).getTime();
        if (due < FAR) soonest.set(step, Math.min(soonest.get(step) ?? FAR, due - offset));
      }
      for (const { step } of TIMETABLE) {
        const due = soonest.get(step);
        const who = due === undefined ? [] : lookers(due);
        for (const bot of bots) if (!who.includes(bot)) planned.delete(`${bot.name} ${step}`);
        if (due === undefined) continue;
        for (const bot of who) {
          const from = Math.max(due, clock.now() + 1, bot.asleepUntil, away ? clock.now() + AWAY_MS : 0);
          lookAt(bot, step, tickAfter(bot, step, away ? Math.min(from, Math.max(due, away.to)) : from));
        }
      }
    },
  };
}
