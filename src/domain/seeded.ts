/**
 * Chance that can be repeated: the same seed gives the same run.
 * Used where a run must be told twice (the invented school, simulations, tests); main decides what is seeded.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Random } from './ids.ts';

export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  return { next: () => uniformFloat64(generator) };
}

/** A 32-bit number from words (FNV-1a), to seed with: the same words always give the same chance. */
export function seedFrom(...words: string[]): number {
  let hash = 0x811c9dc5;
  for (const character of words.join('\u0000')) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
  }
  return hash | 0;
}

/** 0 ≤ x < 1, always the same for the same words, and as even over like words ("p1", "p2") as over unlike ones. */
export function fractionFrom(...words: string[]): number {
  let mixed = seedFrom(...words);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
