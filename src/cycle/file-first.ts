/**
 * Files the presses that wait in the spool, before anything else is begun: each person's in the order they were made, a
 * few people at once. The rule: a press leaves the spool once it is filed and shown, never before; while the record is
 * away it stays; one that cannot be opened or filed is set aside, with its name in the log, and holds up nobody.
 * What filing one means is file-spooled's.
 */
import type { PressResult } from '../chat/chat.ts';
import { type InTime, nameOf, type Settled, settled } from '../chat/work-in-hand.ts';
import { RETENTION } from '../domain/retention.ts';
import { isAway, StatementRefused } from '../store/refusals.ts';
import type { Spool } from '../store/spool.ts';
import type { Log, World } from './context.ts';
import { fileSpooled, readSpooled, type Spooled, showFiled, tellNotFiled } from './file-spooled.ts';
import type { TakePress } from './take-press.ts';

export type FilerParts = {
  world: World;
  spool: Spool;
  take: TakePress;
  inTime: InTime;
  log: Log;
  now(): Date;
  /** True once the program is to stop: what waits then stays for the next start. */
  stopping(): boolean;
};

/** Somebody who is still there to be shown what becomes of theirs. */
type Waiter = { filed(result: PressResult): void; failed(fault: unknown): void };
type Trying = Promise<Settled<PressResult>>;

export type Filer = {
  /**
   * False while some of what waits could not be filed; true also where the spool cannot be read, which is logged.
   * Asked twice at once, it is done once.
   */
  fileFirst(): Promise<boolean>;
  /** What becomes of it, for whoever waits to show it: until they leave, its presser is told nothing by a message. */
  expect(name: string): Promise<PressResult>;
  /** It was tried before it was kept, and the try is still under way: what that comes to is what became of it. */
  trying(name: string, tried: Trying): void;
  /** Nobody waits for it any more; false where it has been told already. */
  leave(name: string): boolean;
};

/** A first try that is still under way is let finish before the press is filed. */
const FIRST_TRY_MS = 15_000;
const BATCH = 200;
const HOUR_MS = 3_600_000;
const ASIDE_MS = RETENTION.presses.keep.usual * 24 * HOUR_MS;
/** Two seconds apart at least. */
const MOST_REFUSALS = 30;
/** People whose presses are filed at once. */
const AT_ONCE = 4;

type Named = Spooled & { name: string };

export function openFiler({ world, spool, take, inTime, log, now, stopping }: FilerParts): Filer {
  const waiters = new Map<string, Waiter>();
  const firstTries = new Map<string, Trying>();
  /** How often the record refused each although it was there. */
  const refused = new Map<string, number>();
  let filing: Promise<boolean> | null = null;
  let sweptAt = Number.NEGATIVE_INFINITY;

  const fileFirst = (): Promise<boolean> => {
    filing ??= fileAll()
      .finally(() =>
        sweep().catch((fault: unknown) => log.error({ fault: nameOf(fault) }, 'spool_not_swept')),
      )
      .catch((fault: unknown) => {
        // Whoever runs this must look; what else there is to do is not held up for it.
        log.error({ fault: nameOf(fault) }, 'spool_not_read');
        return true;
      })
      .finally(() => {
        filing = null;
      });
    return filing;
  };

  /** What was set aside is not kept for ever: looked over once an hour. */
  const sweep = async () => {
    if (now().getTime() - sweptAt < HOUR_MS) return;
    sweptAt = now().getTime();
    const presses = await spool.removeAside(ASIDE_MS);
    if (presses > 0) log.warn({ presses }, 'spooled_presses_removed');
  };

  const fileAll = async (): Promise<boolean> => {
    let filed = 0;
    for (;;) {
      const names = stopping() ? [] : await spool.list(BATCH);
      if (names.length === 0) {
        if (filed > 0) log.info({ filed }, 'spool_filed');
        return spool.waiting() === 0;
      }
      const people = await openEach(names);
      const counts = await atOnce(people, (theirs) => fileTheirs(theirs));
      for (const { count } of counts) filed += count;
      if (counts.some(({ isOver }) => !isOver)) return false;
    }
  };

  /** Each person's, in order. What cannot be opened is set aside. */
  const openEach = async (names: string[]): Promise<Named[][]> => {
    const people = new Map<string, Named[]>();
    for (const name of names) {
      const opened = await spool.open(name);
      const spooled = 'text' in opened ? readSpooled(opened.text) : null;
      if (spooled !== null) {
        const { platform, externalId, userId } = spooled.press.from;
        const key = JSON.stringify([platform, externalId, userId]);
        people.set(key, [...(people.get(key) ?? []), { name, ...spooled }]);
      } else if ('why' in opened && opened.why === 'gone') await spool.remove(name);
      else {
        log.error({ file: name, why: 'why' in opened ? opened.why : 'content' }, 'spooled_press_unreadable');
        await spool.setAside(name);
      }
    }
    return [...people.values()];
  };

  const fileTheirs = async (theirs: Named[]): Promise<{ count: number; isOver: boolean }> => {
    let count = 0;
    for (const each of theirs) {
      if (stopping() || !(await fileOne(each))) return { count, isOver: false };
      count += 1;
    }
    return { count, isOver: true };
  };

  /** False while the record is away, and when told to stop. */
  const fileOne = async ({ name, ...spooled }: Named): Promise<boolean> => {
    const { verb } = spooled.press;
    try {
      const result = await resultOf(name, spooled);
      const waiter = waiters.get(name);
      waiters.delete(name);
      if (waiter) waiter.filed(result);
      else await showFiled(world, spooled, result);
    } catch (fault) {
      if (stopping()) return false;
      if (isAway(fault) && !isGivenUp(name, fault)) {
        log.warn({ file: name, verb, fault: nameOf(fault) }, 'spooled_press_waits');
        return false;
      }
      log.error({ file: name, verb, fault: nameOf(fault) }, 'spooled_press_not_filed');
      const waiter = waiters.get(name);
      waiters.delete(name);
      if (waiter) waiter.failed(fault);
      else {
        const told = await settled(tellNotFiled(world, spooled));
        if (told.is === 'failed' && isAway(told.fault)) return false;
        await spool.setAside(name);
        return true;
      }
    }
    firstTries.delete(name);
    refused.delete(name);
    await spool.remove(name);
    return true;
  };

  /** One that the record refuses again and again while it takes others must not hold up everything else. */
  const isGivenUp = (name: string, fault: unknown): boolean => {
    if (!(fault instanceof StatementRefused)) return false;
    const times = (refused.get(name) ?? 0) + 1;
    refused.set(name, times);
    return times >= MOST_REFUSALS;
  };

  const resultOf = async (name: string, spooled: Spooled): Promise<PressResult> => {
    const trying = firstTries.get(name);
    const tried = trying === undefined ? null : await inTime(trying, FIRST_TRY_MS);
    return tried?.is === 'done' ? tried.value : fileSpooled(world, take, spooled);
  };

  return {
    fileFirst,
    expect: (name) => new Promise((filed, failed) => void waiters.set(name, { filed, failed })),
    trying: (name, tried) => void firstTries.set(name, tried),
    leave(name) {
      firstTries.delete(name);
      return waiters.delete(name);
    },
  };
}

/** Does the work of each, a few at once; gives what they came to. */
async function atOnce<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = all.values();
  const next = async () => {
    for (const one of left) results.push(await work(one));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return results;
}
