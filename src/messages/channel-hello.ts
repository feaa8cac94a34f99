/**
 * The first words in a setting's safeguarding channel, when it has just been chosen.
 * The rule: it says what will come there and who can read it, and names nobody.
 */
import { weekdayName } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import type { Setting } from '../domain/setting.ts';

export function channelHelloMessage({ name, digestDay, digestTime }: Setting): Message {
  const summary = `Vigil’s weekly digest for ${name} comes here, on ${weekdayName(digestDay)}s at ${digestTime}.`;
  return {
    kind: 'set_up',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      {
        type: 'text',
        text: 'Alerts that cannot wait come here too, without names. Everybody in this channel can read them, so keep it to the safeguarding leads.',
      },
    ],
  };
}
