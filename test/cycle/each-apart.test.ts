/**
 * A trust's settings one after another: one that cannot be worked on holds up none of the others, and is not forgotten.
 */
import { expect, test } from 'vitest';
import type { Context } from '../../src/cycle/context.ts';
import { eachApart } from '../../src/cycle/each-apart.ts';

test('every setting has its turn, the fault is logged with whose it is, and thrown at the end', async () => {
  const lines: unknown[] = [];
  const log = { error: (facts: unknown, event: string) => lines.push([facts, event]) };
  const done: string[] = [];
  const work = eachApart(
    { log } as unknown as Context,
    [{ id: 'first' }, { id: 'second' }, { id: 'third' }],
    async ({ id }) => {
      if (id === 'second') throw new RangeError('CANARY');
      done.push(id);
    },
  );
  await expect(work).rejects.toThrow(RangeError);
  expect(done).toEqual(['first', 'third']);
  expect(lines).toEqual([[{ setting: 'second', fault: 'RangeError' }, 'setting_passed_over']]);
});
