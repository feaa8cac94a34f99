/**
 * The neutral message as Slack's blocks: within every limit, whole, and with nothing of people's in it but their text.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitBlocks } from '../../../src/chat/slack/fit-blocks.ts';
import { LIMITS } from '../../../src/chat/slack/limits.ts';
import { piecesOf, type RenderOptions, renderMessage } from '../../../src/chat/slack/render.ts';
import {
  type Act,
  type Block,
  type Button,
  type Message,
  messageText,
  openerOf,
} from '../../../src/domain/message.ts';
import type { PromptStanding, PromptView } from '../../../src/domain/prompt-view.ts';
import { promptMessage } from '../../../src/messages/prompt.ts';
import { anyMessage, HOSTILE, marked } from '../../support/arbitrary-message.ts';
import { messageFaults, shownButtons, shownText } from '../../support/slack-limits.ts';

const RUNS = { numRuns: 300 };

const of = (...blocks: Block[]): Message => ({ kind: 'prompt', summary: 'A question', blocks });
function draw(message: Message, options?: RenderOptions) {
  const drawn = renderMessage(message, options);
  if (drawn.kind === 'too_long') throw new Error('Too long');
  return drawn;
}
/** Without whitespace and what is unseen: how a text is split or tidied does not matter, only that it is there. */
const bare = (text: string) => text.replace(/[\s\p{C}\ufffd]/gu, '');
const shown = (blocks: readonly unknown[]) => bare(shownText(blocks).join(''));
/** What a message's own drawing must show: a form shows no more than its button until it is opened. */
const ownText = (message: Message) =>
  messageText({
    ...message,
    summary: '',
    blocks: message.blocks.map(
      (block): Block =>
        block.type === 'form' ? { type: 'buttons', buttons: [{ label: block.open, act: block.act }] } : block,
    ),
  });
const acts = (message: Message): Act[] =>
  message.blocks.flatMap((block): Act[] => {
    if (block.type === 'buttons') return block.buttons.map(({ act }) => act);
    return block.type === 'form' ? [{ verb: openerOf(block.act.verb), token: block.act.token }] : [];
  });
const drawnActs = (blocks: readonly unknown[]) =>
  shownButtons(blocks).map(({ value }): unknown => JSON.parse(value));

describe('any message', () => {
  test('is drawn within every limit, whatever is in it', () => {
    fc.assert(
      fc.property(anyMessage(12), fc.boolean(), (message, plainTables) => {
        const drawn = renderMessage(message, { plainTables });
        if (drawn.kind === 'drawn') expect(messageFaults(drawn)).toEqual([]);
      }),
      RUNS,
    );
  });

  test('is drawn whole: every text to its end, every button with its act', () => {
    fc.assert(
      fc.property(anyMessage(120).map(marked), fc.boolean(), (message, plainTables) => {
        const drawn = renderMessage(message, { plainTables });
        if (drawn.kind === 'too_long') return;
        expect(messageFaults(drawn)).toEqual([]);
        const all = shown(drawn.blocks);
        for (const text of ownText(message)) expect(all).toContain(bare(text));
        expect(drawnActs(drawn.blocks)).toEqual(acts(message).map((act) => ({ ...act })));
      }),
      RUNS,
    );
  });

  test('is called too long only when it is', () => {
    fc.assert(
      fc.property(anyMessage(60), (message) => {
        const controls = message.blocks.filter(({ type }) => type === 'buttons' || type === 'form').length;
        const length = messageText(message).join('\n').length;
        fc.pre(controls <= 15 && length <= 15_000);
        // Were there no end to a message's text, it would go.
        const pieces = piecesOf(message.blocks, {});
        const blocks = fitBlocks(pieces, { blocks: LIMITS.messageBlocks, text: Number.POSITIVE_INFINITY });
        if (blocks === null) throw new Error('Too many blocks');
        const most = LIMITS.messageText - LIMITS.messageBlocks * LIMITS.blockText;
        if (shownText(blocks).join('').length <= most) expect(renderMessage(message).kind).toBe('drawn');
      }),
      RUNS,
    );
  });

  test('keeps its order', () => {
    const lines = Array.from({ length: 70 }, (_, index) => `line ${index};`);
    const types = ['plain', 'quiet', 'strong', 'warn'] as const;
    const blocks = lines.map(
      (text, index): Block => ({ type: 'text', text, tone: types[index % 4] ?? 'plain' }),
    );
    const drawn = draw(of(...blocks));
    expect(messageFaults(drawn)).toEqual([]);
    expect(shown(drawn.blocks)).toBe(bare(lines.join('')));
  });
});

describe('what came from people', () => {
  const everywhere = (text: string): Message => ({
    kind: 'digest',
    summary: text,
    blocks: [
      { type: 'heading', text },
      ...(['plain', 'quiet', 'strong', 'warn'] as const).map((tone): Block => ({ type: 'text', text, tone })),
      { type: 'list', lines: [text] },
      { type: 'fields', fields: [{ label: text, value: text }] },
      { type: 'fields', fields: [{ label: text, value: `${text} ${'long '.repeat(20)}` }] },
      { type: 'table', caption: text, columns: [text, text], rows: [[text, { text, tone: 'bad' }]] },
      { type: 'table', caption: text, columns: [text], rows: [[text]] },
      {
        type: 'buttons',
        buttons: [{ label: text, describe: text, act: { verb: 'answer', token: text, arg: text } }],
      },
      {
        type: 'form',
        act: { verb: 'answer', token: 't' },
        fields: [],
        submit: text,
        open: text,
        about: text,
        title: text,
        cancel: text,
      },
    ],
  });

  test.each(HOSTILE)('cannot mention, link or format: %j', (text) => {
    const drawn = draw(everywhere(text));
    expect(messageFaults(drawn)).toEqual([]);
    expect(JSON.stringify(drawn.blocks)).not.toMatch(
      /"type":"(mrkdwn|markdown|link|user|usergroup|channel|broadcast|team|date)"|"emoji":true|"verbatim"/,
    );
  });

  test('stays what it was in each place', () => {
    const name = 'Ana <@U123> *Bold* :smile: https://x.example & Co';
    const drawn = draw(of({ type: 'text', text: name }, { type: 'text', text: name, tone: 'quiet' }));
    expect(drawn.blocks).toEqual([
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: name }] }],
      },
      { type: 'context', elements: [{ type: 'plain_text', text: name, emoji: false }] },
    ]);
  });

  test('is written out in the text beside the blocks, which Slack does read', () => {
    const { text } = draw({ ...of(), summary: '<!channel> <@U1> a & b > c' });
    expect(text).toBe('&lt;!channel&gt; &lt;@U1&gt; a &amp; b &gt; c');
  });

  test('loses half characters, control characters and turns of direction, and nothing else', () => {
    const [text] = shownText(
      draw(of({ type: 'text', text: 'a\u0000b\ud83dc\r\nd\te \u202egpj.exe\u202c 👩‍👩‍👧‍👦 ש' })).blocks,
    );
    expect(text).toBe('ab\ufffdc\nd e gpj.exe 👩‍👩‍👧‍👦 ש');
  });

  test('is never sent empty', () => {
    const drawn = draw(everywhere(' \u200b\u2060\n'));
    expect(messageFaults(drawn)).toEqual([]);
    expect(draw(of({ type: 'text', text: '' }, { type: 'list', lines: ['', ' '] })).blocks).toEqual([]);
  });
});

describe('each block', () => {
  test('a heading is a header, and bold text where it is too long for one', () => {
    expect(draw(of({ type: 'heading', text: 'Oak Primary' })).blocks).toEqual([
      { type: 'header', text: { type: 'plain_text', text: 'Oak Primary', emoji: false } },
    ]);
    const long = 'Oak '.repeat(60).trim();
    expect(draw(of({ type: 'heading', text: long })).blocks).toEqual([
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: long, style: { bold: true } }] },
        ],
      },
    ]);
  });

  test.each([
    [150, 'header'],
    [151, 'rich_text'],
  ])('a heading of %i characters is %s', (length, type) => {
    expect(draw(of({ type: 'heading', text: 'x'.repeat(length) })).blocks).toMatchObject([{ type }]);
  });

  test('a warning is led by a mark that adds no word', () => {
    expect(draw(of({ type: 'text', tone: 'warn', text: 'STOP.' })).blocks).toEqual([
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'emoji', name: 'warning' },
              { type: 'text', text: ' ' },
              { type: 'text', text: 'STOP.', style: { bold: true } },
            ],
          },
        ],
      },
    ]);
  });

  test('fields are a line each, the label in bold', () => {
    const fields = [
      { label: 'Asked', value: '6 Nov' },
      { label: 'Due', value: '10 Nov' },
    ];
    const bold = { bold: true };
    expect(draw(of({ type: 'fields', fields })).blocks).toMatchObject([
      {
        type: 'rich_text',
        elements: [
          {
            elements: [
              { text: 'Asked: ', style: bold },
              { text: '6 Nov' },
              { text: '\n' },
              { text: 'Due: ', style: bold },
              { text: '10 Nov' },
            ],
          },
        ],
      },
    ]);
  });

  test('a text of 7,000 characters goes on in another block, parted between words', () => {
    const text = 'safeguarding '.repeat(540).trim();
    for (const tone of ['plain', 'quiet', 'strong', 'warn'] as const) {
      const drawn = draw(of({ type: 'text', text, tone }));
      expect(messageFaults(drawn)).toEqual([]);
      expect(drawn.blocks.length).toBeGreaterThan(2);
      expect(shown(drawn.blocks)).toBe(bare(text));
      for (const part of shownText(drawn.blocks))
        expect(part).toMatch(/^\s*$|^safeguarding.*safeguarding\s*$/s);
    }
  });

  test('a button says what it does, carries its act, and is named by what it is for', () => {
    const act = { verb: 'answer' as const, token: 'tok', arg: 'yes' };
    const describe = `Yes: ${'were the gates checked '.repeat(10)}`;
    const drawn = draw(of({ type: 'buttons', buttons: [{ label: 'Yes', act, describe, style: 'primary' }] }));
    const [button] = shownButtons(drawn.blocks);
    expect(button).toMatchObject({ label: 'Yes', id: 'answer:1', value: JSON.stringify(act) });
    expect(button?.spoken).toBe('Yes: were the gates checked were the gates checked were the gates checked…');
    expect(JSON.stringify(drawn.blocks)).toContain('"style":"primary"');
  });

  test('a form is the button that opens it, named by its question', () => {
    const drawn = draw(
      of({
        type: 'form',
        act: { verb: 'answer', token: 'tok' },
        fields: [{ name: 'count', kind: 'count', label: 'Faults open' }],
        submit: 'Record',
        open: 'Enter the number',
        about: 'How many faults are open?',
        title: 'Your answer',
        cancel: 'Cancel',
      }),
    );
    expect(shownButtons(drawn.blocks)).toEqual([
      {
        label: 'Enter the number',
        id: 'enter:1',
        value: '{"verb":"enter","token":"tok"}',
        spoken: 'Enter the number: How many faults are open?',
      },
    ]);
    expect(shownText(drawn.blocks)).toEqual(['Enter the number']);
    expect(JSON.stringify(drawn.blocks)).toContain('"style":"primary"');
  });

  test('more than twenty-five buttons go on in another row', () => {
    const buttons = Array.from(
      { length: 60 },
      (_, index): Button => ({
        label: `${index}`,
        act: { verb: 'command', token: 'command', arg: `${index}` },
      }),
    );
    const drawn = draw(of({ type: 'buttons', buttons }));
    expect(messageFaults(drawn)).toEqual([]);
    expect(drawn.blocks).toHaveLength(3);
    expect(draw(of({ type: 'buttons', buttons: [] })).blocks).toEqual([]);
  });
});

describe('answers too long for a button', () => {
  const choices = (labels: string[], verb: Act['verb'] = 'answer') =>
    draw(
      of({
        type: 'buttons',
        buttons: labels.map((label, index) => ({
          label,
          act: { verb, token: 't', arg: `${index}` },
          describe: `${label}: which?`,
        })),
      }),
    ).blocks;

  test('are listed by number, and the buttons begin like them', () => {
    const labels = ['Tell the DSL and let them decide on a referral', 'Wait a few days', 'Ask at home'];
    const blocks = choices(labels);
    expect(blocks[0]).toMatchObject({
      type: 'rich_text',
      elements: [{ type: 'rich_text_list', style: 'ordered', elements: [{}, {}, {}] }],
    });
    expect(shownText(blocks.slice(0, 1))).toEqual(labels);
    expect(shownButtons(blocks)).toMatchObject([
      {
        label: '1. Tell the DSL and let them…',
        spoken: '1. Tell the DSL and let them decide on a referral: which?',
      },
      { label: '2. Wait a few days', spoken: '2. Wait a few days: which?' },
      { label: '3. Ask at home' },
    ]);
  });

  test('ten of a thousand characters keep their numbers through several blocks', () => {
    const labels = Array.from({ length: 10 }, (_, index) => `${'abcdefghi '.repeat(99)}end ${index}`);
    const blocks = choices(labels);
    expect(messageFaults({ text: 'x', blocks })).toEqual([]);
    expect(shownText(blocks).filter((text) => text.endsWith('end 9'))).toEqual([`10. ${labels[9]}`]);
    expect(shownButtons(blocks).at(-1)?.label).toBe('10. abcdefghi abcdefghi…');
  });

  test('short ones, and anything but an answer that fits a button, stay as they are', () => {
    expect(choices(['Tell a deputy, then record it', 'No'])).toHaveLength(1);
    expect(choices(['Keep Tell the DSL and let them decide on a referral', 'Not sure'], 'keep')).toHaveLength(
      1,
    );
    expect(choices(['x'.repeat(76)], 'keep')).toHaveLength(2);
  });
});

describe('a table', () => {
  const table = (rows: number, columns = 3, cell = 'cell'): Block => ({
    type: 'table',
    caption: 'Ratings',
    columns: Array.from({ length: columns }, (_, column) => `Column ${column}`),
    rows: Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => ({
        text: `${cell} ${row}.${column}`,
        tone: 'good' as const,
      })),
    ),
  });
  const kinds = (blocks: readonly { type: string }[]) => blocks.map(({ type }) => type);

  test('is Slack’s own, under its caption, with bold heads and wrapped cells', () => {
    const drawn = draw(of(table(2)));
    expect(kinds(drawn.blocks)).toEqual(['rich_text', 'table']);
    expect(drawn.blocks[1]).toMatchObject({
      column_settings: [{ is_wrapped: true }, { is_wrapped: true }, { is_wrapped: true }],
      rows: [
        [{ type: 'rich_text' }, {}, {}],
        [{ type: 'raw_text', text: 'cell 0.0' }, {}, {}],
        [{}, {}, { type: 'raw_text', text: 'cell 1.2' }],
      ],
    });
  });

  test('the second of a message is drawn as lines, each value with its column', () => {
    const drawn = draw(of(table(2), table(2)));
    expect(kinds(drawn.blocks)).toEqual(['rich_text', 'table', 'rich_text', 'rich_text']);
    expect(shownText(drawn.blocks.slice(3)).join('')).toContain(
      'Column 0: cell 0.0\nColumn 1: cell 0.1; Column 2: cell 0.2',
    );
  });

  test.each([
    ['100 rows and a row of heads', table(100)],
    ['21 columns', table(2, 21)],
    ['over 10,000 characters', { ...table(10, 1, 'long '.repeat(205)), columns: ['One'] } as Block],
    ['no columns', { ...table(2), columns: [] } as Block],
    ['no rows', table(0)],
    ['rows of unlike length', { ...table(2), columns: ['One', 'Two'] } as Block],
  ])('%s: Slack would refuse it, so it is drawn as lines', (_, block) => {
    const drawn = draw(of(block));
    expect(messageFaults(drawn)).toEqual([]);
    expect(kinds(drawn.blocks)).not.toContain('table');
    const all = shown(drawn.blocks);
    for (const text of messageText(of(block)).slice(1)) expect(all).toContain(bare(text));
  });

  test('is Slack’s own at the very limit', () => {
    const columns = Array(10).fill('x'.repeat(100));
    const rows = Array(9).fill(Array(10).fill('y'.repeat(100)));
    const full: Block = { type: 'table', caption: 'Full', columns, rows };
    expect(kinds(draw(of(full)).blocks)).toEqual(['rich_text', 'table']);
    const one: Block = { type: 'table', caption: 'Full', columns: ['x'], rows: [['y'.repeat(10_000)]] };
    expect(kinds(draw(of(one)).blocks)).not.toContain('table');
  });

  test('is drawn as lines where the workspace refuses tables, and marks no empty cell', () => {
    expect(kinds(draw(of(table(2)), { plainTables: true }).blocks)).toEqual(['rich_text', 'rich_text']);
    const empty = draw(of({ type: 'table', caption: 'c', columns: ['a', ''], rows: [['', 'b']] }));
    expect(messageFaults(empty)).toEqual([]);
    expect(shownText(empty.blocks)).toEqual(['c', 'a', '–', '–', 'b']);
  });
});

describe('a card of twelve', () => {
  const FRAME = {
    settingName: 'Oak Primary',
    today: '2026-11-10',
    leadOnDuty: { name: 'Ines Duarte', phone: '01785 000001' },
    again: true,
  };
  const card = (more: Partial<PromptView> = {}, standing: PromptStanding = { is: 'open' }) =>
    promptMessage(
      FRAME,
      Array.from(
        { length: 12 },
        (_, index): PromptView => ({
          token: `token-${index}`,
          kind: 'duty',
          standard: 'site',
          text: `Were all gates and doors on the ${index}. corridor checked last week?`,
          why: 'An open gate is how a child is lost.',
          source: { document: 'KCSIE', edition: '2026', paragraph: '18' },
          checkLocally: false,
          anonymous: false,
          answer: { kind: 'yes_partly_no' },
          answers: 0,
          choiceOrder: null,
          seconds: 10,
          standing,
          ...more,
        }),
      ),
    );
  const rowsOf = (blocks: readonly { type: string }[]) =>
    blocks.filter(({ type }) => type === 'actions').length;

  test('keeps every question, reason and button, its answers and leavings in one row', () => {
    const drawn = draw(card());
    expect(messageFaults(drawn)).toEqual([]);
    expect(rowsOf(drawn.blocks)).toBe(12);
    expect(shownButtons(drawn.blocks)).toHaveLength(12 * 6);
    expect(drawn.blocks.filter(({ type }) => type === 'divider')).toEqual([]);
    expect(drawn.blocks.filter(({ type }) => type === 'context').length).toBeGreaterThanOrEqual(14);
  });

  test.each([
    ['to be checked locally', card({ checkLocally: true })],
    ['with numbers to enter', card({ checkLocally: true, answer: { kind: 'percent', target: 95 } })],
    [
      'with long choices',
      card({
        checkLocally: true,
        answer: {
          kind: 'choice',
          choices: ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => ({
            key,
            label: `${key}: somebody who is on the premises checks it`,
            verdict: 'good' as const,
          })),
        },
      }),
    ],
    ['put off', card({ checkLocally: true }, { is: 'later', until: 'on Wednesday 11 Nov at 08:00' })],
  ])('%s fits whole too', (_, message) => {
    const drawn = draw(message);
    expect(messageFaults(drawn)).toEqual([]);
    const all = shown(drawn.blocks);
    for (const text of ownText(message)) expect(all).toContain(bare(text));
    expect(drawnActs(drawn.blocks)).toEqual(acts(message));
  });

  test('keeps its small print small while that fits', () => {
    const drawn = draw(card({ checkLocally: true }));
    expect(drawn.blocks.filter(({ type }) => type === 'context')).toHaveLength(12 + 2);
  });

  test('a shorter one keeps its dividers and its two rows', () => {
    const message = card();
    const few = { ...message, blocks: message.blocks.slice(0, 3 + 5 * 4) };
    const drawn = draw(few);
    expect(rowsOf(drawn.blocks)).toBe(8);
    expect(drawn.blocks.filter(({ type }) => type === 'divider')).toHaveLength(4);
  });
});

test('what is more than fifty blocks however it is put together is called too long, and its summary still given', () => {
  const blocks = Array.from({ length: 26 }, (_, index): Block[] => [
    { type: 'text', text: `Question ${index}` },
    { type: 'buttons', buttons: [{ label: 'Yes', act: { verb: 'answer', token: `${index}` } }] },
  ]).flat();
  expect(renderMessage(of(...blocks))).toEqual({ kind: 'too_long', text: 'A question' });
  expect(renderMessage(of(...blocks.slice(2))).kind).toBe('drawn');
});

test.each([
  ['4,000 letters', 'a'.repeat(4_000)],
  ['3,000 characters to be written out', '<'.repeat(3_000)],
  ['2,900 Arabic letters', 'م'.repeat(2_900)],
  ['families', '👩‍👩‍👧‍👦'.repeat(400)],
])('the text beside the blocks is cut so that Slack takes it on a redraw too: %s', (_, summary) => {
  const { text } = draw({ ...of(), summary });
  expect(messageFaults({ text, blocks: [] })).toEqual([]);
  expect(text.endsWith('…')).toBe(true);
  expect(text).not.toMatch(/&(?!lt;)/);
  expect(text.replace('…', '').length % '👩‍👩‍👧‍👦'.length === 0 || !text.startsWith('👩')).toBe(true);
  expect(text.length).toBeGreaterThan(700);
});

describe('a chart', () => {
  const chart: Block = {
    type: 'chart',
    chart: {
      kind: 'bars',
      title: 'Standards by rating',
      labelled: 'Rating',
      labels: ['Met', 'Not met'],
      series: [{ name: 'Standards, of 12', values: [11, null] }],
      describe: 'Not met is not known.',
    },
  };
  const table: Block = { type: 'table', caption: 'Ratings', columns: ['Standard'], rows: [['Site']] };
  const kinds = (drawn: { blocks: readonly { type: string }[] }) => drawn.blocks.map(({ type }) => type);

  test('is its numbers as a table, under what it shows', () => {
    const drawn = draw(of(chart));
    expect(messageFaults(drawn)).toEqual([]);
    expect(kinds(drawn)).toEqual(['rich_text', 'rich_text', 'table']);
    expect(shownText(drawn.blocks)).toEqual([
      'Not met is not known.',
      'Standards by rating',
      'Rating',
      'Standards, of 12',
      'Met',
      '11',
      'Not met',
      '–',
    ]);
  });

  test('leaves a message’s one table to the table it already has, before or after it', () => {
    for (const blocks of [
      [chart, table],
      [table, chart],
    ]) {
      const drawn = draw(of(...blocks));
      expect(messageFaults(drawn)).toEqual([]);
      const own = drawn.blocks.filter(({ type }) => type === 'table');
      expect(shownText(own)).toEqual(['Standard', 'Site']);
      expect(shown(drawn.blocks)).toContain(bare('Rating: Met Standards, of 12: 11'));
    }
  });

  test('is lines where the workspace takes no tables, and a second chart is lines too', () => {
    expect(kinds(draw(of(chart), { plainTables: true }))).not.toContain('table');
    expect(kinds(draw(of(chart, chart))).filter((type) => type === 'table')).toHaveLength(1);
  });
});
