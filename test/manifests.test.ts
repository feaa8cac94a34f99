/**
 * The Slack app manifests: what Slack's own schema takes, least permissions, and the same in the code, on the install
 * page and in the README. The schema is looked for beside the project; where it is not, our own description of it,
 * which is narrower, is used, and that is said.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { REDIRECT_PATH } from '../src/chat/slack/install.ts';
import { EVENTS_PATH } from '../src/chat/slack/receive-http.ts';
import { ALL_SCOPES, OPTIONAL_SCOPES, REQUIRED_SCOPES, SCOPES } from '../src/chat/slack/scopes.ts';

const at = (path: string) => new URL(`../${path}`, import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(at(path), 'utf8'));
const SCHEMA = '../shared/schemas/slack-manifest.v1.schema.json';
const hasSchema = existsSync(at(SCHEMA));
if (!hasSchema)
  process.stderr.write(`Slack’s manifest schema is not at ${SCHEMA}; our own description is used\n`);

const text = (most: number, least = 1) => z.string().min(least).max(most);
const scope = z.string().regex(/^[a-z]+(:[a-z.]+)*$/);
/** What these two manifests may hold of what Slack takes. */
const manifestShape = z.strictObject({
  display_information: z.strictObject({
    name: text(35),
    description: text(140),
    long_description: text(4000, 175),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: text(80), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: text(32).regex(/^\//),
          url: z.url().optional(),
          description: text(2000),
          usage_hint: text(1000),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(z.url()).optional(),
    scopes: z.strictObject({ bot: z.array(scope), bot_optional: z.array(scope) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: z.url().optional(), bot_events: z.array(text(50)) }),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: z.url().optional() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

const faultsIn = (manifest: unknown): unknown[] => {
  const ours = manifestShape.safeParse(manifest);
  const faults: unknown[] = ours.success ? [] : ours.error.issues;
  if (!hasSchema) return faults;
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(read(SCHEMA) as object);
  return validate(manifest) ? faults : [...faults, ...(validate.errors ?? [])];
};

describe.each([
  { name: 'manifests/slack.json', socket: false },
  { name: 'manifests/slack-socket.json', socket: true },
])('$name', ({ name, socket }) => {
  const manifest = manifestShape.parse(read(name));
  const { oauth_config, settings, features } = manifest;

  test('is one that Slack takes', () => {
    expect(faultsIn(read(name))).toEqual([]);
  });

  test('a fault in it would be found', () => {
    const broken = structuredClone(read(name)) as z.infer<typeof manifestShape> & { more?: string };
    broken.display_information.name = 'x'.repeat(36);
    expect(faultsIn(broken).length).toBeGreaterThan(0);
    expect(faultsIn({ ...(read(name) as object), more: 'x' }).length).toBeGreaterThan(0);
  });

  test('asks for the permissions of the list and no others; an optional one is among all of them, as Slack wants', () => {
    expect(oauth_config.scopes).toEqual({ bot: ALL_SCOPES, bot_optional: OPTIONAL_SCOPES });
    expect(REQUIRED_SCOPES).toEqual([
      'chat:write',
      'commands',
      'users:read',
      'users:read.email',
      'im:history',
      'im:write',
    ]);
    expect(OPTIONAL_SCOPES).toEqual(['groups:read', 'channels:read', 'usergroups:read', 'files:write']);
  });

  test('hears of words to it, of people who join or change, and of its own removal, and of nothing else', () => {
    expect(settings.event_subscriptions.bot_events).toEqual([
      'message.im',
      'app_uninstalled',
      'tokens_revoked',
      'team_join',
      'user_change',
    ]);
  });

  test('people can write to it and press its buttons; tokens do not change by themselves; one workspace at a time', () => {
    expect(features.app_home).toEqual({
      home_tab_enabled: false,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
    expect(features.slash_commands).toHaveLength(1);
    expect(features.slash_commands[0]).toMatchObject({ command: '/vigil', should_escape: false });
    expect(settings).toMatchObject({
      interactivity: { is_enabled: true },
      socket_mode_enabled: socket,
      token_rotation_enabled: false,
      org_deploy_enabled: false,
    });
  });

  test(socket ? 'needs no address' : 'leads to the doors there are', () => {
    const base = 'https://vigil.example.org';
    const events = socket ? undefined : base + EVENTS_PATH;
    expect(settings.event_subscriptions.request_url).toBe(events);
    expect(settings.interactivity.request_url).toBe(events);
    expect(features.slash_commands[0]?.url).toBe(events);
    expect(oauth_config.redirect_urls).toEqual(socket ? undefined : [base + REDIRECT_PATH]);
    if (socket) expect(JSON.stringify(manifest)).not.toContain('https://');
  });

  test('speaks plainly', () => {
    const { description, long_description } = manifest.display_information;
    expect(`${description} ${long_description}`).not.toMatch(/!|incident/i);
    expect(`${description} ${long_description}`).toContain('not a place to report a concern about a child');
  });
});

test('each permission has its own reason, and each optional one says what is lost', () => {
  expect(new Set(ALL_SCOPES).size).toBe(ALL_SCOPES.length);
  for (const { why, without } of SCOPES) {
    expect(why).toMatch(/^[a-z].{10,}[^.]$/);
    if (without !== null) expect(without).toMatch(/^[a-z].{5,}[^.]$/);
  }
});

test('the README explains each permission in the words of the list', () => {
  const readme = readFileSync(at('README.md'), 'utf8').replaceAll(/\s+/g, ' ');
  const rows = SCOPES.map(
    ({ name, why, without }) => `| \`${name}\` | ${why} | ${without ?? 'it does not work'} |`,
  );
  expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
});
