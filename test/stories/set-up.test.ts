/**
 * Stories of set-up from chat: who to ring is changed by the DSL, the headteacher cannot take the chair off the route,
 * and another school is set up from nothing. The same on every platform.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ChannelLook } from '../../src/chat/chat.ts';
import type { Store } from '../../src/store/database.ts';
import { listPeople, savePerson } from '../../src/store/people.ts';
import { ledger, setUp } from '../../src/store/schema/index.ts';
import { listSettings } from '../../src/store/settings.ts';
import { type Copy, openStage, PLATFORMS, type Stage } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';

let store: Store;
let stage: Stage;
let look: ChannelLook;
let block = 70_000;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const settings = () => store.within(stage.school.org, listSettings);
const under = () => store.within(stage.school.org, (tx) => tx.select().from(setUp));
const kinds = async () =>
  (await store.within(stage.school.org, (tx) => tx.select().from(ledger))).map(({ kind }) => kind);
const CONTACTS = {
  front_door: '0300 111 8007',
  out_of_hours: '0345 604 2886',
  lado: '0300 111 8008',
  chair: 'Ada Bright, 01785 000009',
  lead_phone: '01785 000002',
};
const submit = (copy: Copy, who: string, opener: string, fields: Record<string, string>) =>
  stage.submit(copy, who, fields, opener);

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(async () => {
    block += 1;
    look = { kind: 'in', isPrivate: true, readers: 4 };
    stage = await openStage(store, platform, {
      block,
      at: MONDAY,
      more: { lookAtChannel: async () => look },
    });
  });
  afterEach(() => stage.close());

  test('the DSL changes who to ring: it holds at once, and the other leads hear of it', async () => {
    const list = await stage.writes('U-D01', 'setup');
    expect(list.text).toContain('Set-up of Oak Primary');
    const shown = await submit(list, 'U-D01', 'Change: who to ring', { ...CONTACTS, chair: 'Oli Grant' });
    expect(shown).toMatchObject({ is: 'redrawn', text: expect.stringContaining('Saved: who to ring.') });
    const [setting] = await settings();
    expect(setting?.contacts).toMatchObject({ leadPhone: '01785 000002', chair: 'Oli Grant' });
    await stage.driver.runUntil('2026-11-09T09:00:00Z');
    expect(stage.last('U-D02').text).toContain('Ines Duarte changed who to ring');
    expect(stage.last('U-H01').text).toContain('01785 000002');
    expect(stage.to('U-D01')).toEqual([]);
    expect(stage.to('U-G02')).toEqual([]);
    expect(await kinds()).toContain('setting_changed');
  });

  test('a number that rings nowhere is told beside its box, and nothing is saved', async () => {
    const list = await stage.writes('U-D01', 'setup');
    const before = (await settings())[0]?.contacts;
    const shown = await submit(list, 'U-D01', 'Change: who to ring', {
      ...CONTACTS,
      lado: 'ask at the office',
    });
    expect(shown).toMatchObject({ is: 'beside', faults: { lado: expect.stringContaining('in figures') } });
    expect((await settings())[0]?.contacts).toEqual(before);
  });

  test('the headteacher cannot change whom worries about the headteacher go to', async () => {
    const list = await stage.writes('U-H01', 'setup');
    const before = (await settings())[0]?.contacts.chair;
    const shown = await submit(list, 'U-H01', 'Change: who to ring', CONTACTS);
    expect(shown).toMatchObject({ is: 'beside', faults: { chair: expect.stringContaining('headteacher') } });
    expect((await settings())[0]?.contacts.chair).toBe(before);
    const kept = await submit(list, 'U-H01', 'Change: who to ring', { ...CONTACTS, chair: before ?? '' });
    expect(kept.is).toBe('redrawn');
  });

  test('a teacher is told whose it is, and a governor too; nothing is begun', async () => {
    for (const who of ['U-T01', 'U-G01'])
      expect((await stage.writes(who, 'setup')).text).toContain('Set-up is for the DSL');
    expect((await stage.writes('U-D01', 'setup new')).text).toContain('added by an administrator');
    expect(await under()).toEqual([]);
  });

  test('somebody who was the DSL when the form was opened and is not any more changes nothing', async () => {
    const list = await stage.writes('U-D01', 'setup');
    const { org, setting, person } = stage.school;
    const after = { ...person('D01'), roles: ['teacher' as const] };
    await store.within(org, (tx) => savePerson(tx, org, setting.id, after, new Date(MONDAY)));
    const shown = await submit(list, 'U-D01', 'Change: who to ring', { ...CONTACTS, chair: 'Oli Grant' });
    expect(shown).toMatchObject({ is: 'private', text: expect.stringContaining('Nothing was changed') });
    expect((await settings())[0]?.contacts.leadPhone).toBe('01785 000001');
  });

  if (platform === 'local') return;

  async function fillIn(list: Copy, who: string): Promise<void> {
    await submit(list, who, 'Fill in: your school', {
      name: 'St Anne’s Nursery',
      phase: 'nursery',
      type: 'early_years',
    });
    await submit(list, who, 'Fill in: who leads', { dsl: 'U-T01', deputy: 'U-T02', head: 'U-T03' });
    await submit(list, who, 'Fill in: who to ring', CONTACTS);
    await submit(list, who, 'Fill in: the leads’ channel', { channel: stage.school.channelId });
  }

  async function administrator(): Promise<void> {
    const { org, setting, person } = stage.school;
    const after = { ...person('S01'), roles: ['site_manager' as const, 'administrator' as const] };
    await store.within(org, (tx) => savePerson(tx, org, setting.id, after, new Date(MONDAY)));
  }

  test('an administrator sets up another school, leaves and comes back, and its leads are told', async () => {
    await administrator();
    const list = await stage.writes('U-S01', 'setup new');
    expect(list.text).toContain('0 of 4 parts');
    await submit(list, 'U-S01', 'Fill in: your school', {
      name: 'St Anne’s Nursery',
      phase: 'nursery',
      type: 'early_years',
    });
    const back = await stage.writes('U-S01', 'setup new');
    expect(back.text).toContain('1 of 4 parts');
    expect(back.text).toContain('It keeps the EYFS framework; no Section 175 return is made');
    await submit(back, 'U-S01', 'Fill in: who leads', { dsl: 'U-T01', deputy: 'U-T02', head: 'U-T03' });
    await submit(back, 'U-S01', 'Fill in: who to ring', CONTACTS);
    expect(back.buttons).not.toContain('Finish set-up');
    await submit(back, 'U-S01', 'Fill in: the leads’ channel', { channel: stage.school.channelId });
    expect(back.text).toContain('4 members can read it');
    const done = await stage.press(back, 'U-S01', 'Finish set-up');
    expect(done).toMatchObject({
      is: 'redrawn',
      text: expect.stringContaining('✓ St Anne’s Nursery is set up.'),
    });
    const made = (await settings()).find(({ name }) => name === 'St Anne’s Nursery');
    expect(made).toMatchObject({ ref: 'annes-nursery', type: 'early_years', edition: 'EYFS 2025' });
    const people = await store.within(stage.school.org, (tx) => listPeople(tx, made?.id ?? ''));
    expect(people.map(({ name, roles }) => [name, ...roles]).sort()).toEqual([
      ['Amira Khan', 'dsl'],
      ['Ben Osei', 'deputy_dsl'],
      ['Carys Pugh', 'headteacher'],
      ['Len Voss', 'administrator'],
    ]);
    expect(await under()).toEqual([]);
    await stage.driver.runUntil('2026-11-09T08:10:00Z');
    expect(stage.last('U-T02').text).toContain('Len Voss has named you as deputy DSL of St Anne’s Nursery');
  });

  test.each([
    [{ kind: 'in', isPrivate: false, readers: 40 }, 'Everybody in the workspace can read'],
    [{ kind: 'not_in' }, 'Vigil is not in that channel'],
    [{ kind: 'archived' }, 'archived'],
    [{ kind: 'unseen', why: 'no answer' }, 'could not look'],
    [{ kind: 'in', isPrivate: null, readers: 140 }, 'More than a hundred'],
  ] as const)('a channel that is %j is not taken', async (seen, words) => {
    look = seen;
    await administrator();
    const list = await stage.writes('U-S01', 'setup new');
    const shown = await submit(list, 'U-S01', 'Fill in: the leads’ channel', {
      channel: stage.school.channelId,
    });
    expect(shown).toMatchObject({ is: 'beside', faults: { channel: expect.stringContaining(words) } });
    expect((await under())[0]?.draft).toEqual({});
  });

  test('a workspace that does not let Vigil look at channels can be set up all the same, and it says so', async () => {
    look = { kind: 'not_allowed' };
    await administrator();
    const list = await stage.writes('U-S01', 'setup new');
    const shown = await submit(list, 'U-S01', 'Fill in: the leads’ channel', {
      channel: stage.school.channelId,
    });
    expect(shown).toMatchObject({
      is: 'redrawn',
      text: expect.stringContaining('See for yourself that it is private'),
    });
  });

  test('nobody is both DSL and deputy, and somebody unknown is neither', async () => {
    await administrator();
    const list = await stage.writes('U-S01', 'setup new');
    const same = await submit(list, 'U-S01', 'Fill in: who leads', {
      dsl: 'U-T01',
      deputy: 'U-T01',
      head: 'U-T03',
    });
    expect(same).toMatchObject({
      is: 'beside',
      faults: { deputy: expect.stringContaining('somebody else') },
    });
    expect((await under())[0]?.draft).toEqual({});
  });

  test('a form sent after set-up has ended changes nothing, and says so', async () => {
    await administrator();
    const list = await stage.writes('U-S01', 'setup new');
    await fillIn(list, 'U-S01');
    const other = await stage.writes('U-S01', 'setup new');
    await stage.press(list, 'U-S01', 'Finish set-up');
    const late = await stage.press(other, 'U-S01', 'Finish set-up');
    expect(late).toMatchObject({ is: 'private', text: expect.stringContaining('has ended') });
    expect((await settings()).length).toBe(2);
  });
});
