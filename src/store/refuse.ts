/**
 * Turns what a driver throws into a refusal of the store that is safe to log.
 * The rule: Drizzle's errors print every value of the statement and Postgres's quote some of them ("Key (name)=(…)"),
 * so neither leaves the store; errors of the work itself are passed on untouched.
 */
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { DatabaseUnreachable, NoSpace, StatementRefused, StoreRefusal } from './refusals.ts';

type Refused = { code: string; message: string; constraint: string | null };

/** Classes whose message names tables, roles and constraints but quotes no value. */
const QUOTES_NOTHING = /^(08|23|25|40|42501|53|55|57|58)/;
/** Links and logins: 08 connection, 28 login, 57P0x the server going away or coming up, and the sockets' own. */
const UNREACHABLE =
  /^(08|28|3D000|57P0[1-5]|ECONN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|EAI_AGAIN|CONNECT_TIMEOUT|CONNECTION_)/;

/** The error to throw out of the store in place of `fault`. */
export function refusalOf(fault: unknown): unknown {
  if (fault instanceof StoreRefusal) return fault;
  const statement = fault instanceof DrizzleQueryError ? fault.query : null;
  const refused = codeOf(fault instanceof DrizzleQueryError ? fault.cause : fault);
  if (!refused)
    return fault instanceof DrizzleQueryError
      ? new StatementRefused(
          'The driver could not send a statement or read its rows.',
          'XX000',
          null,
          statement,
        )
      : fault;
  if (refused.code === '53100' || refused.code === 'ENOSPC')
    return new NoSpace(
      'The disk is full, so nothing more can be recorded. Make room, then start Vigil again.',
    );
  if (UNREACHABLE.test(refused.code))
    return new DatabaseUnreachable(
      `The database server could not be reached (${refused.code}). ` +
        'Try again: nothing is recorded twice.',
    );
  const said = QUOTES_NOTHING.test(refused.code) ? refused.message : 'the statement was refused';
  return new StatementRefused(
    `The database refused a statement: ${said} (${refused.code}).`,
    refused.code,
    refused.constraint,
    statement,
  );
}

/** True for a fault that a driver threw with a Postgres or socket code. */
function codeOf(fault: unknown): Refused | null {
  if (!(fault instanceof Error) || !('code' in fault) || typeof fault.code !== 'string') return null;
  const named = fault as { constraint?: unknown; constraint_name?: unknown };
  const constraint = named.constraint ?? named.constraint_name;
  const known = /^[0-9A-Z]{5}$/.test(fault.code) || UNREACHABLE.test(fault.code) || fault.code === 'ENOSPC';
  if (!known) return null;
  return {
    code: fault.code,
    message: fault.message,
    constraint: typeof constraint === 'string' ? constraint : null,
  };
}
