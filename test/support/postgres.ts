/**
 * A real Postgres for a test file: its own server, a migrated database cloned for each test that asks. It is the one
 * that the torture starts, with syncing off: these tests are about walls and locks, not disks.
 */
export {
  canRunPostgres,
  type Database,
  type Postgres,
  startPostgres,
  whyNot,
} from '../../src/simulation/torture/postgres-server.ts';
