/**
 * One of every block a message can be made of, with one text as all of its words: what no message of today says
 * somewhere, one of tomorrow may.
 */
import type { Chart, ChartKind } from '../../src/domain/chart.ts';
import type { Block, Field, Message } from '../../src/domain/message.ts';
import { PAGE_OF_OURS } from './every-asking.ts';

const TONES = ['plain', 'quiet', 'strong', 'warn'] as const;
const CHARTS: readonly ChartKind[] = ['bars', 'columns', 'lines', 'shares'];
const FIELDS: readonly Field['kind'][] = [
  'count',
  'percent',
  'date',
  'words',
  'line',
  'choice',
  'choices',
  'person',
  'channel',
];
const MORE = (word: string): { [kind in Field['kind']]?: Partial<Field> } => ({
  words: { most: 500 },
  choice: { options: [{ value: 'one', label: word }] },
  choices: { options: [{ value: 'one', label: word }] },
});

const chartOf = (kind: ChartKind, word: string): Chart => ({
  kind,
  title: word,
  labelled: word,
  labels: [word, `${word} `],
  series: [{ name: word, values: [1, 2] }],
  describe: word,
});

function formOf(word: string): Block {
  const names: Record<Field['kind'], Field['name']> = {
    count: 'count',
    percent: 'percent',
    date: 'date',
    words: 'note',
    line: 'name',
    choice: 'phase',
    choices: 'ask_days',
    person: 'dsl',
    channel: 'channel',
  };
  return {
    type: 'form',
    act: { verb: 'answer', token: 'token-form' },
    fields: FIELDS.map((kind) => ({ kind, name: names[kind], label: word, ...MORE(word)[kind] })),
    submit: word,
    open: word,
    about: word,
    title: word,
    cancel: word,
    warn: word,
  };
}

function blocksOf(type: Block['type'], word: string): Block[] {
  switch (type) {
    case 'heading':
      return [{ type, text: word }];
    case 'text':
      return TONES.map((tone) => ({ type, tone, text: word }));
    case 'list':
      return [{ type, lines: [word, word] }];
    case 'fields':
      return [{ type, fields: [{ label: word, value: word }] }];
    case 'table':
      return [
        { type, caption: word, columns: [word, word], rows: [[word, { text: word, tone: 'bad' }]] },
        // A second one is drawn as lines.
        { type, caption: word, columns: [word, word], rows: [[word, word]] },
      ];
    case 'chart':
      return CHARTS.map((kind) => ({ type, chart: chartOf(kind, word) }));
    case 'buttons':
      return [
        { type, buttons: [{ label: word, describe: word, act: { verb: 'answer', token: 'token-button' } }] },
        // One too long for a button is listed by number.
        {
          type,
          buttons: [{ label: `${word} ${'and '.repeat(30)}`, act: { verb: 'answer', token: 'token' } }],
        },
      ];
    case 'link':
      return [{ type, label: word, url: PAGE_OF_OURS }];
    case 'form':
      return [formOf(word)];
    case 'divider':
      return [{ type }];
  }
}

const TYPES: Record<Block['type'], true> = {
  heading: true,
  text: true,
  list: true,
  fields: true,
  table: true,
  chart: true,
  buttons: true,
  link: true,
  form: true,
  divider: true,
};

/** A message of each, by itself. */
export const everyBlock = (word: string): Message[] =>
  (Object.keys(TYPES) as Block['type'][]).map((type) => ({
    kind: 'status',
    summary: word,
    blocks: blocksOf(type, word),
  }));
