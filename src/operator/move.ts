/**
 * `move --to URL`: carries the embedded database, whole, to a Postgres server, and says what to set then.
 * The rule: the address holds a password, so it is never printed again; of the encryption key it says where it is,
 * never what it is, since on a server it comes from the environment alone.
 */
import type { Store } from '../store/database.ts';
import { isKeyChanging } from '../store/key-file.ts';
import { moveDatabase } from '../store/move.ts';
import type { ControlCommand } from '../web/control-form.ts';
import { moveFault } from './move-fault.ts';
import type { OpenKeys } from './open-keys.ts';
import { badInput, done, failed, type Outcome } from './outcome.ts';

export async function moveTo(
  store: Store,
  args: ControlCommand['args'],
  { source }: Pick<OpenKeys, 'source'>,
  dataDir: string,
): Promise<Outcome> {
  const fault = moveFault(args);
  if (fault !== null) return badInput(fault);
  if (isKeyChanging(dataDir))
    return failed('A change of the encryption key was not finished; run first: npm run vigil -- keys rotate');
  const owner = typeof args.owner === 'string' ? args.owner : null;
  const { said } = await moveDatabase(store, String(args.to), { migrateUrl: owner });
  const key =
    source.from === 'file'
      ? `The encryption key was not moved. It is in ${source.path}: set VIGIL_ENCRYPTION_KEY to what is in that file, or ` +
        'Vigil will not start on the server, and what is kept encrypted there cannot be read.'
      : 'Keep VIGIL_ENCRYPTION_KEY as it is.';
  return done(`${said} ${key}`);
}
