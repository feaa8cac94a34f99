/**
 * Words read as a command, as nearly one, or as nothing: a plea is never taken for a command.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS, parseCommand, scopeOf, standardNamed, takesScope } from '../../src/domain/command.ts';
import { STANDARDS } from '../../src/domain/standard.ts';

describe('a command', () => {
  test.each([
    ['help', 'help', []],
    ['  /vigil   HELP. ', 'help', []],
    ['/Vigil status', 'status', []],
    ['@vigil due', 'due', []],
    ['/status me', 'status', ['me']],
    ['Status: training!', 'status', ['training']],
    [
      'status safer recruitment and single central record',
      'status',
      'safer recruitment and single central record'.split(' '),
    ],
    ['why multi-agency?', 'why', ['multi-agency']],
    ['ask me', 'ask', ['me']],
    ['due please', 'due', []],
    ['/vigil people', 'people', []],
    ['people oak-1', 'people', ['oak-1']],
    ['/vigil', 'help', []],
    ['/vigil export me', 'export', ['me']],
    ['Export me please', 'export', ['me']],
  ])('%s', (text, command, words) => {
    expect(parseCommand(text)).toEqual({ kind: 'command', command, words });
  });

  test('is read whatever is round it', () => {
    const noise = fc.constantFrom('', ' ', '  ', '.', '!', '/', '?', '\n');
    fc.assert(
      fc.property(
        fc.constantFrom(...COMMANDS),
        noise,
        noise,
        fc.boolean(),
        (command, before, after, loud) => {
          const text = `${before}${loud ? command.toUpperCase() : command}${after}`;
          expect(parseCommand(text)).toEqual({ kind: 'command', command, words: [] });
        },
      ),
    );
  });
});

test('what the guard’s button says is the guard’s own word, and only by itself', () => {
  expect(parseCommand('told')).toEqual({ kind: 'guard_word', word: 'told' });
  expect(parseCommand('told him to stop')).toEqual({ kind: 'not_a_command' });
});

describe('nearly a command', () => {
  test.each([
    ['hlep', 'help'],
    ['statsu', 'status'],
    ['/vigil digets', 'digest'],
    ['stauts', 'status'],
    ['dues', 'due'],
    ['peolpe', 'people'],
    ['pupil', null],
    ['exprot', 'export'],
    ['report', null],
    ['expert', 'export'],
    ['wyh', null],
    ['hi', null],
    ['hello', 'help'],
    ['bruise', null],
    ['please', null],
  ])('%s', (text, command) => {
    expect(parseCommand(text)).toEqual(
      command === null ? { kind: 'not_a_command' } : { kind: 'nearest', command },
    );
  });
});

describe('not a command', () => {
  test.each([
    'help me',
    'help, a boy in my class has a bruise',
    'told him to stop',
    'people at home hit me and I do not want to go back there tonight',
    'hlep me please',
    'I am worried about Tom',
    'due to a bruise on his arm I asked his mum about it today',
    '',
    '   ',
    '👋',
    `status ${'x'.repeat(200)}`,
  ])('%s', (text) => {
    expect(parseCommand(text)).toEqual({ kind: 'not_a_command' });
  });
});

describe('what it is about', () => {
  const refs = ['oak-1', 'elm'];
  test.each([
    ['', { who: null, standard: null, ref: null }],
    ['me', { who: 'me', standard: null, ref: null }],
    ['elm', { who: null, standard: null, ref: 'elm' }],
    ['training oak-1', { who: null, standard: 'training', ref: 'oak-1' }],
    ['CON', { who: null, standard: 'concerns', ref: null }],
    ['multi agency', { who: null, standard: 'multi-agency', ref: null }],
    ['governance', { who: null, standard: 'leadership', ref: null }],
  ])('%s', (words, scope) => {
    expect(scopeOf(words.toLowerCase().split(' ').filter(Boolean), refs)).toEqual(scope);
  });

  test.each(['tom', 'a boy', 'training tom', 'and', 'safe', 'child', 'beech'])(
    '%s is nothing Vigil knows',
    (words) => {
      expect(scopeOf(words.split(' '), refs)).toBeNull();
    },
  );

  test('every standard is found by its id, its code and its name, in any case', () => {
    for (const { id, code, name } of STANDARDS)
      for (const words of [id, code, name, name.toUpperCase()])
        expect(standardNamed(words.replaceAll(',', '')), words).toBe(id);
  });

  test('a scope a command does not take makes it no command', () => {
    const scope = { who: null, standard: 'training' as const, ref: null };
    expect(takesScope('status', scope)).toBe(true);
    expect(takesScope('due', scope)).toBe(false);
    expect(takesScope('digest', { ...scope, standard: null, who: 'now' })).toBe(true);
    expect(takesScope('why', { ...scope, who: 'all' })).toBe(false);
    expect(takesScope('people', scope)).toBe(false);
    expect(takesScope('export', { ...scope, standard: null, who: 'me' })).toBe(true);
    expect(takesScope('export', { ...scope, standard: null, who: 'all' })).toBe(false);
    for (const who of ['me', 'all', 'now'] as const)
      expect(takesScope('people', { ...scope, standard: null, who })).toBe(false);
  });
});

test('a word of its own is never taken for a slip: a worry in one word gets the guard', () => {
  for (const word of [
    'died',
    'Die',
    'drug',
    'held',
    'hell',
    'shy',
    'penile',
    'pole',
    'escort',
    'exploit',
    'expose',
    'extort',
  ])
    expect(parseCommand(word)).toEqual({ kind: 'not_a_command' });
});
