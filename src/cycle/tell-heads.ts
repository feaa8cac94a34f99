/**
 * Tells the headteacher that the DSL may now see what could tell of a case, or no longer may.
 * The rule: in the transaction that changes it, to every headteacher whom chat can reach. Changing it is the operator's.
 */
import { localDate } from '../domain/local-time.ts';
import { isEmployed, type Person, type Setting } from '../domain/setting.ts';
import { casesPermittedMessage } from '../messages/cases-permitted.ts';
import type { Tx } from '../store/database.ts';
import type { Context } from './context.ts';
import { tellLead } from './tell-lead.ts';

export async function tellHeads(
  context: Context,
  tx: Tx,
  setting: Setting,
  people: readonly Person[],
): Promise<void> {
  const today = localDate(context.now, setting.zone);
  const body = casesPermittedMessage(setting.name, setting.dslSeesCases);
  const key = `cases-permitted:${context.ids.id()}`;
  for (const person of people)
    if (person.roles.includes('headteacher') && isEmployed(person, today))
      await tellLead(context, tx, {
        setting,
        people,
        about: null,
        key: `${key}:${person.id}`,
        body,
        to: person.id,
      });
}
