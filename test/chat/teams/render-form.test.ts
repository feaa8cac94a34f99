/**
 * A question's boxes on a card: open where there is one form, apart where there are several, and what was typed given
 * back with a sentence beside what is wrong.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAnswer } from '../../../src/chat/parse-answer.ts';
import { readPressData } from '../../../src/chat/teams/press-data.ts';
import { type RenderOptions, renderCard } from '../../../src/chat/teams/render.ts';
import { FIELD_NAMES } from '../../../src/domain/form-field.ts';
import type { Block, Form } from '../../../src/domain/message.ts';
import { officialFindings } from '../../support/adaptive-cards.ts';
import { anyForm } from '../../support/arbitrary-message.ts';
import { cardFaults, parts, shownButtons, shownInputs, shownText } from '../../support/teams-limits.ts';

const form = (token: string, ...fields: Form['fields']): Form => ({
  type: 'form',
  act: { verb: 'answer', token },
  fields,
  submit: 'Record',
  open: 'Enter the number',
  about: 'How many faults are open?',
  title: 'Your answer',
  cancel: 'Cancel',
});
const COUNT: Form['fields'][number] = { name: 'count', kind: 'count', label: 'Faults open' };
const PART: Form['fields'][number] = { name: 'part', kind: 'count', label: 'Recorded the same day' };
const WHOLE: Form['fields'][number] = { name: 'whole', kind: 'count', label: 'Concerns in all' };
const PERCENT: Form['fields'][number] = { name: 'percent', kind: 'percent', label: 'Percentage, 0 to 100' };
const DATE: Form['fields'][number] = { name: 'date', kind: 'date', label: 'Date', latest: '2026-11-10' };
const LATER: Block = { type: 'buttons', buttons: [{ label: 'Later', act: { verb: 'later', token: 'a' } }] };

function draw(blocks: Block[], options?: RenderOptions) {
  const drawn = renderCard({ kind: 'prompt', summary: 'A question', blocks }, options);
  if (drawn.kind === 'too_long') throw new Error('Too long');
  expect(cardFaults(drawn)).toEqual([]);
  expect(officialFindings(drawn.card)).toEqual([]);
  return drawn.card as { body: Record<string, unknown>[] };
}
const types = (card: object) => parts(card).map(({ type }) => type);

describe('a form alone on its card', () => {
  test('stands open: its boxes, named and wanted, and the button that sends them', () => {
    const { body } = draw([form('a', COUNT)]);
    const data = { act: { verb: 'answer', token: 'a' }, fields: ['count'] };
    expect(body).toEqual([
      {
        type: 'Input.Number',
        id: 'a.count',
        label: 'Faults open',
        isRequired: true,
        errorMessage: 'Enter a whole number from 0 to 99999.',
        min: 0,
        max: 99_999,
      },
      {
        type: 'ActionSet',
        actions: [
          {
            type: 'Action.Execute',
            title: 'Record',
            verb: 'vigil',
            data,
            style: 'positive',
            fallback: { type: 'Action.Submit', title: 'Record', data },
          },
        ],
      },
    ]);
  });

  test('asks a percentage from 0 to 100', () => {
    expect(draw([form('a', PERCENT)]).body[0]).toMatchObject({
      type: 'Input.Number',
      min: 0,
      max: 100,
      errorMessage: 'Enter a percentage from 0 to 100.',
    });
  });

  test('sets no latest date itself: the card may be answered on a later day than it was drawn', () => {
    const card = draw([form('a', DATE)]);
    expect(card.body[0]).toEqual({
      type: 'Input.Date',
      id: 'a.date',
      label: 'Date',
      isRequired: true,
      errorMessage: 'Enter a date, such as 2026-11-02.',
    });
    expect(shownButtons(card)[0]?.data).toEqual({ act: { verb: 'answer', token: 'a' }, fields: ['date'] });
  });

  test('what a client calls an empty or wrong box, the reader of answers would call the same', () => {
    const { errorMessage } = draw([form('a', COUNT)]).body[0] ?? {};
    expect(parseAnswer({ count: '-1' }, undefined)).toEqual({ faults: { count: errorMessage } });
    const percent = draw([form('a', PERCENT)]).body[0] ?? {};
    expect(parseAnswer({ percent: '' }, undefined)).toEqual({ faults: { percent: percent.errorMessage } });
    const date = draw([form('a', DATE)]).body[0] ?? {};
    expect(parseAnswer({ date: '' }, undefined)).toEqual({ faults: { date: date.errorMessage } });
  });

  test('no other button of the card waits for its boxes', () => {
    const buttons = shownButtons(draw([form('a', COUNT), LATER]));
    expect(buttons.map(({ associatedInputs }) => associatedInputs)).toEqual([undefined, 'none']);
    expect(buttons[1]?.fallback?.associatedInputs).toBe('none');
  });

  test('a card without boxes says nothing of them', () => {
    expect(shownButtons(draw([LATER]))[0]).not.toHaveProperty('associatedInputs');
  });
});

describe('several forms on a card', () => {
  const several = [form('a', COUNT), LATER, form('b', PART, WHOLE)];

  test('each opens by its own button into a card of its own', () => {
    const { body } = draw(several);
    expect(body.map(({ type }) => type)).toEqual(['ActionSet', 'ActionSet', 'ActionSet']);
    expect(body[2]).toMatchObject({
      actions: [
        {
          type: 'Action.ShowCard',
          title: 'Enter the number',
          tooltip: 'Enter the number: How many faults are open?',
          card: { body: [{ id: 'b.part', isRequired: true }, { id: 'b.whole' }, { type: 'ActionSet' }] },
        },
      ],
    });
  });

  test('have nothing on the card itself that a button could wait for', () => {
    expect(shownButtons(draw(several)).every((button) => button.associatedInputs === undefined)).toBe(true);
  });

  test('a name too long for the button that opens one stands in full above', () => {
    const long = { ...form('a', COUNT), open: 'Enter the number of faults that are open' };
    expect(shownText(draw([long, form('b', COUNT)])).slice(0, 2)).toEqual([
      '1. Enter the number of faults that are open',
      '1. Enter the number of faults…',
    ]);
  });
});

describe('a form that came back with something to put right', () => {
  const typed = {
    token: 'b',
    values: { part: '15', whole: '12' },
    faults: { part: 'This cannot be more than the 12 in all.' },
  };

  test('gives back what was typed, and says what is wrong under the box', () => {
    const { body } = draw([form('b', PART, WHOLE)], { typed });
    expect(body).toMatchObject([
      { type: 'Input.Number', id: 'b.part', value: 15, isRequired: true },
      {
        type: 'RichTextBlock',
        inlines: [
          {
            text: '⚠ This cannot be more than the 12 in all.',
            weight: 'Bolder',
            color: 'Attention',
          },
        ],
      },
      { type: 'Input.Number', id: 'b.whole', value: 12 },
      { type: 'ActionSet' },
    ]);
  });

  test('among several stands open, and cannot hold the others up', () => {
    const card = draw([form('a', COUNT), form('b', PART, WHOLE), LATER], { typed });
    expect(types(card).filter((type) => type === 'Action.ShowCard')).toHaveLength(1);
    const open = card.body.filter(({ type }) => type === 'Input.Number');
    expect(open.map(({ id }) => id)).toEqual(['b.part', 'b.whole']);
    for (const box of open) {
      expect(box).not.toHaveProperty('isRequired');
      expect(box).not.toHaveProperty('min');
    }
    expect(shownButtons(card).at(-1)).toMatchObject({ title: 'Later', associatedInputs: 'none' });
  });

  test.each([
    [COUNT, 'twelve', { type: 'Input.Text', value: 'twelve' }],
    [COUNT, '3.5', { type: 'Input.Number', value: 3.5 }],
    [COUNT, '', { type: 'Input.Number' }],
    [PERCENT, '85 %', { type: 'Input.Text', value: '85 %' }],
    [DATE, '3 November', { type: 'Input.Text', value: '3 November' }],
    [DATE, '2026-11-12', { type: 'Input.Date', value: '2026-11-12' }],
    [DATE, '', { type: 'Input.Date' }],
  ])('%j: gives %j back whatever it is', (field, text, expected) => {
    const { body } = draw([form('b', field)], {
      typed: { token: 'b', values: { [field.name]: text }, faults: { [field.name]: 'Enter it again.' } },
    });
    expect(body[0]).toMatchObject(expected);
    expect('value' in (body[0] ?? {})).toBe('value' in expected);
  });

  test('is left as it is when what was typed belongs to another', () => {
    const other = { ...typed, token: 'z' };
    expect(draw([form('b', PART)], { typed: other })).toEqual(draw([form('b', PART)]));
  });

  test('whatever was typed, the card is sound', () => {
    fc.assert(
      fc.property(anyForm, fc.string(), fc.string({ minLength: 1 }), (one, text, fault) => {
        const values = Object.fromEntries(FIELD_NAMES.map((name) => [name, text]));
        const faults = Object.fromEntries(FIELD_NAMES.map((name) => [name, fault]));
        draw([one], { typed: { token: one.act.token, values, faults } });
      }),
    );
  });
});

test('what its button carries and its boxes hold is read back as what was typed', () => {
  fc.assert(
    fc.property(anyForm, fc.nat(99), (one, number) => {
      const card = draw([one]);
      const [button] = shownButtons(card);
      const sent = {
        ...button?.data,
        ...Object.fromEntries(shownInputs(card).map(({ id }) => [id, number])),
      };
      const read = readPressData(sent);
      expect(Object.keys(read?.values ?? {})).toEqual(one.fields.map(({ name }) => name));
      expect(new Set(Object.values(read?.values ?? {}))).toEqual(new Set([String(number)]));
    }),
  );
});
