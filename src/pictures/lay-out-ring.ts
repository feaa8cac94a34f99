/**
 * Parts of a whole as a ring, with each part named and counted beside it.
 * The rule: a ring is drawn only where there is a whole to divide and few enough parts to tell apart; otherwise the
 * parts are bars, which say the same.
 */
import { INKS, inksFor, PAPER, TEXT } from './colours.ts';
import { EDGE, frameOf, type Layout, LINE, numberText, SIZE, type Sound, WIDTH } from './frame.ts';
import { wrapText } from './wrap-text.ts';

const ACROSS = 150;
const KEY = { left: EDGE + ACROSS + 28, icon: 22, gap: 8 };

/** Null where a ring would mislead: no whole, a part unknown, or more parts than can be told apart. */
export function ringOfShares(chart: Sound): Layout | null {
  const [only, ...more] = chart.series;
  if (only === undefined || more.length > 0 || only.values.length > INKS.length) return null;
  const values = only.values.flatMap((value) => (value === null || value < 0 ? [] : [value]));
  const whole = values.reduce((total, value) => total + value, 0);
  if (values.length < only.values.length || whole <= 0) return null;
  const frame = frameOf(chart, false);
  const inks = inksFor(values.map((_, at) => chart.tones?.[at]));
  const room = { width: WIDTH - KEY.left - KEY.icon - EDGE - 8, size: SIZE, lines: 2 };
  const lines = chart.labels.map(
    (label, at) => wrapText(`${numberText(values[at] ?? null)} · ${label}`, room).lines,
  );
  const keyHeight = lines.reduce((total, { length }) => total + length * LINE + KEY.gap, -KEY.gap);
  const high = Math.max(ACROSS, keyHeight);
  return {
    height: frame.height + high + EDGE,
    option: {
      ...frame.option,
      aria: {
        enabled: true,
        label: { enabled: false },
        decal: { show: true, decals: inks.map(({ decal }) => decal) },
      },
      color: inks.map(({ color }) => color),
      legend: {
        selectedMode: false,
        orient: 'vertical',
        left: KEY.left,
        top: frame.height + (high - keyHeight) / 2,
        padding: 0,
        itemGap: KEY.gap,
        itemWidth: KEY.icon,
        itemHeight: 14,
        data: lines.map((_, at) => String(at)),
        formatter: (at: string) => (lines[Number(at)] ?? []).join('\n'),
        textStyle: { color: TEXT, fontSize: SIZE, lineHeight: LINE },
      },
      series: [
        {
          type: 'pie',
          silent: true,
          stillShowZeroSum: false,
          radius: [ACROSS / 4, ACROSS / 2],
          center: [EDGE + ACROSS / 2, frame.height + high / 2],
          label: { show: false },
          labelLine: { show: false },
          itemStyle: { borderColor: PAPER, borderWidth: 2 },
          data: values.map((value, at) => ({ name: String(at), value })),
        },
      ],
    },
  };
}
