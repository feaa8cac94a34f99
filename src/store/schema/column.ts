/**
 * Column types that Drizzle does not ship: bytes, for sealed (encrypted) text.
 */
import { customType } from 'drizzle-orm/pg-core';

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
});
