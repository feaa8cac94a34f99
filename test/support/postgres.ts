/**
 * A real Postgres for a test file: its own server, a migrated database cloned for each test that asks.
 * The rule: it ends with the process that started it, however that ends (its shell waits on a pipe from us), and
 * it never runs as root: then it runs as nobody. Syncing is off: these tests are about walls and locks, not disks.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { shippedMigrations } from '../../src/store/migrate.ts';
import { asOwner, openServer } from '../../src/store/server.ts';
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
  /** A database of its own, migrated unless it is asked for empty. */
  fresh(kind?: 'migrated' | 'empty'): Promise<Database>;
  /** The server goes away, as for an upgrade; what is in it stays. */
  down(): Promise<void>;
  /** And is there again, where it was. */
  up(): Promise<void>;
  stop(): Promise<void>;
};

const NOBODY = 65_534;
const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Whether this machine can run one; where not, `whyNot` says so in plain words. */
export const canRunPostgres = process.platform !== 'win32' && postgresBinaries() !== null;
export const whyNot = `npm has no Postgres programs for ${process.platform} ${process.arch}, so tests on a real server did not run here`;

export async function startPostgres(): Promise<Postgres> {
  const binaries = postgresBinaries();
  if (!canRunPostgres || binaries === null) throw new Error(whyNot);
  const home = homeFor('run');
  await copyOfTemplate(binaries, join(home, 'data'));
  let server = await serve(binaries, home);
  const { port } = server;
  const staying = join(home, STAYING);
  let count = 0;
  return {
    async fresh(kind = 'migrated') {
      count += 1;
      const name = `test_${count}`;
      const template = kind === 'migrated' ? 'vigil_template' : 'template1';
      await asOwner(urlOf('postgres', 'postgres', port), async (owner) => {
        await owner.execute(`create database ${name} template ${template} owner vigil_owner`);
      });
      return databaseAt(name, port);
    },
    async down() {
      writeFileSync(staying, '');
      await server.stop();
    },
    async up() {
      rmSync(staying);
      server = await serve(binaries, home, { at: port });
    },
    stop: () => server.stop(),
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
  const server = await serve(binaries, home, { passing: false });
  const made = databaseAt('vigil_template', server.port);
  const superuser = postgres(urlOf('postgres', 'postgres', server.port), { max: 1 });
  await superuser.unsafe('create role vigil_owner login createrole createdb');
  await superuser.unsafe('create database vigil_template owner vigil_owner');
  await (await openServer(made.owner)).close();
  await superuser.unsafe('create role vigil_login login noinherit; grant vigil_app to vigil_login');
  await superuser.end();
  await server.stop();
  try {
    renameSync(home, place);
  } catch (fault) {
    if (!existsSync(place)) throw fault; // another test file was quicker
    rmSync(home, { recursive: true, force: true });
  }
}

type Server = { port: number; stop(): Promise<void> };

/** While this is in its home, a server that ends leaves its home behind. */
const STAYING = 'staying';

async function serve(
  binaries: string,
  home: string,
  { passing = true, at }: { passing?: boolean; at?: number } = {},
): Promise<Server> {
  const port = at ?? (await freePort());
  const settings = [
    `port=${port}`,
    "listen_addresses='127.0.0.1'",
    `unix_socket_directories='${home}'`,
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    'max_connections=60',
    'shared_buffers=64MB',
  ];
  const given = settings.map((setting) => `-c ${setting}`).join(' ');
  const after = passing ? `[ -e "$2/${STAYING}" ] || rm -rf "$2"` : 'true';
  const command = `"$1" -D "$2/data" ${given} & server=$!; cat > /dev/null; kill -INT $server; wait $server; ${after}`;
  const shell = spawn('sh', ['-c', command, 'sh', join(binaries, 'bin', 'postgres'), home], {
    ...asNobody,
    cwd: home,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await ready(shell);
  return {
    port,
    stop: () =>
      new Promise((done) => {
        shell.once('exit', () => done());
        shell.stdin?.end();
      }),
  };
}

function ready(shell: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    shell.stderr?.on('data', (text: Buffer) => {
      said += text;
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
