/**
 * A real Postgres of our own, from the programs that npm installs for developers: a server, and as many databases on
 * it as are asked for, migrated or empty.
 * The rule: it ends with the process that started it, however that ends (its shell waits on a pipe from us), and
 * it never runs as root: then it runs as nobody. It syncs nothing unless it is asked to be durable.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedMigrations } from '../../store/migrate.ts';
import { asOwner, openServer } from '../../store/server.ts';
import { postgresBinaries } from './postgres-binaries.ts';

/** One database, and the three logins that may come to it. */
export type Database = {
  name: string;
  port: number;
  /** Owns the tables, may make roles, is no superuser: VIGIL_MIGRATE_URL. */
  owner: string;
  /** A plain login that may become vigil_app and nothing else: DATABASE_URL beside it. */
  login: string;
  superuser: string;
};

export type Postgres = {
  port: number;
  /** A database of its own: migrated unless it is asked for empty, or a copy of one that nobody has open. */
  fresh(kind?: 'migrated' | 'empty' | Database): Promise<Database>;
  /** Ends it as a power cut would, or in its own time; what it holds stays. */
  halt(how: 'killed' | 'stopped'): Promise<void>;
  /** Starts it again where it was, on the same port. */
  resume(): Promise<void>;
  /** Ends it for good and throws away what it holds. */
  stop(): Promise<void>;
};

const NOBODY = 65_534;
const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Whether this machine can run one; where not, `whyNot` says so in plain words. */
export const canRunPostgres = process.platform !== 'win32' && postgresBinaries() !== null;
export const whyNot = `npm has no Postgres programs for ${process.platform} ${process.arch}, so tests on a real server did not run here`;

export async function startPostgres({ durable = false } = {}): Promise<Postgres> {
  const binaries = postgresBinaries();
  if (!canRunPostgres || binaries === null) throw new Error(whyNot);
  const home = homeFor('run');
  await copyOfTemplate(binaries, join(home, 'data'));
  const port = await freePort();
  const serveAgain = () => serve({ binaries, home, port, durable });
  let server = await serveAgain();
  let count = 0;
  return {
    port,
    async fresh(kind = 'migrated') {
      count += 1;
      const name = `test_${count}`;
      const template = kind === 'migrated' ? 'vigil_template' : kind === 'empty' ? 'template1' : kind.name;
      await asOwner(urlOf('postgres', 'postgres', port), async (owner) => {
        await owner.execute(`create database ${name} template ${template} owner vigil_owner`);
      });
      return databaseAt(name, port);
    },
    halt: (how) => server.end(how === 'killed' ? 'KILL' : 'INT'),
    async resume() {
      server = await serveAgain();
    },
    async stop() {
      await server.end('INT');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A data directory with the roles and the migrated template in it, made once for each set of migrations. */
async function copyOfTemplate(binaries: string, to: string): Promise<void> {
  const mark = createHash('sha256').update(JSON.stringify(shippedMigrations().map((m) => m.hash)));
  const place = join(tmpdir(), `vigil-postgres-data-${mark.digest('hex').slice(0, 16)}`);
  if (!existsSync(place)) await makeTemplate(binaries, place);
  must(spawnSync('cp', ['-R', join(place, 'data'), to], asNobody));
}

async function makeTemplate(binaries: string, place: string): Promise<void> {
  const home = homeFor('template');
  const initdb = join(binaries, 'bin', 'initdb');
  const options = ['-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C'];
  must(spawnSync(initdb, ['-D', join(home, 'data'), ...options], asNobody));
  const port = await freePort();
  const server = await serve({ binaries, home, port, durable: false });
  const superuser = urlOf('postgres', 'postgres', port);
  const all = (statements: string[]) =>
    asOwner(superuser, async (owner) => {
      for (const statement of statements) await owner.execute(statement);
    });
  await all([
    'create role vigil_owner login createrole createdb',
    'create database vigil_template owner vigil_owner',
  ]);
  await (await openServer(databaseAt('vigil_template', port).owner)).close();
  await all(['create role vigil_login login noinherit', 'grant vigil_app to vigil_login']);
  await server.end('INT');
  try {
    renameSync(home, place);
  } catch (fault) {
    if (!existsSync(place)) throw fault; // another test file was quicker
    rmSync(home, { recursive: true, force: true });
  }
}

type Serving = { binaries: string; home: string; port: number; durable: boolean };
type Signal = 'INT' | 'KILL';

async function serve({
  binaries,
  home,
  port,
  durable,
}: Serving): Promise<{ end(by: Signal): Promise<void> }> {
  const settings = [
    `port=${port}`,
    "listen_addresses='127.0.0.1'",
    `unix_socket_directories='${home}'`,
    ...(durable ? [] : ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off']),
    'max_connections=60',
    'shared_buffers=64MB',
  ];
  const given = settings.map((setting) => `-c ${setting}`).join(' ');
  // One word on the pipe says how it is to end; a pipe that breaks says that we have ended, and all of it goes.
  const command = [
    `"$1" -D "$2/data" ${given} & server=$!`,
    'gone=; read -r how || { how=INT; gone=yes; }',
    'kill -$how $server; wait $server',
    'test "$how" != KILL || rm -f "$2/data/postmaster.pid"',
    'test -z "$gone" || rm -rf "$2"',
  ].join('; ');
  const shell = spawn('sh', ['-c', command, 'sh', join(binaries, 'bin', 'postgres'), home], {
    ...asNobody,
    cwd: home,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await ready(shell);
  return {
    end: (by) =>
      new Promise((done) => {
        shell.once('exit', () => done());
        shell.stdin?.end(`${by}\n`);
      }),
  };
}

function ready(shell: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    shell.stderr?.on('data', (text: Buffer) => {
      said = `${said}${text}`.slice(-20_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    shell.once('exit', () => reject(new Error(`Postgres did not start:\n${said}`)));
  });
}

function homeFor(use: string): string {
  const home = mkdtempSync(join(tmpdir(), `vigil-postgres-${use}-`));
  if (asNobody.uid !== undefined) chownSync(home, asNobody.uid, asNobody.gid);
  chmodSync(home, 0o700);
  return home;
}

function databaseAt(name: string, port: number): Database {
  return {
    name,
    port,
    owner: urlOf('vigil_owner', name, port),
    login: urlOf('vigil_login', name, port),
    superuser: urlOf('postgres', name, port),
  };
}

const urlOf = (user: string, name: string, port: number) => `postgres://${user}@127.0.0.1:${port}/${name}`;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const at = probe.address();
      probe.close(() => (at && typeof at === 'object' ? resolve(at.port) : reject(new Error('No port'))));
    });
  });
}

function must(ran: ReturnType<typeof spawnSync>): void {
  if (ran.status !== 0) throw ran.error ?? new Error(String(ran.stderr));
}
