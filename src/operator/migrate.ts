/**
 * `migrate`: says which schema the database is at. Opening a store brings it up to date, under a lock, so by now
 * it is; this command is for doing so by itself, before a new version is started.
 */
import { readHealth } from '../store/health.ts';
import { done, failed, type Given, type Outcome } from './outcome.ts';

export async function migrate(given: Pick<Given, 'store'>): Promise<Outcome> {
  const { schema, known } = await readHealth(given.store);
  return schema === known
    ? done(`The database is up to date: schema ${schema}`)
    : failed(
        `The database is at schema ${schema} and this Vigil needs ${known}; stop every Vigil and try again`,
      );
}
