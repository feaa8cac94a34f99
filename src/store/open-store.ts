/**
 * Opens the store the configuration asks for: a Postgres server when there is a DATABASE_URL, else the embedded
 * database in the data directory. The rule: nobody above the store knows which it was.
 */
import type { Store } from './database.ts';
import { openEmbedded } from './embedded.ts';
import { openServer } from './server.ts';

export type StoreConfig = { databaseUrl: string | null; migrateUrl: string | null; dataDir: string };

export function openStore(config: StoreConfig): Promise<Store> {
  return config.databaseUrl === null
    ? openEmbedded(config.dataDir)
    : openServer(config.databaseUrl, { migrateUrl: config.migrateUrl });
}
