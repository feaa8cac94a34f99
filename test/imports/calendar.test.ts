/**
 * A school's calendar read from CSV and from iCalendar: what is understood, what is listed, and every kind of broken file
 * named with its mend.
 */
import { describe, expect, test } from 'vitest';
import { readCalendar } from '../../src/imports/calendar.ts';
import { meaningOf } from '../../src/imports/calendar-words.ts';
import { event, ics, YEAR_CSV } from '../support/calendar-files.ts';

const PLACE = { today: '2026-11-09', zone: 'Europe/London' };
const read = (text: string) => readCalendar(text, PLACE);
const good = (text: string) => {
  const found = read(text);
  if (found.kind === 'refused')
    throw new Error([...found.faults, ...found.rows.map(({ wrong }) => wrong)].join('; '));
  return found;
};
const spans = (text: string) =>
  good(text).calendar.halfTerms.map(({ name, startsOn, endsOn }) => `${name} ${startsOn} ${endsOn}`);
const off = (text: string) => good(text).calendar.closures.map(({ on, reason }) => `${on} ${reason}`);
const HEADER = 'kind,name,starts_on,ends_on\n';
const TERM = 'term,Autumn term,2026-09-03,2026-12-18\n';

describe('CSV', () => {
  test('half terms as they are given, with the days off', () => {
    const found = good(YEAR_CSV);
    expect(found).toMatchObject({ source: 'csv', years: [2026], faults: [], unused: [] });
    expect(found.calendar.halfTerms).toHaveLength(6);
    expect(found.calendar.halfTerms[1]).toEqual({
      name: 'Autumn 2',
      term: 'autumn',
      startsOn: '2026-11-02',
      endsOn: '2026-12-18',
    });
    expect(found.calendar.closures.map(({ on, reason, name }) => [on, reason, name])).toEqual([
      ['2026-09-01', 'inset', 'INSET day'],
      ['2026-09-02', 'inset', 'INSET day'],
      ['2027-05-06', 'closed', 'Polling day'],
    ]);
  });

  test('a whole term is parted by the holiday in it, and a day or two off is days off in it', () => {
    const text = `${HEADER}${TERM}holiday,Half term,24/10/2026,01/11/2026\nholiday,Long weekend,2026-11-20,2026-11-23\n`;
    expect(spans(text)).toEqual(['Autumn 1 2026-09-03 2026-10-23', 'Autumn 2 2026-11-02 2026-12-18']);
    expect(off(text)).toEqual(['2026-11-20 closed', '2026-11-23 closed']);
  });

  test('a term given beside its halves is its halves, and a holiday in a half is days off', () => {
    const text = `${HEADER}${TERM}half_term,Autumn 1,2026-09-03,2026-10-23\nhalf_term,Autumn 2,2026-11-02,2026-12-18\nholiday,Study leave,2026-12-07,2026-12-09\n`;
    expect(spans(text)).toEqual(['Autumn 1 2026-09-03 2026-10-23', 'Autumn 2 2026-11-02 2026-12-18']);
    expect(off(text)).toEqual(['2026-12-07 closed', '2026-12-08 closed', '2026-12-09 closed']);
  });

  test('kinds as people write them, semicolons, a byte order mark, and columns that are not used', () => {
    const text =
      '\u{FEFF}Kind;Name;Starts on;Ends on;notes\r\nHalf term;Autumn 1;03/09/2026;23/10/2026;x\r\nINSET;;1.9.2026;;y\r\n';
    expect(good(text)).toMatchObject({ faults: [], unused: ['notes'] });
    expect(off(text)).toEqual(['2026-09-01 inset']);
  });

  test('a bank holiday that is an INSET day too is a bank holiday, since other clocks go by it', () => {
    expect(
      off(
        `${HEADER}${TERM}inset,Day,2026-11-30,\nbank_holiday,St Andrew’s Day,2026-11-30,\nclosed,x,2026-11-30,\n`,
      ),
    ).toEqual(['2026-11-30 bank_holiday']);
  });

  const BAD: [what: string, row: string, said: RegExp][] = [
    [
      'an end before its start',
      'holiday,x,2026-10-30,2026-10-26',
      /Row 3, ends_on: is before starts_on; put the later/,
    ],
    [
      'half terms that overlap',
      'half_term,Autumn 2,2026-12-01,2026-12-20',
      /Row 3, starts_on: overlaps the term dates of row 2/,
    ],
    ['an INSET day on a weekend', 'inset,x,2026-11-14,', /Row 3, starts_on: takes in a Saturday/],
    ['INSET days over a weekend', 'inset,x,2026-11-13,2026-11-16', /takes in a Saturday/],
    ['a closure on a Sunday', 'closed,x,2026-11-15,', /takes in a Sunday/],
    [
      'a year far away',
      'holiday,x,2036-10-26,2036-10-30',
      /starts_on: is years away; give dates of the school years from 2025 to 2029/,
    ],
    ['a year long past', 'inset,x,2016-09-01,', /is years away/],
    ['a year in two digits', 'inset,x,01/09/26,', /starts_on: is not a date/],
    ['an American date', 'inset,x,11/27/2026,', /has no such month; write the day first/],
    ['a day that is none', 'inset,x,2026-11-31,', /is not a day of the calendar/],
    ['no date', 'inset,x,,', /starts_on: is empty/],
    ['no end', 'holiday,x,2026-10-26,', /ends_on: is empty; give the last day of the holiday/],
    [
      'a kind that is none',
      'party,x,2026-10-26,',
      /kind: is not a kind Vigil knows; use one of half_term, term/,
    ],
    ['a slip in a kind', 'holliday,x,2026-10-26,', /did you mean holiday\?/],
    ['no kind', ',x,2026-10-26,', /kind: is empty/],
    [
      'a week off called a half term',
      'half_term,October,2026-10-26,2026-10-30',
      /makes it 5 days long, which no half_term is; half_term is the weeks the school is open; for the week off write holiday/,
    ],
    ['a term as a half term', 'half_term,Spring,2027-01-04,2027-04-01', /for a whole term write term/],
    ['a holiday that never ends', 'holiday,x,2026-10-26,2027-03-01', /which no holiday is/],
    [
      'a term by the wrong name',
      'half_term,Summer 1,2027-01-04,2027-02-12',
      /name: does not say a term that begins then/,
    ],
    ['a formula', 'inset,=1+1,2026-11-16,', /begins with =/],
    ['a tag', 'inset,<b>x</b>,2026-11-16,', /name: is not a name/],
    ['a name too long', `inset,${'x'.repeat(81)},2026-11-16,`, /name: is not a name/],
    ['an open quotation mark', 'inset,"x,2026-11-16,', /a quotation mark is opened and not closed/],
    ['a cell too many', 'inset,x,2026-11-16,,y', /has 5 cells where the first row has 4/],
    [
      'a day off in a year without a term',
      'inset,x,2028-01-10,',
      /is in a school year that the file has no term of/,
    ],
  ];
  test.each(BAD)('%s is named, and the good rows stay', (_what, row, said) => {
    const found = good(`${HEADER}${TERM}${row}\ninset,INSET,2026-09-01,\n`);
    const lines = found.faults.map((one) => `Row ${one.row}, ${one.field}: ${one.wrong}; ${one.mend}`);
    expect(lines).toEqual([expect.stringMatching(said)]);
    expect(found.calendar.halfTerms).toHaveLength(1);
    expect(found.calendar.closures.map(({ on }) => on)).toContain('2026-09-01');
  });

  test('the same day off twice is named by the row it is the same as', () => {
    expect(good(`${HEADER}${TERM}inset,x,2026-11-16,\ninset,y,16/11/2026,\n`).faults).toEqual([
      { row: 4, field: 'starts_on', wrong: 'is the same as in row 3', mend: 'take one of them out' },
    ]);
  });

  test.each([
    ['nothing', '', /The file is empty/],
    ['no columns', 'term,Autumn,2026-09-03,2026-12-18\n', /the column kind is missing/],
    ['a slip in a column', 'kind,name,start_on,ends_on\n', /did you mean starts_on\?/],
    ['a column twice', 'kind,kind,starts_on\n', /the column kind is given 2 times/],
    ['a spreadsheet', 'PK\u0003\u0004\0\0', /is an Excel workbook/],
    [
      'letters that are lost',
      `${HEADER}term,\u{FFFD},2026-09-03,2026-12-18\n`,
      /Some letters of the file cannot be read/,
    ],
    ['more than 1 MB', `${HEADER}${TERM}${'inset,x,2026-11-16,\n'.repeat(60_000)}`, /larger than 1 MB/],
    [
      'days off alone',
      `${HEADER}inset,x,2026-11-16,\n`,
      /no term that can be used; a school year is brought in whole/,
    ],
  ])('%s is refused whole', (_what, text, said) => {
    expect(read(text)).toMatchObject({
      kind: 'refused',
      faults: expect.arrayContaining([expect.stringMatching(said)]),
    });
  });
});

describe('iCalendar', () => {
  const TERMS = [event('20260903', '20261219', 'Autumn Term'), event('20261026', '20261031', 'Half Term')];

  test('terms, half-term holidays, INSET days, closures and bank holidays by their summaries', () => {
    const text = ics(
      ...TERMS,
      event('20260901', '20260903', 'INSET Days'),
      event('20261116', '20261117', 'School closed to pupils – staff training day'),
      event('20261123', '20261124', 'Staff training day (school closed to pupils)'),
      event('20261130', '20261201', 'School Closed'),
    );
    expect(spans(text)).toEqual(['Autumn 1 2026-09-03 2026-10-23', 'Autumn 2 2026-11-02 2026-12-18']);
    expect(off(text)).toEqual([
      '2026-09-01 inset',
      '2026-09-02 inset',
      '2026-11-23 inset',
      '2026-11-30 closed',
    ]);
    expect(good(text).notUnderstood).toEqual([
      { row: expect.any(Number), on: '2026-11-16', summary: 'School closed to pupils – staff training day' },
    ]);
  });

  test('first and last days are paired in order, and one alone is a fault', () => {
    const pairs = ics(
      event('20260903', '20260904', 'First day of Autumn Term'),
      event('20261023', '20261024', 'Break up for half term'),
      event('20261102', '20261103', 'Term begins'),
      event('20261218', '20261219', 'Last day of term'),
      event('20270104', '20270105', 'Spring term starts'),
    );
    expect(spans(pairs)).toEqual(['Autumn 1 2026-09-03 2026-10-23', 'Autumn 2 2026-11-02 2026-12-18']);
    expect(good(pairs).faults).toEqual([
      expect.objectContaining({ field: 'SUMMARY', wrong: 'begins a term that no event ends' }),
    ]);
  });

  test('what is written about other things is listed and not one word of it kept', () => {
    const found = good(
      ics(...TERMS, event('20261117', '20261118', 'Zoe Q EHCP review', 'DESCRIPTION:zq secret\r\n')),
    );
    expect(found.notUnderstood.map(({ summary }) => summary)).toEqual(['Zoe Q EHCP review']);
    expect(JSON.stringify({ ...found, notUnderstood: [] })).not.toMatch(/zoe|zq/i);
  });

  test('what repeats is followed, less the days taken out, changed or cancelled', () => {
    const weekly = event(
      '20261109',
      '20261110',
      'INSET day',
      'RRULE:FREQ=WEEKLY;COUNT=5\r\nEXDATE;VALUE=DATE:20261116\r\n',
      'u1',
    );
    const moved = event('20261125', '20261126', 'INSET day', 'RECURRENCE-ID;VALUE=DATE:20261123\r\n', 'u1');
    const gone = event('20261127', '20261128', 'INSET day', 'STATUS:CANCELLED\r\n', 'u2');
    expect(off(ics(...TERMS, weekly, moved, gone))).toEqual([
      '2026-11-09 inset',
      '2026-11-25 inset',
      '2026-11-30 inset',
      '2026-12-07 inset',
    ]);
    const yearly = event('20101224', '20101225', 'School closed', 'RRULE:FREQ=YEARLY\r\n');
    expect(off(ics(event('20260903', '20261231', 'Autumn term'), yearly))).toEqual(['2026-12-24 closed']);
  });

  test.each([
    'FREQ=SECONDLY',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MONTHLY;BYDAY=1MO',
    'FREQ=WEEKLY;BYSETPOS=1;BYDAY=MO',
    'FREQ=DAILY;INTERVAL=999',
    'FREQ=NEVER',
  ])('a rule that is not followed is named: %s', (rule) => {
    const found = good(ics(...TERMS, event('20261109', '20261110', 'INSET day', `RRULE:${rule}\r\n`)));
    expect(found.faults).toHaveLength(1);
    expect(found.faults[0]?.mend).toMatch(/an event of its own|export it again/);
    expect(found.calendar.halfTerms).toHaveLength(2);
    expect(found.calendar.closures).toEqual([]);
  });

  test('a midnight anywhere is a day of the school’s own zone, and a part of a day is never a day off', () => {
    const timed = (start: string, end: string) =>
      `BEGIN:VEVENT\r\nUID:${start}\r\nDTSTART${start}\r\nDTEND${end}\r\nSUMMARY:INSET day\r\nEND:VEVENT\r\n`;
    // 23:00 in UTC is midnight in London in summer.
    const utc = ics(...TERMS, timed(':20260909T230000Z', ':20260910T230000Z'));
    expect(off(utc)).toEqual(['2026-09-10 inset']);
    const outlook = timed(
      ';TZID=GMT Standard Time:20261116T000000',
      ';TZID=GMT Standard Time:20261117T000000',
    );
    expect(off(ics(...TERMS, outlook))).toEqual(['2026-11-16 inset']);
    const paris = timed(';TZID=Europe/Paris:20261116T010000', ';TZID=Europe/Paris:20261117T010000');
    expect(off(ics(...TERMS, paris))).toEqual(['2026-11-16 inset']);
    const part = good(ics(...TERMS, timed(':20261116T090000', ':20261116T150000')));
    expect(part.calendar.closures).toEqual([]);
    expect(part.notUnderstood).toHaveLength(1);
    const unknown = good(
      ics(...TERMS, timed(';TZID=Mars/Base:20261116T000000', ';TZID=Mars/Base:20261117T000000')),
    );
    expect(unknown.faults).toEqual([
      expect.objectContaining({ field: 'DTSTART', wrong: 'is in a time zone that is not known' }),
    ]);
  });

  test.each<[what: string, event: string, field: string, wrong: RegExp]>([
    ['no first day', 'BEGIN:VEVENT\r\nSUMMARY:INSET day\r\nEND:VEVENT\r\n', 'DTSTART', /has no first day/],
    [
      'a date that is none',
      'BEGIN:VEVENT\r\nDTSTART:soon\r\nSUMMARY:INSET day\r\nEND:VEVENT\r\n',
      'VEVENT',
      /cannot be read/,
    ],
    ['an end before its start', event('20261118', '20261116', 'INSET day'), 'DTEND', /before it begins/],
    [
      'an event that is not ended',
      'BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261116\r\nSUMMARY:INSET day\r\n',
      'VEVENT',
      /is not ended/,
    ],
    [
      'an INSET day on a Saturday',
      event('20261114', '20261115', 'INSET day'),
      'starts_on',
      /takes in a Saturday/,
    ],
    [
      'an event with no end of lines',
      event('20261116', '20261117', 'INSET day', 'EXDATE:20261101\r\n'.repeat(70)),
      'VEVENT',
      /longer than any event/,
    ],
  ])('%s costs that event alone', (_what, broken, field, wrong) => {
    const found = good(ics(broken, ...TERMS));
    expect(found.faults).toEqual([
      expect.objectContaining({ row: 2, field, wrong: expect.stringMatching(wrong) }),
    ]);
    expect(found.calendar.halfTerms).toHaveLength(2);
  });

  test.each([
    ['no term at all', ics(event('20261116', '20261117', 'INSET day')), /no term that is understood/],
    ['no event', ics(), /no term that is understood/],
    [
      'terms of other years alone',
      ics(event('20160905', '20161217', 'Autumn term')),
      /no term that is understood/,
    ],
    ['more than 1 MB', ics(`X-PAD:${'x'.repeat(1024 * 1024)}\r\n`, ...TERMS), /larger than 1 MB/],
    [
      'too many events',
      ics(...Array.from({ length: 3_001 }, () => event('20261116', '20261117', 'x'))),
      /more than 3,000 events/,
    ],
    [
      'too many days',
      ics(
        ...Array.from({ length: 9 }, (_, at) =>
          event('20261116', '20261117', 'x', 'RRULE:FREQ=DAILY;COUNT=1000\r\n', `u${at}`),
        ),
      ),
      /repeat too often/,
    ],
    ['letters that are lost', ics(...TERMS, '\u{FFFD}'), /Some letters of the file cannot be read/],
  ])('%s is refused whole', (_what, text, said) => {
    expect(read(text)).toMatchObject({ kind: 'refused', faults: [expect.stringMatching(said)] });
  });
});

describe('the words of a summary', () => {
  test.each<[string, number, ReturnType<typeof meaningOf>]>([
    ['INSET Day', 1, { is: 'inset' }],
    ['INSET', 1, { is: 'inset' }],
    ['Staff INSET day 2', 1, { is: 'inset' }],
    ['Teacher Training Day - School closed to pupils', 1, { is: 'inset' }],
    ['INSET day (Year 6 trip planning)', 1, null],
    ['INSET day?', 1, null],
    ['No INSET day', 1, null],
    ['INSET day cancelled', 1, null],
    ['First aid training day', 1, null],
    ['Autumn Half Term Holiday', 5, { is: 'holiday' }],
    ['October half-term', 9, { is: 'holiday' }],
    ['Half term', 1, null],
    ['Half term', 40, null],
    ['Half term disco', 1, null],
    ['Christmas Holidays 2026/27', 16, { is: 'holiday' }],
    ['Easter Break', 14, { is: 'holiday' }],
    ['Christmas holiday club', 5, null],
    ['Autumn Term 1', 50, { is: 'half_term', term: 'autumn' }],
    ['Term 3', 40, { is: 'half_term', term: null }],
    ['Term 2 2026-27', 85, { is: 'term', term: null }],
    ['Summer Term', 90, { is: 'term', term: 'summer' }],
    ['Summer Term', 1, null],
    ['Start of Spring Term', 1, { is: 'begins', term: 'spring' }],
    ['School reopens', 1, { is: 'begins', term: null }],
    ['Term ends 1.15pm', 1, null],
    ['Term starts for Year 7', 1, null],
    ['End of half term', 1, null],
    ['Good Friday', 1, { is: 'bank_holiday', name: 'Good Friday' }],
    ['Early May Bank Holiday', 1, { is: 'bank_holiday', name: 'Early May bank holiday' }],
    ['Bank Holiday – school closed', 1, { is: 'bank_holiday', name: 'Bank holiday' }],
    ['School closed', 3, { is: 'closed' }],
    ['School closed early', 1, null],
    ['', 1, null],
  ])('%s, %i days', (summary, days, meaning) => expect(meaningOf(summary, days)).toEqual(meaning));
});
