/**
 * `keys begin-anew --lost`: the master key is lost for good, so what was sealed under it can never be opened; Vigil
 * goes on without it. The rule: only where a key does not open, and only when told that it is lost. Notes that nobody
 * can read are removed, a workspace whose token is gone is to be installed again, and everybody has a new key; answers
 * and all else stay. No key's file is destroyed. One transaction an organisation; running it again finishes.
 */
import { resolve } from 'node:path';
import { ledgerEntry } from '../cycle/ledger-entry.ts';
import { localDate } from '../domain/local-time.ts';
import { counted } from '../messages/standards-table.ts';
import type { Tx } from '../store/database.ts';
import { listOrganisations, revokeInstallation } from '../store/installations.ts';
import {
  keyFileIn,
  makeKeyFile,
  nextKeyFileIn,
  putKeyFileAside,
  readKeyFile,
  useNextKeyFile,
} from '../store/key-file.ts';
import { listSealedTokens } from '../store/key-rows.ts';
import { appendLedger } from '../store/ledger.ts';
import { removeAllNotes } from '../store/notes.ts';
import { KeyFileBroken, KeyFileUnusable, KeyMissing } from '../store/refusals.ts';
import { isOfBefore, opensHere } from '../store/token-seal.ts';
import type { OpenKeys } from './open-keys.ts';
import { badInput, done, failed, type Given, type Outcome } from './outcome.ts';

export async function beginKeysAnew(given: Given, { lost }: { lost?: boolean }): Promise<Outcome> {
  const { keys, config, store, world } = given;
  if (keys === undefined) throw new KeyMissing();
  if (lost !== true)
    return badInput(
      '--lost: say that the former encryption key is lost for good. All notes go with it, and each workspace that was ' +
        'installed from /slack/install must be installed again. If there is a copy of the key, put it back instead',
    );
  let aside: string[] = [];
  if (keys.masters.sealing === null) {
    if (config.database.kind !== 'embedded') throw new KeyMissing();
    const files = readFiles(config);
    if ('fault' in files)
      return failed(`${files.fault} The key in it may be good, so it was left; nothing was changed.`);
    aside = goOnWith(given, keys, files);
  }
  const said = aside.map((path) => `What could not be used as a key is kept as ${path}. `).join('');
  const gone = { organisations: 0, notes: 0, tokens: 0 };
  for (const org of await listOrganisations(store)) {
    const context = await world.contextFor(org);
    await context.within(async (tx) => {
      const isLost = (await keys.ring.look(tx, org)) === 'wrong';
      const lostTokens = await lostTokensOf(tx, keys, isLost);
      if (!isLost && lostTokens.length === 0) return;
      gone.organisations += 1;
      gone.tokens += lostTokens.length;
      for (const installationId of lostTokens) await revokeInstallation(tx, installationId, context.now);
      const notes = isLost ? await removeAllNotes(tx) : 0;
      if (isLost) await keys.ring.replace(tx, org, context.now);
      gone.notes += notes;
      const facts = { notes, tokens: lostTokens.length };
      await appendLedger(tx, org, [ledgerEntry(context, 'keys_begun_anew', org, facts)]);
    });
  }
  if (gone.organisations === 0)
    return done(`${said}Every key here opens; ${said === '' ? 'nothing' : 'nothing else'} was changed.`);
  return done(
    `${said}${counted(gone.organisations, 'organisation begins', 'organisations begin')} anew: ` +
      `${counted(gone.notes, 'note', 'notes')} that nobody could read removed, ` +
      `${counted(gone.tokens, 'workspace', 'workspaces')} to be installed again. Keep a copy of the key that is in use now.`,
  );
}

/** Each key that is in a file of the data directory: null where there is no file, `broken` where it is no key. */
type Files = Record<'own' | 'next', string | 'broken' | null>;

/** A fault that can be mended (who may read the file) says how. */
function readFiles({ dataDir }: Given['config']): Files | { fault: string } {
  const read = (path: string) => {
    try {
      return readKeyFile(path);
    } catch (fault) {
      if (fault instanceof KeyFileBroken) return 'broken';
      throw fault;
    }
  };
  try {
    return { own: read(resolve(keyFileIn(dataDir))), next: read(resolve(nextKeyFileIn(dataDir))) };
  } catch (fault) {
    if (fault instanceof KeyFileUnusable) return { fault: fault.message };
    throw fault;
  }
}

/** Puts aside what is no key, and seals with the one there is, else with a new one. Gives what was put aside. */
function goOnWith({ config, now }: Given, keys: OpenKeys, { own, next }: Files): string[] {
  const { dataDir, encryptionKey } = config;
  const path = resolve(keyFileIn(dataDir));
  const broken = [
    ...(own === 'broken' ? [path] : []),
    ...(next === 'broken' ? [resolve(nextKeyFileIn(dataDir))] : []),
  ];
  const aside = broken.map((each) => putKeyFileAside(each, localDate(now(), 'UTC')));
  const [kept, changing] = [own, next].map((key) => (key === 'broken' ? null : key));
  if (!kept && changing) useNextKeyFile(dataDir);
  keys.masters.sealWith(encryptionKey ?? kept ?? changing ?? makeKeyFile(path, keys.randomBytes));
  return aside;
}

/** Installations whose token can never be opened again. */
async function lostTokensOf(tx: Tx, { masters }: OpenKeys, isLost: boolean): Promise<string[]> {
  return (await listSealedTokens(tx))
    .filter(({ tokenSealed }) => (isOfBefore(tokenSealed) ? !opensHere(masters, tokenSealed) : isLost))
    .map(({ installationId }) => installationId);
}
