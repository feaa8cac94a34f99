/**
 * "away" and "back": nobody who is away is asked, reminded or called late; what is due meanwhile has somebody or a lead
 * is told; two dates are kept and no reason; once however often it is said.
 */
import { eq, inArray, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { chaseOverdue } from '../../src/cycle/chase-overdue.ts';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { type LocalDate, localDate } from '../../src/domain/local-time.ts';
import { type Message, messageText } from '../../src/domain/message.ts';
import type { Person } from '../../src/domain/setting.ts';
import { countPeople, countPrompts } from '../../src/store/counts.ts';
import { saveAddress, savePerson } from '../../src/store/people.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { address, ledger, membership, message, prompt } from '../../src/store/schema/index.ts';
import { insertSetting } from '../../src/store/settings.ts';
import { listTables } from '../../src/store/table-copy.ts';
import { listUncovered } from '../../src/store/uncovered.ts';
import { ask, readPrompt } from '../support/ask.ts';
import { chat, freshSchool, school, store } from '../support/fresh-school.ts';
import { worldOf } from '../support/members.ts';

freshSchool();

/** A Tuesday, in the morning window. */
const NOW = '2026-11-10T08:10:00Z';
const says = (ref: string, text: string, at = NOW) =>
  takeCommand(worldOf(store, [school], at), {
    from: { platform: 'local', externalId: school.externalId, userId: `U-${ref}` },
    eventKey: `${ref} ${text}`,
    text,
  });
const textOf = (answer: Message) => messageText(answer).join('\n');
const within = <T>(work: Parameters<typeof store.within<T>>[1]) => store.within(school.org, work);
const plan = (at: string) => planPrompts(school.at(at));
const deliver = (at: string) => deliverMessages(school.at(at), new Map([['local' as const, chat]]));
const chase = (at: string) => chaseOverdue(school.at(at));
const awayOf = (ref: string) =>
  within(async (tx) => {
    const [row] = await tx
      .select()
      .from(membership)
      .where(eq(membership.personId, school.person(ref).id));
    return row?.away;
  });
const entries = () =>
  within((tx) =>
    tx
      .select({ kind: ledger.kind, subject: ledger.subject, actor: ledger.actor, facts: ledger.facts })
      .from(ledger)
      .where(inArray(ledger.kind, ['absence_begun', 'absence_ended'])),
  );
const put = async (who: string, id: string, at = '2026-11-10T08:05:00Z') =>
  (await ask(store, school, { who, questions: [id], at, until: '08:30' }))[0] ?? '';
/** Another in the same role as Len Voss. */
async function secondSite(changes: Partial<Person> = {}): Promise<Person> {
  const made = {
    ...school.person('S01'),
    id: school.at(NOW).ids.id(),
    staffRef: 'S02',
    name: 'Rob Tate',
    ...changes,
  };
  await within(async (tx) => {
    await savePerson(tx, school.org, school.setting.id, made, new Date(NOW));
    const { installationId } = school;
    await saveAddress(tx, school.org, { personId: made.id, installationId, userId: 'U-S02' });
  });
  return made;
}
const DAYS = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => `2026-11-${String(from + n).padStart(2, '0')}`);
async function live(from: number, to: number): Promise<void> {
  for (const day of DAYS(from, to)) {
    await plan(`${day}T06:00:00Z`);
    for (const at of ['08:00', '08:15', '08:29', '13:00', '15:30', '16:29', '16:30']) {
      await chase(`${day}T${at}:00Z`);
      await deliver(`${day}T${at}:30Z`);
    }
  }
}
const heardBy = (ref: string) => chat.copies.filter(({ to }) => to.id === `U-${ref}`);

describe('of oneself', () => {
  test.each(['T01', 'G01', 'D01', 'H01', 'G02'])('anybody (%s) says so, and it is two dates', async (ref) => {
    const answer = await says(ref, 'away until 30 nov');
    expect(answer.summary).toBe('You are away until Monday 30 Nov, that day included.');
    expect(textOf(answer)).toContain('No reason is needed, and none is kept');
    expect(await awayOf(ref)).toEqual([{ from: '2026-11-10', until: '2026-11-30' }]);
    const { id } = school.person(ref);
    expect(await entries()).toEqual([
      { kind: 'absence_begun', subject: id, actor: id, facts: { until: '2026-11-30', by: 'self' } },
    ]);
  });

  test('a reason makes it no command: it goes to the guard and is kept nowhere', async () => {
    for (const words of [
      'away until monday zqflu',
      'away today with zqflu',
      'back from zqflu',
      'away because my zqflu',
    ])
      expect((await says('T01', words)).kind).toBe('guard');
    expect(await awayOf('T01')).toEqual([]);
    expect(await entries()).toEqual([]);
    const kept = await within(async (tx) => {
      const rows: unknown[] = [];
      for (const { name } of await listTables(tx))
        rows.push(rowsOf(await tx.execute(sql`select * from ${sql.identifier(name)}`)));
      return JSON.stringify([rows, school.log.lines]);
    });
    expect(kept).not.toContain('zqflu');
  });

  test('without a day it says how, and a day past or far off changes nothing', async () => {
    expect(textOf(await says('T01', 'away'))).toContain('“away today” or “away until 30 Nov”');
    expect(textOf(await says('T01', 'away'))).not.toContain('for a colleague');
    expect(textOf(await says('D01', 'away'))).toContain('for a colleague');
    expect((await says('T01', 'away until 9 nov')).summary).toContain(
      'Monday 9 Nov is past. Nothing was changed.',
    );
    expect((await says('T01', 'away until 3 dec 2028')).summary).toContain('more than a year ahead');
    expect((await says('T01', 'back')).summary).toContain('You are not away. Nothing was changed.');
    expect(await entries()).toEqual([]);
  });

  test('said twice it is one absence; longer or shorter, it is changed', async () => {
    await says('T01', 'away until 30 nov');
    expect((await says('T01', 'away until 30 nov')).summary).toContain('already');
    expect(await entries()).toHaveLength(1);
    await Promise.all([says('T01', 'away today'), says('T01', 'away today')]);
    expect(await awayOf('T01')).toEqual([{ from: '2026-11-10', until: '2026-11-10' }]);
    expect(await entries()).toHaveLength(2);
    expect((await says('T01', 'back')).summary).toContain('You are back.');
    await says('T01', 'back');
    expect(await awayOf('T01')).toEqual([]);
    expect((await entries()).map(({ kind }) => kind)).toEqual([
      'absence_begun',
      'absence_begun',
      'absence_ended',
    ]);
  });

  test('it is shown to themselves, and to leads in “people”; to nobody else', async () => {
    await says('T02', 'away until 13 nov');
    expect(textOf(await says('T02', 'status me'))).toContain('You are away until Friday 13 Nov');
    expect(textOf(await says('T01', 'status me'))).not.toContain('away');
    expect(textOf(await says('D01', 'people'))).toContain('Ben Osei: until Friday 13 Nov');
    for (const ref of ['T01', 'G01', 'G02'])
      for (const words of ['people', 'status', 'due', 'digest now', 'digest'])
        expect(textOf(await says(ref, words))).not.toMatch(/Ben Osei|Friday 13 Nov/);
    expect(textOf(await says('D01', 'people', '2026-11-16T12:00:00Z'))).not.toContain('Ben Osei');
    expect(textOf(await says('T02', 'status me', '2026-11-16T12:00:00Z'))).not.toContain('away until');
  });
});

describe('of somebody else', () => {
  test.each([
    ['away ben osei until 13 nov', 'D01'],
    ['away T02 until friday', 'D02'],
    ['away osei until 2026-11-13', 'H01'],
  ])('a lead says it (%s)', async (words, ref) => {
    expect((await says(ref, words)).summary).toBe('Ben Osei is away until Friday 13 Nov, that day included.');
    expect(await awayOf('T02')).toEqual([{ from: '2026-11-10', until: '2026-11-13' }]);
    expect(await entries()).toMatchObject([
      { subject: school.person('T02').id, actor: school.person(ref).id, facts: { by: 'lead' } },
    ]);
    await says(ref, 'back T02');
    expect(await awayOf('T02')).toEqual([]);
  });

  test('nobody else may, and a name that is on no list makes it no command', async () => {
    for (const ref of ['T01', 'G01', 'S01'])
      expect((await says(ref, 'away ben osei until friday')).summary).toMatch(/is for the DSL, deputies/);
    for (const ref of ['T01', 'D01'])
      for (const words of ['away dad until friday', 'back bruised', 'away ellie until friday'])
        expect((await says(ref, words)).kind).toBe('guard');
    expect(await entries()).toEqual([]);
  });

  test('where several may be meant they are listed, and nothing is done', async () => {
    await secondSite({ name: 'Ben Voss' });
    const answer = textOf(await says('D01', 'away ben until friday'));
    expect(answer).toContain('2 people may be meant. Nothing was changed.');
    expect(answer).toContain('Ben Osei: “away T02 until 13 Nov”');
    expect(answer).toContain('Ben Voss: “away S02 until 13 Nov”');
    expect(await entries()).toEqual([]);
  });
});

describe('while away', () => {
  test('nothing is planned, sent or reminded of, and nobody is called late', async () => {
    await live(9, 9);
    await says('T01', 'away until 20 nov', '2026-11-09T17:00:00Z');
    const before = heardBy('T01').length;
    await live(10, 20);
    expect(heardBy('T01')).toHaveLength(before);
    expect(heardBy('T02').length).toBeGreaterThan(before);
    const theirs = await within((tx) =>
      tx
        .select()
        .from(prompt)
        .where(eq(prompt.personId, school.person('T01').id)),
    );
    expect(theirs.filter(({ state }) => state === 'overdue')).toEqual([]);
    expect(theirs.filter(({ localDate: on }) => on > '2026-11-09')).toEqual([]);
  });

  test('a knowledge question is let go, sent or not', async () => {
    const sent = await put('T01', 'CON-S1');
    await deliver('2026-11-10T08:06:00Z');
    const unsent = await put('T01', 'TRN-K1', '2026-11-10T15:20:00Z');
    await says('T01', 'away today');
    for (const id of [sent, unsent]) expect((await readPrompt(store, school, id)).state).toBe('cancelled');
    for (const day of ['10', '11']) await deliver(`2026-11-${day}T16:00:00Z`);
    expect(heardBy('T01')).toHaveLength(1);
  });

  test('an attestation waits: due later by the days away, as it was once they are back', async () => {
    const id = await put('T01', 'TRN-A1');
    await deliver('2026-11-10T08:06:00Z');
    const before = await readPrompt(store, school, id);
    expect(before).toMatchObject({ dueOn: '2026-11-24', chaseAt: new Date('2026-11-13T08:00:00Z') });
    await says('T01', 'away until 20 nov', '2026-11-11T08:00:00Z');
    expect(await readPrompt(store, school, id)).toMatchObject({
      state: 'asked',
      dueOn: '2026-12-04',
      chaseAt: new Date('2026-11-25T08:00:00Z'),
    });
    await says('T01', 'back', '2026-11-12T08:00:00Z');
    // The Wednesday was away.
    expect(await readPrompt(store, school, id)).toMatchObject({
      dueOn: '2026-11-25',
      chaseAt: new Date('2026-11-16T08:00:00Z'),
    });
  });

  test('an unsent attestation goes when they are back, and sooner if they are', async () => {
    const id = await put('T01', 'TRN-A1');
    await says('T01', 'away until 13 nov', '2026-11-10T08:00:00Z');
    const due = async (): Promise<LocalDate[]> =>
      (await within((tx) => tx.select().from(message).where(eq(message.state, 'pending')))).map(
        ({ nextAttemptAt }) => localDate(nextAttemptAt, 'Europe/London'),
      );
    await deliver('2026-11-10T08:06:00Z');
    expect(await due()).toEqual(['2026-11-16']);
    await says('T01', 'back', '2026-11-11T09:00:00Z');
    expect(await due()).toEqual(['2026-11-11']);
    await deliver('2026-11-11T16:29:30Z');
    expect((await readPrompt(store, school, id)).state).toBe('asked');
  });

  test.each([
    ['asked', '2026-11-10T08:06:00Z'],
    ['planned', '2026-11-10T08:00:00Z'],
  ])('a check that is %s and due meanwhile goes to a colleague of the same role', async (_state, first) => {
    const other = await secondSite();
    const id = await put('S01', 'SIT-D1');
    await deliver(first);
    const answer = textOf(await says('S01', 'away until 13 nov'));
    expect(answer).toContain('1 check due meanwhile went to a colleague with the same role.');
    expect((await readPrompt(store, school, id)).state).toBe('handed_on');
    const [next] = await within((tx) => tx.select().from(prompt).where(eq(prompt.handedFrom, id)));
    expect(next).toMatchObject({ personId: other.id, state: 'planned' });
    const before = heardBy('S01').length;
    await deliver('2026-11-10T08:29:30Z');
    expect(heardBy('S01')).toHaveLength(before);
    expect(heardBy('S02')).toHaveLength(1);
    expect(heardBy('D01')).toEqual([]);
    await says('S01', 'away until 13 nov');
    expect(await within((tx) => tx.select().from(prompt).where(eq(prompt.handedFrom, id)))).toHaveLength(1);
  });

  test('with no colleague, or one who is away too, a lead is told that nobody has it', async () => {
    await secondSite({ away: [{ from: '2026-11-09', until: '2026-11-20' }] });
    await put('S01', 'SIT-D1');
    await deliver('2026-11-10T08:06:00Z');
    expect(textOf(await says('D02', 'away S01 until 13 nov'))).toContain(
      '1 check due meanwhile could be given to nobody. A lead is told.',
    );
    await deliver('2026-11-10T08:11:00Z');
    expect(
      heardBy('D01')
        .map(({ text }) => text)
        .join('\n'),
    ).toContain('A check for the site manager falls due while Len Voss is away');
    expect(heardBy('D02')).toEqual([]);
    await live(11, 13);
    expect(heardBy('D01').filter(({ message: { kind } }) => kind === 'overdue')).toEqual([]);
  });

  test('a check due after they are back stays theirs', async () => {
    const id = await put('S01', 'SIT-D1');
    await deliver('2026-11-10T08:06:00Z');
    await says('S01', 'away today');
    expect(await readPrompt(store, school, id)).toMatchObject({ state: 'asked', dueOn: '2026-11-12' });
  });

  test('a check that is not planned yet goes to a colleague, or the digest says that nobody can be asked', async () => {
    await says('S01', 'away until 20 nov', '2026-11-09T05:00:00Z');
    const uncovered = await within((tx) => listUncovered(tx, school.setting, '2026-11-10'));
    expect(uncovered).toEqual([{ owner: 'site manager', why: 'away', checks: 1 }]);
    const other = await secondSite();
    expect(await within((tx) => listUncovered(tx, school.setting, '2026-11-10'))).toEqual([]);
    await live(9, 9);
    const gates = await within((tx) => tx.select().from(prompt).where(eq(prompt.questionId, 'SIT-D1')));
    expect(gates.map(({ personId }) => personId)).toEqual([other.id]);
  });

  test('they are neither among those who could not be reached nor among those who did not answer', async () => {
    const id = await put('T01', 'TRN-A1');
    await deliver('2026-11-10T08:06:00Z');
    await within((tx) =>
      tx
        .update(address)
        .set({ state: 'unreachable' })
        .where(eq(address.personId, school.person('T01').id)),
    );
    const counts = () =>
      within(async (tx) => ({
        people: await countPeople(tx, school.setting, '2026-11-11'),
        prompts: await countPrompts(tx, school.setting.id, '2026-W46', '2026-11-11'),
      }));
    expect(await counts()).toMatchObject({
      people: { unreachable: 1 },
      prompts: [{ asked: 1, weekOpen: 1 }],
    });
    await says('D01', 'away T01 until 13 nov');
    expect(await counts()).toMatchObject({ people: { unreachable: 0 }, prompts: [] });
    expect(textOf(await says('D01', 'people'))).not.toContain('Cannot be reached');
    expect((await readPrompt(store, school, id)).state).toBe('asked');
  });

  test('a lead is not the one on duty, and another is told of a concern; the last of all is told even so', async () => {
    await says('D01', 'away until 13 nov');
    const answer = textOf(await says('T01', 'Ellie in 4B told me her dad hits her with a belt'));
    expect(answer).toContain('Joe Lamb');
    expect(answer).not.toContain('Ines Duarte');
    await deliver(NOW);
    expect(heardBy('D02').map(({ message: { kind } }) => kind)).toEqual(['guard']);
    for (const ref of ['D02', 'H01']) await says('D02', `away ${ref} today`);
    const last = textOf(await says('T02', 'Sam in 3B told me his uncle hits him with a belt'));
    expect(last).toContain('is being told, in private');
  });
});

test('what is long over is taken away by the next plan', async () => {
  await says('T01', 'away today');
  await plan('2027-02-08T06:00:00Z');
  expect(await awayOf('T01')).toHaveLength(1);
  await plan('2027-02-09T06:00:00Z');
  expect(await awayOf('T01')).toEqual([]);
});

test('in several settings one’s own is for all of them, or for the one named; a lead’s for theirs', async () => {
  const elm = {
    ...school.setting,
    id: school.at(NOW).ids.id(),
    ref: 'elm',
    name: 'Elm Primary',
    channel: null,
  };
  await within(async (tx) => {
    await insertSetting(tx, school.org, elm);
    await savePerson(tx, school.org, elm.id, { ...school.person('T01'), staffRef: 'E1' }, new Date(NOW));
    await savePerson(tx, school.org, elm.id, { ...school.person('D01'), staffRef: 'E2' }, new Date(NOW));
  });
  const places = () =>
    within(async (tx) => {
      const rows = await tx
        .select()
        .from(membership)
        .where(eq(membership.personId, school.person('T01').id));
      return rows.map(({ settingId, away }) => [settingId === elm.id ? 'elm' : 'oak', away.length]).sort();
    });
  await says('T01', 'away today');
  expect(await places()).toEqual([
    ['elm', 1],
    ['oak', 1],
  ]);
  await says('T01', 'back elm');
  expect(await places()).toEqual([
    ['elm', 0],
    ['oak', 1],
  ]);
  await says('T01', 'back');
  const which = textOf(await says('D01', 'away amira until friday'));
  expect(which).toContain('Amira Khan, Elm Primary: “away E1 until 13 Nov elm”');
  expect(await places()).toEqual([
    ['elm', 0],
    ['oak', 0],
  ]);
  await says('D01', 'away E1 until 13 Nov elm');
  expect(await places()).toEqual([
    ['elm', 1],
    ['oak', 0],
  ]);
});
