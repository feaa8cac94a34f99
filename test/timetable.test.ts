/**
 * The drivers: what is due runs once, a wake asked for meanwhile is not lost, a failing step does not stop the
 * others, and a jumping clock visits every moment in order.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { World } from '../src/cycle/context.ts';
import type { Store } from '../src/store/database.ts';
import { nextWake, type WakeStep, wakeBy } from '../src/store/wakes.ts';
import { jump } from '../src/timetable/jump-clock.ts';
import { startTimetable } from '../src/timetable/keep-time.ts';
import { runDue, type Steps, TIMETABLE, tickAll } from '../src/timetable.ts';
import { keptLog } from './support/fixed.ts';
import { makeSchool, type School } from './support/school.ts';
import { openTestStore } from './support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const noon = new Date('2026-11-09T12:00:00Z');
const later = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
let block = 100;

async function school(): Promise<{ made: School; world: World; steps: Steps; ran: string[] }> {
  block += 1;
  const made = await makeSchool(store, { block });
  const ran: string[] = [];
  const quiet = (step: WakeStep) => async (context: { now: Date }) => {
    ran.push(`${step} ${context.now.toISOString().slice(11, 16)}`);
    return { counts: { sent: 1 }, nextDue: null };
  };
  const steps: Steps = {
    'plan-prompts': quiet('plan-prompts'),
    'deliver-messages': quiet('deliver-messages'),
    'chase-overdue': quiet('chase-overdue'),
    'send-digests': quiet('send-digests'),
    'sync-members': quiet('sync-members'),
    'seal-ledger': quiet('seal-ledger'),
    'ask-charge': quiet('ask-charge'),
    'check-channels': quiet('check-channels'),
    'apply-retention': quiet('apply-retention'),
  };
  const world: World = { store, contextFor: async (_org, at) => made.at(at ?? noon) };
  return { made, world, steps, ran };
}

describe('what is due', () => {
  test('runs once, and not again until something asks', async () => {
    const { made, world, steps, ran } = await school();
    await store.within(made.org, (tx) => wakeBy(tx, made.org, 'send-digests', noon));
    expect((await runDue(world, steps, made.org, noon, made.log)).counts).toMatchObject({ sent: 1 });
    await runDue(world, steps, made.org, later(600), made.log);
    expect(ran).toEqual(['send-digests 12:00']);
  });

  test('a wake asked for while its step runs is not lost', async () => {
    const { made, world, steps, ran } = await school();
    const first = steps['chase-overdue'];
    let runs = 0;
    steps['chase-overdue'] = async (context) => {
      runs += 1;
      if (runs === 1) await context.within((tx) => wakeBy(tx, made.org, 'chase-overdue', later(5)));
      return first(context);
    };
    await store.within(made.org, (tx) => wakeBy(tx, made.org, 'chase-overdue', noon));
    await runDue(world, steps, made.org, noon, made.log);
    expect((await nextWake(store, made.org))?.dueAt).toEqual(later(5));
    await runDue(world, steps, made.org, later(5), made.log);
    expect(ran).toEqual(['chase-overdue 12:00', 'chase-overdue 12:05']);
  });

  test('a step that fails is tried again in a minute and the others still run', async () => {
    const { made, world, steps, ran } = await school();
    steps['plan-prompts'] = async () => {
      throw new Error('a child called Sam'); // must not reach the log
    };
    for (const step of ['plan-prompts', 'send-digests'] as const)
      await store.within(made.org, (tx) => wakeBy(tx, made.org, step, noon));
    await runDue(world, steps, made.org, noon, made.log);
    expect(ran).toEqual(['send-digests 12:00']);
    expect(await nextWake(store, made.org)).toEqual({ step: 'plan-prompts', dueAt: later(1) });
    expect(made.log.lines.map((line) => line.event)).toEqual(['step failed']);
    expect(JSON.stringify(made.log.lines)).not.toContain('Sam');
  });

  test('a step that always asks for itself again is stopped and said', async () => {
    const { made, world, steps } = await school();
    const mended = steps['plan-prompts'];
    steps['plan-prompts'] = async () => ({ counts: {}, nextDue: noon });
    await store.within(made.org, (tx) => wakeBy(tx, made.org, 'plan-prompts', noon));
    await runDue(world, steps, made.org, noon, made.log);
    expect(made.log.lines.at(-1)?.event).toBe('steps keep asking for themselves');
    await runDue(world, { ...steps, 'plan-prompts': mended }, made.org, noon, made.log);
  });

  test('a tick on the real clock leaves a stored clock alone', async () => {
    const { made, world, steps, ran } = await school();
    await store.within(made.org, (tx) => wakeBy(tx, made.org, 'plan-prompts', noon, 'stored'));
    await tickAll(world, steps, 'wall', noon, made.log);
    expect(ran).toEqual([]);
    await tickAll(world, steps, 'stored', noon, made.log);
    expect(ran).toEqual(['plan-prompts 12:00']);
  });
});

test('a jumping clock visits each due moment and each happening in order, then stands at the end', async () => {
  const { made, world, steps, ran } = await school();
  await store.within(made.org, async (tx) => {
    await wakeBy(tx, made.org, 'plan-prompts', later(10));
    await wakeBy(tx, made.org, 'send-digests', later(30));
  });
  const answers = [later(20), later(90)];
  const moves: Date[] = [];
  const at = await jump(
    world,
    steps,
    made.org,
    {
      from: noon,
      until: later(60),
      ticks: { sendMs: 1000, happenMs: 1000 },
      move: async (_tx, to) => {
        moves.push(to);
      },
      happenings: {
        next: async () => answers[0] ?? null,
        happen: async (now) => {
          ran.push(`answer ${now.toISOString().slice(11, 16)}`);
          answers.shift();
        },
      },
      after: async () => false,
    },
    made.log,
  );
  expect(ran).toEqual(['plan-prompts 12:10', 'answer 12:20', 'send-digests 12:30']);
  expect(at).toEqual(later(60));
  expect(moves).toEqual([later(10), later(20), later(30), later(60)]);
});

describe('the real-time driver', () => {
  const idle = (looks: string[]): World => ({
    store: {
      kind: 'embedded',
      within: () => Promise.reject(new Error('nothing is due')),
      unbound: async () => {
        looks.push('looked');
        return [] as never;
      },
      check: async () => {},
      hurried: () => idle(looks).store,
      close: async () => {},
    },
    contextFor: () => Promise.reject(new Error('nothing is due')),
  });

  test('asks on its cron lines, sets stopped timers again, and stops', async () => {
    vi.useFakeTimers({ now: noon });
    try {
      const looks: string[] = [];
      let monotonic = 0;
      const log = keptLog();
      const { steps } = { steps: {} as Steps };
      const running = startTimetable({
        world: idle(looks),
        steps,
        time: { now: () => new Date(), monotonic: () => monotonic, read: async () => {} },
        log,
        keeper: 'a',
      });
      await vi.advanceTimersByTimeAsync(60_000);
      expect(looks.length).toBe(30 + TIMETABLE.length - 1);
      vi.setSystemTime(new Date('2026-11-09T06:00:00Z')); // the computer's clock goes back six hours
      monotonic += 60_000;
      await vi.advanceTimersByTimeAsync(12_000);
      expect(log.lines.map((line) => line.event)).toContain('timers had stopped; set again');
      const before = looks.length;
      await vi.advanceTimersByTimeAsync(60_000);
      expect(looks.length).toBeGreaterThanOrEqual(before + 30);
      await running.stop();
      const stopped = looks.length;
      await vi.advanceTimersByTimeAsync(60_000);
      expect(looks.length).toBe(stopped);
    } finally {
      vi.useRealTimers();
    }
  });
});
