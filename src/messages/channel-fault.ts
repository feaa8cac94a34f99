/**
 * Told to a lead when the setting's channel would refuse the digest, or lets too many read it.
 * The rule: what is wrong, and the mend, in words for somebody who has never run a server.
 */
import type { Message } from '../domain/message.ts';

export type ChannelFault = 'not_in' | 'archived' | 'public';

const WRONG: Record<ChannelFault, (name: string) => string> = {
  not_in: (name) =>
    `Vigil cannot see the safeguarding channel of ${name}, so the next digest would not arrive.`,
  archived: (name) => `The safeguarding channel of ${name} is archived, so the next digest would not arrive.`,
  public: (name) => `Everybody in your organisation’s chat can read the safeguarding channel of ${name}.`,
};
const MEND: Record<ChannelFault, string> = {
  not_in: 'Add Vigil to the channel, or write “setup” and choose another.',
  archived: 'Bring the channel back, or write “setup” and choose another.',
  public: 'Make it private, or write “setup” and choose another. Digests and alerts go there.',
};

export function channelFaultMessage(settingName: string, fault: ChannelFault): Message {
  const summary = WRONG[fault](settingName);
  return {
    kind: 'alert',
    summary,
    blocks: [
      { type: 'text', tone: 'warn', text: summary },
      { type: 'text', text: MEND[fault] },
    ],
  };
}
