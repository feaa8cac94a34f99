/**
 * A flood is turned away, whoever makes it, and told so; everybody else is let through, a whole school at once too.
 */
import { expect, test } from 'vitest';
import type { Handlers, IncomingPress, Platform } from '../../src/chat/chat.ts';
import { LIMITS, limitFloods } from '../../src/cycle/limit-floods.ts';
import { privateLine } from '../../src/messages/private-line.ts';
import { keptLog } from '../support/fixed.ts';

function openDesk() {
  const log = keptLog();
  const taken: string[] = [];
  let at = 0;
  const handlers: Handlers = {
    async onPress({ from, verb }) {
      taken.push(`${from.userId} ${verb}`);
      return { kind: 'redraw', message: privateLine('✓ Recorded') };
    },
    async onCommand({ from }) {
      taken.push(`${from.userId} words`);
      return privateLine('an answer');
    },
  };
  const limited = limitFloods(handlers, { monotonic: () => at, log });
  const from = (userId: string, externalId = 'T1', platform: Platform = 'slack') => ({
    platform,
    externalId,
    userId,
  });
  return {
    log,
    taken,
    wait: (ms: number) => {
      at += ms;
    },
    press: (userId: string, verb: IncomingPress['verb'] = 'answer', workspace = 'T1') =>
      limited.onPress({ from: from(userId, workspace), eventKey: 'e', verb, token: 't', arg: 'yes' }),
    async write(userId: string, workspace = 'T1') {
      const command = { from: from(userId, workspace), eventKey: 'e', text: 'CANARY a boy was hit' };
      return limited.tooMany?.(command) ?? { message: await limited.onCommand(command), isTold: null };
    },
  };
}

test('presses beyond what hands can do are not taken, and each is told so, with when to try again', async () => {
  const { press, taken, wait } = openDesk();
  for (let n = 0; n < 120; n += 1) expect((await press('A')).tooMany).toBeUndefined();
  const over = await press('A');
  expect(over).toMatchObject({ kind: 'private', tooMany: { isTold: false } });
  expect(over.message.summary).toMatch(/not recorded.*wait 5 seconds, then press again/);
  expect((await press('A')).tooMany).toEqual({ isTold: true });
  expect(taken).toHaveLength(120);
  wait(5_000);
  expect((await press('A')).tooMany).toBeUndefined();
  for (let n = 0; n < 9; n += 1) await press('A');
  expect((await press('A')).tooMany).toEqual({ isTold: false });
});

test('nobody else is turned away for it: in another workspace, in the same, or by another kind', async () => {
  const { press, write, taken } = openDesk();
  for (let n = 0; n < 30_000; n += 1) await press('A');
  expect(taken).toHaveLength(120);
  expect((await press('B')).kind).toBe('redraw');
  expect((await press('A', 'answer', 'T2')).kind).toBe('redraw');
  expect((await press('A', 'have_it')).kind).toBe('redraw');
  expect((await write('A')).isTold).toBeNull();
});

test('three thousand staff may all press in the same second, and again a minute later', async () => {
  const { press, taken, wait } = openDesk();
  for (const minute of [1, 2]) {
    for (let n = 0; n < 3_000; n += 1) await press(`U${n}`);
    for (let n = 0; n < 3_000; n += 1) await press(`U${n}`, 'change');
    expect(taken).toHaveLength(minute * 6_000);
    wait(60_000);
  }
});

test('a flood from many accounts of one workspace stops there, and leaves the others alone', async () => {
  const { write, taken } = openDesk();
  const most = LIMITS.words.workspace.atOnce;
  for (let n = 0; n < most * 3; n += 1) await write(`pupil${n % 500}`);
  expect(taken).toHaveLength(most);
  expect((await write('teacher')).isTold).toBe(false);
  expect((await write('teacher', 'T2')).isTold).toBeNull();
});

test('words that are turned away are answered with where to go, and are nowhere', async () => {
  const { write, taken, log } = openDesk();
  for (let n = 0; n < 20; n += 1) await write('A');
  const over = await write('A');
  const said = JSON.stringify(over.message);
  expect(over.message.kind).toBe('guard');
  for (const words of ['STOP. This is NOT a report', '999', 'Childline 0800 1111', 'nobody has been told'])
    expect(said).toContain(words);
  expect(said).not.toContain('CANARY');
  expect(taken).toHaveLength(20);
  expect(log.lines).toEqual([{ level: 'warn', event: 'turned_away', facts: { presses: 0, words: 1 } }]);
});

test('a flood is one line of the log a minute', async () => {
  const { press, wait, log } = openDesk();
  for (let n = 0; n < 1_000; n += 1) await press('A');
  wait(60_000);
  for (let n = 0; n < 1_000; n += 1) await press('A');
  expect(log.lines.map(({ facts }) => facts)).toEqual([
    { presses: 1, words: 0 },
    { presses: 880, words: 0 },
  ]);
});
