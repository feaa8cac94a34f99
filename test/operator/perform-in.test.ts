/**
 * Where a command is carried out: here where the embedded database is free, in the running Vigil where it is not.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../../src/config.ts';
import type { MakeSchool } from '../../src/operator/ensure-school.ts';
import { performIn } from '../../src/operator/perform-in.ts';
import { findRunning, writeRunning } from '../../src/operator/running.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { listOrganisations } from '../../src/store/installations.ts';
import { controlRouter } from '../../src/web/control.ts';
import type { ControlCommand } from '../../src/web/control-form.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { makeSchool } from '../support/school.ts';

const TOKEN = 'a-token-of-128-bits-xx';
let root: string;
let dataDir: string;
let made: number;
let server: Server | null = null;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'vigil-perform-'));
  await (await openEmbedded(join(root, 'migrated'))).close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  dataDir = mkdtempSync(join(root, 'data-'));
  made = 0;
});
afterEach(async () => {
  await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
  server = null;
});

/** An embedded database with nothing in it, copied, since making one takes seconds. */
const migrated = () => cpSync(join(root, 'migrated'), dataDir, { recursive: true });

const configOf = (env: Record<string, string> = {}): Config => {
  const read = readConfig({ VIGIL_DATA_DIR: dataDir, ...env });
  if ('faults' in read) throw new Error(read.faults.join('; '));
  return read.ok;
};
const makeOne: MakeSchool = async (store) => {
  made += 1;
  return (await makeSchool(store, { block: made })).org;
};
const perform = (command: string, args: ControlCommand['args'] = {}, env: Record<string, string> = {}) =>
  performIn(configOf(env), { command, args, files: [] }, makeOne);

/** A Vigil that answers at the control door and says so in running.json. */
async function startVigil(ran: ControlCommand[]): Promise<void> {
  const run = async (command: ControlCommand) => {
    ran.push(command);
    return { code: 0 as const, out: 'from the running Vigil', errors: [] };
  };
  const app = express().use(controlRouter({ token: TOKEN, run }));
  const listening = createServer(app);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as AddressInfo;
  writeRunning(dataDir, { pid: process.pid, port, token: TOKEN, startedAt: '2026-11-10T10:00:00.000Z' });
}

test('in an empty directory the invented school is made first, once', async () => {
  const first = await perform('status', { json: true });
  expect(first).toMatchObject({ code: 0, errors: [] });
  expect(JSON.parse(first.out).settings).toMatchObject([{ ref: 'oak-1', name: 'Oak Primary' }]);
  expect(await perform('status', { json: true })).toEqual(first);
  expect(made).toBe(1);
});

test('migrating makes no school, and none is made where a chat platform is to be set up', async () => {
  migrated();
  await perform('migrate');
  await perform(
    'status',
    { json: true },
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '0123456789abcdef' },
  );
  const store = await openEmbedded(dataDir);
  expect(await listOrganisations(store)).toEqual([]);
  await store.close();
});

test('while a Vigil runs the command goes to it, and the database is left alone', async () => {
  const ran: ControlCommand[] = [];
  await startVigil(ran);
  expect(await perform('status', { json: true })).toEqual({
    code: 0,
    out: 'from the running Vigil',
    errors: [],
  });
  expect(ran).toEqual([{ command: 'status', args: { json: true }, files: [] }]);
  expect(readdirSync(dataDir)).toEqual(['running.json']);
});

test('move is refused while a Vigil runs, since what it wrote meanwhile would be on neither side', async () => {
  const ran: ControlCommand[] = [];
  await startVigil(ran);
  expect(await perform('move', { to: 'postgres://u:hunter2@db/vigil' })).toMatchObject({
    code: 1,
    errors: [expect.stringMatching(/stop it first/)],
  });
  expect(ran).toEqual([]);
});

test('running.json of a Vigil that is gone, or whose number another process has, does not stand in the way', async () => {
  migrated();
  const stale = { port: 1, token: TOKEN, startedAt: '2026-11-10T10:00:00.000Z' };
  writeRunning(dataDir, { ...stale, pid: process.pid });
  expect((await perform('migrate')).code).toBe(0);
  writeRunning(dataDir, { ...stale, pid: 2 ** 22 + 1 });
  expect((await perform('migrate')).code).toBe(0);
  expect(findRunning(dataDir)).toBeNull();
});

test('move says what is wrong with an address and never says the address', async () => {
  migrated();
  for (const to of ['mysql://u:hunter2@db/vigil', 'hunter2', ''])
    expect(await perform('move', { to })).toEqual({
      code: 2,
      out: '',
      errors: [
        expect.stringMatching(/^--to: give the server’s address, such as postgres:\/\/vigil:password@/),
      ],
    });
  const unreachable = await perform('move', { to: 'postgres://u:hunter2@127.0.0.1:1/vigil' });
  expect(unreachable.code).toBe(1);
  expect(JSON.stringify(unreachable)).not.toContain('hunter2');
  expect(
    await perform(
      'move',
      { to: 'postgres://u@127.0.0.1:1/w' },
      { DATABASE_URL: 'postgres://u@127.0.0.1:1/v' },
    ),
  ).toMatchObject({
    code: 2,
    errors: [expect.stringMatching(/^DATABASE_URL: /)],
  });
});

test('a directory that cannot be used is a failure with its mend, not a crash', async () => {
  const file = join(dataDir, 'file');
  writeFileSync(file, '');
  const outcome = await perform('status', {}, { VIGIL_DATA_DIR: file }).catch((fault: unknown) => fault);
  expect(outcome).toMatchObject({ code: 1, errors: [expect.stringMatching(/VIGIL_DATA_DIR/)] });
});

describe.skipIf(!canRunPostgres)('on a server', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  test('commands run here, even beside a running.json, and read and write the server', async () => {
    const ran: ControlCommand[] = [];
    await startVigil(ran);
    const { owner, login } = await postgres.fresh();
    const env = { DATABASE_URL: login, VIGIL_MIGRATE_URL: owner };
    const list = 'staff_ref,name,role\nN1,Nia New,teacher\n';
    const command = {
      command: 'import people',
      args: { setting: 'oak-1' },
      files: [{ name: 'staff.csv', text: list }],
    };
    expect(await performIn(configOf(env), command, makeOne)).toMatchObject({
      code: 0,
      out: expect.stringContaining('oak-1: 1 added'),
    });
    expect(await performIn(configOf(env), command, makeOne)).toMatchObject({
      out: expect.stringContaining('0 added, 0 changed, 1 unchanged'),
    });
    expect(ran).toEqual([]);
    expect(readdirSync(dataDir)).toEqual(['running.json']);
  });

  test('what was moved stands there as it stood here', async () => {
    migrated();
    const here = await perform('status', { json: true });
    const { owner, login } = await postgres.fresh('empty');
    const moved = await perform('move', { to: login, owner });
    expect(moved).toMatchObject({ code: 0, errors: [], out: expect.stringMatching(/DATABASE_URL/) });
    expect(moved.out).toContain(
      `It is in ${join(dataDir, 'encryption.key')}: set VIGIL_ENCRYPTION_KEY to what is in that file`,
    );
    expect(
      await perform('status', { json: true }, { DATABASE_URL: login, VIGIL_MIGRATE_URL: owner }),
    ).toEqual(here);
    expect(await perform('move', { to: login, owner })).toMatchObject({
      code: 1,
      errors: [expect.stringMatching(/already holds/)],
    });
    expect(made).toBe(1);
  });
});
