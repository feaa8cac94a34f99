/**
 * Key rings and token sealers for tests, under a master key written down or none.
 */
import { randomBytes } from 'node:crypto';
import type { OpenKeys } from '../../src/operator/open-keys.ts';
import { type KeyRing, keyRing } from '../../src/store/keys.ts';
import { mastersOf } from '../../src/store/masters.ts';
import { type TokenSealer, tokenSealer } from '../../src/store/token-seal.ts';

export const TEST_KEY = Buffer.alloc(32, 7).toString('base64');

export const ringUnder = (key: string | null, former: (string | null)[] = []): KeyRing =>
  keyRing(mastersOf(key, former), randomBytes);

export function tokensUnder(key: string | null, former: (string | null)[] = []): TokenSealer {
  const masters = mastersOf(key, former);
  return tokenSealer(keyRing(masters, randomBytes), masters, randomBytes);
}

/** As a program has them that was given the key in its environment. */
export function keysUnder(key: string | null, former: (string | null)[] = []): OpenKeys {
  const masters = mastersOf(key, former);
  const ring = keyRing(masters, randomBytes);
  const tokens = tokenSealer(ring, masters, randomBytes);
  const source = key === null ? ({ from: 'nowhere' } as const) : ({ from: 'environment' } as const);
  return { masters, ring, tokens, source, randomBytes, fault: null };
}
