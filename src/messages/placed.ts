/**
 * Said once in a group chat that Vigil has been put into: what to give so that the digest comes there.
 * The rule: it says nothing of any setting or person, since nobody knows yet whose chat it is.
 */
import type { Message } from '../domain/message.ts';

/** `channelId` as a setting's file takes it. */
export function placedMessage(channelId: string): Message {
  const summary = 'Vigil is in this chat now.';
  return {
    kind: 'private_line',
    summary,
    blocks: [
      { type: 'text', tone: 'strong', text: summary },
      {
        type: 'text',
        text:
          'To have the weekly safeguarding digest come here, whoever runs Vigil puts this chat’s id into the school’s ' +
          'file, as channel. Everybody in this chat can read it, so it should hold the safeguarding leads alone.',
      },
      { type: 'fields', fields: [{ label: 'This chat’s id', value: channelId }] },
    ],
  };
}
