/**
 * Presses while the record is away: kept, told of, filed first and in order once it is back, as of when they were made;
 * and never a false word. Which of them are kept, and what becomes of those that cannot be filed.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { IncomingPress, PressResult } from '../../src/chat/chat.ts';
import { inTime } from '../../src/chat/work-in-hand.ts';
import type { World } from '../../src/cycle/context.ts';
import { openReceiver } from '../../src/cycle/receive-press.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { messageText, type Verb } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { appendLedger } from '../../src/store/ledger.ts';
import { mastersOf } from '../../src/store/masters.ts';
import { StatementRefused } from '../../src/store/refusals.ts';
import { message, organisation, prompt, reply } from '../../src/store/schema/index.ts';
import { spoolSealer } from '../../src/store/sealed.ts';
import { openSpool, type Spool } from '../../src/store/spool.ts';
import { type FlakyRecord, flakyRecord } from '../support/flaky-record.ts';
import { type Put, type PutOptions, pressOn, put } from '../support/put-question.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const PRESSED = new Date('2026-11-10T15:42:00Z');
const BACK = new Date('2026-11-10T16:12:00Z');
const key = createHash('sha256').update('a key').digest('base64');

let real: Store;
let school: School;
let record: FlakyRecord;
let world: World;
let folder: string;
let spool: Spool;
let now: Date;
let stopping: boolean;
let block = 0;
beforeAll(async () => {
  real = await openTestStore();
});
afterAll(() => real.close());

beforeEach(async () => {
  block += 1;
  school = await makeSchool(real, { block, canary: 'ALDER' });
  record = flakyRecord(real);
  now = PRESSED;
  stopping = false;
  folder = mkdtempSync(join(tmpdir(), 'vigil-presses-'));
  const { store } = record;
  world = {
    store,
    contextFor: async (org, at) => ({ ...school.at(at ?? now), within: (work) => store.within(org, work) }),
  };
  spool = spoolIn();
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const spoolIn = (limits = { floor: 0, most: 100 }) =>
  openSpool(folder, {
    sealer: spoolSealer(mastersOf(key), randomBytes),
    token: () => randomBytes(16).toString('base64url'),
    now: () => new Date(),
    limits,
  });
const receiver = (kept: Spool | null = spool) =>
  openReceiver({
    world,
    spool: kept,
    take: takePress,
    inTime,
    now: () => now,
    log: school.log,
    stopping: () => stopping,
  });
const textOf = (result: PressResult) => ({ kind: result.kind, text: messageText(result.message).join('\n') });
const RECEIVED = { kind: 'received', text: expect.stringContaining('Received, filing shortly') };
const ask = (ref = 'T01', questions = ['TRN-K1'], options: PutOptions = {}) =>
  put(real, school, ref, questions, options);
const yes = (asked: Put, ref = 'T01'): IncomingPress =>
  pressOn(school, ref, asked, { verb: 'answer', arg: 'yes' });
const replies = () =>
  real.within(school.org, (tx) => tx.select().from(reply).orderBy(reply.repliedAt, reply.revision));
const messages = () => real.within(school.org, (tx) => tx.select().from(message).orderBy(message.createdAt));
const told = async (ref = 'T01') =>
  (await messages())
    .filter(({ kind, personId }) => kind === 'private_line' && personId === school.person(ref).id)
    .map(({ body }) => body.summary);
const fakeTime = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

describe('while the record refuses', () => {
  test('a press is kept and told so; once it is back it is filed as of when it was made, and shown', async () => {
    const asked = await ask();
    const { onPress, fileFirst, holdsUp } = receiver();
    record.is = 'refusing';
    expect(holdsUp()).toBe(false);
    expect(textOf(await onPress(yes(asked)))).toEqual(RECEIVED);
    expect(holdsUp()).toBe(true);
    expect([await fileFirst(), spool.waiting()]).toEqual([false, 1]);
    expect(await replies()).toEqual([]);
    record.is = 'there';
    now = BACK;
    expect([await fileFirst(), spool.waiting(), readdirSync(folder)]).toEqual([true, 0, []]);
    expect(holdsUp()).toBe(false);
    expect(await replies()).toMatchObject([{ repliedAt: PRESSED, answer: { key: 'yes' } }]);
    const [shown] = await messages();
    expect(shown?.drawnRevision).not.toBe(shown?.revision);
    expect(messageText(shown?.body ?? { kind: 'prompt', summary: '', blocks: [] }).join()).toContain(
      '✓ Recorded 15:42',
    );
    expect(await told()).toEqual([]);
  });

  test('it survives this process, and the next one files it', async () => {
    const asked = await ask();
    record.is = 'refusing';
    await receiver().onPress(yes(asked));
    record.is = 'there';
    spool = spoolIn();
    expect(await receiver().fileFirst()).toBe(true);
    expect(await replies()).toHaveLength(1);
  });

  test('neither the folder nor the log tells who pressed or what', async () => {
    const asked = await ask();
    record.is = 'refusing';
    const press = { ...yes(asked), eventKey: 'event-canary' };
    await receiver().onPress(press);
    const kept = readdirSync(folder)
      .map((name) => name + readFileSync(join(folder, name), 'latin1'))
      .join();
    for (const text of [kept, JSON.stringify(school.log.lines)])
      expect(text).not.toMatch(/U-T01|event-canary|ALDER|"yes"|workspace-/);
    expect(kept).not.toContain(press.token);
  });

  test.each<[Verb, 'kept' | 'not']>([
    ['answer', 'kept'],
    ['not_sure', 'kept'],
    ['not_me', 'kept'],
    ['later_at', 'kept'],
    ['have_it', 'kept'],
    ['arrived', 'kept'],
    ['send_again', 'kept'],
    ['confirm', 'kept'],
    ['not_staff', 'kept'],
    ['later', 'not'],
    ['change', 'not'],
    ['keep', 'not'],
    ['enter', 'not'],
    ['note', 'not'],
    ['command', 'not'],
  ])('%s: %s', async (verb, is) => {
    record.is = 'refusing';
    const press = pressOn(school, 'T01', await ask(), { verb });
    const result = textOf(await receiver().onPress(press));
    expect(spool.waiting()).toBe(is === 'kept' ? 1 : 0);
    expect(result).toEqual(
      is === 'kept'
        ? RECEIVED
        : {
            kind: 'private',
            text: expect.stringContaining(
              'Vigil cannot reach its record just now. Please press again in a minute.',
            ),
          },
    );
  });

  test('a disk that takes no more, and no spool at all: a fault, so that the chat says it was not saved', async () => {
    const asked = await ask();
    record.is = 'refusing';
    await expect(receiver(spoolIn({ floor: 0, most: 0 })).onPress(yes(asked))).rejects.toThrow(
      'holds as many',
    );
    await expect(receiver(null).onPress(yes(asked))).rejects.toThrow('could not be reached');
    expect(readdirSync(folder)).toEqual([]);
    record.is = 'there';
    await receiver().fileFirst();
    expect(await replies()).toEqual([]);
  });
});

describe('a record that does not answer', () => {
  test('after a second and a half it is kept and told so; what its first try comes to is what became of it', async () => {
    const asked = await ask();
    const { onPress, fileFirst } = receiver();
    fakeTime();
    record.is = 'hanging';
    let result: PressResult | null = null;
    const pressing = onPress(yes(asked)).then((given) => {
      result = given;
    });
    await vi.advanceTimersByTimeAsync(1_499);
    expect([result, spool.waiting()]).toEqual([null, 0]);
    await vi.advanceTimersByTimeAsync(1);
    vi.useRealTimers();
    await pressing;
    expect(result && textOf(result)).toEqual(RECEIVED);
    const filing = fileFirst();
    record.letGo();
    expect([await filing, spool.waiting()]).toEqual([true, 0]);
    expect(await replies()).toHaveLength(1);
  });

  test('without a spool it is said that nobody knows yet', async () => {
    const asked = await ask();
    fakeTime();
    record.is = 'hanging';
    const pressing = receiver(null).onPress(yes(asked));
    await vi.advanceTimersByTimeAsync(2_200);
    vi.useRealTimers();
    expect(textOf(await pressing)).toEqual({
      kind: 'received',
      text: expect.stringContaining('Not recorded yet: it is taking longer than usual'),
    });
    record.letGo();
    await vi.waitFor(async () => expect(await replies()).toHaveLength(1), { timeout: 20_000 });
  });

  test('what only looks something up is told to come again', async () => {
    const press = pressOn(school, 'T01', await ask(), { verb: 'later' });
    fakeTime();
    record.is = 'hanging';
    const pressing = receiver().onPress(press);
    await vi.advanceTimersByTimeAsync(2_200);
    vi.useRealTimers();
    expect(textOf(await pressing).text).toContain('press again in a minute');
    record.letGo();
  });
});

test('a fault that is not the record’s being away is no reason to keep a press', async () => {
  const asked = await ask();
  record.is = 'broken';
  await expect(receiver().onPress(yes(asked))).rejects.toThrow('A fault of ours');
  expect(spool.waiting()).toBe(0);
});

describe('while some wait', () => {
  test('those that come later wait behind them, and are filed in the order they were made', async () => {
    const asked = await ask();
    const { onPress, fileFirst } = receiver();
    record.is = 'refusing';
    await onPress(yes(asked));
    now = new Date(PRESSED.getTime() + 60_000);
    const no = pressOn(school, 'T01', asked, { verb: 'answer', arg: 'no', after: 1 });
    expect(textOf(await onPress(no))).toEqual(RECEIVED);
    expect(spool.waiting()).toBe(2);
    record.is = 'there';
    await fileFirst();
    expect((await replies()).map(({ answer, revision }) => [revision, answer])).toEqual([
      [1, { kind: 'choice', key: 'yes' }],
      [2, { kind: 'choice', key: 'no' }],
    ]);
  });

  test('where the record is back, the press that finds them waiting has them filed, and is shown its own result', async () => {
    const [first, second] = [await ask('T01'), await ask('T02')];
    const { onPress } = receiver();
    record.is = 'refusing';
    await onPress(yes(first));
    record.is = 'there';
    now = BACK;
    expect(textOf(await onPress(yes(second, 'T02')))).toEqual({
      kind: 'redraw',
      text: expect.stringContaining('✓ Recorded 16:12 · Yes'),
    });
    expect((await replies()).map(({ repliedAt }) => repliedAt)).toEqual([PRESSED, BACK]);
    await vi.waitFor(() => expect(spool.waiting()).toBe(0), { timeout: 20_000 });
    expect(await told('T02')).toEqual([]);
  });

  test('a folder that cannot be read holds up nothing else, and is told of', async () => {
    const { onPress, fileFirst, holdsUp } = receiver({
      ...spool,
      list: () => Promise.reject(new Error('the folder is gone')),
    });
    record.is = 'refusing';
    expect(textOf(await onPress(yes(await ask())))).toEqual(RECEIVED);
    expect(await fileFirst()).toBe(true);
    expect([holdsUp(), spool.waiting()]).toEqual([false, 1]);
    expect(school.log.lines.map(({ event }) => event)).toContain('spool_not_read');
  });

  test('a program that stops leaves them for its next start', async () => {
    const asked = await ask();
    const { onPress, fileFirst } = receiver();
    record.is = 'refusing';
    await onPress(yes(asked));
    record.is = 'there';
    stopping = true;
    expect([await fileFirst(), spool.waiting(), await replies()]).toEqual([false, 1, []]);
    expect(textOf(await onPress(yes(await ask('T02'), 'T02')))).toEqual(RECEIVED);
    expect(spool.waiting()).toBe(2);
  });
});

describe('what filing comes to is shown', () => {
  /** Kept while the record was away, and filed at half past. */
  const filedLater = async (press: IncomingPress, meanwhile: () => Promise<unknown> = async () => {}) => {
    const { onPress, fileFirst } = receiver();
    record.is = 'refusing';
    expect(textOf(await onPress(press))).toEqual(RECEIVED);
    record.is = 'there';
    await meanwhile();
    now = BACK;
    expect(await fileFirst()).toBe(true);
  };

  test('one that is not recorded: its presser is told what and why, once, however often it is filed', async () => {
    const asked = await ask('T01', ['TRN-K1'], { closesAt: new Date('2026-11-10T15:00:00Z') });
    const press = yes(asked);
    const because =
      'About what you pressed at 15:42, which could not be filed at that moment: ' +
      'That question has closed. Nothing was recorded or changed. Thank you all the same.';
    await filedLater(press);
    now = PRESSED;
    await filedLater(press);
    expect([await told(), await replies()]).toEqual([[because], []]);
  });

  test('one that was open when it was pressed is recorded, though it has closed since', async () => {
    const asked = await ask('T01', ['TRN-K1'], { closesAt: new Date('2026-11-10T16:00:00Z') });
    await filedLater(yes(asked));
    expect([await told(), (await replies()).length]).toEqual([[], 1]);
  });

  /** Another process lets it go at `moment` while the press waits. */
  const letGo = (moment: string) => () =>
    real.within(school.org, async (tx) => {
      const [lapsed] = await tx.update(prompt).set({ state: 'lapsed' }).returning();
      const { ids, now: at } = school.at(moment);
      const [entryId, subject] = [ids.id(), lapsed?.promptId ?? ''];
      const entry = { entryId, at, kind: 'prompt_lapsed' as const, subject, actor: null, facts: {} };
      await appendLedger(tx, school.org, [entry]);
    });

  test('also where another process has let the question go meanwhile', async () => {
    const asked = await ask('T01', ['TRN-K1'], { closesAt: new Date('2026-11-10T16:00:00Z') });
    await filedLater(yes(asked), letGo('2026-11-10T15:42:30Z'));
    expect([await told(), (await replies()).length]).toEqual([[], 1]);
  });

  test('and not where it had been let go before it was pressed: that is told, as at any other time', async () => {
    const asked = await ask('T01', ['TRN-K1'], { closesAt: new Date('2026-11-10T16:00:00Z') });
    await filedLater(yes(asked), letGo('2026-11-10T15:41:30Z'));
    expect(await told()).toEqual([expect.stringContaining('That question has closed.')]);
    expect(await replies()).toEqual([]);
  });

  test('one that the record refuses again and again is told of and set aside, and holds up nobody for ever', async () => {
    const asked = await ask();
    const { onPress, fileFirst } = receiver();
    record.is = 'refusing';
    expect(textOf(await onPress(yes(asked)))).toEqual(RECEIVED);
    record.is = 'there';
    record.refuseNext(new StatementRefused('it takes too long', '57014', null, null), 29);
    for (let tried = 0; tried < 29; tried += 1) expect(await fileFirst()).toBe(false);
    record.refuseNext(new StatementRefused('it takes too long', '57014', null, null), 1);
    now = BACK;
    expect(await fileFirst()).toBe(true);
    expect(spool.waiting()).toBe(0);
    expect(await spool.listAside()).toHaveLength(1);
    expect(await told()).toEqual([expect.stringContaining('it could not be filed. Please press again')]);
  });

  test('of a stranger’s nothing is kept and nobody is written to; an unknown workspace has no record', async () => {
    const asked = await ask();
    const press = yes(asked);
    await filedLater({ ...press, from: { ...press.from, userId: 'pupil-7' } });
    await filedLater({ ...press, eventKey: 'else', from: { ...press.from, externalId: 'elsewhere' } });
    const rows = await messages();
    expect(rows.filter(({ kind }) => kind === 'private_line')).toEqual([]);
    expect(JSON.stringify(rows)).not.toContain('pupil-7');
    expect(await replies()).toEqual([]);
  });

  test('the same answer again changes no record, and the message is drawn anew all the same', async () => {
    const asked = await ask();
    await receiver().onPress(yes(asked));
    await real.within(school.org, (tx) =>
      tx.update(message).set({ drawnRevision: 2, revision: 2 }).where(eq(message.messageId, asked.messageId)),
    );
    await filedLater({ ...yes(asked), after: 1 });
    const [row] = await messages();
    expect([row?.drawnRevision, row?.revision, (await replies()).length]).toEqual([2, 3, 1]);
  });

  test('where it was pressed on nothing that is redrawn, its presser is told that it is filed', async () => {
    const { platformId: _none, ...press } = yes(await ask());
    await filedLater(press);
    expect(await told()).toEqual([
      expect.stringContaining('15:42, which could not be filed at that moment: it is filed now.'),
    ]);
  });

  test('a reminder’s time that is no longer on offer', async () => {
    const press = pressOn(school, 'T01', await ask(), { verb: 'later_at', arg: 'nonesuch' });
    await filedLater(press);
    expect(await told()).toEqual([expect.stringContaining('the time you chose for a reminder has gone by')]);
  });

  test.each([
    ['later_at', 'later'],
    ['not_me', 'handed_on'],
    ['not_sure', 'answered'],
  ] as const)('%s is filed, and its message drawn anew', async (verb, became) => {
    const asked = await ask('D01', ['CON-D1']);
    const offered = await receiver().onPress(pressOn(school, 'D01', asked, { verb: 'later' }));
    const arg = offered.message.blocks
      .flatMap((block) => (block.type === 'buttons' ? block.buttons : []))
      .find(({ act }) => act.verb === 'later_at')?.act.arg;
    await filedLater(
      pressOn(school, 'D01', asked, { verb, ...(verb === 'later_at' && arg !== undefined ? { arg } : {}) }),
    );
    const [row] = await real.within(school.org, (tx) =>
      tx
        .select()
        .from(prompt)
        .where(eq(prompt.promptId, asked.promptIds[0] ?? '')),
    );
    if (became === 'later') expect(row?.snoozedUntil).not.toBeNull();
    else expect(row?.state).toBe(became);
    const drawn = (await messages()).find(({ messageId }) => messageId === asked.messageId);
    expect(drawn?.revision).not.toBe(drawn?.drawnRevision);
  });

  test('days later the day is said, and it comes in their hours', async () => {
    const asked = await ask('T01', ['TRN-K1'], { closesAt: new Date('2026-11-10T15:00:00Z') });
    const { onPress, fileFirst } = receiver();
    record.is = 'refusing';
    await onPress(yes(asked));
    record.is = 'there';
    now = new Date('2026-11-11T22:30:00Z');
    await fileFirst();
    const [line] = (await messages()).filter(({ kind }) => kind === 'private_line');
    expect(line?.body.summary).toContain('pressed at 15:42, Tuesday 10 Nov, which');
    expect(line?.notBefore).toEqual(new Date('2026-11-12T08:00:00Z'));
  });

  test('an organisation with a clock of its own is judged by that', async () => {
    const asked = await ask();
    const stored = new Date('2026-11-10T09:00:00Z');
    await real.within(school.org, (tx) =>
      tx
        .update(organisation)
        .set({ clock: 'stored', storedNow: stored })
        .where(eq(organisation.orgId, school.org)),
    );
    await filedLater(yes(asked));
    expect(await replies()).toMatchObject([{ repliedAt: stored }]);
  });
});

describe('what cannot be filed', () => {
  test('one that cannot be read is set aside by its name, and holds up nobody', async () => {
    const [first, second] = [await ask('T01'), await ask('T02')];
    const { onPress, fileFirst } = receiver();
    record.is = 'refusing';
    await onPress(yes(first));
    await onPress(yes(second, 'T02'));
    const [name = ''] = readdirSync(folder).sort();
    writeFileSync(join(folder, name), 'nonsense');
    record.is = 'there';
    expect(await fileFirst()).toBe(true);
    expect([await spool.listAside(), (await replies()).length]).toEqual([[`${name}.aside`], 1]);
    expect(school.log.lines).toContainEqual({
      level: 'error',
      event: 'spooled_press_unreadable',
      facts: { file: name, why: 'content' },
    });
  });

  test('what opens and is no press is set aside too', async () => {
    const odd = spool.put(JSON.stringify({ version: 2 }));
    await odd.kept;
    expect(await receiver().fileFirst()).toBe(true);
    expect(await spool.listAside()).toEqual([`${odd.name}.aside`]);
  });

  test('it goes a week after it was pressed, and the log says how many went', async () => {
    const odd = spool.put('{}');
    await odd.kept;
    const { fileFirst } = receiver();
    await fileFirst();
    const removed = () => school.log.lines.filter(({ event }) => event === 'spooled_presses_removed');
    const long = new Date(Date.now() - 7.1 * 24 * 3_600_000);
    utimesSync(join(folder, `${odd.name}.aside`), long, long);
    await fileFirst();
    expect([(await spool.listAside()).length, removed()]).toEqual([1, []]);
    now = new Date(now.getTime() + 3_600_000);
    await fileFirst();
    expect(await spool.listAside()).toEqual([]);
    expect(removed()).toEqual([{ level: 'warn', event: 'spooled_presses_removed', facts: { presses: 1 } }]);
  });

  test('one that meets a fault of ours is set aside, its presser told, and the others filed', async () => {
    const [first, second] = [await ask('T01'), await ask('T02')];
    const { onPress, fileFirst } = receiver();
    record.is = 'refusing';
    await onPress({ ...yes(first), eventKey: 'poison' });
    await onPress(yes(second, 'T02'));
    record.is = 'there';
    const { contextFor } = world;
    world.contextFor = async (org, at) => {
      const context = await contextFor(org, at);
      // Only what is judged as of the press is broken, as a fault in its step would be; by the first to come.
      if (at === undefined || broken > 0) return context;
      broken += 1;
      return { ...context, within: () => Promise.reject(new TypeError('A fault of ours')) };
    };
    let broken = 0;
    expect(await fileFirst()).toBe(true);
    expect([(await spool.listAside()).length, (await replies()).length]).toEqual([1, 1]);
    expect(await told('T01')).toEqual([expect.stringContaining('it could not be filed. Please press again')]);
    expect(JSON.stringify(school.log.lines)).not.toContain('poison');
  });
});
