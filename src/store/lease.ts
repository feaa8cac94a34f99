/**
 * For how long a step, a lane or a message is lent to one process: on the database's clock, and the same for all three.
 * The rule: whoever dies with it holds it up for so long at most, also where that clock has been set back meanwhile.
 */
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

export const LEASE_MS = 120_000;
const LENGTH = sql.raw(`interval '${LEASE_MS} milliseconds'`);

/** A clock may be put right by a little; what is lent for longer than this was lent before it was set back. */
export const LONGEST_LEASE_MS = LEASE_MS + 60_000;
const LONGEST = sql.raw(`interval '${LONGEST_LEASE_MS} milliseconds'`);

/** Whether what was lent until `end` is anybody's. */
export const leaseIsOver = (end: SQLWrapper): SQL => sql`(${end} <= now() or ${end} > now() + ${LONGEST})`;
/** When what is lent now is anybody's again. */
export const leaseEnd = sql`now() + ${LENGTH}`;
/** When what is lent until `end` was taken. */
export const leaseBegan = (end: SQLWrapper) => sql`${end} - ${LENGTH}`;
