/**
 * What is refused of a card, each fault by itself, and a card with something of everything that is taken.
 */
import { describe, expect, test } from 'vitest';
import { cardFaults } from '../../../src/simulation/teams/check-card.ts';
import { cardOf, execute } from './bare-bot.ts';

const text = (words: string, more = {}) => ({ type: 'TextBlock', text: words, ...more });
const input = (more = {}) => ({ type: 'Input.Number', id: 'n', label: 'How many?', ...more });
const chart = (more = {}) => ({
  type: 'Chart.Donut',
  title: 'Ratings',
  data: [{ legend: 'Met', value: 4, color: 'good' }],
  fallback: { type: 'Image', url: 'data:image/png;base64,AAAA', altText: '4 met' },
  ...more,
});
const cell = (...items: unknown[]) => ({ type: 'TableCell', items });
const withActions = (...actions: unknown[]) => ({ ...cardOf(), actions });

test('a card with something of everything is taken', () => {
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    ...cardOf(
      text('Heading', { style: 'Heading', size: 'Large', weight: 'bolder', wrap: true }),
      {
        type: 'RichTextBlock',
        inlines: [{ type: 'TextRun', text: '*any* [words](x)', isSubtle: true }, ' and _more_'],
      },
      { type: 'Container', style: 'attention', bleed: true, items: [text('Within', { spacing: 'none' })] },
      {
        type: 'ColumnSet',
        columns: [{ type: 'Column', width: 'auto', items: [text('1')] }, { width: '50px' }],
      },
      { type: 'FactSet', facts: [{ title: 'Due', value: 'today' }] },
      {
        type: 'Table',
        firstRowAsHeaders: true,
        columns: [{ width: 2 }, { width: 1 }],
        rows: [{ type: 'TableRow', cells: [cell(text('a')), cell()] }],
      },
      { type: 'ImageSet', images: [{ type: 'Image', url: 'https://a.test/b.png', altText: 'b' }] },
      chart(),
      { ...chart(), type: 'Chart.Line', data: [{ legend: 'Yes', values: [{ x: 'W1', y: 3 }] }] },
      {
        ...chart(),
        type: 'Chart.HorizontalBar.Stacked',
        data: [{ title: 'A', data: [{ legend: 'Yes', value: 3 }] }],
      },
      { ...chart(), type: 'Chart.Gauge', data: undefined, value: 4, min: 0, max: 9 },
      input({ isRequired: true, errorMessage: 'Give a number.', min: 0 }),
      { type: 'Input.Date', id: 'd', label: 'When?', max: '2026-11-02' },
      {
        type: 'Input.ChoiceSet',
        id: 'c',
        label: 'Who?',
        style: 'expanded',
        choices: [{ title: 'All', value: 'a' }],
      },
      { type: 'ActionSet', actions: [execute('Yes', { style: 'positive', tooltip: 'Yes, all' })] },
    ),
    actions: [
      { type: 'Action.ShowCard', title: 'Enter', card: { ...cardOf(text('x')), actions: [execute('Send')] } },
      { type: 'Action.OpenUrl', title: 'Read', url: 'https://a.test/' },
      ...['a', 'b', 'c', 'd'].map((each) => execute(each)),
      execute('e', { mode: 'secondary' }),
    ],
    speak: 'Heading',
    lang: 'en-GB',
    msteams: { width: 'Full' },
  };
  expect(cardFaults(JSON.parse(JSON.stringify(card)))).toEqual([]);
});

describe('is refused', () => {
  test.each<[string, unknown, string]>([
    ['no card', 'card', 'must be an object'],
    ['another thing', { type: 'HeroCard', version: '1.5' }, 'HeroCard may not stand'],
    ['another version', { ...cardOf(), version: '1.6' }, 'must be one of 1.5'],
    ['no version', { type: 'AdaptiveCard' }, 'has no version'],
    ['what refreshes', { ...cardOf(), refresh: {} }, 'knows no refresh'],
    ['an unknown element', cardOf({ type: 'Badge', text: 'x' }), 'Badge may not stand at /body/0'],
    ['an element without a type', cardOf({ text: 'x' }), 'undefined may not stand'],
    ['an action among elements', cardOf(execute('Yes')), 'Action.Execute may not stand at /body/0'],
    ['an unknown field', cardOf(text('x', { colour: 'good' })), 'knows no colour at /body/0'],
    ['a wrong value', cardOf(text('x', { color: 'red' })), 'must be one of default, dark'],
    ['text that is none', cardOf({ type: 'TextBlock', text: 4 }), 'must be text at /body/0/text'],
    ['a flag that is none', cardOf(text('x', { wrap: 'yes' })), 'must be true or false'],
    ['a picture without words', cardOf({ type: 'Image', url: 'https://a.test/b.png' }), 'has no altText'],
    [
      'a picture by http',
      cardOf({ type: 'Image', url: 'http://a.test/b.png', altText: 'b' }),
      'not well formed',
    ],
    ['an input without a label', cardOf({ type: 'Input.Text', id: 'a' }), 'has no label'],
    ['an input without an id', cardOf({ type: 'Input.Text', label: 'a' }), 'has no id'],
    ['a required one without its words', cardOf(input({ isRequired: true })), 'has no errorMessage'],
    ['an id twice', cardOf(input(), text('x', { id: 'n' })), 'id n is given twice'],
    ['a chart without a fallback', cardOf(chart({ fallback: undefined })), 'has no fallback'],
    ['a chart without data', cardOf(chart({ data: [] })), 'has 0 entries'],
    ['a chart’s entry without a value', cardOf(chart({ data: [{ legend: 'Met' }] })), 'entry without value'],
    ['an unknown chart', cardOf(chart({ type: 'Chart.Radar' })), 'Chart.Radar may not stand'],
    ['an Execute without a verb', withActions(execute('Yes', { verb: undefined })), 'has no verb'],
    [
      'an Execute without a fallback',
      withActions(execute('Yes', { fallback: undefined })),
      'has no fallback',
    ],
    [
      'an Execute that drops',
      withActions(execute('Yes', { fallback: 'drop' })),
      'has no fallback Action.Submit',
    ],
    ['a button without words', withActions(execute(' ')), 'must not be empty at /actions/0/title'],
    [
      'seven buttons in a row',
      withActions(...'abcdefg'.split('').map((each) => execute(each))),
      'more than 6',
    ],
    [
      'a row that is too short',
      cardOf({ type: 'Table', columns: [{ width: 1 }, { width: 1 }], rows: [{ cells: [cell()] }] }),
      'a row of 1 cells under 2 columns',
    ],
    [
      'a fault deep within',
      cardOf({ type: 'Container', items: [{ type: 'ColumnSet', columns: [{ items: [{ type: 'X' }] }] }] }),
      'X may not stand at /body/0/items/0/columns/0/items/0',
    ],
    ['a fault in a fallback', cardOf(chart({ fallback: { type: 'X' } })), 'X may not stand'],
    ['bold', cardOf(text('This is **bold**')), 'read as Markdown: bold'],
    [
      'a link in a fact',
      cardOf({ type: 'FactSet', facts: [{ title: 'a', value: '[x](https://y.test)' }] }),
      'link',
    ],
    [
      'italic in a choice',
      cardOf({ type: 'Input.ChoiceSet', id: 'c', label: 'c', choices: [{ title: '_a_', value: 'a' }] }),
      'italic',
    ],
  ])('%s', (_what, card, fault) => {
    expect(cardFaults(card).join('\n')).toContain(fault);
  });
});

test('an Execute may go without a fallback where there is no room for one', () => {
  const card = (length: number) => ({
    ...cardOf(text('x'.repeat(length))),
    actions: [execute('Yes', { fallback: undefined })],
  });
  expect(cardFaults(card(28_480))).toEqual([]);
  expect(cardFaults(card(28_200))).toEqual(['Action.Execute Yes has no fallback Action.Submit']);
});
