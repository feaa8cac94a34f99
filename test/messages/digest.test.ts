/**
 * The digest's words: the first line as the design has it, what is hidden, and what is never said.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DigestFacts } from '../../src/domain/digest.ts';
import { messageText } from '../../src/domain/message.ts';
import { RATINGS, STANDARD_IDS } from '../../src/domain/standard.ts';
import { digestMessage } from '../../src/messages/digest.ts';

const quiet: DigestFacts = {
  settingName: 'Oak Primary',
  week: '2026-W46',
  from: '2026-11-09',
  to: '2026-11-15',
  standards: STANDARD_IDS.map((standard) => ({
    standard,
    rating: 'partially_met',
    before: 'partially_met',
    asked: 10,
    answered: 8,
    good: 0,
    counted: 0,
  })),
  overdue: [],
  openActions: [],
  closedActions: 0,
  uncovered: [],
  participation: {
    asked: 38,
    answered: 31,
    notSure: 2,
    lapsed: 3,
    handedOn: 1,
    stillOpen: 3,
    people: 20,
    unreachable: 6,
    staff: 30,
  },
  minutes: 14,
  calendarEndsOn: '2027-07-21',
  whyNobody: null,
};
const withStandard = (at: number, change: Partial<DigestFacts['standards'][number]>): DigestFacts => ({
  ...quiet,
  standards: quiet.standards.map((row, index) => (index === at ? { ...row, ...change } : row)),
});
const said = (facts: DigestFacts) => messageText(digestMessage(facts)).join('\n');

describe('the first line', () => {
  test('is the design’s', () => {
    const facts: DigestFacts = {
      ...quiet,
      standards: quiet.standards.map((row, at) =>
        at === 0
          ? { ...row, rating: 'not_met' }
          : at < 5
            ? { ...row, rating: 'not_yet_assessed', before: 'not_yet_assessed' }
            : row,
      ),
      overdue: [
        {
          standard: 'site',
          indicator: 'site-security',
          kind: 'duty',
          owner: 'site manager',
          dueOn: '2026-11-10',
          people: 1,
          acknowledged: false,
        },
      ],
      openActions: [
        {
          standard: 'online',
          indicator: 'filtering-tested',
          dueOn: '2026-11-12',
          late: true,
          openedThisWeek: false,
        },
      ],
    };
    expect(digestMessage(facts).summary).toBe(
      'Week of 9 Nov. Needs a person today: 2. Changed: 1. 31 of 38 asked answered; 6 staff could not be reached. ' +
        'Not assessed: 4 standards. No change seen does not mean all is well.',
    );
  });

  test('does not count a first look as a change', () => {
    const grey = quiet.standards.map((row) => ({ ...row, before: 'not_yet_assessed' as const, asked: 3 }));
    const first = { ...quiet, standards: grey };
    expect(digestMessage(first).summary).toContain(
      'Changed: 0. Looked at for the first time: 12 standards. ',
    );
    expect(said(first)).toContain('There is nothing to compare with yet.');
    expect(said(first)).toContain('Looked at for the first time, Partially met: 12 of the twelve standards');
    expect(said(first)).not.toContain('was Not yet assessed');
  });

  test('says “newly” where earlier weeks may have looked too, and names what is Not met', () => {
    const facts = withStandard(3, { before: 'not_yet_assessed', rating: 'not_met' });
    expect(digestMessage(facts).summary).toContain('Changed: 0. Newly looked at: 1 standard. ');
    expect(said(facts)).toContain('Newly looked at, Not met: Training, induction and supervision.');
    expect(said(facts)).not.toContain('for the first time');
  });

  test('of a standard that has gone grey counts it as changed', () => {
    const facts = withStandard(3, { before: 'partially_met', rating: 'not_yet_assessed' });
    expect(digestMessage(facts).summary).toContain('Changed: 1. ');
    expect(said(facts)).toContain('supervision: was Partially met, now Not yet assessed.');
  });

  test('does not let silence after a poor answer read as progress', () => {
    const better = withStandard(11, { before: 'not_met', rating: 'partially_met' });
    const action = {
      standard: 'site',
      indicator: 'site-security',
      dueOn: '2026-11-20',
      openedThisWeek: false,
    } as const;
    const overdue: DigestFacts['overdue'] = [
      {
        standard: 'site',
        indicator: 'site-security',
        kind: 'duty',
        owner: 'site manager',
        dueOn: '2026-11-10',
        people: 1,
        acknowledged: false,
      },
    ];
    expect(said({ ...better, overdue })).toContain(
      'was Not met, now Partially met. Something in it is overdue, so this may be silence, not progress.',
    );
    expect(said({ ...better, openActions: [{ ...action, late: false }] })).toContain(
      'now Partially met. An action in it is still open, so this may not be progress.',
    );
    expect(said(better)).not.toContain('not progress');
  });

  test('of a week that is not over does not call it unasked', () => {
    const facts = { ...quiet, participation: { ...quiet.participation, asked: 0, answered: 0 } };
    const soFar = (whyNobody: DigestFacts['whyNobody']) =>
      digestMessage({ ...facts, whyNobody }, { soFar: true }).summary;
    expect(soFar('not_delivered')).toContain('Nobody has been asked yet this week; ');
    expect(soFar('nobody_confirmed')).toContain('because nobody on the staff list is confirmed yet');
  });

  test('counts one as one', () => {
    const one = { ...quiet, participation: { ...quiet.participation, unreachable: 1 } };
    expect(digestMessage(one).summary).toContain('1 member of staff could not be reached');
  });

  test.each([
    ['nobody_confirmed', 'nobody on the staff list is confirmed yet'],
    ['no_questions', 'no questions are switched on'],
    ['no_school_days', 'it had no school days'],
    ['nobody_reachable', 'nobody on the staff list can be reached in chat'],
    ['not_delivered', 'the questions planned for it were not delivered'],
    ['nothing_due', 'no question was due'],
  ] as const)('of a week in which nobody was asked says why: %s', (whyNobody, words) => {
    const facts = { ...quiet, whyNobody, participation: { ...quiet.participation, asked: 0, answered: 0 } };
    expect(digestMessage(facts).summary).toContain(`Nobody was asked this week, because ${words};`);
    expect(digestMessage(facts).summary).not.toContain('0 of 0');
  });
});

test('a small setting hears of a role nobody holds, and not of whose chat is out of reach', () => {
  const facts: DigestFacts = {
    ...quiet,
    uncovered: [
      { owner: 'IT lead', why: 'not_reached', checks: 2 },
      { owner: 'site manager', why: 'no_holder', checks: 1 },
    ],
    participation: { ...quiet.participation, staff: 8 },
  };
  expect(said(facts)).toContain(
    'Somebody who holds a role cannot be reached in chat, so 2 checks cannot be asked.',
  );
  expect(said(facts)).toContain('Nobody holds the role of site manager, so 1 check cannot be asked.');
  expect(said(facts)).not.toContain('IT lead');
});

describe('shares', () => {
  test('of a few are said with how far they can be trusted', () => {
    expect(said(withStandard(3, { rating: 'not_met', good: 6, counted: 15 }))).toContain(
      'Training, induction and supervision: 6 of 15 were good answers; with so few, the true share could be anywhere from 20% to 64%.',
    );
  });

  test('all alike are said loosely, since they would say what each person answered', () => {
    const text = said(withStandard(3, { rating: 'not_met', good: 0, counted: 5 }));
    expect(text).toContain('few or none of 5 were good answers');
    expect(text).not.toContain('0 of 5');
  });

  test('are not said of a standard that neither changed nor is Not met', () => {
    expect(said(withStandard(3, { good: 6, counted: 15 }))).not.toContain('with so few');
  });

  test('are not said in a small setting', () => {
    const facts = withStandard(3, { rating: 'not_met', good: 6, counted: 15 });
    const small = said({ ...facts, participation: { ...facts.participation, staff: 11 } });
    expect(small).not.toMatch(/6 of 15|Good answers|with so few|People asked/);
  });
});

describe('the picture', () => {
  const chartOf = (facts: DigestFacts) => {
    const found = digestMessage(facts).blocks.flatMap((block) =>
      block.type === 'chart' ? [block.chart] : [],
    );
    expect(found).toHaveLength(1);
    return found[0];
  };
  const rated = (...ratings: DigestFacts['standards'][number]['rating'][]): DigestFacts => ({
    ...quiet,
    standards: quiet.standards.map((row, at) => ({ ...row, rating: ratings[at % ratings.length] ?? 'met' })),
  });

  test('counts the twelve standards by suggested rating, of twelve, with grey for what was not assessed', () => {
    const chart = chartOf(rated('met', 'not_yet_assessed', 'not_yet_assessed', 'not_met'));
    expect(chart).toMatchObject({
      kind: 'bars',
      title: 'The 12 standards by suggested rating: reported, not checked',
      labels: ['✓ Met', '◐ Partially met', '✗ Not met', '– Not yet assessed', '· Not applicable'],
      tones: ['good', 'warn', 'bad', 'quiet', 'quiet'],
      series: [{ name: 'Standards, of 12', values: [3, 0, 3, 6, 0] }],
      describe: 'Not met: 3 of 12 standards. Not yet assessed: 6 of 12, which says nothing either way.',
    });
  });

  test('stands above the standards it counts, and counts each once', () => {
    const types = digestMessage(quiet).blocks.map(({ type }) => type);
    expect(types[types.indexOf('chart') - 1]).toBe('heading');
    expect(types[types.indexOf('chart') + 1]).toBe('table');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...RATINGS), { minLength: 1 }), (ratings) => {
        const values = chartOf(rated(...ratings))?.series[0]?.values ?? [];
        expect(values.reduce((total: number, value) => total + (value ?? 0), 0)).toBe(12);
      }),
    );
  });

  test('does not pass for good news: neither when nothing was assessed nor when everything was good', () => {
    expect(chartOf(rated('not_yet_assessed'))?.describe).toContain(
      'Not yet assessed: 12 of 12, which says nothing',
    );
    const good = chartOf(rated('met'));
    expect(good?.describe).toBe('Not met: 0 of 12 standards. Not yet assessed: 0 of 12.');
    expect(good?.title).toContain('reported, not checked');
  });
});

test('a calendar that is running out, has run out, or is not there, is said', () => {
  expect(said({ ...quiet, calendarEndsOn: '2026-12-13' })).toContain('ends on 13 Dec');
  expect(said({ ...quiet, calendarEndsOn: '2026-12-14' })).not.toContain('calendar');
  expect(said({ ...quiet, calendarEndsOn: '2026-11-13' })).toContain('ended on 13 Nov');
  expect(said({ ...quiet, calendarEndsOn: null })).toContain('There is no school calendar in Vigil');
});

test('nothing it can say is “all clear”, “compliant”, an exclamation, or a number without what it is out of', () => {
  const count = fc.nat({ max: 60 });
  const rating = fc.constantFrom(...RATINGS);
  const facts = fc
    .record({
      rating,
      before: rating,
      good: count,
      more: count,
      asked: count,
      staff: count,
      late: fc.boolean(),
      taken: fc.boolean(),
    })
    .map(
      ({ rating, before, good, more, asked, staff, late, taken }): DigestFacts => ({
        ...quiet,
        standards: quiet.standards.map((row) => ({
          ...row,
          rating,
          before,
          good,
          counted: good + more,
          asked,
          answered: Math.min(asked, 7),
        })),
        overdue: [
          {
            standard: 'site',
            indicator: 'site-security',
            kind: 'attestation',
            owner: 'all staff',
            dueOn: '2026-11-10',
            people: 1 + more,
            acknowledged: taken,
          },
        ],
        openActions: [
          { standard: 'site', indicator: 'site-security', dueOn: '2026-11-10', late, openedThisWeek: !late },
        ],
        participation: { ...quiet.participation, staff },
      }),
    );
  fc.assert(
    fc.property(facts, (given) => {
      const text = said(given);
      expect(text).not.toMatch(/all clear|all is well\b(?<!does not mean all is well)|complian|incident|!/i);
      expect(text).toContain('No change seen does not mean all is well.');
      expect(text).not.toMatch(/\b0 of 0\b/);
      for (const block of digestMessage(given).blocks)
        if (block.type === 'table')
          for (const row of block.rows) expect(row[2]).toMatch(/^(not asked|\d+ of \d+)$/);
    }),
  );
});
