/**
 * Tells the leads that the numbers a worried person is sent to have changed, and by whom.
 * The rule: in the transaction that changes them, to every lead whom chat can reach but whoever did it, and to the chair
 * where it is about the chair; so that nobody takes somebody off the route unseen (design §7.5).
 */
import { localDate } from '../domain/local-time.ts';
import { maySeeNames } from '../domain/role.ts';
import { type Contacts, isEmployed, type Person, type Setting } from '../domain/setting.ts';
import { contactsChangedMessage } from '../messages/contacts-changed.ts';
import type { Tx } from '../store/database.ts';
import { listPeople } from '../store/people.ts';
import type { Context } from './context.ts';
import { tellLead } from './tell-lead.ts';

type Change = { before: Pick<Setting, 'contacts'>; after: Setting; by: Person };

export async function tellOfContacts(context: Context, tx: Tx, { before, after, by }: Change): Promise<void> {
  const changed = (Object.keys(after.contacts) as (keyof Contacts)[]).filter(
    (contact) => after.contacts[contact] !== before.contacts[contact],
  );
  const people = await listPeople(tx, after.id);
  const today = localDate(context.now, after.zone);
  const body = contactsChangedMessage(after, changed, by.name);
  const key = `contacts-changed:${context.ids.id()}`;
  for (const person of people) {
    const hears =
      maySeeNames(person.roles) || (changed.includes('chair') && person.roles.includes('chair_of_governors'));
    if (!hears || person.id === by.id || !isEmployed(person, today)) continue;
    await tellLead(context, tx, {
      setting: after,
      people,
      about: null,
      key: `${key}:${person.id}`,
      body,
      to: person.id,
    });
  }
}
