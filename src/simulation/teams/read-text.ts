/**
 * What one person can read in a message, flattened into lines in reading order.
 * The rule: only what is visible to them: texts with their Markdown resolved, facts, cells, charts' words and
 * numbers, labels of inputs and buttons, a picture's words. Data, ids and fallbacks are never in it.
 */
import { ENTRIES } from './chart-shapes.ts';
import { asJson, list } from './check-shape.ts';
import { readMarkdown } from './read-markdown.ts';
import type { Drawing, Json, Screen } from './world.ts';

export function readText(drawing: Drawing, screen: Screen): string {
  const { card, text, textFormat } = drawing;
  const words = textFormat === 'plain' ? text : readMarkdown(text.replace(/<\/?at>/g, '')).text;
  const lines = [words, ...(card === null ? [] : cardLines(card, screen))];
  return lines.filter((line) => line !== '').join('\n');
}

export const isShown = (part: Json, screen: Screen): boolean =>
  (typeof part.id === 'string' ? screen.shown.get(part.id) : undefined) ?? part.isVisible !== false;

function cardLines(card: Json, screen: Screen): string[] {
  const actions = list(card.actions);
  const opened = actions
    .filter((action) => screen.opened.has(action))
    .map(({ card: inner }) => asJson(inner));
  return [
    ...list(card.body).flatMap((part) => linesOf(part, screen)),
    ...actions.map(({ title }) => words(title)),
    ...opened.flatMap((inner) => (inner === null ? [] : cardLines(inner, screen))),
  ];
}

function linesOf(part: Json, screen: Screen): string[] {
  if (!isShown(part, screen)) return [];
  const inner = (value: unknown) => list(value).flatMap((each) => linesOf(each, screen));
  const type = String(part.type ?? '');
  if (type.startsWith('Chart.')) return chartLines(type, part);
  switch (type) {
    case 'TextBlock':
      return [readMarkdown(words(part.text)).text];
    case 'RichTextBlock':
      return [
        (Array.isArray(part.inlines) ? part.inlines : [])
          .map((run) => (typeof run === 'string' ? run : words(asJson(run)?.text)))
          .join(''),
      ];
    case 'Image':
      return [words(part.altText)];
    case 'ImageSet':
      return list(part.images).map(({ altText }) => words(altText));
    case 'FactSet':
      return list(part.facts).flatMap(({ title, value }) =>
        [title, value].map((each) => readMarkdown(words(each)).text),
      );
    case 'ColumnSet':
      return list(part.columns).flatMap((column) => (isShown(column, screen) ? inner(column.items) : []));
    case 'Table':
      return list(part.rows).flatMap(({ cells }) => list(cells).flatMap(({ items }) => inner(items)));
    case 'ActionSet':
      return cardLines({ actions: part.actions }, screen);
    case 'Container':
      return inner(part.items);
    default:
      return type.startsWith('Input.') ? inputLines(part) : [];
  }
}

function inputLines(input: Json): string[] {
  const choices = list(input.choices).map(({ title }) => readMarkdown(words(title)).text);
  const title = input.type === 'Input.Toggle' ? readMarkdown(words(input.title)).text : '';
  const button = words(asJson(input.inlineAction)?.title);
  return [words(input.label), words(input.placeholder), title, ...choices, button];
}

function chartLines(type: string, chart: Json): string[] {
  const nested = ENTRIES[type]?.of?.in;
  const entry = (each: Json): string[] => [
    ...['title', 'legend', 'x', 'y', 'value', 'size'].map((name) => words(each[name])),
    ...(nested === undefined ? [] : list(each[nested]).flatMap(entry)),
  ];
  return [
    ...[chart.title, chart.value, chart.subLabel, chart.xAxisTitle, chart.yAxisTitle].map(words),
    ...list(chart.data ?? chart.segments).flatMap(entry),
  ];
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
