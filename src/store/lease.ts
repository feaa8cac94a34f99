/**
 * For how long a step, a lane or a message is lent to one process: on the database's clock, and the same for all three.
 * The rule: whoever dies with it holds it up for so long at most.
 */
import { type SQLWrapper, sql } from 'drizzle-orm';

export const LEASE_MS = 120_000;
const LENGTH = sql.raw(`interval '${LEASE_MS} milliseconds'`);

/** When what is lent now is anybody's again. */
export const leaseEnd = sql`now() + ${LENGTH}`;
/** When what is lent until `end` was taken. */
export const leaseBegan = (end: SQLWrapper) => sql`${end} - ${LENGTH}`;
