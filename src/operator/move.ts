/**
 * `move --to URL`: carries the embedded database, whole, to a Postgres server, and says what to set then.
 * The rule: the address holds a password, so it is never printed again.
 */
import type { Store } from '../store/database.ts';
import { moveDatabase } from '../store/move.ts';
import type { ControlCommand } from '../web/control-form.ts';
import { badInput, done, type Outcome } from './outcome.ts';

export async function moveTo(store: Store, args: ControlCommand['args']): Promise<Outcome> {
  const { to } = args;
  if (typeof to !== 'string' || !URL.canParse(to) || !/^postgres(ql)?:$/.test(new URL(to).protocol))
    return badInput('--to: give the server’s address, such as postgres://vigil:password@host:5432/vigil');
  const moved = await moveDatabase(store, to);
  return done(JSON.stringify(moved));
}
