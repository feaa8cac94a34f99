/**
 * `move --to URL`: carries the embedded database, whole, to a Postgres server, and says what to set then.
 * The rule: the address holds a password, so it is never printed again.
 */
import type { Store } from '../store/database.ts';
import { moveDatabase } from '../store/move.ts';
import type { ControlCommand } from '../web/control-form.ts';
import { badInput, done, type Outcome } from './outcome.ts';

type Args = ControlCommand['args'];

/** What is wrong with the addresses given, or null; asked before anything is opened. */
export function moveFault({ to, owner }: Args): string | null {
  if (!isPostgres(to))
    return '--to: give the server’s address, such as postgres://vigil:password@host:5432/vigil';
  if (owner !== undefined && !isPostgres(owner))
    return '--owner: give the same address with the owner’s login, such as postgres://owner:password@host:5432/vigil';
  return null;
}

export async function moveTo(store: Store, args: Args): Promise<Outcome> {
  const fault = moveFault(args);
  if (fault !== null) return badInput(fault);
  const owner = typeof args.owner === 'string' ? args.owner : null;
  return done((await moveDatabase(store, String(args.to), { migrateUrl: owner })).said);
}

function isPostgres(text: Args[string] | undefined): boolean {
  return (
    typeof text === 'string' &&
    URL.canParse(text) &&
    ['postgres:', 'postgresql:'].includes(new URL(text).protocol)
  );
}
