/**
 * `vigil teams package`: what is in the zip, read by the zip's own rules and not by what wrote it; that the same
 * configuration gives the same bytes; what it will not do; and that no secret is in it.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, inflateRawSync } from 'node:zlib';
import { type AppManifest, AppManifestUtils } from '@microsoft/app-manifest';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type Config, readConfig } from '../../src/config.ts';
import { packageTeams } from '../../src/operator/package-teams.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BOT = 'A1B2C3D4-1111-2222-3333-444455556666';
const CANARY = 'canary~never-to-be-seen';
const ENV = {
  TEAMS_APP_ID: BOT,
  TEAMS_APP_PASSWORD: CANARY,
  TEAMS_APP_TYPE: 'SingleTenant',
  TEAMS_TENANT_ID: '99999999-8888-7777-6666-555555555555',
  VIGIL_BASE_URL: 'https://vigil.oak.example',
};

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'vigil-teams-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(home, { recursive: true, force: true });
});

function configured(env: Record<string, string> = ENV): Config {
  const read = readConfig(env);
  if ('faults' in read) throw new Error(read.faults.join());
  return read.ok;
}

/** The package made with these options, and its bytes. */
function made(args: Record<string, string> = {}, env: Record<string, string> = ENV) {
  const out = join(home, 'vigil-teams.zip');
  const outcome = packageTeams(configured(env), { out, ...args });
  expect(outcome).toMatchObject({ code: 0, errors: [] });
  return { out, told: outcome.out, bytes: readFileSync(out) };
}

type Entry = { name: string; made: string; text: Buffer };
/** A zip by its central directory: each entry's name, time and bytes, its checksum counted again. */
function entriesOf(zip: Buffer): Entry[] {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const count = zip.readUInt16LE(end + 10);
  const entries: Entry[] = [];
  let from = zip.readUInt32LE(end + 16);
  for (let n = 0; n < count; n++) {
    expect(zip.toString('latin1', from, from + 4)).toBe('PK\x01\x02');
    const method = zip.readUInt16LE(from + 10);
    const [checksum, packed, size] = [16, 20, 24].map((at) => zip.readUInt32LE(from + at)) as [
      number,
      number,
      number,
    ];
    const [nameLength, extra, remark] = [28, 30, 32].map((at) => zip.readUInt16LE(from + at)) as [
      number,
      number,
      number,
    ];
    const name = zip.toString('utf8', from + 46, from + 46 + nameLength);
    const local = zip.readUInt32LE(from + 42);
    expect(zip.toString('utf8', local + 30, local + 30 + zip.readUInt16LE(local + 26))).toBe(name);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const held = zip.subarray(start, start + packed);
    const text = method === 0 ? held : inflateRawSync(held);
    expect([text.length, crc32(text)]).toEqual([size, checksum]);
    const [time, day] = [zip.readUInt16LE(from + 12), zip.readUInt16LE(from + 14)];
    entries.push({ name, made: `${1980 + (day >> 9)}-${(day >> 5) & 15}-${day & 31} ${time >> 11}`, text });
    from += 46 + nameLength + extra + remark;
  }
  expect(from).toBe(end);
  return entries;
}

const filled = z.looseObject({
  id: z.string(),
  version: z.string(),
  developer: z.looseObject({}),
  bots: z.tuple([z.looseObject({ botId: z.string() })]),
  validDomains: z.array(z.string()),
});
const manifestIn = (bytes: Buffer) =>
  filled.parse(
    JSON.parse(
      entriesOf(bytes)
        .find(({ name }) => name === 'manifest.json')
        ?.text.toString() ?? '',
    ),
  );

describe('what is in the package', () => {
  test('the manifest and both icons at its root, and nothing else', () => {
    const entries = entriesOf(made().bytes);
    expect(entries.map(({ name }) => name)).toEqual(['manifest.json', 'color.png', 'outline.png']);
    for (const { name, text } of entries.slice(1))
      expect(text.equals(readFileSync(join(ROOT, 'manifests/teams', name)))).toBe(true);
  });

  test('the manifest is one that Teams takes, for this bot, with these links and this version', async () => {
    const manifest = manifestIn(made().bytes);
    expect(await AppManifestUtils.validateAgainstSchema(manifest as unknown as AppManifest)).toEqual([]);
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const id = BOT.toLowerCase();
    expect(manifest).toMatchObject({ id, version, validDomains: ['vigil.oak.example'] });
    expect(manifest.bots[0].botId).toBe(id);
    expect(manifest.developer).toEqual({
      name: 'Vigil',
      websiteUrl: 'https://vigil.oak.example',
      privacyUrl: 'https://vigil.oak.example',
      termsOfUseUrl: 'https://vigil.oak.example',
    });
  });

  test('all else is the template’s, in its order', () => {
    const template = JSON.parse(readFileSync(join(ROOT, 'manifests/teams/manifest.json'), 'utf8'));
    const manifest = manifestIn(made().bytes);
    const ours = ['version', 'id', 'developer', 'bots', 'validDomains'];
    const rest = (given: object) => Object.entries(given).filter(([key]) => !ours.includes(key));
    expect(rest(manifest)).toEqual(rest(template));
    const inZip = entriesOf(made().bytes)[0]?.text.toString() ?? '';
    expect(Object.keys(JSON.parse(inZip))).toEqual(Object.keys(template));
    expect({ ...manifest.bots[0], botId: '' }).toEqual({ ...template.bots[0], botId: '' });
  });

  test('a school’s own pages and version go in; an address nobody else can reach does not', () => {
    const args = {
      website: 'https://oak.example/vigil',
      privacy: 'https://oak.example/privacy',
      terms: 'https://oak.example/terms',
      appVersion: '1.0.7',
    };
    const manifest = manifestIn(made(args, { ...ENV, VIGIL_BASE_URL: 'http://localhost:3000' }).bytes);
    expect(manifest).toMatchObject({ version: '1.0.7', validDomains: [] });
    expect(manifest.developer).toMatchObject({
      websiteUrl: args.website,
      privacyUrl: args.privacy,
      termsOfUseUrl: args.terms,
    });
  });

  test('no secret is in it, nor the tenant, nor in what is said of it', () => {
    const { bytes, told } = made();
    for (const text of [bytes, ...entriesOf(bytes).map((entry) => entry.text), Buffer.from(told)]) {
      expect(text.includes(CANARY)).toBe(false);
      expect(text.includes(ENV.TEAMS_TENANT_ID)).toBe(false);
    }
  });

  test('the same configuration gives the same bytes, whenever it is made', () => {
    const first = made().bytes;
    vi.setSystemTime(new Date('2031-07-04T03:02:01Z'));
    expect(made().bytes.equals(first)).toBe(true);
    expect(new Set(entriesOf(first).map((entry) => entry.made))).toEqual(new Set(['1980-1-1 12']));
    expect(made({ appVersion: '9.9.9' }).bytes.equals(first)).toBe(false);
  });
});

describe('what it says', () => {
  test('what it wrote, for which bot, which pages Teams will show, and what to do next', () => {
    const { told, out } = made();
    expect(told).toContain(`Wrote ${out}: Vigil `);
    expect(told).toContain(`for the bot ${BOT.toLowerCase()}.`);
    expect(told).toContain('privacy https://vigil.oak.example');
    expect(told).toContain('--privacy and --terms');
    for (const next of ['Manage apps: upload', 'install it for them', 'team of the safeguarding leads'])
      expect(told).toContain(next);
    expect(told).not.toMatch(/!|incident/);
  });

  test('it does not ask again for pages that were given', () => {
    const { told } = made({ privacy: 'https://oak.example/p', terms: 'https://oak.example/t' });
    expect(told).not.toContain('--privacy');
  });
});

describe('what it will not do', () => {
  const refused = (args: Record<string, string>, env: Record<string, string> = ENV) => {
    const out = join(home, 'vigil-teams.zip');
    const outcome = packageTeams(configured(env), { out, ...args });
    expect(outcome).toMatchObject({ code: 2, out: '' });
    return outcome.errors;
  };
  const without = (name: keyof typeof ENV) =>
    Object.fromEntries(Object.entries(ENV).filter(([key]) => key !== name));

  test('with no bot it names the variable and the mend; every fault at once', () => {
    expect(refused({ terms: 'ours' }, { VIGIL_BASE_URL: ENV.VIGIL_BASE_URL })).toEqual([
      expect.stringMatching(/^TEAMS_APP_ID: missing; put the bot’s Application \(client\) ID in \.env/),
      expect.stringMatching(/^--terms: Teams shows only whole addresses that begin https:/),
    ]);
  });

  test('with no page to show it names the variable, and the option that does without', () => {
    expect(refused({}, without('VIGIL_BASE_URL'))).toEqual([
      expect.stringMatching(/^VIGIL_BASE_URL: missing; .*--website https/),
    ]);
    made({ website: 'https://oak.example' }, without('VIGIL_BASE_URL'));
  });

  test.each([
    'http://oak.example',
    'oak.example',
    'https:oak.example',
    'https://x y',
    `https://me:${CANARY}@oak.example`,
  ])('a page such as %s is not taken, and not repeated', (link) => {
    for (const name of ['website', 'privacy', 'terms']) {
      const errors = refused({ [name]: link });
      expect(errors).toEqual([expect.stringMatching(new RegExp(`^--${name}: `))]);
      expect(errors.join()).not.toContain(link);
    }
  });

  test('where Vigil answers without https, it says which variable, and the other way', () => {
    expect(refused({}, { ...ENV, VIGIL_BASE_URL: 'http://vigil.oak.example' })).toEqual([
      expect.stringMatching(/^VIGIL_BASE_URL: .*--website/),
    ]);
  });

  test.each(['1', '1.2', '1.2.3-beta', '01.2.3', 'v1.2.3'])('%s is no version', (appVersion) => {
    expect(refused({ appVersion })).toEqual([expect.stringMatching(/^--app-version: give three numbers/)]);
  });

  test('it writes over a package of its own, and over nothing else', () => {
    const { out, bytes } = made({ appVersion: '1.0.0' });
    expect(made({ appVersion: '1.0.1' }).bytes.equals(bytes)).toBe(false);
    const manifest = (short: string) =>
      strToU8(JSON.stringify({ name: { short }, developer: {}, bots: [{}] }));
    const icons = { 'color.png': strToU8(''), 'outline.png': strToU8('') };
    const others: Uint8Array[] = [
      strToU8('my holiday'),
      strToU8(''),
      zipSync({ ...icons, 'manifest.json': manifest('Another app') }),
      zipSync({ ...icons, 'manifest.json': manifest('Vigil'), 'more.txt': strToU8('x') }),
      zipSync({ ...icons, 'manifest.json': strToU8('{') }),
      zipSync(
        { ...icons, 'manifest.json': manifest('Vigil'), 'big.bin': new Uint8Array(1_000_001) },
        { level: 0 },
      ),
    ];
    for (const other of others) {
      writeFileSync(out, other);
      expect(refused({})).toEqual([
        expect.stringMatching(/another file of this name, and it is not written over/),
      ]);
      expect(readFileSync(out).equals(other)).toBe(true);
    }
    writeFileSync(out, zipSync({ ...icons, 'manifest.json': manifest('Vigil') }));
    made();
  });

  test('a name that is no zip, a folder that is not there and one in the way are told apart', () => {
    mkdirSync(join(home, 'folder.zip'));
    expect(refused({ out: join(home, 'vigil.json') })).toEqual([expect.stringMatching(/ends \.zip/)]);
    expect(refused({ out: join(home, 'nowhere', 'v.zip') })).toEqual([
      expect.stringMatching(/there is no such folder/),
    ]);
    expect(refused({ out: join(home, 'folder.zip') })).toEqual([expect.stringMatching(/it is not a file/)]);
  });

  test('a file that cannot be written is a failure, and not a fault of what was asked', () => {
    const out = join(home, `${'x'.repeat(300)}.zip`);
    expect(packageTeams(configured(), { out })).toMatchObject({
      code: 1,
      errors: [expect.stringMatching(/could not be written \(ENAMETOOLONG\)/)],
    });
  });
});

describe('as an operator runs it', { timeout: 60_000 }, () => {
  /** Started outside the checkout, so that nobody's .env is read. */
  function vigil(args: string[], env: Record<string, string>) {
    const { PATH, HOME } = process.env;
    const child = spawn(
      join(ROOT, 'node_modules/.bin/tsx'),
      [join(ROOT, 'src/cli.ts'), 'teams', 'package', ...args],
      {
        cwd: home,
        env: { PATH, HOME, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const said = { out: '', err: '' };
    child.stdout.on('data', (part: Buffer) => {
      said.out += part;
    });
    child.stderr.on('data', (part: Buffer) => {
      said.err += part;
    });
    return new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
      child.on('close', (code) => resolve({ code, ...said })),
    );
  }

  test('it lands in the current folder, the same in every time zone, with no database to be had', async () => {
    const east = await vigil([], { ...ENV, TZ: 'Pacific/Kiritimati' });
    expect(east).toMatchObject({ code: 0, err: '' });
    expect(east.out).toContain('Wrote vigil-teams.zip: Vigil ');
    const first = readFileSync(join(home, 'vigil-teams.zip'));
    const west = await vigil(['--out', 'west.zip'], { ...ENV, TZ: 'America/Los_Angeles' });
    expect(west).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(join(home, 'west.zip')).equals(first)).toBe(true);
    expect(first.equals(made().bytes)).toBe(true);
  });

  test('with no bot it ends with 2, one line on stderr, and writes nothing', async () => {
    const ran = await vigil([], { VIGIL_BASE_URL: ENV.VIGIL_BASE_URL });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err.split('\n').filter(Boolean)).toEqual([expect.stringMatching(/^TEAMS_APP_ID: missing; /)]);
    expect(() => readFileSync(join(home, 'vigil-teams.zip'))).toThrow();
  });
});
