/**
 * A chart's numbers as a table: every one of them, and a dash where there is none.
 */
import { expect, test } from 'vitest';
import { type Chart, chartTable } from '../../src/domain/chart.ts';
import { messageText } from '../../src/domain/message.ts';

const chart: Chart = {
  kind: 'lines',
  title: 'Answered each week, of those asked',
  labelled: 'Week',
  labels: ['2 Nov', '9 Nov', '16 Nov'],
  series: [
    { name: 'Asked', values: [20, 0, null] },
    { name: 'Answered', values: [12, 0.5] },
  ],
  describe: 'Fewer were asked.',
};

test('has a row for each label and a column for each series; nought is nought and no number is a dash', () => {
  expect(chartTable(chart)).toEqual({
    type: 'table',
    caption: 'Answered each week, of those asked',
    columns: ['Week', 'Asked', 'Answered'],
    rows: [
      ['2 Nov', '20', '12'],
      ['9 Nov', '0', '0.5'],
      ['16 Nov', '–', '–'],
    ],
  });
});

test('all of it is among a message’s text, the sentence for who does not see it first', () => {
  const text = messageText({ kind: 'digest', summary: 's', blocks: [{ type: 'chart', chart }] });
  expect(text.slice(1, 6)).toEqual(['Fewer were asked.', chart.title, 'Week', 'Asked', 'Answered']);
  expect(text.slice(6)).toEqual(['2 Nov', '20', '12', '9 Nov', '0', '0.5', '16 Nov', '–', '–']);
});
