/**
 * A neutral chart as an SVG picture, drawn by ECharts without a browser.
 * The rule: the same chart is always the same text; it holds no script, no style sheet and no link, and people's
 * words only as escaped text. What cannot be drawn as asked is drawn more plainly, never refused.
 */
import { createHash } from 'node:crypto';
import { BarChart, LineChart, PieChart } from 'echarts/charts';
import {
  AriaComponent,
  GraphicComponent,
  GridComponent,
  LegendComponent,
  TitleComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from '../domain/chart.ts';
import { emptyLayout, type Layout, type Sound, soundChart, WIDTH } from './frame.ts';
import { lyingBars, standingBars } from './lay-out-bars.ts';
import { linesOverTime } from './lay-out-lines.ts';
import { ringOfShares } from './lay-out-ring.ts';

use([
  BarChart,
  LineChart,
  PieChart,
  AriaComponent,
  GraphicComponent,
  GridComponent,
  LegendComponent,
  TitleComponent,
  SVGRenderer,
]);

export function drawSvg(chart: Chart): string {
  const { option, height } = layOut(soundChart(chart));
  const canvas = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    canvas.setOption(option);
    return plainSvg(canvas.renderToSVGString());
  } finally {
    canvas.dispose();
  }
}

function layOut(chart: Sound): Layout {
  if (chart.labels.length === 0 || chart.series.length === 0) return emptyLayout(chart);
  switch (chart.kind) {
    case 'bars':
      return lyingBars(chart);
    case 'columns':
      return standingBars(chart) ?? lyingBars(chart);
    case 'lines':
      return linesOverTime(chart) ?? emptyLayout(chart);
    case 'shares':
      return ringOfShares(chart) ?? lyingBars(chart);
  }
}

/**
 * A page that allows no styles of its own still shows it: styles become attributes. ECharts numbers its ids by how
 * often it has drawn; here they are named after the picture, so that two on one page do not borrow from each other.
 * People's words cannot be taken for markup: in them a quote and an angle bracket are always escaped.
 */
function plainSvg(drawn: string): string {
  const bare = drawn
    .replace(/<style ?>[\s\S]*?<\/style>/g, '')
    .replace(/ (class|ecmeta_\w+|xmlns:xlink|baseProfile|version)="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) => asAttributes(style))
    .replace(/>\n+</g, '><')
    .trim();
  const named = (name: string) =>
    bare
      .replace(/ id="zr\d+-(\w+)"/g, ` id="${name}-$1"`)
      .replace(/="url\(#zr\d+-(\w+)\)"/g, `="url(#${name}-$1)"`);
  return named(`v${createHash('sha256').update(named('v')).digest('hex').slice(0, 10)}`);
}

function asAttributes(style: string): string {
  return style
    .split(';')
    .flatMap((rule) => {
      const [name, value] = rule.split(':').map((part) => part.trim());
      return name && value ? [` ${name}="${value}"`] : [];
    })
    .join('');
}
