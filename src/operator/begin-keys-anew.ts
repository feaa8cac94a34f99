/**
 * `keys begin-anew --lost`: the master key is lost for good, so what was sealed under it can never be opened; Vigil
 * goes on without it. The rule: only where a key does not open, and only when told that it is lost: notes that nobody
 * can read are removed, a workspace whose token is gone is to be installed again, and everybody has a new key. Answers
 * and all else stay. One transaction an organisation; running it again finishes.
 */

import { ledgerEntry } from '../cycle/ledger-entry.ts';
import { counted } from '../messages/standards-table.ts';
import type { Tx } from '../store/database.ts';
import { listOrganisations, revokeInstallation } from '../store/installations.ts';
import { keyFileIn, makeKeyFile } from '../store/key-file.ts';
import { listSealedTokens } from '../store/key-rows.ts';
import { appendLedger } from '../store/ledger.ts';
import { removeAllNotes } from '../store/notes.ts';
import { KeyMissing } from '../store/refusals.ts';
import { isOfBefore, opensHere } from '../store/token-seal.ts';
import type { OpenKeys } from './open-keys.ts';
import { badInput, done, type Given, type Outcome } from './outcome.ts';

export async function beginKeysAnew(given: Given, { lost }: { lost?: boolean }): Promise<Outcome> {
  const { keys, config, store, world } = given;
  if (keys === undefined) throw new KeyMissing();
  if (lost !== true)
    return badInput(
      '--lost: say that the former encryption key is lost for good. All notes go with it, and each workspace that was ' +
        'installed from /slack/install must be installed again. If there is a copy of the key, put it back instead',
    );
  if (keys.masters.sealing === null) {
    if (config.database.kind !== 'embedded') throw new KeyMissing();
    keys.masters.sealWith(makeKeyFile(keyFileIn(config.dataDir), keys.randomBytes));
  }
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
  if (gone.organisations === 0) return done('Every key here opens; nothing was changed.');
  return done(
    `${counted(gone.organisations, 'organisation begins', 'organisations begin')} anew: ` +
      `${counted(gone.notes, 'note', 'notes')} that nobody could read removed, ` +
      `${counted(gone.tokens, 'workspace', 'workspaces')} to be installed again. Keep a copy of the key that is in use now.`,
  );
}

/** Installations whose token can never be opened again. */
async function lostTokensOf(tx: Tx, { masters }: OpenKeys, isLost: boolean): Promise<string[]> {
  return (await listSealedTokens(tx))
    .filter(({ tokenSealed }) => (isOfBefore(tokenSealed) ? !opensHere(masters, tokenSealed) : isLost))
    .map(({ installationId }) => installationId);
}
