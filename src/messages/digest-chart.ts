/**
 * The digest's picture: how many of the twelve standards have each suggested rating.
 * The rule: counts of standards, never of people or answers; what was not assessed is grey and counted beside the
 * rest, so that a picture with little in it cannot pass for good news. Drawing is left to whoever shows it.
 */
import type { StandardFacts } from '../domain/digest.ts';
import type { Block } from '../domain/message.ts';
import { RATINGS } from '../domain/standard.ts';
import { ratingCell, ratingWord } from './standards-table.ts';

export function ratingsChart(standards: readonly Pick<StandardFacts, 'rating'>[]): Block {
  const all = standards.length;
  const counts = RATINGS.map((rating) => standards.filter((standard) => standard.rating === rating).length);
  const [notMet, grey] = [counts[RATINGS.indexOf('not_met')], counts[RATINGS.indexOf('not_yet_assessed')]];
  return {
    type: 'chart',
    chart: {
      kind: 'bars',
      title: `The ${all} standards by suggested rating: reported, not checked`,
      labelled: 'Suggested rating',
      labels: RATINGS.map((rating) => ratingCell(rating).text),
      tones: RATINGS.map((rating) => ratingCell(rating).tone),
      series: [{ name: `Standards, of ${all}`, values: counts }],
      describe:
        `${ratingWord('not_met')}: ${notMet} of ${all} standards. ` +
        `${ratingWord('not_yet_assessed')}: ${grey} of ${all}${grey === 0 ? '' : ', which says nothing either way'}.`,
    },
  };
}
