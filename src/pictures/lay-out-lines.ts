/**
 * Lines over time, each with its own colour, mark and stroke.
 * The rule: a moment without a number is a gap in the line, never nought and never bridged; the scale starts at
 * nought. Labels that would run into each other are left out here, and stand in the table.
 */
import { inksFor, RULE, SOFT, TEXT } from './colours.ts';
import { EDGE, frameOf, type Layout, LINE, numberText, type Sound, WIDTH } from './frame.ts';
import { textWidth, wrapText } from './wrap-text.ts';

const TALL = 180;
const MARKS = ['circle', 'rect', 'triangle', 'diamond'];
const STROKES = ['solid', 'dashed', 'dotted'];
const SMALL = 12;
/** More numbers than this over one line run into each other. */
const FEW = 12;

/** Null where there is no number to make a scale of. */
export function linesOverTime(chart: Sound): Layout | null {
  if (chart.series.every(({ values }) => values.every((value) => value === null))) return null;
  const keyed = chart.series.length > 1;
  const frame = frameOf(chart, keyed);
  const labels = chart.labels.map((label) =>
    wrapText(label, { width: 90, size: SMALL, lines: 1 }).lines.join(''),
  );
  const wide = Math.max(...labels.map((label) => textWidth(label, SMALL)));
  const scale = chart.series.flatMap(({ values }) =>
    values.map((value) => textWidth(numberText(value), SMALL)),
  );
  const left = EDGE + Math.max(26, ...scale) + 8;
  const right = Math.max(EDGE + 12, wide / 2 + 4);
  const step = Math.max(1, Math.ceil((labels.length * (wide + 10)) / (WIDTH - left - right)));
  const inks = inksFor(chart.series.map(({ tone }) => tone));
  const top = frame.height + LINE;
  return {
    height: top + TALL + LINE + EDGE + 4,
    option: {
      ...frame.option,
      grid: { outerBoundsMode: 'none', left, right, top, height: TALL },
      xAxis: {
        type: 'category',
        boundaryGap: labels.length === 1,
        data: labels.map((_, at) => String(at)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: RULE } },
        axisLabel: {
          color: TEXT,
          fontSize: SMALL,
          margin: 10,
          interval: (at: number) => at % step === 0,
          formatter: (_: string, at: number) => labels[at] ?? '',
        },
      },
      yAxis: {
        type: 'value',
        min: ({ min }: { min: number }) => Math.min(0, min),
        ...(isWhole(chart) ? { minInterval: 1 } : {}),
        splitNumber: 4,
        splitLine: { lineStyle: { color: RULE } },
        axisLabel: { color: SOFT, fontSize: SMALL, formatter: (value: number) => numberText(value) },
      },
      series: chart.series.map(({ values }, place) => ({
        type: 'line',
        name: String(place),
        silent: true,
        connectNulls: false,
        showSymbol: true,
        showAllSymbol: true,
        symbol: MARKS[place % MARKS.length],
        symbolSize: 8,
        color: inks[place]?.color,
        lineStyle: { width: 2.5, type: STROKES[place % STROKES.length] },
        label: {
          show: !keyed && values.length <= FEW,
          position: 'top',
          color: TEXT,
          fontSize: SMALL,
          formatter: ({ dataIndex }: { dataIndex: number }) => numberText(values[dataIndex] ?? null),
        },
        data: values,
      })),
    },
  };
}

function isWhole({ series }: Sound): boolean {
  return series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)));
}
