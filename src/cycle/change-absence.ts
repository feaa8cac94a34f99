/**
 * Somebody is away, or back: what is open for them in each setting is seen to, in the transaction that says so.
 * The rule: a knowledge question is let go; a check that would fall due meanwhile goes to a colleague of the same role,
 * or a lead is told; everything else waits, its ladder with it. What waits goes no sooner than they are back, which is
 * working-hours'. No reason is known, so none can be kept.
 */
import { type Absence, beginAbsence, endAbsence, isAway } from '../domain/absence.ts';
import { dueOn } from '../domain/ladder.ts';
import { type LocalDate, localDate } from '../domain/local-time.ts';
import { placeMessage } from '../domain/place-message.ts';
import type { Person } from '../domain/setting.ts';
import { shiftLadder } from '../domain/shift-ladder.ts';
import { holdDays, listOpenFor, saveDays } from '../store/absences.ts';
import type { Tx } from '../store/database.ts';
import { holdLadders, holdMovable, moveMessages, shiftLadders } from '../store/day-moves.ts';
import { appendLedger } from '../store/ledger.ts';
import { readPressed } from '../store/pressed.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import { handOn } from './hand-on.ts';
import { type KnownSchool, knowSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { reopenFor } from './name-lead.ts';
import { retryDeadlock } from './retry-deadlock.ts';
import { cancel } from './settle-sends.ts';

/** `until` is the last day of it; null where they are back. `actor` is whoever said so. */
export type AbsenceChange = {
  personId: string;
  settingIds: readonly string[];
  actor: string;
  until: LocalDate | null;
};

/** `changed`: false where all of it was so already. `handed`, `uncovered`: checks a colleague has, and nobody. */
export type AbsenceOutcome = { changed: boolean; handed: number; uncovered: number };

export function changeAbsence(context: Context, change: AbsenceChange): Promise<AbsenceOutcome> {
  return retryDeadlock(context, async (tx) => {
    const outcome: AbsenceOutcome = { changed: false, handed: 0, uncovered: 0 };
    for (const settingId of change.settingIds) await changeIn(context, tx, settingId, change, outcome);
    if (outcome.changed) {
      const by = change.actor === change.personId ? 'self' : 'lead';
      const [kind, facts] =
        change.until === null
          ? (['absence_ended', { by }] as const)
          : (['absence_begun', { until: change.until, by }] as const);
      await appendLedger(tx, context.org, [ledgerEntry(context, kind, change.personId, facts, change.actor)]);
      for (const step of ['plan-prompts', 'deliver-messages', 'chase-overdue'] as const)
        await wakeBy(tx, context.org, step, context.now);
    }
    return outcome;
  });
}

async function changeIn(
  context: Context,
  tx: Tx,
  settingId: string,
  { personId, actor, until }: AbsenceChange,
  outcome: AbsenceOutcome,
): Promise<void> {
  const was = await holdDays(tx, settingId, personId, 'away');
  if (was === null) return;
  const known = await knowSchool(tx, settingId, context.now);
  const today = localDate(context.now, known.setting.zone);
  const away = until === null ? endAbsence({ away: was }, today) : beginAbsence({ away: was }, today, until);
  if (isSame(was, away, today)) return;
  outcome.changed = true;
  await saveDays(tx, settingId, personId, { away });
  const school = await knowSchool(tx, settingId, context.now);
  const [before, after] = [known.person(personId), school.person(personId)];
  if (before === null || after === null) throw new Error('Somebody is away who is not on the list');
  if (until !== null) await reopenFor(context, tx, school.setting, { personId, actor, today });
  if (until !== null) await letGo(context, tx, school, { before, after, actor }, outcome);
  await moveLadders(context, tx, school, { before, after });
  if (until === null) await bringForward(context, tx, school, after);
}

/** The days from today on are the same ones; what is over is over. */
function isSame(was: readonly Absence[], is: readonly Absence[], today: LocalDate): boolean {
  const ahead = (all: readonly Absence[]) =>
    JSON.stringify(
      all
        .filter((one) => one.until >= today)
        .map((one) => one.until)
        .sort(),
    );
  return ahead(was) === ahead(is);
}

type Whose = { before: Person; after: Person };

/** What is not to wait for them. */
async function letGo(
  context: Context,
  tx: Tx,
  { setting }: KnownSchool,
  { before, after, actor }: Whose & { actor: string },
  outcome: AbsenceOutcome,
): Promise<void> {
  const open = await listOpenFor(tx, context.org, setting.id, after.id);
  for (const { token, kind, cadence, at } of open) {
    const due = kind === 'duty' ? dueOn({ kind, cadence, at }, setting, before) : null;
    if (due === null || !isAway(after, due)) continue;
    const { about } = await readPressed(tx, context.org, {
      platform: 'local',
      externalId: '',
      userId: '',
      eventKey: '',
      token,
    });
    if (about === null || (about.prompt.state !== 'planned' && about.prompt.state !== 'asked')) continue;
    // Their name is for the lead who is told that nobody has it.
    const named = { ...about, people: [...about.people.filter(({ id }) => id !== after.id), after] };
    const { isTaken } = await handOn(context, tx, named, after, { away: true, actor });
    outcome[isTaken ? 'handed' : 'uncovered'] += 1;
  }
  const knowledge = open.flatMap(({ kind, promptId }) => (kind === 'knowledge' ? [promptId] : []));
  await cancel(context, tx, knowledge, 'away');
}

async function moveLadders(
  { org }: Context,
  tx: Tx,
  { setting, small }: KnownSchool,
  { before, after }: Whose,
): Promise<void> {
  const theirs = (await holdLadders(tx, org, setting.id, after.id)).map((prompt) => ({
    promptId: prompt.promptId,
    ...shiftLadder(prompt, small, {
      before: { place: setting, person: before },
      after: { place: setting, person: after },
    }),
  }));
  await shiftLadders(tx, org, theirs);
}

/** What had been put off until they were to be back. */
async function bringForward(
  context: Context,
  tx: Tx,
  { setting }: KnownSchool,
  person: Person,
): Promise<void> {
  const { org, now, random } = context;
  const waiting = await holdMovable(tx, org, { settingId: setting.id, from: now, to: null, untried: true });
  await moveMessages(
    tx,
    org,
    waiting.flatMap(({ messageId, personId }) => {
      if (personId !== person.id) return [];
      const moment = placeMessage(setting, person, { from: now, knowledge: false }, random);
      return moment === null ? [] : [{ messageId, ...moment }];
    }),
  );
}
