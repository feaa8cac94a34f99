/**
 * Key rings and token sealers for tests, under a master key written down or none.
 */
import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { OpenKeys } from '../../src/operator/open-keys.ts';
import type { Store } from '../../src/store/database.ts';
import { ownerOf } from '../../src/store/embedded.ts';
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

/** The record with nothing sealed in it and no key made, every workspace live: for tests that share one. */
export async function forgetKeys(store: Store): Promise<void> {
  const owner = ownerOf(store);
  if (owner === null) throw new Error('Only of a store in memory');
  await owner.execute(sql`truncate note, person_key, org_key`);
  await owner.execute(sql`delete from ledger`);
  await owner.execute(sql`update installation set state = 'live', token_sealed = null`);
}
