/**
 * What is tortured: one school, its fake Slack, its database of either kind, and Vigil started on it at a moment.
 * The rule: the school is made once by the operator's commands and copied for every trial; the moment is the same in
 * the program, in its database and in its Slack. On a server `now()` is shadowed, in this one database.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ids } from '../../domain/ids.ts';
import { type FakeSlack, openFakeSlack } from '../slack/fake-slack.ts';
import type { Database, Postgres } from './postgres-server.ts';
import { readFigures, readRecord, readUnderWay, type UnderWay } from './read-record.ts';
import { type Ended, type Program, runCommand, startProgram, startRefused } from './run-program.ts';
import { REF, type Staff, settingFile, staffCsv, TOKEN, workspaceOf } from './school.ts';
import { shadowClock } from './shadow-clock.ts';
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
  /** Starts Vigil so that it is up just then: all clocks stand until it is. null: as time goes on. */
  start(at: Date | null, more?: { preload?: string; environment?: Record<string, string> }): Promise<Program>;
  /** The variables for a process that reaches the database by a link of its own. */
  by(wire: Wire): Record<string, string>;
  /** Starts Vigil where it is to be refused. */
  startRefused(): Promise<Ended>;
  /** Sets the clock of a server's database, and of nothing else, to another moment under running programs. */
  jumpRecord(at: Date): Promise<void>;
  /**
   * What is due or half done: by the record on a server, and otherwise by the figures of the program started last,
   * which tell of what is half done alone. `at` is the record's moment of that.
   */
  underWay(): Promise<UnderWay>;
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
  let standing: Date | null = null;
  let lastUrl: string | null = null;
  const now = () => standing ?? new Date(real.now().getTime() + shiftMs);
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
    if (database !== null) await shadowClock(database, { shiftMs });
  };
  return {
    kind: prepared.kind,
    slack,
    wire,
    now,
    async jumpRecord(at) {
      if (database !== null) await shadowClock(database, { shiftMs: at.getTime() - real.now().getTime() });
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
      standing = at;
      if (at !== null && database !== null) await shadowClock(database, { at });
      const program = await startProgram({
        folder,
        shiftMs,
        monotonic: real.monotonic,
        ...(at === null ? {} : { standsAt: at }),
        ...(more.preload === undefined ? {} : { preload: more.preload }),
        environment: { ...environment, ...more.environment },
      });
      standing = null;
      if (at !== null) await setClock(at);
      lastUrl = program.url;
      return program;
    },
    by: databaseBy,
    spooled() {
      const spool = join(environment.VIGIL_DATA_DIR ?? folder, 'spool');
      return existsSync(spool) ? readdirSync(spool).filter((name) => name.endsWith('.press')).length : 0;
    },
    startRefused: () => startRefused({ folder, environment, shiftMs, monotonic: real.monotonic }),
    underWay: () => (database === null ? readFigures(lastUrl, now()) : readUnderWay(database)),
    read: (...statements) => readRecord(database, directory, statements),
    async close() {
      await slack.close();
      await wire?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
