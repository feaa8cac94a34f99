/**
 * What every picture has round its drawing: the paper, the title, the key to its series, and how high that makes it.
 * The rule: it is as wide as a telephone's card, and everything in it is placed by our own reckoning, so that the
 * same chart is the same picture on every machine.
 */
import type { Chart } from '../domain/chart.ts';
import { inksFor, PAPER, SOFT, TEXT } from './colours.ts';
import { plainLine, wrapText } from './wrap-text.ts';

export const WIDTH = 480;
export const EDGE = 12;
export const FONT = 'DejaVu Sans, Verdana, sans-serif';
/** Of the letters, in pixels. */
export const SIZE = 13;
export const LINE = 17;
/** What stands where there is no number, as in the table. */
export const NONE = '–';
const TITLE = { size: 15, line: 20 };
/** Heavy letters are wider. */
const HEAVY = 1.12;

/** Beyond this no scale can be drawn. NaN is beyond it too. */
const MOST = 1e12;

/** A chart ECharts can take: no text it cannot carry, and a number or null at every label. */
export type Sound = Omit<Chart, 'describe' | 'labelled'>;

export function soundChart({ kind, title, labels, tones, series }: Chart): Sound {
  return {
    kind,
    title,
    labels: labels.map(plainLine),
    ...(tones === undefined ? {} : { tones }),
    series: series.map(({ name, tone, values }) => ({
      name: plainLine(name),
      ...(tone === undefined ? {} : { tone }),
      values: labels.map((_, at) => {
        const value = values[at] ?? null;
        return value !== null && Math.abs(value) <= MOST ? Number(value.toFixed(6)) : null;
      }),
    })),
  };
}

/** A number as a picture has room for it. */
export function numberText(value: number | null): string {
  return value === null ? NONE : String(Number(value.toPrecision(6)));
}

export type Layout = { option: Record<string, unknown>; height: number };
export type Frame = { option: Record<string, unknown>; height: number };

/** `keyed`: several series, each named beside its colour. */
export function frameOf({ title, series }: Sound, keyed: boolean): Frame {
  const { lines } = wrapText(title, {
    width: (WIDTH - 2 * EDGE) / HEAVY,
    size: TITLE.size,
    lines: 3,
  });
  const inks = inksFor(series.map(({ tone }) => tone));
  const top = EDGE + lines.length * TITLE.line + 6;
  const names = keyed
    ? series.map(({ name }) => wrapText(name, { width: 420, size: SIZE, lines: 1 }).lines.join(''))
    : [];
  return {
    height: top + names.length * (LINE + 3) + (names.length > 0 ? 6 : 0),
    option: {
      animation: false,
      backgroundColor: PAPER,
      aria: {
        enabled: true,
        label: { enabled: false },
        decal: { show: true, decals: inks.map(({ decal }) => decal) },
      },
      color: inks.map(({ color }) => color),
      textStyle: { fontFamily: FONT, fontSize: SIZE, color: TEXT },
      title: {
        text: lines.join('\n'),
        left: EDGE,
        top: EDGE,
        padding: 0,
        textStyle: { color: TEXT, fontSize: TITLE.size, lineHeight: TITLE.line, fontWeight: 'bold' },
      },
      legend: {
        show: keyed,
        selectedMode: false,
        orient: 'vertical',
        left: EDGE,
        top,
        padding: 0,
        itemGap: 3,
        itemWidth: 22,
        itemHeight: 12,
        data: names.map((_, at) => String(at)),
        formatter: (at: string) => names[Number(at)] ?? '',
        textStyle: { color: TEXT, fontSize: SIZE, lineHeight: LINE },
      },
    },
  };
}

/** A chart with nothing to count: its title, and that there is no number. */
export function emptyLayout(chart: Sound): Layout {
  const { option, height } = frameOf(chart, false);
  const none = { type: 'text', left: EDGE, top: height, silent: true };
  return {
    height: height + LINE + EDGE,
    option: {
      ...option,
      graphic: [{ ...none, style: { text: NONE, fill: SOFT, font: `${SIZE}px ${FONT}` } }],
    },
  };
}
