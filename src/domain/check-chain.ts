/**
 * Looks along a ledger's chain, row by row in the order of their numbers, and says where it does not hold.
 * The rule: a link is held against the seal that stands before it, so that what is wrong in one place is said of that
 * place alone; a chain that holds in itself must also be the one that the digests told of, for whoever can write the
 * whole database can seal another history rightly.
 */
import { emptyHead, type Hash, type LedgerHead, type LedgerRow, nextHead } from './ledger-chain.ts';
import type { ToldHead } from './record-line.ts';
import type { OrgId } from './setting.ts';

export type SealedRow = LedgerRow & LedgerHead;
/** A head that was told, and where it stands: "the digest of 2026-W46", "line 7 of digests.txt". */
export type Witness = ToldHead & { from: string };

export type ChainFault =
  /** Numbers that are not there. */
  | { kind: 'removed'; from: number; to: number }
  /** A row under a number that another has, or that no row is ever given. */
  | { kind: 'added'; at: number }
  /** Rows that are not what was sealed. */
  | { kind: 'edited'; from: number; to: number }
  /** Rows that were sealed in another order than they stand in. */
  | { kind: 'reordered'; from: number; to: number }
  /** Rows that were sealed under other numbers: some before them were taken out, or put in. */
  | { kind: 'renumbered'; from: number; to: number; by: number }
  /** A digest told of a later number than the last. */
  | { kind: 'cut'; last: number; witness: Witness }
  /** A digest told of another seal under that number. */
  | { kind: 'rebuilt'; witness: Witness };

type Broken = { row: SealedRow; previous: string };
type Run = { from: number; to: number; broken: Broken[] };

export type ChainCheck = {
  take(row: SealedRow): void;
  end(): { head: LedgerHead; faults: ChainFault[] };
};

/** Rows in one run of broken links that are kept to tell what happened to them. */
const MOST_KEPT = 40;
/** Runs, and faults of one kind, that are told apart; more than that is one ruin. */
const MOST_TOLD = 200;
/** Rows among which one is looked for that belongs elsewhere. */
const MOST_COMPARED = 60;
/** Rows taken out or put in that are recognised by the numbers after them. */
const MOST_MOVED = 20;

export function checkChain(org: OrgId, witnesses: readonly Witness[], hash: Hash): ChainCheck {
  let head = emptyHead(org, hash);
  const faults: ChainFault[] = [];
  const runs: Run[] = [];
  const waiting = new Map<number, Witness[]>();
  for (const witness of witnesses)
    waiting.set(witness.sequence, [...(waiting.get(witness.sequence) ?? []), witness]);
  const note = (fault: ChainFault) => {
    if (faults.length < MOST_TOLD) faults.push(fault);
  };

  const hear = () => {
    for (const witness of waiting.get(head.sequence) ?? [])
      if (!head.hash.startsWith(witness.ending)) note({ kind: 'rebuilt', witness });
    waiting.delete(head.sequence);
  };
  const broke = (broken: Broken) => {
    const { sequence } = broken.row;
    const last = runs.at(-1);
    if (last !== undefined && last.to + 1 === sequence) last.to = sequence;
    else if (runs.length < MOST_TOLD) runs.push({ from: sequence, to: sequence, broken: [] });
    const run = runs.at(-1);
    if (run?.to === sequence && run.broken.length < MOST_KEPT) run.broken.push(broken);
  };

  hear();
  return {
    take(row) {
      const next = head.sequence + 1;
      if (row.sequence < next) {
        note({ kind: 'added', at: row.sequence });
        return;
      }
      // What a gap was sealed with is not known, so the row after it is held against nothing.
      if (row.sequence > next) note({ kind: 'removed', from: next, to: row.sequence - 1 });
      else if (nextHead(org, head, row, hash).hash !== row.hash) broke({ row, previous: head.hash });
      head = { sequence: row.sequence, hash: row.hash };
      hear();
    },
    end() {
      for (const run of runs) note(whatBecameOf(org, run, runs, hash));
      for (const witness of [...waiting.values()].flat())
        if (witness.sequence > head.sequence) note({ kind: 'cut', last: head.sequence, witness });
      return { head, faults: faults.sort((one, two) => placeOf(one) - placeOf(two)) };
    },
  };
}

/** Rows sealed under other numbers were moved; rows that belong in each other's place changed places; the rest were edited. */
function whatBecameOf(org: OrgId, { from, to, broken }: Run, runs: readonly Run[], hash: Hash): ChainFault {
  const seal = (previous: string, sequence: number, row: LedgerRow) =>
    nextHead(org, { sequence: sequence - 1, hash: previous }, row, hash).hash;
  for (let by = -MOST_MOVED; by <= MOST_MOVED; by += 1)
    if (by !== 0 && broken.some(({ row, previous }) => seal(previous, row.sequence + by, row) === row.hash))
      return { kind: 'renumbered', from, to, by };
  const others = runs.flatMap((run) => run.broken.map(({ row }) => row)).slice(0, MOST_COMPARED);
  const belongsElsewhere = broken.some(({ row, previous }) =>
    others.some((other) => {
      if (other === row) return false;
      const rightly = seal(previous, row.sequence, other);
      return rightly === row.hash || rightly === other.hash;
    }),
  );
  return { kind: belongsElsewhere ? 'reordered' : 'edited', from, to };
}

function placeOf(fault: ChainFault): number {
  switch (fault.kind) {
    case 'added':
      return fault.at;
    case 'cut':
    case 'rebuilt':
      return fault.witness.sequence;
    default:
      return fault.from;
  }
}
