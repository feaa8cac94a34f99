/**
 * A note while the record is away: never put on this machine, its writer told, and worrying words answered all the same.
 */

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { IncomingPress, PressResult } from '../../src/chat/chat.ts';
import { inTime } from '../../src/chat/work-in-hand.ts';
import type { World } from '../../src/cycle/context.ts';
import { openReceiver } from '../../src/cycle/receive-press.ts';
import { awayMessage } from '../../src/messages/guard.ts';
import { privateLine } from '../../src/messages/private-line.ts';
import { mastersOf } from '../../src/store/masters.ts';
import { DatabaseUnreachable } from '../../src/store/refusals.ts';
import { spoolSealer } from '../../src/store/sealed.ts';
import { openSpool, type Spool } from '../../src/store/spool.ts';
import { countedIds, keptLog } from '../support/fixed.ts';
import { testGuard } from '../support/guard.ts';
import { TEST_KEY } from '../support/keys.ts';

let folder: string;
let spool: Spool;
let log: ReturnType<typeof keptLog>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-note-'));
  log = keptLog();
  const sealer = spoolSealer(mastersOf(TEST_KEY), randomBytes);
  const limits = { floor: 0, most: 10 };
  spool = openSpool(folder, { sealer, token: countedIds(1).token, now: () => new Date(), limits });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const note = (words: string): IncomingPress => ({
  from: { platform: 'local', externalId: 'w', userId: 'u' },
  eventKey: 'e1',
  verb: 'keep_note',
  token: 't1',
  after: 1,
  note: words,
});
const receiver = (take: () => Promise<PressResult>, guarded = true) =>
  openReceiver({
    world: {} as World,
    spool,
    take,
    inTime,
    log,
    now: () => new Date('2026-11-10T15:42:00Z'),
    stopping: () => false,
    ...(guarded ? { guard: testGuard() } : {}),
  });
const away = () => Promise.reject(new DatabaseUnreachable('away'));
const untouched = () => {
  expect([spool.waiting(), readdirSync(folder)]).toEqual([0, []]);
  expect(JSON.stringify(log.lines)).not.toContain('CANARY');
};

test('it is not saved, says so, and is nowhere on this machine', async () => {
  for (const guarded of [true, false]) {
    const result = await receiver(away, guarded).onPress(note('CANARY the gate sticks'));
    expect([result.kind, result.message.summary]).toEqual([
      'private',
      expect.stringMatching(
        /^Not saved: .* Please send it again in a minute\. If it is about a child, do not wait: tell the DSL now, in person\.$/,
      ),
    ]);
  }
  untouched();
});

test('worrying words are answered with where to go, away or slow', async () => {
  const { onPress } = receiver(away);
  expect(await onPress(note('CANARY a C\u200bHILD'))).toEqual({ kind: 'private', message: awayMessage() });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const slow = receiver(() => new Promise(() => {})).onPress(note('CANARY an ADULT'));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await slow).toEqual({ kind: 'private', message: awayMessage() });
  untouched();
});

test('while it takes long nobody is told that it is kept, or that it is lost', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const slow = receiver(() => new Promise(() => {})).onPress(note('CANARY the gate sticks'));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await slow).toMatchObject({
    kind: 'received',
    message: { summary: expect.stringMatching(/^Not kept yet/) },
  });
  untouched();
});

test('what is wrong otherwise is a fault, so that the chat says it was not saved; what is taken is shown', async () => {
  const broken = receiver(() => Promise.reject(new TypeError('of ours')));
  await expect(broken.onPress(note('CANARY'))).rejects.toThrow('of ours');
  const kept: PressResult = { kind: 'redraw', message: privateLine('✓') };
  expect(await receiver(async () => kept).onPress(note('CANARY'))).toBe(kept);
  untouched();
});
