/**
 * Told to the headteacher when whoever runs Vigil lets the DSL see what could tell of a case, or no longer lets them.
 * The rule: the permission is the headteacher's to give, so they always hear of it, and what to do if it was not theirs.
 */
import type { Message } from '../domain/message.ts';

export function casesPermittedMessage(settingName: string, mayDsl: boolean): Message {
  const summary = mayDsl
    ? `The DSL of ${settingName} can now see what you report about allegations and low-level concerns.`
    : `The DSL of ${settingName} can no longer see what you report about allegations and low-level concerns.`;
  return {
    kind: 'action',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      {
        type: 'text',
        text: mayDsl
          ? 'This is yours to allow. If you did not, tell whoever runs Vigil today, and they take it back. Deputies, ' +
            'governors and the trust do not see it, and it is never in a channel or on the board.'
          : 'From now on you alone see it.',
      },
    ],
  };
}
