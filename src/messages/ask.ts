/**
 * The answer to "ask": a question is on its way, one is waiting already, or when one may come.
 * The rule: being asked is offered, never pressed; nobody is asked outside their own hours, even if they want it.
 */
import { type LocalDate, type LocalTime, longDate } from '../domain/local-time.ts';
import type { Message } from '../domain/message.ts';
import type { PromptFrame, PromptView } from '../domain/prompt-view.ts';
import { promptMessage } from './prompt.ts';

export type AskOutcome =
  | { is: 'on_its_way' }
  | { is: 'waiting'; frame: PromptFrame; view: PromptView }
  | { is: 'coming'; at: LocalTime }
  /** Not now: when they may next be asked, null when the calendar or their employment gives no such day. */
  | { is: 'not_now'; next: { on: LocalDate; at: LocalTime } | null }
  | { is: 'none_left' }
  /** There is no DSL or deputy on the list yet, or a number is missing. */
  | { is: 'not_set_up' }
  | { is: 'unreachable' };

export function askMessage(outcome: AskOutcome): Message {
  if (outcome.is === 'waiting') {
    const summary = 'This one is waiting for you.';
    return {
      kind: 'ask',
      summary,
      blocks: [
        { type: 'text', tone: 'strong', text: summary },
        ...promptMessage(outcome.frame, [outcome.view]).blocks,
      ],
    };
  }
  const { first, next } = wordsFor(outcome);
  return {
    kind: 'ask',
    summary: first,
    blocks: [
      { type: 'text', tone: 'strong', text: first },
      { type: 'text', tone: 'quiet', text: next },
    ],
  };
}

function wordsFor(outcome: Exclude<AskOutcome, { is: 'waiting' }>): { first: string; next: string } {
  switch (outcome.is) {
    case 'on_its_way':
      return {
        first: 'Thank you. A question is on its way to you.',
        next: 'It takes under 20 seconds. If it does not suit now, press “Later”, or leave it: it closes by itself.',
      };
    case 'coming':
      return { first: `Your next question comes today at ${outcome.at}.`, next: 'One at a time is enough.' };
    case 'not_now':
      return outcome.next === null
        ? {
            first: 'Nobody is asked just now.',
            next: 'There is no school day to come that you work, in the calendar Vigil has.',
          }
        : {
            first: `You can be asked from ${longDate(outcome.next.on)} at ${outcome.next.at}.`,
            next: 'Questions come only on school days you work, within your hours.',
          };
    case 'none_left':
      return {
        first: 'There is no question for you just now.',
        next: 'The same question does not come back to you within ten school days.',
      };
    case 'not_set_up':
      return {
        first: 'Nobody is asked here yet: your setting is still being set up.',
        next: 'It needs a DSL, a deputy and the numbers to ring first. Please ask whoever looks after Vigil in your setting.',
      };
    case 'unreachable':
      return {
        first: 'Vigil cannot send you a direct message just now.',
        next: 'Please ask whoever looks after Vigil in your setting to check.',
      };
  }
}
