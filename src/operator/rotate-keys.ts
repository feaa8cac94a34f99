/**
 * `keys rotate`: wraps every organisation's key in another master key: VIGIL_ENCRYPTION_KEY in place of
 * VIGIL_OLD_ENCRYPTION_KEY, or, where the key is a file of the data directory, a new one made beside it.
 * The rule: one transaction an organisation, and no key is let go before everything is wrapped in the next, so a stop
 * at any moment loses nothing and running it again finishes. Notes, and tokens sealed under an organisation's key, are
 * not touched.
 */
import { ledgerEntry } from '../cycle/ledger-entry.ts';
import { counted } from '../messages/standards-table.ts';
import { listOrganisations } from '../store/installations.ts';
import { makeKeyFile, nextKeyFileIn, readKeyFile, useNextKeyFile } from '../store/key-file.ts';
import { appendLedger } from '../store/ledger.ts';
import { KeyMissing } from '../store/refusals.ts';
import type { OpenKeys } from './open-keys.ts';
import { done, failed, type Given, type Outcome } from './outcome.ts';
import { resealTokens } from './reseal-tokens.ts';

export async function rotateKeys(given: Given): Promise<Outcome> {
  const { keys, config } = given;
  if (keys === undefined || keys.masters.sealing === null) throw new KeyMissing();
  if (keys.source.from !== 'file') {
    const wrapped = await rewrapAll(given, keys);
    return done(
      `${wrapped} Once every Vigil on this database has been started with the new key, and doctor says that no press waits, ` +
        'take VIGIL_OLD_ENCRYPTION_KEY out, and keep it with the back-ups made under it.',
    );
  }
  const next = nextKeyFileIn(config.dataDir);
  keys.masters.sealWith(readKeyFile(next) ?? makeKeyFile(next, keys.randomBytes));
  const waiting = await waitingPresses(given);
  if (waiting > 0)
    return failed(
      `${counted(waiting, 'press', 'presses')} kept while the database was away could not be filed yet, and only the key of ` +
        'before opens them; nothing was changed. Start Vigil, see what doctor says of the spool, and run this again',
    );
  const wrapped = await rewrapAll(given, keys);
  useNextKeyFile(config.dataDir);
  keys.masters.forgetFormer();
  return done(
    `${wrapped} The new key is in ${keys.source.path}: keep a copy of it somewhere safe, apart from the database. Keep the ` +
      'copy of the one before with the back-ups made under it.',
  );
}

async function rewrapAll(given: Given, keys: OpenKeys): Promise<string> {
  const { store, world, now } = given;
  const did = { rewrapped: 0, unchanged: 0, none: 0 };
  for (const org of await listOrganisations(store)) {
    const context = await world.contextFor(org);
    await context.within(async (tx) => {
      const done = await keys.ring.rewrap(tx, org, now());
      did[done] += 1;
      if (done === 'rewrapped') await appendLedger(tx, org, [ledgerEntry(context, 'key_rewrapped', org)]);
    });
  }
  const resealed = await resealTokens(store, keys, now());
  const before = did.unchanged === 0 ? '' : `, ${did.unchanged} were so already`;
  const tokens = resealed === 0 ? '' : ` ${counted(resealed, 'token', 'tokens')} of before sealed anew.`;
  return `${counted(did.rewrapped, 'organisation’s key', 'organisations’ keys')} wrapped in the new key${before}.${tokens}`;
}

/** Presses that only the key of before opens, once what can be filed is filed. */
async function waitingPresses({ presses }: Given): Promise<number> {
  if (presses === undefined || 'none' in presses.state) return 0;
  const { spool } = presses.state;
  await presses.fileFirst();
  return spool.waiting() + (await spool.listAside()).length;
}
