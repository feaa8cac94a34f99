/**
 * A question's form as a window of Slack's: each field an input with its label, and what came of it read back.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIELD_ACTION, formView, noticeView } from '../../../src/chat/slack/render-form.ts';
import type { Form, Message } from '../../../src/domain/message.ts';
import { unrecordedLine } from '../../../src/messages/private-line.ts';
import { anyForm, anyMessage } from '../../support/arbitrary-message.ts';
import { shownText, windowFaults } from '../../support/slack-limits.ts';

const form = (fields: Form['fields']): Form => ({
  type: 'form',
  act: { verb: 'answer', token: 'token-CON-D1' },
  fields,
  submit: 'Record',
  open: 'Enter the numbers',
  about: 'How many of last week’s concerns were recorded the same day?',
  title: 'Your answer',
  cancel: 'Cancel',
});
const LIKE = { title: 'Your answer', cancel: 'Cancel' };
const bare = (text: string) => text.replace(/[\s\p{C}\ufffd]/gu, '');

test('the question comes first, then an input for each field, named after it and labelled', () => {
  const fields: Form['fields'] = [
    { name: 'part', kind: 'count', label: 'Recorded the same day' },
    { name: 'whole', kind: 'count', label: 'Concerns in all' },
    { name: 'percent', kind: 'percent', label: 'Percentage, 0 to 100' },
    { name: 'date', kind: 'date', label: 'Date, today or earlier', latest: '2026-11-10' },
  ];
  const view = formView(form(fields), '{"kept":1}');
  const [about, ...inputs] = view.blocks;
  expect(about).toMatchObject({ type: 'section', text: { text: form(fields).about } });
  expect(
    inputs.map((block) =>
      'element' in block && 'label' in block
        ? [block.block_id, block.label.text, block.element.type, block.element.action_id]
        : [],
    ),
  ).toEqual([
    ['part', 'Recorded the same day', 'number_input', FIELD_ACTION],
    ['whole', 'Concerns in all', 'number_input', FIELD_ACTION],
    ['percent', 'Percentage, 0 to 100', 'number_input', FIELD_ACTION],
    ['date', 'Date, today or earlier', 'datepicker', FIELD_ACTION],
  ]);
  expect(view).toMatchObject({
    type: 'modal',
    callback_id: 'answer',
    private_metadata: '{"kept":1}',
    title: { text: 'Your answer' },
    submit: { text: 'Record' },
    close: { text: 'Cancel' },
  });
});

test('a count takes whole numbers only, a percentage parts of one', () => {
  const view = formView(
    form([
      { name: 'count', kind: 'count', label: 'Faults open' },
      { name: 'percent', kind: 'percent', label: 'Percentage' },
    ]),
    '',
  );
  expect(view.blocks.slice(1)).toMatchObject([
    { element: { is_decimal_allowed: false } },
    { element: { is_decimal_allowed: true } },
  ]);
});

test('any form is a window Slack takes, with its question whole and every field labelled', () => {
  fc.assert(
    fc.property(anyForm, (given) => {
      const named = {
        ...given,
        title: `T${given.title}`,
        submit: `S${given.submit}`,
        cancel: `C${given.cancel}`,
      };
      const view = formView(named, 'x'.repeat(3_000));
      expect(windowFaults(view)).toEqual([]);
      expect(bare(shownText(view.blocks).join(''))).toBe(
        bare([named.about, ...named.fields.map(({ label }) => label)].join('')),
      );
    }),
  );
});

test('a label is cut to what Slack takes of one', () => {
  const view = formView(form([{ name: 'count', kind: 'count', label: 'x'.repeat(2_001) }]), '');
  expect(windowFaults(view)).toEqual([]);
  expect(shownText(view.blocks)[1]).toHaveLength(2_000);
});

test('a form is never given more than it can remember', () => {
  expect(() => formView(form([]), 'x'.repeat(3_001))).toThrow('more than it can remember');
});

test('a notice shows a message’s words, and nothing to press but its way out', () => {
  const message: Message = {
    kind: 'prompt',
    summary: 'A question',
    blocks: [
      ...unrecordedLine('closed').blocks,
      { type: 'divider' },
      { type: 'table', caption: 'Ratings', columns: ['Standard'], rows: [['Site']] },
      { type: 'buttons', buttons: [{ label: 'Yes', act: { verb: 'answer', token: 't', arg: 'yes' } }] },
      form([]),
    ],
  };
  const view = noticeView(message, LIKE);
  expect(windowFaults(view)).toEqual([]);
  expect(view).toMatchObject({ type: 'modal', title: { text: 'Your answer' }, close: { text: 'Cancel' } });
  expect(view.submit).toBeUndefined();
  expect(shownText(view.blocks)).toEqual([
    'That question has closed. Nothing was recorded or changed. Thank you all the same.',
    'Ratings',
    'Standard: Site',
  ]);
});

test('a notice of any message is a window Slack takes; with nothing else to show it is the summary', () => {
  fc.assert(
    fc.property(anyMessage(60), (message) => {
      const summary = `${message.summary}.`;
      expect(windowFaults(noticeView({ ...message, summary }, LIKE))).toEqual([]);
    }),
  );
  expect(shownText(noticeView({ kind: 'guard', summary: 'Only this', blocks: [] }, LIKE).blocks)).toEqual([
    'Only this',
  ]);
});
