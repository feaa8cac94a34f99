/**
 * Drives a test school from wake to wake on a given clock, over the real steps and a chat that remembers.
 */
import type { Chat, Platform } from '../../src/chat/chat.ts';
import { chaseOverdue } from '../../src/cycle/chase-overdue.ts';
import type { StepCounts, World } from '../../src/cycle/context.ts';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import type { Store } from '../../src/store/database.ts';
import { nextWake, wakeBy } from '../../src/store/wakes.ts';
import { runDue, type Steps } from '../../src/timetable.ts';
import type { School } from './school.ts';

export type Drive = {
  now: Date;
  world: World;
  /** Runs everything due up to and at `moment` (UTC). */
  runUntil(moment: string): Promise<StepCounts>;
  /** Runs nothing until `moment`, as when the process was down; then everything due at it. */
  downUntil(moment: string): Promise<StepCounts>;
};

/** `others` are steps to run besides delivering and chasing. */
export function drive(
  store: Store,
  school: School,
  chat: Chat,
  from: string,
  others: Partial<Steps> = {},
): Drive {
  const chats: ReadonlyMap<Platform, Chat> = new Map([[chat.platform, chat]]);
  const nothing = async () => ({ counts: {}, nextDue: null });
  const steps: Steps = {
    'plan-prompts': nothing,
    'deliver-messages': (context) => deliverMessages(context, chats),
    'chase-overdue': chaseOverdue,
    'send-digests': nothing,
    'sync-members': nothing,
    'seal-ledger': nothing,
    'ask-charge': nothing,
    'check-channels': nothing,
    'apply-retention': nothing,
    ...others,
  };
  const world: World = {
    store,
    contextFor: async (_org, at) => school.at(at ?? driver.now),
  };
  const total: StepCounts = { planned: 0, sent: 0, nudged: 0, overdue: 0, alerts: 0, actions: 0, digests: 0 };
  const runAt = async (now: Date) => {
    driver.now = now;
    const { counts } = await runDue(world, steps, school.org, now, school.log);
    for (const key of Object.keys(total) as (keyof StepCounts)[]) total[key] += counts[key];
  };
  const driver: Drive = {
    now: new Date(from),
    world,
    async runUntil(moment) {
      const until = new Date(moment);
      for (;;) {
        const wake = await nextWake(store, school.org);
        if (wake === null || wake.dueAt > until) break;
        await runAt(wake.dueAt > driver.now ? wake.dueAt : driver.now);
      }
      driver.now = until;
      return { ...total };
    },
    async downUntil(moment) {
      await store.within(school.org, async (tx) => {
        await wakeBy(tx, school.org, 'deliver-messages', new Date(moment));
        await wakeBy(tx, school.org, 'chase-overdue', new Date(moment));
      });
      await runAt(new Date(moment));
      return this.runUntil(moment);
    },
  };
  return driver;
}
