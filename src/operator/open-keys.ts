/**
 * The encryption keys of this house: from VIGIL_ENCRYPTION_KEY, or, where the database is embedded and there is none,
 * from a file in the data directory that is made at the first run.
 * The rule: nothing is made where something is kept sealed already: then the key that is missing or wrong is said, with
 * what is lost without it and the mend, and nothing that needs it begins. Call with the database open, so that no other
 * process makes the file meanwhile.
 */
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import type { RandomBytes } from '../store/cipher.ts';
import type { Store } from '../store/database.ts';
import { listOrganisations } from '../store/installations.ts';
import { keyFileIn, makeKeyFile, nextKeyFileIn, readKeyFile } from '../store/key-file.ts';
import { countPersonKeys, listSealedTokens } from '../store/key-rows.ts';
import { type KeyRing, keyRing } from '../store/keys.ts';
import { type Masters, mastersOf } from '../store/masters.ts';
import { KeyFileUnusable, KeyLost, type StoreRefusal } from '../store/refusals.ts';
import { isOfBefore, opensHere, type TokenSealer, tokenSealer } from '../store/token-seal.ts';
import { resealTokens } from './reseal-tokens.ts';

export type KeySource = { from: 'environment' } | { from: 'file'; path: string } | { from: 'nowhere' };

export type OpenKeys = {
  masters: Masters;
  ring: KeyRing;
  tokens: TokenSealer;
  source: KeySource;
  randomBytes: RandomBytes;
  /** Why nothing that needs the keys may begin; null where all is well. */
  fault: StoreRefusal | null;
};

/** What is kept sealed, and by which key. */
export type KeyCount = {
  /** Organisations whose key is wrapped in the key that seals now, in a former one, or in one that is not here. */
  current: number;
  former: number;
  wrong: number;
  /** Tokens sealed straight under a master key, by an earlier Vigil; and those of them that do not open. */
  tokensOfBefore: number;
  tokensWrong: number;
  people: number;
  shredded: number;
};

export async function openKeys(config: Config, store: Store, randomBytes: RandomBytes): Promise<OpenKeys> {
  const opened = (masters: Masters, source: KeySource, fault: StoreRefusal | null): OpenKeys => {
    const ring = keyRing(masters, randomBytes);
    return { masters, ring, tokens: tokenSealer(ring, masters, randomBytes), source, randomBytes, fault };
  };
  const judged = async (masters: Masters, source: KeySource, missing = false): Promise<OpenKeys> => {
    const count = await countKeys(store, keyRing(masters, randomBytes), masters);
    const isLost = count.wrong > 0 || count.tokensWrong > 0;
    return opened(masters, source, isLost ? lost(config, source, missing) : null);
  };

  const { encryptionKey, oldEncryptionKey } = config;
  const isEmbedded = config.database.kind === 'embedded';
  if (encryptionKey === null && !isEmbedded) return judged(mastersOf(null), { from: 'nowhere' }, true);
  try {
    const path = resolve(keyFileIn(config.dataDir));
    const files = isEmbedded ? [readKeyFile(nextKeyFileIn(config.dataDir)), readKeyFile(path)] : [];
    const [next = null, own = null] = files;
    if (encryptionKey !== null)
      return judged(mastersOf(encryptionKey, [oldEncryptionKey, next, own]), { from: 'environment' });
    const source: KeySource = { from: 'file', path };
    if (own !== null) return judged(mastersOf(own, [next]), source);
    const found = await judged(mastersOf(next), source, true);
    if (found.fault !== null) return found;
    return opened(mastersOf(makeKeyFile(path, randomBytes), [next]), source, null);
  } catch (fault) {
    if (!(fault instanceof KeyFileUnusable)) throw fault;
    return opened(mastersOf(null), { from: 'nowhere' }, fault);
  }
}

/** For a start: the keys, with everything sealed under them, or the refusal that says why it may not begin. */
export async function readyKeys(
  config: Config,
  store: Store,
  { randomBytes, now }: { randomBytes: RandomBytes; now(): Date },
): Promise<OpenKeys> {
  const keys = await openKeys(config, store, randomBytes);
  if (keys.fault !== null) throw keys.fault;
  await resealTokens(store, keys, now());
  return keys;
}

export async function countKeys(store: Store, ring: KeyRing, masters: Masters): Promise<KeyCount> {
  const count: KeyCount = {
    ...{ current: 0, former: 0, wrong: 0 },
    ...{ tokensOfBefore: 0, tokensWrong: 0, people: 0, shredded: 0 },
  };
  for (const org of await listOrganisations(store))
    await store.within(org, async (tx) => {
      const found = await ring.look(tx, org);
      if (found !== 'none') count[found] += 1;
      const before = (await listSealedTokens(tx)).filter(({ tokenSealed }) => isOfBefore(tokenSealed));
      count.tokensOfBefore += before.length;
      count.tokensWrong += before.filter(({ tokenSealed }) => !opensHere(masters, tokenSealed)).length;
      const { kept, shredded } = await countPersonKeys(tx);
      count.people += kept;
      count.shredded += shredded;
    });
  return count;
}

/** What is missing or wrong, where it was expected, what is lost without it, and what to do. */
function lost({ dataDir }: Config, source: KeySource, isMissing: boolean): KeyLost {
  const file = resolve(keyFileIn(dataDir));
  const lines = {
    environment:
      'VIGIL_ENCRYPTION_KEY: it is not the key that what is kept here was encrypted with. Put that key back; where it is ' +
      'being changed, give the one before as VIGIL_OLD_ENCRYPTION_KEY.',
    nowhere:
      'VIGIL_ENCRYPTION_KEY: missing, and what is kept in this database was encrypted with it. Put it back.',
    file: isMissing
      ? `The encryption key is missing: it was in ${file}, or in VIGIL_ENCRYPTION_KEY. Put back the copy you kept.`
      : `The encryption key in ${file} is not the one that what is kept here was encrypted with. Put back that file, or ` +
        'give its key as VIGIL_ENCRYPTION_KEY.',
  };
  return new KeyLost(
    `${lines[source.from]} Without it, workspaces’ tokens and all notes cannot be read, by anybody; answers and everything ` +
      'else can. Nothing was changed. If it is lost for good, go on without them: npm run vigil -- keys begin-anew --lost',
  );
}
