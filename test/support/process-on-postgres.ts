/**
 * Real Vigil processes on a real Postgres, on a school's morning, with one fake Slack before them.
 * The rule: the morning is the database's, whose clock is the one Vigil goes by; Slack and its signatures keep real time.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { type FakeSlack, openFakeSlack } from '../../src/simulation/slack/fake-slack.ts';
import type { Store } from '../../src/store/database.ts';
import { asOwner, openServer } from '../../src/store/server.ts';
import { countedIds } from './fixed.ts';
import type { Postgres } from './postgres.ts';
import { makeSchool, type School } from './school.ts';
import { startVigil, type VigilProcess } from './vigil-process.ts';

export type OnPostgres = {
  school: School;
  slack: FakeSlack;
  /** Of the test's own, past the processes. */
  store: Store;
  /** DATABASE_URL of the processes. */
  url: string;
  /** The folder of the process with this name. */
  folder(name: string): string;
  /** Starts one, and has Slack deliver to it from then on. */
  start(name: string, environment?: Record<string, string>): Promise<VigilProcess>;
  close(): Promise<void>;
};

const TOKEN = 'xoxb-1-abc';

/** `moment` is the school's when it is opened, and goes on from there. */
export async function openOnPostgres(postgres: Postgres, moment: string): Promise<OnPostgres> {
  const database = await postgres.fresh();
  const shiftMs = new Date(moment).getTime() - Date.now();
  await asOwner(database.superuser, async (owner) => {
    await owner.execute(sql`create schema shifted`);
    for (const name of ['now', 'clock_timestamp'])
      await owner.execute(
        sql.raw(`create function shifted.${name}() returns timestamptz language sql stable
          as $$ select pg_catalog.${name}() + interval '${shiftMs} milliseconds' $$`),
      );
    await owner.execute(sql`grant usage on schema shifted to public`);
    await owner.execute(
      sql.raw(`alter database ${database.name} set search_path = shifted, public, pg_catalog`),
    );
  });
  const store = await openServer(database.login, { migrateUrl: database.owner });
  const school = await makeSchool(store, { platform: 'slack' });
  const slack = await openFakeSlack({
    now: () => new Date(),
    ids: countedIds(7),
    workspaces: [
      {
        teamId: school.externalId,
        name: 'Oak Primary',
        domain: 'oak',
        token: TOKEN,
        users: school.people.map(({ staffRef, name, email }) => ({
          id: `U-${staffRef}`,
          realName: name,
          email,
        })),
        channels: [
          { id: school.channelId, name: 'safeguarding', isPrivate: true, members: ['U0BOT', 'U-D01'] },
        ],
      },
    ],
  });
  const home = mkdtempSync(join(tmpdir(), 'vigil-on-postgres-'));
  const key = randomBytes(32).toString('base64');
  const running = new Set<VigilProcess>();
  const folder = (name: string) => join(home, name);
  return {
    school,
    slack,
    store,
    url: database.login,
    folder,
    async start(name, environment = {}) {
      const started = await startVigil(
        {
          DATABASE_URL: database.login,
          VIGIL_MIGRATE_URL: database.owner,
          VIGIL_DATA_DIR: folder(name),
          VIGIL_ENCRYPTION_KEY: key,
          SLACK_API_URL: slack.apiUrl,
          SLACK_BOT_TOKEN: TOKEN,
          SLACK_SIGNING_SECRET: slack.app.signingSecret,
          ...environment,
        },
        0,
      );
      running.add(started);
      slack.deliverTo(`${started.url}/slack/events`);
      return started;
    },
    async close() {
      for (const each of running) await each.kill();
      await slack.close();
      await store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
