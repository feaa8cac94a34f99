/**
 * Staff lists as schools save them: every bad row is named with its mend and no good row is lost.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../src/imports/decode-text.ts';
import { PEOPLE_COLUMNS, readPeople } from '../../src/imports/people.ts';

const HEADER = PEOPLE_COLUMNS.join(',');
const sheet = (...rows: string[]) => [HEADER, ...rows].join('\n');
const GOOD = 'T1,Ann Lee,ann@oak.example,teacher,2026-09-01,,Mon-Fri,08:00,16:30';

function rowsOf(text: string) {
  const read = readPeople(text);
  if (read.kind === 'refused') throw new Error(read.faults.join('\n'));
  return read;
}
const faultsOf = (text: string) => rowsOf(text).faults.map(({ row, field }) => `${row} ${field}`);
const refusalOf = (text: string) => {
  const read = readPeople(text);
  return read.kind === 'refused' ? read.faults.join('\n') : null;
};

test('a plain row is a person', () => {
  const read = rowsOf(sheet(GOOD));
  expect(read.faults).toEqual([]);
  expect(read.rows).toEqual([
    {
      row: 2,
      staffRef: 'T1',
      name: 'Ann Lee',
      email: 'ann@oak.example',
      roles: ['teacher'],
      startsOn: '2026-09-01',
      leavesOn: null,
      workingDays: [1, 2, 3, 4, 5],
      dayStart: '08:00',
      dayEnd: '16:30',
    },
  ]);
});

describe('however it was saved', () => {
  const expected = [
    ['T1', 'Lee, Ann'],
    ['T2', 'Zoë Ó Sé'],
  ];
  const named = (text: string) => rowsOf(text).rows.map(({ staffRef, name }) => [staffRef, name]);
  const commas = 'staff_ref,name,role\nT1,"Lee, Ann",teacher\nT2,Zoë Ó Sé,DSL\n';

  test.each([
    ['with a byte order mark', `\u{FEFF}${commas}`],
    ['with Windows line ends', commas.replaceAll('\n', '\r\n')],
    ['with old Macintosh line ends', commas.replaceAll('\n', '\r')],
    ['with semicolons', 'staff_ref;name;role\nT1;Lee, Ann;teacher\nT2;Zoë Ó Sé;DSL'],
    ['with tabs', 'staff_ref\tname\trole\nT1\tLee, Ann\tteacher\nT2\tZoë Ó Sé\tDSL'],
    ['with Excel’s sep line', 'sep=;\r\nstaff_ref;name;role\r\nT1;Lee, Ann;teacher\r\nT2;Zoë Ó Sé;DSL\r\n'],
    ['with blank lines', commas.replace('\nT2', '\n\n  \n,,\nT2')],
    ['with heads of its own making', commas.replace('staff_ref,name,role', 'Staff Ref, Name ,ROLE')],
    ['with a letter made of two', commas.replace('ë', 'e\u0308')],
  ])('%s', (_how, text) => expect(named(text)).toEqual(expected));

  test('as the bytes of UTF-8, UTF-16 or Windows-1252', () => {
    const latin = Buffer.from(commas, 'latin1');
    const wide = Buffer.from(`\u{FEFF}${commas}`, 'utf16le');
    for (const bytes of [latin, wide, Buffer.from(commas), Buffer.from(`\u{FEFF}${commas}`)])
      expect(named(decodeText(bytes))).toEqual(expected);
  });

  test('rows are numbered as the file shows them, blank lines and sep line counted', () => {
    expect(faultsOf(`${HEADER}\n\n\nT9,,,teacher,,,,,`)).toEqual(['4 name']);
    expect(faultsOf('sep=,\nstaff_ref,name,role\nT9,,teacher')).toEqual(['3 name']);
  });
});

describe('roles', () => {
  const rolesOf = (cell: string) => rowsOf(sheet(`T1,Ann,,${cell},,,,,`)).rows[0]?.roles;

  test('several, by their names here or as people write them', () => {
    expect(rolesOf('dsl;teacher')).toEqual(['dsl', 'teacher']);
    expect(rolesOf('Deputy DSL | Site Manager')).toEqual(['deputy_dsl', 'site_manager']);
    expect(rolesOf('Head Teacher;headteacher')).toEqual(['headteacher']);
    expect(rolesOf('Head; TA')).toEqual(['headteacher', 'teaching_assistant']);
  });

  test('a misspelt one is sent back with the nearest, an unknown one with all there are', () => {
    const mendOf = (cell: string) => rowsOf(sheet(`T1,Ann,,${cell},,,,,`)).faults[0]?.mend;
    expect(mendOf('techer')).toBe('did you mean teacher?');
    expect(mendOf('site manger')).toBe('did you mean site_manager?');
    expect(mendOf('astronaut')).toMatch(/^use one of teacher, .*administrator/);
    // A wide audience is not a role anybody holds.
    expect(mendOf('all_staff')).toBeDefined();
    expect(faultsOf(sheet('T1,Ann,,,,,,,', 'T2,Bob,,;,,,,,'))).toEqual(['2 role', '3 role']);
  });
});

describe('days, dates and times', () => {
  const daysOf = (cell: string) =>
    rowsOf(sheet(`T1,Ann,,teacher,,,"${cell}",,`)).rows[0]?.workingDays ?? null;
  test.each([
    ['Mon-Fri', [1, 2, 3, 4, 5]],
    ['Monday to Thursday', [1, 2, 3, 4]],
    ['Mon Wed Fri', [1, 3, 5]],
    ['1-5', [1, 2, 3, 4, 5]],
    ['1,3,5', [1, 3, 5]],
    ['fri & mon', [1, 5]],
    ['Tues Thurs', [2, 4]],
    ['Mon – Tue; Thu and Fri', [1, 2, 4, 5]],
    ['', [1, 2, 3, 4, 5]],
    ['Fri-Mon', null],
    ['Mon-Sun', null],
    ['Sat', null],
    ['0-5', null],
    ['M', null],
    ['weekdays', null],
    ['Mon-Tue-Fri', null],
  ])('working days "%s"', (cell, days) => expect(daysOf(cell)).toEqual(days));

  const dateOf = (cell: string) => rowsOf(sheet(`T1,Ann,,teacher,${cell},,,,`)).rows[0]?.startsOn ?? null;
  test.each([
    ['2026-09-01', '2026-09-01'],
    ['01/09/2026', '2026-09-01'],
    ['1/9/2026', '2026-09-01'],
    ['29/02/2028', '2028-02-29'],
    ['29/02/2027', null],
    ['09/31/2026', null],
    ['01/09/26', null],
    ['2026-9', null],
    ['0001-01-01', null],
    ['soon', null],
  ])('date %s', (cell, date) => expect(dateOf(cell)).toBe(date));

  const hoursOf = (start: string, end: string) => {
    const [person] = rowsOf(sheet(`T1,Ann,,teacher,,,,${start},${end}`)).rows;
    return person ? [person.dayStart, person.dayEnd] : null;
  };
  test.each([
    ['08:00', '16:30', ['08:00', '16:30']],
    ['8:00', '12.15', ['08:00', '12:15']],
    ['08:00:00', '15:00:00', ['08:00', '15:00']],
    ['', '', ['08:00', '16:30']],
    ['16:30', '08:00', null],
    ['17:00', '', null],
    ['08:00', '08:00', null],
    ['25:00', '26:00', null],
    ['8am', '4pm', null],
  ])('hours %s to %s', (start, end, hours) => expect(hoursOf(start, end)).toEqual(hours));

  test('nobody leaves before they start', () => {
    expect(faultsOf(sheet('T1,Ann,,teacher,2026-09-01,2026-08-31,,,'))).toEqual(['2 leaves_on']);
  });
});

describe('a bad row never costs a good one', () => {
  test('each is named by row and field, with what is wrong and the mend; everything wrong in a row at once', () => {
    const read = rowsOf(
      sheet('T0,Good One,,teacher,,,,,', ',No Ref,not-an-address,wizard,,,,,', 'T2,Good Two,,dsl,,,,,'),
    );
    expect(read.rows.map(({ staffRef }) => staffRef)).toEqual(['T0', 'T2']);
    expect(read.faults.map(({ row, field }) => `${row} ${field}`)).toEqual([
      '3 staff_ref',
      '3 role',
      '3 email',
    ]);
    for (const { wrong, mend } of read.faults)
      expect([wrong, mend].every((words) => words.length > 5)).toBe(true);
  });

  test('a quotation mark left open swallows nothing', () => {
    const read = rowsOf(
      sheet('T1,"Ann Lee,,teacher,,,,,', 'T2,Bob,,teacher,,,,,', 'T3,"Cy, Jo",,teacher,,,,,'),
    );
    expect(read.rows.map(({ staffRef, name }) => `${staffRef} ${name}`)).toEqual(['T2 Bob', 'T3 Cy, Jo']);
    expect(read.faults).toMatchObject([{ row: 2, field: 'row' }]);
  });

  test('the second of two with one reference or one address is named, whatever its capitals', () => {
    const read = rowsOf(
      sheet('T1,Ann,a@oak.example,teacher,,,,,', 't1,Bob,,teacher,,,,,', 'T3,Cy,A@OAK.example,teacher,,,,,'),
    );
    expect(read.rows.map(({ staffRef }) => staffRef)).toEqual(['T1']);
    expect(read.faults).toMatchObject([
      { row: 3, field: 'staff_ref', wrong: 'is the same as in row 2' },
      { row: 4, field: 'email', wrong: 'is the same as in row 2' },
    ]);
  });

  test('cells a spreadsheet would run, and letters nobody can see, are refused', () => {
    for (const cell of [
      '=Ann',
      '+SUM(A1)',
      '-Ann',
      '@Ann',
      '\t=1',
      '＝1',
      'A\u0007B',
      'A\u202Eb',
      'A\u200Bb',
      'A\u0000b',
    ])
      for (const at of [0, 1]) {
        const cells = at === 0 ? [cell, 'Ann'] : ['T1', cell];
        const read = readPeople(sheet(`${cells.join(',')},,teacher,,,,,`, 'T2,Bob,,teacher,,,,,'));
        if (read.kind === 'rows') {
          expect(read.rows.map(({ staffRef }) => staffRef)).toEqual(['T2']);
          expect(read.faults[0]).toMatchObject({ row: 2, field: at === 0 ? 'staff_ref' : 'name' });
        } else expect(cell).toContain('\u0000');
      }
  });

  test('a cell too many, markup in a name and a giant cell are refused', () => {
    expect(
      faultsOf(
        sheet(
          'T1,Lee, Ann,,teacher,,,,,16:30',
          'T2,<b>Bob</b>,,teacher,,,,,',
          `T3,${'x'.repeat(501)},,teacher,,,,,`,
        ),
      ),
    ).toEqual(['2 row', '3 name', '4 name']);
  });
});

describe('the whole file is refused', () => {
  test('without the columns it must have, or with one misspelt or doubled', () => {
    expect(refusalOf('')).toMatch(/empty/);
    expect(refusalOf('staff_ref,name\nT1,Ann')).toMatch(/role is missing/);
    expect(refusalOf('staff_ref,nmae,role\nT1,Ann,teacher')).toMatch(/did you mean name\?/);
    expect(refusalOf('staff_ref,name,role,name\nT1,Ann,teacher,Ann')).toMatch(/name is given 2 times/);
  });

  test('where the first row is somebody, it does not say who', () => {
    const said = refusalOf('T1,Ann Lee,teacher\nT2,Bob Roy,teacher');
    expect(said).toMatch(/staff_ref is missing/);
    expect(said).not.toMatch(/Ann|Lee/);
  });

  test('over 5 MB, over 20,000 rows, or not text', () => {
    expect(refusalOf(`${HEADER}\n${'é'.repeat(2_700_000)}`)).toMatch(/larger than 5 MB/);
    expect(refusalOf(`staff_ref,name,role\n${'T,A,teacher\n'.repeat(20_001)}`)).toMatch(
      /more than 20,000 rows/,
    );
    expect(refusalOf('PK\u0003\u0004\u0000\u0000')).toMatch(/an Excel workbook/);
  });
});

test('a column that is not ours is said and not kept; a column that is absent is not guessed', () => {
  const read = rowsOf('staff_ref,name,role,phone\nT1,Ann,teacher,07700 900000');
  expect(read.unused).toEqual(['phone']);
  expect(JSON.stringify(read)).not.toContain('07700');
  expect(read.rows[0]?.leavesOn).toBeUndefined();
  expect(read.rows[0]?.workingDays).toBeUndefined();
});

test('rubbish never throws, and every row is either kept or named', () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('"', '""', 'T1', 'teacher', '=x', '\r', '\n', 'Mon-Fri', '08:00', '1/1/2026', ';', '\t'),
  );
  const row = fc.array(cell, { maxLength: 11 }).map((cells) => cells.join(','));
  const mostly = fc.array(fc.oneof(row, fc.constant(GOOD)), { maxLength: 12 }).map((rows) => sheet(...rows));
  fc.assert(
    fc.property(fc.oneof(mostly, fc.string({ maxLength: 300 }), fc.string({ unit: 'binary' })), (text) => {
      const read = readPeople(text);
      if (read.kind === 'refused') expect(read.faults.length).toBeGreaterThan(0);
      else {
        const lines = text.split(/\r\n|\r|\n/).length;
        for (const { row } of [...read.rows, ...read.faults]) {
          expect(row).toBeGreaterThan(1);
          expect(row).toBeLessThanOrEqual(lines);
        }
      }
    }),
    { numRuns: 1_000 },
  );
});

test('20,000 rows take under two seconds, also when a quotation mark is left open', () => {
  const rows = Array.from(
    { length: 19_998 },
    (_, at) => `T${at},Name A,t${at}@oak.example,teacher,,,Mon-Fri,08:00,16:30`,
  );
  expect(rowsOf(sheet(...rows)).rows).toHaveLength(19_998);
  expect(rowsOf(sheet('Q1,"Ann,,teacher,,,,,', ...rows)).rows).toHaveLength(19_998);
});

test('a first row of a thousand columns, or one name as long as a book, takes no time', () => {
  for (const first of [
    Array.from({ length: 1_000 }, (_, at) => `column${at}`).join(','),
    ','.repeat(2_000_000),
    'staff_reff'.repeat(200_000),
    '"'.repeat(2_000_001),
    '"",'.repeat(1_000_000),
  ]) {
    const began = performance.now();
    expect(readPeople(`${first}\nT01,Ben,teacher\n`).kind).toBe('refused');
    expect(performance.now() - began).toBeLessThan(2_000);
  }
});
