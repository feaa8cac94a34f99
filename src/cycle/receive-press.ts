/**
 * Receives a press, whether the record is there or not: taken at once, or kept on this machine and filed first of all.
 * The rule: whoever presses hears within three seconds what happened, and "received" only once it is on the disk. While
 * any wait, those that come later wait behind them, and each person's are filed in the order they were made.
 * What filing one means is file-spooled's.
 */
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import { inTime, nameOf, type Settled, settled } from '../chat/work-in-hand.ts';
import type { Verb } from '../domain/message.ts';
import { receivedLine, stillSavingLine, unreachedLine } from '../messages/private-line.ts';
import { isAway } from '../store/refusals.ts';
import type { Spool } from '../store/spool.ts';
import type { Log, World } from './context.ts';
import {
  fileSpooled,
  readSpooled,
  type Spooled,
  showFiled,
  spooledText,
  tellNotFiled,
} from './file-spooled.ts';
import { takePress } from './take-press.ts';

export type Receiving = {
  world: World;
  /** Null where presses are not kept on this machine. */
  spool: Spool | null;
  now(): Date;
  log: Log;
  /** True once the program is to stop: what waits then stays for the next start. */
  stopping(): boolean;
};

export type Receiver = {
  onPress(press: IncomingPress): Promise<PressResult>;
  /** Files all that waits, before anything else is begun. False while some of it could not be. */
  fileFirst(): Promise<boolean>;
};

/** The record has this long to take a press before it is kept here. */
const TAKE_MS = 1_500;
/** Where nothing can be kept, it has longer: there is nothing better to say meanwhile. */
const ALONE_MS = 2_200;
/** To get onto the disk. */
const KEEP_MS = 1_000;
/** A press behind others is shown as filed if that comes to pass in this time. */
const BEHIND_MS = 1_000;
/** A first try that is still under way is let finish before the press is filed. */
const FIRST_TRY_MS = 15_000;
const BATCH = 200;
/** People whose presses are filed at once, each person's one after another. */
const AT_ONCE = 4;

/** True for what leaves something behind; the others only look something up, or offer it. */
function isRecorded(verb: Verb): boolean {
  switch (verb) {
    case 'answer':
    case 'not_sure':
    case 'not_me':
    case 'later_at':
    case 'have_it':
    case 'arrived':
    case 'send_again':
    case 'confirm':
    case 'not_staff':
      return true;
    case 'later':
    case 'change':
    case 'keep':
    case 'command':
    case 'enter':
      return false;
  }
}

type Waiter = { filed(result: PressResult): void; failed(fault: unknown): void };
type Trying = Promise<Settled<PressResult>>;

export function openReceiver({ world, spool, now, log, stopping }: Receiving): Receiver {
  /** Who still waits to be shown what becomes of theirs. */
  const waiters = new Map<string, Waiter>();
  const firstTries = new Map<string, Trying>();
  let filing: Promise<boolean> | null = null;

  const look = async (press: IncomingPress): Promise<PressResult> => {
    const taken = await inTime(settled(takePress(world, press)), ALONE_MS);
    if (taken?.is === 'done') return taken.value;
    if (taken !== null && !isAway(taken.fault)) throw taken.fault;
    log.warn({ verb: press.verb, slow: taken === null }, 'press_not_looked_up');
    return { kind: 'private', message: unreachedLine() };
  };

  /** Throws where it is not kept: then nothing is, and its presser is told so. */
  const keep = async (spool: Spool, spooled: Spooled, before: (name: string) => void): Promise<void> => {
    const { name, kept } = spool.put(spooledText(spooled));
    before(name);
    const keeping = settled(kept);
    const done = await inTime(keeping, KEEP_MS);
    if (done?.is === 'done') return;
    log.error(
      { verb: spooled.press.verb, fault: done === null ? 'slow' : nameOf(done.fault) },
      'not_spooled',
    );
    firstTries.delete(name);
    waiters.delete(name);
    if (done !== null) throw done.fault;
    void keeping.then(() => spool.remove(name)).catch(() => undefined);
    throw new Error('The disk took too long to keep a press');
  };

  /** Others wait already, so it goes behind them. */
  const behind = async (spool: Spool, press: IncomingPress): Promise<PressResult> => {
    let mine = '';
    let waiter: Waiter = { filed: () => undefined, failed: () => undefined };
    const outcome = settled(
      new Promise<PressResult>((filed, failed) => {
        waiter = { filed, failed };
      }),
    );
    await keep(spool, { press, at: now() }, (name) => {
      mine = name;
      waiters.set(name, waiter);
    });
    const given = fileFirst().then(() => null);
    const seen = await inTime(Promise.race([outcome, given]), BEHIND_MS);
    // Filed by then or not, in one step: from here on its presser is told by a message.
    if (seen === null && waiters.delete(mine)) return received();
    const became = seen ?? (await outcome);
    if (became.is === 'done') return became.value;
    throw became.fault;
  };

  const onPress = async (press: IncomingPress): Promise<PressResult> => {
    if (!isRecorded(press.verb)) return look(press);
    if (spool !== null && spool.waiting() > 0) return behind(spool, press);
    const at = now();
    const taking = settled(takePress(world, press));
    const taken = await inTime(taking, spool === null ? ALONE_MS : TAKE_MS);
    if (taken?.is === 'done') return taken.value;
    if (taken !== null && (spool === null || !isAway(taken.fault))) throw taken.fault;
    log.warn({ verb: press.verb, why: taken === null ? 'slow' : nameOf(taken.fault) }, 'record_away');
    if (spool === null) return { kind: 'received', message: stillSavingLine() };
    await keep(spool, { press, at }, (name) => {
      if (taken === null) firstTries.set(name, taking);
    });
    return received();
  };

  const fileFirst = (): Promise<boolean> => {
    if (spool === null) return Promise.resolve(true);
    filing ??= fileAll(spool)
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

  const fileAll = async (spool: Spool): Promise<boolean> => {
    let filed = 0;
    for (;;) {
      const names = stopping() ? [] : await spool.list(BATCH);
      if (names.length === 0) {
        if (filed > 0) log.info({ filed }, 'spool_filed');
        return spool.waiting() === 0;
      }
      const people = await openEach(spool, names);
      const counts = await atOnce(people, (theirs) => fileTheirs(spool, theirs));
      for (const { count } of counts) filed += count;
      if (counts.some(({ isOver }) => !isOver)) return false;
    }
  };

  /** Each person's, in order. What cannot be opened is set aside. */
  const openEach = async (spool: Spool, names: string[]): Promise<Named[][]> => {
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

  const fileTheirs = async (spool: Spool, theirs: Named[]): Promise<{ count: number; isOver: boolean }> => {
    let count = 0;
    for (const each of theirs) {
      if (stopping() || !(await fileOne(spool, each))) return { count, isOver: false };
      count += 1;
    }
    return { count, isOver: true };
  };

  /** False while the record is away. */
  const fileOne = async (spool: Spool, { name, ...spooled }: Named): Promise<boolean> => {
    const { verb } = spooled.press;
    try {
      const result = await resultOf(name, spooled);
      const waiter = waiters.get(name);
      waiters.delete(name);
      if (waiter) waiter.filed(result);
      else await showFiled(world, spooled, result);
    } catch (fault) {
      if (isAway(fault) || stopping()) return false;
      log.error({ file: name, verb, fault: nameOf(fault) }, 'spooled_press_not_filed');
      const waiter = waiters.get(name);
      waiters.delete(name);
      if (waiter) waiter.failed(fault);
      else {
        await settled(tellNotFiled(world, spooled));
        await spool.setAside(name);
        return true;
      }
    }
    firstTries.delete(name);
    await spool.remove(name);
    return true;
  };

  const resultOf = async (name: string, spooled: Spooled): Promise<PressResult> => {
    const trying = firstTries.get(name);
    const tried = trying === undefined ? null : await inTime(trying, FIRST_TRY_MS);
    return tried?.is === 'done' ? tried.value : fileSpooled(world, spooled);
  };

  return { onPress, fileFirst };
}

type Named = Spooled & { name: string };

const received = (): PressResult => ({ kind: 'received', message: receivedLine() });

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
