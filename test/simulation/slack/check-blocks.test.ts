/**
 * The blocks Slack refuses are refused, by its error's name and with a pointer; what it takes is taken.
 */
import { describe, expect, test } from 'vitest';
import { checkMessageBlocks, checkViewBlocks } from '../../../src/simulation/slack/check-blocks.ts';
import { makeWorld } from '../../../src/simulation/slack/make-world.ts';
import { countedIds } from '../../support/fixed.ts';
import { AT, button, oak } from './bare-bot.ts';

const world = makeWorld({ now: () => AT, ids: countedIds(), workspaces: [oak()] });
const inMessage = (...blocks: object[]) => checkMessageBlocks(world, blocks);
const inView = (...blocks: object[]) => checkViewBlocks(world, blocks);

const plain = (text: string) => ({ type: 'plain_text', text });
const section = (text: string, more: object = {}) => ({
  type: 'section',
  text: { type: 'mrkdwn', text },
  ...more,
});
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const option = (text: string, value = text) => ({ text: plain(text), value });
const cell = (text: string) => ({ type: 'raw_text', text });
const table = (...rows: object[][]) => ({ type: 'table', rows });
const run = (...elements: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain('Label'),
  element,
  ...more,
});

const takenInMessages: [string, object][] = [
  ['a section', section('x'.repeat(3000))],
  ['fields', { type: 'section', fields: many(10, () => plain('x'.repeat(1200))) }],
  ['a header', { type: 'header', text: plain('x'.repeat(150)) }],
  ['a divider', { type: 'divider', block_id: 'x'.repeat(255) }],
  ['25 buttons', actions(...many(25, (n) => button(`b${n}`, `a${n}`)))],
  [
    'a button with everything',
    actions(
      button('x'.repeat(75), 'a', {
        value: 'v'.repeat(2000),
        style: 'primary',
        accessibility_label: 'l'.repeat(75),
        confirm: { title: plain('Sure'), text: plain('Really'), confirm: plain('Yes'), deny: plain('No') },
      }),
    ),
  ],
  [
    'a select of 100',
    actions({ type: 'static_select', action_id: 'a', options: many(100, (n) => option(`o${n}`)) }),
  ],
  ['a menu', actions({ type: 'overflow', action_id: 'a', options: [option('One'), option('Two')] })],
  ['an image', { type: 'image', image_url: 'https://vigil.test/x.png', alt_text: 'A picture' }],
  ['a context', { type: 'context', elements: many(10, (n) => plain(`c${n}`)) }],
  [
    'a table',
    table(
      many(20, (n) => cell(`h${n}`)),
      many(20, () => run({ type: 'text', text: 'x' })),
    ),
  ],
  ['markdown', { type: 'markdown', text: 'x'.repeat(12_000) }],
  [
    'rich text',
    {
      type: 'rich_text',
      elements: [
        { type: 'rich_text_section', elements: [{ type: 'text', text: 'x', style: { bold: true } }] },
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'emoji', name: 'wave' }] }],
        },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'x' }] },
      ],
    },
  ],
];

const refusedInMessages: [string, object[], string][] = [
  [
    '51 blocks',
    many(51, () => ({ type: 'divider' })),
    'no more than 50 items allowed [json-pointer:/blocks]',
  ],
  ['an unknown block', [{ type: 'chart' }], '/blocks/0/type'],
  ['an unknown field', [section('x', { colour: 'red' })], 'colour'],
  ['an unknown field of an element', [actions(button('x', 'a', { icon: 'x' }))], '/blocks/0/elements/0'],
  ['a section of 3001', [section('x'.repeat(3001))], '/blocks/0/text/text'],
  ['an empty text', [section('')], '/blocks/0/text/text'],
  ['a section of nothing', [{ type: 'section' }], 'must define either `text` or `fields`'],
  ['11 fields', [{ type: 'section', fields: many(11, () => plain('x')) }], '/blocks/0/fields'],
  ['a field of 2001', [{ type: 'section', fields: [plain('x'.repeat(2001))] }], '/blocks/0/fields/0/text'],
  ['a header of 151', [{ type: 'header', text: plain('x'.repeat(151)) }], '/blocks/0/text/text'],
  ['a header in mrkdwn', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }], '/blocks/0/text/type'],
  ['26 elements', [actions(...many(26, (n) => button('b', `a${n}`)))], '/blocks/0/elements'],
  ['no elements', [actions()], '/blocks/0/elements'],
  ['a label of 76', [actions(button('x'.repeat(76), 'a'))], '/blocks/0/elements/0/text/text'],
  ['an empty label', [actions(button('', 'a'))], '/blocks/0/elements/0/text/text'],
  ['a value of 2001', [actions(button('x', 'a', { value: 'v'.repeat(2001) }))], '/blocks/0/elements/0/value'],
  ['an action id of 256', [actions(button('x', 'a'.repeat(256)))], '/blocks/0/elements/0/action_id'],
  ['a strange style', [actions(button('x', 'a', { style: 'default' }))], '/blocks/0/elements/0/style'],
  [
    'an accessible label of 76',
    [actions(button('x', 'a', { accessibility_label: 'x'.repeat(76) }))],
    'accessibility_label',
  ],
  [
    'an action id twice in a block',
    [actions(button('x', 'a'), button('y', 'a'))],
    'action_id `a` already exists',
  ],
  [
    'a block id twice',
    [
      { type: 'divider', block_id: 'one' },
      { type: 'divider', block_id: 'one' },
    ],
    'block_id `one` already exists [json-pointer:/blocks/1/block_id]',
  ],
  ['a block id of 256', [{ type: 'divider', block_id: 'x'.repeat(256) }], '/blocks/0/block_id'],
  [
    '101 options',
    [actions({ type: 'static_select', options: many(101, (n) => option(`o${n}`)) })],
    '/elements/0/options',
  ],
  [
    'an option of 76',
    [actions({ type: 'static_select', options: [option('x'.repeat(76), 'v')] })],
    '/options/0/text/text',
  ],
  [
    'an option value of 151',
    [actions({ type: 'static_select', options: [option('x', 'v'.repeat(151))] })],
    '/options/0/value',
  ],
  [
    '11 radio buttons',
    [actions({ type: 'radio_buttons', options: many(11, (n) => option(`o${n}`)) })],
    '/options',
  ],
  ['11 in a context', [{ type: 'context', elements: many(11, () => plain('x')) }], '/blocks/0/elements'],
  ['a text input outside a form', [input({ type: 'plain_text_input' })], '/blocks/0/type'],
  [
    'an image without words',
    [{ type: 'image', image_url: 'https://vigil.test/x.png' }],
    '/blocks/0/alt_text',
  ],
  ['an image from nowhere', [{ type: 'image', alt_text: 'x' }], 'exactly one of image_url and slack_file'],
  ['101 rows', [table(...many(101, () => [cell('x')]))], '/blocks/0/rows'],
  ['21 columns', [table(many(21, () => cell('x')))], '/blocks/0/rows/0'],
  ['an empty cell', [table([cell('')])], '/blocks/0/rows/0/0/text'],
  ['too much in a table', [table(...many(6, () => [cell('x'.repeat(1700))]))], '10000 characters'],
  ['an empty run of rich text', [run()], '/blocks/0/elements/0/elements'],
  ['an empty piece of rich text', [run({ type: 'text', text: '' })], '/elements/0/text'],
  [
    'too much markdown',
    [
      { type: 'markdown', text: 'x'.repeat(6001) },
      { type: 'markdown', text: 'x'.repeat(6001) },
    ],
    '12000 characters',
  ],
];

describe('in a message', () => {
  test.each(takenInMessages)('%s is taken', (_what, block) => {
    expect(inMessage(block)).toEqual({ blocks: [expect.objectContaining(block)] });
  });

  test.each(refusedInMessages)('%s: invalid_blocks', (_what, blocks, pointer) => {
    const checked = inMessage(...blocks);
    expect(checked).toMatchObject({ error: 'invalid_blocks' });
    expect('detail' in checked && checked.detail.join('\n')).toContain(pointer);
  });

  test('a second table is an invalid attachment, as Slack has it', () => {
    const two = inMessage(table([cell('x')]), table([cell('y')]));
    expect(two).toEqual({
      error: 'invalid_attachments',
      detail: ['only_one_table_allowed [json-pointer:/blocks]'],
    });
  });

  test('what is no list of blocks has a name of its own', () => {
    expect(checkMessageBlocks(world, { type: 'divider' })).toMatchObject({ error: 'invalid_blocks_format' });
  });

  test('ids left out are filled in, so that what is kept can be pressed', () => {
    const { action_id: _, ...unnamed } = button('x', 'a');
    expect(inMessage(actions(unnamed))).toMatchObject({
      blocks: [{ block_id: expect.any(String), elements: [{ action_id: expect.any(String) }] }],
    });
  });
});

describe('in a form', () => {
  test.each<[string, object]>([
    ['a text', input({ type: 'plain_text_input', action_id: 'a', max_length: 3000, initial_value: 'x' })],
    ['a number', input({ type: 'number_input', action_id: 'a', is_decimal_allowed: false, min_value: '0' })],
    ['a date', input({ type: 'datepicker', action_id: 'a', initial_date: '2026-11-02' })],
    [
      'a choice',
      input({ type: 'radio_buttons', action_id: 'a', options: [option('Yes')] }, { hint: plain('Hint') }),
    ],
    ['an alert', { type: 'alert', text: plain('Careful'), level: 'warning' }],
    ['a section', section('x')],
  ])('%s is taken', (_what, block) => {
    expect(inView(block)).toHaveProperty('blocks');
  });

  test.each<[string, object[], string]>([
    [
      '101 blocks',
      many(101, () => ({ type: 'divider' })),
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    ['a table', [table([cell('x')])], '/view/blocks/0/type'],
    ['markdown', [{ type: 'markdown', text: 'x' }], '/view/blocks/0/type'],
    ['a button under a label', [input(button('x', 'a'))], '/view/blocks/0/element/type'],
    [
      'a number that does not say whether it is whole',
      [input({ type: 'number_input' })],
      'is_decimal_allowed',
    ],
    ['a date that is none', [input({ type: 'datepicker', initial_date: '2026-02-30' })], 'initial_date'],
    ['a text of 3001', [input({ type: 'plain_text_input', max_length: 3001 })], 'max_length'],
    [
      'a placeholder of 151',
      [input({ type: 'plain_text_input', placeholder: plain('x'.repeat(151)) })],
      'placeholder',
    ],
    [
      'a label of 2001',
      [{ ...input({ type: 'plain_text_input' }), label: plain('x'.repeat(2001)) }],
      '/view/blocks/0/label',
    ],
  ])('%s is refused', (_what, blocks, pointer) => {
    const checked = inView(...blocks);
    expect(checked).toMatchObject({ error: 'invalid_blocks' });
    expect('detail' in checked && checked.detail.join('\n')).toContain(pointer);
  });
});
