/**
 * Every secret of the environment bears a mark; the program runs, is asked for everything it shows, is shown what it
 * cannot read, fails and is stopped, all with its log at its loudest; and no mark is ever printed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { readConfig, VARIABLES } from '../../src/config.ts';
import { startVigil, type VigilProcess } from '../support/vigil-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Nobody listens there. */
const DEAD = 'http://127.0.0.1:9';
const KEY = Buffer.from('CANARY-the-key-of-32-bytes-long!');

const CHATS = {
  SLACK_BOT_TOKEN: 'xoxb-CANARY-bot',
  SLACK_SIGNING_SECRET: 'CANARY-signing',
  SLACK_APP_TOKEN: 'xapp-1-CANARY-app',
  SLACK_CLIENT_ID: '12.34',
  SLACK_CLIENT_SECRET: 'CANARY-client',
  SLACK_STATE_SECRET: 'CANARY-state',
  SLACK_API_URL: `${DEAD}/api/`,
  TEAMS_APP_ID: '11111111-0000-4000-8000-000000000001',
  TEAMS_TENANT_ID: '11111111-0000-4000-8000-000000000002',
  TEAMS_APP_PASSWORD: 'CANARY-password',
  TEAMS_LOGIN_URL: `${DEAD}/login`,
  TEAMS_OPENID_METADATA_URL: `${DEAD}/openid`,
  VIGIL_INTAKE_SECRETS: 'mis:CANARY-intake-secret',
  VIGIL_ENCRYPTION_KEY: KEY.toString('base64'),
  LOG_LEVEL: 'trace',
};
const DATABASE = {
  DATABASE_URL: 'postgres://vigil:CANARY-db@127.0.0.1:9/vigil',
  VIGIL_MIGRATE_URL: 'postgres://owner:CANARY-owner@127.0.0.1:9/vigil',
};
const MARKS = [
  /CANARY/,
  new RegExp(KEY.toString('base64').slice(0, 20).replaceAll('+', '\\+')),
  new RegExp(KEY.toString('hex').slice(0, 20)),
];
const expectUnprinted = (text: string) => {
  for (const mark of MARKS) expect(text).not.toMatch(mark);
};

let vigil: VigilProcess | null = null;
let dataDir = '';
afterEach(async () => {
  await vigil?.kill();
  vigil = null;
  if (dataDir !== '') rmSync(dataDir, { recursive: true, force: true });
  dataDir = '';
});

const clean = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(VIGIL|SLACK|TEAMS|DATABASE)_/.test(name)),
);

/** One run of a program of ours to its end. */
function run(program: string[], environment: Record<string, string>) {
  dataDir = mkdtempSync(join(tmpdir(), 'secrets-'));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', ...program], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...clean, VIGIL_DATA_DIR: dataDir, PORT: '0', ...environment },
  });
  return { status, said: stdout + stderr };
}

test('running, asked for everything it shows, and stopped', async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'secrets-'));
  const started = await startVigil({ VIGIL_DATA_DIR: dataDir, ...CHATS }, 0);
  vigil = started;
  const shown: string[] = [];
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json' } };
  const signed = {
    ...post.headers,
    'X-Slack-Request-Timestamp': String(Math.floor(Date.now() / 1000)),
    'X-Slack-Signature': `v0=${'a'.repeat(64)}`,
    Authorization: `Bearer ${readFileSync(join(dataDir, 'running.json'), 'utf8').slice(0, 5)}`,
  };
  for (const [path, how] of [
    ['/', {}],
    ['/healthz', {}],
    ['/readyz', {}],
    ['/metrics', {}],
    ['/slack/install', {}],
    ['/slack/oauth_redirect?code=x&state=y', {}],
    ['/nowhere', {}],
    ['/slack/events', { ...post, headers: signed, body: '{"type":"url_verification"}' }],
    ['/slack/events', { ...post, headers: signed, body: '{"a":' }],
    ['/api/messages', { ...post, headers: signed, body: '{"type":"message"}' }],
    ['/control', { ...post, headers: signed, body: '{"command":"doctor"}' }],
    ['/intake/training', { ...post, body: '[]' }],
  ] as const) {
    const answer = await fetch(started.url + path, { ...how, redirect: 'manual' });
    shown.push(`${path} ${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`);
  }
  for (const command of ['doctor', 'status', 'tick', 'nonsense']) {
    const { out, errors } = await started.vigil(command);
    shown.push(`${command} ${[out, ...errors].join('\n')}`);
  }
  const doctor = shown.find((text) => text.startsWith('doctor')) ?? '';
  // It did look, and had faults to tell of.
  expect(doctor).toMatch(/Slack/);
  expect(doctor).toMatch(/Teams/);
  expect(shown.find((text) => text.startsWith('/metrics'))).toContain('vigil_messages');
  await started.stop();
  vigil = null;
  for (const text of shown) expectUnprinted(text);
  expect(started.log).toMatch(/slack_not_connected|teams_not_connected/);
  expectUnprinted(started.log);
}, 300_000);

describe('with a database that cannot be reached', () => {
  test.each([
    ['the program', ['src/main.ts']],
    ['doctor', ['src/cli.ts', 'doctor']],
    ['migrate', ['src/cli.ts', 'migrate']],
    ['move', ['src/cli.ts', 'move', '--to', 'postgres://vigil:CANARY-to@127.0.0.1:9/vigil']],
  ])(
    '%s says so and ends',
    (name, program) => {
      const { status, said } = run(program, name === 'move' ? CHATS : { ...CHATS, ...DATABASE });
      expect(status).not.toBe(0);
      expect(said).not.toBe('');
      expectUnprinted(said);
    },
    300_000,
  );
});

describe('a variable that cannot be right', () => {
  test.each(VARIABLES)('%s is named and never repeated', (name) => {
    for (const wrong of [
      'CANARY not right\n',
      'xoxb-CANARY!',
      'postgres://u:CANARY@',
      `${'CANARY'.repeat(400)}`,
    ]) {
      const read = readConfig({ ...CHATS, ...DATABASE, [name]: wrong });
      if ('faults' in read) expectUnprinted(read.faults.join('\n'));
    }
  });

  test('as a process, one line a fault', () => {
    const { status, said } = run(['src/main.ts'], {
      ...CHATS,
      ...DATABASE,
      VIGIL_ENCRYPTION_KEY: 'CANARY-too-short',
      SLACK_BOT_TOKEN: 'CANARY bot',
      SLACK_CLIENT_SECRET: 'CANARY with spaces',
      VIGIL_INTAKE_SECRETS: 'CANARY',
    });
    expect(status).toBe(2);
    for (const name of [
      'VIGIL_ENCRYPTION_KEY',
      'SLACK_BOT_TOKEN',
      'SLACK_CLIENT_SECRET',
      'VIGIL_INTAKE_SECRETS',
    ])
      expect(said).toMatch(new RegExp(`^${name}: `, 'm'));
    expectUnprinted(said);
  }, 120_000);
});
