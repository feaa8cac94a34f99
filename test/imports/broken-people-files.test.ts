/**
 * The broken staff lists that schools send: each is refused with its mend, or its bad rows are named and the good ones of
 * the same file are kept. Nothing throws, and nothing is guessed.
 */
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../src/imports/decode-text.ts';
import { readPeople } from '../../src/imports/people.ts';

const HEADER = 'staff_ref,name,email,role,starts_on,leaves_on,working_days,day_start,day_end';
const GOOD = 'T01,Amira Khan,amira@oak.example,teacher,2026-09-01,,Mon-Fri,08:00,16:30';
const GOOD_2 = 'T02,Ben Osei,ben@oak.example,teacher,,,,,';
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, { bom }: { bom: boolean }) => {
  const units = [...(bom ? '\u{FEFF}' : ''), ...text].join('');
  return Uint8Array.from([...units].flatMap((unit) => [unit.charCodeAt(0) & 0xff, unit.charCodeAt(0) >> 8]));
};
const latin = (text: string) => Uint8Array.from([...text].map((unit) => unit.charCodeAt(0)));
/** A file of the usual columns, good rows round a bad one. */
const round = (bad: string) => utf8([HEADER, GOOD, bad, GOOD_2].join('\n'));
const bytes = (...begin: number[]) => Uint8Array.from([...begin, ...utf8('\u0000\u0001 and more')]);

/** `keeps`: the references of the rows that are used. `faults`: what is said of the others, in order. */
type Kind = [
  name: string,
  file: Uint8Array,
  found: { refused: RegExp } | { keeps: string[]; faults: RegExp[] },
];
const all = ['T01', 'T02'];
const bad = (name: string, row: string, ...faults: RegExp[]): Kind => [
  name,
  round(row),
  { keeps: all, faults },
];

const KINDS: Kind[] = [
  ['UTF-16 with its mark', utf16([HEADER, GOOD].join('\r\n'), { bom: true }), { keeps: ['T01'], faults: [] }],
  [
    'UTF-16 without it',
    utf16([HEADER, GOOD].join('\r\n'), { bom: false }),
    { refused: /not plain text; save it as CSV/ },
  ],
  ['Windows letters', latin(`${HEADER}\nT09,Zoë Müller,,teacher,,,,,`), { keeps: ['T09'], faults: [] }],
  [
    'letters already lost',
    utf8(`${HEADER}\nT09,Zo\u{FFFD},,teacher,,,,,`),
    { refused: /letters of the file cannot be read; save it as CSV/ },
  ],
  ['an Excel workbook', bytes(0x50, 0x4b, 3, 4), { refused: /an Excel workbook.*save it as CSV/ }],
  [
    'an old Excel workbook',
    bytes(0xd0, 0xcf, 0x11, 0xe0),
    { refused: /an old Excel workbook.*save it as CSV/ },
  ],
  ['a PDF', utf8('%PDF-1.7\n1 0 obj'), { refused: /a PDF.*save it as CSV/ }],
  [
    'a web page',
    utf8('\n<!DOCTYPE html><table><tr><td>T01</td></tr></table>'),
    { refused: /a web page.*save it as CSV/ },
  ],
  ['a Word document', utf8('{\\rtf1\\ansi T01}'), { refused: /a Word or RTF document/ }],
  ['nothing at all', utf8(''), { refused: /file is empty; its first row gives the columns: staff_ref,name/ }],
  ['blank lines alone', utf8('\n\n\n'), { refused: /file is empty/ }],
  ['the columns alone', utf8(`${HEADER}\n`), { keeps: [], faults: [] }],
  [
    'no first row',
    utf8([GOOD, GOOD_2].join('\n')),
    { refused: /column staff_ref is missing; the first row gives the columns/ },
  ],
  [
    'a column misspelt',
    utf8('staff_ref,nmae,role\nT01,A,teacher'),
    { refused: /column 2: there is no such column; did you mean name\?/ },
  ],
  ['a column missing', utf8('staff_ref,name\nT01,A'), { refused: /column role is missing/ }],
  [
    'a column twice',
    utf8('staff_ref,name,role,role\nT01,A,teacher,dsl'),
    { refused: /column role is given 2 times; keep one/ },
  ],
  ['semicolons', utf8('staff_ref;name;role\nT01;Amira Khan;teacher'), { keeps: ['T01'], faults: [] }],
  ['tabs', utf8('staff_ref\tname\trole\nT01\tAmira Khan\tteacher'), { keeps: ['T01'], faults: [] }],
  [
    'Excel’s own first line',
    utf8('sep=;\r\nstaff_ref;name;role\r\nT01;Amira Khan;wizard'),
    { keeps: [], faults: [/^3 role is not a role Vigil knows/] },
  ],
  ['three kinds of line end', utf8(`${HEADER}\r\n${GOOD}\r${GOOD_2}\n`), { keeps: all, faults: [] }],
  [
    'blank rows in the middle',
    utf8([HEADER, GOOD, ',,,,,,,,', '', GOOD_2].join('\n')),
    { keeps: all, faults: [] },
  ],
  [
    'more than 5 MB',
    utf8(`${HEADER}\n${`${GOOD}\n`.repeat(80_000)}`),
    { refused: /larger than 5 MB; split it/ },
  ],
  [
    'more than 20,000 rows',
    utf8(`staff_ref,name,role\n${'T01,A,teacher\n'.repeat(20_001)}`),
    { refused: /more than 20,000 rows; split it/ },
  ],
  bad(
    'a quotation mark left open',
    'T03,"Carys Pugh,,teacher,,,,,',
    /^3 row a quotation mark is opened and not closed; close it on the same line/,
  ),
  bad(
    'a bare comma in a name',
    'T03,Pugh, Carys,c@oak.example,teacher,,,,,16:30',
    /^3 row has 10 cells where the first row has 9; put quotation marks round/,
  ),
  bad('too few cells', 'T03,Carys Pugh', /^3 role is empty; give at least one, such as teacher/),
  bad('the columns once more', HEADER, /^3 row is the column names once more; take that row out/),

  bad('a total at the end', 'Total,32,,,,,,,', /^3 name is not a name/, /^3 role is empty/),
  bad(
    'no reference',
    ',Carys Pugh,,teacher,,,,,',
    /^3 staff_ref is empty; give the person’s payroll or staff number/,
  ),
  bad(
    'a number the spreadsheet shortened',
    '1.2E+05,Carys Pugh,,teacher,,,,,',
    /^3 staff_ref is a long number.*format that column as text/,
  ),
  bad(
    'the same reference in capitals',
    't01,Carys Pugh,,teacher,,,,,',
    /^3 staff_ref is the same as in row 2/,
  ),
  bad(
    'the same address twice',
    'T03,Carys Pugh,AMIRA@oak.example,teacher,,,,,',
    /^3 email is the same as in row 2/,
  ),
  bad(
    'no e-mail address',
    'T03,Carys Pugh,carys at oak,teacher,,,,,',
    /^3 email is not an e-mail address; give one such as/,
  ),
  bad('no name', 'T03,,,teacher,,,,,', /^3 name is empty; give the name colleagues know them by/),
  bad(
    'a name that is a formula',
    'T03,"=HYPERLINK(""http://x"")",,teacher,,,,,',
    /^3 name begins with =.*begin it with a letter/,
  ),
  bad(
    'letters that cannot be seen',
    'T03,Carys\u{200B} Pugh\u{202E},,teacher,,,,,',
    /^3 name holds a character that cannot be seen; type the cell again/,
  ),
  bad(
    'a very long cell',
    `T03,${'Carys '.repeat(100)},,teacher,,,,,`,
    /^3 name is longer than 500 characters; shorten it/,
  ),
  bad('a role nobody knows', 'T03,Carys Pugh,,wizard,,,,,', /^3 role is not a role Vigil knows; use one of/),
  bad(
    'a role misspelt',
    'T03,Carys Pugh,,techer,,,,,',
    /^3 role is not a role Vigil knows; did you mean teacher\?/,
  ),
  bad('an American date', 'T03,Carys Pugh,,teacher,09/30/2026,,,,', /^3 starts_on/),
  bad('a day that is not', 'T03,Carys Pugh,,teacher,2026-02-30,,,,', /^3 starts_on/),
  bad(
    'left before they began',
    'T03,Carys Pugh,,teacher,2026-09-01,2026-08-01,,,',
    /^3 leaves_on is before starts_on; put the later date/,
  ),
  bad(
    'a day of no week',
    'T03,Carys Pugh,,teacher,,,Mon Funday,,',
    /^3 working_days does not say which days; write them as/,
  ),
  bad('a Saturday', 'T03,Carys Pugh,,teacher,,,Mon-Sat,,', /^3 working_days has a Saturday or a Sunday/),
  bad(
    'a day that ends first',
    'T03,Carys Pugh,,teacher,,,,16:00,08:00',
    /^3 day_end is not later than day_start/,
  ),
  bad('a time of no clock', 'T03,Carys Pugh,,teacher,,,,8 o’clock-ish,', /^3 day_start/),
];

describe('a staff list', () => {
  test.each(KINDS)('%s', (_name, file, found) => {
    const read = readPeople(decodeText(file));
    if ('refused' in found) {
      expect(read).toMatchObject({ kind: 'refused' });
      expect(read.faults.join(' ')).toMatch(found.refused);
      return;
    }
    if (read.kind === 'refused') throw new Error(`Refused: ${read.faults.join(' ')}`);
    expect(read.rows.map(({ staffRef }) => staffRef)).toEqual(found.keeps);
    const said = read.faults.map(({ row, field, wrong, mend }) => `${row} ${field} ${wrong}; ${mend}`);
    expect(said).toEqual(found.faults.map((fault) => expect.stringMatching(fault)));
    // A mend is something to do.
    for (const { mend } of read.faults) expect(mend.length).toBeGreaterThan(8);
  });
});
