/**
 * The environment: every fault names its variable and its mend, and none says what a variable held.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfig, VARIABLES } from '../src/config.ts';

const faultsOf = (env: Record<string, string>) => {
  const read = readConfig(env);
  return 'faults' in read ? read.faults : [];
};
const configOf = (env: Record<string, string>) => {
  const read = readConfig(env);
  if ('faults' in read) throw new Error(read.faults.join('\n'));
  return read.ok;
};

describe('with nothing set', () => {
  test('the local workspace runs on this computer, with the data beside it', () => {
    expect(configOf({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      database: { kind: 'embedded' },
      dataDir: './data',
      local: true,
      logLevel: 'info',
      slack: null,
      teams: null,
    });
  });

  test('an empty variable counts as absent, and spaces round a value are let go', () => {
    expect(configOf({ PORT: '', DATABASE_URL: '  ', HOST: ' 0.0.0.0 ' })).toMatchObject({
      port: 3000,
      host: '0.0.0.0',
      database: { kind: 'embedded' },
    });
  });
});

describe('a chat platform', () => {
  const slack = { SLACK_BOT_TOKEN: 'xoxb-1-abc', SLACK_SIGNING_SECRET: '0123456789abcdef' };

  test('turns the local workspace off, unless it is asked for', () => {
    expect(configOf(slack).local).toBe(false);
    expect(configOf({ ...slack, VIGIL_LOCAL: '1' }).local).toBe(true);
    expect(configOf({ VIGIL_LOCAL: '0' }).local).toBe(false);
  });

  test('half set up is a fault that names the other half', () => {
    expect(faultsOf({ SLACK_BOT_TOKEN: 'xoxb-1-abc' })).toEqual([
      expect.stringMatching(/^SLACK_SIGNING_SECRET or SLACK_APP_TOKEN: missing/),
    ]);
    expect(faultsOf({ SLACK_SIGNING_SECRET: '0123456789abcdef' })).toEqual([
      expect.stringMatching(/^SLACK_BOT_TOKEN or SLACK_CLIENT_ID: missing/),
    ]);
    expect(faultsOf({ TEAMS_APP_ID: '00000000-0000-4000-8000-000000000000' })).toEqual([
      expect.stringMatching(/^TEAMS_APP_PASSWORD: missing/),
      expect.stringMatching(/^TEAMS_TENANT_ID: missing/),
    ]);
    expect(
      faultsOf({ SLACK_CLIENT_ID: '1.2', SLACK_SIGNING_SECRET: '0123456789abcdef' }).map(
        (f) => f.split(':')[0],
      ),
    ).toEqual(['SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'VIGIL_ENCRYPTION_KEY']);
  });

  const TEAMS = {
    TEAMS_APP_ID: 'AAAAAAAA-0000-4000-8000-000000000000',
    TEAMS_APP_PASSWORD: 'a-secret-of-the-app',
    TEAMS_TENANT_ID: '22222222-0000-4000-8000-000000000000',
  };

  test('Teams is one tenant’s, with a secret or as a managed identity without one', () => {
    expect(configOf(TEAMS).teams).toMatchObject({
      appId: 'aaaaaaaa-0000-4000-8000-000000000000',
      appType: 'SingleTenant',
      insecureLocal: false,
    });
    expect(faultsOf({ ...TEAMS, TEAMS_APP_TYPE: 'UserAssignedMSI' })).toEqual([
      expect.stringMatching(/^TEAMS_APP_PASSWORD: a managed identity has none/),
    ]);
    const { TEAMS_APP_PASSWORD: _none, ...without } = TEAMS;
    expect(configOf({ ...without, TEAMS_APP_TYPE: 'UserAssignedMSI' }).teams?.appPassword).toBeNull();
  });

  test('Teams does not start without the app’s id: everybody would be let in', () => {
    const { TEAMS_APP_ID: _none, ...without } = TEAMS;
    for (const empty of [without, { ...without, TEAMS_APP_ID: '' }, { ...without, TEAMS_APP_ID: ' ' }])
      expect(faultsOf(empty)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^TEAMS_APP_ID: missing/)]),
      );
    expect(faultsOf({ TEAMS_TENANT_ID: TEAMS.TEAMS_TENANT_ID })).toEqual([
      expect.stringMatching(/^TEAMS_APP_ID: missing; without the app’s id nobody could be told from Teams/),
    ]);
  });

  test('what stands in for Microsoft’s sign-in is on this computer alone', () => {
    for (const elsewhere of ['http://login.example.org', 'https://login.example.org'])
      expect(faultsOf({ ...TEAMS, TEAMS_LOGIN_URL: elsewhere })).toEqual([
        'TEAMS_LOGIN_URL: only for tests, and only of this computer; take it out',
      ]);
    expect(faultsOf({ ...TEAMS, TEAMS_TOKEN_ISSUER: 'https://issuer.example.org' })).toEqual([
      expect.stringMatching(/^TEAMS_OPENID_METADATA_URL: missing/),
    ]);
    expect(configOf({ ...TEAMS, TEAMS_LOGIN_URL: 'http://127.0.0.1:4000/login' }).teams?.loginUrl).toBe(
      'http://127.0.0.1:4000/login',
    );
  });

  test('Teams without sign-in is for this computer alone', () => {
    expect(configOf({ TEAMS_INSECURE_LOCAL: '1' }).teams?.insecureLocal).toBe(true);
    for (const [name, value] of [
      ['HOST', '0.0.0.0'],
      ['VIGIL_BASE_URL', 'https://vigil.example.org'],
    ] as const)
      expect(faultsOf({ TEAMS_INSECURE_LOCAL: '1', [name]: value })).toEqual([
        expect.stringMatching(/^TEAMS_INSECURE_LOCAL: /),
      ]);
  });
});

describe('faults', () => {
  test('every one is told at once, one line each, with its variable first', () => {
    const faults = faultsOf({
      PORT: '70000',
      DATABASE_URL: 'mysql://vigil:hunter2@db/vigil',
      LOG_LEVEL: 'loud',
      VIGIL_ENCRYPTION_KEY: 'short',
      VIGIL_BASE_URL: 'vigil.example.org',
    });
    expect(faults.map((fault) => fault.split(':')[0]).sort()).toEqual([
      'DATABASE_URL',
      'LOG_LEVEL',
      'PORT',
      'VIGIL_BASE_URL',
      'VIGIL_ENCRYPTION_KEY',
    ]);
    for (const fault of faults) expect(fault).not.toMatch(/\n|hunter2/);
  });

  test('a misspelt variable is not silently left out', () => {
    expect(faultsOf({ VIGIL_DATADIR: '/srv' })).toEqual([
      'VIGIL_DATADIR: there is no such variable; did you mean VIGIL_DATA_DIR?',
    ]);
    expect(faultsOf({ VIGIL_SOMETHING_ELSE: '1', SLACKER_ID: '1' })).toEqual([]);
  });

  test('a key of 32 bytes is taken as base64 or hexadecimal', () => {
    const bytes = Buffer.alloc(32, 7);
    for (const key of [bytes.toString('base64'), bytes.toString('hex'), bytes.toString('base64url')])
      expect(configOf({ VIGIL_ENCRYPTION_KEY: key }).encryptionKey).toBe(key);
    expect(faultsOf({ VIGIL_ENCRYPTION_KEY: bytes.subarray(1).toString('base64') })).toHaveLength(1);
  });

  test('no fault ever says what a variable held, even a secret in the wrong place', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9]{24}$/);
    const dressed = fc
      .tuple(secret, fc.constantFrom('', 'xoxb-', 'postgres://u:', 'https://', 'ftp://', '"'))
      .map(([text, before]) => ({ text, value: `${before}${text}` }));
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...VARIABLES), dressed, { minKeys: 1, maxKeys: 6 }),
        (given) => {
          const env = Object.fromEntries(Object.entries(given).map(([name, { value }]) => [name, value]));
          const said = faultsOf(env).join('\n');
          for (const { text } of Object.values(given)) expect(said).not.toContain(text);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('.env.example documents every variable, once, and is itself without a fault', () => {
  const lines = readFileSync(new URL('../.env.example', import.meta.url), 'utf8').split('\n');
  const set = lines.filter((line) => /^[A-Z]/.test(line)).map((line) => line.split('='));
  expect(set.map(([name]) => name).sort()).toEqual([...VARIABLES].sort());
  expect(faultsOf(Object.fromEntries(set.map(([name, ...rest]) => [name, rest.join('=')])))).toEqual([]);
  for (const [at, line] of lines.entries())
    if (/^[A-Z]/.test(line)) expect(lines.slice(Math.max(0, at - 4), at).join('\n')).toMatch(/^# /m);
});
