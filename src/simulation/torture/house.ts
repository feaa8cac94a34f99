/**
 * What is tortured: one school, its fake Slack, its database of either kind, and Vigil started on it at a moment.
 * The rule: the school is made once by the operator's commands and copied for every trial; the moment is the same in
 * the program, in its database and in its Slack. On a server `now()` is shadowed, in this one database.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ids } from '../../domain/ids.ts';
import { openEmbedded, ownerOf } from '../../store/embedded.ts';
import { rowsOf } from '../../store/rows.ts';
import { asOwner } from '../../store/server.ts';
import { type FakeSlack, openFakeSlack } from '../slack/fake-slack.ts';
import type { Database, Postgres } from './postgres-server.ts';
import { type Ended, type Program, runCommand, startProgram, startRefused } from './run-program.ts';
import { REF, type Staff, settingFile, staffCsv, TOKEN, workspaceOf } from './school.ts';
import { openWire, type Wire } from './wire.ts';

/** Real time and chance, which the door that loaded us has. */
export type Real = {
  now(): Date;
  monotonic(): number;
  /** Rejects where the signal is given first. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  ids: Ids;
};

export type Kind = 'postgres' | 'pglite';

/** A school made and ready, that nobody has open. */
export type Prepared = { kind: Kind; staff: readonly Staff[]; place: Database | string; discard(): void };

export type House = {
  kind: Kind;
  slack: FakeSlack;
  /** The link to the server; null where the database is inside the program. */
  wire: Wire | null;
  now(): Date;
  /** Starts Vigil so that it is up about then; null: as time goes on. */
  start(at: Date | null, more?: { preload?: string; environment?: Record<string, string> }): Promise<Program>;
  /** The variables for a process that reaches the database by a link of its own. */
  by(wire: Wire): Record<string, string>;
  /** Starts Vigil where it is to be refused. */
  startRefused(): Promise<Ended>;
  /** Sets the clock of a server's database, and of nothing else, to another moment under running programs. */
  jumpRecord(at: Date): Promise<void>;
  /** Presses that wait in the spool. */
  spooled(): number;
  /** Asks the record, past its walls. The embedded one must be closed. */
  read(...statements: string[]): Promise<Record<string, unknown>[][]>;
  close(): Promise<void>;
};

const SETTING_UP = new Date('2026-11-01T10:00:00Z');
const LOG_LEVEL = 'warn';
/** Of invented schools alone: what is spooled here is sealed by it. */
const KEY = 'a'.repeat(64);
/** Until it is known how long this machine takes. */
const FIRST_BOOT_MS = 4_000;

export async function prepareHouse(
  kind: Kind,
  staff: readonly Staff[],
  real: Real,
  postgres: Postgres | null,
): Promise<Prepared> {
  const place =
    postgres === null ? mkdtempSync(join(tmpdir(), 'vigil-torture-school-')) : await postgres.fresh();
  const prepared: Prepared = {
    kind,
    staff,
    place,
    discard: () => {
      if (typeof place === 'string') rmSync(place, { recursive: true, force: true });
    },
  };
  const house = await openHouse(prepared, real, null);
  try {
    // The workspace is known once Vigil has started in it.
    await (await house.start(SETTING_UP)).stop();
    await house.command(SETTING_UP, 'setting', house.file('setting.yaml', settingFile()));
    const people = house.file('people.csv', staffCsv(staff));
    await house.command(SETTING_UP, 'import', 'people', people, '--setting', REF);
    await house.command(SETTING_UP, 'tick');
  } finally {
    await house.close();
  }
  return prepared;
}

/** A prepared school itself, or a copy of it; its files are kept `under` a folder. */
export async function openHouse(
  prepared: Prepared,
  real: Real,
  postgres: Postgres | null,
  { copied = false, under = tmpdir() } = {},
): Promise<
  House & { command(at: Date, ...words: string[]): Promise<string>; file(name: string, text: string): string }
> {
  const folder = mkdtempSync(join(under, 'vigil-torture-'));
  const database =
    typeof prepared.place === 'string'
      ? null
      : copied && postgres !== null
        ? await postgres.fresh(prepared.place)
        : prepared.place;
  const directory =
    typeof prepared.place !== 'string' ? null : copied ? join(folder, 'data') : prepared.place;
  if (copied && typeof prepared.place === 'string')
    cpSync(prepared.place, join(folder, 'data'), { recursive: true });
  const wire = database === null ? null : await openWire(database.port);
  let shiftMs = 0;
  let bootMs = FIRST_BOOT_MS;
  const now = () => new Date(real.now().getTime() + shiftMs);
  const slack = await openFakeSlack({
    now,
    ids: real.ids,
    elapsed: real.monotonic,
    workspaces: [workspaceOf(prepared.staff)],
  });
  const databaseBy = (link: Wire | null): Record<string, string> => {
    const through = (url: string) => url.replace(/:\d+\//, `:${link?.port}/`);
    return database === null
      ? {}
      : { DATABASE_URL: through(database.login), VIGIL_MIGRATE_URL: through(database.owner) };
  };
  const environment: Record<string, string> = {
    LOG_LEVEL,
    VIGIL_ENCRYPTION_KEY: KEY,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_SIGNING_SECRET: slack.app.signingSecret,
    VIGIL_DATA_DIR: directory ?? join(folder, 'data'),
    ...databaseBy(wire),
  };
  const setClock = async (at: Date) => {
    shiftMs = at.getTime() - real.now().getTime();
    if (database !== null) await shadowClock(database, shiftMs);
  };
  return {
    kind: prepared.kind,
    slack,
    wire,
    now,
    async jumpRecord(at) {
      if (database !== null) await shadowClock(database, at.getTime() - real.now().getTime());
    },
    file(name, text) {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    },
    async command(at, ...words) {
      await setClock(at);
      return runCommand({ folder, environment, shiftMs, monotonic: real.monotonic }, ...words);
    },
    async start(at, more = {}) {
      if (at !== null) await setClock(new Date(at.getTime() - bootMs));
      const program = await startProgram({
        folder,
        shiftMs,
        monotonic: real.monotonic,
        ...(more.preload === undefined ? {} : { preload: more.preload }),
        environment: { ...environment, ...more.environment },
      });
      bootMs = program.bootMs;
      return program;
    },
    by: databaseBy,
    spooled() {
      const spool = join(environment.VIGIL_DATA_DIR ?? folder, 'spool');
      return existsSync(spool) ? readdirSync(spool).filter((name) => name.endsWith('.press')).length : 0;
    },
    startRefused: () => startRefused({ folder, environment, shiftMs, monotonic: real.monotonic }),
    read: (...statements) => readRecord(database, directory, statements),
    async close() {
      await slack.close();
      await wire?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** In this database alone, everybody's `now()` is another moment's. `public` comes first: what is made is made there. */
async function shadowClock(database: Database, shiftMs: number): Promise<void> {
  await asOwner(database.superuser, async (owner) => {
    const by = `interval '${Math.round(shiftMs)} milliseconds'`;
    await owner.execute('create schema if not exists shifted');
    for (const [name, kind] of [
      ['now', 'stable'],
      ['clock_timestamp', 'volatile'],
    ])
      await owner.execute(
        `create or replace function shifted.${name}() returns timestamptz language sql ${kind} as $$ select pg_catalog.${name}() + ${by} $$`,
      );
    await owner.execute('grant usage on schema shifted to public');
    await owner.execute(`alter database ${database.name} set search_path = public, shifted, pg_catalog`);
  });
}

async function readRecord(
  database: Database | null,
  directory: string | null,
  statements: string[],
): Promise<Record<string, unknown>[][]> {
  const found: Record<string, unknown>[][] = [];
  if (database !== null) {
    await asOwner(database.superuser, async (owner) => {
      for (const statement of statements) found.push(rowsOf(await owner.execute(statement)));
    });
    return found;
  }
  const store = await openEmbedded(directory);
  try {
    const owner = ownerOf(store);
    for (const statement of statements) found.push(rowsOf(await owner?.execute(statement)));
  } finally {
    await store.close();
  }
  return found;
}
