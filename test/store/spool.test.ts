/**
 * The spool: what is put in it is on the disk, sealed and in order, over restarts too; what cannot be kept says so, and
 * what cannot be opened is set aside and never lost.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mastersOf } from '../../src/store/masters.ts';
import { NoSpace } from '../../src/store/refusals.ts';
import { spoolSealer } from '../../src/store/sealed.ts';
import { openSpool, type Spool, type SpoolLimits } from '../../src/store/spool.ts';

const keyOf = (seed: string) => createHash('sha256').update(seed).digest('base64');
const token = () => randomBytes(16).toString('base64url');
const DAY_MS = 24 * 3_600_000;
const CANARY = 'CANARY answered no';

let place: string;
beforeEach(() => {
  place = join(mkdtempSync(join(tmpdir(), 'vigil-spool-')), 'spool');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(join(place, '..'), { recursive: true, force: true });
});

const spoolAt = (key = 'one', limits?: Partial<SpoolLimits>): Spool =>
  openSpool(place, {
    sealer: spoolSealer(mastersOf(keyOf(key)), randomBytes),
    token,
    now: () => new Date(),
    ...(limits ? { limits: { floor: 0, most: 1000, ...limits } } : {}),
  });
const putAll = async (spool: Spool, texts: string[]) => {
  for (const { kept } of texts.map((text) => spool.put(text))) await kept;
};
const textsOf = async (spool: Spool) => {
  const texts: string[] = [];
  for (const name of await spool.list(1000)) {
    const opened = await spool.open(name);
    texts.push('text' in opened ? opened.text : opened.why);
  }
  return texts;
};

test('what was put comes back in order, in this process and in the next, until it is removed', async () => {
  const spool = spoolAt();
  await putAll(spool, ['first', 'second', 'third']);
  expect(await textsOf(spool)).toEqual(['first', 'second', 'third']);
  const [first = ''] = await spool.list(1);
  await spool.remove(first);
  const next = spoolAt();
  expect(next.waiting()).toBe(2);
  await putAll(next, ['fourth']);
  expect(await textsOf(next)).toEqual(['second', 'third', 'fourth']);
  for (const name of await next.list(1000)) await next.remove(name);
  expect([next.waiting(), readdirSync(place)]).toEqual([0, []]);
});

test('any number put at once are given out in the order they were put', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 30 }),
      async (texts) => {
        const spool = spoolAt();
        await putAll(spool, texts);
        expect(await textsOf(spool)).toEqual(texts);
        for (const name of await spool.list(1000)) await spool.remove(name);
      },
    ),
    { numRuns: 15 },
  );
});

test('a folder and files for this account alone, and nothing in them that can be read', async () => {
  const spool = spoolAt();
  await putAll(spool, [CANARY]);
  const [name = ''] = readdirSync(place);
  expect(statSync(place).mode & 0o777).toBe(0o700);
  expect(statSync(join(place, name)).mode & 0o777).toBe(0o600);
  expect(`${name} ${readFileSync(join(place, name), 'latin1')}`).not.toMatch(/CANARY|answered/);
});

test('it is kept only once its bytes and then its name are on the disk', async () => {
  const probe = await open(tmpdir(), 'r');
  const handles = Object.getPrototypeOf(probe) as { sync(): Promise<void> };
  await probe.close();
  const seen: string[][] = [];
  let mayGoOn: () => void = () => undefined;
  const gate = new Promise<void>((go) => {
    mayGoOn = go;
  });
  const spool = spoolAt();
  vi.spyOn(handles, 'sync').mockImplementation(async () => {
    seen.push(readdirSync(place).map((name) => name.replace(/^.*(\.press.*)$/, '$1')));
    if (seen.length === 2) await gate;
  });
  let isKept = false;
  const { kept } = spool.put('one');
  void kept.then(() => {
    isKept = true;
  });
  await vi.waitFor(() => expect(seen).toHaveLength(2), { timeout: 20_000 });
  expect([seen, isKept]).toEqual([[['.press.draft'], ['.press']], false]);
  mayGoOn();
  await kept;
});

test('one that is still being written holds back those after it, and counts as waiting', async () => {
  const spool = spoolAt();
  const probe = await open(tmpdir(), 'r');
  const handles = Object.getPrototypeOf(probe) as { sync(): Promise<void> };
  await probe.close();
  let finish: () => void = () => undefined;
  const syncing = new Promise<void>((go) => {
    finish = go;
  });
  const sync = vi.spyOn(handles, 'sync').mockImplementationOnce(() => syncing);
  const slow = spool.put('slow');
  await vi.waitFor(() => expect(sync).toHaveBeenCalled(), { timeout: 20_000 });
  const quick = spool.put('quick');
  await quick.kept;
  expect([await textsOf(spool), spool.waiting()]).toEqual([[], 2]);
  finish();
  await slow.kept;
  expect(await textsOf(spool)).toEqual(['slow', 'quick']);
});

describe('what cannot be kept says so, and leaves nothing', () => {
  const refusedBy = async (spool: Spool) => {
    const fault = await spool.put(CANARY).kept.catch((found: unknown) => found);
    expect(String(fault)).not.toContain('CANARY');
    expect(readdirSync(place).filter((name) => !name.startsWith('000000000001'))).toEqual([]);
    return fault;
  };

  test('too little room on the disk', async () => {
    const spool = spoolAt('one', { floor: Number.MAX_SAFE_INTEGER });
    expect(await refusedBy(spool)).toBeInstanceOf(NoSpace);
    expect([spool.waiting(), readdirSync(place)]).toEqual([0, []]);
  });

  test('more files than it may hold', async () => {
    const spool = spoolAt('one', { most: 1 });
    await putAll(spool, ['one']);
    expect(await refusedBy(spool)).toBeInstanceOf(NoSpace);
    expect(spool.waiting()).toBe(1);
  });

  test('a name that never got onto the disk', async () => {
    const spool = spoolAt();
    const probe = await open(tmpdir(), 'r');
    const handles = Object.getPrototypeOf(probe) as { sync(): Promise<void> };
    await probe.close();
    vi.spyOn(handles, 'sync').mockRejectedValue(new Error('EIO'));
    expect(await refusedBy(spool)).toMatchObject({ message: 'EIO' });
    expect([spool.waiting(), readdirSync(place)]).toEqual([0, []]);
  });

  test.runIf(process.getuid?.() !== 0)('a folder that may not be written', async () => {
    const spool = spoolAt();
    chmodSync(place, 0o500);
    expect(await refusedBy(spool)).toMatchObject({ code: 'EACCES' });
  });
});

describe('what cannot be opened', () => {
  test('by another key, changed, cut short, or by another name: why is said, never what', async () => {
    const spool = spoolAt();
    await putAll(spool, [CANARY, CANARY, CANARY, CANARY]);
    const [, changed = '', short = '', renamed = ''] = await spool.list(10);
    const bytes = readFileSync(join(place, changed));
    writeFileSync(join(place, changed), bytes.with(40, (bytes[40] ?? 0) ^ 1));
    writeFileSync(join(place, short), bytes.subarray(0, 20));
    renameSync(join(place, renamed), join(place, renamed.replace(/^0+4/, '000000000009')));
    expect(await textsOf(spoolAt())).toEqual([CANARY, 'content', 'content', 'content']);
    expect(await textsOf(spoolAt('other'))).toEqual(['key', 'key', 'content', 'key']);
  });

  test('one that another process has filed meanwhile is gone', async () => {
    const [mine, theirs] = [spoolAt(), spoolAt()];
    await putAll(mine, ['one']);
    const [name = ''] = await theirs.list(10);
    await mine.remove(name);
    expect(await theirs.open(name)).toEqual({ name, why: 'gone' });
  });

  test('set aside it is not given out, not deleted, and tried once more at the next start', async () => {
    const spool = spoolAt();
    await putAll(spool, ['one', 'two']);
    const [name = ''] = await spool.list(10);
    await spool.setAside(name);
    expect([await textsOf(spool), spool.waiting(), await spool.listAside()]).toEqual([
      ['two'],
      1,
      [`${name}.aside`],
    ]);
    const next = spoolAt();
    expect(await textsOf(next)).toEqual(['two']);
    next.tryAgain();
    expect([await textsOf(next), next.waiting(), await next.listAside()]).toEqual([['one', 'two'], 2, []]);
  });

  test('set aside it goes once it is older than is said, and what waits does not, however old', async () => {
    const spool = spoolAt();
    await putAll(spool, ['one', 'two', 'three']);
    const [one = '', two = '', three = ''] = await spool.list(10);
    for (const name of [one, two]) await spool.setAside(name);
    const long = new Date(Date.now() - 8 * DAY_MS);
    for (const name of [`${one}.aside`, three]) utimesSync(join(place, name), long, long);
    expect(await spool.removeAside(9 * DAY_MS)).toBe(0);
    expect(await spool.removeAside(7 * DAY_MS)).toBe(1);
    expect([await spool.listAside(), await textsOf(spool)]).toEqual([[`${two}.aside`], ['three']]);
    // Trying it again at a start does not make it younger.
    utimesSync(join(place, `${two}.aside`), long, long);
    spool.tryAgain();
    await spool.setAside(two);
    expect([await spool.removeAside(7 * DAY_MS), await spool.listAside()]).toEqual([1, []]);
  });

  test('a draft that somebody died over was never said to be kept, and goes at the next start', async () => {
    const spool = spoolAt();
    await putAll(spool, ['one']);
    const [name = ''] = readdirSync(place);
    writeFileSync(join(place, `${name}.draft`), 'half');
    expect(await textsOf(spoolAt())).toEqual(['one']);
    spoolAt().tryAgain();
    expect(readdirSync(place)).toEqual([name]);
  });
});

test('two processes that share a folder overwrite nothing of each other’s', async () => {
  const [one, two] = [spoolAt(), spoolAt()];
  await Promise.all([putAll(one, ['a', 'b']), putAll(two, ['c', 'd'])]);
  expect((await textsOf(one)).sort()).toEqual(['a', 'b', 'c', 'd']);
  await putAll(two, ['e']);
  // Whoever looks knows of the other's, and comes after them from then on.
  await one.list(10);
  await putAll(one, ['f']);
  expect((await textsOf(two)).at(-1)).toBe('f');
});
