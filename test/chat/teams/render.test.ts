/**
 * The neutral message as an Adaptive Card: whole, within Teams' size, known to the official renderer, and with nothing
 * of people's in it but their text. Forms and charts have files of their own.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadBank } from '../../../src/bank/load-bank.ts';
import { type RenderOptions, renderCard } from '../../../src/chat/teams/render.ts';
import { type Act, type Block, type Button, type Message, messageText } from '../../../src/domain/message.ts';
import { type PromptView, viewOf } from '../../../src/domain/prompt-view.ts';
import { promptMessage } from '../../../src/messages/prompt.ts';
import { officialFindings } from '../../support/adaptive-cards.ts';
import { anyMessage, HOSTILE, marked } from '../../support/arbitrary-message.ts';
import { everyMessage } from '../../support/every-message.ts';
import { FRAME, NAMES } from '../../support/every-prompt.ts';
import { cardFaults, parts, shownButtons, shownText } from '../../support/teams-limits.ts';

const RUNS = { numRuns: 300 };

const of = (...blocks: Block[]): Message => ({ kind: 'prompt', summary: 'A question', blocks });
function draw(message: Message, options?: RenderOptions) {
  const drawn = renderCard(message, options);
  if (drawn.kind === 'too_long') throw new Error('Too long');
  return drawn;
}
const body = (...blocks: Block[]) => (draw(of(...blocks)).card as { body: unknown[] }).body;
/** Without whitespace and what is unseen: how a text is split or tidied does not matter, only that it is there. */
const bare = (text: string) => text.replace(/[\s\p{C}\ufffd]/gu, '');
const shown = (card: object) => bare(shownText(card, { fallbacks: true }).join(''));

/** What a form shows apart from the message elsewhere has no place in a card, nor what opens it where it is open. */
function ownText(message: Message): string[] {
  const forms = message.blocks.filter(({ type }) => type === 'form').length;
  const blocks = message.blocks.map((block): Block => {
    if (block.type !== 'form') return block;
    const labels = [...block.fields.map(({ label }) => label), block.submit];
    return { type: 'list', lines: forms > 1 ? [...labels, block.open] : labels };
  });
  return messageText({ ...message, summary: '', blocks });
}
const acts = (message: Message): Act[] =>
  message.blocks.flatMap((block): Act[] => {
    if (block.type === 'buttons') return block.buttons.map(({ act }) => act);
    return block.type === 'form' ? [block.act] : [];
  });
const drawnActs = (card: object) => shownButtons(card).map(({ data }) => data.act);
/** One question has one form. */
const isSound = ({ blocks }: Message) => {
  const tokens = blocks.flatMap((block) => (block.type === 'form' ? [block.act.token] : []));
  return new Set(tokens).size === tokens.length;
};

/** As long as real ones are. */
function withRealTokens(message: Message): Message {
  const tokens = new Map<string, string>();
  const real = (token: string) => {
    if (!tokens.has(token)) tokens.set(token, `${tokens.size}`.padEnd(22, 'x'));
    return tokens.get(token);
  };
  return JSON.parse(JSON.stringify(message), (key, value: unknown) =>
    key === 'token' && typeof value === 'string' ? real(value) : value,
  );
}

describe('any message', () => {
  const sound = (most: number) => anyMessage(most).filter(isSound);

  test('is drawn as Teams takes it, whatever is in it', () => {
    fc.assert(
      fc.property(sound(12), (message) => {
        const drawn = renderCard(message);
        if (drawn.kind === 'drawn') expect(cardFaults(drawn)).toEqual([]);
      }),
      RUNS,
    );
  });

  test('is known to the official renderer', () => {
    fc.assert(
      fc.property(sound(12), (message) => {
        const drawn = renderCard(message);
        if (drawn.kind === 'drawn') expect(officialFindings(drawn.card)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('is drawn whole: every text to its end, every button with its act', () => {
    fc.assert(
      fc.property(sound(40).map(marked), (message) => {
        const drawn = renderCard(message);
        if (drawn.kind === 'too_long') return;
        expect(cardFaults(drawn)).toEqual([]);
        const all = shown(drawn.card);
        for (const text of ownText(message)) expect(all).toContain(bare(text));
        expect(drawnActs(drawn.card)).toEqual(acts(message));
      }),
      RUNS,
    );
  });

  test('is called too long only when it is', () => {
    fc.assert(
      fc.property(sound(40), (message) => {
        const cells = message.blocks.flatMap((block) => (block.type === 'table' ? block.rows.flat() : []));
        const length = Buffer.byteLength(JSON.stringify([messageText(message), acts(message)]));
        fc.pre(acts(message).length <= 15 && cells.length <= 60 && length <= 8_000);
        expect(renderCard(message).kind).toBe('drawn');
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
    expect(shown(draw(of(...blocks)).card).replaceAll('⚠', '')).toBe(bare(lines.join('')));
  });
});

/** The one that is made to be longer than any card the questions would give. */
const LONGEST = 'card of 12, at its longest';

describe('every message of ours', () => {
  test.each(everyMessage())('%s is drawn whole', (_, message) => {
    const drawn = draw(withRealTokens(message));
    expect(cardFaults(drawn)).toEqual([]);
    expect(officialFindings(drawn.card)).toEqual([]);
    const all = shown(drawn.card);
    for (const text of ownText(message)) expect(all).toContain(bare(text));
    expect(drawnActs(drawn.card)).toEqual(acts(withRealTokens(message)));
  });

  const described = (message: Message) =>
    message.blocks.flatMap((block) =>
      block.type === 'buttons' ? block.buttons.flatMap(({ describe: words }) => words ?? []) : [],
    );

  test.each(everyMessage().filter(([name]) => name !== LONGEST))(
    '%s keeps its buttons for older clients, and every description whole',
    (_, message) => {
      const buttons = shownButtons(draw(withRealTokens(message)).card);
      for (const { fallback } of buttons) expect(fallback).toBeDefined();
      const tooltips = buttons.flatMap(({ tooltip }) => tooltip ?? []).map((text) => text.slice(-20));
      expect(tooltips).toEqual(described(message).map((text) => text.slice(-20)));
    },
  );

  test('the longest gives up the buttons for older clients, and nothing else', () => {
    const [, message] = everyMessage().find(([name]) => name === LONGEST) ?? [];
    if (message === undefined) throw new Error('No longest message');
    const buttons = shownButtons(draw(withRealTokens(message)).card);
    expect(buttons).toHaveLength(12 * 6);
    expect(buttons.filter(({ fallback }) => fallback !== undefined)).toEqual([]);
    expect(buttons.filter(({ tooltip }) => tooltip !== undefined)).toHaveLength(12 * 6);
  });
});

test('a card of the twelve longest checks that the shipped questions hold is drawn whole', () => {
  const views = loadBank()
    .filter(({ kind }) => kind === 'duty')
    .map((question) =>
      viewOf(question, { token: question.id, choiceOrder: null }, NAMES, true, { is: 'open' }),
    );
  const length = (view: PromptView) => draw(promptMessage(FRAME, [view])).bytes;
  const longest = views.sort((a, b) => length(b) - length(a)).slice(0, 12);
  const message = withRealTokens(promptMessage({ ...FRAME, again: true }, longest));
  const drawn = draw(message);
  expect(cardFaults(drawn)).toEqual([]);
  expect(drawnActs(drawn.card)).toEqual(acts(message));
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
      { type: 'table', caption: text, columns: [text, text], rows: [[text, { text, tone: 'bad' }]] },
      {
        type: 'buttons',
        buttons: [{ label: text, describe: text, act: { verb: 'answer', token: text, arg: text } }],
      },
      {
        type: 'form',
        act: { verb: 'answer', token: 't' },
        fields: [{ name: 'count', kind: 'count', label: `${text}:` }],
        submit: text,
        open: text,
        about: text,
        title: text,
        cancel: text,
      },
    ],
  });
  const MARKED = [
    '[here](https://x.example)',
    '**bold** __bold__ _slanted_ ~~struck~~',
    '- a list\n- of two',
    '1. a list',
    '# a heading',
    '<at>Ana Souza</at>',
    '<b>bold</b> &nbsp;&#42;',
    '![picture](https://x.example/x.png)',
    '`code`',
    '> quoted',
    'a | b\n---|---\nc | d',
    'www.x.example',
    '{{DATE(2017-02-14T06:08:00Z, SHORT)}} {{TIME(2017-02-14T06:08:00Z)}}',
    '$' + '{name}',
    'mailto:a@x.example',
  ];

  test.each([...HOSTILE, ...MARKED])('stands nowhere that Markdown is read: %j', (text) => {
    const drawn = draw(everywhere(text));
    // The schema of the test is stricter than Teams' in just this.
    expect(cardFaults(drawn)).toEqual([]);
    expect(officialFindings(drawn.card)).toEqual([]);
    const read = parts(drawn.card).filter(({ type }) => type === 'TextBlock' || type === 'FactSet');
    expect(read.length).toBeLessThanOrEqual(1);
  });

  test.each(MARKED)('is no TextBlock: %j', (text) => {
    expect(parts(draw(everywhere(text)).card).filter(({ type }) => type === 'TextBlock')).toEqual([]);
  });

  test('stays what it was', () => {
    const name = 'Ana <at>Bo</at> *Bold* :smile: [x](https://x.example) & Co';
    expect(body({ type: 'text', text: name }, { type: 'text', text: name, tone: 'quiet' })).toEqual([
      { type: 'RichTextBlock', inlines: [name] },
      {
        type: 'RichTextBlock',
        inlines: [{ type: 'TextRun', text: name, size: 'Small', isSubtle: true }],
      },
    ]);
  });

  test('is not worked out as a date', () => {
    expect(body({ type: 'text', text: 'On {{DATE(2017-02-14T06:08:00Z)}} then' })).toEqual([
      { type: 'RichTextBlock', inlines: ['On {', '{DATE(2017-02-14T06:08:00Z)}} then'] },
    ]);
  });

  test('is spoken without its marks, and shown whole in the notification', () => {
    const { card, summary } = draw({ ...of({ type: 'text', text: 'x' }), summary: 'Bo <b>& Co</b>\n*x*' });
    expect(summary).toBe('Bo <b>& Co</b> *x*');
    expect(card).toMatchObject({ speak: 'Bo b Co /b x', fallbackText: 'Bo b Co /b x', lang: 'en' });
  });
});

describe('text', () => {
  test('a heading is one to a screen reader, unless Markdown would read something into it', () => {
    expect(body({ type: 'heading', text: 'Oak Primary: safeguarding digest' })).toEqual([
      { type: 'TextBlock', style: 'heading', text: 'Oak Primary: safeguarding digest', wrap: true },
    ]);
    expect(body({ type: 'heading', text: 'St Mary & All Saints' })).toEqual([
      {
        type: 'RichTextBlock',
        inlines: [{ type: 'TextRun', text: 'St Mary & All Saints', weight: 'Bolder', size: 'Large' }],
      },
    ]);
  });

  test('every heading we write is one', () => {
    const headings = everyMessage().flatMap(([, { blocks }]) =>
      blocks.filter(({ type }) => type === 'heading'),
    );
    expect(headings.length).toBeGreaterThan(20);
    for (const block of headings) expect(body(block)).toMatchObject([{ type: 'TextBlock' }]);
  });

  test('a warning has a mark and weight, not its colour alone', () => {
    expect(body({ type: 'text', tone: 'warn', text: 'Check each name' })).toEqual([
      {
        type: 'RichTextBlock',
        inlines: [{ type: 'TextRun', text: '⚠ Check each name', weight: 'Bolder', color: 'Attention' }],
      },
    ]);
  });

  test('every line of a text is an element of its own, close to the one before', () => {
    expect(body({ type: 'text', text: 'one\r\n\ntwo' })).toEqual([
      { type: 'RichTextBlock', inlines: ['one'] },
      { type: 'RichTextBlock', inlines: ['two'], spacing: 'None' },
    ]);
  });

  test('fields have their label in bold, a list its points', () => {
    expect(
      body({ type: 'fields', fields: [{ label: 'Asked', value: '4' }] }, { type: 'list', lines: ['a', ' '] }),
    ).toEqual([
      {
        type: 'RichTextBlock',
        inlines: [{ type: 'TextRun', text: 'Asked: ', weight: 'Bolder' }, '4'],
        spacing: 'Small',
      },
      { type: 'RichTextBlock', inlines: ['• a'], spacing: 'Small' },
    ]);
  });

  test('a divider stands above what comes next, and nowhere else', () => {
    const divider: Block = { type: 'divider' };
    const text: Block = { type: 'text', text: 'x' };
    expect(body(divider, text, divider, { type: 'text', text: ' ' }, text, divider)).toEqual([
      { type: 'RichTextBlock', inlines: ['x'] },
      { type: 'RichTextBlock', inlines: ['x'], separator: true, spacing: 'Large' },
    ]);
  });

  test('a message with nothing to show shows its summary', () => {
    expect(body({ type: 'text', text: '\u200b' })).toEqual([
      { type: 'RichTextBlock', inlines: ['A question'] },
    ]);
  });
});

describe('buttons', () => {
  const button = (label: string, more: Partial<Button> = {}): Button => ({
    label,
    act: { verb: 'answer', token: 't', arg: label },
    ...more,
  });

  test('send their act with either kind of client, and say what they are for', () => {
    const data = { act: { verb: 'answer', token: 't', arg: 'Yes' } };
    expect(
      body({ type: 'buttons', buttons: [button('Yes', { describe: 'Yes: the gates', style: 'primary' })] }),
    ).toEqual([
      {
        type: 'ActionSet',
        actions: [
          {
            type: 'Action.Execute',
            title: 'Yes',
            verb: 'vigil',
            data,
            style: 'positive',
            tooltip: 'Yes: the gates',
            fallback: { type: 'Action.Submit', title: 'Yes', data },
          },
        ],
      },
    ]);
  });

  test.each([
    [['Yes', 'Partly', 'No'], [3]],
    [
      ['The DSL', 'A deputy DSL', 'Nobody yet'],
      [2, 1],
    ],
    [
      ['I have read it', 'I need time', 'I need another format'],
      [2, 1],
    ],
    [
      ['1', '2', '3', '4', '5', '6', '7', '8'],
      [6, 2],
    ],
    [
      ['Tell the DSL or a deputy now', 'Wait'],
      [1, 1],
    ],
  ])('%j stand in rows that a telephone shows whole: %j', (labels, rows) => {
    const sets = body({ type: 'buttons', buttons: labels.map((label) => button(label)) });
    expect((sets as { actions: unknown[] }[]).map(({ actions }) => actions.length)).toEqual(rows);
  });

  test('with a label too long for a telephone are numbered, and stand in full above', () => {
    const long = 'Tell the DSL or a deputy, then record it';
    const drawn = draw(of({ type: 'buttons', buttons: [button(long), button('No', { describe: 'No: x' })] }));
    expect(shownText(drawn.card)).toEqual([`1. ${long}`, '2. No', '1. Tell the DSL or a deputy…', '2. No']);
    expect(shownButtons(drawn.card).map(({ tooltip }) => tooltip)).toEqual([undefined, 'No: x']);
  });
});

describe('a table', () => {
  const table = (rows: number, columns = 3): Block => ({
    type: 'table',
    caption: 'Ratings',
    columns: Array.from({ length: columns }, (_, column) => `Column ${column}`),
    rows: Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => `cell ${row}.${column}`),
    ),
  });
  const types = (...blocks: Block[]) => (body(...blocks) as { type: string }[]).map(({ type }) => type);

  test('is Teams’ own, under its caption, with heads and an even width', () => {
    const [caption, own] = body(table(2));
    expect(caption).toMatchObject({ inlines: [{ text: 'Ratings', weight: 'Bolder' }] });
    expect(own).toMatchObject({
      columns: [{ width: 1 }, { width: 1 }, { width: 1 }],
      firstRowAsHeaders: true,
      rows: [
        { cells: [{ items: [{ inlines: [{ text: 'Column 0', weight: 'Bolder' }] }] }, {}, {}] },
        { cells: [{ items: [{ inlines: [{ text: 'cell 0.0' }] }] }, {}, {}] },
        {},
      ],
    });
  });

  test('colours a cell behind its words, which say the same', () => {
    const [, own] = body({
      type: 'table',
      caption: 'c',
      columns: ['Rating'],
      rows: (['good', 'warn', 'bad', 'quiet'] as const).map((tone) => [{ text: `is ${tone}`, tone }]),
    });
    expect(own).toMatchObject({
      rows: [
        {},
        { cells: [{ style: 'good', items: [{ inlines: [{ text: 'is good' }] }] }] },
        { cells: [{ style: 'warning', items: [{ inlines: [{ text: 'is warn' }] }] }] },
        { cells: [{ style: 'attention', items: [{ inlines: [{ text: 'is bad' }] }] }] },
        { cells: [{ style: 'emphasis', items: [{ inlines: [{ text: 'is quiet' }] }] }] },
      ],
    });
  });

  test('has what there is no room for beside the last column under it, with its column’s name', () => {
    const [, own] = body(table(1, 5));
    expect(own).toMatchObject({ columns: [{ width: 1 }, { width: 1 }, { width: 1 }] });
    const cells = (own as { rows: { cells: object[] }[] }).rows.map((row) =>
      row.cells.map((cell) => shownText(cell)),
    );
    expect(cells).toEqual([
      [['Column 0'], ['Column 1'], ['Column 2', 'Column 3', 'Column 4']],
      [['cell 0.0'], ['cell 0.1'], ['cell 0.2', 'Column 3: cell 0.3', 'Column 4: cell 0.4']],
    ]);
  });

  test('is given as lines to a client that has no tables', () => {
    const [, own] = body(table(1));
    expect(shownText((own as { fallback: object }).fallback)).toEqual([
      'Column 0: cell 0.0',
      'Column 1: cell 0.1; Column 2: cell 0.2',
    ]);
  });

  test.each([
    ['more columns than a telephone has room for', table(2, 6)],
    ['no columns', { ...table(2), columns: [] } as Block],
    ['no rows', table(0)],
    ['rows of unlike length', { ...table(2), columns: ['One', 'Two'] } as Block],
  ])('%s: it is drawn as lines', (_, block) => {
    const drawn = draw(of(block));
    expect(cardFaults(drawn)).toEqual([]);
    expect(types(block)).not.toContain('Table');
    for (const text of messageText(of(block)).slice(1)) expect(shown(drawn.card)).toContain(bare(text));
  });

  test('without a word in it is not given as lines', () => {
    const drawn = draw(of({ type: 'table', caption: '', columns: [''], rows: [['']] }));
    expect(cardFaults(drawn)).toEqual([]);
  });

  test('has no cell that a reader would pass over', () => {
    expect(shownText(body({ type: 'table', caption: 'c', columns: ['a', ''], rows: [['', 'b']] }))).toEqual([
      'c',
      'a',
      '–',
      '–',
      'b',
    ]);
  });
});

describe('a card too big for Teams', () => {
  const asked = (count: number): Message =>
    of(
      ...Array.from({ length: count }, (_, index): Block[] => [
        { type: 'text', text: `Question ${index}` },
        {
          type: 'buttons',
          buttons: [
            {
              label: 'Yes',
              describe: `Yes: ${'word '.repeat(20)}`,
              act: { verb: 'answer', token: `${index}` },
            },
          ],
        },
      ]).flat(),
      { type: 'table', caption: 'c', columns: ['a'], rows: Array.from({ length: 12 }, () => ['b']) },
    );
  const kept = (message: Message) => {
    const { card, bytes } = draw(message);
    expect(bytes).toBeLessThanOrEqual(28_672);
    const [button] = shownButtons(card);
    return {
      lines: parts(card).some(({ type, fallback }) => type === 'Table' && fallback !== undefined),
      tooltip: button?.tooltip?.length ?? 0,
      submits: button?.fallback !== undefined,
    };
  };

  test.each([
    [60, { lines: true, tooltip: 104, submits: true }],
    [65, { lines: false, tooltip: 104, submits: true }],
    [70, { lines: false, tooltip: 45, submits: true }],
    [85, { lines: false, tooltip: 0, submits: true }],
    [100, { lines: false, tooltip: 45, submits: false }],
    [120, { lines: false, tooltip: 0, submits: false }],
  ])('of %i questions gives up the least that it can: %j', (count, expected) => {
    expect(kept(asked(count))).toEqual(expected);
  });

  test('with nothing left to give up is called too long, and its summary still given', () => {
    expect(renderCard(asked(150))).toEqual({ kind: 'too_long', summary: 'A question' });
  });
});
