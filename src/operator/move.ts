/**
 * `move --to URL`: carries the embedded database, whole, to a Postgres server, and says what to set then.
 * The rule: the address holds a password, so it is never printed again.
 */
import type { Store } from '../store/database.ts';
import { moveDatabase } from '../store/move.ts';
import type { ControlCommand } from '../web/control-form.ts';
import { moveFault } from './move-fault.ts';
import { badInput, done, type Outcome } from './outcome.ts';

export async function moveTo(store: Store, args: ControlCommand['args']): Promise<Outcome> {
  const fault = moveFault(args);
  if (fault !== null) return badInput(fault);
  const owner = typeof args.owner === 'string' ? args.owner : null;
  return done((await moveDatabase(store, String(args.to), { migrateUrl: owner })).said);
}
