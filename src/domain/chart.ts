/**
 * The neutral chart: a few numbers and how they are best seen, before any platform draws it.
 * The rule: the numbers are always given as a table too, so a chart is never the only place a figure stands, and no
 * colour says anything alone. Drawing is left to each chat's render and to pictures/.
 */
import type { Tone } from './tone.ts';

/**
 * bars: one number a label, lying. columns: the same standing, or several series side by side.
 * lines: series over time, one label a moment. shares: parts of a whole, in one series.
 */
export type ChartKind = 'bars' | 'columns' | 'lines' | 'shares';

export type Chart = {
  kind: ChartKind;
  /** Says what is counted and of how many. */
  title: string;
  /** What stands along the labels, as a column's heading in the table: "Week", "Rating". */
  labelled: string;
  labels: string[];
  /** Where the labels themselves are good or bad, such as ratings: one for each label, in place of the series' own. */
  tones?: Tone[];
  /** One number for each label; null where there is none, which is not the same as nought. */
  series: { name: string; tone?: Tone; values: (number | null)[] }[];
  /** What the picture shows in one sentence, for whoever does not see it. */
  describe: string;
};

/** The chart's numbers as a table: every platform shows it beside the picture, or in its place. */
export function chartTable(chart: Chart): {
  type: 'table';
  caption: string;
  columns: string[];
  rows: string[][];
} {
  return {
    type: 'table',
    caption: chart.title,
    columns: [chart.labelled, ...chart.series.map(({ name }) => name)],
    rows: chart.labels.map((label, at) => [
      label,
      ...chart.series.map(({ values }) => ((values[at] ?? null) === null ? '–' : String(values[at]))),
    ]),
  };
}
