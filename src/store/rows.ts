/**
 * The rows of a raw statement, whichever driver ran it: postgres.js gives an array, PGlite an object.
 */
export function rowsOf<T>(result: unknown): T[] {
  if (Array.isArray(result)) return result as T[];
  const { rows } = result as { rows?: T[] };
  if (!rows) throw new Error('A statement gave neither rows nor an array');
  return rows;
}
