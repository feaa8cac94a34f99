/**
 * What is wrong with a chain is said of the place it is in, and called by what became of it.
 */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type ChainFault, checkChain, type SealedRow, type Witness } from '../../src/domain/check-chain.ts';
import { emptyHead, nextHead } from '../../src/domain/ledger-chain.ts';
import type { OrgId } from '../../src/domain/setting.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const ORG = '00000001-0000-4000-8000-000000000001' as OrgId;

function chainOf(length: number, mark = ''): SealedRow[] {
  let head = emptyHead(ORG, sha256);
  return Array.from({ length }, (_, at) => {
    const row = {
      entryId: `00000001-0000-4000-8000-${String(at).padStart(12, '0')}`,
      at: '2026-11-09T08:00:00.000000Z',
      kind: 'prompt_asked',
      subject: `message-${at}${mark}`,
      actor: null,
      facts: { at },
    };
    head = nextHead(ORG, head, row, sha256);
    return { ...row, ...head };
  });
}
const told = (rows: readonly SealedRow[], sequence: number): Witness => ({
  sequence,
  ending: (rows[sequence - 1]?.hash ?? emptyHead(ORG, sha256).hash).slice(0, 32),
  from: 'a digest',
});
function faultsOf(rows: readonly SealedRow[], witnesses: readonly Witness[] = []): ChainFault[] {
  const check = checkChain(ORG, witnesses, sha256);
  for (const row of rows) check.take(row);
  return check.end().faults;
}

const TEN = chainOf(10);
const at = (sequence: number) => {
  const row = TEN[sequence - 1];
  if (!row) throw new Error('The chain is shorter than that');
  return row;
};
const withRow = (sequence: number, change: Partial<SealedRow>) =>
  TEN.map((row) => (row.sequence === sequence ? { ...row, ...change } : row));

test('a chain that holds has no fault, also beside what every digest told, from the empty one on', () => {
  expect(faultsOf([])).toEqual([]);
  expect(faultsOf(TEN, [told(TEN, 0), told(TEN, 4), told(TEN, 10)])).toEqual([]);
  const check = checkChain(ORG, [], sha256);
  for (const row of TEN) check.take(row);
  expect(check.end().head).toEqual({ sequence: 10, hash: at(10).hash });
});

describe('rows', () => {
  test('removed are the numbers that are not there', () => {
    const rows = TEN.filter(({ sequence }) => sequence !== 4 && sequence !== 5);
    expect(faultsOf(rows)).toEqual([{ kind: 'removed', from: 4, to: 5 }]);
    expect(faultsOf(TEN.slice(1))).toEqual([{ kind: 'removed', from: 1, to: 1 }]);
  });

  test('edited is that one alone, whatever in it was edited', () => {
    const edits: Partial<SealedRow>[] = [
      { facts: { at: 99 } },
      { actor: ORG },
      { at: '2026-11-09T08:00:00.000001Z' },
      { kind: 'x' },
    ];
    for (const change of edits)
      expect(faultsOf(withRow(4, change))).toEqual([{ kind: 'edited', from: 4, to: 4 }]);
    expect(
      faultsOf([...withRow(2, { subject: '' }).slice(0, 7), ...withRow(9, { kind: 'x' }).slice(7)]),
    ).toEqual([
      { kind: 'edited', from: 2, to: 2 },
      { kind: 'edited', from: 9, to: 9 },
    ]);
    expect(faultsOf(withRow(10, { hash: '' }))).toEqual([{ kind: 'edited', from: 10, to: 10 }]);
  });

  test('reordered are two that changed places, with their seals or without, side by side or far apart', () => {
    for (const [one, other] of [
      [4, 5],
      [3, 8],
    ] as const) {
      const swapped = (keep: (place: SealedRow, row: SealedRow) => SealedRow) =>
        TEN.map((row) =>
          row.sequence === one ? keep(row, at(other)) : row.sequence === other ? keep(row, at(one)) : row,
        );
      const withSeals = swapped((place, row) => ({ ...row, sequence: place.sequence }));
      const without = swapped((place, row) => ({ ...row, sequence: place.sequence, hash: place.hash }));
      for (const rows of [withSeals, without]) {
        const faults = faultsOf(rows);
        expect(faults[0]).toMatchObject({ kind: 'reordered', from: one });
        expect(faults.every(({ kind }) => kind !== 'removed')).toBe(true);
      }
    }
  });

  test('renumbered are those that closed up where some were taken out, or made room for one put in', () => {
    const closed = TEN.filter(({ sequence }) => sequence !== 4 && sequence !== 5).map((row, index) => ({
      ...row,
      sequence: index + 1,
    }));
    expect(faultsOf(closed)).toEqual([{ kind: 'renumbered', from: 4, to: 8, by: 2 }]);
    const put = { ...at(4), entryId: ORG, subject: 'put in' };
    const made = [
      ...TEN.slice(0, 3),
      put,
      ...TEN.slice(3).map((row) => ({ ...row, sequence: row.sequence + 1 })),
    ];
    expect(faultsOf(made)).toEqual([{ kind: 'renumbered', from: 4, to: 11, by: -1 }]);
  });

  test('added is one under a number that another has, or none is given', () => {
    expect(faultsOf([{ ...at(1), sequence: -3 }, ...TEN.slice(0, 4), at(4), ...TEN.slice(4)])).toEqual([
      { kind: 'added', at: -3 },
      { kind: 'added', at: 4 },
    ]);
  });
});

describe('what was told', () => {
  test('finds an end that was cut off, also where all of it was', () => {
    expect(faultsOf(TEN.slice(0, 7), [told(TEN, 7), told(TEN, 9)])).toEqual([
      { kind: 'cut', last: 7, witness: told(TEN, 9) },
    ]);
    expect(faultsOf([], [told(TEN, 9)])).toEqual([{ kind: 'cut', last: 0, witness: told(TEN, 9) }]);
  });

  test('finds a history that was sealed anew, which holds in itself', () => {
    const rebuilt = chainOf(10, ' otherwise');
    expect(faultsOf(rebuilt)).toEqual([]);
    expect(faultsOf(rebuilt, [told(TEN, 0), told(TEN, 6), told(TEN, 10)])).toEqual([
      { kind: 'rebuilt', witness: told(TEN, 6) },
      { kind: 'rebuilt', witness: told(TEN, 10) },
    ]);
  });

  test('does not find fault twice where a row was edited and its seal left', () => {
    expect(faultsOf(withRow(4, { kind: 'x' }), [told(TEN, 4), told(TEN, 10)])).toEqual([
      { kind: 'edited', from: 4, to: 4 },
    ]);
  });
});

test('a ruin is told in so many faults and no more', () => {
  const long = chainOf(2_000).map((row) => (row.sequence % 2 === 0 ? { ...row, kind: 'x' } : row));
  const faults = faultsOf(long);
  expect(faults).toHaveLength(200);
  expect(faults.every(({ kind }) => kind === 'edited')).toBe(true);
});
