/**
 * The neutral message as HTML: nothing in it can become markup, and everything in it can be named and reached.
 */
import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { type Drawing, renderMessage } from '../../../src/chat/local/render.tsx';
import type { Block, Message } from '../../../src/domain/message.ts';
import { messageText } from '../../../src/domain/message.ts';

const DRAWING: Drawing = { action: '/press', hidden: { on: 'm1' }, id: 'm1' };
const draw = (blocks: Block[], drawing: Partial<Drawing> = {}) =>
  render(renderMessage({ kind: 'prompt', summary: 's', blocks }, { ...DRAWING, ...drawing }));

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(1)> </p><!-- & &lt;`;

const everything = (text: string): Message => ({
  kind: 'digest',
  summary: text,
  blocks: [
    { type: 'heading', text },
    { type: 'text', text },
    { type: 'text', text, tone: 'quiet' },
    { type: 'text', text, tone: 'strong' },
    { type: 'text', text, tone: 'warn' },
    { type: 'list', lines: [text] },
    { type: 'fields', fields: [{ label: text, value: text }] },
    { type: 'table', caption: text, columns: [text, text], rows: [[text, { text, tone: 'bad' }]] },
    {
      type: 'buttons',
      buttons: [{ label: text, describe: text, act: { verb: 'answer', token: text, arg: text } }],
    },
    {
      type: 'form',
      open: 'Enter',
      about: 'A question',
      title: 'Your answer',
      cancel: 'Cancel',
      act: { verb: 'answer', token: text },
      fields: [{ name: 'date', label: text, kind: 'date', latest: text }],
      submit: text,
    },
    { type: 'divider' },
  ],
});

test('hostile text in every place a message has stays text', () => {
  const html = draw(everything(HOSTILE).blocks, { hidden: { on: HOSTILE } });
  expect(html).not.toMatch(/<script|<img|<!--/);
  const tags = (text: string) => (text.match(/<\/?[a-z][a-z0-9]*/g) ?? []).sort();
  expect(tags(html)).toEqual(tags(draw(everything('plain').blocks)));
  expect(html).toContain('&lt;script>alert(1)&lt;/script>');
});

test('every word of a message is drawn', () => {
  const message = everything('plain');
  const marked: Message = JSON.parse(JSON.stringify(message).replaceAll('"plain"', '"w0rd"'));
  const html = draw(marked.blocks);
  expect(html.split('w0rd').length - 1).toBeGreaterThanOrEqual(messageText(marked).length - 1);
});

test('a button is a submit button named by what it is for, and carries its act', () => {
  const html = draw([
    {
      type: 'buttons',
      buttons: [
        {
          label: 'Yes',
          describe: 'Yes: were the gates checked?',
          act: { verb: 'answer', token: 't', arg: 'yes' },
        },
      ],
    },
  ]);
  expect(html).toContain('aria-label="Yes: were the gates checked?"');
  expect(html).toContain('type="submit" name="act"');
  expect(html).toContain(
    '{&quot;verb&quot;:&quot;answer&quot;,&quot;token&quot;:&quot;t&quot;,&quot;arg&quot;:&quot;yes&quot;}',
  );
  expect(html).toContain('method="post" action="/press"');
});

test('a table has a caption and says which heads belong to what', () => {
  const html = draw([
    {
      type: 'table',
      caption: 'Ratings',
      columns: ['Standard', 'Suggested'],
      rows: [['Site', { text: 'Not met', tone: 'bad' }]],
    },
  ]);
  expect(html).toContain('Ratings</caption>');
  expect(html.match(/<th scope="col">/g)).toHaveLength(2);
  expect(html).toContain('<th scope="row">Site</th>');
  expect(html).toContain('Not met');
});

test('a form keeps what was typed and ties each fault to its field', () => {
  const fields = [
    { name: 'part' as const, label: 'Recorded the same day', kind: 'count' as const },
    { name: 'whole' as const, label: 'Concerns in all', kind: 'count' as const },
  ];
  const act = { verb: 'answer' as const, token: 't' };
  const faults = { act, faults: { part: 'Enter a whole number.' }, values: { part: 'x', whole: '14' } };
  const mine = draw(
    [
      {
        type: 'form',
        open: 'Enter',
        about: 'A question',
        title: 'Your answer',
        cancel: 'Cancel',
        act,
        fields,
        submit: 'Record',
      },
    ],
    { faults },
  );
  expect(mine).toContain('<label for="m1-0-part">');
  expect(mine).toMatch(/id="m1-0-part-fault">Enter a whole number\./);
  expect(mine).toMatch(/aria-invalid="true" aria-describedby="m1-0-part-fault"/);
  expect(mine).toContain('value="14"');
  const other = draw(
    [
      {
        type: 'form',
        open: 'Enter',
        about: 'A question',
        title: 'Your answer',
        cancel: 'Cancel',
        act: { ...act, token: 'another' },
        fields,
        submit: 'Record',
      },
    ],
    {
      faults,
    },
  );
  expect(other).not.toContain('Enter a whole number.');
});

test('a chart is a picture named by its sentence, and its numbers stand under it with or without a picture', () => {
  const chart: Block = {
    type: 'chart',
    chart: {
      kind: 'bars',
      title: 'Standards by rating',
      labelled: 'Rating',
      labels: [HOSTILE],
      series: [{ name: 'Standards, of 12', values: [null] }],
      describe: HOSTILE,
    },
  };
  const html = draw([chart], { drawChart: ({ title }) => `<svg data-of="${title}"></svg>` });
  expect(html).toContain('role="img" aria-labelledby="m1-0-about"');
  expect(html).toContain('<figcaption id="m1-0-about">&quot;\'>&lt;script>');
  expect(html).toContain('<svg data-of="Standards by rating"></svg>');
  for (const given of [html, draw([chart])]) {
    expect(given).not.toMatch(/<script|<img/);
    expect(given).toContain('>Standards by rating</caption>');
    expect(given).toContain('<td data-label="Standards, of 12">–</td>');
  }
  expect(draw([chart])).not.toMatch(/role="img"|<svg/);
});

test('the box of a note is for several lines, no longer than a note, with its warning above it', () => {
  const html = draw([
    {
      type: 'form',
      act: { verb: 'keep_note', token: 't1', after: 1 },
      warn: 'Do not name a child <here>.',
      fields: [{ name: 'note', kind: 'words', label: 'Your note', most: 280 }],
      submit: 'Keep the note',
      open: 'Write the note',
      about: 'Were all gates checked?',
      title: 'Add a note',
      cancel: 'Cancel',
    },
  ]);
  expect(html).toMatch(/<textarea[^>]*maxlength="280"/i);
  expect(html).toMatch(/Do not name a child &lt;here[\s\S]*<textarea/);
  expect(html).toMatch(/<textarea[^>]*name="note"/);
});
