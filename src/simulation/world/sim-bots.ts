/**
 * The two Vigils on one record: each its own keeper, work and chats; run as the real driver runs them, and crashed, put
 * to sleep or stopped by the faults.
 * The rule: every effect waits for the clock before it, and may meet a fault there; nothing waits inside a
 * transaction. What a crashed bot had in hand never goes on.
 */
import type { Chat, Platform } from '../../chat/chat.ts';
import { type InTime, settled } from '../../chat/work-in-hand.ts';
import { applyRetention } from '../../cycle/apply-retention.ts';
import { askCharge } from '../../cycle/ask-charge.ts';
import { chaseOverdue } from '../../cycle/chase-overdue.ts';
import { checkChannels } from '../../cycle/check-channels.ts';
import type { Log, World } from '../../cycle/context.ts';
import { deliverMessages } from '../../cycle/deliver-messages.ts';
import { planPrompts } from '../../cycle/plan-prompts.ts';
import { openReceiver } from '../../cycle/receive-press.ts';
import { sealLedger } from '../../cycle/seal-ledger.ts';
import { sendDigests } from '../../cycle/send-digests.ts';
import { syncMembers } from '../../cycle/sync-members.ts';
import { type TakePress, takePress } from '../../cycle/take-press.ts';
import { seedFrom } from '../../domain/seeded.ts';
import type { OrgId } from '../../domain/setting.ts';
import { leaveLanes } from '../../store/lanes.ts';
import { listDue, type WakeStep } from '../../store/wakes.ts';
import { beginAfterOutage } from '../../timetable/begin-after-outage.ts';
import { runStep } from '../../timetable.ts';
import { botLooks } from './bot-looks.ts';
import { blankBot, idsOf, type SimBot, type SimBots, type Work } from './bot-work.ts';
import { awayFrom } from './fault-desk.ts';
import type { SchoolKey } from './schools.ts';
import { simSpool } from './sim-spool.ts';
import { simStore, unreachable } from './sim-store.ts';
import type { Sim } from './sim-world.ts';

const STOP_WITHIN_MS = 10_000;

export type ChatsOf = (bot: SimBot, bots: SimBots) => ReadonlyMap<Platform, Chat>;

export function simBots(sim: Sim, chatsOf: ChatsOf): SimBots {
  const { clock, trace, history } = sim;
  let running: Work | null = null;
  const numbers = new Map<string, number>();

  const log: Log = {
    info: () => undefined,
    warn: (_facts, event) => trace.line(clock.now(), 'warn', event),
    error: (facts, event) => trace.line(clock.now(), 'error', event, String(facts.step ?? '')),
  };

  const current = () => {
    if (running === null) throw new Error('An effect was asked for outside any piece');
    return running;
  };
  const isLost = (piece: Work) => piece.life !== piece.bot.life;
  const pause = (piece: Work, ms: number) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        if (isLost(piece)) return;
        if (piece.bot.asleepUntil > clock.now()) clock.at(piece.bot.asleepUntil, wake);
        else {
          // Until everything rests again, whatever runs is this piece of work's.
          running = piece;
          resolve();
        }
      };
      clock.at(clock.now() + ms, wake);
    });

  const begun = (bot: SimBot, name: string, school: SchoolKey | null, eventKey: string | null): Work => {
    const whose = school ?? 'nobody';
    const number = (numbers.get(whose) ?? 0) + 1;
    numbers.set(whose, number);
    const part = (n: number) =>
      (seedFrom(String(sim.seed), whose, `piece ${number}`, `${n}`) >>> 0).toString(16);
    const mark = part(1).padStart(8, '0') + part(2).padStart(8, '0');
    history.works.set(mark.slice(0, 15), { name, eventKey });
    const isLook = name.startsWith('look ');
    return { name, mark, made: 0, bot, life: bot.life, school, eventKey, isLook, commits: 0, pending: [] };
  };

  const worldOf = (bot: SimBot): World => {
    const store = simStore(sim, bots);
    return {
      store,
      contextFor: async (org, at) => {
        const piece = current();
        const random = sim.chance(sim.keyOf(org), 'vigil');
        return {
          org,
          now: at ?? new Date(sim.dbNow()),
          within: (work) => store.within(org, work),
          ids: idsOf(piece),
          random,
          log,
          keeper: `${bot.name}.${piece.life}`,
          fresh: () => new Date(sim.dbNow()),
          stopwatch: () => {
            const from = clock.now();
            return () => clock.now() - from;
          },
          stopping: () => bot.isStopping || bot.receiver.holdsUp(),
        };
      },
    };
  };

  /** What another piece of work may have come between: whatever goes on after it is this piece's again. */
  const backIn = async <T>(piece: Work, work: Promise<T>): Promise<T> => {
    const done = await settled(work);
    await pause(piece, 0);
    if (done.is === 'failed') throw done.fault;
    return done.value;
  };
  const inSimTime: InTime = (work, ms) => {
    const piece = current();
    return backIn(piece, Promise.race([work, pause(piece, ms).then(() => null)]));
  };
  const taken = sim.wraps.press(takePress);
  /** A press that is filed with others is a piece of its own, so that what it writes is known for its. */
  const takeOn =
    (bot: SimBot): TakePress =>
    (world, press) => {
      const piece = current();
      const { eventKey, verb, from } = press;
      if (piece.eventKey === eventKey) return taken(world, press);
      const school = sim.schools.find(({ externalId }) => externalId === from.externalId)?.key ?? null;
      return backIn(
        piece,
        bots.perform(bot, { name: `press ${verb}`, school, eventKey }, () => taken(world, press)),
      );
    };
  const openDoor = (bot: SimBot) => {
    const now = () => new Date(sim.dbNow());
    bot.receiver = openReceiver({
      world: bot.world,
      spool: sim.wraps.spool(simSpool(sim, bots, bot)),
      take: takeOn(bot),
      inTime: inSimTime,
      now,
      log,
      stopping: () => bot.isStopping,
    });
    const read = async () => {
      if (awayFrom(sim.desk, bot)) throw unreachable();
    };
    const time = { now, monotonic: clock.now, read };
    bot.beginning = beginAfterOutage(time, { fileFirst: bot.receiver.fileFirst, shared: true });
    notice(bot);
  };
  const notice = (bot: SimBot) => void bot.beginning.time.read().catch(() => undefined);

  const start = (bot: SimBot) => {
    bot.isUp = true;
    bot.isStopping = false;
    bot.inHand.clear();
    bot.world = worldOf(bot);
    openDoor(bot);
    const chats = chatsOf(bot, bots);
    bot.steps = sim.wraps.steps({
      'plan-prompts': planPrompts,
      'ask-charge': askCharge,
      'deliver-messages': (context) => deliverMessages(context, chats),
      'chase-overdue': chaseOverdue,
      'send-digests': sendDigests,
      'check-channels': checkChannels,
      'sync-members': (context) => syncMembers(context, chats),
      'seal-ledger': sealLedger,
      'apply-retention': applyRetention,
    });
    trace.line(clock.now(), bot.name, 'up', bot.life);
    looks.stir();
  };
  const die = (bot: SimBot) => {
    bot.life += 1;
    bot.isUp = false;
    bot.inHand.clear();
    looks.forget(bot);
  };

  const look = async (bot: SimBot, step: WakeStep) => {
    const now = () => new Date(sim.dbNow());
    const keeper = `${bot.name}.${bot.life}`;
    await bot.beginning.time.read();
    if (!(await bots.perform(bot, { name: 'file first', school: null }, () => bot.beginning.mayBegin())))
      return;
    const due = await bots.perform(bot, { name: `look ${step}`, school: null }, (world) =>
      listDue(world.store, 'wall', step, now(), keeper),
    );
    for (const org of due) {
      const hand = `${step} ${org}`;
      if (bot.isStopping || bot.inHand.has(hand)) continue;
      bot.inHand.add(hand);
      const life = bot.life;
      void runOne(bot, org, step, now())
        .catch(() => trace.line(clock.now(), bot.name, 'not begun or ended', step))
        .finally(() => {
          if (bot.life === life) bot.inHand.delete(hand);
        });
    }
  };
  const runOne = (bot: SimBot, org: OrgId, step: WakeStep, now: Date) =>
    bots.perform(bot, { name: step, school: sim.keyOf(org) }, (world) =>
      runStep(world, bot.steps, org, step, now, log),
    );

  const bots: SimBots = {
    bots: [blankBot(0, 'ada'), blankBot(1, 'bea')],
    pause,
    current,
    async perform(bot, { name, school, eventKey }, work) {
      const piece = begun(bot, name, school, eventKey ?? null);
      if (!bot.isUp) throw new Error('There is no bot to do it');
      try {
        // A happening of its own, so that no two pieces of work ever run between two rests.
        return await new Promise((resolve, reject) => {
          clock.at(clock.now(), () => {
            if (isLost(piece)) return;
            running = piece;
            work(bot.world).then(resolve, reject);
          });
        });
      } finally {
        looks.stir();
      }
    },
    crash(bot, downMs) {
      if (!bot.isUp) return;
      trace.line(clock.now(), bot.name, 'crashed');
      die(bot);
      clock.at(clock.now() + downMs, () => {
        if (!bot.isUp) start(bot);
      });
    },
    sleep(bot, ms) {
      trace.line(clock.now(), bot.name, 'sleeps', ms);
      looks.stir();
      bot.asleepUntil = Math.max(bot.asleepUntil, clock.now() + ms);
      history.slept.push({ bot: bot.name, from: clock.now(), to: bot.asleepUntil });
      clock.at(bot.asleepUntil, () => {
        looks.stir();
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
    noticeOutage() {
      for (const bot of bots.bots) if (bot.isUp) notice(bot);
    },
    stir: () => looks.stir(),
    committed: (piece) => looks.committed(piece),
    planLooks: () => looks.plan(),
  };
  const looks = botLooks(sim, bots.bots, (bot, step) => {
    look(bot, step).catch(() => trace.line(clock.now(), bot.name, 'could not ask', step));
  });
  for (const bot of bots.bots) start(bot);
  return bots;
}
