/**
 * The two Vigils on one record: each its own keeper, tasks and chats; run as the real driver runs them, and crashed,
 * put to sleep or stopped by the faults.
 * The rule: every effect waits for the clock before it, and may meet a fault there; nothing waits inside a
 * transaction. What a crashed bot had in hand never goes on.
 */
import type { Chat, Platform } from '../../chat/chat.ts';
import { chaseOverdue } from '../../cycle/chase-overdue.ts';
import type { Log, World } from '../../cycle/context.ts';
import { deliverMessages } from '../../cycle/deliver-messages.ts';
import { planPrompts } from '../../cycle/plan-prompts.ts';
import { sendDigests } from '../../cycle/send-digests.ts';
import { syncMembers } from '../../cycle/sync-members.ts';
import { seedFrom } from '../../domain/seeded.ts';
import type { OrgId } from '../../domain/setting.ts';
import { leaveLanes } from '../../store/lanes.ts';
import type { SimulatedWake } from '../../store/simulated-database.ts';
import { listDue, type WakeStep } from '../../store/wakes.ts';
import { runStep, type Steps, TIMETABLE } from '../../timetable.ts';
import type { Attempt } from './history.ts';
import type { SchoolKey } from './schools.ts';
import { simStore } from './sim-store.ts';
import type { Sim } from './sim-world.ts';

export type SimBot = {
  index: 0 | 1;
  name: string;
  /** One more at each start: what began under another has died. */
  life: number;
  isUp: boolean;
  isStopping: boolean;
  asleepUntil: number;
  inHand: Set<string>;
  world: World;
  steps: Steps;
};

/** One piece of work of one bot: a step, a look at what is due, a press, a command. */
export type Task = {
  name: string;
  /** Begins every identifier made in it. */
  mark: string;
  made: number;
  bot: SimBot;
  life: number;
  school: SchoolKey | null;
  /** Only asks what is due, and changes nothing. */
  isLook: boolean;
  commits: number;
  /** Sent, and what became of it not yet written down. */
  pending: Attempt[];
};

export type SimBots = {
  bots: readonly [SimBot, SimBot];
  /** Waits so long, unless the bot dies meanwhile: then for ever. */
  pause(task: Task, ms: number): Promise<void>;
  current(): Task;
  /** Runs work on a bot as one task. Never ends where the bot dies in it. */
  perform<T>(
    bot: SimBot,
    given: { name: string; school: SchoolKey | null; eventKey?: string },
    work: (world: World) => Promise<T>,
  ): Promise<T>;
  crash(bot: SimBot, downMs: number): void;
  sleep(bot: SimBot, ms: number): void;
  /** Stops it as asked nicely, and starts it again later. */
  restart(bot: SimBot, downMs: number): void;
  /** Asked whenever everything rests: sees to it that what is due is looked at. */
  planLooks(): Promise<void>;
  /** Something may be due that was not. */
  stir(): void;
  /** The task has changed the record. */
  committed(task: Task): void;
};

const SECONDS: Record<WakeStep, { every: number; at: number }> = {
  'plan-prompts': { every: 60, at: 5 },
  'deliver-messages': { every: 2, at: 0 },
  'chase-overdue': { every: 60, at: 15 },
  'send-digests': { every: 60, at: 25 },
  'sync-members': { every: 60, at: 35 },
};
/** While the record is away, a look is as good as a hundred. */
const AWAY_MS = 60_000;
const STOP_WITHIN_MS = 10_000;
const FAR = Date.parse('9000-01-01T00:00:00Z');

export type ChatsOf = (bot: SimBot, bots: SimBots) => ReadonlyMap<Platform, Chat>;

export function simBots(sim: Sim, chatsOf: ChatsOf): SimBots {
  const { clock, trace, history, desk } = sim;
  let running: Task | null = null;
  const looks = new Map<string, number>();
  const numbers = new Map<string, number>();
  let stirred = true;
  let known: SimulatedWake[] | null = null;

  const log: Log = {
    info: () => undefined,
    warn: (_facts, event) => trace.line(clock.now(), 'warn', event),
    error: (facts, event) => trace.line(clock.now(), 'error', event, String(facts.step ?? '')),
  };

  const current = () => {
    if (running === null) throw new Error('An effect was asked for outside any task');
    return running;
  };
  const isLost = (task: Task) => task.life !== task.bot.life;
  const pause = (task: Task, ms: number) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        if (isLost(task)) return;
        if (task.bot.asleepUntil > clock.now()) clock.at(task.bot.asleepUntil, wake);
        else {
          // Until everything rests again, whatever runs is this task's.
          running = task;
          resolve();
        }
      };
      clock.at(clock.now() + ms, wake);
    });

  const idsOf = (task: Task) => ({
    id: () => {
      task.made += 1;
      return `${task.mark.slice(0, 8)}-${task.mark.slice(8, 12)}-4${task.mark.slice(12, 15)}-8000-${task.made.toString(16).padStart(12, '0')}`;
    },
    token: () => {
      task.made += 1;
      return `t${task.mark}${task.made.toString(16).padStart(5, '0')}`;
    },
  });

  const begun = (bot: SimBot, name: string, school: SchoolKey | null, eventKey: string | null): Task => {
    const whose = school ?? 'nobody';
    const number = (numbers.get(whose) ?? 0) + 1;
    numbers.set(whose, number);
    const part = (n: number) =>
      (seedFrom(String(sim.seed), whose, `task ${number}`, `${n}`) >>> 0).toString(16);
    const mark = part(1).padStart(8, '0') + part(2).padStart(8, '0');
    history.tasks.set(mark.slice(0, 15), { name, eventKey });
    const isLook = name.startsWith('look ');
    return { name, mark, made: 0, bot, life: bot.life, school, isLook, commits: 0, pending: [] };
  };

  const worldOf = (bot: SimBot): World => {
    const store = simStore(sim, bots);
    return sim.wraps.world({
      store,
      contextFor: async (org, at) => {
        const task = current();
        const random = sim.chance(sim.keyOf(org), 'vigil');
        return {
          org,
          now: at ?? new Date(sim.dbNow()),
          within: (work) => store.within(org, work),
          ids: idsOf(task),
          random,
          log,
          keeper: `${bot.name}.${task.life}`,
          stopping: () => bot.isStopping,
        };
      },
    });
  };

  const start = (bot: SimBot) => {
    bot.isUp = true;
    bot.isStopping = false;
    bot.inHand.clear();
    bot.world = worldOf(bot);
    const chats = chatsOf(bot, bots);
    bot.steps = sim.wraps.steps({
      'plan-prompts': planPrompts,
      'deliver-messages': (context) => deliverMessages(context, chats),
      'chase-overdue': chaseOverdue,
      'send-digests': sendDigests,
      'sync-members': (context) => syncMembers(context, chats),
    });
    trace.line(clock.now(), bot.name, 'up', bot.life);
    stirred = true;
  };
  const die = (bot: SimBot) => {
    bot.life += 1;
    bot.isUp = false;
    bot.inHand.clear();
    stirred = true;
    for (const { step } of TIMETABLE) looks.delete(`${bot.name} ${step}`);
  };

  const look = async (bot: SimBot, step: WakeStep) => {
    const now = () => new Date(sim.dbNow());
    const keeper = `${bot.name}.${bot.life}`;
    const due = await bots.perform(bot, { name: `look ${step}`, school: null }, (world) =>
      listDue(world.store, 'wall', step, now(), keeper),
    );
    for (const org of due) {
      const hand = `${step} ${org}`;
      if (bot.isStopping || bot.inHand.has(hand)) continue;
      bot.inHand.add(hand);
      const life = bot.life;
      void step_(bot, org, step, now())
        .catch(() => trace.line(clock.now(), bot.name, 'not begun or ended', step))
        .finally(() => {
          if (bot.life === life) bot.inHand.delete(hand);
        });
    }
  };
  const step_ = (bot: SimBot, org: OrgId, step: WakeStep, now: Date) =>
    bots.perform(bot, { name: step, school: sim.keyOf(org) }, (world) =>
      runStep(world, bot.steps, org, step, now, log),
    );

  const lookAt = (bot: SimBot, step: WakeStep, time: number) => {
    const key = `${bot.name} ${step}`;
    if (looks.get(key) === time) return;
    looks.set(key, time);
    clock.at(time, () => {
      if (looks.get(key) !== time) return;
      looks.delete(key);
      stirred = true;
      if (!bot.isUp || bot.isStopping || bot.asleepUntil > clock.now()) return;
      look(bot, step).catch(() => trace.line(clock.now(), bot.name, 'could not ask', step));
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
    const up = bots.bots.filter((bot) => bot.isUp && !bot.isStopping && bot.asleepUntil <= clock.now());
    if (up.length < 2) return bots.bots.filter((bot) => bot.isUp && !bot.isStopping);
    const turn = seedFrom(String(sim.seed), 'looks', String(Math.max(due, clock.now()))) >>> 0;
    return turn % 4 === 0 ? up : [bots.bots[(turn >>> 4) % 2 === 0 ? 0 : 1]];
  };

  const bots: SimBots = {
    bots: [blank(0, 'ada'), blank(1, 'bea')],
    pause,
    current,
    async perform(bot, { name, school, eventKey }, work) {
      const task = begun(bot, name, school, eventKey ?? null);
      if (!bot.isUp) throw new Error('There is no bot to do it');
      try {
        // A happening of its own, so that no two tasks ever run between two rests.
        return await new Promise((resolve, reject) => {
          clock.at(clock.now(), () => {
            if (isLost(task)) return;
            running = task;
            work(bot.world).then(resolve, reject);
          });
        });
      } finally {
        stirred = true;
      }
    },
    crash(bot, downMs) {
      if (!bot.isUp) return;
      trace.line(clock.now(), bot.name, 'crashed');
      history.crashes.push({ bot: bot.name, at: clock.now() });
      die(bot);
      clock.at(clock.now() + downMs, () => {
        if (!bot.isUp) start(bot);
      });
    },
    sleep(bot, ms) {
      trace.line(clock.now(), bot.name, 'sleeps', ms);
      stirred = true;
      bot.asleepUntil = Math.max(bot.asleepUntil, clock.now() + ms);
      history.slept.push({ bot: bot.name, from: clock.now(), to: bot.asleepUntil });
      clock.at(bot.asleepUntil, () => {
        stirred = true;
      });
    },
    restart(bot, downMs) {
      if (!bot.isUp || bot.isStopping) return;
      const life = bot.life;
      const by = clock.now() + STOP_WITHIN_MS;
      trace.line(clock.now(), bot.name, 'stops');
      bot.isStopping = true;
      const end = () => {
        if (bot.life !== life) return;
        history.crashes.push({ bot: bot.name, at: clock.now() });
        die(bot);
        clock.at(clock.now() + downMs, () => {
          if (!bot.isUp) start(bot);
        });
      };
      const wait = () => {
        if (bot.life !== life) return;
        if (bot.inHand.size > 0 && clock.now() < by) {
          clock.at(clock.now() + 500, wait);
          return;
        }
        bots
          .perform(bot, { name: 'leave lanes', school: null }, (world) =>
            leaveLanes(world.store, `${bot.name}.${life}`),
          )
          .then(end, end);
      };
      wait();
    },
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
    async planLooks() {
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
        for (const bot of bots.bots) if (!who.includes(bot)) looks.delete(`${bot.name} ${step}`);
        if (due === undefined) continue;
        for (const bot of who) {
          const from = Math.max(due, clock.now() + 1, bot.asleepUntil, away ? clock.now() + AWAY_MS : 0);
          lookAt(bot, step, tickAfter(bot, step, away ? Math.min(from, Math.max(due, away.to)) : from));
        }
      }
    },
  };
  for (const bot of bots.bots) start(bot);
  return bots;
}

function blank(index: 0 | 1, name: string): SimBot {
  const notUp = async (): Promise<never> => {
    throw new Error('The bot has not been started');
  };
  return {
    index,
    name,
    life: 1,
    isUp: false,
    isStopping: false,
    asleepUntil: 0,
    inHand: new Set(),
    world: { contextFor: notUp, store: nowhere(notUp) },
    steps: {
      'plan-prompts': notUp,
      'deliver-messages': notUp,
      'chase-overdue': notUp,
      'send-digests': notUp,
      'sync-members': notUp,
    },
  };
}

function nowhere(notUp: () => Promise<never>): World['store'] {
  const store: World['store'] = {
    kind: 'server',
    within: notUp,
    unbound: notUp,
    hurried: () => store,
    check: notUp,
    close: async () => undefined,
  };
  return store;
}
