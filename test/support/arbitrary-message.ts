/**
 * Any message at all, for whatever draws one: long, empty, hostile, right to left, broken in the middle of a
 * character. `marked` ends every text in a mark of its own, so that a test can tell whether its end was drawn.
 */
import fc from 'fast-check';
import {
  type Act,
  type Block,
  type Button,
  type Form,
  type Message,
  VERBS,
} from '../../src/domain/message.ts';

export const HOSTILE = [
  '<!channel>',
  '<!everyone|hello>',
  '<@U123>',
  '<#C123|general>',
  '<https://x.example|here>',
  'https://x.example/a_b_c',
  'tel:999',
  '*bold* _slanted_ ~struck~ `code` ```block```',
  '> quoted',
  ':smile: :warning:',
  '@channel @here',
  '&lt;!channel&gt; &amp; &',
  '\u202eright to left\u202c',
  'עברית ואנגלית abc',
  'مرحبا بالعالم',
  '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿👍🏽é',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘',
  '\ud83d',
  '\udc4d half',
  'a\u0000b\u0007c\u001bd\u009fe',
  'one\r\ntwo\rthree\u2028four\tfive',
  '"quoted" \\ back\\nslash',
  '{"type":"mrkdwn","text":"x"}',
];

const units = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
});
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme' }) },
  { weight: 1, arbitrary: units },
);
const longPiece = fc
  .tuple(fc.constantFrom('word ', 'x', '👩‍👩‍👧‍👦', 'ש', '\n', 'é '), fc.integer({ min: 10, max: 2_000 }))
  .map(([part, length]) => part.repeat(Math.ceil(length / part.length)).slice(0, length));

/** Text of at most about `most`, before its mark. */
const textOf = (most: number) =>
  fc
    .array(
      most > 200 ? fc.oneof({ weight: 5, arbitrary: piece }, { weight: 1, arbitrary: longPiece }) : piece,
      {
        maxLength: 3,
      },
    )
    .map((parts) => parts.join(' ').slice(0, most));

const text = textOf(2_000);
const label = textOf(120);
const act: fc.Arbitrary<Act> = fc
  .record({
    verb: fc.constantFrom(...VERBS),
    token: fc.oneof(
      fc.string({ minLength: 1, maxLength: 80 }),
      fc.constantFrom('a"b\\c', '\ud83d', '</script>'),
    ),
    arg: fc.option(fc.string({ maxLength: 80 }), { nil: undefined }),
    after: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: undefined }),
  })
  .map(({ arg, after, ...rest }) => ({
    ...rest,
    ...(arg === undefined ? {} : { arg }),
    ...(after === undefined ? {} : { after }),
  }));
const button: fc.Arbitrary<Button> = fc.record(
  { label, act, describe: text, style: fc.constantFrom('primary' as const, 'plain' as const) },
  { requiredKeys: ['label', 'act'] },
);
export const anyForm: fc.Arbitrary<Form> = fc.record({
  type: fc.constant('form' as const),
  act,
  fields: fc.constantFrom<Form['fields']>(
    [{ name: 'count', kind: 'count', label: 'Faults open' }],
    [
      { name: 'part', kind: 'count', label: 'Recorded the same day' },
      { name: 'whole', kind: 'count', label: 'Concerns in all' },
    ],
    [{ name: 'percent', kind: 'percent', label: 'Percentage, 0 to 100' }],
    [{ name: 'date', kind: 'date', label: 'Date, today or earlier', latest: '2026-11-10' }],
  ),
  submit: label,
  open: label,
  about: text,
  title: label,
  cancel: label,
});
const table: fc.Arbitrary<Block> = fc.integer({ min: 1, max: 22 }).chain((width) =>
  fc.record({
    type: fc.constant('table' as const),
    caption: text,
    columns: fc.array(textOf(20), { minLength: width, maxLength: width }),
    rows: fc.array(
      fc.array(
        fc.oneof(
          textOf(30),
          fc.record({ text: textOf(30), tone: fc.constantFrom('good' as const, 'bad' as const) }),
        ),
        { minLength: width, maxLength: width },
      ),
      { maxLength: 6 },
    ),
  }),
);
const chart: fc.Arbitrary<Block> = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 3 }))
  .chain(([moments, series]) =>
    fc.record({
      kind: fc.constantFrom('bars' as const, 'columns' as const, 'lines' as const, 'shares' as const),
      title: textOf(60),
      labelled: textOf(20),
      labels: fc.array(textOf(20), { minLength: moments, maxLength: moments }),
      series: fc.array(
        fc.record(
          {
            name: textOf(20),
            tone: fc.constantFrom('good' as const, 'warn' as const, 'bad' as const, 'quiet' as const),
            values: fc.array(fc.option(fc.nat(500)), { minLength: moments, maxLength: moments }),
          },
          { requiredKeys: ['name', 'values'] },
        ),
        { minLength: series, maxLength: series },
      ),
      describe: textOf(120),
    }),
  )
  .map((given) => ({ type: 'chart' as const, chart: given }));
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constant('heading' as const), text: textOf(200) }),
  fc.record(
    {
      type: fc.constant('text' as const),
      text,
      tone: fc.constantFrom('plain' as const, 'quiet' as const, 'strong' as const, 'warn' as const),
    },
    { requiredKeys: ['type', 'text'] },
  ),
  fc.record({ type: fc.constant('list' as const), lines: fc.array(text, { maxLength: 6, size: 'max' }) }),
  fc.record({
    type: fc.constant('fields' as const),
    fields: fc.array(fc.record({ label: textOf(60), value: text }), { maxLength: 12 }),
  }),
  table,
  chart,
  fc.record({
    type: fc.constant('buttons' as const),
    buttons: fc.array(button, { maxLength: 12, size: 'max' }),
  }),
  fc.record({
    type: fc.constant('link' as const),
    label: textOf(60),
    url: fc.webUrl({ withQueryParameters: true }),
  }),
  anyForm,
  fc.constant({ type: 'divider' as const }),
);

/** `most`: how many blocks at most. */
export const anyMessage = (most: number): fc.Arbitrary<Message> =>
  fc.record({
    kind: fc.constant('prompt' as const),
    summary: text,
    blocks: fc.array(block, { maxLength: most, size: 'max' }),
  });

/** The same with a mark at the end of every text that is drawn, so that no two are alike. */
export function marked(message: Message): Message {
  let count = 0;
  const mark = (given: string) => {
    count += 1;
    return `${given} ⟦${count}⟧`;
  };
  return { ...message, blocks: message.blocks.map((one) => markedBlock(one, mark)) };
}

function markedBlock(one: Block, mark: (text: string) => string): Block {
  switch (one.type) {
    case 'heading':
    case 'text':
      return { ...one, text: mark(one.text) };
    case 'list':
      return { ...one, lines: one.lines.map(mark) };
    case 'fields':
      return {
        ...one,
        fields: one.fields.map(({ label, value }) => ({ label: mark(label), value: mark(value) })),
      };
    case 'table':
      return {
        ...one,
        caption: mark(one.caption),
        columns: one.columns.map(mark),
        rows: one.rows.map((row) =>
          row.map((cell) => (typeof cell === 'string' ? mark(cell) : { ...cell, text: mark(cell.text) })),
        ),
      };
    case 'chart': {
      const { title, describe, labelled, labels, series } = one.chart;
      return {
        ...one,
        chart: {
          ...one.chart,
          title: mark(title),
          describe: mark(describe),
          labelled: mark(labelled),
          labels: labels.map(mark),
          series: series.map((each) => ({ ...each, name: mark(each.name) })),
        },
      };
    }
    case 'buttons':
      return { ...one, buttons: one.buttons.map((button) => ({ ...button, label: mark(button.label) })) };
    case 'link':
      return { ...one, label: mark(one.label) };
    case 'form':
      return { ...one, open: mark(one.open) };
    case 'divider':
      return one;
  }
}
