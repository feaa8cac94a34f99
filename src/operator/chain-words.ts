/**
 * What is wrong with a chain, in plain words: which number, and what became of it.
 * The rule: it says what is known and no more. Who did it is not known, and a line given may be another school's.
 */
import type { ChainFault } from '../domain/check-chain.ts';

export const WHAT_NEXT =
  'What to do next: leave this database as it is and take a copy of it; hold the copy against your backups from before ' +
  'and after the numbers named; tell whoever is responsible for data protection. Nothing in Vigil mends a chain.';

export function faultWords(fault: ChainFault): string {
  switch (fault.kind) {
    case 'removed':
      return fault.from === fault.to
        ? `number ${count(fault.from)} is not there: that row was removed`
        : `${numbers(fault)} are not there: ${count(fault.to - fault.from + 1)} rows were removed`;
    case 'added':
      return `number ${count(fault.at)} stands where the chain gives none: a row was put in beside it`;
    case 'edited':
      return fault.from === fault.to
        ? `number ${count(fault.from)} is not what was sealed: it was edited afterwards`
        : `${numbers(fault)} are not what was sealed: they were edited afterwards`;
    case 'reordered':
      return `${numbers(fault)} do not stand in the order they were sealed in: rows changed places`;
    case 'renumbered': {
      const rows = Math.abs(fault.by) === 1 ? '1 row was' : `${Math.abs(fault.by)} rows were`;
      return `from number ${count(fault.from)} to ${count(fault.to)} the rows have other numbers than they were sealed with: ${rows} ${fault.by > 0 ? 'removed from' : 'put in'} before them`;
    }
    case 'cut':
      return `the chain ends at number ${count(fault.last)}, and ${fault.witness.from} tells of number ${count(fault.witness.sequence)}: its end was cut off, or that line is another organisation’s`;
    case 'rebuilt':
      return `number ${count(fault.witness.sequence)} has another seal than ${fault.witness.from} tells: what was written up to there was changed and sealed anew since, or that line is another organisation’s`;
  }
}

const count = (number: number) => number.toLocaleString('en-GB');
const numbers = ({ from, to }: { from: number; to: number }) => `numbers ${count(from)} to ${count(to)}`;
