/**
 * What a lead is told in private when somebody's press needs a person: a check nobody holds, a question that is not
 * for them, a document wanted in another format.
 * The rule: it names somebody only because it goes to a lead alone; it asks for something to be done, and blames
 * nobody.
 */
import type { Message } from '../domain/message.ts';

export type LeadNews =
  /** Nobody else holds the role, or stands in for it. */
  | { what: 'nobody_holds'; name: string; text: string; role: string }
  /** It falls due while they are away, and nobody else has the role. */
  | { what: 'nobody_meanwhile'; name: string; text: string; role: string }
  | { what: 'not_for_them'; name: string; text: string }
  | { what: 'other_format'; name: string; text: string };

export function toldLeadMessage(settingName: string, news: LeadNews): Message {
  const { first, next } = wordsFor(news);
  return {
    kind: 'action',
    summary: `${settingName}: ${first}`,
    blocks: [
      { type: 'text', tone: 'strong', text: first },
      { type: 'text', tone: 'quiet', text: `The question was: ${news.text}` },
      { type: 'text', text: next },
    ],
  };
}

function wordsFor(news: LeadNews): { first: string; next: string } {
  switch (news.what) {
    case 'nobody_holds':
      return {
        first: `A check for the ${news.role} was passed on, and nobody else could be given it.`,
        next: `${news.name} says that it is not theirs. Please see who does it now, and bring the staff list up to date.`,
      };
    case 'nobody_meanwhile':
      return {
        first: `A check for the ${news.role} falls due while ${news.name} is away, and nobody else who has that role can be asked.`,
        next: 'Please see who does it meanwhile. It is not late for anybody, and it is not done either.',
      };
    case 'not_for_them':
      return {
        first: `${news.name} says that a question for a whole group of staff is not for them.`,
        next: 'Please check their roles on the staff list. If it is for them after all, please speak to them.',
      };
    case 'other_format':
      return {
        first: `${news.name} asks for another format of something staff must read.`,
        next: 'Please ask which format would help. No reason is needed. The question stays open meanwhile.',
      };
  }
}
