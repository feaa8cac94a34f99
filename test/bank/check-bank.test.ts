/**
 * A bank file's faults: each kind is found at its own line and field, with a mend, and all of them in one run.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBank } from '../../src/bank/check-bank.ts';
import { parseBank } from '../../src/bank/parse-bank.ts';
import { change, duty, faultsOf, SOUND, together } from './written.ts';

const long = (length: number) =>
  'word '
    .repeat(length)
    .slice(0, length - 1)
    .concat('s');

describe('one fault, found where it is', () => {
  test('the question the others are broken from is sound', () => {
    const report = checkBank([{ name: 'ours.yaml', text: SOUND }]);
    expect(report.faults).toEqual([]);
    expect(report.questions.map(({ id }) => id)).toEqual(['CON-91']);
  });

  const COUNT = '{ kind: count, label: How many, target: 0 }';
  const cases: [what: string, text: string, line: number, field: string, message: RegExp, mend: RegExp][] = [
    [
      'an unknown field, near a known one',
      change(SOUND, 'cadence: monthly', 'cadence: monthly\n  indicater: x'),
      8,
      'indicater',
      /not known/,
      /Did you mean indicator/,
    ],
    [
      'an unknown field, near nothing',
      change(SOUND, '  seconds: 15', '  seconds: 15\n  colour: red'),
      25,
      'colour',
      /not known/,
      /Take it out/,
    ],
    [
      'an unknown field inside the answer',
      change(SOUND, '    right: a', '    right: a\n    corection: x'),
      17,
      'answer.corection',
      /not known/,
      /Did you mean correction/,
    ],
    [
      'an unknown field inside a choice',
      change(
        SOUND,
        '{ key: b, label: Your friends at work }',
        '{ key: b, label: Your friends at work, verdict: good }',
      ),
      14,
      'answer.choices[1].verdict',
      /not known/,
      /Take it out/,
    ],
    ['a missing field', change(SOUND, '  cadence: monthly\n', ''), 1, 'cadence', /missing/, /Add cadence/],
    [
      'a missing field inside the source',
      change(SOUND, '    edition: "2026"\n', ''),
      18,
      'source.edition',
      /missing/,
      /edition that was read/,
    ],
    [
      'a right answer with no correction for the others',
      change(SOUND, '    correction: Tell the DSL or a deputy at once.\n', ''),
      10,
      'answer.correction',
      /missing/,
      /what is right and why/,
    ],
    [
      'no right answer',
      change(SOUND, '    right: a\n', ''),
      10,
      'answer.right',
      /missing/,
      /key of the right/,
    ],
    [
      'a misspelt cadence',
      change(SOUND, 'cadence: monthly', 'cadence: montly'),
      7,
      'cadence',
      /"montly" is not one/,
      /Did you mean monthly/,
    ],
    [
      'a misspelt standard',
      change(SOUND, 'standard: concerns', 'standard: concern'),
      3,
      'standard',
      /not one/,
      /Did you mean concerns/,
    ],
    [
      'an audience that is no role',
      change(SOUND, 'audience: all_staff', 'audience: scr_admin'),
      6,
      'audience',
      /not one/,
      /Did you mean scr_administrator/,
    ],
    [
      'a phase that is none',
      change(SOUND, '[primary, secondary]', '[primary, second]'),
      22,
      'phases[1]',
      /"second" is not one/,
      /secondary/,
    ],
    [
      'a phase twice',
      change(SOUND, '[primary, secondary]', '[primary, primary]'),
      22,
      'phases[1]',
      /twice/,
      /Keep one/,
    ],
    [
      'an answer kind that is none',
      change(SOUND, 'kind: scenario', 'kind: scenarios'),
      11,
      'answer.kind',
      /"scenarios" is not one/,
      /Did you mean scenario/,
    ],
    [
      'a number where text should be',
      change(SOUND, 'edition: "2026"', 'edition: 2026'),
      20,
      'source.edition',
      /2026 is not text/,
      /in quotes/,
    ],
    [
      'text where a number should be',
      change(SOUND, 'seconds: 15', 'seconds: short'),
      24,
      'seconds',
      /not a number/,
      /Write a number/,
    ],
    [
      'text over 240 characters',
      change(SOUND, 'Who do you tell when a child worries you?', long(241)),
      8,
      'text',
      /241 characters/,
      /240 characters or fewer/,
    ],
    [
      'over 20 seconds',
      change(SOUND, 'seconds: 15', 'seconds: 21'),
      24,
      'seconds',
      /21 is over/,
      /20 seconds is the most/,
    ],
    [
      'a label over 75 characters',
      change(SOUND, 'The DSL or a deputy }', `${long(76)} }`),
      13,
      'answer.choices[0].label',
      /76 characters/,
      /75 characters at most/,
    ],
    [
      'one choice',
      change(
        SOUND,
        '      - { key: b, label: Your friends at work }\n      - { key: c, label: Nobody until you know }\n',
        '',
      ),
      12,
      'answer.choices',
      /A list of 1/,
      /two to six/,
    ],
    [
      'seven choices',
      duty(
        `{ kind: choice, choices: [${[1, 2, 3, 4, 5, 6, 7].map((n) => `{ key: k${n}, label: L${n}, verdict: good }`).join(', ')}] }`,
      ),
      10,
      'answer.choices',
      /A list of 7/,
      /two to six/,
    ],
    [
      'a scenario of two choices',
      change(SOUND, '      - { key: b, label: Your friends at work }\n', ''),
      12,
      'answer.choices',
      /2 choices/,
      /three or four/,
    ],
    [
      'a right answer that is no choice',
      change(SOUND, 'right: a', 'right: d'),
      16,
      'answer.right',
      /"d" is not the key/,
      /a|b|c/,
    ],
    [
      'choices of unequal length',
      change(SOUND, 'The DSL or a deputy }', 'The DSL or a deputy, as soon as you can and in person }')
        .replace('a, label: The', 'a, label: "The')
        .replace('person }', 'person" }'),
      12,
      'answer.choices',
      /unequal length, 20 to 53/,
      /no more than 27/,
    ],
    [
      'one key twice',
      change(SOUND, 'key: b', 'key: a'),
      14,
      'answer.choices[1].key',
      /two choices/,
      /its own/,
    ],
    [
      'one label twice',
      change(SOUND, 'Your friends at work', 'The DSL or a deputy'),
      14,
      'answer.choices[1].label',
      /two choices/,
      /its own/,
    ],
    [
      'a correction of 76 words',
      change(SOUND, 'Tell the DSL or a deputy at once.', 'word '.repeat(76).trim()),
      17,
      'answer.correction',
      /76 words/,
      /75 words or fewer/,
    ],
    [
      'a choice with no good answer',
      duty(
        '{ kind: choice, choices: [{ key: a, label: A, verdict: poor }, { key: b, label: B, verdict: partly }] }',
      ),
      10,
      'answer.choices',
      /No choice is good/,
      /verdict: good/,
    ],
    [
      'a target over the whole',
      duty('{ kind: two_counts, part: P, whole: W, target: 95 }'),
      10,
      'answer.target',
      /95 is over/,
      /1 or less/,
    ],
    [
      'a percentage over 100',
      duty('{ kind: percent, target: 101 }'),
      10,
      'answer.target',
      /101 is over/,
      /100 or less/,
    ],
    [
      'a count below nothing',
      duty('{ kind: count, label: L, target: -1 }'),
      10,
      'answer.target',
      /-1 is under/,
      /0 or more/,
    ],
    [
      'a date within no days',
      duty('{ kind: date, within: 0 }'),
      10,
      'answer.within',
      /0 is under/,
      /1 or more/,
    ],
    [
      'a partly on the wrong side of a count',
      duty('{ kind: count, label: L, target: 5, partly: 5 }'),
      10,
      'answer.partly',
      /must be over target/,
      /more than 5/,
    ],
    [
      'a partly on the wrong side of a percentage',
      duty('{ kind: percent, target: 90, partly: 95 }'),
      10,
      'answer.partly',
      /must be under target/,
      /less than 90/,
    ],
    [
      'a partly on the wrong side of a date',
      duty('{ kind: date, within: 90, partly: 30 }'),
      10,
      'answer.partly',
      /must be over within/,
      /more than 90/,
    ],
    [
      'a date that could never stand',
      duty('{ kind: date, within: 90, again: 90 }'),
      10,
      'answer.again',
      /never stand/,
      /less than 90/,
    ],
    [
      'an unknown placeholder',
      change(SOUND, 'Who do you tell when', 'Who in {seting} do you tell when'),
      8,
      'text',
      /placeholder/,
      /Did you mean {setting}/,
    ],
    [
      'a placeholder where none is filled in',
      change(SOUND, 'label: The DSL or a deputy', 'label: "The {setting} DSL"'),
      13,
      'answer.choices[0].label',
      /shown as it stands/,
      /Write the words out/,
    ],
    [
      'a word the house does not use',
      change(SOUND, 'a child worries you?', 'there is an incident?'),
      8,
      'text',
      /"incident"/,
      /Say "concern"/,
    ],
    [
      'an exclamation mark',
      change(SOUND, 'who to tell.', 'who to tell!'),
      9,
      'why',
      /"!"/,
      /Take the exclamation/,
    ],
    [
      'knowledge asked of one role',
      change(SOUND, 'audience: all_staff', 'audience: dsl'),
      6,
      'audience',
      /many people/,
      /make it a duty/,
    ],
    [
      'a duty of everybody',
      duty(COUNT, { audience: 'all_staff' }),
      6,
      'audience',
      /one named role/,
      /Name the role/,
    ],
    [
      'an allegation asked of somebody else',
      duty(COUNT, { standard: 'allegations', audience: 'hr_lead' }),
      6,
      'audience',
      /private to the headteacher/,
      /Use headteacher/,
    ],
    [
      'an allegation that would alert at once',
      `${duty(COUNT, { standard: 'allegations', audience: 'headteacher' })}  atOnce: true\n`,
      18,
      'atOnce',
      /never one about allegations/,
      /Take atOnce out/,
    ],
    [
      'a scenario as a duty',
      change(change(SOUND, 'kind: knowledge', 'kind: duty'), 'all_staff', 'dsl'),
      11,
      'answer.kind',
      /cannot have the answer kind scenario/,
      /Use one of: yes_no/,
    ],
    [
      'a daily attestation',
      duty('{ kind: acknowledgement }', { kind: 'attestation', cadence: 'daily' }),
      7,
      'cadence',
      /cannot be asked daily/,
      /annual/,
    ],
    [
      'an id of no form',
      change(SOUND, 'id: CON-91', 'id: con 91'),
      1,
      'id',
      /"con 91" is not in the form/,
      /CON-06/,
    ],
    [
      'a control mark, which the store could not keep',
      change(SOUND, 'Who do you tell when a child worries you?', '"Who?\\0"'),
      8,
      'text',
      /not in the form/,
      /one line/,
    ],
    [
      'half a letter, which the store could not keep',
      change(SOUND, 'Who do you tell when a child worries you?', '"Who?\\ud800x"'),
      8,
      'text',
      /not in the form/,
      /one line/,
    ],
    [
      'a field written twice',
      change(SOUND, '  kind: knowledge', '  kind: knowledge\n  kind: duty'),
      6,
      '',
      /written twice/,
      /Keep one/,
    ],
    ['YAML that cannot be read', change(SOUND, 'text: Who', 'text: "Who'), 8, '', /not YAML/, /quote/],
    [
      'a tab for an indent',
      change(SOUND, '  version: 1', '\tversion: 1'),
      2,
      '',
      /tab|not YAML/i,
      /spaces|indentation/,
    ],
    [
      'a list for a field’s name',
      change(SOUND, '  version: 1', '  ? [version]\n  : 1'),
      2,
      '',
      /field’s name/,
      /one word/,
    ],
    [
      'something that is no question',
      `${SOUND}- hello\n`,
      25,
      '',
      /"hello" is not a question/,
      /beginning with id/,
    ],
    ['a file that is no list', 'questions: none\n', 1, '', /not a list of questions/, /- id: CON-06/],
    ['an empty file', '', 1, '', /no questions/, /- id: CON-06/],
  ];
  test.each(cases)('%s', (_what, text, line, field, message, mend) => {
    const faults = faultsOf(text);
    expect(faults.map((fault) => [fault.line, fault.field])).toContainEqual([line, field]);
    const fault = faults.find((one) => one.line === line && one.field === field);
    expect(fault?.file).toBe('ours.yaml');
    expect(fault?.message).toMatch(message);
    expect(fault?.mend).toMatch(mend);
    expect(checkBank([{ name: 'ours.yaml', text }]).questions).toEqual(
      field === '' && text.startsWith(SOUND) ? [expect.anything()] : [],
    );
  });
});

describe('faults together', () => {
  test('every fault of a question is named in one run, in the order of the lines', () => {
    const text = change(
      change(
        change(change(SOUND, 'cadence: monthly', 'cadence: often'), 'right: a', 'right: z'),
        '    correction: Tell the DSL or a deputy at once.\n',
        '',
      ),
      'seconds: 15',
      'seconds: 45\n  extra: 1',
    );
    const broken = text.replace('Nobody until you know', 'No');
    expect(faultsOf(broken).map(({ line, field }) => `${line} ${field}`)).toEqual([
      '7 cadence',
      '10 answer.correction',
      '12 answer.choices',
      '16 answer.right',
      '23 seconds',
      '24 extra',
    ]);
  });

  test('a fault names its question, and one bad question does not lose the others', () => {
    const text = together(SOUND, change(SOUND, 'monthly', 'often'), SOUND);
    const report = checkBank([{ name: 'ours.yaml', text }]);
    expect(report.faults.map(({ question, line }) => [question, line])).toEqual([['CON-2', 31]]);
    expect(report.questions.map(({ id }) => id)).toEqual(['CON-1', 'CON-3']);
  });

  test('an id used twice names both places, within a file and across files', () => {
    const report = checkBank([
      { name: 'one.yaml', text: `# first\n${SOUND}${SOUND}` },
      { name: 'two.yaml', text: SOUND },
    ]);
    expect(report.faults.map(({ file, line, field, message }) => [file, line, field, message])).toEqual([
      ['one.yaml', 26, 'id', 'This id is already used in one.yaml, line 2.'],
      ['two.yaml', 1, 'id', 'This id is already used in one.yaml, line 2.'],
    ]);
  });

  test('an id is found twice even where the first question has a fault', () => {
    const text = `${change(SOUND, 'monthly', 'often')}${SOUND}`;
    expect(faultsOf(text).map(({ line, field }) => [line, field])).toEqual([
      [7, 'cadence'],
      [25, 'id'],
    ]);
  });

  test('a value is repeated briefly and without anything a terminal would obey', () => {
    const [fault] = faultsOf(change(SOUND, 'cadence: monthly', `cadence: "\\e[31m${'x'.repeat(500)}"`));
    expect(fault?.message).not.toContain('\u001b');
    expect(fault?.message.length).toBeLessThan(120);
  });
});

describe('anything at all may be in a file', () => {
  const lines = SOUND.split('\n');
  const fragment = fc.oneof(
    fc.constantFrom(
      ...lines,
      ...[
        '- ',
        '? ',
        ': ',
        '{',
        '[',
        ']',
        '}',
        '&a',
        '*a',
        '!!js',
        '---',
        '%YAML',
        '|',
        '>-',
        '"',
        "'",
        '\t',
        '#',
      ],
    ),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '__proto__: 1',
      'constructor: {}',
      '- id: __proto__',
      '  answer: { kind: toString }',
      '1: 2',
      '? [a, b] : c',
    ),
  );

  test('rubbish is met with faults, never thrown over', () => {
    fc.assert(
      fc.property(
        fc.array(fragment, { maxLength: 30 }),
        fc.constantFrom('\n', '\n  ', ' '),
        (parts, joint) => {
          const report = checkBank([{ name: 'x', text: parts.join(joint) }]);
          for (const { line, message, mend } of report.faults) {
            expect(line).toBeGreaterThan(0);
            expect(message).not.toBe('');
            expect(mend).not.toBe('');
          }
          expect(report.questions.length + report.faults.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 400, seed: 20261109 },
    );
  });

  test('a sound file with any one line changed is either sound or has a fault', () => {
    fc.assert(
      fc.property(fc.nat(lines.length - 2), fragment, (at, put) => {
        const text = lines.with(at, put).join('\n');
        const { questions, faults } = checkBank([{ name: 'x', text }]);
        expect(questions.length > 0 || faults.length > 0).toBe(true);
      }),
      { numRuns: 300, seed: 20261110 },
    );
  });
});

test('a file of more questions than a standard can have is refused as a whole, with what to do', () => {
  const { placed, faults } = parseBank('bank.yaml', '- id: TRN-K1\n'.repeat(201));
  expect(placed).toEqual([]);
  expect(faults).toMatchObject([
    {
      line: 201,
      message: 'The file holds 201 questions; 200 is the most.',
      mend: 'Split it, one file a standard.',
    },
  ]);
  expect(parseBank('bank.yaml', '- id: TRN-K1\n'.repeat(200)).faults.length).toBeGreaterThan(200);
});
