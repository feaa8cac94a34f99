/**
 * The command line as an operator meets it: a process of its own, its two streams and its exit code; by itself, and
 * while "npm start" holds the database.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TSX = join(ROOT, 'node_modules', '.bin', 'tsx');

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'vigil-cli-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Started outside the checkout, so that nobody's .env is read; with nothing of ours from the environment. */
function start(script: string, args: string[], env: Record<string, string>): ChildProcess {
  const { PATH, HOME } = process.env;
  return spawn(TSX, [join(ROOT, 'src', script), ...args], {
    cwd: home,
    env: { PATH, HOME, VIGIL_DATA_DIR: join(home, 'data'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

type Ran = { code: number | null; out: string; errors: string[] };
function vigil(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  const child = start('cli.ts', args, env);
  const said = { out: '', err: '' };
  child.stdout?.on('data', (part: Buffer) => {
    said.out += part;
  });
  child.stderr?.on('data', (part: Buffer) => {
    said.err += part;
  });
  return new Promise((resolve) =>
    child.on('close', (code) =>
      resolve({ code, out: said.out, errors: said.err.split('\n').filter(Boolean) }),
    ),
  );
}

function file(name: string, text: string | Buffer): string {
  const path = join(home, name);
  writeFileSync(path, text);
  return path;
}

describe('bad input ends with 2 and one line each on stderr', () => {
  test.each([
    [['stauts'], /Unknown command 'stauts' \(Did you mean status\?\).*--help/],
    [['status', '--jsn'], /Unknown option '--jsn' \(Did you mean --json\?\)/],
    [['import', 'people', 'nowhere.csv', '--setting', 'demo'], /^nowhere\.csv: there is no such file$/],
    [['import', 'people', '.', '--setting', 'demo'], /it is not a file/],
    [
      ['import', 'training', 'x.csv', '--setting', 'demo'],
      /not in this version yet; this version imports people/,
    ],
    [['import', 'people', 'x.csv'], /Required option '--setting <ref>' not specified/],
  ])('%j', async (args, said) => {
    const ran = await vigil(args);
    expect(ran).toMatchObject({ code: 2, out: '', errors: [expect.stringMatching(said)] });
  });

  test('a file over 5 MB is not read, and faults of the environment never say what it held', async () => {
    const big = file('big.csv', Buffer.alloc(5 * 1024 * 1024 + 1, 'x'));
    expect((await vigil(['import', 'people', big, '--setting', 'demo'])).errors).toEqual([
      `${big}: it is larger than 5 MB; split it into smaller ones`,
    ]);
    const ran = await vigil(['status'], { DATABASE_URL: 'mysql://u:hunter2@db/v', PORT: 'hunter2' });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.errors.map((line) => line.split(':')[0])).toEqual(['PORT', 'DATABASE_URL']);
    expect(ran.errors.join()).not.toContain('hunter2');
  });

  test('help is not an error', async () => {
    const ran = await vigil(['--help']);
    expect(ran).toMatchObject({ code: 0, errors: [] });
    for (const command of ['migrate', 'move', 'bank', 'import', 'tick', 'status', 'digest', 'doctor'])
      expect(ran.out).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  });
});

describe('on an empty directory, and then beside a running Vigil', { timeout: 120_000 }, () => {
  const PEOPLE =
    '\u{FEFF}staff_ref;name;email;role;starts_on;leaves_on;working_days;day_start;day_end\r\n' +
    'X1;Nia New;nia@quillbrook.example;teacher;01/09/2026;;Mon-Fri;08:00;16:30\r\n' +
    'X2;Ned New;;wizard;;;;;\r\n';

  test('the invented school is there at once, and stdout is JSON alone', async () => {
    const ran = await vigil(['status', '--json']);
    expect(ran).toMatchObject({ code: 0, errors: [] });
    const [demo, ...more] = JSON.parse(ran.out).settings;
    expect(more).toEqual([]);
    expect(demo).toMatchObject({ ref: 'demo', overdue: 0, openActions: 0, minutesThisWeek: 0 });
    expect(demo.standards).toHaveLength(12);
  });

  test('two commands at once both succeed, one after the other', async () => {
    const both = await Promise.all([vigil(['status', '--json']), vigil(['doctor'])]);
    expect(both.map(({ code, errors }) => [code, errors])).toEqual([
      [0, []],
      [0, []],
    ]);
  });

  test('people are brought in: bad rows on stderr, good rows kept, the same file twice changes nothing', async () => {
    const list = file('staff.csv', PEOPLE);
    const first = await vigil(['import', 'people', list, '--setting', 'demo']);
    expect(first.code).toBe(2);
    expect(first.out).toContain('demo: 1 added, 0 changed, 0 unchanged, 1 refused');
    expect(first.errors).toEqual([expect.stringMatching(/^Row 3, role: is not a role Vigil knows; /)]);
    const again = await vigil(['import', 'people', list, '--setting', 'demo']);
    expect(again.out).toContain('0 added, 0 changed, 1 unchanged, 1 refused');
  });

  test('a tick plans a school day and sends, and a second one at that moment does nothing', async () => {
    const tick = ['tick', '--at', '2026-09-08T15:00:00Z'];
    const first = JSON.parse((await vigil(tick)).out);
    expect(Object.keys(first)).toEqual([
      'at',
      'planned',
      'sent',
      'nudged',
      'overdue',
      'alerts',
      'actions',
      'digests',
    ]);
    expect(first.at).toBe('2026-09-08T15:00:00.000Z');
    expect(first.planned).toBeGreaterThan(0);
    expect(JSON.parse((await vigil(tick)).out)).toMatchObject({ planned: 0, sent: 0 });
  });

  test('while Vigil runs, commands are handed over, move is refused, and running.json goes when it stops', async () => {
    const alone = await vigil(['status', '--json']);
    const running = join(home, 'data', 'running.json');
    const child = start('main.ts', [], { PORT: '0', LOG_LEVEL: 'silent' });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    try {
      await new Promise<void>((resolve, reject) => {
        child.stdout?.on('data', (part: Buffer) => {
          if (/Vigil is at/.test(part.toString())) resolve();
        });
        child.on('close', () => reject(new Error('Vigil did not start')));
      });
      expect(existsSync(running)).toBe(true);
      expect(await vigil(['status', '--json'])).toEqual(alone);
      const again = await vigil(['import', 'people', file('staff.csv', PEOPLE), '--setting', 'demo']);
      expect(again.out).toContain('0 added, 0 changed, 1 unchanged, 1 refused');
      expect(again.code).toBe(2);
      expect(await vigil(['move', '--to', 'postgres://u:hunter2@127.0.0.1:1/v'])).toMatchObject({
        code: 1,
        errors: [expect.stringMatching(/stop it first/)],
      });
    } finally {
      child.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
    expect(existsSync(running)).toBe(false);
    expect(await vigil(['status', '--json'])).toEqual(alone);
  }, 180_000);
});
