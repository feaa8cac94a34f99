/**
 * Receives a press, whether the record is there or not: taken at once, or kept on this machine and filed first of all.
 * The rule: whoever presses hears within three seconds what happened, and "received" only once it is on the disk. While
 * any wait, those that come later wait behind them, and each person's are filed in the order they were made.
 * What filing one means is file-spooled's.
 */
import type { IncomingPress, PressResult } from '../chat/chat.ts';
import { type InTime, nameOf, settled } from '../chat/work-in-hand.ts';
import type { Verb } from '../domain/message.ts';
import { cleanNote } from '../domain/note.ts';
import { awayMessage } from '../messages/guard.ts';
import { noteLine, receivedLine, stillSavingLine, unreachedLine } from '../messages/private-line.ts';
import { isAway } from '../store/refusals.ts';
import type { Spool } from '../store/spool.ts';
import type { Log, TextGuard } from './context.ts';
import { type Filer, type FilerParts, openFiler } from './file-first.ts';
import { type Spooled, spooledText } from './file-spooled.ts';

export type ReceiverParts = Omit<FilerParts, 'spool'> & {
  /** Null where presses are not kept on this machine. */
  spool: Spool | null;
  guard?: TextGuard;
};

export type Receiver = {
  onPress(press: IncomingPress): Promise<PressResult>;
  /** Files all that waits, before anything else is begun. False while some of it could not be. */
  fileFirst(): Promise<boolean>;
  /** Whether a press waits to be filed, so that whatever is under way is to end between two pieces of work. */
  holdsUp(): boolean;
};

/** The record has this long to take a press before it is kept here. */
const TAKE_MS = 1_500;
/** Where nothing can be kept, it has longer: there is nothing better to say meanwhile. */
const ALONE_MS = 2_200;
/** To get onto the disk. */
const KEEP_MS = 1_000;
/** A press behind others is shown as filed if that comes to pass in this time. */
const BEHIND_MS = 1_000;

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
    case 'name_lead':
    case 'not_in_charge':
      return true;
    case 'later':
    case 'change':
    case 'keep':
    case 'name_again':
    case 'command':
    case 'enter':
    case 'note':
    // A note is never put on this machine: see takeNote.
    case 'keep_note':
    // Set-up is somebody at a desk, who is told at once that it was not saved.
    case 'set_up':
    case 'keep_set_up':
    case 'finish_set_up':
    // So is the bank.
    case 'bank_form':
    case 'keep_bank':
    case 'bank_switch':
    case 'bank_approve':
      return false;
  }
}

export function openReceiver({ spool, now, guard, ...parts }: ReceiverParts): Receiver {
  const { world, take, inTime, log } = parts;
  /** What waits cannot be read or tidied: that is told of, and holds up nothing else. */
  let isStuck = false;
  const filer = spool === null ? null : openFiler({ ...parts, now, spool });

  const look = async (press: IncomingPress): Promise<PressResult> => {
    const taken = await inTime(settled(take(world, press)), ALONE_MS);
    if (taken?.is === 'done') return taken.value;
    if (taken !== null && !isAway(taken.fault)) throw taken.fault;
    log.warn({ verb: press.verb, slow: taken === null }, 'press_not_looked_up');
    return { kind: 'private', message: unreachedLine() };
  };

  /** Kept in the record or nowhere. Words the guard would stop are answered with where to go, record or no record. */
  const takeNote = async (press: IncomingPress): Promise<PressResult> => {
    const taken = await inTime(settled(take(world, press)), ALONE_MS);
    if (taken?.is === 'done') return taken.value;
    if (taken !== null && !isAway(taken.fault)) throw taken.fault;
    log.warn({ verb: press.verb, slow: taken === null }, 'note_not_taken');
    if (guard !== undefined && guard.examine(cleanNote(press.note ?? '')) !== null)
      return { kind: 'private', message: awayMessage() };
    return taken === null
      ? { kind: 'received', message: noteLine('slow') }
      : { kind: 'private', message: noteLine('away') };
  };

  const onPress = async (press: IncomingPress): Promise<PressResult> => {
    if (press.verb === 'keep_note') return takeNote(press);
    if (!isRecorded(press.verb)) return look(press);
    const at = now();
    if (spool !== null && filer !== null && spool.waiting() > 0)
      return behind({ spool, filer, inTime, log }, { press, at });
    const taking = settled(take(world, press));
    const taken = await inTime(taking, spool === null ? ALONE_MS : TAKE_MS);
    if (taken?.is === 'done') return taken.value;
    if (taken !== null && (spool === null || !isAway(taken.fault))) throw taken.fault;
    log.warn({ verb: press.verb, why: taken === null ? 'slow' : nameOf(taken.fault) }, 'record_away');
    if (spool === null || filer === null) return { kind: 'received', message: stillSavingLine() };
    const put = spool.put(spooledText({ press, at }));
    if (taken === null) filer.trying(put.name, taking);
    await surely({ spool, filer, inTime, log }, press, put);
    return received();
  };

  return {
    onPress,
    async fileFirst() {
      const isOver = (await filer?.fileFirst()) ?? true;
      isStuck = isOver && (spool?.waiting() ?? 0) > 0;
      return isOver;
    },
    holdsUp: () => !isStuck && (spool?.waiting() ?? 0) > 0,
  };
}

type Keeping = { spool: Spool; filer: Filer; inTime: InTime; log: Log };

/** Others wait already, so it goes behind them; where all are filed at once, what became of it is shown at once. */
async function behind(keeping: Keeping, spooled: Spooled): Promise<PressResult> {
  const { spool, filer, inTime } = keeping;
  const put = spool.put(spooledText(spooled));
  const outcome = settled(filer.expect(put.name));
  await surely(keeping, spooled.press, put);
  const over = filer.fileFirst().then(() => null);
  const seen = await inTime(Promise.race([outcome, over]), BEHIND_MS);
  // In one step: either it has been told here, or whoever pressed is told by a message once it is filed.
  if (seen === null && filer.leave(put.name)) return received();
  const became = seen ?? (await outcome);
  if (became.is === 'done') return became.value;
  throw became.fault;
}

/** Throws where it is not kept: then nothing is, and its presser is told so. */
async function surely(
  { spool, filer, inTime, log }: Keeping,
  { verb }: IncomingPress,
  { name, kept }: ReturnType<Spool['put']>,
): Promise<void> {
  const keeping = settled(kept);
  const done = await inTime(keeping, KEEP_MS);
  if (done?.is === 'done') return;
  filer.leave(name);
  log.error({ verb, why: done === null ? 'slow' : nameOf(done.fault) }, 'press_not_spooled');
  if (done !== null) throw done.fault;
  // It is said not to be saved, so it must not come to be.
  void keeping.then(() => spool.remove(name)).catch(() => undefined);
  throw new Error('The disk took too long to keep a press');
}

const received = (): PressResult => ({ kind: 'received', message: receivedLine() });
