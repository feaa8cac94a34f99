/**
 * The environment, read once into a Config, by zod.
 * The rule: a fault names the variable and the mend and never repeats what it held, since a secret pasted into
 * the wrong variable would end in a log. An empty variable counts as absent.
 * What each variable is for is told in .env.example.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { distance } from 'fastest-levenshtein';
import { z } from 'zod';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const TEAMS_APP_TYPES = ['MultiTenant', 'SingleTenant', 'UserAssignedMSI'] as const;

const whole = (mend: string, most: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, mend)
    .transform(Number)
    .refine((number) => number <= most, mend);
const address = (schemes: string[], mend: string) =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), mend);
const web = (example: string) => address(['http:', 'https:'], `give a whole web address, such as ${example}`);
const postgres = () =>
  address(
    ['postgres:', 'postgresql:'],
    'give an address that begins postgres://, as your database server shows it',
  );
const begins = (start: string) =>
  z.string().regex(new RegExp(`^${start}[\\w.-]+$`), `copy it again whole: it begins ${start}`);
const secret = () =>
  z.string().regex(/^[\x21-\x7e]{8,}$/, 'copy it again whole: 8 characters or more, no spaces');
const guid = () =>
  z
    .string()
    .regex(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
      'copy the id again whole: 36 characters with four hyphens',
    )
    .transform((text) => text.toLowerCase());
/** What stands in for Microsoft's own in tests: on this computer alone, since a secret is sent there and believed. */
const standIn = (example: string) =>
  web(example).refine(
    (text) => !URL.canParse(text) || isLoopback(new URL(text).hostname),
    'only for tests, and only of this computer; take it out',
  );
const flag = () => z.enum(['0', '1'], 'give 1 for yes or 0 for no').transform((text) => text === '1');

const environment = z.object({
  PORT: whole('give a port number from 0 to 65535, such as 3000', 65_535).optional(),
  HOST: z
    .string()
    .regex(/^[\w.:[\]-]+$/, 'give one host name or address, such as 127.0.0.1')
    .optional(),
  DATABASE_URL: postgres().optional(),
  VIGIL_MIGRATE_URL: postgres().optional(),
  VIGIL_DATA_DIR: z.string().optional(),
  VIGIL_BASE_URL: web('https://vigil.example.org').optional(),
  VIGIL_LOCAL: flag().optional(),
  VIGIL_ENCRYPTION_KEY: z
    .string()
    .refine(
      (text) => keyBytes(text) === 32,
      'give 32 random bytes, such as the output of: openssl rand -base64 32',
    )
    .optional(),
  VIGIL_OLD_ENCRYPTION_KEY: z
    .string()
    .refine((text) => keyBytes(text) === 32, 'give the key that VIGIL_ENCRYPTION_KEY was before, whole')
    .optional(),
  VIGIL_INTAKE_SECRETS: z
    .string()
    .regex(
      /^\w[\w-]*:[^\s,:]{16,}(,\w[\w-]*:[^\s,:]{16,})*$/,
      'give NAME:SECRET pairs joined by commas, each secret 16 characters or more',
    )
    .optional(),
  VIGIL_WATCH_DIR: z.string().optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `give one of ${LOG_LEVELS.join(', ')}`).optional(),
  SLACK_BOT_TOKEN: begins('xoxb-').optional(),
  SLACK_SIGNING_SECRET: secret().optional(),
  SLACK_APP_TOKEN: begins('xapp-').optional(),
  SLACK_CLIENT_ID: z
    .string()
    .regex(/^\d+\.\d+$/, 'copy the client id again whole: two numbers with a dot')
    .optional(),
  SLACK_CLIENT_SECRET: secret().optional(),
  SLACK_STATE_SECRET: secret().optional(),
  SLACK_API_URL: web('http://127.0.0.1:4000/api/').optional(),
  TEAMS_APP_ID: guid().optional(),
  TEAMS_APP_PASSWORD: secret().optional(),
  TEAMS_TENANT_ID: guid().optional(),
  TEAMS_APP_TYPE: z.enum(TEAMS_APP_TYPES, `give one of ${TEAMS_APP_TYPES.join(', ')}`).optional(),
  TEAMS_INSECURE_LOCAL: flag().optional(),
  TEAMS_OPENID_METADATA_URL: standIn('http://127.0.0.1:4000/openid').optional(),
  TEAMS_TOKEN_ISSUER: z.string().optional(),
  TEAMS_LOGIN_URL: standIn('http://127.0.0.1:4000/login').optional(),
});
type Environment = z.infer<typeof environment>;

/** Every variable Vigil reads. */
export const VARIABLES: readonly string[] = Object.keys(environment.shape);

export type Config = {
  port: number;
  host: string;
  /** Where the data is: a server, or an embedded database in a directory of this computer. */
  database: { kind: 'server'; url: string; migrateUrl: string | null } | { kind: 'embedded' };
  /** The embedded database, and running.json, are kept here. */
  dataDir: string;
  baseUrl: string | null;
  /** The local workspace: on unless a chat platform is set up, or as VIGIL_LOCAL says. */
  local: boolean;
  logLevel: (typeof LOG_LEVELS)[number];
  encryptionKey: string | null;
  /** The one before, while it is being changed. */
  oldEncryptionKey: string | null;
  intakeSecrets: string | null;
  watchDir: string | null;
  slack: SlackConfig | null;
  teams: TeamsConfig | null;
};
export type SlackConfig = {
  botToken: string | null;
  signingSecret: string | null;
  appToken: string | null;
  manyWorkspaces: { clientId: string; clientSecret: string; stateSecret: string } | null;
  apiUrl: string | null;
};
export type TeamsConfig = {
  appId: string | null;
  appPassword: string | null;
  tenantId: string | null;
  appType: (typeof TEAMS_APP_TYPES)[number];
  insecureLocal: boolean;
  openIdMetadataUrl: string | null;
  tokenIssuer: string | null;
  loginUrl: string | null;
};

/** The process's own variables, over those of a .env file where it was started, if there is one. */
export function readEnvironment(): Record<string, string | undefined> {
  return { ...(existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}), ...process.env };
}

/** The environment as a Config, or every fault in it, one line each. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
): { ok: Config } | { faults: string[] } {
  const present = Object.fromEntries(
    VARIABLES.flatMap((name) => {
      const text = env[name]?.trim();
      return text === undefined || text === '' ? [] : [[name, text]];
    }),
  );
  const read = environment.safeParse(present);
  const faults = [
    ...(read.success
      ? combined(read.data)
      : read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)),
    ...misspelt(env),
  ];
  return read.success && faults.length === 0 ? { ok: configFrom(read.data) } : { faults };
}

/** What only several variables together can get wrong. */
function combined(given: Environment): string[] {
  const faults: string[] = [];
  const needs = (name: keyof Environment, others: (keyof Environment)[], why: string) => {
    if (given[name] !== undefined && others.every((other) => given[other] === undefined))
      faults.push(`${others.join(' or ')}: missing; ${why}`);
  };
  needs(
    'VIGIL_MIGRATE_URL',
    ['DATABASE_URL'],
    'VIGIL_MIGRATE_URL is only for a database server, so give both or neither',
  );
  needs(
    'SLACK_BOT_TOKEN',
    ['SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'],
    'SLACK_BOT_TOKEN needs SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP (README, Connect Slack)',
  );
  needs('SLACK_APP_TOKEN', ['SLACK_BOT_TOKEN'], 'SLACK_APP_TOKEN needs the same app’s bot token beside it');
  needs(
    'SLACK_SIGNING_SECRET',
    ['SLACK_BOT_TOKEN', 'SLACK_CLIENT_ID'],
    'SLACK_SIGNING_SECRET alone does not connect Slack: give the same app’s token or client id',
  );
  const many = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const;
  for (const name of many)
    for (const other of many)
      needs(name, [other], 'many workspaces need client id, client secret and state secret');
  needs('SLACK_CLIENT_ID', ['SLACK_SIGNING_SECRET'], 'many workspaces need the app’s signing secret');
  needs('SLACK_CLIENT_ID', ['VIGIL_ENCRYPTION_KEY'], 'each workspace’s token is kept encrypted by it');
  needs(
    'VIGIL_OLD_ENCRYPTION_KEY',
    ['VIGIL_ENCRYPTION_KEY'],
    'the old key is only for changing to a new one',
  );
  needs('TEAMS_APP_PASSWORD', ['TEAMS_APP_ID'], 'TEAMS_APP_PASSWORD is of no use without the app’s id');
  if (given.TEAMS_APP_TYPE !== 'UserAssignedMSI')
    needs('TEAMS_APP_ID', ['TEAMS_APP_PASSWORD'], 'copy the client secret’s value from the app registration');
  needs(
    'TEAMS_APP_ID',
    ['TEAMS_TENANT_ID'],
    'Vigil listens to one tenant alone; copy its directory (tenant) id',
  );
  if (given.TEAMS_INSECURE_LOCAL !== true)
    for (const name of ['TEAMS_TENANT_ID', 'TEAMS_APP_TYPE'] as const)
      needs(name, ['TEAMS_APP_ID'], 'without the app’s id nobody could be told from Teams');
  if (given.TEAMS_APP_TYPE === 'UserAssignedMSI' && given.TEAMS_APP_PASSWORD !== undefined)
    faults.push(
      'TEAMS_APP_PASSWORD: a managed identity has none; take it out, or give another TEAMS_APP_TYPE',
    );
  const isPublic = given.VIGIL_BASE_URL !== undefined && !isLoopback(new URL(given.VIGIL_BASE_URL).hostname);
  if (given.TEAMS_INSECURE_LOCAL === true && (isPublic || !isLoopback(given.HOST ?? '127.0.0.1')))
    faults.push(
      'TEAMS_INSECURE_LOCAL: only for trying Teams on this computer; set HOST=127.0.0.1 and no VIGIL_BASE_URL, or take it out',
    );
  if (given.TEAMS_TOKEN_ISSUER !== undefined)
    needs('TEAMS_TOKEN_ISSUER', ['TEAMS_OPENID_METADATA_URL'], 'an issuer of tests goes with keys of tests');
  // One fault a missing variable is enough to mend it.
  const missing = (fault: string) => /^[^;]*: missing/.exec(fault)?.[0] ?? fault;
  return faults.filter((fault, at) => faults.findIndex((other) => missing(other) === missing(fault)) === at);
}

/** Names close to one of ours: a misspelt variable would otherwise be silently left out. */
function misspelt(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(env).flatMap((name) => {
    if (!/^(VIGIL|SLACK|TEAMS)_/.test(name) || VARIABLES.includes(name)) return [];
    const meant = VARIABLES.find((known) => distance(known, name) <= 2);
    return meant === undefined ? [] : [`${name}: there is no such variable; did you mean ${meant}?`];
  });
}

function configFrom(given: Environment): Config {
  const slack = given.SLACK_BOT_TOKEN !== undefined || given.SLACK_CLIENT_ID !== undefined;
  const teams = given.TEAMS_APP_ID !== undefined || given.TEAMS_INSECURE_LOCAL === true;
  const {
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret,
    SLACK_STATE_SECRET: stateSecret,
  } = given;
  return {
    port: given.PORT ?? 3000,
    host: given.HOST ?? '127.0.0.1',
    database:
      given.DATABASE_URL === undefined
        ? { kind: 'embedded' }
        : { kind: 'server', url: given.DATABASE_URL, migrateUrl: given.VIGIL_MIGRATE_URL ?? null },
    dataDir: given.VIGIL_DATA_DIR ?? './data',
    baseUrl: given.VIGIL_BASE_URL ?? null,
    local: given.VIGIL_LOCAL ?? !(slack || teams),
    logLevel: given.LOG_LEVEL ?? 'info',
    encryptionKey: given.VIGIL_ENCRYPTION_KEY ?? null,
    oldEncryptionKey: given.VIGIL_OLD_ENCRYPTION_KEY ?? null,
    intakeSecrets: given.VIGIL_INTAKE_SECRETS ?? null,
    watchDir: given.VIGIL_WATCH_DIR ?? null,
    slack: slack
      ? {
          botToken: given.SLACK_BOT_TOKEN ?? null,
          signingSecret: given.SLACK_SIGNING_SECRET ?? null,
          appToken: given.SLACK_APP_TOKEN ?? null,
          manyWorkspaces:
            clientId && clientSecret && stateSecret ? { clientId, clientSecret, stateSecret } : null,
          apiUrl: given.SLACK_API_URL ?? null,
        }
      : null,
    teams: teams
      ? {
          appId: given.TEAMS_APP_ID ?? null,
          appPassword: given.TEAMS_APP_PASSWORD ?? null,
          tenantId: given.TEAMS_TENANT_ID ?? null,
          appType: given.TEAMS_APP_TYPE ?? 'SingleTenant',
          insecureLocal: given.TEAMS_INSECURE_LOCAL ?? false,
          openIdMetadataUrl: given.TEAMS_OPENID_METADATA_URL ?? null,
          tokenIssuer: given.TEAMS_TOKEN_ISSUER ?? null,
          loginUrl: given.TEAMS_LOGIN_URL ?? null,
        }
      : null,
  };
}

/** True for names of this computer alone. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || name === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}

/** How many bytes a key holds, written as base64 or as hexadecimal; null when it is neither. */
function keyBytes(text: string): number | null {
  if (/^([0-9a-f]{2})+$/i.test(text)) return text.length / 2;
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Math.floor((text.replace(/=+$/, '').length * 3) / 4) : null;
}
