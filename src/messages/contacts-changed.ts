/**
 * Told to the other leads when somebody changes where a worried person is sent.
 * The rule: the new number stands in it, so that a wrong one is seen at once.
 */
import type { Message } from '../domain/message.ts';
import type { Contacts, Setting } from '../domain/setting.ts';
import { CONTACT_LABELS } from './set-up-form.ts';

export function contactsChangedMessage(
  { name, contacts }: Setting,
  changed: readonly (keyof Contacts)[],
  by: string,
): Message {
  const summary = `${by} changed who to ring, in the set-up of ${name}.`;
  return {
    kind: 'set_up',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      {
        type: 'fields',
        fields: changed.map((contact) => ({ label: CONTACT_LABELS[contact], value: contacts[contact] })),
      },
      {
        type: 'text',
        text: 'These are shown to anybody with a worry about a child from now on. If one is wrong, write “setup” to put it right, or tell the DSL today.',
      },
    ],
  };
}
