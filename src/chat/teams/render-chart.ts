/**
 * A chart as one of Teams' own, with a picture or a sentence for clients that have none, and always its numbers.
 * The rule: the numbers stand as a table below, so nothing is lost where the chart is not drawn; a moment without a
 * number is left out of the drawing, never drawn as nought.
 */
import { Buffer } from 'node:buffer';
import { type Chart, chartTable } from '../../domain/chart.ts';
import type { Tone } from '../../domain/message.ts';
import type { DrawPicture } from '../chat.ts';
import type { ChartColor, ChartElement, Element, Point } from './card-shapes.ts';
import type { Extras } from './fit-card.ts';
import { label } from './plain-text.ts';
import { renderTable } from './render-table.ts';
import { renderLine } from './render-text.ts';

const COLORS: Record<Tone, ChartColor> = {
  good: 'good',
  warn: 'warning',
  bad: 'attention',
  quiet: 'neutral',
};

type ChartDrawing = { extras: Extras; picture: DrawPicture | undefined };

export function renderChart(chart: Chart, { extras, picture }: ChartDrawing): Element[] {
  const fallback = inItsPlace(chart, extras.pictures ? picture : undefined);
  const hasNumbers = chart.series.some(({ values }) => values.some((value) => value !== null));
  const table = renderTable(chartTable(chart), extras);
  if (hasNumbers) return [ownChart(chart, fallback), ...table];
  return fallback === 'drop' ? table : [fallback, ...table];
}

function inItsPlace(chart: Chart, picture: DrawPicture | undefined): ChartElement['fallback'] {
  if (picture === undefined) {
    const items = renderLine(chart.describe);
    return items.length === 0 ? 'drop' : { type: 'Container', items };
  }
  const base64 = Buffer.from(picture(chart)).toString('base64');
  return { type: 'Image', url: `data:image/png;base64,${base64}`, altText: label(chart.describe) };
}

function ownChart(chart: Chart, fallback: ChartElement['fallback']): ChartElement {
  const given = { title: label(chart.title), fallback };
  const series = chart.series.map(({ name, tone, values }) => ({
    legend: label(name),
    ...(tone === undefined ? {} : { color: COLORS[tone] }),
    values: points(chart, values),
  }));
  const [only, ...more] = series;
  if (chart.kind === 'lines') return { type: 'Chart.Line', ...given, data: series };
  if (only === undefined || more.length > 0)
    return { type: 'Chart.VerticalBar.Grouped', ...given, data: series };
  const { color, values } = only;
  switch (chart.kind) {
    case 'bars':
    case 'columns':
      return {
        type: chart.kind === 'bars' ? 'Chart.HorizontalBar' : 'Chart.VerticalBar',
        ...given,
        ...(color === undefined ? {} : { color }),
        data: values,
      };
    case 'shares':
      return {
        type: 'Chart.Donut',
        ...given,
        data: values.map(({ x, y, ...colored }) => ({ legend: x, value: y, ...colored })),
      };
  }
}

/** Where the labels themselves are good or bad, each point has its label's colour; its words are on it all the same. */
function points({ labels, tones, series }: Chart, values: readonly (number | null)[]): Point[] {
  return labels.flatMap((name, at) => {
    const value = values[at] ?? null;
    const tone = series.length === 1 ? tones?.[at] : undefined;
    const colored = tone === undefined ? {} : { color: COLORS[tone] };
    return value === null ? [] : [{ x: label(name), y: value, ...colored }];
  });
}
