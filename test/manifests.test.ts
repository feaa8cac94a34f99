/**
 * The Slack app manifests: what Slack's own schema takes, least permissions, and the same in the code, on the install
 * page and in the README. The schema is looked for beside the project; where it is not, our own description of it,
 * which is narrower, is used, and that is said.
 * And the Teams app's: what Microsoft's own validator takes, least permissions, the menu the parser's own, the icons
 * as Teams wants them and as their SVGs draw them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { type AppManifest, AppManifestUtils } from '@microsoft/app-manifest';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { drawIcon, ICONS } from '../manifests/teams/draw-icons.ts';
import { REDIRECT_PATH } from '../src/chat/slack/install.ts';
import { EVENTS_PATH } from '../src/chat/slack/receive-http.ts';
import { ALL_SCOPES, OPTIONAL_SCOPES, REQUIRED_SCOPES, SCOPES } from '../src/chat/slack/scopes.ts';
import { COMMANDS, parseCommand } from '../src/domain/command.ts';
import { helpMessage } from '../src/messages/help.ts';

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

describe('manifests/teams/manifest.json', () => {
  const TEAMS = 'manifests/teams/manifest.json';
  const commandList = z.strictObject({
    scopes: z.array(z.string()),
    commands: z.array(z.strictObject({ title: text(32), description: text(128) })).max(10),
  });
  /** What ours may hold of what Teams takes; Teams' pages allow a menu less than its schema does. */
  const shape = z.strictObject({
    $schema: z.literal('https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json'),
    manifestVersion: z.literal('1.25'),
    version: z.string(),
    id: z.guid(),
    localizationInfo: z.strictObject({ defaultLanguageTag: z.literal('en-gb') }),
    developer: z.strictObject({
      name: text(32),
      websiteUrl: z.url(),
      privacyUrl: z.url(),
      termsOfUseUrl: z.url(),
    }),
    name: z.strictObject({ short: text(30), full: text(100) }),
    description: z.strictObject({ short: text(80), full: text(4000) }),
    icons: z.strictObject({ color: z.literal('color.png'), outline: z.literal('outline.png') }),
    accentColor: z.string(),
    bots: z.tuple([
      z.strictObject({
        botId: z.guid(),
        scopes: z.array(z.string()),
        isNotificationOnly: z.literal(false),
        supportsFiles: z.literal(false),
        supportsCalling: z.literal(false),
        supportsVideo: z.literal(false),
        commandLists: z.array(commandList).max(3),
      }),
    ]),
    permissions: z.array(z.string()),
    validDomains: z.array(z.string()),
    defaultInstallScope: z.literal('personal'),
    defaultGroupCapability: z.strictObject({ team: z.literal('bot'), groupchat: z.literal('bot') }),
    supportsChannelFeatures: z.literal('tier1'),
  });
  const manifest = shape.parse(read(TEAMS));
  const [bot] = manifest.bots;
  const faultsOf = (given: unknown) => AppManifestUtils.validateAgainstSchema(given as AppManifest);

  test('is one that Teams takes', async () => {
    expect(await faultsOf(manifest)).toEqual([]);
  });

  const broken: [string, (given: typeof manifest) => unknown][] = [
    ['a name that is too long', (given) => ({ ...given, name: { short: 'x'.repeat(31) } })],
    ['a bot whose id is none', (given) => ({ ...given, bots: [{ ...bot, botId: 'vigil' }] })],
    ['a scope there is not', (given) => ({ ...given, bots: [{ ...bot, scopes: ['channel'] }] })],
    [
      'a menu of thirteen',
      (given) => {
        const commands = Array.from({ length: 13 }, (_, n) => ({ title: `c${n}`, description: 'x' }));
        return { ...given, bots: [{ ...bot, commandLists: [{ scopes: ['team'], commands }] }] };
      },
    ],
    [
      'a fourth menu',
      (given) => ({ ...given, bots: [{ ...bot, commandLists: Array(4).fill(bot.commandLists[0]) }] }),
    ],
    ['a colour by its name', (given) => ({ ...given, accentColor: 'teal' })],
    ['no icons', ({ icons: _, ...given }) => given],
    [
      'a privacy notice that is no web page',
      (given) => ({ ...given, developer: { ...given.developer, privacyUrl: 'ask us' } }),
    ],
    ['something more', (given) => ({ ...given, secret: 'x' })],
  ];
  test.each(broken)('%s would be found', async (_, breakIt) => {
    expect((await faultsOf(breakIt(manifest))).length).toBeGreaterThan(0);
  });

  test('asks to know who writes and to write to them, and for nothing else', () => {
    expect(manifest.permissions).toEqual(['identity', 'messageTeamMembers']);
    // The strict shape lets in no webApplicationInfo (Graph), authorization (resource consent) or devicePermissions.
    expect(manifest.validDomains).toEqual([]);
  });

  test('can be written to by one person, in a channel and in a group chat', () => {
    expect(bot.scopes).toEqual(['personal', 'team', 'groupChat']);
  });

  test('the bot and the app have one id, and no bot’s is kept in the template', () => {
    expect([manifest.id, bot.botId]).toEqual(Array(2).fill('00000000-0000-0000-0000-000000000000'));
  });

  test('the menu offers the parser’s commands, ten of them to one person, and every word in it is one', () => {
    const [own, shared, ...more] = bot.commandLists;
    expect(more).toEqual([]);
    expect(own?.scopes).toEqual(['personal']);
    expect(shared?.scopes).toEqual(['team', 'groupChat']);
    // As many as Teams shows; help has the others.
    expect(own?.commands).toHaveLength(10);
    expect(COMMANDS).toEqual(expect.arrayContaining(own?.commands.map(({ title }) => title) ?? []));
    for (const { title } of [...(own?.commands ?? []), ...(shared?.commands ?? [])])
      expect(parseCommand(title)).toEqual({ kind: 'command', command: title, words: [] });
  });

  test('the menu says of each what help says of it', () => {
    const contacts = { frontDoor: '', outOfHours: '', lado: '', chair: '', leadPhone: '' };
    const lines = helpMessage({ contacts }).blocks.flatMap((block) =>
      block.type === 'list' ? block.lines : [],
    );
    for (const { commands } of bot.commandLists)
      for (const { title, description } of commands) {
        const said = `${title}: ${description.charAt(0).toLowerCase()}${description.slice(1).replace(/\.$/, '')}`;
        expect(lines.filter((line) => line.startsWith(said))).toHaveLength(1);
      }
  });

  test('speaks plainly, says nothing twice, and that it is not a place to report', () => {
    const { short, full } = manifest.description;
    expect(`${manifest.name.full} ${short} ${full}`).not.toMatch(/!|incident/i);
    expect(full).not.toContain(short);
    expect(full).toContain('not a place to report a concern about a child');
  });

  const looks = { color: decodePng('color'), outline: decodePng('outline') };

  test.each(ICONS)('%s.png is as its SVG draws it', (name) => {
    const { pixels, ...size } = decodePng(name, drawIcon(name));
    expect(size).toEqual({ width: looks[name].width, height: looks[name].height });
    // Another kind of computer may round a shade otherwise.
    expect(pixels.every((value, at) => Math.abs(value - (looks[name].pixels[at] ?? -9)) <= 2)).toBe(true);
  });

  test('the colour icon is 192 by 192, filled to its edges in the accent colour, its mark in the middle 96', () => {
    const { width, height, pixels } = looks.color;
    expect([width, height]).toEqual([192, 192]);
    const ground = [...Buffer.from(manifest.accentColor.slice(1), 'hex'), 255];
    let marked = 0;
    for (let at = 0; at < width * height; at++) {
      const [x, y] = [at % width, Math.floor(at / width)];
      const isGround = ground.every((value, part) => pixels[at * 4 + part] === value);
      if (!isGround) marked++;
      if (x < 48 || x >= 144 || y < 48 || y >= 144) expect(isGround, `${x},${y}`).toBe(true);
    }
    expect(marked).toBeGreaterThan(1000);
  });

  test('the outline icon is 32 by 32, white alone on nothing, from edge to edge', () => {
    const { width, height, pixels } = looks.outline;
    expect([width, height]).toEqual([32, 32]);
    const shades = Array.from({ length: width * height }, (_, at) => [
      ...pixels.subarray(at * 4, at * 4 + 4),
    ]);
    const drawn = shades.filter(([, , , alpha]) => alpha !== 0);
    expect(drawn.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255)).toBe(true);
    expect(drawn.length).toBeGreaterThan(150);
    expect(drawn.length).toBeLessThan(512);
    const rows = shades.flatMap(([, , , alpha], at) => ((alpha ?? 0) > 127 ? [Math.floor(at / width)] : []));
    expect([Math.min(...rows), Math.max(...rows)]).toEqual([0, 31]);
  });
});

/** A PNG of eight bits a part with transparency, read by its own rules: its header, and each row's filter undone. */
function decodePng(name: (typeof ICONS)[number], given?: Uint8Array) {
  const file = Buffer.from(given ?? readFileSync(at(`manifests/teams/${name}.png`)));
  expect(file.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const parts: Buffer[] = [];
  for (let from = 8; from < file.length; from += 12 + file.readUInt32BE(from))
    if (file.toString('latin1', from + 4, from + 8) === 'IDAT')
      parts.push(file.subarray(from + 8, from + 8 + file.readUInt32BE(from)));
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  // Eight bits, red, green, blue and transparency, not interlaced.
  expect([...file.subarray(24, 29)]).toEqual([8, 6, 0, 0, 0]);
  const rows = inflateSync(Buffer.concat(parts));
  const line = width * 4;
  const pixels = new Uint8Array(line * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < line; x++) {
      const left = x < 4 ? 0 : (pixels[y * line + x - 4] ?? 0);
      const up = y === 0 ? 0 : (pixels[(y - 1) * line + x] ?? 0);
      const corner = x < 4 || y === 0 ? 0 : (pixels[(y - 1) * line + x - 4] ?? 0);
      const near = left + up - corner;
      const [a, b, c] = [Math.abs(near - left), Math.abs(near - up), Math.abs(near - corner)];
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      const filter = rows[y * (line + 1)] ?? 0;
      const foretold = [0, left, up, Math.floor((left + up) / 2), paeth][filter] ?? 0;
      pixels[y * line + x] = (rows[y * (line + 1) + 1 + x] ?? 0) + foretold;
    }
  return { width, height, pixels };
}
