/**
 * Whatever calendar a school has: written down as CSV or as iCalendar and brought in, it says the same of every day.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replaceYears } from '../../src/domain/change-calendar.ts';
import { addDays, type LocalDate, weekday } from '../../src/domain/local-time.ts';
import { NATIONS } from '../../src/domain/nation.ts';
import {
  type Closure,
  type HalfTerm,
  isSchoolDay,
  type SchoolCalendar,
} from '../../src/domain/school-day.ts';
import { readCalendar } from '../../src/imports/calendar.ts';
import { event, ics } from '../support/calendar-files.ts';

const NOTHING: SchoolCalendar = { halfTerms: [], closures: [] };
const PLACE = { today: '2026-11-09', zone: 'Europe/London' };

/** When each half may begin, at the latest so that a day at least lies between the longest and the next. */
const HALVES: [name: string, term: HalfTerm['term'], from: LocalDate, late: number][] = [
  ['Autumn 1', 'autumn', '2026-08-24', 14],
  ['Autumn 2', 'autumn', '2026-10-29', 7],
  ['Spring 1', 'spring', '2027-01-02', 5],
  ['Spring 2', 'spring', '2027-02-18', 7],
  ['Summer 1', 'summer', '2027-04-08', 10],
  ['Summer 2', 'summer', '2027-06-01', 8],
];

const calendars: fc.Arbitrary<SchoolCalendar> = fc
  .record({
    halves: fc.tuple(
      ...HALVES.map(([, , , late]) =>
        fc.record({ late: fc.nat(late), length: fc.integer({ min: 28, max: 40 }) }),
      ),
    ),
    off: fc.array(
      fc.record({
        half: fc.nat(5),
        at: fc.nat(40),
        reason: fc.constantFrom('inset', 'closed', 'bank_holiday'),
      }),
      { maxLength: 12 },
    ),
  })
  .map(({ halves, off }) => {
    const halfTerms = HALVES.map(([name, term, from], at): HalfTerm => {
      const startsOn = addDays(from, halves[at]?.late ?? 0);
      return { name, term, startsOn, endsOn: addDays(startsOn, halves[at]?.length ?? 28) };
    });
    const closures = new Map<LocalDate, Closure>();
    for (const { half, at, reason } of off) {
      const on = addDays(halfTerms[half]?.startsOn ?? '', at);
      if (weekday(on) < 6) closures.set(on, { on, reason: reason as Closure['reason'], name: 'Day off' });
    }
    return { halfTerms, closures: [...closures.values()] };
  });

const asCsv = ({ halfTerms, closures }: SchoolCalendar, british: boolean) => {
  const date = (day: LocalDate) => (british ? day.split('-').reverse().join('/') : day);
  return [
    'kind,name,starts_on,ends_on',
    ...halfTerms.map((half) => `half_term,${half.name},${date(half.startsOn)},${date(half.endsOn)}`),
    ...closures.map((closure) => `${closure.reason},"${closure.name}",${date(closure.on)},`),
  ].join(british ? '\r\n' : '\n');
};
const SUMMARIES = { inset: 'INSET day', closed: 'School closed', bank_holiday: 'Bank holiday' };
const plain = (day: LocalDate) => day.replaceAll('-', '');
const asIcs = ({ halfTerms, closures }: SchoolCalendar, asMarkers: boolean) =>
  ics(
    ...halfTerms.flatMap(({ name, term, startsOn, endsOn }) =>
      asMarkers
        ? [
            event(plain(startsOn), plain(addDays(startsOn, 1)), `Start of ${term} term`),
            event(plain(endsOn), plain(addDays(endsOn, 1)), `Last day of ${term} term`),
          ]
        : [event(plain(startsOn), plain(addDays(endsOn, 1)), name.replace(/ /, ' Term '))],
    ),
    ...closures.map(({ on, reason }) => event(plain(on), plain(addDays(on, 1)), SUMMARIES[reason])),
    event('20261117', '20261118', 'Harvest assembly'),
  );
/** A term from its first day to its last, and the holiday between its halves. */
const asTerms = ({ halfTerms, closures }: SchoolCalendar) => {
  const [a, b, c, d, e, f] = halfTerms.map(({ startsOn, endsOn }) => [startsOn, endsOn] as const);
  if (!a || !b || !c || !d || !e || !f) throw new Error('A year has six half terms');
  const terms = [
    [a, b, 'Autumn'],
    [c, d, 'Spring'],
    [e, f, 'Summer'],
  ] as const;
  return [
    'kind,name,starts_on,ends_on',
    ...terms.flatMap(([first, second, name]) => [
      `term,${name} term,${first[0]},${second[1]}`,
      `holiday,Half term,${addDays(first[1], 1)},${addDays(second[0], -1)}`,
    ]),
    ...closures.map((closure) => `${closure.reason},x,${closure.on},`),
  ].join('\n');
};

test('every day is a school day or not, as it was', () => {
  fc.assert(
    fc.property(calendars, fc.constantFrom(...NATIONS), (calendar, nation) => {
      const files = [
        asCsv(calendar, false),
        asCsv(calendar, true),
        asIcs(calendar, false),
        asIcs(calendar, true),
        asTerms(calendar),
      ];
      const expected = replaceYears(NOTHING, calendar, [2026], nation);
      for (const file of files) {
        const read = readCalendar(file, PLACE);
        if (read.kind === 'refused') throw new Error(read.faults.join());
        expect(read.faults).toEqual([]);
        expect(read.years).toEqual([2026]);
        const brought = replaceYears(NOTHING, read.calendar, read.years, nation);
        for (let day = '2026-08-01'; day < '2027-09-30'; day = addDays(day, 1)) {
          // The bank holidays of a nation are days off whatever the file says, and nothing else is added.
          const holiday = expected.closures.some(({ on, reason }) => on === day && reason === 'bank_holiday');
          const should = isSchoolDay(calendar, day) && !holiday;
          if (isSchoolDay(brought, day) !== should)
            expect([day, isSchoolDay(brought, day)]).toEqual([day, should]);
        }
      }
    }),
    { numRuns: 25 },
  );
});
