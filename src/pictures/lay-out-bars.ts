/**
 * Bars, lying or standing, with each number at its bar.
 * The rule: every bar starts at nought; nought is written as nought, and a number that is not there as a dash.
 * Standing bars whose labels or numbers would not fit beneath one another are laid down instead.
 */
import { inksFor, RULE, SOFT, TEXT, TONES } from './colours.ts';
import { EDGE, frameOf, type Layout, LINE, numberText, SIZE, type Sound, WIDTH } from './frame.ts';
import { textWidth, wrapText } from './wrap-text.ts';

const BAR = 18;
const LABELS = { width: 180, size: SIZE, lines: 3 };
const BENEATH = { size: 12, lines: 3, line: 15 };
const STANDING = 170;

export function lyingBars(chart: Sound): Layout {
  const frame = frameOf(chart, chart.series.length > 1);
  const labels = chart.labels.map((label) => wrapText(label, LABELS).lines);
  const left = EDGE + Math.min(LABELS.width, widest(labels.flat(), SIZE)) + 10;
  const band = Math.max(
    Math.max(1, ...labels.map(({ length }) => length)) * LINE + 8,
    chart.series.length * (BAR + 2) + 10,
  );
  const height = chart.labels.length * band;
  return {
    height: frame.height + height + EDGE,
    option: {
      ...frame.option,
      grid: {
        ...PLACED,
        left,
        right: EDGE + widest(numbers(chart), SIZE) + 8,
        top: frame.height,
        height,
      },
      xAxis: { type: 'value', show: false, ...fromNought },
      yAxis: {
        ...named(labels, { fontSize: SIZE, lineHeight: LINE }),
        inverse: true,
      },
      series: barSeries(chart, 'right', BAR),
    },
  };
}

/** Null where they would not fit. */
export function standingBars(chart: Sound): Layout | null {
  const across = WIDTH - 2 * EDGE;
  const slot = across / chart.labels.length;
  const wrapped = chart.labels.map((label) => wrapText(label, { ...BENEATH, width: slot - 8 }));
  const bar = Math.min(48, (slot - 8) / chart.series.length);
  if (!wrapped.every(({ whole }) => whole) || widest(numbers(chart), SIZE) > bar + 4) return null;
  const labels = wrapped.map(({ lines }) => lines);
  const frame = frameOf(chart, chart.series.length > 1);
  const top = frame.height + LINE + 4;
  const beneath = Math.max(...labels.map(({ length }) => length)) * BENEATH.line + 10;
  return {
    height: top + STANDING + beneath + EDGE,
    option: {
      ...frame.option,
      grid: { ...PLACED, left: EDGE, right: EDGE, top, height: STANDING },
      xAxis: named(labels, { fontSize: BENEATH.size, lineHeight: BENEATH.line, interval: 0 }),
      yAxis: { type: 'value', show: false, ...fromNought },
      series: barSeries(chart, 'top', bar - 2),
    },
  };
}

const PLACED = { outerBoundsMode: 'none' };
const fromNought = {
  min: ({ min }: { min: number }) => Math.min(0, min),
  max: ({ max }: { max: number }) => Math.max(max, 0) || 1,
};

function named(labels: string[][], style: Record<string, unknown>): Record<string, unknown> {
  return {
    type: 'category',
    data: labels.map((_, at) => String(at)),
    axisTick: { show: false },
    axisLine: { show: true, onZero: false, lineStyle: { color: RULE } },
    axisLabel: {
      ...style,
      interval: 0,
      color: TEXT,
      formatter: (_: string, at: number) => (labels[at] ?? []).join('\n'),
    },
  };
}

function barSeries({ series, tones }: Sound, position: 'right' | 'top', thick: number): unknown[] {
  const inks = inksFor(series.map(({ tone }) => tone));
  return series.map(({ values }, place) => ({
    type: 'bar',
    name: String(place),
    silent: true,
    barWidth: thick,
    barGap: `${Math.round((2 / thick) * 100)}%`,
    itemStyle: { color: inks[place]?.color },
    label: { show: true, position, distance: 5, color: TEXT, fontSize: SIZE },
    data: values.map((value, at) => {
      const own = tones?.[at];
      return {
        value: value ?? 0,
        label: { formatter: () => numberText(value), color: value === null ? SOFT : TEXT },
        ...(own === undefined ? {} : { itemStyle: { color: TONES[own].color, decal: TONES[own].decal } }),
      };
    }),
  }));
}

function numbers({ series }: Sound): string[] {
  return series.flatMap(({ values }) => values.map(numberText));
}

function widest(texts: readonly string[], size: number): number {
  return Math.max(0, ...texts.map((text) => textWidth(text, size)));
}
