/**
 * A chart on a card: one of Teams' own, something in its place for clients without, and its numbers in any case.
 */
import { describe, expect, test } from 'vitest';
import { type RenderOptions, renderCard } from '../../../src/chat/teams/render.ts';
import type { Chart } from '../../../src/domain/chart.ts';
import { officialFindings } from '../../support/adaptive-cards.ts';
import { cardFaults, shownText } from '../../support/teams-limits.ts';

const CHART: Chart = {
  kind: 'bars',
  title: 'Answers in the week, of 38 asked',
  labelled: 'Standard',
  labels: ['Training', 'Site', 'Online'],
  series: [{ name: 'Answered', tone: 'good', values: [12, null, 9] }],
  describe: 'Training was answered most.',
};
const TWO = [
  { name: 'Asked', values: [14, 3, 9] },
  { name: 'Answered', tone: 'quiet' as const, values: [12, null, 9] },
];

function draw(chart: Chart, options?: RenderOptions) {
  const drawn = renderCard(
    { kind: 'digest', summary: 'A digest', blocks: [{ type: 'chart', chart }] },
    options,
  );
  if (drawn.kind === 'too_long') throw new Error('Too long');
  expect(cardFaults(drawn)).toEqual([]);
  expect(officialFindings(drawn.card)).toEqual([]);
  return (drawn.card as { body: Record<string, unknown>[] }).body;
}
const picture = (size: number) => () => new Uint8Array(size).fill(7);

describe('a chart', () => {
  test('of bars has one for each number, in its tone; where there is none there is no bar', () => {
    expect(draw(CHART)[0]).toMatchObject({
      type: 'Chart.HorizontalBar',
      title: CHART.title,
      color: 'good',
      data: [
        { x: 'Training', y: 12 },
        { x: 'Online', y: 9 },
      ],
    });
  });

  test('whose labels are good or bad has each bar in its label’s colour', () => {
    const tones: NonNullable<Chart['tones']> = ['good', 'warn', 'bad'];
    const rated = { ...CHART, tones, series: [{ name: 'Standards', values: [3, 2, 1] }] };
    const colors = ['good', 'warning', 'attention'];
    expect(draw(rated)[0]).toMatchObject({ data: colors.map((color) => ({ color })) });
    expect(draw({ ...rated, kind: 'shares' })[0]).toMatchObject({ data: colors.map((color) => ({ color })) });
    // Of several series the colour says which one it is.
    expect(JSON.stringify(draw({ ...rated, series: TWO })[0])).not.toContain('attention');
  });

  test.each([
    ['columns', CHART.series, 'Chart.VerticalBar'],
    ['columns', TWO, 'Chart.VerticalBar.Grouped'],
    ['bars', TWO, 'Chart.VerticalBar.Grouped'],
    ['lines', CHART.series, 'Chart.Line'],
    ['lines', TWO, 'Chart.Line'],
    ['shares', CHART.series, 'Chart.Donut'],
    ['shares', TWO, 'Chart.VerticalBar.Grouped'],
  ] as const)('of %s with series %j is a %s', (kind, series, type) => {
    expect(draw({ ...CHART, kind, series: [...series] })[0]?.type).toBe(type);
  });

  test('of several series names each', () => {
    expect(draw({ ...CHART, kind: 'lines', series: TWO })[0]?.data).toEqual([
      {
        legend: 'Asked',
        values: [
          { x: 'Training', y: 14 },
          { x: 'Site', y: 3 },
          { x: 'Online', y: 9 },
        ],
      },
      {
        legend: 'Answered',
        color: 'neutral',
        values: [
          { x: 'Training', y: 12 },
          { x: 'Online', y: 9 },
        ],
      },
    ]);
  });

  test('of shares names each share', () => {
    expect(draw({ ...CHART, kind: 'shares' })[0]?.data).toEqual([
      { legend: 'Training', value: 12 },
      { legend: 'Online', value: 9 },
    ]);
  });

  test('has its numbers below as a table, a missing one marked as missing', () => {
    expect(shownText(draw(CHART).slice(1))).toEqual([
      CHART.title,
      'Standard',
      'Answered',
      'Training',
      '12',
      'Site',
      '–',
      'Online',
      '9',
    ]);
  });

  test('without a number is not drawn: its sentence and its table are', () => {
    const body = draw({ ...CHART, series: [{ name: 'Answered', values: [null, null, null] }] });
    expect(body.map(({ type }) => type)).toEqual(['Container', 'RichTextBlock', 'Table']);
    expect(shownText(body)[0]).toBe(CHART.describe);
  });
});

describe('in its place, where a client has no charts', () => {
  test('stands its picture, described', () => {
    expect(draw(CHART, { picture: picture(300) })[0]?.fallback).toEqual({
      type: 'Image',
      url: `data:image/png;base64,${Buffer.alloc(300, 7).toString('base64')}`,
      altText: CHART.describe,
    });
  });

  test.each([
    ['there is no picture', {}],
    ['the picture would make the card too big', { picture: picture(21_000) }],
  ])('stands the sentence that describes it, where %s', (_, options) => {
    expect(draw(CHART, options)[0]?.fallback).toEqual({
      type: 'Container',
      items: [{ type: 'RichTextBlock', inlines: [CHART.describe] }],
    });
  });
});
