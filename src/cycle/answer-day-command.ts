/**
 * Answers commands that are said of a day, for whoever may say them.
 * The rule: words that are not all the command's own make it none, whoever wrote them. Somebody who may close several
 * settings says which: nothing is guessed.
 */
import type { DayCommand } from '../domain/day-command.ts';
import { readClosing } from '../domain/day-command.ts';
import type { Message } from '../domain/message.ts';
import { maySeeNames } from '../domain/role.ts';
import { closingHowMessage, closingIsForLeadsLine } from '../messages/closed.ts';
import { answerAbsence } from './answer-absence.ts';
import { answerCover } from './answer-cover.ts';
import { answerLead } from './answer-lead.ts';
import { answerPause } from './answer-pause.ts';
import { answerTrip } from './answer-trip.ts';
import { closeDay } from './close-day.ts';
import type { Context } from './context.ts';
import { placesOf, type Writer } from './find-writers.ts';

/** Null: it was not a command after all. */
export function answerDayCommand(
  context: Context,
  writers: readonly Writer[],
  command: DayCommand,
  words: readonly string[],
): Promise<Message | null> {
  switch (command) {
    case 'closed':
    case 'open':
      return answerClosing(context, writers, command, words);
    case 'away':
    case 'back':
      return answerAbsence(context, writers, command, words);
    case 'lead':
      return answerLead(context, writers, words);
    case 'cover':
      return answerCover(context, writers, words);
    case 'trip':
      return answerTrip(context, writers, words);
    case 'pause':
    case 'resume':
      return answerPause(context, writers, command, words);
  }
}

async function answerClosing(
  context: Context,
  writers: readonly Writer[],
  command: 'closed' | 'open',
  words: readonly string[],
): Promise<Message | null> {
  const said = readClosing(
    words,
    writers.map(({ setting }) => setting.ref),
  );
  if (said === null) return null;
  const leads = placesOf(writers, said.ref, maySeeNames);
  const [writer, ...others] = leads;
  if (writer === undefined) return closingIsForLeadsLine();
  if (said.dayOn === null || others.length > 0) return closingHowMessage(leads.map(({ setting }) => setting));
  const day = said.dayOn(writer.today);
  const ref = writers.length > 1 ? writer.setting.ref : null;
  return closeDay(context, writer, { to: command, day, ref });
}
