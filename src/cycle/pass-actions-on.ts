/**
 * Gives open actions of somebody who has left to a colleague who has the same role, or else to a lead.
 * The rule: an action is never left with somebody who is gone while anybody can be told; the new owner is told in the
 * same transaction. What may tell of a case goes to those alone who may see it. Where nobody can be told it waits, and
 * is looked at again each school day.
 */
import { isAway } from '../domain/absence.ts';
import { accessOf, tellsOfCases } from '../domain/access.ts';
import { localDate } from '../domain/local-time.ts';
import { fillText } from '../domain/question.ts';
import { inAudience } from '../domain/role.ts';
import { routeFor } from '../domain/route.ts';
import { isEmployed, type Person, type Setting } from '../domain/setting.ts';
import { givenActionMessage } from '../messages/given-action.ts';
import type { Tx } from '../store/database.ts';
import { giveAction, holdLeftActions, type LeftAction } from '../store/leavers-actions.ts';
import { appendLedger } from '../store/ledger.ts';
import type { Context } from './context.ts';
import { ledgerEntry } from './ledger-entry.ts';
import { tellLead } from './tell-lead.ts';

type Staff = { people: readonly Person[]; reachable: ReadonlySet<string> };

export async function passActionsOn(
  context: Context,
  tx: Tx,
  setting: Setting,
  { people, reachable }: Staff,
): Promise<void> {
  const today = localDate(context.now, setting.zone);
  const here = people.filter((person) => !hasLeft(person, today));
  const left = await holdLeftActions(
    tx,
    setting.id,
    here.map(({ id }) => id),
  );
  for (const action of left) {
    const owner = nextOwner(setting, { people, reachable }, action, today);
    if (owner === null) {
      context.log.warn({ setting: setting.id, action: action.actionId }, 'action_has_nobody');
      continue;
    }
    const { actionId, ownerId, dueOn, question } = action;
    await giveAction(tx, actionId, owner.id);
    await appendLedger(tx, context.org, [
      ledgerEntry(context, 'action_passed_on', actionId, { from: ownerId, to: owner.id }),
    ]);
    const text = fillText(question.text, { edition: setting.edition, setting: setting.name });
    await tellLead(context, tx, {
      setting,
      people,
      about: ownerId,
      to: owner.id,
      key: `action:${actionId}:given:${owner.id}`,
      body: givenActionMessage({ settingName: setting.name, text, dueOn, isLate: dueOn < today }),
    });
  }
}

/** Somebody not confirmed yet, or who has not begun, has not left. */
function hasLeft({ state, leavesOn }: Person, today: string): boolean {
  return state === 'left' || (leavesOn !== null && leavesOn < today);
}

function nextOwner(
  setting: Setting,
  { people, reachable }: Staff,
  { ownerId, question }: LeftAction,
  today: string,
): Person | null {
  const isCase = tellsOfCases(question.standard, question.kind);
  const may = (person: Person) =>
    isEmployed(person, today) &&
    reachable.has(person.id) &&
    (!isCase || accessOf(person.roles, setting).cases);
  const colleague = people.find(
    (person) =>
      question.kind === 'duty' &&
      inAudience(question.audience, person.roles) &&
      may(person) &&
      !isAway(person, today),
  );
  if (colleague !== undefined) return colleague;
  const rungs = routeFor(people, ownerId, today).filter(({ countsOnly }) => !countsOnly);
  return rungs.find(({ person }) => may(person))?.person ?? null;
}
