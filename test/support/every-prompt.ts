/**
 * One of every question as it is asked: each kind of answer in each place it can stand, cards of a few and of twelve,
 * reminders, and a second copy. What else Vigil says is every-message.ts's.
 */
import type { Message } from '../../src/domain/message.ts';
import {
  type PromptFrame,
  type PromptStanding,
  type PromptView,
  viewOf,
} from '../../src/domain/prompt-view.ts';
import type { AnswerSpec, Question } from '../../src/domain/question.ts';
import { againMessage } from '../../src/messages/again.ts';
import { nudgeMessage } from '../../src/messages/nudge.ts';
import { promptMessage } from '../../src/messages/prompt.ts';
import { QUESTIONS } from './school.ts';

export const NAMES = { name: 'Oak Primary', edition: 'KCSIE 2026' };
export const TODAY = '2026-11-10';
export const FRAME: PromptFrame = {
  settingName: NAMES.name,
  today: TODAY,
  leadOnDuty: { name: 'Ines Duarte', phone: '01785 000001' },
  again: false,
};

export function question(id: string, answer?: AnswerSpec): Question {
  const found = QUESTIONS.find((each) => each.id === id);
  if (!found) throw new Error(`No question ${id}`);
  return answer === undefined ? found : { ...found, answer };
}
export function view(id: string, standing: PromptStanding = { is: 'open' }, answer?: AnswerSpec): PromptView {
  const prompt = { token: `token-${id}-${standing.is}`, choiceOrder: null };
  return viewOf(question(id, answer), prompt, NAMES, id === 'TRN-A1', standing);
}

const SCENARIO: AnswerSpec = {
  kind: 'scenario',
  choices: [
    { key: 'tell', label: 'Tell the DSL or a deputy, then record it' },
    { key: 'friends', label: 'Talk it over with friends in the staff room' },
    { key: 'wait', label: 'Wait a few days to see if it happens again' },
  ],
  right: 'tell',
  correction:
    'Tell the DSL or a deputy at once, in person. Write it down the same day in the child’s own words.',
};
const ANSWERS: Record<string, [id: string, answer?: AnswerSpec]> = {
  'yes-no': ['TRN-K1'],
  'yes-partly-no': ['SIT-D1'],
  choice: [
    'SIT-D1',
    {
      kind: 'choice',
      choices: [
        { key: 'dsl', label: 'The DSL', verdict: 'good' },
        { key: 'deputy', label: 'A deputy DSL', verdict: 'good' },
        { key: 'nobody', label: 'Nobody yet', verdict: 'poor' },
      ],
    },
  ],
  count: ['SIT-D1', { kind: 'count', label: 'Faults open', target: 0 }],
  'two-counts': ['CON-D1'],
  percent: ['SIT-D1', { kind: 'percent', target: 95 }],
  date: ['ONL-D1'],
  acknowledgement: ['TRN-A1'],
  scenario: ['CON-S1', SCENARIO],
};
const RECORDED: Extract<PromptStanding, { is: 'recorded' }> = {
  is: 'recorded',
  on: TODAY,
  at: '15:42',
  askedOn: TODAY,
  answer: 'Yes',
  correction: null,
  mayChange: true,
  stillWanted: false,
  action: null,
  note: null,
};
const STANDINGS: Record<string, PromptStanding> = {
  open: { is: 'open' },
  recorded: { ...RECORDED, action: { owner: 'you', dueOn: '2026-11-17' } },
  noted: { ...RECORDED, note: 'kept' },
  noting: { ...RECORDED, note: 'none', noting: { lead: 'Jane Hill' } },
  changing: { is: 'open', keep: 'Yes' },
  later: { is: 'later', until: 'on Wednesday 11 Nov at 08:00' },
  'choosing-later': {
    is: 'choosing_later',
    options: [
      { arg: 'afternoon', label: 'This afternoon' },
      { arg: 'tomorrow', label: 'Tomorrow' },
    ],
  },
  'handed-on': { is: 'handed_on', nobody: false },
  'handed-to-nobody': { is: 'handed_on', nobody: true },
  closed: { is: 'closed' },
};

function prompts(): [string, Message][] {
  return Object.entries(ANSWERS).flatMap(([kind, [id, answer]]) =>
    Object.entries(STANDINGS).map(([place, standing]): [string, Message] => [
      `prompt ${kind} ${place}`,
      promptMessage(FRAME, [view(id, standing, answer)]),
    ]),
  );
}

const twelve = () =>
  Array.from({ length: 12 }, (_, index): PromptView => {
    const [id, answer] = Object.values(ANSWERS)[index % 8] ?? ['SIT-D1'];
    return { ...view(id, { is: 'open' }, answer), token: `token-${index}`, kind: 'duty', standard: 'site' };
  });

/** Nobody has checked the question, and its choices are too long for a button. */
const atItsLongest = (one: PromptView): PromptView => ({ ...one, checkLocally: true, answer: SCENARIO });

function cards(): [string, Message][] {
  const wrong = { ...RECORDED, answer: 'Wait a few days', correction: 'Tell the DSL at once, in person.' };
  const notYet = { ...RECORDED, answer: 'I need time', stillWanted: true };
  const some = [view('SIT-D1', RECORDED), view('CON-D1'), view('ONL-D1', STANDINGS.later)];
  const reminder = { since: '2026-11-06', last: false };
  return [
    ['prompt scenario corrected', promptMessage(FRAME, [view('CON-S1', wrong, SCENARIO)])],
    ['prompt still wanted', promptMessage(FRAME, [view('TRN-A1', notYet)])],
    ['card of 3', promptMessage(FRAME, some)],
    [
      'card of several kinds',
      promptMessage({ ...FRAME, leadOnDuty: null }, [view('TRN-K1'), view('TRN-A1')]),
    ],
    ['card of 12', promptMessage(FRAME, twelve())],
    ['card of 12, at its longest', promptMessage({ ...FRAME, again: true }, twelve().map(atItsLongest))],
    ['again', againMessage(promptMessage(FRAME, [view('TRN-K1')]))],
    ['nudge', nudgeMessage(FRAME, [view('SIT-D1')], reminder)],
    ['nudge last, card', nudgeMessage(FRAME, some, { ...reminder, last: true })],
    ['nudge answered', nudgeMessage(FRAME, [view('SIT-D1', RECORDED)], reminder)],
  ];
}

/** By a name that says which it is. */
export const everyPrompt = (): [name: string, message: Message][] => [...prompts(), ...cards()];
