/**
 * The key ring: an organisation's key wrapped in the master key, a person's wrapped in their organisation's, and what
 * is sealed under either. The rule: a key is made on first need, bound to its row as everything sealed is, and read
 * from its row each time it is used. No key outlives a call in memory, so one that another replica has shredded serves
 * nobody, and one made in a transaction that came to nothing seals nothing. (Opening one takes microseconds; the row
 * has to be asked whether it is still there.) A shredded key is a value, a missing or wrong master key is thrown.
 */
import type { OrgId } from '../domain/setting.ts';
import {
  isSealedBy,
  KEY_BYTES,
  openBytes,
  type RandomBytes,
  type Secret,
  sealBytes,
  secretOf,
  VERSION,
} from './cipher.ts';
import type { Tx } from './database.ts';
import {
  findOrgKey,
  findPersonKey,
  holdPersonKey,
  keepOrgKey,
  keepPersonKey,
  listKeyHolders,
  lockOrgKey,
  replacePersonKey,
  saveOrgKey,
} from './key-rows.ts';
import type { Masters } from './masters.ts';
import { KeyMissing, SealedUnreadable } from './refusals.ts';

/** Where sealed bytes are kept, which they are bound to. `row` is the row's own id within its organisation. */
export type Place = { org: OrgId; table: string; row: string; column: string };

export type KeyRing = {
  /** Whether there is a master key, so that anything can be sealed. */
  canSeal(): boolean;
  /** Under the organisation's key, which is made where there is none. */
  seal(tx: Tx, text: string, place: Place, now: Date): Promise<Uint8Array>;
  open(tx: Tx, sealed: Uint8Array, place: Place): Promise<string>;
  /** Under the person's own key, which is made where there never was one. */
  sealForPerson(
    tx: Tx,
    text: string,
    place: Place,
    of: { personId: string; now: Date },
  ): Promise<{ is: 'sealed'; sealed: Uint8Array } | { is: 'shredded' }>;
  openForPerson(
    tx: Tx,
    sealed: Uint8Array,
    place: Place,
    personId: string,
  ): Promise<{ is: 'open'; text: string } | { is: 'shredded' }>;
  /** Wraps the organisation's key anew, in the master key that seals now. Nothing under it is touched. */
  rewrap(tx: Tx, org: OrgId, now: Date): Promise<'rewrapped' | 'unchanged' | 'none'>;
  /** In place of keys that can never be opened again: new ones, for the organisation and all who have one. */
  replace(tx: Tx, org: OrgId, now: Date): Promise<void>;
  /** Whether the organisation's key opens here, and by which master key. Throws nothing. */
  look(tx: Tx, org: OrgId): Promise<'none' | 'current' | 'former' | 'wrong'>;
};

export function keyRing(masters: Masters, randomBytes: RandomBytes): KeyRing {
  const wrap = (secret: Secret, key: Uint8Array, place: Place) =>
    sealBytes(VERSION.kept, secret, key, nameOf(place), randomBytes);
  const unwrap = (secrets: readonly Secret[], wrapped: Uint8Array, place: Place): Secret =>
    secretOf(openBytes(VERSION.kept, secrets, wrapped, nameOf(place)));
  const newKey = () => randomBytes(KEY_BYTES);
  const sealing = (): Secret => {
    if (masters.sealing === null) throw new KeyMissing();
    return masters.sealing;
  };
  const opening = (): readonly Secret[] => {
    if (masters.opening.length === 0) throw new KeyMissing();
    return masters.opening;
  };

  /** The organisation's key; made where there is none. */
  const orgSecret = async (tx: Tx, org: OrgId, now: Date): Promise<Secret> => {
    const place = placeOfOrgKey(org);
    const wrapped =
      (await findOrgKey(tx, org)) ?? (await keepOrgKey(tx, org, wrap(sealing(), newKey(), place), now));
    return unwrap(opening(), wrapped, place);
  };
  const knownOrgSecret = async (tx: Tx, org: OrgId): Promise<Secret> => {
    const secrets = opening();
    const wrapped = await findOrgKey(tx, org);
    if (wrapped === null) throw new SealedUnreadable('content');
    return unwrap(secrets, wrapped, placeOfOrgKey(org));
  };

  return {
    canSeal: () => masters.sealing !== null,
    async seal(tx, text, place, now) {
      sealing();
      const secret = await orgSecret(tx, place.org, now);
      return sealBytes(VERSION.kept, secret, Buffer.from(text, 'utf8'), nameOf(place), randomBytes);
    },
    async open(tx, sealed, place) {
      const secret = await knownOrgSecret(tx, place.org);
      return openBytes(VERSION.kept, [secret], sealed, nameOf(place)).toString('utf8');
    },
    async sealForPerson(tx, text, place, { personId, now }) {
      const { org } = place;
      sealing();
      const above = await orgSecret(tx, org, now);
      const ownPlace = placeOfPersonKey(org, personId);
      const row =
        (await holdPersonKey(tx, org, personId)) ??
        (await keepPersonKey(tx, org, personId, wrap(above, newKey(), ownPlace), now));
      if (row.wrapped === null) return { is: 'shredded' };
      const own = unwrap([above], row.wrapped, ownPlace);
      const plain = Buffer.from(text, 'utf8');
      return { is: 'sealed', sealed: sealBytes(VERSION.kept, own, plain, nameOf(place), randomBytes) };
    },
    async openForPerson(tx, sealed, place, personId) {
      const row = await findPersonKey(tx, place.org, personId);
      if (row === null) throw new SealedUnreadable('content');
      if (row.wrapped === null) return { is: 'shredded' };
      const above = await knownOrgSecret(tx, place.org);
      const own = unwrap([above], row.wrapped, placeOfPersonKey(place.org, personId));
      return { is: 'open', text: openBytes(VERSION.kept, [own], sealed, nameOf(place)).toString('utf8') };
    },
    async rewrap(tx, org, now) {
      const by = sealing();
      const wrapped = await lockOrgKey(tx, org);
      if (wrapped === null) return 'none';
      const place = placeOfOrgKey(org);
      const key = unwrap(opening(), wrapped, place);
      if (isSealedBy(by, wrapped)) return 'unchanged';
      await saveOrgKey(tx, org, wrap(by, key.bytes, place), now);
      return 'rewrapped';
    },
    async replace(tx, org, now) {
      const by = sealing();
      const key = newKey();
      await saveOrgKey(tx, org, wrap(by, key, placeOfOrgKey(org)), now);
      for (const personId of await listKeyHolders(tx))
        await replacePersonKey(tx, personId, wrap(secretOf(key), newKey(), placeOfPersonKey(org, personId)));
    },
    async look(tx, org) {
      const wrapped = await findOrgKey(tx, org);
      if (wrapped === null) return 'none';
      try {
        unwrap(masters.opening, wrapped, placeOfOrgKey(org));
      } catch (fault) {
        if (fault instanceof SealedUnreadable) return 'wrong';
        throw fault;
      }
      return masters.sealing !== null && isSealedBy(masters.sealing, wrapped) ? 'current' : 'former';
    },
  };
}

const placeOfOrgKey = (org: OrgId): Place => ({ org, table: 'org_key', row: org, column: 'wrapped' });
const placeOfPersonKey = (org: OrgId, personId: string): Place => ({
  org,
  table: 'person_key',
  row: personId,
  column: 'wrapped',
});

/** Ids and names of ours hold no stroke, so no two places are written alike. The version stands in the bytes' head. */
function nameOf({ org, table, row, column }: Place): string {
  const parts = [org, table, row, column];
  if (parts.some((part) => part === '' || part.includes('|'))) throw new Error('A place is named by ids');
  return parts.join('|');
}
