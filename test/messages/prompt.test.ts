/**
 * What a question looks like to the person asked, in every place it can stand.
 */
import { describe, expect, test } from 'vitest';
import { type Block, type Button, type Message, messageText } from '../../src/domain/message.ts';
import {
  type PromptFrame,
  type PromptStanding,
  type PromptView,
  viewOf,
} from '../../src/domain/prompt-view.ts';
import type { Question } from '../../src/domain/question.ts';
import { promptMessage } from '../../src/messages/prompt.ts';
import { sourceWords } from '../../src/messages/source-line.ts';
import { QUESTIONS } from '../support/school.ts';

const FRAME: PromptFrame = {
  settingName: 'Oak Primary',
  today: '2026-11-10',
  leadOnDuty: { name: 'Ines Duarte', phone: '01785 000001' },
  again: false,
};
const question = (id: string): Question => {
  const found = QUESTIONS.find((each) => each.id === id);
  if (!found) throw new Error(`No question ${id}`);
  return found;
};
const view = (
  id: string,
  standing: PromptStanding = { is: 'open' },
  changes: Partial<Question> = {},
  more: { checkLocally?: boolean; choiceOrder?: string[] } = {},
): PromptView =>
  viewOf(
    { ...question(id), ...changes },
    { token: `token-${id}`, choiceOrder: more.choiceOrder ?? null },
    { name: 'Oak Primary', edition: 'KCSIE 2026' },
    more.checkLocally ?? false,
    standing,
  );
const RECORDED: Extract<PromptStanding, { is: 'recorded' }> = {
  is: 'recorded',
  on: '2026-11-10',
  at: '15:42',
  askedOn: '2026-11-10',
  answer: 'Yes',
  correction: null,
  mayChange: true,
  stillWanted: false,
  action: null,
  note: null,
};
const lines = (message: Message) => messageText(message);
const text = (message: Message) => lines(message).join('\n');
const buttons = (message: Message): Button[] =>
  message.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []));
const labels = (message: Message) => buttons(message).map(({ label }) => label);
const form = (message: Message) =>
  message.blocks.find((block): block is Extract<Block, { type: 'form' }> => block.type === 'form');
const one = (...given: Parameters<typeof view>) => promptMessage(FRAME, [view(...given)]);

describe('one open question', () => {
  test('says how long, who sees it, why, and where a worry goes', () => {
    expect(lines(one('TRN-K1'))).toEqual([
      'Do you know who the DSL is today?',
      'Oak Primary · under 20 seconds · results are not shown by name.',
      'Do you know who the DSL is today?',
      'Asked because: Staff must know who to go to. (KCSIE 2026, paragraph 18)',
      'Yes',
      'No',
      'Not sure',
      'Not me',
      'Later',
      'Worried about a child? Don’t reply here: go to Ines Duarte (01785 000001) now.',
    ]);
  });

  test('of a named kind says that it is, and who sees it', () => {
    for (const id of ['TRN-A1', 'SIT-D1']) {
      expect(text(one(id))).toContain('kept with your name; the DSL, deputies and headteacher can see it');
      expect(text(one(id))).not.toContain('not shown by name');
    }
    expect(text(one('SIT-D1', { is: 'open' }, { standard: 'allegations' }))).toContain(
      'only the headteacher sees the answer',
    );
  });

  test('sends a worry to the DSL or deputy when nobody is known to be on duty', () => {
    expect(text(promptMessage({ ...FRAME, leadOnDuty: null }, [view('TRN-K1')]))).toContain(
      'Don’t reply here: go to your DSL or deputy now.',
    );
  });

  test('fills in the edition, and says when it must be checked locally', () => {
    const shown = one('TRN-A1', { is: 'open' }, {}, { checkLocally: true });
    expect(text(shown)).toContain('Have you read Part one of KCSIE 2026?');
    expect(text(shown)).toContain('Check locally:');
    expect(text(one('TRN-A1'))).not.toContain('Check locally');
  });

  test('has no "Not sure" where it is about oneself', () => {
    expect(labels(one('TRN-A1'))).toEqual([
      'I have read it',
      'I need time',
      'I need another format',
      'Not me',
      'Later',
    ]);
  });

  test('shows a scenario in the order it was shuffled', () => {
    const shown = one('CON-S1', { is: 'open' }, {}, { choiceOrder: ['friend', 'now', 'later'] });
    expect(buttons(shown).map(({ act }) => act.arg ?? act.verb)).toEqual([
      'friend',
      'now',
      'later',
      'not_sure',
      'not_me',
      'later',
    ]);
  });

  test('that wants a number or a date has labelled boxes', () => {
    expect(form(one('CON-D1'))).toEqual({
      type: 'form',
      act: { verb: 'answer', token: 'token-CON-D1' },
      fields: [
        { name: 'part', kind: 'count', label: 'Recorded the same day' },
        { name: 'whole', kind: 'count', label: 'Concerns in all' },
      ],
      submit: 'Record',
      open: 'Enter the numbers',
      about: 'How many of last week’s concerns were recorded the same day?',
      title: 'Your answer',
      cancel: 'Cancel',
    });
    expect(form(one('ONL-D1'))?.fields).toEqual([
      { name: 'date', kind: 'date', label: 'Date, today or earlier', latest: '2026-11-10' },
    ]);
    const count = { kind: 'count' as const, label: 'Faults open', target: 0 };
    expect(form(one('SIT-D1', { is: 'open' }, { answer: count }))?.fields).toEqual([
      { name: 'count', kind: 'count', label: 'Faults open' },
    ]);
    const percent = { kind: 'percent' as const, target: 95 };
    expect(form(one('SIT-D1', { is: 'open' }, { answer: percent }))?.fields[0]?.kind).toBe('percent');
    expect(labels(one('CON-D1'))).toEqual(['Not sure', 'Not me', 'Later']);
  });

  test('sent a second time says so', () => {
    expect(text(promptMessage({ ...FRAME, again: true }, [view('TRN-K1')]))).toContain('(again)');
  });
});

describe('after a press', () => {
  test('recorded: the answer, the time, and Change', () => {
    const shown = one('TRN-K1', RECORDED);
    expect(lines(shown)).toContain('✓ Recorded 15:42 · Yes');
    expect(labels(shown)).toEqual(['Change']);
    expect(shown.summary).toBe('✓ Recorded 15:42 · Yes: Do you know who the DSL is today?');
    expect(labels(one('TRN-K1', { ...RECORDED, mayChange: false }))).toEqual([]);
  });

  test('recorded on another day says which', () => {
    expect(text(one('TRN-K1', { ...RECORDED, on: '2026-11-09' }))).toContain(
      '✓ Recorded Monday 9 Nov, 15:42 · Yes',
    );
  });

  test('recorded on another day than it was asked says which, since its message bears the day it was asked', () => {
    const after = one('TRN-K1', { ...RECORDED, askedOn: '2026-11-09' });
    expect(lines(after)).toContain('✓ Recorded Tuesday 10 Nov, 15:42 · Yes');
    expect(lines(one('TRN-K1', { ...RECORDED, askedOn: null }))).toContain('✓ Recorded 15:42 · Yes');
  });

  test('a scenario’s correction gives the right answer and where it is written, without blame', () => {
    const correction = 'Tell the DSL at once, in person, and write it down the same day.';
    const shown = text(one('CON-S1', { ...RECORDED, answer: 'At the end of day', correction }));
    expect(shown).toContain('the safest answer here is “Now, in person”');
    expect(shown).toContain(`${correction} (KCSIE 2026, paragraph 18)`);
    expect(shown).not.toMatch(/wrong|incorrect|should have|!/i);
  });

  test('an action says whose it is and by when', () => {
    const action = { owner: 'you', dueOn: '2026-11-17' };
    expect(text(one('SIT-D1', { ...RECORDED, action }))).toContain(
      'An action is open in your name, due Tuesday 17 Nov.',
    );
    expect(text(one('TRN-A1', { ...RECORDED, action: { ...action, owner: 'Ines Duarte' } }))).toContain(
      'An action is open for Ines Duarte, due Tuesday 17 Nov.',
    );
  });

  test('still wanted keeps its buttons', () => {
    expect(labels(one('TRN-A1', { ...RECORDED, answer: 'I need time', stillWanted: true }))).toContain(
      'I have read it',
    );
  });

  test('changing keeps the answer until another is chosen', () => {
    const shown = one('TRN-K1', { is: 'open', keep: 'Yes' });
    expect(labels(shown)).toEqual(['Yes', 'No', 'Not sure', 'Keep Yes']);
    expect(text(shown)).not.toContain('✓');
  });

  test('later: choose when, or answer now', () => {
    const options = [
      { arg: 'afternoon' as const, label: 'This afternoon' },
      { arg: 'tomorrow' as const, label: 'Tomorrow' },
    ];
    const shown = one('TRN-K1', { is: 'choosing_later', options });
    expect(buttons(shown).map(({ act }) => [act.verb, act.arg])).toEqual([
      ['later_at', 'afternoon'],
      ['later_at', 'tomorrow'],
      ['keep', undefined],
    ]);
    const put = one('TRN-K1', { is: 'later', until: 'on Wednesday 11 Nov at 08:00' });
    expect(text(put)).toContain('We’ll ask again on Wednesday 11 Nov at 08:00.');
    expect(labels(put)).toContain('Yes');
  });

  test('passed on: thanked, and told only of a lead where one is told', () => {
    expect(text(one('SIT-D1', { is: 'handed_on', nobody: false }))).toContain('Passed on. Thank you.');
    expect(text(one('SIT-D1', { is: 'handed_on', nobody: true }))).toContain('Nobody else holds this role');
    expect(text(one('TRN-A1', { is: 'handed_on', nobody: true }))).toContain('not for you');
    expect(text(one('TRN-K1', { is: 'handed_on', nobody: true }))).not.toContain('lead is told');
    expect(labels(one('SIT-D1', { is: 'handed_on', nobody: true }))).toEqual([]);
  });

  test('closed: says so and has no buttons', () => {
    expect(text(one('TRN-K1', { is: 'closed' }))).toContain('This question has closed.');
    expect(labels(one('TRN-K1', { is: 'closed' }))).toEqual([]);
  });
});

describe('a card', () => {
  const card = promptMessage(FRAME, [
    view('SIT-D1', RECORDED),
    view('CON-D1'),
    view('ONL-D1', { is: 'later', until: 'on Wednesday 11 Nov at 08:00' }),
  ]);

  test('counts what is answered and how long the rest takes', () => {
    expect(lines(card).slice(0, 3)).toEqual([
      'Your checks at Oak Primary: 1 of 3 answered',
      'Your checks at Oak Primary',
      '1 of 3 answered · under 1 minute · kept with your name; the DSL, deputies and headteacher can see it.',
    ]);
  });

  test('shows an answered one in a line and the others with their buttons', () => {
    expect(text(card)).toContain(
      '1. Were all gates and doors checked last week?\n✓ Recorded 15:42 · Yes\nChange',
    );
    expect(text(card)).not.toContain('An open gate is how a child is lost.');
    expect(text(card)).toContain('2. How many of last week’s concerns');
    expect(text(card)).toContain('3. When was filtering last tested?');
  });

  test('says where a worry goes once', () => {
    expect(lines(card).filter((line) => line.startsWith('Worried about a child?'))).toHaveLength(1);
  });

  test('of several kinds says of each who sees it', () => {
    const mixed = promptMessage(FRAME, [view('TRN-K1'), view('TRN-A1')]);
    expect(text(mixed)).toContain('Your questions at Oak Primary');
    expect(text(mixed)).toContain('Results are not shown by name.');
    expect(text(mixed)).toContain('Kept with your name; the DSL, deputies and headteacher can see it.');
  });
});

const EVERY: PromptStanding[] = [
  { is: 'open' },
  { is: 'open', keep: 'Yes' },
  { is: 'choosing_later', options: [{ arg: 'tomorrow', label: 'Tomorrow' }] },
  { is: 'later', until: 'on Wednesday 11 Nov at 08:00' },
  RECORDED,
  {
    ...RECORDED,
    stillWanted: true,
    correction: 'Tell the DSL.',
    action: { owner: 'you', dueOn: '2026-11-17' },
  },
  { is: 'handed_on', nobody: false },
  { is: 'handed_on', nobody: true },
  { is: 'closed' },
];

describe('however it stands', () => {
  test.each(EVERY)('%o: every button says its question, nothing shouts, one summary line', (standing) => {
    for (const { id } of QUESTIONS) {
      const shown = one(id, standing);
      for (const button of buttons(shown)) {
        expect(button.describe).toContain(view(id).text);
        expect(button.act.token).toBe(`token-${id}`);
      }
      expect(text(shown)).not.toMatch(/!|all clear|compliant|incident/i);
      expect(shown.summary).not.toContain('\n');
      expect(text(shown)).toContain('Worried about a child?');
    }
  });

  test('only a recorded answer is called recorded', () => {
    for (const standing of EVERY)
      expect(text(one('TRN-K1', standing)).includes('Recorded')).toBe(standing.is === 'recorded');
  });
});

test.each([
  [{ document: 'KCSIE', edition: '2026', paragraph: '18' }, 'KCSIE 2026, paragraph 18'],
  [{ document: 'KCSIE', edition: '2026', paragraph: 'Part one' }, 'KCSIE 2026, Part one'],
  [{ document: 'DfE guidance', edition: 'not read' }, 'DfE guidance, edition not read'],
  [{ document: 'KCSIE', edition: 'an earlier edition' }, 'KCSIE, an earlier edition'],
])('a source %o is said as %s', (source, words) => expect(sourceWords(source)).toBe(words));
