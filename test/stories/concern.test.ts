/**
 * Stories of words that may be about a child or an adult: the writer is told where to go, a lead that they may have a
 * concern, day and night, until one has it, and the words themselves are nowhere. The same on every platform.
 */
import { eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localDate, localTime } from '../../src/domain/local-time.ts';
import type { Store } from '../../src/store/database.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { address, membership } from '../../src/store/schema/index.ts';
import { listTables } from '../../src/store/table-copy.ts';
import { readAlerts } from '../support/ask.ts';
import type { School } from '../support/school.ts';
import { openStage, PLATFORMS, type Stage } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

const CHILD = 'Ellie in 4B told me her dad hits her with a belt';
const ADULT = 'Mr Smith grabbed a boy by the arm and swore at him';
const DAY = '2026-11-10T10:00:00Z';
/** A Saturday night. */
const NIGHT = '2026-11-14T23:30:00Z';

let store: Store;
let stage: Stage;
let school: School;
let heard: string[];
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** Everything kept and logged, as text. */
async function kept(): Promise<string> {
  const rows = await store.within(school.org, async (tx) => {
    const all: string[] = [];
    for (const { name } of await listTables(tx))
      all.push(JSON.stringify(rowsOf(await tx.execute(sql`select * from ${sql.identifier(name)}`))));
    return all.join('\n');
  });
  return `${rows}\n${JSON.stringify(school.log.lines)}\n${stage.sentOut()}`;
}

async function unreachable(...refs: string[]): Promise<void> {
  await store.within(school.org, async (tx) => {
    for (const ref of refs)
      await tx
        .update(address)
        .set({ state: 'unreachable' })
        .where(eq(address.personId, school.person(ref).id));
  });
}

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(async () => {
    block += 1;
    stage = await openStage(store, platform, { block, at: DAY });
    ({ school } = stage);
    heard = [];
    stage.before = async (to, message) => {
      const { zone } = school.setting;
      const whom = to.kind === 'channel' ? 'channel' : to.id.replace('U-', '');
      const at = `${localDate(stage.driver.now, zone)} ${localTime(stage.driver.now, zone)}`;
      heard.push(`${at} ${whom} ${message.kind}`);
    };
  });
  afterEach(() => stage.close());

  test('the writer is sent to the lead, the lead to the writer, and the words are nowhere', async () => {
    const answer = await stage.writes('U-T01', CHILD);
    expect(answer.text).toContain('STOP. This is NOT a report and nobody is watching this chat.');
    expect(answer.text).toContain('Ines Duarte is being told, in private, that you may have a concern');
    await stage.driver.runUntil('2026-11-10T10:01:00Z');
    expect(heard).toEqual(['2026-11-10 10:00 D01 guard']);
    const alert = stage.last('U-D01');
    expect(alert.text).toContain('Amira Khan may have a concern: check in now.');
    expect(alert.buttons).toEqual(['I have it']);
    expect(await kept()).not.toMatch(/Ellie|4B|belt/);
  });

  test('nobody has it: on to the deputy in ten minutes, to the head, and round again, day and night', async () => {
    stage.driver.now = new Date(NIGHT);
    await stage.writes('U-T01', CHILD);
    await stage.driver.runUntil('2026-11-15T01:00:00Z');
    expect(heard).toEqual([
      '2026-11-14 23:30 D01 guard',
      '2026-11-14 23:40 D02 guard',
      '2026-11-14 23:50 H01 guard',
      '2026-11-15 00:20 D01 guard',
      '2026-11-15 00:30 D02 guard',
      '2026-11-15 00:40 H01 guard',
    ]);
  });

  test('“I have it” ends it, every copy says who, and the writer is told', async () => {
    await stage.writes('U-T01', CHILD);
    await stage.driver.runUntil('2026-11-10T10:11:00Z');
    const taken = await stage.press(stage.last('U-D02'), 'U-D02', 'I have it');
    expect(taken).toMatchObject({
      is: 'redrawn',
      text: expect.stringContaining('Joe Lamb (deputy DSL) has had it'),
    });
    await stage.driver.runUntil('2026-11-10T18:00:00Z');
    expect(heard).toEqual([
      '2026-11-10 10:00 D01 guard',
      '2026-11-10 10:10 D02 guard',
      '2026-11-10 10:11 T01 guard',
    ]);
    expect(stage.last('U-D01').text).toContain('Joe Lamb (deputy DSL) has had it since');
    expect(stage.last('U-T01').text).toContain(
      'Joe Lamb has been told that you may have a concern, and has it.',
    );
  });

  test('more words are the same concern until somebody has it, and a new one after', async () => {
    for (const text of [CHILD, 'she said Ellie in 4B is scared to go home', CHILD])
      await stage.writes('U-T01', text);
    await stage.driver.runUntil('2026-11-10T10:01:00Z');
    expect(heard).toHaveLength(1);
    await stage.press(stage.last('U-D01'), 'U-D01', 'I have it');
    await stage.writes('U-T01', CHILD);
    await stage.driver.runUntil('2026-11-10T10:02:00Z');
    expect(heard.filter((line) => line.includes('D01'))).toHaveLength(2);
  });

  test('the DSL who writes is never the one told, and cannot take it', async () => {
    await stage.writes('U-D01', CHILD);
    await stage.driver.runUntil('2026-11-10T12:00:00Z');
    expect(heard.map((line) => line.split(' ')[2])).not.toContain('D01');
    expect(heard[0]).toBe('2026-11-10 10:00 D02 guard');
  });

  test('whom chat cannot reach is passed over, and with nobody left the writer is told so at once', async () => {
    await unreachable('D01');
    expect((await stage.writes('U-T01', CHILD)).text).toContain('Joe Lamb is being told');
    await unreachable('D02', 'H01');
    expect((await stage.writes('U-T02', CHILD)).text).toContain('cannot reach one');
    // Somebody may be reached again; the alert has not been let go.
    await store.within(school.org, (tx) =>
      tx
        .update(address)
        .set({ state: 'reachable' })
        .where(eq(address.personId, school.person('H01').id)),
    );
    await stage.driver.runUntil('2026-11-10T10:11:00Z');
    expect(heard.filter((line) => line.includes('H01')).length).toBeGreaterThan(0);
  });

  test('about an adult nobody is told: the writer chooses, and only whom they chose hears', async () => {
    const answer = await stage.writes('U-T01', ADULT);
    expect(answer.text).toContain('This may be about an adult, so Vigil has told nobody.');
    expect(answer.buttons).toEqual([
      'Ask the head to speak to me',
      'Ask the DSL to speak to me',
      'I’ve told someone',
    ]);
    await stage.driver.runUntil('2026-11-10T18:00:00Z');
    expect(heard).toEqual([]);
    expect(await readAlerts(store, school)).toEqual([]);
    const asked = await stage.press(answer, 'U-T01', 'Ask the head to speak to me');
    expect(asked).toMatchObject({ text: expect.stringContaining('Kate Orr is being asked, in private') });
    await stage.driver.runUntil('2026-11-10T19:00:00Z');
    expect(new Set(heard.map((line) => line.split(' ')[2]))).toEqual(new Set(['H01']));
    expect(stage.last('U-H01').text).toContain('They asked Vigil');
    expect(await kept()).not.toMatch(/Smith|grabbed|swore/);
  });

  test('a worry in which nothing is recognised tells nobody, and the writer may ask for the DSL', async () => {
    const answer = await stage.writes('U-T01', 'something is not right and I do not know what to do');
    expect(answer.text).toContain('Vigil has told nobody.');
    await stage.press(answer, 'U-T01', 'Ask the DSL to speak to me');
    await stage.driver.runUntil('2026-11-10T10:11:00Z');
    expect(heard).toEqual(['2026-11-10 10:00 D01 guard', '2026-11-10 10:10 D02 guard']);
  });

  test('words behind a command are examined too', async () => {
    expect((await stage.writes('U-T01', `status ${CHILD}`)).text).toContain('is being told, in private');
  });

  test('a send into silence is made again, not held, and a lead who has left is passed over', async () => {
    await stage.writes('U-T01', CHILD);
    stage.script({ kind: 'ambiguous', delivered: false }, 2);
    await stage.driver.runUntil('2026-11-10T10:09:00Z');
    expect(stage.to('U-D01').length).toBeGreaterThan(0);
    await store.within(school.org, (tx) =>
      tx
        .update(membership)
        .set({ leavesOn: '2026-11-09' })
        .where(eq(membership.personId, school.person('D02').id)),
    );
    await stage.driver.runUntil('2026-11-10T10:30:00Z');
    expect(heard.some((line) => line.includes('D02'))).toBe(false);
    expect(heard.some((line) => line.includes('H01'))).toBe(true);
  });

  test('when the record is away nothing is promised: the safe words are said, and they say that nothing was kept', async () => {
    stage.recordIsAway(true);
    const answer = await stage.writes('U-T01', CHILD);
    expect(answer.text).toMatch(/not kept|999/);
    stage.recordIsAway(false);
    expect(await readAlerts(store, school)).toEqual([]);
  });
});
