/**
 * What a card's button carries there and back: whatever act and fields were put in come out again, and nothing that was
 * not put in by us does.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formData, inputId, pressData, readPressData } from '../../../src/chat/teams/press-data.ts';
import { FIELD_NAMES } from '../../../src/domain/form-field.ts';
import { type Act, type Field, VERBS } from '../../../src/domain/message.ts';

const acts: fc.Arbitrary<Act> = fc
  .record(
    {
      verb: fc.constantFrom(...VERBS),
      token: fc.stringMatching(/^[\w-]{1,40}$/),
      arg: fc.string({ maxLength: 80 }),
      after: fc.nat(10_000),
    },
    { requiredKeys: ['verb', 'token'] },
  )
  .map((act) => act as Act);
const sent = (data: unknown): unknown => JSON.parse(JSON.stringify(data));
const field = (name: Field['name']): Field => ({
  name,
  label: name,
  kind: name === 'date' ? 'date' : 'count',
});

describe('a button', () => {
  test('carries its act, and no form', () => {
    fc.assert(
      fc.property(acts, (act) => {
        expect(readPressData(sent(pressData(act)))).toEqual({ act, values: null });
      }),
    );
  });

  test('may come with what the client adds of its own, and with inputs of the card that are not its own', () => {
    const act: Act = { verb: 'later', token: 't1' };
    const more = { msteams: { type: 'invoke' }, [inputId('t2', 'count')]: '4' };
    expect(readPressData({ ...pressData(act), ...more })).toEqual({ act, values: null });
  });
});

describe('a form', () => {
  const act: Act = { verb: 'answer', token: 't1' };

  test('carries its own fields as they were typed, whatever else is on the card', () => {
    const typed = fc.string({ maxLength: 40 });
    fc.assert(
      fc.property(
        acts,
        fc.uniqueArray(fc.constantFrom(...FIELD_NAMES)),
        typed,
        typed,
        (of, names, one, other) => {
          const data = {
            ...formData(of, names.map(field)),
            ...Object.fromEntries(names.map((name) => [inputId(of.token, name), one])),
            ...Object.fromEntries(FIELD_NAMES.map((name) => [inputId(`${of.token}x`, name), other])),
          };
          const values = Object.fromEntries(names.map((name) => [name, one]));
          expect(readPressData(sent(data))).toEqual({ act: of, values });
        },
      ),
    );
  });

  test('a box left empty is empty, a number is its own digits, and anything else typed is nothing', () => {
    const form = formData(act, [field('part'), field('whole')]);
    expect(readPressData(form)?.values).toEqual({ part: '', whole: '' });
    const id = (name: Field['name']) => inputId('t1', name);
    expect(readPressData({ ...form, [id('part')]: 3, [id('whole')]: 4.5 })?.values).toEqual({
      part: '3',
      whole: '4.5',
    });
    for (const odd of [null, {}, ['3'], true, 'x'.repeat(41)])
      expect(readPressData({ ...form, [id('part')]: odd, [id('whole')]: '4' })?.values).toEqual({
        part: '',
        whole: '4',
      });
  });
});

test.each([
  ['nothing', null],
  ['words', 'answer'],
  ['no act', { fields: [] }],
  ['a verb of nobody’s', { act: { verb: 'erase', token: 't1' } }],
  ['an act that carries more', { act: { verb: 'answer', token: 't1', personId: 'p1' } }],
  ['no token', { act: { verb: 'answer', token: '' } }],
  ['a field of nobody’s', { act: { verb: 'answer', token: 't1' }, fields: ['secret'] }],
  [
    'more fields than there are',
    { act: { verb: 'answer', token: 't1' }, fields: Array(FIELD_NAMES.length + 1).fill('count') },
  ],
])('%s cannot be read', (_, data) => {
  expect(readPressData(data)).toBeNull();
});
