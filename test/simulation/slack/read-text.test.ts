/**
 * What can be read in a message: everything visible, in order, and nothing that is not.
 */
import { expect, test } from 'vitest';
import { readText } from '../../../src/simulation/slack/read-text.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const run = (...elements: object[]) => ({ type: 'rich_text_section', elements });
const read = (...blocks: Record<string, unknown>[]) => readText({ text: 'summary', blocks }).split('\n');

test('a message without blocks is its words, with what Slack escapes shown as it is', () => {
  expect(readText({ text: 'a &lt;b&gt; &amp;amp; c', blocks: [] })).toBe('a <b> &amp; c');
});

test('headings, sections, fields, notes and pictures', () => {
  expect(
    read(
      { type: 'header', text: plain('Heading') },
      { type: 'section', text: { type: 'mrkdwn', text: 'Body' }, fields: [plain('Label'), plain('Value')] },
      { type: 'divider' },
      {
        type: 'context',
        elements: [plain('Small'), { type: 'image', image_url: 'https://x.test', alt_text: 'Alt' }],
      },
      { type: 'image', image_url: 'https://x.test', title: plain('Title'), alt_text: 'Chart' },
      { type: 'markdown', text: 'Marked' },
    ),
  ).toEqual(['Heading', 'Body', 'Label', 'Value', 'Small', 'Alt', 'Title', 'Chart', 'Marked']);
});

test('labels of buttons and options, never their values or ids', () => {
  const lines = read({
    type: 'actions',
    block_id: 'hidden',
    elements: [
      { type: 'button', text: plain('Press'), value: 'hidden', action_id: 'hidden' },
      {
        type: 'static_select',
        action_id: 'hidden',
        placeholder: plain('Choose'),
        options: [{ text: plain('One'), value: 'hidden', description: plain('First') }],
      },
    ],
  });
  expect(lines).toEqual(['Press', 'Choose', 'One', 'First']);
});

test('rich text reads as it runs: a section or an item of a list is one line', () => {
  expect(
    read({
      type: 'rich_text',
      elements: [
        run(
          { type: 'text', text: 'Ask &amp; ', style: { bold: true } },
          { type: 'user', user_id: 'U1' },
          { type: 'emoji', name: 'wave' },
          { type: 'emoji', name: 'check', unicode: '2705' },
          { type: 'link', url: 'https://x.test' },
          { type: 'broadcast', range: 'here' },
        ),
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [run({ type: 'text', text: 'One' }), run({ type: 'text', text: 'Two' })],
        },
      ],
    }),
  ).toEqual(['Ask &amp; <@U1>:wave:✅https://x.test<!here>', 'One', 'Two']);
});

test('tables cell by cell, and what a form asks for', () => {
  expect(
    read({
      type: 'table',
      rows: [
        [
          { type: 'raw_text', text: 'Standard &amp; more' },
          { type: 'raw_number', value: 3, text: '3' },
        ],
        [{ type: 'rich_text', elements: [run({ type: 'text', text: 'Met' })] }],
      ],
    }),
  ).toEqual(['Standard &amp; more', '3', 'Met']);
  expect(
    read({
      type: 'input',
      label: plain('How many?'),
      hint: plain('A whole number'),
      element: { type: 'plain_text_input', placeholder: plain('e.g. 3'), initial_value: 'hidden' },
    }),
  ).toEqual(['How many?', 'e.g. 3', 'A whole number']);
});
