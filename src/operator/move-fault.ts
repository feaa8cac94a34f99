/**
 * What is wrong with the addresses `move` is given, asked before anything is opened.
 * The rule: an address holds a password, so it is never said again.
 */
import type { ControlCommand } from '../web/control-form.ts';

type Args = ControlCommand['args'];

export function moveFault({ to, owner }: Args): string | null {
  if (!isPostgres(to))
    return '--to: give the server’s address, such as postgres://vigil:password@host:5432/vigil';
  if (owner !== undefined && !isPostgres(owner))
    return '--owner: give the same address with the owner’s login, such as postgres://owner:password@host:5432/vigil';
  return null;
}

function isPostgres(text: Args[string] | undefined): boolean {
  return (
    typeof text === 'string' &&
    URL.canParse(text) &&
    ['postgres:', 'postgresql:'].includes(new URL(text).protocol)
  );
}
