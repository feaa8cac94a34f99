/**
 * Closes a setting on a day, as on a snow morning, or opens it again: "closed today", "open today".
 * The rule: one transaction, planning held off meanwhile: the day in the calendar, what has not gone moved to where
 * planning would have put it, what is counted in school days moved with the days, one row in the ledger. Said twice it
 * is done once. Whether one message may go stays check-send's, so that nothing left over goes on a closed day.
 */
import { DAYS_AHEAD, dayStands } from '../domain/day-command.ts';
import { addDays, instantAt, isoWeek, type LocalDate, localDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import { placeMessage } from '../domain/place-message.ts';
import { schoolDayAfter } from '../domain/school-day.ts';
import type { Setting } from '../domain/setting.ts';
import { shiftLadder } from '../domain/shift-ladder.ts';
import { type ChangedDay, changedDayMessage, unchangedDayLine } from '../messages/closed.ts';
import type { Tx } from '../store/database.ts';
import {
  addClosure,
  countSending,
  holdLadders,
  holdMovable,
  type Movable,
  moveDays,
  moveMessages,
  removeClosure,
  shiftLadders,
} from '../store/day-moves.ts';
import { appendLedger } from '../store/ledger.ts';
import { holdPlanning } from '../store/plans.ts';
import { wakeBy } from '../store/wakes.ts';
import { moveCharges } from './close-charge.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';
import { type KnownSchool, knowSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { retryDeadlock } from './retry-deadlock.ts';

const NAME = 'Closed';

/** `ref` is how the setting is named to somebody who has several; null where it can be no other. */
export type Closing = { to: 'closed' | 'open'; day: LocalDate; ref: string | null };

export function closeDay(context: Context, writer: Writer, closing: Closing): Promise<Message> {
  return retryDeadlock(context, (tx) => change(context, tx, writer, closing));
}

async function change(
  context: Context,
  tx: Tx,
  { person, setting: { id }, today }: Writer,
  { to, day, ref }: Closing,
): Promise<Message> {
  await holdPlanning(tx, context.org);
  const school = await knowSchool(tx, id, context.now);
  const before = school.setting;
  const stands = dayStands(before.calendar, day, today, addDays(today, DAYS_AHEAD));
  const said = { settingName: before.name, day, today, ref };
  if (stands.is !== (to === 'closed' ? 'school_day' : 'closed')) return unchangedDayLine(said, to, stands);
  const isDone =
    to === 'closed'
      ? await addClosure(tx, context.org, { settingId: id, on: day, name: NAME })
      : await removeClosure(tx, id, day);
  if (!isDone) throw new Error('A day was closed or opened while planning was held off');
  const setting = withDay(before, day, to);
  const moved = await moveWaiting(context, tx, { ...school, setting }, { to, day });
  await moveLadders(context, tx, school, setting);
  await moveCharges(context, tx, { ...school, setting }, { to, day });
  await appendLedger(tx, context.org, [
    ledgerEntry(context, to === 'closed' ? 'day_closed' : 'day_opened', id, { on: day }, person.id),
  ]);
  if (to === 'open')
    for (const step of ['plan-prompts', 'deliver-messages', 'chase-overdue', 'send-digests'] as const)
      await wakeBy(tx, context.org, step, context.now);
  return changedDayMessage({
    ...said,
    to,
    ...moved,
    sending: to === 'closed' && day === today ? await countSending(tx, context.org, id) : 0,
    next: schoolDayAfter(setting.calendar, day),
  });
}

function withDay(setting: Setting, day: LocalDate, to: Closing['to']): Setting {
  const others = setting.calendar.closures.filter(({ on }) => on !== day);
  const closures = to === 'closed' ? [...others, { on: day, reason: 'closed' as const, name: NAME }] : others;
  return { ...setting, calendar: { ...setting.calendar, closures } };
}

/** Closed: what was to go that day goes later. Opened: what waits for a later day goes on it, if it may. */
async function moveWaiting(
  context: Context,
  tx: Tx,
  { setting, person }: KnownSchool,
  { to, day }: Pick<Closing, 'to' | 'day'>,
): Promise<Pick<ChangedDay, 'questions' | 'reminders'>> {
  const { org, now, random } = context;
  const starts = instantAt(day, '00:00', setting.zone);
  const ends = instantAt(addDays(day, 1), '00:00', setting.zone);
  const waiting = await holdMovable(tx, org, {
    settingId: setting.id,
    ...(to === 'closed'
      ? { from: starts, to: ends, untried: false }
      : { from: ends, to: null, untried: true }),
  });
  const from = starts > now ? starts : now;
  const moves = waiting.flatMap((message) => {
    const who = person(message.personId);
    if (who === null) return [];
    const moment = placeMessage(setting, who, { from, knowledge: isKnowledge(message) }, random);
    if (moment === null) return [];
    const on = localDate(moment.at, setting.zone);
    return to === 'closed' || on === day ? [{ message, on, ...moment }] : [];
  });
  await moveMessages(
    tx,
    org,
    moves.map(({ message: { messageId }, at, until }) => ({ messageId, at, until })),
  );
  await moveDays(
    tx,
    org,
    moves.flatMap(({ message, on }) =>
      message.prompts.flatMap(({ promptId, kind, planned, localWeek }) =>
        kind === 'knowledge' && planned && localWeek === isoWeek(on) ? [{ promptId, on }] : [],
      ),
    ),
  );
  const count = (nudges: boolean) =>
    moves.reduce((all, { message }) => all + (message.isNudge === nudges ? message.prompts.length : 0), 0);
  return { questions: count(false), reminders: count(true) };
}

/** Nothing else is in it: a check that comes with it goes on any day. */
function isKnowledge({ isNudge, prompts }: Movable): boolean {
  return !isNudge && prompts.every(({ kind }) => kind === 'knowledge');
}

async function moveLadders({ org }: Context, tx: Tx, school: KnownSchool, after: Setting): Promise<void> {
  const ladders = await holdLadders(tx, org, school.setting.id);
  await shiftLadders(
    tx,
    org,
    ladders.flatMap((prompt) => {
      const person = school.person(prompt.personId);
      if (person === null) return [];
      const shifted = shiftLadder(prompt, school.small, {
        before: { place: school.setting, person },
        after: { place: after, person },
      });
      return [{ promptId: prompt.promptId, ...shifted }];
    }),
  );
}
