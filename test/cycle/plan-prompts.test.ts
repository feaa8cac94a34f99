/**
 * Planning against a real record: the rows and messages it leaves, what it leaves alone, and weeks of it on end.
 */
import { and, eq, ne, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadBank } from '../../src/bank/load-bank.ts';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { englandCalendar } from '../../src/domain/england-calendar.ts';
import { instantAt, isoWeek, localDate, localTime, weekday } from '../../src/domain/local-time.ts';
import { messageText } from '../../src/domain/message.ts';
import { isSchoolDay, schoolDaysBetween } from '../../src/domain/school-day.ts';
import type { Person } from '../../src/domain/setting.ts';
import type { Store } from '../../src/store/database.ts';
import { savePerson } from '../../src/store/people.ts';
import { address, ledger, message, messagePrompt, prompt, reply } from '../../src/store/schema/index.ts';
import { insertSetting } from '../../src/store/settings.ts';
import { listWakes } from '../../src/store/wakes.ts';
import { historyOf } from '../support/history.ts';
import { makeSchool, QUESTIONS, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let school: School;
let block = 700;
const calendar = englandCalendar(2026);
const ZONE = 'Europe/London';

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block, setting: { calendar } });
});

const within = <T>(work: Parameters<typeof store.within<T>>[1], of = school) => store.within(of.org, work);
const prompts = (of = school) =>
  within((tx) => tx.select().from(prompt).orderBy(prompt.askAt, prompt.promptId), of);
const messages = (of = school) => within((tx) => tx.select().from(message).orderBy(message.notBefore), of);
const save = (person: Person) =>
  within((tx) => savePerson(tx, school.org, school.setting.id, person, new Date('2026-09-01T06:00:00Z')));
const plan = (moment: string, of = school) => planPrompts(of.at(moment));
const MONDAY = '2026-11-09T06:00:00Z';
const TUESDAY = '2026-11-10T06:00:00Z';

test('an attestation that was cancelled is put once more, as a prompt of its own; the old one stays as it was', async () => {
  await plan(MONDAY);
  const [unseen, seen] = (await prompts()).filter((row) => row.kind === 'attestation');
  if (!unseen || !seen) throw new Error('There are no attestations');
  const end = (id: string, was: Partial<typeof prompt.$inferInsert>) =>
    within((tx) =>
      tx
        .update(prompt)
        .set({ state: 'cancelled', ...was })
        .where(eq(prompt.promptId, id)),
    );
  await end(unseen.promptId, {});
  await end(seen.promptId, { askedAt: new Date(MONDAY), nudges: 2 });
  await plan(TUESDAY);
  const rows = await prompts();
  const theirs = ({ personId }: { personId: string }) =>
    rows.filter((row) => row.personId === personId && row.kind === 'attestation');
  for (const one of [unseen, seen]) {
    expect(theirs(one).map(({ state }) => state)).toEqual(['cancelled', 'planned']);
    expect(theirs(one).at(-1)).toMatchObject({
      occurrence: `${one.occurrence}+2026-11-10`,
      localDate: '2026-11-10',
      askedAt: null,
      nudges: 0,
    });
  }
  for (const { promptId } of [...theirs(unseen).slice(-1), ...theirs(seen).slice(-1)])
    expect(
      await within((tx) => tx.select().from(messagePrompt).where(eq(messagePrompt.promptId, promptId))),
    ).toHaveLength(1);
  await plan(TUESDAY);
  await plan('2026-11-11T06:00:00Z');
  expect((await prompts()).filter((row) => row.occurrence.includes('+'))).toHaveLength(2);
});

describe('a morning', () => {
  test('leaves prompts, a message for each ask, a wake and one ledger row', async () => {
    const result = await plan(MONDAY);
    const rows = await prompts();
    const sent = await messages();
    expect(result).toEqual({ counts: { planned: rows.length }, nextDue: new Date(TUESDAY) });
    // Thirteen staff to attest, and three cards: site, DSL, IT. Knowledge goes from Tuesday to Thursday.
    expect(rows.filter((row) => row.kind === 'attestation')).toHaveLength(13);
    expect(
      rows
        .filter((row) => row.kind === 'duty')
        .map((row) => row.questionId)
        .sort(),
    ).toEqual(['CON-D1', 'ONL-D1', 'SIT-D1']);
    expect(rows.filter((row) => row.kind === 'knowledge')).toEqual([]);
    expect(sent).toHaveLength(16);
    const bearing = await within((tx) => tx.select().from(messagePrompt));
    expect(bearing.map((row) => row.promptId).sort()).toEqual(rows.map((row) => row.promptId).sort());
    const earliest = sent[0]?.notBefore;
    expect(await within((tx) => listWakes(tx, school.org))).toContainEqual({
      step: 'deliver-messages',
      dueAt: earliest,
    });
    const entries = await within((tx) => tx.select().from(ledger));
    expect(entries).toMatchObject([
      {
        kind: 'prompt_planned',
        subject: school.setting.id,
        actor: null,
        facts: {
          date: '2026-11-09',
          prompts: 16,
          knowledge: 0,
          attestations: 13,
          duties: 3,
          people: 13,
          unreachable: 0,
          uncovered: 0,
        },
      },
    ]);
  });

  test('writes a prompt as the rest of the cycle expects it', async () => {
    await plan(MONDAY);
    const site = (await prompts()).find((row) => row.questionId === 'SIT-D1');
    if (!site) throw new Error('The site check was not planned');
    expect(site).toMatchObject({
      personId: school.person('S01').id,
      state: 'planned',
      kind: 'duty',
      standard: 'site',
      indicator: 'site-security',
      questionVersion: 1,
      occurrence: '2026-W46',
      localDate: '2026-11-09',
      localWeek: '2026-W46',
      closesAt: new Date('2026-11-16T23:59:59Z'), // the fifth school day after, later than the week's end
      choiceOrder: null,
      seconds: 10,
      askedAt: null,
      dueOn: null,
      chaseAt: null,
      nudges: 0,
      handedFrom: null,
    });
    const [sent] = await within((tx) =>
      tx
        .select({ row: message })
        .from(message)
        .innerJoin(messagePrompt, eq(messagePrompt.messageId, message.messageId))
        .where(eq(messagePrompt.promptId, site.promptId)),
    );
    expect(sent?.row).toMatchObject({
      kind: 'prompt',
      personId: site.personId,
      dedupeKey: `card:${school.setting.id}:${site.personId}:2026-11-09`,
      notBefore: site.askAt,
      state: 'pending',
    });
    expect(['08:30', '16:30']).toContain(localTime(sent?.row.notAfter ?? new Date(0), ZONE));
    expect(JSON.stringify(sent?.row.body)).toContain(site.token);
    const annual = (await prompts()).find((row) => row.kind === 'attestation');
    expect(annual).toMatchObject({ occurrence: '2026', closesAt: new Date('2027-07-21T22:59:59Z') });
  });

  test('gathers a person’s checks in one card', async () => {
    const dsl = school.person('D01');
    await save({ ...dsl, roles: ['dsl', 'site_manager', 'it_lead'] });
    for (const ref of ['S01', 'I01']) await save({ ...school.person(ref), roles: ['support_staff'] });
    await plan(MONDAY);
    const card = (await messages()).filter((row) => row.dedupeKey.startsWith('card:'));
    expect(card).toHaveLength(1);
    const borne = await within((tx) =>
      tx
        .select()
        .from(messagePrompt)
        .where(eq(messagePrompt.messageId, card[0]?.messageId ?? '')),
    );
    expect(borne.map((row) => row.position).sort()).toEqual([0, 1, 2]);
    expect(messageText(card[0]?.body ?? { kind: 'prompt', summary: '', blocks: [] }).join('\n')).toContain(
      'Were all gates and doors checked last week?',
    );
  });

  test('shuffles a scenario’s choices and remembers the order shown', async () => {
    await plan(TUESDAY);
    const scenarios = (await prompts()).filter((row) => row.questionId === 'CON-S1');
    expect(scenarios.length).toBeGreaterThan(2);
    const orders = scenarios.map((row) => row.choiceOrder ?? []);
    for (const order of orders) expect(order.toSorted()).toEqual(['friend', 'later', 'now']);
    expect(new Set(orders.map(String)).size).toBeGreaterThan(1);
  });

  test('sends nobody to themselves: the DSL is given the deputy', async () => {
    await plan(MONDAY);
    const words = async (ref: string) =>
      (await messages())
        .filter((row) => row.personId === school.person(ref).id)
        .flatMap((row) => messageText(row.body))
        .join('\n');
    expect(await words('T01')).toContain('Ines Duarte');
    expect(await words('D01')).not.toContain('Ines Duarte');
    expect(await words('D01')).toContain('Joe Lamb');
  });

  test('says "check locally" until a lead approves what was not checked', async () => {
    const unchecked = QUESTIONS.map((question) => ({ ...question, confidence: 'check-locally' as const }));
    const other = await makeSchool(store, {
      block: block + 5_000,
      questions: unchecked,
      setting: { calendar },
    });
    await plan(MONDAY, other);
    await plan(MONDAY);
    const words = async (of: School) =>
      (await messages(of))
        .flatMap((row) => messageText(row.body))
        .join('\n')
        .toLowerCase();
    expect(await words(other)).toContain('check locally');
    expect(await words(school)).not.toContain('check locally');
  });
});

describe('run again', () => {
  test('the same day adds nothing, in the morning or late', async () => {
    await plan(TUESDAY);
    const before = { prompts: await prompts(), messages: await messages() };
    for (const again of [TUESDAY, '2026-11-10T06:00:30Z', '2026-11-10T15:30:00Z'])
      expect((await plan(again)).counts.planned).toBe(0);
    expect({ prompts: await prompts(), messages: await messages() }).toEqual(before);
    expect(await within((tx) => tx.select().from(ledger))).toHaveLength(1);
  });

  test('by two at once, adds it once', async () => {
    const results = await Promise.all([plan(TUESDAY), plan(TUESDAY), plan(TUESDAY)]);
    const planned = results.map(({ counts }) => counts.planned ?? 0).sort((one, other) => one - other);
    expect(planned.slice(0, 2)).toEqual([0, 0]);
    expect(planned[2]).toBe((await prompts()).length);
  });

  test('asks only whoever has come since', async () => {
    const late = { ...school.person('T01'), state: 'candidate' as const };
    await save(late);
    await plan(MONDAY);
    await save({ ...late, state: 'confirmed' });
    expect((await plan('2026-11-09T10:00:00Z')).counts.planned).toBe(1);
    expect((await prompts()).find((row) => row.personId === late.id)?.askAt.toISOString()).toMatch(
      /^2026-11-09T1[56]:/,
    );
  });
});

describe('when it is woken', () => {
  test('before six it waits for six', async () => {
    const early = await plan('2026-11-10T05:59:00Z');
    expect(early).toEqual({ counts: { planned: 0 }, nextDue: new Date(TUESDAY) });
  });

  test('late it plans what still fits, and after hours nothing', async () => {
    await plan('2026-11-10T15:50:00Z');
    const rows = await prompts();
    expect(rows.length).toBeGreaterThan(13);
    for (const row of rows) expect(row.askAt >= new Date('2026-11-10T15:50:00Z')).toBe(true);
    const other = await makeSchool(store, { block: block + 5_000, setting: { calendar } });
    expect((await plan('2026-11-10T16:30:00Z', other)).counts.planned).toBe(0);
  });

  test.each([
    ['a Saturday', '2026-11-14T08:00:00Z', '2026-11-16T06:00:00Z'],
    ['half term', '2026-10-26T08:00:00Z', '2026-11-02T06:00:00Z'],
    ['Christmas', '2026-12-25T08:00:00Z', '2027-01-04T06:00:00Z'],
    ['Easter, when the clocks go forward', '2027-03-28T08:00:00Z', '2027-04-12T05:00:00Z'],
    ['a bank holiday', '2027-05-03T08:00:00Z', '2027-05-04T05:00:00Z'],
    ['INSET', '2026-09-01T08:00:00Z', '2026-09-03T05:00:00Z'],
  ])('on %s it asks nobody and sleeps until school is back', async (_what, at, next) => {
    expect(await plan(at)).toEqual({ counts: { planned: 0 }, nextDue: new Date(next) });
    expect(await messages()).toEqual([]);
  });

  test('when the calendar has run out it asks nobody and does not spin', async () => {
    expect(await plan('2027-07-22T08:00:00Z')).toEqual({ counts: { planned: 0 }, nextDue: null });
    const none = await makeSchool(store, {
      block: block + 5_000,
      setting: { calendar: { halfTerms: [], closures: [] } },
    });
    expect(await plan(MONDAY, none)).toEqual({ counts: { planned: 0 }, nextDue: null });
  });

  test.each([
    ['back in October', '2026-10-23T05:00:00Z', '2026-11-02T06:00:00Z'],
    ['forward in March', '2027-03-25T06:00:00Z', '2027-04-12T05:00:00Z'],
  ])('across the clocks going %s, six stays six and eight stays eight', async (_way, before, after) => {
    const first = await plan(before);
    expect(first.nextDue).toEqual(new Date(after));
    await plan(after);
    const rows = await prompts();
    expect(new Set(rows.map((row) => row.localDate)).size).toBe(2);
    for (const row of rows) {
      expect(localDate(row.askAt, ZONE)).toBe(row.localDate);
      expect(inWindow(localTime(row.askAt, ZONE))).toBe(true);
    }
  });
});

const inWindow = (time: string) => (time >= '08:00' && time < '08:30') || (time >= '15:15' && time < '16:30');

describe('who is never asked', () => {
  test('candidates, leavers, those who have not begun, and those chat cannot reach', async () => {
    await save({ ...school.person('T01'), state: 'candidate' });
    await save({ ...school.person('T02'), state: 'left' });
    await save({ ...school.person('T03'), leavesOn: '2026-11-08' });
    await save({ ...school.person('T04'), startsOn: '2026-11-11' });
    await within((tx) => tx.delete(address).where(eq(address.personId, school.person('T05').id)));
    await within((tx) =>
      tx
        .update(address)
        .set({ state: 'unreachable' })
        .where(eq(address.personId, school.person('S01').id)),
    );
    for (const at of [MONDAY, TUESDAY]) await plan(at);
    const asked = new Set((await prompts()).map((row) => row.personId));
    for (const ref of ['T01', 'T02', 'T03', 'T04', 'T05', 'S01'])
      expect(asked.has(school.person(ref).id)).toBe(false);
    const [entry] = await within((tx) => tx.select().from(ledger).orderBy(ledger.at));
    expect(entry?.facts).toMatchObject({ unreachable: 2, uncovered: 1 });
    expect(school.log.lines.find((line) => line.event === 'duties_uncovered')?.facts).toEqual({
      setting: school.setting.id,
      questions: 'SIT-D1',
    });
  });

  test('governors, of what is for all staff', async () => {
    for (const at of [MONDAY, TUESDAY, '2026-11-11T06:00:00Z']) await plan(at);
    const asked = new Set((await prompts()).map((row) => row.personId));
    for (const ref of ['G01', 'G02']) expect(asked.has(school.person(ref).id)).toBe(false);
  });
});

describe('what the record says', () => {
  test('the indicator longest unasked is asked first', async () => {
    const past = historyOf(store, school, block + 20_000);
    await past.add({ question: 'CON-S1', person: 'T01', on: '2026-10-20', verdict: 'good' });
    await past.add({ question: 'TRN-K1', person: 'T02', on: '2026-09-20', verdict: 'good' });
    await plan(TUESDAY);
    const asked = (await prompts()).filter(
      (row) => row.localDate === '2026-11-10' && row.kind === 'knowledge',
    );
    const counts = (id: string) => asked.filter((row) => row.questionId === id).length;
    expect(counts('TRN-K1')).toBeGreaterThanOrEqual(counts('CON-S1'));
    expect(counts('TRN-K1') + counts('CON-S1')).toBe(asked.length);
  });

  test('a cancelled check goes to another holder of the role', async () => {
    await save({ ...school.person('A01'), roles: ['teaching_assistant', 'site_manager'] });
    await plan(MONDAY);
    const held = async () =>
      within((tx) =>
        tx
          .select()
          .from(prompt)
          .where(and(eq(prompt.questionId, 'SIT-D1'), ne(prompt.state, 'cancelled'))),
      );
    const [first] = await held();
    if (!first) throw new Error('The site check was not planned');
    await within((tx) =>
      tx.update(prompt).set({ state: 'cancelled' }).where(eq(prompt.promptId, first.promptId)),
    );
    await plan(TUESDAY);
    const [second] = await held();
    const holders = [school.person('A01').id, school.person('S01').id].sort();
    expect([first.personId, second?.personId].sort()).toEqual(holders);
  });

  test('a good date stands while it may', async () => {
    const dated = QUESTIONS.map((one) =>
      one.id === 'ONL-D1' ? { ...one, answer: { kind: 'date' as const, within: 365, again: 30 } } : one,
    );
    const other = await makeSchool(store, { block: block + 5_000, questions: dated, setting: { calendar } });
    const past = historyOf(store, other, block + 20_000);
    const { replyId } = await past.add({
      question: 'ONL-D1',
      person: 'I01',
      on: '2026-10-05',
      verdict: 'good',
    });
    await within(async (tx) => {
      const [said] = await tx
        .select()
        .from(reply)
        .where(eq(reply.replyId, replyId ?? ''));
      if (!said) throw new Error('There is no reply to correct');
      const answer = { kind: 'date' as const, date: '2026-09-30' };
      await tx.insert(reply).values({ ...said, replyId: other.at(MONDAY).ids.id(), revision: 2, answer });
    }, other);
    await plan(MONDAY, other);
    const asked = (await prompts(other)).filter((row) => row.localDate === '2026-11-09');
    expect(asked.map((row) => row.questionId)).not.toContain('ONL-D1');
    expect(asked.map((row) => row.questionId)).toContain('SIT-D1');
  });
});

test('several settings are planned each by its own calendar, and a person in two has one budget', async () => {
  const elm = {
    ...school.setting,
    id: school.at(MONDAY).ids.id(),
    ref: `elm-${block}`,
    name: 'Elm Primary',
    calendar: {
      ...calendar,
      closures: [...calendar.closures, { on: '2026-11-11', reason: 'closed' as const, name: 'Boiler' }],
    },
  };
  const both = school.person('T01');
  await within(async (tx) => {
    await insertSetting(tx, school.org, elm);
    await savePerson(tx, school.org, elm.id, { ...both, staffRef: 'E01' }, new Date(MONDAY));
    await tx.execute(sql`
      insert into setting_question (org_id, setting_id, question_id, version)
      select org_id, ${elm.id}::uuid, question_id, version from setting_question where setting_id = ${school.setting.id}`);
  });
  for (let day = 9; day <= 20; day += 1) await plan(`2026-11-${String(day).padStart(2, '0')}T06:00:00Z`);
  const theirs = (await prompts()).filter((row) => row.personId === both.id && row.kind === 'knowledge');
  for (const week of ['2026-W46', '2026-W47']) {
    const rows = theirs.filter((row) => row.localWeek === week);
    expect(rows.length).toBeLessThanOrEqual(2);
    expect(new Set(rows.map((row) => row.localDate)).size).toBe(rows.length);
  }
  const closed = (await prompts()).filter((row) => row.localDate === '2026-11-11');
  expect(closed.length).toBeGreaterThan(0);
  expect(closed.filter((row) => row.settingId === elm.id)).toEqual([]);
});

test('two organisations: nothing of one is in the other’s messages, rows or log', async () => {
  const twin = await makeSchool(store, { block: block + 5_000, canary: 'ZEBRA', setting: { calendar } });
  const first = await makeSchool(store, { block: block + 6_000, canary: 'OTTER', setting: { calendar } });
  for (const at of [MONDAY, TUESDAY]) {
    await plan(at, twin);
    await plan(at, first);
  }
  const everything = async (of: School) =>
    JSON.stringify([
      await prompts(of),
      await messages(of),
      await within((tx) => tx.select().from(ledger), of),
    ]);
  expect(await everything(first)).toContain('OTTER');
  expect(await everything(first)).not.toContain('ZEBRA');
  expect(await everything(twin)).not.toContain('OTTER');
  const outside = JSON.stringify([await within((tx) => tx.select().from(ledger), twin), twin.log.lines]);
  expect(outside).not.toMatch(/ZEBRA|Duarte|Khan/);
});

test('six weeks over half term, with odd days and hours: no promise broken, on the real bank', async () => {
  const questions = loadBank().filter((question) => question.phases.includes('primary'));
  const busy = await makeSchool(store, { block: block + 5_000, questions, setting: { calendar } });
  const odd: Record<string, Partial<Person>> = {
    T02: { workingDays: [1, 2, 3] },
    T03: { workingDays: [1, 5] },
    T04: { leavesOn: '2026-11-04' },
    T05: { startsOn: '2026-10-14' },
    A01: { dayStart: '09:00', dayEnd: '13:00' },
    A02: { dayStart: '11:30', dayEnd: '12:10', workingDays: [2, 4] },
    D02: { workingDays: [4, 5] },
  };
  const people = busy.people.map((person) => ({ ...person, ...odd[person.staffRef] }));
  await within(async (tx) => {
    for (const person of people)
      await savePerson(tx, busy.org, busy.setting.id, person, new Date('2026-09-01T06:00:00Z'));
  }, busy);
  let due: Date | null = new Date('2026-10-12T05:00:00Z');
  while (due !== null && due < new Date('2026-11-21T00:00:00Z')) {
    const { nextDue } = await plan(due.toISOString(), busy);
    await within(
      (tx) => tx.update(prompt).set({ state: 'answered' }).where(eq(prompt.state, 'planned')),
      busy,
    );
    due = nextDue;
  }
  const rows = await prompts(busy);
  expect(rows.length).toBeGreaterThan(150);
  const byId = new Map(people.map((person) => [person.id, person]));
  for (const row of rows) {
    const person = byId.get(row.personId);
    if (!person) throw new Error('A stranger was asked');
    expect(isSchoolDay(calendar, row.localDate)).toBe(true);
    expect(person.workingDays).toContain(weekday(row.localDate));
    expect(person.startsOn === null || person.startsOn <= row.localDate).toBe(true);
    expect(person.leavesOn === null || row.localDate <= person.leavesOn).toBe(true);
    expect(row.askAt >= instantAt(row.localDate, person.dayStart, ZONE)).toBe(true);
    expect(row.askAt < instantAt(row.localDate, person.dayEnd, ZONE)).toBe(true);
    expect(row.localWeek).toBe(isoWeek(row.localDate));
  }
  const knowledge = rows.filter((row) => row.kind === 'knowledge');
  for (const [place, row] of knowledge.entries()) {
    const again = knowledge
      .slice(place + 1)
      .find((other) => other.personId === row.personId && other.questionId === row.questionId);
    if (again) expect(schoolDaysBetween(calendar, row.localDate, again.localDate)).toBeGreaterThan(10);
  }
  const weekly = (ref: string) => {
    const theirs = knowledge.filter((row) => row.personId === busy.person(ref).id);
    return [...new Set(rows.map((row) => row.localWeek))].map(
      (week) => theirs.filter((row) => row.localWeek === week).length,
    );
  };
  expect(weekly('T01')).toEqual([2, 2, 2, 2, 2]);
  expect([5, 6, 7]).toContain(weekly('T02').reduce((sum, one) => sum + one, 0)); // 1.2 a week for five weeks
  for (const count of weekly('T02')) expect(count).toBeLessThanOrEqual(2);
  const attested = rows.filter((row) => row.kind === 'attestation');
  expect(attested.map((row) => row.personId).sort()).toEqual(
    people
      .filter((person) => !person.roles.some((role) => /govern/.test(role)))
      .map((person) => person.id)
      .sort(),
  );
  const cards = (await messages(busy)).filter((row) => row.dedupeKey.startsWith('card:'));
  const perWeek = cards.map((row) => `${row.personId} ${isoWeek(localDate(row.notBefore, ZONE))}`);
  expect(new Set(perWeek).size).toBe(perWeek.length);
}, 60_000);
