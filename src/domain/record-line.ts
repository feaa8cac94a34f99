/**
 * The line at a digest's foot that says how far the ledger was sealed, and how its words are read back.
 * The rule: it shows 32 of the seal's 64 hex digits, which nobody can match with another history; what is pasted from a
 * channel may have lost its line breaks, gained marks of quoting, or been wrapped, and a number that is not whole is
 * named by its line, never skipped.
 */
import type { LedgerHead } from './ledger-chain.ts';

/** Digits of a seal that are shown: 128 bits. */
export const SHOWN_DIGITS = 32;

/** A head as a digest told it. */
export type ToldHead = { sequence: number; ending: string };

export const endingOf = (hash: string): string => hash.slice(0, SHOWN_DIGITS);

export function recordLine({ sequence, hash }: LedgerHead): string {
  const changes = sequence === 1 ? '1 change' : `${sequence.toLocaleString('en-GB')} changes`;
  const groups = endingOf(hash).match(/.{1,4}/g) ?? [];
  return `Record: ${changes} sealed, ending ${groups.join(' ')}`;
}

export type PastedHead = ToldHead & { line: number };
export type Pasted = { heads: PastedHead[]; faults: { line: number; says: string }[] };

/** No ledger comes near this; a longer number is not one. */
const MOST = 1e12;
const BEGINNING = /([\d.,'’\s]{0,40})\bchanges?\s{1,9}sealed\b[\s,.:;]{0,9}ending\b/gi;
/** What may stand between two groups, and after the last: space, and the marks of a quotation or of code. */
const BETWEEN = '[\\s>*_`|]';
const GROUPS = new RegExp(`^(?:${BETWEEN}{0,40}[0-9a-f]{4}(?=${BETWEEN}|[.,;)]|$))+`, 'i');

/** Every record line in a text pasted from a channel, and what is wrong with those that cannot be read. */
export function readRecordLines(text: string): Pasted {
  const pasted: Pasted = { heads: [], faults: [] };
  let [line, counted] = [1, 0];
  for (const found of text.matchAll(BEGINNING)) {
    const words = found.index + found[0].length;
    line += text.slice(counted, words).split('\n').length - 1;
    counted = words;
    const sequence = numberIn(found[1] ?? '');
    const digits = digitsIn(text.slice(words, words + 400));
    if (sequence === null) pasted.faults.push({ line, says: 'it does not say how many changes were sealed' });
    else if (digits.length < SHOWN_DIGITS)
      pasted.faults.push({
        line,
        says: `its ending has ${digits.length} digits that can be read, and a whole one has ${SHOWN_DIGITS}`,
      });
    else pasted.heads.push({ line, sequence, ending: endingOf(digits) });
  }
  return pasted;
}

/** The number right before the words: what stands on a line above it is another. */
function numberIn(before: string): number | null {
  const last = before.split('\n').findLast((part) => /\d/.test(part));
  const number = last === undefined ? Number.NaN : Number(last.replaceAll(/\D/g, ''));
  return Number.isSafeInteger(number) && number <= MOST ? number : null;
}

/** The hex digits that stand next, in groups of four or all in one. */
function digitsIn(text: string): string {
  const inFours = text.replace(/[0-9a-f]{32,64}/i, (run) => run.replaceAll(/.{4}/g, '$& '));
  return (GROUPS.exec(inFours)?.[0] ?? '').replaceAll(/[^0-9a-f]/gi, '').toLowerCase();
}
