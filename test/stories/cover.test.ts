/**
 * Stories of cover for the DSL, of trips and of several sites: who stands first, and who is asked. The same on every
 * platform.
 */
import { inArray } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askCharge } from '../../src/cycle/ask-charge.ts';
import type { Store } from '../../src/store/database.ts';
import { charge, ledger } from '../../src/store/schema/index.ts';
import { findSetting, updateSetting } from '../../src/store/settings.ts';
import { wakeBy } from '../../src/store/wakes.ts';
import { readAlerts } from '../support/ask.ts';
import { openStage, PLATFORMS, type Stage } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T06:00:00Z';

let store: Store;
let stage: Stage;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const until = (moment: string) => stage.driver.runUntil(moment);
const id = (ref: string) => stage.school.person(ref).id;
const entries = () =>
  store.within(stage.school.org, (tx) =>
    tx
      .select({ kind: ledger.kind, subject: ledger.subject, actor: ledger.actor })
      .from(ledger)
      .where(inArray(ledger.kind, ['cover_begun', 'cover_ended', 'trip_begun', 'trip_ended'])),
  );
const places = () => store.within(stage.school.org, (tx) => tx.select().from(charge));

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(async () => {
    block += 1;
    stage = await openStage(store, platform, { block, at: MONDAY, steps: { 'ask-charge': askCharge } });
    const { org } = stage.school;
    await store.within(org, (tx) => wakeBy(tx, org, 'ask-charge', new Date(MONDAY)));
  });
  afterEach(() => stage.close());

  test('the DSL is away and a deputy covers: the deputy is asked, told first, and gone to', async () => {
    const begun = await stage.command('U-H01', '/vigil cover Joe Lamb from 10 Nov until 12 Nov');
    expect(begun.text).toContain(
      '✓ Joe Lamb covers for the DSL of Oak Primary from Tuesday 10 Nov until Thursday 12 Nov',
    );
    expect(begun.text).toContain('Said by Kate Orr.');
    await until('2026-11-09T08:01:00Z');
    // Not yet: on Monday it is the DSL's question.
    expect(stage.last('U-D01').text).toContain('Who is DSL on site today, Monday 9 Nov?');
    await stage.command('U-D01', '/vigil away until 12 Nov');
    await until('2026-11-10T08:01:00Z');
    expect(stage.last('U-D02').text).toContain('Who is DSL on site today, Tuesday 10 Nov?');
    expect(stage.last('U-D02').buttons).not.toContain('Ines Duarte');
    await stage.press(stage.last('U-D02'), 'U-D02', 'Me');
    expect((await stage.writes('U-T01', 'lead')).text).toContain(
      'Go to Joe Lamb, named as DSL on site today',
    );
    expect((await stage.writes('U-T01', 'why is a boy crying in my class')).text).toContain('tell Joe Lamb');
    await until('2026-11-13T08:01:00Z');
    expect(stage.last('U-D01').text).toContain('Who is DSL on site today, Friday 13 Nov?');
    expect(await entries()).toEqual([{ kind: 'cover_begun', subject: id('D02'), actor: id('H01') }]);
  });

  test('whoever covers stands before a DSL who is at work, until it is ended', async () => {
    await stage.command('U-D01', '/vigil cover Joe Lamb today');
    expect((await stage.writes('U-T01', 'lead')).text).toContain(
      'Go to Joe Lamb, whose turn it is by the plan',
    );
    await until('2026-11-09T07:40:00Z');
    expect(stage.last('U-D02').text).toContain('Ines Duarte said so.');
    const ended = await stage.writes('U-D02', 'cover ends');
    expect(ended.text).toContain('✓ Joe Lamb no longer covers for the DSL of Oak Primary.');
    expect((await stage.writes('U-T01', 'lead')).text).toContain(
      'Go to Ines Duarte, whose turn it is by the plan',
    );
  });

  test.each([
    ['cover Ben Osei today', 'is not a DSL or a deputy on the staff list'],
    ['cover Joe Lamb from 12 Nov until 10 Nov', 'is before Thursday 12 Nov'],
    ['cover Joe Lamb from 2 Nov until 12 Nov', 'Monday 2 Nov is past'],
    ['cover Joe Lamb until 20 Nov 2028', 'more than a year ahead'],
    ['cover Zoe Nobody today', 'Nobody on the staff list is called that'],
    ['cover today', 'Say who covers, and until when'],
    ['cover ends', 'Nobody covers today, so there is nothing to end'],
  ])('“%s” is met with a plain answer, and nothing is recorded', async (words, answer) => {
    const shown = await stage.writes('U-D01', words);
    expect(shown.text).toContain(answer);
    expect(shown.text).toContain('Nothing was recorded.');
    expect(await entries()).toEqual([]);
  });

  test('overlapping days and a name of two people change nothing; a teacher is told whose it is', async () => {
    await stage.writes('U-D01', 'cover Joe Lamb from 10 Nov until 12 Nov');
    expect((await stage.writes('U-D01', 'cover Ines Duarte from 12 Nov until 13 Nov')).text).toContain(
      'Joe Lamb covers from Tuesday 10 Nov until Thursday 12 Nov, both days included already.',
    );
    expect((await stage.writes('U-T01', 'cover Joe Lamb today')).text).toContain('Please tell one of them.');
    const worry = await stage.writes('U-T01', 'cover your ears the boy said he hits me until I cry');
    expect(worry.text).toContain('STOP. This is NOT a report');
    expect(await entries()).toHaveLength(1);
  });

  test('a trip is asked about until its last day, and its lead is not the school’s', async () => {
    await until('2026-11-09T09:00:00Z');
    await stage.press(stage.to('U-D01')[0] ?? stage.last('U-D01'), 'U-D01', 'Me');
    const begun = await stage.writes('U-D01', 'trip year 5 residential until Tuesday');
    expect(begun.text).toContain('✓ Year 5 residential runs from Monday 9 Nov until Tuesday 10 Nov.');
    await until('2026-11-09T09:01:00Z');
    const asked = stage.last('U-D01');
    expect(asked.text).toContain('Who is DSL for the trip “Year 5 residential” today, Monday 9 Nov?');
    expect(asked.text).toContain('If nobody is named by 09:30');
    await stage.press(asked, 'U-D01', 'Joe Lamb');
    await until('2026-11-09T09:31:00Z');
    expect((await stage.writes('U-T01', 'lead')).text).toContain(
      'Go to Ines Duarte, named as DSL on site today',
    );
    await until('2026-11-10T08:01:00Z');
    expect((await places()).map(({ chargedOn, place }) => `${chargedOn} ${place}`).sort()).toEqual([
      '2026-11-09 Oak Primary',
      '2026-11-09 Trip: Year 5 residential',
      '2026-11-10 Oak Primary',
      '2026-11-10 Trip: Year 5 residential',
    ]);
    expect((await stage.writes('U-D02', 'trip year 5 residential over')).text).toContain(
      '✓ Year 5 residential is over.',
    );
    await until('2026-11-10T08:02:00Z');
    expect(stage.last('U-D01').text).toContain('nobody needs to be named as DSL for the trip');
    await until('2026-11-11T08:01:00Z');
    expect((await places()).filter(({ chargedOn }) => chargedOn === '2026-11-11')).toHaveLength(1);
  });

  test('a trip is called by no word but Vigil’s own, and says why it is not recorded', async () => {
    const worry = await stage.writes('U-D01', 'trip ellie fell over until she bled');
    expect(worry.text).toContain('STOP. This is NOT a report');
    expect((await stage.writes('U-D01', 'trip zoo until 2 Nov')).text).toContain('Nothing was recorded.');
    expect((await stage.writes('U-T01', 'trip zoo today')).text).toContain('Please tell one of them.');
    expect((await stage.writes('U-D01', 'trip zoo over')).text).toContain('No trip of that name is on.');
    expect(await entries()).toEqual([]);
  });

  test('of two sites each is asked about; the first is where the lead on duty is', async () => {
    const { org, setting } = stage.school;
    await store.within(org, async (tx) => {
      const held = await findSetting(tx, setting.id);
      if (held) await updateSetting(tx, { ...held, sites: ['Upper site', 'Lower site'] });
    });
    await until('2026-11-09T08:01:00Z');
    const [upper, lower] = stage.to('U-D01');
    if (upper === undefined || lower === undefined) throw new Error('A site was not asked about');
    expect(upper.text).toContain('Who is DSL at Upper site today');
    await stage.press(lower, 'U-D01', 'Kate Orr');
    expect((await stage.writes('U-T01', 'lead')).text).toContain('Nobody is named as DSL on site today.');
    await stage.press(upper, 'U-D01', 'Joe Lamb');
    const lead = await stage.writes('U-T01', 'lead');
    expect(lead.text).toContain('Go to Joe Lamb, named as DSL on site today');
    expect(lead.text).toContain('Kate Orr is DSL at Lower site.');
    await until('2026-11-09T12:00:00Z');
    expect(await readAlerts(store, stage.school)).toEqual([]);
  });

  test('cover by a named lead is shown as counts: with the standard, the whole, and the digest', async () => {
    await until('2026-11-09T08:01:00Z');
    expect((await stage.writes('U-G01', 'status')).text).toContain('Nobody is named as DSL on site today.');
    await stage.press(stage.last('U-D01'), 'U-D01', 'Joe Lamb');
    expect((await stage.writes('U-G01', 'status')).text).toContain('Somebody is named as DSL on site today.');
    await until('2026-11-10T09:00:00Z');
    const standard = await stage.writes('U-D01', 'status leadership');
    expect(standard.text).toMatch(
      /somebody was named on 1 of \d+ school days this term so far. Nobody named: 1. Not asked: \d+\./,
    );
    const digest = await stage.writes('U-D01', 'digest now');
    expect(digest.text).toContain(
      'somebody was named on 1 of 2 school days this week so far. Nobody named: 1. Not asked: 0.',
    );
    expect(digest.text).not.toMatch(/Joe Lamb|Ines Duarte/);
  });
});
