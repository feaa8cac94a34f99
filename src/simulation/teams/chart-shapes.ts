/**
 * The charts Teams draws in a card, beyond Adaptive Cards 1.5, as its page on them has them.
 * The rule: each has a fallback, since some clients draw none; what is not listed is refused.
 */
import { flag, list, number, one, record, type Shape, type Spec, shape, text } from './card-spec.ts';

const CHART_FIELDS = {
  title: text,
  colorSet: one('categorical', 'sequential', 'diverging', 'sequentialred', 'sequentialgreen'),
  showTitle: flag,
  maxWidth: text,
};
const AXES = {
  xAxisTitle: text,
  yAxisTitle: text,
  yMin: number,
  yMax: number,
};
const points = list(record, 1);
/** How their data are written, by chart: the fields each entry has. */
const slice = ['legend', 'value'];
const bar = ['x', 'y'];

export const CHARTS = (element: Record<string, Spec>): Record<string, Shape> => {
  const chart = (has: Record<string, Spec>): Shape =>
    shape('element', ['fallback', 'title'], { ...element, ...CHART_FIELDS, ...has });
  const withData = (has: Record<string, Spec> = {}): Shape => {
    const made = chart({ ...has, data: points });
    return { ...made, needs: [...made.needs, 'data'] };
  };
  return {
    'Chart.Donut': withData({ value: text, valueColor: text, showLegend: flag, thickness: text }),
    'Chart.Pie': withData({ value: text, valueColor: text, showLegend: flag }),
    'Chart.Gauge': chart({
      value: number,
      min: number,
      max: number,
      segments: points,
      subLabel: text,
      showLegend: flag,
      showMinMax: flag,
      showNeedle: flag,
      showOutlines: flag,
      valueFormat: one('percentage', 'fraction'),
    }),
    'Chart.VerticalBar': withData({ ...AXES, color: text, showBarValues: flag }),
    'Chart.VerticalBar.Grouped': withData({ ...AXES, color: text, showBarValues: flag, stacked: flag }),
    'Chart.HorizontalBar': withData({
      ...AXES,
      color: text,
      displayMode: one('AbsoluteWithAxis', 'AbsoluteNoAxis', 'PartToWhole'),
    }),
    'Chart.HorizontalBar.Stacked': withData(AXES),
    'Chart.Line': withData({ ...AXES, color: text }),
  };
};

/** What each entry of a chart's data must have; nested entries stand in `of`. */
export const ENTRIES: Record<string, { has: string[]; of?: { in: string; has: string[] } }> = {
  'Chart.Donut': { has: slice },
  'Chart.Pie': { has: slice },
  'Chart.VerticalBar': { has: bar },
  'Chart.HorizontalBar': { has: bar },
  'Chart.VerticalBar.Grouped': { has: ['legend', 'values'], of: { in: 'values', has: bar } },
  'Chart.Line': { has: ['legend', 'values'], of: { in: 'values', has: bar } },
  'Chart.HorizontalBar.Stacked': { has: ['title', 'data'], of: { in: 'data', has: slice } },
};
