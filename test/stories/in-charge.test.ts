/**
 * Stories of who is in charge: asked at eight, answered in a tap, alerted when nobody is named. The same on every
 * platform.
 */
import { asc } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askCharge } from '../../src/cycle/ask-charge.ts';
import type { Store } from '../../src/store/database.ts';
import { charge, naming } from '../../src/store/schema/index.ts';
import { wakeBy } from '../../src/store/wakes.ts';
import { readAlerts } from '../support/ask.ts';
import { openStage, PLATFORMS, type Stage } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

/** A Monday morning; Ines Duarte is the DSL, Joe Lamb the deputy, Kate Orr the head, Oli Grant the chair. */
const MONDAY = '2026-11-09T06:00:00Z';

let store: Store;
let stage: Stage;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const until = (moment: string) => stage.driver.runUntil(moment);
const namings = () =>
  store.within(stage.school.org, (tx) =>
    tx
      .select({ said: naming.said, person: naming.personId, by: naming.saidBy })
      .from(naming)
      .orderBy(asc(naming.saidAt)),
  );
const charges = () => store.within(stage.school.org, (tx) => tx.select().from(charge));
const id = (ref: string) => stage.school.person(ref).id;

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(async () => {
    block += 1;
    stage = await openStage(store, platform, { block, at: MONDAY, steps: { 'ask-charge': askCharge } });
    const { org } = stage.school;
    await store.within(org, (tx) => wakeBy(tx, org, 'ask-charge', new Date(MONDAY)));
  });
  afterEach(() => stage.close());

  test('the DSL is asked at eight, taps once, and is asked again the next school day', async () => {
    await until('2026-11-09T07:59:59Z');
    expect(stage.to('U-D01')).toEqual([]);
    await until('2026-11-09T08:01:00Z');
    const asked = stage.last('U-D01');
    expect(asked.text).toContain('Who is DSL on site today, Monday 9 Nov?');
    expect(asked.buttons).toEqual(['Me', 'Joe Lamb', 'Kate Orr', 'Somebody else', 'Nobody']);
    const shown = await stage.press(asked, 'U-D01', 'Me');
    expect(shown.is === 'redrawn' && shown.text).toContain(
      '✓ 08:01 · You are DSL on site today, Monday 9 Nov.',
    );
    await until('2026-11-09T23:00:00Z');
    expect(stage.to('U-D01')).toHaveLength(1);
    expect(stage.to('U-D02')).toEqual([]);
    expect(stage.to(stage.school.channelId)).toEqual([]);
    expect(await namings()).toEqual([{ said: 'named', person: id('D01'), by: id('D01') }]);
    await until('2026-11-10T08:01:00Z');
    expect(stage.to('U-D01')).toHaveLength(2);
    expect(await readAlerts(store, stage.school)).toEqual([]);
  });

  test('a school day in which nobody answers: the leads in turn, then the chair by counts, and the day ends', async () => {
    await until('2026-11-09T08:29:00Z');
    expect(stage.to(stage.school.channelId)).toEqual([]);
    await until('2026-11-09T08:31:00Z');
    expect(stage.last(stage.school.channelId).text).toContain('Nobody is named as DSL on site today.');
    expect(stage.last(stage.school.channelId).text).not.toMatch(/Ines|Joe|Kate/);
    // Whoever was asked and did not answer is not alone in hearing of it.
    expect(stage.last('U-D01').text).toContain('Nobody is named as DSL on site today.');
    expect(stage.last('U-D02').text).toContain('It was asked at 08:00 and is not answered yet.');
    expect(stage.to('U-H01')).toEqual([]);
    await until('2026-11-09T08:46:00Z');
    expect(stage.last('U-H01').text).toContain('Nobody is named as DSL on site today.');
    expect(stage.to('U-G02')).toEqual([]);
    await until('2026-11-09T09:01:00Z');
    expect(stage.last('U-G02').text).toContain('Sites or trips with nobody named as DSL today: 1.');
    expect(stage.last('U-G02').text).not.toMatch(/Ines|Joe|Kate/);
    await until('2026-11-09T18:01:00Z');
    expect(stage.last(stage.school.channelId).text).toContain('Not named by the end of Monday 9 Nov.');
    expect(await readAlerts(store, stage.school)).toMatchObject([
      { kind: 'nobody_in_charge', state: 'closed' },
    ]);
    expect(stage.to('U-D01')).toHaveLength(2);
    expect(await namings()).toEqual([]);
  });

  test('“I have it” stops the climb and leaves it open; naming somebody, even late, closes it everywhere', async () => {
    await until('2026-11-09T08:31:00Z');
    await stage.press(stage.last(stage.school.channelId), 'U-D02', 'I have it');
    await until('2026-11-09T11:00:00Z');
    expect(stage.to('U-H01')).toEqual([]);
    expect(await readAlerts(store, stage.school)).toMatchObject([{ state: 'acknowledged' }]);
    const shown = await stage.press(stage.last('U-D02'), 'U-D02', 'Kate Orr');
    expect(shown.is === 'private' && shown.text).toContain('✓ 11:00 · Kate Orr is DSL on site today');
    await until('2026-11-09T11:01:00Z');
    expect(stage.last(stage.school.channelId).text).toContain('Named Monday 9 Nov.');
    expect(stage.last('U-D02').text).toContain('Somebody is named as DSL on site now.');
    expect(stage.last('U-H01').text).toContain('You are named as DSL on site today, Monday 9 Nov.');
    expect(await readAlerts(store, stage.school)).toMatchObject([{ state: 'closed' }]);
    // The question itself says so too, whoever reads it.
    expect(stage.to('U-D01')[0]?.text).toContain('✓ 11:00 · Kate Orr is DSL on site today');
  });

  test('named by somebody else, they are told; “Not me” opens it again, with half an hour before the alert', async () => {
    await until('2026-11-09T08:01:00Z');
    await stage.press(stage.last('U-D01'), 'U-D01', 'Joe Lamb');
    await until('2026-11-09T08:40:00Z');
    const told = stage.last('U-D02');
    expect(told.text).toContain('Ines Duarte said so at 08:01.');
    const shown = await stage.press(told, 'U-D02', 'Not me');
    expect(shown.is === 'redrawn' && shown.text).toContain('The question is open again.');
    await until('2026-11-09T09:09:00Z');
    expect(stage.to('U-D01')).toHaveLength(2);
    expect(stage.last('U-D01').text).toContain('Joe Lamb was named, and says that it is not them.');
    expect(await readAlerts(store, stage.school)).toEqual([]);
    await until('2026-11-09T09:11:00Z');
    expect(await readAlerts(store, stage.school)).toMatchObject([{ state: 'open' }]);
    await stage.press(stage.to('U-D01')[1] ?? told, 'U-D01', 'Me');
    await until('2026-11-09T09:12:00Z');
    expect(await readAlerts(store, stage.school)).toMatchObject([{ state: 'closed' }]);
    expect((await namings()).map(({ said }) => said)).toEqual(['named', 'not_me', 'named']);
  });

  test('once the school day is over, nothing said of it changes anything or wakes anybody', async () => {
    await until('2026-11-09T08:01:00Z');
    await stage.press(stage.last('U-D01'), 'U-D01', 'Joe Lamb');
    await until('2026-11-09T20:30:00Z');
    const told = stage.last('U-D02');
    const shown = await stage.press(told, 'U-D02', 'Not me');
    expect(shown.is === 'private' && shown.text).toContain('The school day is over, so nothing was recorded');
    await until('2026-11-09T23:59:00Z');
    expect(stage.to('U-D01')).toHaveLength(1);
    expect((await namings()).map(({ said }) => said)).toEqual(['named']);
    expect(await readAlerts(store, stage.school)).toEqual([]);
  });

  test('a tap can be changed, and “Nobody” alerts at once, not the one who said it', async () => {
    await until('2026-11-09T08:01:00Z');
    const asked = stage.last('U-D01');
    await stage.press(asked, 'U-D01', 'Me');
    await stage.press(asked, 'U-D01', 'Change');
    const shown = await stage.press(asked, 'U-D01', 'Nobody');
    expect(shown.is === 'redrawn' && shown.text).toContain('Nobody is DSL on site today');
    await until('2026-11-09T08:02:00Z');
    expect(stage.to('U-D01')).toHaveLength(1);
    expect(stage.last('U-D02').text).toContain('A lead says that nobody is there.');
    expect(stage.to('U-H01')).toEqual([]);
    await stage.press(asked, 'U-D01', 'Somebody else');
    expect(asked.text).toContain('If it is none of these, choose “Nobody”');
    await stage.press(asked, 'U-D01', 'Back');
    await stage.press(asked, 'U-D01', 'Joe Lamb');
    expect(await readAlerts(store, stage.school)).toMatchObject([{ state: 'closed' }]);
    expect((await namings()).map(({ person }) => person)).toEqual([id('D01'), null, id('D02')]);
  });

  test('somebody named who is away after all is in charge of nothing: it is open again, and goes to the next lead', async () => {
    await until('2026-11-09T08:01:00Z');
    await stage.press(stage.last('U-D01'), 'U-D01', 'Me');
    await stage.command('U-D01', '/vigil away today');
    expect((await stage.writes('U-T01', 'lead')).text).toContain(
      'Nobody is named as DSL on site today. Go to Joe Lamb',
    );
    await until('2026-11-09T08:02:00Z');
    expect(stage.last('U-D02').text).toContain('Whoever was named is away now.');
    expect(stage.last('U-D02').buttons).not.toContain('Ines Duarte');
    await until('2026-11-09T08:32:00Z');
    expect(stage.last('U-D02').text).toContain(
      'Whoever was named is away now, and nobody else is named yet.',
    );
    expect((await namings()).map(({ said }) => said)).toEqual(['named', 'away']);
  });

  test('a teacher names nobody, and yesterday’s question is no longer for today', async () => {
    await until('2026-11-09T08:01:00Z');
    const asked = stage.last('U-D01');
    await until('2026-11-10T07:00:00Z');
    const shown = await stage.press(asked, 'U-D01', 'Me');
    expect(shown.is === 'private' && shown.text).toContain('That question was for another day');
    expect(await namings()).toEqual([]);
  });

  test('a process that was down until ten past nine asks late, and alerts half an hour after that', async () => {
    await stage.driver.downUntil('2026-11-09T09:10:00Z');
    await until('2026-11-09T09:39:00Z');
    expect(stage.last('U-D01').text).toContain('If nobody is named by 09:40, other leads are told.');
    expect(await readAlerts(store, stage.school)).toEqual([]);
    await until('2026-11-09T09:41:00Z');
    expect(await readAlerts(store, stage.school)).toMatchObject([{ state: 'open' }]);
  });

  test('in the holidays nobody is asked', async () => {
    stage.driver.now = new Date('2026-12-18T15:30:00Z');
    await until('2027-01-03T23:00:00Z');
    expect(await charges()).toEqual([]);
    await until('2027-01-04T08:01:00Z');
    expect(await charges()).toMatchObject([{ chargedOn: '2027-01-04', place: 'Oak Primary', main: true }]);
  });

  test('a snow morning: closed at half past seven, nobody is asked and nothing is alerted', async () => {
    await until('2026-11-09T07:30:00Z');
    await stage.command('U-D02', '/vigil closed today');
    await until('2026-11-09T18:01:00Z');
    expect(await charges()).toEqual([]);
    expect(stage.to('U-D01')).toEqual([]);
    expect(stage.to(stage.school.channelId)).toEqual([]);
    await until('2026-11-10T08:01:00Z');
    expect(stage.last('U-D01').text).toContain('today, Tuesday 10 Nov?');
  });

  test('closed once the question and the alert are out, both are put away; opened again, it is asked anew', async () => {
    await until('2026-11-09T08:31:00Z');
    await stage.command('U-H01', '/vigil closed today');
    await until('2026-11-09T09:30:00Z');
    expect(stage.last(stage.school.channelId).text).toContain('No longer needed Monday 9 Nov.');
    expect(stage.to('U-D01')[0]?.text).toContain('Monday 9 Nov: nobody needs to be named as DSL on site.');
    expect(stage.to('U-H01')).toEqual([]);
    await stage.command('U-H01', '/vigil open today');
    await until('2026-11-09T09:59:00Z');
    expect(stage.last('U-D01').text).toContain('If nobody is named by 10:00, other leads are told.');
    await until('2026-11-09T10:01:00Z');
    expect((await readAlerts(store, stage.school)).map(({ state }) => state).sort()).toEqual([
      'closed',
      'open',
    ]);
  });
});
