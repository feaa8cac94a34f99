/**
 * What a lead is told when Vigil itself could not deliver something.
 * The rule: plainly what did not arrive and what to do, never the text that did not. It is sent in private.
 */
import type { Block, Message, MessageKind } from '../domain/message.ts';
import { privateLine } from './private-line.ts';

export type Undelivered =
  /** The safeguarding channel is gone, archived, or Vigil is not in it. */
  | { what: 'channel' }
  /** A question or reminder to one person; their name only where the reader may have it. */
  | { what: 'question'; name: string | null }
  /** A question that went twice, and nobody can tell whether either copy arrived. */
  | { what: 'question_in_doubt'; name: string | null }
  /** Not failed, and not sent for a long while. */
  | { what: 'waiting' }
  /** So many questions have failed today that they are told one by one no longer. */
  | { what: 'more' }
  /** Anything else that failed for good. */
  | { what: 'failed'; kind: MessageKind; where: 'channel' | 'private' }
  /** It may or may not have arrived, and is not sent again so that nobody sees it twice. */
  | { what: 'held'; kind: MessageKind; where: 'channel' | 'private'; token: string };

/** What a lead said of a message that was held. */
export type DoubtSettled = { what: 'arrived' | 'send_again'; kind: MessageKind; when: string };

export function undeliveredMessage(settingName: string, undelivered: Undelivered): Message {
  const { first, next } = wordsFor(settingName, undelivered);
  return {
    kind: 'alert',
    summary: first,
    blocks: [
      { type: 'text', tone: 'warn', text: first },
      { type: 'text', text: next },
      ...(undelivered.what === 'held' ? [doubtButtons(undelivered.token)] : []),
    ],
  };
}

function doubtButtons(token: string): Block {
  return {
    type: 'buttons',
    buttons: [
      { label: 'It is there', act: { verb: 'arrived', token } },
      { label: 'Send it again', act: { verb: 'send_again', token } },
    ],
  };
}

/** What stands in its place once a lead has said. `when` is a local time. */
export function settledDoubtMessage({ what, kind, when }: DoubtSettled): Message {
  const said = what === 'arrived' ? 'You said that it is there' : 'You asked for it to be sent again';
  return {
    kind: 'alert',
    summary: `${capital(nameOf(kind))}: ${said.toLowerCase()}.`,
    blocks: [{ type: 'text', text: `✓ ${said} at ${when}. ${capital(nameOf(kind))}.` }],
  };
}

const UNSETTLED = {
  settled: 'Somebody has said so already. Nothing was changed.',
  gone: 'That message is no longer in doubt. Nothing was changed.',
  not_yours: 'Only a safeguarding lead can say so. Nothing was changed.',
};

/** What whoever presses hears where nothing came of it. */
export const unsettledLine = (why: keyof typeof UNSETTLED): Message => privateLine(UNSETTLED[why]);

/** Vigil can post in the channel again. */
export function mendedMessage(settingName: string): Message {
  const text = `Vigil can post in the safeguarding channel of ${settingName} again. The next digest goes there.`;
  return { kind: 'alert', summary: text, blocks: [{ type: 'text', text }] };
}

/** One of a trust's two platforms has taken back its permission. */
export function revokedMessage(settingName: string, people: number): Message {
  const first = `Vigil has lost its permission in one of the places where it reaches the staff of ${settingName}.`;
  const who = people === 1 ? 'One person' : `${people} people`;
  return {
    kind: 'alert',
    summary: first,
    blocks: [
      { type: 'text', tone: 'warn', text: first },
      {
        type: 'text',
        text:
          `${who} cannot be asked anything until it is added there again. They do not count as silent, and nothing ` +
          'they have said is lost. Please ask whoever looks after that workspace to add Vigil again.',
      },
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
    case 'question_in_doubt':
      return {
        first: `A question may not have reached ${undelivered.name ?? 'one member of staff'}.`,
        next: 'It was sent twice and does not count as unanswered. If the question matters this week, please ask in person.',
      };
    case 'waiting':
      return {
        first: `Some messages of ${settingName} have been waiting a while to be sent.`,
        next:
          'Nothing is lost: Vigil keeps trying, and they go as soon as they can. Until then write “due” to see what is ' +
          'overdue. Whoever runs Vigil can find the reason by its command “doctor”.',
      };
    case 'more':
      return {
        first: `More questions could not be put to staff of ${settingName} today.`,
        next: 'They do not count as unanswered, and you are not told of each. Whoever runs Vigil can find how many, and why, by its command “doctor”.',
      };
    case 'failed':
      return {
        first: `${capital(nameOf(undelivered.kind))} could not be sent ${place(undelivered.where)}.`,
        next: 'Vigil has stopped trying. Write “status” or “digest” to see how things stand.',
      };
    case 'held':
      return {
        first: `${capital(nameOf(undelivered.kind))} may not have arrived ${place(undelivered.where)}.`,
        next:
          'It has not been sent again, so that nobody sees it twice. Please look whether it is there, and say so below. ' +
          'Write “status” or “digest” to see how things stand.',
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
