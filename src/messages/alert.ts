/**
 * What a lead is told when Vigil itself could not deliver something.
 * The rule: plainly what did not arrive and what to do, never the text that did not. It is sent in private.
 */
import type { Message, MessageKind } from '../domain/message.ts';

export type Undelivered =
  /** The safeguarding channel is gone, archived, or Vigil is not in it. */
  | { what: 'channel' }
  /** A question or reminder to one person; their name only where the reader may have it. */
  | { what: 'question'; name: string | null }
  /** Not failed, and not sent for a long while. */
  | { what: 'waiting' }
  /** Anything else that failed for good. */
  | { what: 'failed'; kind: MessageKind; where: 'channel' | 'private' }
  /** It may or may not have arrived, and is not sent again so that nobody sees it twice. */
  | { what: 'held'; kind: MessageKind; where: 'channel' | 'private' };

export function undeliveredMessage(settingName: string, undelivered: Undelivered): Message {
  const { first, next } = wordsFor(settingName, undelivered);
  return {
    kind: 'alert',
    summary: first,
    blocks: [
      { type: 'text', tone: 'warn', text: first },
      { type: 'text', text: next },
    ],
  };
}

function wordsFor(settingName: string, undelivered: Undelivered): { first: string; next: string } {
  switch (undelivered.what) {
    case 'channel':
      return {
        first: `Vigil cannot post in the safeguarding channel of ${settingName}.`,
        next:
          'Until it can, the digest comes to the DSL and the deputies in private; alerts always do. Please check that ' +
          'the channel is still there, that it is not one where apps cannot post, and that Vigil has been added to it.',
      };
    case 'question':
      return {
        first: `A question could not be put to ${undelivered.name ?? 'one member of staff'}.`,
        next: 'It does not count as unanswered. If the question matters this week, please ask in person.',
      };
    case 'waiting':
      return {
        first: `Some messages of ${settingName} have been waiting a while to be sent.`,
        next:
          'Nothing is lost: Vigil keeps trying, and they go as soon as they can. Until then write “due” to see what is ' +
          'overdue. Whoever runs Vigil can find the reason with its doctor.',
      };
    case 'failed':
      return {
        first: `${capital(nameOf(undelivered.kind))} could not be sent ${place(undelivered.where)}.`,
        next: 'Vigil has stopped trying. Write “status” or “digest” to see how things stand.',
      };
    case 'held':
      return {
        first: `${capital(nameOf(undelivered.kind))} may not have arrived ${place(undelivered.where)}.`,
        next: 'It has not been sent again, so that nobody sees it twice. Write “status” or “digest” to see how things stand.',
      };
  }
}

function nameOf(kind: MessageKind): string {
  switch (kind) {
    case 'digest':
      return 'the weekly digest';
    case 'overdue':
      return 'an alert about an overdue check';
    case 'alert':
      return 'an alert about something that cannot wait';
    case 'action':
      return 'a message about an action';
    default:
      return 'a message';
  }
}

const place = (where: 'channel' | 'private') =>
  where === 'channel' ? 'in the safeguarding channel' : 'in private';
const capital = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
