/**
 * `move --to URL`: carries the embedded database, whole, to a Postgres server, and says what to set then.
 * The rule: the address holds a password, so it is never printed again.
 */
import type { Store } from '../store/database.ts';
import { moveDatabase } from '../store/move.ts';
import type { ControlCommand } from '../web/control-form.ts';
import { badInput, done, type Outcome } from './outcome.ts';

export async function moveTo(store: Store, args: ControlCommand['args']): Promise<Outcome> {
  const { to, owner = null } = args;
  if (typeof to !== 'string' || !isPostgres(to))
    return badInput('--to: give the server’s address, such as postgres://vigil:password@host:5432/vigil');
  if (owner !== null && (typeof owner !== 'string' || !isPostgres(owner)))
    return badInput(
      '--owner: give the address with the owner’s login, such as postgres://owner:password@host:5432/vigil',
    );
  return done((await moveDatabase(store, to, { migrateUrl: owner })).said);
}

const isPostgres = (text: string) =>
  URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol);
