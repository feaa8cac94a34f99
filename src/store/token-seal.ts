/**
 * Workspaces' tokens, sealed under their organisation's key.
 * The rule: a token is bound to its installation's row. One that an earlier Vigil sealed straight under the master
 * key still opens, and is sealed anew at the next start or rotation.
 */
import { isSealedBy, type RandomBytes, VERSION } from './cipher.ts';
import type { Tx } from './database.ts';
import type { KeyRing, Place } from './keys.ts';
import type { Masters } from './masters.ts';
import { masterSealer, type SealedFor } from './sealed.ts';

export type TokenSealer = {
  seal(tx: Tx, token: string, about: SealedFor, now: Date): Promise<Uint8Array>;
  unseal(tx: Tx, sealed: Uint8Array, about: SealedFor): Promise<string>;
};

export function tokenSealer(ring: KeyRing, masters: Masters, randomBytes: RandomBytes): TokenSealer {
  const before = masterSealer(masters, randomBytes);
  return {
    seal: (tx, token, about, now) => ring.seal(tx, token, placeOf(about), now),
    async unseal(tx, sealed, about) {
      return isOfBefore(sealed) ? before.unseal(sealed, about) : ring.open(tx, sealed, placeOf(about));
    },
  };
}

/** Whether it was sealed straight under a master key. */
export const isOfBefore = (sealed: Uint8Array): boolean => sealed[0] === VERSION.master;

/** Whether a token of before was sealed under a master key that is here. */
export const opensHere = ({ opening }: Masters, sealed: Uint8Array): boolean =>
  opening.some((secret) => isSealedBy(secret, sealed));

const placeOf = ({ org, installationId }: SealedFor): Place => ({
  org,
  table: 'installation',
  row: installationId,
  column: 'token_sealed',
});
