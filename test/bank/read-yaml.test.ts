/**
 * Files meant to hurt: each is refused for what it is, before the parser is given it.
 * (How long that takes is measured elsewhere; several of these would otherwise hang or abort the whole program.)
 */
import { describe, expect, test } from 'vitest';
import { checkBank } from '../../src/bank/check-bank.ts';
import { MOST_BYTES, readYaml } from '../../src/bank/read-yaml.ts';
import { SOUND } from './written.ts';

const only = (text: string) => {
  const { questions, faults } = checkBank([{ name: 'ours.yaml', text }]);
  expect(questions).toEqual([]);
  expect(faults).toHaveLength(1);
  return faults[0];
};

describe('refused before it is parsed', () => {
  test('a file of 5 MB, by its size alone', () => {
    const fault = only(`${SOUND}${'# padding\n'.repeat(500_000)}`);
    expect(fault).toMatchObject({
      line: 1,
      field: '',
      message: expect.stringMatching(/5 MB; .* 1 MB at most/),
    });
    expect(fault?.mend).toMatch(/one file a standard/);
  });

  test('size is counted in bytes, as the file is', () => {
    expect(only(`# ${'é'.repeat(MOST_BYTES / 2)}`)?.message).toMatch(/1 MB at most/);
  });

  test('an alias bomb, at its first anchor', () => {
    const bomb = [
      '- &a [x, x]',
      ...'bcdefghi'.split('').map((to, at) => `- &${to} [*${'abcdefgh'[at]}, *${'abcdefgh'[at]}]`),
    ];
    expect(only(`# a comment\n${bomb.join('\n')}`)).toMatchObject({
      line: 2,
      message: expect.stringMatching(/aliases/),
    });
  });

  test('a single alias, since none is needed', () => {
    expect(only('- id: *x\n')).toMatchObject({ line: 1, message: expect.stringMatching(/aliases/) });
  });

  test('a tag, at its line', () => {
    expect(only('- id: CON-1\n  text: !!binary aGk=\n')).toMatchObject({
      line: 2,
      message: expect.stringMatching(/tags/),
    });
  });

  test.each([
    ['brackets', '['.repeat(100_000)],
    ['braces', '- {a: '.concat('{a: '.repeat(100_000))],
    ['dashes on one line', '- '.repeat(100_000)],
    ['question marks on one line', '? '.repeat(100_000)],
    ['steps of indentation', Array.from({ length: 1_000 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
  ])('deep nesting by %s', (_by, text) => {
    expect(only(text)?.message).toMatch(/nested too deeply/);
  });

  test('thousands of stray marks for a block of text are refused before they are parsed', () => {
    const text = `- id: TRN-K1\n${'|\n'.repeat(4_000)}`;
    expect(only(text)).toMatchObject({ line: 502, message: 'The file holds too many | or > marks.' });
  });

  test.each([
    ['fields', Array.from({ length: 80_000 }, (_, at) => `k${at}: 1`).join('\n')],
    ['questions', '- a: 1\n'.repeat(100_000)],
    ['commas', `- id: [${'1,'.repeat(100_000)}1]`],
    ['documents', '---\n'.repeat(100_000)],
  ])('too many %s', (_of, text) => {
    expect(only(text)?.message).toMatch(/too much/);
  });
});

describe('not mistaken for harm', () => {
  test('stars, ampersands, bangs and brackets inside text', () => {
    const text = SOUND.replace('Who do you tell when', '"*Who* & how [[[[[[[[[[[[ do you tell when')
      .replace('worries you?', 'worries you?"')
      .replace('Everybody needs', 'Everybody & all [[[[[[[[[[ needs');
    expect(checkBank([{ name: 'ours.yaml', text }]).faults).toEqual([]);
  });

  test('text folded over many lines, and a far-off comment', () => {
    const text = SOUND.replace(
      'correction: Tell the DSL ',
      `correction: >-\n      Tell the DSL\n${' '.repeat(6)}`,
    ).concat(`${' '.repeat(90)}# far off\n`);
    expect(checkBank([{ name: 'ours.yaml', text }]).faults).toEqual([]);
  });

  test('a byte order mark and Windows line ends', () => {
    const { questions, faults } = checkBank([
      { name: 'ours.yaml', text: `\u{feff}${SOUND.replaceAll('\n', '\r\n')}` },
    ]);
    expect(faults).toEqual([]);
    expect(questions).toHaveLength(1);
  });

  test('lines are counted through folded text', () => {
    const sheet = readYaml('x', '- a: >-\n    one\n\n    two\n  b: 1\n');
    expect(sheet.kind === 'read' && sheet.lineOf([0, 'b'])).toBe(5);
    expect(only('- a: |\n    one\n    two\n  b: *x\n')?.line).toBe(4);
  });
});
