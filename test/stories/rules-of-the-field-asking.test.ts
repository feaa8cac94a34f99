/**
 * The rules of the field about asking: who may be asked, what comes first, how often, and when not at all.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { nextMorning } from '../../src/domain/alert-hours.ts';
import { isoWeek, localDate, localTime, weekday } from '../../src/domain/local-time.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Person } from '../../src/domain/setting.ts';
import { digestMessage } from '../../src/messages/digest.ts';
import { guardMessage } from '../../src/messages/guard.ts';
import type { Store } from '../../src/store/database.ts';
import { readDigest } from '../../src/store/digests.ts';
import { savePerson } from '../../src/store/people.ts';
import { member, membership, message, prompt, setting } from '../../src/store/schema/index.ts';
import { insertSetting } from '../../src/store/settings.ts';
import { worldOf } from '../support/members.ts';
import { makeSchool, QUESTIONS, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T06:00:00Z';
const NOON = '2026-11-10T12:00:00Z';
let store: Store;
let school: School;
let block = 400;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
});

const within = <T>(work: Parameters<typeof store.within<T>>[1]) => store.within(school.org, work);
const prompts = () => within((tx) => tx.select().from(prompt));
const plan = (at: string) => planPrompts(school.at(at));
const change = (ref: string, set: Partial<typeof membership.$inferInsert>) =>
  within((tx) =>
    tx
      .update(membership)
      .set(set)
      .where(eq(membership.personId, school.person(ref).id)),
  );
const says = (userId: string, text: string, at = NOON) =>
  takeCommand(worldOf(store, [school], at), {
    from: { platform: 'local', externalId: school.externalId, userId },
    eventKey: `${userId} ${text} ${at}`,
    text,
  });
const askedOf = async (ref: string) =>
  (await prompts()).filter(({ personId }) => personId === school.person(ref).id);

describe('7.1 only confirmed staff are ever asked', () => {
  test('7.1 nobody is asked until a lead confirms them on a staff list, and from then on they may be', async () => {
    await within((tx) =>
      tx.insert(member).values({
        orgId: school.org,
        installationId: school.installationId,
        userId: 'U-NEW',
        token: 'a-new-member',
        name: 'Newt Candidate',
        email: 'newt@oak.example',
        standing: 'member',
        seenAt: new Date(MONDAY),
      }),
    );
    await change('T02', { state: 'candidate' });
    await plan(MONDAY);
    expect((await prompts()).length).toBeGreaterThan(0);
    expect(await askedOf('T02')).toEqual([]);
    await takePress(worldOf(store, [school], MONDAY), {
      from: { platform: 'local', externalId: school.externalId, userId: 'U-D01' },
      eventKey: 'confirm',
      verb: 'confirm',
      token: 'a-new-member',
      arg: 'teacher',
    });
    await plan('2026-11-09T07:00:00Z');
    const known = new Set(school.people.map(({ id }) => id));
    expect((await prompts()).filter(({ personId }) => !known.has(personId))).not.toEqual([]);
  });

  test('7.1 anybody unlisted who writes is told “Tell a teacher now”, and the lead hears of it', async () => {
    for (const words of ['help', 'status', 'he hurts me'])
      expect((await says('U-PUPIL', words)).summary).toBe(
        'Tell a teacher now. In danger: 999. Childline 0800 1111.',
      );
    const told = await within((tx) => tx.select().from(message));
    // First that somebody wrote; then, since it may be about a child, an alert that cannot wait.
    const lead = school.person('D01').id;
    expect(told.map(({ personId, kind }) => [personId, kind])).toEqual([
      [lead, 'action'],
      [lead, 'guard'],
    ]);
    expect(JSON.stringify(told)).not.toMatch(/hurts|PUPIL/);
    expect(await prompts()).toEqual([]);
  });
});

describe('7.2 Vigil is not a place to report', () => {
  const DUTIES = 'set-up is not finished';
  const missing: [string, () => Promise<unknown>, string][] = [
    ['DSL', () => change('D01', { roles: ['teacher'] }), 'a confirmed DSL on the staff list'],
    [
      'deputy',
      () => change('D02', { roles: ['teacher'] }),
      'a confirmed deputy DSL on it, who is somebody else',
    ],
    ['DSL confirmed', () => change('D01', { state: 'candidate' }), 'a confirmed DSL on the staff list'],
    ['deputy who is still here', () => change('D02', { leavesOn: '2026-11-08' }), 'deputy DSL'],
    ...(['frontDoor', 'outOfHours', 'lado', 'chair', 'leadPhone'] as const).map(
      (contact): [string, () => Promise<unknown>, string] => [
        contact,
        () =>
          within((tx) =>
            tx
              .update(setting)
              .set({ contacts: { ...school.setting.contacts, [contact]: ' ' } })
              .where(eq(setting.settingId, school.setting.id)),
          ),
        'Vigil needs',
      ],
    ),
  ];

  test.each(missing)(
    '7.2 without a %s nobody is asked anything, and it is said why',
    async (_what, take, words) => {
      await take();
      expect((await plan(MONDAY)).counts.planned).toBe(0);
      expect(await prompts()).toEqual([]);
      const ask = await says('U-T01', 'ask', '2026-11-10T08:10:00Z');
      expect(ask.summary).toContain('your setting is still being set up');
      for (const [who, command] of [
        ['U-H01', 'status'],
        ['U-H01', 'people'],
        ['U-G01', 'status'],
      ] as const) {
        const text = messageText(await says(who, command)).join('\n');
        expect(text).toContain(DUTIES);
        expect(text).toContain(words);
      }
      const [now] = await within((tx) => tx.select().from(setting));
      const facts = await within((tx) =>
        readDigest(
          tx,
          { ...school.setting, contacts: now?.contacts ?? school.setting.contacts },
          '2026-W46',
          new Date(NOON),
        ),
      );
      const digest = messageText(digestMessage(facts)).join('\n');
      expect(digest).toContain('Nobody was asked this week, because set-up is not finished');
      expect(digest).toContain(words);
    },
  );

  test('7.2 once it is filled in they are asked, and nothing of the time before is put down to Vigil', async () => {
    await change('D02', { roles: ['teacher'] });
    await plan(MONDAY);
    await plan('2026-11-10T06:00:00Z');
    await change('D02', { roles: ['deputy_dsl'] });
    await plan('2026-11-11T06:00:00Z');
    expect((await prompts()).length).toBeGreaterThan(0);
    const facts = await within((tx) =>
      readDigest(tx, school.setting, '2026-W46', new Date('2026-11-11T12:00:00Z')),
    );
    expect([facts.setUp, facts.notAsked]).toEqual([undefined, []]);
  });

  test('7.2 one person is never both, and in a small setting or a nursery the head may be one of the two', async () => {
    await change('D02', { roles: ['teacher'] });
    await change('D01', { roles: ['dsl', 'deputy_dsl'] });
    expect((await plan(MONDAY)).counts.planned).toBe(0);
    await within((tx) =>
      tx.update(setting).set({ phase: 'nursery' }).where(eq(setting.settingId, school.setting.id)),
    );
    expect((await says('U-H01', 'status')).blocks).not.toContainEqual(
      expect.objectContaining({ text: expect.stringContaining(DUTIES) }),
    );
    await within((tx) =>
      tx.update(setting).set({ phase: 'primary' }).where(eq(setting.settingId, school.setting.id)),
    );
    for (const ref of ['T01', 'T02', 'T03', 'T04', 'T05', 'T06']) await change(ref, { state: 'left' });
    expect((await plan(MONDAY)).counts.planned).toBeGreaterThan(0);
  });

  test('7.2 deleting what was written is never advised, whatever it seems to be about', () => {
    const { contacts } = school.setting;
    for (const outcome of [
      { is: 'unsure' },
      { is: 'child', told: null },
      { is: 'child', told: { name: 'Ines' } },
      { is: 'adult' },
    ] as const) {
      const guard = messageText(guardMessage({ leadOnDuty: { name: 'Ines' }, contacts }, outcome)).join('\n');
      expect(guard).toContain('Don’t delete your message; ask the DSL.');
      expect(guard.replace('Don’t delete', '')).not.toMatch(/delete|remove/i);
      expect(guard).toContain('This is NOT a report');
    }
  });
});

describe('7.3 what is sampled and what is not', () => {
  const weeks = async (from: number, days: number) => {
    for (let day = 0; day < days; day += 1) {
      const at = new Date(new Date(MONDAY).getTime() + (from + day) * 86_400_000);
      await planPrompts(school.at(at));
    }
  };
  const ofKind = async (kind: Question['kind']) => (await prompts()).filter((row) => row.kind === kind);

  test('7.3 every duty goes to its owner in each of its periods, whatever else they were asked', async () => {
    await weeks(0, 12);
    const duties = (await ofKind('duty')).filter(({ questionId }) => questionId === 'SIT-D1');
    expect(duties.map(({ personId, localWeek }) => [personId, localWeek])).toEqual([
      [school.person('S01').id, '2026-W46'],
      [school.person('S01').id, '2026-W47'],
    ]);
  });

  test('7.3 an attestation is put to everybody in its audience', async () => {
    await weeks(0, 26);
    const asked = new Set((await ofKind('attestation')).map(({ personId }) => personId));
    const staff = school.people.filter(({ roles }) => !roles.some((role) => /govern/.test(role)));
    for (const { id } of staff) expect(asked).toContain(id);
  });

  test('7.3 the budget a week is for knowledge alone, and no question comes back within ten school days', async () => {
    await weeks(0, 26);
    const knowledge = await ofKind('knowledge');
    expect(knowledge.length).toBeGreaterThan(0);
    for (const { id } of school.people)
      for (const week of ['2026-W46', '2026-W47', '2026-W48', '2026-W49'] as const)
        expect(
          knowledge.filter(({ personId, localWeek }) => personId === id && localWeek === week).length,
        ).toBeLessThanOrEqual(school.setting.weeklyBudget);
    const met = new Map<string, string>();
    for (const row of knowledge.toSorted((one, other) => one.localDate.localeCompare(other.localDate))) {
      const key = `${row.personId} ${row.questionId}`;
      const before = met.get(key);
      if (before !== undefined)
        expect(new Date(row.localDate).getTime() - new Date(before).getTime()).toBeGreaterThanOrEqual(
          14 * 86_400_000,
        );
      met.set(key, row.localDate);
    }
  });

  test('7.3 a card of duties has its own limit, and says how long it takes to the person who owns it', async () => {
    const many = Array.from(
      { length: 40 },
      (_, n): Question => ({
        ...(QUESTIONS.find(({ id }) => id === 'SIT-D1') as Question),
        id: `SIT-X${n}`,
        indicator: `check-${n}`,
        seconds: 30,
      }),
    );
    block += 1;
    school = await makeSchool(store, { block, questions: many });
    await plan(MONDAY);
    const seconds = (await askedOf('S01')).reduce((sum, row) => sum + row.seconds, 0);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(180);
    const [card] = await within((tx) =>
      tx
        .select()
        .from(message)
        .where(eq(message.personId, school.person('S01').id)),
    );
    expect(messageText(card?.body ?? { kind: 'prompt', summary: '', blocks: [] }).join(' ')).toMatch(
      /minute/,
    );
  });

  test('7.3 a person in two settings has one budget, pro rata to their hours', async () => {
    const elm = { ...school.setting, id: school.at(MONDAY).ids.id(), ref: 'elm', name: 'Elm Primary' };
    const half: Person = { ...school.person('T01'), workingDays: [2], dayStart: '08:00', dayEnd: '16:30' };
    await within(async (tx) => {
      await insertSetting(tx, school.org, elm);
      await savePerson(tx, school.org, elm.id, half, new Date(MONDAY));
      for (const ref of ['D01', 'D02'])
        await savePerson(tx, school.org, elm.id, school.person(ref), new Date(MONDAY));
      await savePerson(tx, school.org, school.setting.id, half, new Date(MONDAY));
    });
    await weeks(0, 26);
    const byWeek = new Map<string, number>();
    for (const row of (await askedOf('T01')).filter(({ kind }) => kind === 'knowledge'))
      byWeek.set(row.localWeek, (byWeek.get(row.localWeek) ?? 0) + 1);
    for (const count of byWeek.values()) expect(count).toBeLessThanOrEqual(1);
  });

  test('7.3 everything is asked in paid time, outside lessons', async () => {
    await change('S01', { dayStart: '08:15', dayEnd: '15:45' });
    await weeks(0, 12);
    for (const { personId, askAt } of await prompts()) {
      const time = localTime(askAt, school.setting.zone);
      const inWindow = school.setting.windows.some(({ from, to }) => from <= time && time <= to);
      expect([time, inWindow]).toEqual([time, true]);
      if (personId === school.person('S01').id) expect(time >= '08:15' && time <= '15:45').toBe(true);
      expect(weekday(localDate(askAt, school.setting.zone))).toBeLessThanOrEqual(5);
    }
  });
});

describe('7.4 clocks', () => {
  test('7.4 prompts never run in the holidays', async () => {
    for (const day of ['2026-10-26', '2026-10-28', '2026-10-30', '2026-11-01', '2026-12-21', '2026-12-24'])
      expect((await plan(`${day}T09:00:00Z`)).counts.planned).toBe(0);
    expect(await prompts()).toEqual([]);
    expect(isoWeek('2026-10-26')).toBe('2026-W44');
  });

  test('7.4 a referral’s or the LADO’s clock runs in the holidays, every other alert’s waits for school', () => {
    const friday = new Date('2026-12-18T16:30:00Z');
    const climbs = (clock: 'school' | 'working') => nextMorning(school.setting, friday, clock).toISOString();
    expect(climbs('working')).toBe('2026-12-21T07:30:00.000Z');
    expect(climbs('school')).toBe('2027-01-04T07:30:00.000Z');
  });
});
