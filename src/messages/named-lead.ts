/**
 * Told to somebody who was named as a lead when Vigil was set up.
 * The rule: it says who named them, what it means for them, and what to do if it is wrong.
 */
import type { Message } from '../domain/message.ts';
import { type Role, roleLabel } from '../domain/role.ts';

export function namedLeadMessage({
  settingName,
  roles,
  by,
}: {
  settingName: string;
  roles: readonly Role[];
  by: string;
}): Message {
  const summary = `${by} has named you as ${roles.map(roleLabel).join(' and ')} of ${settingName}, in Vigil.`;
  return {
    kind: 'set_up',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      {
        type: 'text',
        text: 'Vigil asks staff tiny questions about safeguarding, and tells the leads when something is overdue or going wrong. You may be sent alerts, in school hours unless a child may be at risk.',
      },
      {
        type: 'text',
        text: `If this is wrong, tell ${by} today. Write “help” to see what you can ask, and “why” to see how ratings are made.`,
      },
    ],
  };
}
