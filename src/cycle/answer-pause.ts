/**
 * Answers "pause" and "resume", of oneself alone, in every setting one works in.
 * The rule: in one transaction for all of them, and what waits to be asked is let go with it; with any other word it
 * is no command. When it may be is domain/pause's.
 */
import type { LocalDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { beginPause, endPause, type PauseBegun } from '../domain/pause.ts';
import { pauseInHolidaysLine, pauseMessage, pauseSpentLine, resumeLine } from '../messages/pause.ts';
import { holdDays, listOpenFor, saveDays } from '../store/absences.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { retryDeadlock } from './retry-deadlock.ts';
import { cancel } from './settle-sends.ts';

/** Null: it was not a command after all. */
export async function answerPause(
  context: Context,
  writers: readonly Writer[],
  command: 'pause' | 'resume',
  words: readonly string[],
): Promise<Message | null> {
  if (words.length > 0) return null;
  return retryDeadlock(context, (tx) =>
    command === 'pause' ? pause(context, tx, writers) : resume(context, tx, writers),
  );
}

async function pause(context: Context, tx: Tx, writers: readonly Writer[]): Promise<Message> {
  const all: PauseBegun[] = [];
  let until: LocalDate | null = null;
  for (const { setting, person, today } of writers) {
    const paused = (await holdDays(tx, setting.id, person.id, 'paused')) ?? [];
    const said = beginPause({ paused }, setting.calendar, today);
    all.push(said);
    if (said.is !== 'begun') continue;
    await saveDays(tx, setting.id, person.id, { paused: said.paused });
    const open = await listOpenFor(tx, context.org, setting.id, person.id);
    const sampled = open.flatMap(({ kind, promptId }) => (kind === 'knowledge' ? [promptId] : []));
    await cancel(context, tx, sampled, 'paused');
    until = said.until;
    await appendLedger(tx, context.org, [
      ledgerEntry(context, 'pause_begun', person.id, { setting: setting.id, until }, person.id),
    ]);
  }
  if (until !== null) {
    await wakeBy(tx, context.org, 'deliver-messages', context.now);
    return pauseMessage(until, false);
  }
  return standing(all);
}

/** Where nothing was begun, what is so in the first setting of which there is something to say. */
function standing(said: readonly PauseBegun[]): Message {
  const told = said.find(({ is }) => is === 'again') ?? said.find(({ is }) => is === 'spent') ?? said[0];
  switch (told?.is) {
    case 'again':
      return pauseMessage(told.until, true);
    case 'spent':
      return pauseSpentLine(told.next);
    case 'holidays':
      return pauseInHolidaysLine();
    case 'begun':
    case undefined:
      throw new Error('Somebody paused who works nowhere');
  }
}

async function resume(context: Context, tx: Tx, writers: readonly Writer[]): Promise<Message> {
  let wasPaused = false;
  for (const { setting, person, today } of writers) {
    const held = (await holdDays(tx, setting.id, person.id, 'paused')) ?? [];
    const paused = endPause({ paused: held }, today);
    if (paused === null) continue;
    wasPaused = true;
    await saveDays(tx, setting.id, person.id, { paused });
    await appendLedger(tx, context.org, [
      ledgerEntry(context, 'pause_ended', person.id, { setting: setting.id }, person.id),
    ]);
  }
  if (wasPaused) await wakeBy(tx, context.org, 'plan-prompts', context.now);
  return resumeLine(wasPaused);
}
