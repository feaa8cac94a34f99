/**
 * What "bank" is said with: its own words alone, and nothing that begins a worry.
 */
import { expect, test } from 'vitest';
import { readBankWords } from '../../src/domain/bank-command.ts';
import { parseCommand } from '../../src/domain/command.ts';

const read = (text: string) => {
  const parsed = parseCommand(text);
  return parsed.kind === 'bank_command' ? readBankWords(parsed.words, ['oak']) : parsed.kind;
};

test.each([
  ['bank', { ref: null, about: 'all' }],
  ['/vigil bank oak', { ref: 'oak', about: 'all' }],
  ['bank add please', { ref: null, about: 'add' }],
  ['bank training', { ref: null, about: 'standard', standard: 'training' }],
  ['Bank safe site oak', { ref: 'oak', about: 'standard', standard: 'site' }],
  ['bank trn-k1', { ref: null, about: 'question', id: 'TRN-K1' }],
  ['bank LOC-SIT-12 oak', { ref: 'oak', about: 'question', id: 'LOC-SIT-12' }],
])('%s', (text, said) => {
  expect(read(text)).toEqual(said);
});

test.each(['bank holiday', 'bank add a boy in my class', 'bank trn-k1 he hits me', 'bank children'])(
  '%s is no command of ours',
  (text) => {
    expect(read(text)).toBeNull();
  },
);
