/**
 * What is kept about whoever asks, how long, and how they get it all: for them alone.
 * The rule: counts and periods, never an answer; and where to ask for the rest, which a person gives, not a chat.
 */
import type { Message } from '../domain/message.ts';
import { type ClassId, type Periods, periodWords } from '../domain/retention.ts';

export type KeptFacts = {
  settingName: string;
  periods: Periods;
  answers: number;
  questions: number;
  notes: number;
  messages: number;
  actions: number;
  alerts: number;
  /** A hold keeps it longer. */
  isHeld: boolean;
  /** Who to ask; null when nobody is known to be on duty. */
  lead: string | null;
};

const COUNTED: [keyof KeptFacts, ClassId, string][] = [
  ['answers', 'answers', 'Your answers, with your name'],
  ['notes', 'notes', 'What you added to an answer in your own words, encrypted'],
  ['questions', 'questions', 'Questions put to you'],
  ['messages', 'messages', 'Words Vigil wrote to you'],
  ['actions', 'actions', 'Actions you own'],
  ['alerts', 'alerts', 'Alerts you took on, or about you'],
];

export function keptMessage(facts: KeptFacts): Message {
  const who = facts.lead === null ? 'the DSL or the headteacher' : `${facts.lead}, or the headteacher`;
  return {
    kind: 'status',
    summary: `What Vigil keeps about you in ${facts.settingName}.`,
    blocks: [
      { type: 'heading', text: 'What Vigil keeps about you' },
      {
        type: 'list',
        lines: COUNTED.map(
          ([count, id, words]) => `${words}: ${Number(facts[count])}. Kept ${keptWords(id, facts.periods)}.`,
        ),
      },
      {
        type: 'text',
        text:
          'Also your name, e-mail address, roles and hours while you work here. They go ' +
          `${keptWords('leavers', facts.periods)}; what you answered then counts without a name.`,
      },
      ...(facts.isHeld
        ? [
            {
              type: 'text' as const,
              text: 'A legal hold stands just now, so nothing it is for is removed until it is lifted.',
            },
          ]
        : []),
      {
        type: 'text',
        text: `For a copy of all of it, ask ${who}. It is made as a file for you, with other people left out.`,
      },
      {
        type: 'text',
        tone: 'quiet',
        text: 'You may also ask for what is wrong to be put right. Asking is your right, and nobody is told that you looked at this.',
      },
    ],
  };
}

const keptWords = (id: ClassId, periods: Periods) => `for ${periodWords(id, periods)}`;
