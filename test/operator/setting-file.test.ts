/**
 * A setting's file as somebody writes it: each fault at its own line and field, with a mend, all of them in one run.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSettingFile } from '../../src/operator/setting-file.ts';
import { EXAMPLE, lineOf, written } from '../support/setting-example.ts';

describe('a file with faults', () => {
  const faultsOf = (text: string) => {
    const read = readSettingFile('oak.yaml', text);
    return read.kind === 'refused'
      ? read.faults.map(({ line, field, message, mend }) => ({ line, field, said: `${message} ${mend}` }))
      : [];
  };

  test.each([
    ['ref', 'ref: Oak Primary', /small letters/],
    ['name', 'name: ""', /empty/],
    ['phase', 'phase: primery', /Did you mean primary/],
    ['phase', 'phase: infants', /Use one of: nursery/],
    ['workspace', 'workspace: "#oak"', /begins T, in Teams it is the tenant’s id/],
    ['channel', 'channel: "#leads"', /begins C.*#leads is not enough/],
    ['channel', 'channel: "19:leads@example"', /In Teams it begins 19:.*link.*given whole/],
    ['channel', 'channel: https://example.net/l/channel/19:abcdef@thread.tacv2/x', /In Teams it begins 19:/],
    ['channel', 'channel:', /take the line out/],
    ['zone', 'zone: London', /Europe\/London/],
    ['zone', 'zone: Europe/Lundon', /Europe\/London/],
    ['contacts.lado', 'lado: 01632960303', /quotes.*first 0/],
    ['contacts.chair', 'chair: "  "', /empty/],
    ['contacts.leadPhone', 'leadPhone: >-', /empty/],
    ['weekly_questions', 'weekly_questions: 9', /1 to 5/],
    ['weekly_questions', 'weekly_questions: "2"', /without quotes/],
    ['weekly_questions', 'weekly_questions: 1.5', /whole number/],
    ['windows[0]', 'windows: [9-10, 15:15-16:30]', /08:00-08:30/],
    ['windows[1]', 'windows: [08:00-08:30, 16:30-15:15]', /earlier time first/],
    ['windows', 'windows: [08:00-09:00, 08:30-09:30]', /overlap/],
    ['windows', 'windows: 08:00-08:30', /list/],
    ['windows', 'windows: []', /empty/],
    ['ask_days', 'ask_days: Sat', /Monday to Friday/],
    ['ask_days', 'ask_days: often', /Mon-Fri/],
    ['digest', 'digest: Monday', /Mon 08:00/],
    ['digest', 'digest: Mon-Tue 08:00', /Mon 08:00/],
    ['digest', 'digest: Sun 08:00', /Monday to Friday/],
    ['retention.notes', 'retention: { notes: 25 }', /too long.*months from 1 to 24; 12 is usual/],
    ['retention.answers', 'retention: { answers: 1 }', /too short.*months from 2 to 72/],
    ['retention.events', 'retention: { events: 1 }', /too short.*days from 2 to 30/],
    ['retention.messages', 'retention: { messages: 2.5 }', /whole number of months/],
    ['retention.messages', 'retention: { messages: long }', /whole number of months/],
    ['retention.ledger', 'retention: { ledger: 12 }', /not known/],
    ['retention.note', 'retention: { note: 12 }', /Did you mean notes/],
    ['retention', 'retention: 12', /fields/],
  ])('%s, written as "%s"', (field, line, mend) => {
    const begins = line.split(':')[0] ?? '';
    const text = written({ [begins]: line });
    const faults = faultsOf(text);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.field).toBe(field);
    expect(faults[0]?.said).toMatch(mend);
    expect(faults[0]?.line).toBe(lineOf(text, line));
  });

  test.each([
    'ref',
    'name',
    'phase',
    'contacts.frontDoor',
    'contacts.outOfHours',
    'contacts.lado',
    'contacts.chair',
    'contacts.leadPhone',
  ])('%s left out is missing, and said to be', (field) => {
    const begins = field.split('.').at(-1) ?? '';
    const text = EXAMPLE.replace(new RegExp(`^ *${begins}:.*\n`, 'm'), '');
    expect(faultsOf(text)).toEqual([
      { line: expect.any(Number), field, said: expect.stringMatching(/^This field is missing\. Add /) },
    ]);
  });

  test('a misspelt field is met with the nearest', () => {
    const [first] = faultsOf(EXAMPLE.replace('zone:', 'time_zone:'));
    expect(first).toMatchObject({ field: 'time_zone', said: expect.stringMatching(/not known/) });
    const inside = faultsOf(EXAMPLE.replace('outOfHours:', 'out_of_hours:'));
    expect(inside.map(({ field }) => field)).toEqual(['contacts.outOfHours', 'contacts.out_of_hours']);
    expect(inside[1]?.said).toMatch(/Did you mean outOfHours\?/);
  });

  test('all of them at once, in the file’s order', () => {
    const text = written({ phase: 'phase: x', lado: 'lado: 7', ref: 'ref: "?"' });
    expect(faultsOf(text).map(({ field }) => field)).toEqual(['ref', 'phase', 'contacts.lado']);
  });

  test.each([
    ['nothing', ''],
    ['comments alone', '# none\n'],
    ['a list', '- ref: oak\n'],
    ['a word', 'oak'],
    ['two documents', `${EXAMPLE}\n---\n${EXAMPLE}`],
    ['an anchor', 'ref: &a oak\nname: *a\n'],
    ['a tag', 'ref: !!js/function oak\n'],
    ['a bank', '- id: CON-01\n  version: 1\n'],
    ['a tab', 'contacts:\n\tlado: "1"\n'],
    ['far too much', `${'ref: oak\n'.repeat(200_000)}`],
  ])('%s is refused with a mend, never thrown over', (_, text) => {
    const faults = faultsOf(text);
    expect(faults.length).toBeGreaterThan(0);
    for (const { said } of faults) expect(said).toMatch(/\.( |$)/);
    expect(JSON.stringify(faults)).not.toMatch(/bank file|one file a standard/);
  });

  test('any text at all is read or refused', () => {
    const some = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...EXAMPLE.split('\n')), { maxLength: 40 }).map((lines) => lines.join('\n')),
      fc.json().map((json) => json),
    );
    fc.assert(
      fc.property(some, (text) => {
        const read = readSettingFile('x', text);
        if (read.kind === 'refused') expect(read.faults.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
