/**
 * `vigil bank check FILE`: what it prints, one line a fault, and how it ends.
 */
import { describe, expect, test } from 'vitest';
import { readShippedFiles } from '../../src/bank/load-bank.ts';
import { checkBankFile } from '../../src/operator/check-bank.ts';
import { change, SOUND } from '../bank/written.ts';

describe('checkBankFile', () => {
  test('each shipped file passes, since it replaces itself', () => {
    for (const { name, text } of readShippedFiles()) {
      const { code, errors, out } = checkBankFile(name, text);
      expect([name, errors, code]).toEqual([name, [], 0]);
      expect(out.split('\n')[0]).toMatch(/^[a-z-]+\.yaml: \d+ questions, no faults\.$/);
    }
  });

  test('the weekly load of each role is printed, with the limits', () => {
    const { out } = checkBankFile('ours.yaml', SOUND);
    expect(out).toContain('Weekly load of each role');
    expect(out).toMatch(
      /^ {2}DSL, duty: 17 \(5\.\d a week\), 1 min \d+ s on average, .* once spread \(4 min .*, limit 3 min$/m,
    );
    expect(out).toMatch(/^ {2}all staff, knowledge: 19 .* sampled within the setting’s budget$/m);
  });

  test('faults are one line each, with file, line, question, field and mend; the exit code says so', () => {
    const text = change(change(SOUND, 'right: a', 'right: d'), 'seconds: 15', 'seconds: 30');
    const { code, errors, out } = checkBankFile('ours.yaml', text);
    expect(code).toBe(2);
    expect(errors).toEqual([
      'ours.yaml:16 CON-91 answer.right: "d" is not the key of any choice. Mend: Use one of: a, b, c.',
      'ours.yaml:24 CON-91 seconds: 30 is over the most allowed, 20. Mend: Shorten the question: 20 seconds is the most.',
    ]);
    expect(out).toContain('ours.yaml: 2 faults; 0 questions without one.');
  });

  test('a file that is refused whole has no question or field to name', () => {
    const { code, errors } = checkBankFile('big.yaml', 'x'.repeat(5_000_000));
    expect(code).toBe(2);
    expect(errors).toEqual([
      'big.yaml:1: The file is 5 MB; a bank file may be 1 MB at most. Mend: Split it, one file a standard.',
    ]);
  });
});
