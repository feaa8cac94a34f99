/**
 * Every message that has a question in it, with one text as all that a person wrote: the question, its reason and
 * source, the answers to choose from, the setting and its edition, names, and what was answered.
 */
import type { Message } from '../../src/domain/message.ts';
import { type PromptStanding, type PromptView, viewOf } from '../../src/domain/prompt-view.ts';
import type { AnswerSpec, Question } from '../../src/domain/question.ts';
import { againMessage } from '../../src/messages/again.ts';
import { askMessage } from '../../src/messages/ask.ts';
import { dueMessage } from '../../src/messages/due.ts';
import { nudgeMessage } from '../../src/messages/nudge.ts';
import { promptMessage } from '../../src/messages/prompt.ts';
import { whyMessage, whyStandardMessage } from '../../src/messages/why.ts';
import { question } from './every-prompt.ts';

/** The one address that a message may lead to. */
export const PAGE_OF_OURS = `https://vigil.example.org/board/enter?t=${'a1B_'.repeat(19)}`;

const ON = '2026-11-10';
const frameOf = (word: string) => ({
  settingName: word,
  today: ON,
  leadOnDuty: { name: word, phone: word },
  again: true,
});
const namesOf = (word: string) => ({ name: word, setting: word, edition: word });

function answersOf(word: string): AnswerSpec[] {
  const keys = ['one', 'two', 'three'];
  return [
    { kind: 'yes_no', good: 'yes' },
    { kind: 'yes_partly_no' },
    { kind: 'choice', choices: keys.map((key) => ({ key, label: word, verdict: 'good' })) },
    { kind: 'count', label: word, target: 0 },
    { kind: 'two_counts', part: word, whole: word, target: 1 },
    { kind: 'percent', target: 95 },
    { kind: 'date', within: 30 },
    { kind: 'acknowledgement' },
    {
      kind: 'scenario',
      choices: keys.map((key) => ({ key, label: word })),
      right: 'one',
      correction: word,
    },
  ];
}

function standingsOf(word: string): PromptStanding[] {
  const recorded: Extract<PromptStanding, { is: 'recorded' }> = {
    is: 'recorded',
    on: ON,
    at: '15:42',
    askedOn: ON,
    answer: word,
    correction: word,
    mayChange: true,
    stillWanted: false,
    action: { owner: word, dueOn: '2026-11-17' },
    note: 'kept',
  };
  return [
    { is: 'open' },
    { is: 'open', keep: word, keepsNote: true },
    recorded,
    { ...recorded, note: 'none', noting: { lead: word } },
    { ...recorded, stillWanted: true, action: null },
    { is: 'choosing_later', options: [{ arg: 'afternoon', label: 'This afternoon' }] },
    { is: 'later', until: 'on Wednesday 11 Nov at 08:00' },
    { is: 'counted' },
    { is: 'handed_on', nobody: true },
    { is: 'closed' },
  ];
}

/** As a bank of a school's own would have it: the names stand where the question says {setting} and {edition}. */
function questionOf(word: string, answer: AnswerSpec): Question {
  const text = `${word} {setting} {edition} ${word}`;
  const source = { document: word, edition: word, paragraph: word, note: word };
  return { ...question('SIT-D1', answer), text, why: text, source };
}

function viewsOf(word: string): PromptView[] {
  const standings = standingsOf(word);
  return answersOf(word).flatMap((answer, at) => {
    // Each way of answering while it is open, and one of them in every other place.
    const these = at === 0 ? standings : standings.slice(0, 1);
    return these.map((standing, nth) => {
      const prompt = { token: `token-${at}-${nth}`, choiceOrder: null };
      return viewOf(questionOf(word, answer), prompt, namesOf(word), true, standing);
    });
  });
}

const openOf = (word: string) => viewsOf(word).filter(({ standing }) => standing.is === 'open');

export const EVERY_ASKING: Record<string, (word: string) => Message[]> = {
  promptMessage: (word) => [
    ...viewsOf(word).map((view) => promptMessage(frameOf(word), [view])),
    promptMessage(frameOf(word), openOf(word).slice(0, 3)),
  ],
  againMessage: (word) => openOf(word).map((view) => againMessage(promptMessage(frameOf(word), [view]))),
  nudgeMessage: (word) => [
    nudgeMessage(frameOf(word), openOf(word).slice(0, 1), { since: '2026-11-06', last: true }),
    nudgeMessage(frameOf(word), viewsOf(word).slice(2, 3), { since: '2026-11-06', last: false }),
  ],
  askMessage: (word) =>
    openOf(word)
      .slice(0, 2)
      .map((view) => askMessage({ is: 'waiting', frame: frameOf(word), view })),
  dueMessage: (word) => {
    const late = { standard: 'site' as const, indicator: 'site-security', dueOn: ON };
    const waiting = openOf(word)
      .slice(0, 2)
      .map((view) => ({ view, askedOn: ON, dueOn: ON, overdue: true }));
    return [
      dueMessage(frameOf(word), waiting, { as: 'named', rows: [{ ...late, owner: word, name: word }] }),
      dueMessage(frameOf(word), [], {
        as: 'roles',
        rows: [{ ...late, kind: 'duty', owner: word, people: 1, acknowledged: false }],
        small: false,
      }),
    ];
  },
  whyMessage: (word) =>
    answersOf(word)
      .slice(0, 1)
      .map((answer) => whyMessage({ question: questionOf(word, answer), checkLocally: true }, namesOf(word))),
  whyStandardMessage: (word) => {
    const asked = answersOf(word).map((answer) => ({
      question: questionOf(word, answer),
      checkLocally: true,
    }));
    return [whyStandardMessage('site', asked.slice(0, 2), namesOf(word))];
  },
};
