/**
 * One process at a time: the living are never robbed, the dead always succeeded, and by one starter only.
 */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockDirectory } from '../../src/store/directory-lock.ts';
import { markOf, type ProcessMark } from '../../src/store/process-mark.ts';
import { DatabaseBusy } from '../../src/store/refusals.ts';
import { startChild } from '../support/child.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'vigil-lock-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const path = () => join(home, 'vigil.lock');
const leave = (mark: Partial<ProcessMark>, name = 'vigil.lock') =>
  writeFileSync(join(home, name), JSON.stringify({ ...markOf('left'), ...mark }));
/** A process that was here and has gone: this one's place, another's start. */
const dead = { pid: process.pid, started: '1', token: 'dead' };
const longAgo = () => utimesSync(path(), new Date(0), new Date(0));

test('it is taken, kept from a second, and given up', async () => {
  const lock = await lockDirectory(home);
  expect(lock.held()).toBe(true);
  await expect(lockDirectory(home)).rejects.toThrow(
    new RegExp(
      `in use by process ${process.pid} on this machine\\. Only one program can have it open: stop that one`,
    ),
  );
  await expect(lockDirectory(home)).rejects.toBeInstanceOf(DatabaseBusy);
  await lock.release();
  expect(readdirSync(home)).toEqual([]);
  await (await lockDirectory(home)).release();
});

describe('a lock that was left behind', () => {
  test('by a process whose number now belongs to another is succeeded', async () => {
    leave(dead);
    const lock = await lockDirectory(home);
    expect(readdirSync(home)).toEqual(['vigil.lock']);
    await lock.release();
  });

  test('by a killed process is succeeded at once', async () => {
    const child = startChild(
      `const { lockDirectory } = await import('./src/store/directory-lock.ts');
       await lockDirectory(process.env.HOME_OF_LOCK);
       console.log('held');
       setInterval(() => {}, 1000);`,
      { HOME_OF_LOCK: home },
    );
    expect(await child.line()).toBe('held');
    await expect(lockDirectory(home)).rejects.toThrow(`process ${child.pid} on this machine`);
    await child.kill();
    await (await lockDirectory(home)).release();
  });

  test('before this machine last started is succeeded', async () => {
    leave({ boot: 'an earlier start' });
    await (await lockDirectory(home)).release();
  });

  test('by another machine or container is succeeded once it has been silent for half a minute', async () => {
    for (const elsewhere of [{ host: 'other', boot: 'other' }, { space: 'pid:[1]' }]) {
      leave({ ...elsewhere, token: 'elsewhere', pid: 4_000_000 });
      const who = 'host' in elsewhere ? 'other' : hostname();
      await expect(lockDirectory(home)).rejects.toThrow(`process 4000000 on ${who}`);
      longAgo();
      await (await lockDirectory(home)).release();
    }
  });

  test('cut short by a power cut is succeeded when it is old', async () => {
    writeFileSync(path(), '{"token":"ab');
    await expect(lockDirectory(home)).rejects.toThrow('another program that is just starting');
    longAgo();
    await (await lockDirectory(home)).release();
  });

  test('by a starter that died between succeeding and taking its place is succeeded in turn', async () => {
    leave(dead);
    leave({ ...dead, token: 'second' }, 'vigil.lock.after-dead');
    const lock = await lockDirectory(home);
    expect(readdirSync(home)).toEqual(['vigil.lock']);
    expect(readFileSync(path(), 'utf8')).toContain(`"pid":${process.pid}`);
    await lock.release();
  });

  test('and succeeded by a living one is that one’s', async () => {
    leave(dead);
    leave({ token: 'living' }, 'vigil.lock.after-dead');
    await expect(lockDirectory(home)).rejects.toBeInstanceOf(DatabaseBusy);
  });
});

test('of many that start at once over a dead one’s lock, exactly one gets it, every time', async () => {
  const starters = 6;
  const rounds = 25;
  const children = Array.from({ length: starters }, () =>
    startChild(
      `import { createInterface } from 'node:readline';
       const { lockDirectory } = await import('./src/store/directory-lock.ts');
       let lock = null;
       console.log('ready');
       for await (const line of createInterface({ input: process.stdin })) {
         if (line === 'end') process.exit(0);
         if (line === 'release') { await lock?.release(); lock = null; console.log('released'); continue; }
         lock = await lockDirectory(line).catch(() => null);
         console.log(lock ? 'held' : 'refused');
       }`,
    ),
  );
  for (const child of children) expect(await child.line()).toBe('ready');
  for (let round = 0; round < rounds; round += 1) {
    const place = join(home, String(round));
    mkdirSync(place);
    leave(dead, join(String(round), 'vigil.lock'));
    for (const child of children) child.tell(place);
    const said = await Promise.all(children.map((child) => child.line()));
    expect(said.filter((line) => line === 'held')).toHaveLength(1);
    expect(readdirSync(place)).toEqual(['vigil.lock']);
    for (const child of children) child.tell('release');
    await Promise.all(children.map((child) => child.line()));
    expect(readdirSync(place)).toEqual([]);
  }
  for (const child of children) child.tell('end');
  await Promise.all(children.map((child) => child.ended));
});
