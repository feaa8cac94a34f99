/**
 * "closed today" and "open today": who may, what moves and what does not, once however often it is said.
 */
import { eq, inArray } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { chaseOverdue } from '../../src/cycle/chase-overdue.ts';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { localDate } from '../../src/domain/local-time.ts';
import { type Message, messageText } from '../../src/domain/message.ts';
import type { Question } from '../../src/domain/question.ts';
import { savePerson } from '../../src/store/people.ts';
import { addQuestions, useQuestions } from '../../src/store/questions.ts';
import { alert, closure, lane, ledger, message, notAsked, prompt } from '../../src/store/schema/index.ts';
import { insertSetting } from '../../src/store/settings.ts';
import { ask, readPrompt } from '../support/ask.ts';
import { chat, freshSchool, school, store } from '../support/fresh-school.ts';
import { worldOf } from '../support/members.ts';
import { QUESTIONS } from '../support/school.ts';

freshSchool();

/** A Tuesday, before anybody is asked. */
const SNOW = '2026-11-10T06:30:00Z';
const says = (ref: string, text: string, at = SNOW) =>
  takeCommand(worldOf(store, [school], at), {
    from: { platform: 'local', externalId: school.externalId, userId: `U-${ref}` },
    eventKey: `${ref} ${text}`,
    text,
  });
const textOf = (answer: Message) => messageText(answer).join('\n');
const plan = (at: string) => planPrompts(school.at(at));
const deliver = (at: string) => deliverMessages(school.at(at), new Map([['local' as const, chat]]));
const chase = (at: string) => chaseOverdue(school.at(at));
const within = <T>(work: Parameters<typeof store.within<T>>[1]) => store.within(school.org, work);
const closures = () =>
  within(async (tx) => (await tx.select().from(closure)).filter(({ reason }) => reason === 'closed'));
const entries = () =>
  within((tx) =>
    tx
      .select({ kind: ledger.kind, subject: ledger.subject, actor: ledger.actor, facts: ledger.facts })
      .from(ledger)
      .where(inArray(ledger.kind, ['day_closed', 'day_opened'])),
  );
const waiting = () =>
  within(async (tx) =>
    (await tx.select().from(message).where(eq(message.state, 'pending')))
      .filter(({ kind }) => kind === 'prompt' || kind === 'nudge')
      .map(({ nextAttemptAt }) => localDate(nextAttemptAt, school.setting.zone)),
  );
const posts = () => chat.calls.filter(({ did }) => did === 'post').length;

const DAILY: Question = {
  ...(QUESTIONS.find(({ id }) => id === 'SIT-D1') as Question),
  id: 'SIT-D9',
  indicator: 'gates-today',
  cadence: 'daily',
  text: 'Are the gates locked this morning?',
};
const withDaily = () =>
  within(async (tx) => {
    await addQuestions(tx, school.org, [DAILY]);
    await useQuestions(tx, school.org, school.setting.id, [DAILY]);
    school.questions.push(DAILY);
  });

describe('who may', () => {
  test.each(['D01', 'D02', 'H01'])('a lead (%s) closes the day', async (ref) => {
    const answer = await says(ref, 'closed today');
    expect(answer.summary).toBe('Oak Primary is closed today, Tuesday 10 Nov.');
    expect(await closures()).toMatchObject([{ closedOn: '2026-11-10', settingId: school.setting.id }]);
    expect(await entries()).toEqual([
      {
        kind: 'day_closed',
        subject: school.setting.id,
        actor: school.person(ref).id,
        facts: { on: '2026-11-10' },
      },
    ]);
  });

  test.each(['T01', 'G01', 'G02', 'S01'])('nobody else (%s) does', async (ref) => {
    for (const words of ['closed today', 'open today', 'closed'])
      expect((await says(ref, words)).summary).toMatch(/is for its DSL, deputies and headteacher/);
    expect(await closures()).toEqual([]);
    expect(await entries()).toEqual([]);
  });

  test('with any other word it is no command, and goes to the guard', async () => {
    for (const words of [
      'closed today because a boy was hurt',
      'closed the door on me',
      'open wounds',
      'closed 31 nov',
    ])
      for (const ref of ['D01', 'T01']) expect((await says(ref, words)).kind).toBe('guard');
    expect(await closures()).toEqual([]);
  });
});

describe('which day', () => {
  test.each([
    ['closed tomorrow', '2026-11-11'],
    ['/vigil closed thursday please', '2026-11-12'],
    ['closed 16 nov', '2026-11-16'],
  ])('%s', async (words, on) => {
    await says('D01', words);
    expect((await closures()).map(({ closedOn }) => closedOn)).toEqual([on]);
  });

  test.each([
    ['closed 9 nov', 'Monday 9 Nov is past'],
    ['closed 3 dec', 'Thursday 3 Dec is more than 7 days ahead'],
    ['closed 14 nov', 'no school day: it is a weekend or in the holidays'],
    ['open today', 'is not closed today'],
    ['open 9 nov', 'is past'],
  ])('%s changes nothing and says why', async (words, why) => {
    const answer = textOf(await says('D01', words));
    expect(answer).toContain(why);
    expect(answer).toContain('Nothing was changed.');
    expect(await closures()).toEqual([]);
    expect(await entries()).toEqual([]);
  });

  test('an INSET day is the calendar’s: it is neither closed nor opened', async () => {
    const key = { orgId: school.org, settingId: school.setting.id };
    await within((tx) =>
      tx.insert(closure).values({ ...key, closedOn: '2026-11-11', reason: 'inset', name: 'INSET day' }),
    );
    expect(textOf(await says('D01', 'closed tomorrow'))).toContain('no school day already: INSET day');
    expect(textOf(await says('D01', 'open tomorrow'))).toContain('in the school calendar as INSET day');
    expect(await within((tx) => tx.select().from(closure))).toHaveLength(2);
  });

  test('without a day it says how', async () => {
    expect(textOf(await says('D01', 'closed'))).toContain(
      '“closed today”, “closed tomorrow” or “closed 3 Dec”',
    );
    expect(textOf(await says('D01', 'open'))).toContain('Say which day');
  });
});

describe('what was planned', () => {
  test('is asked of nobody that day, and goes as planning would have it', async () => {
    await plan('2026-11-10T06:00:00Z');
    const planned = await waiting();
    expect(planned.length).toBeGreaterThan(10);
    expect(new Set(planned)).toEqual(new Set(['2026-11-10']));
    const answer = textOf(await says('D01', 'closed today'));
    const rows = await within((tx) => tx.select().from(prompt));
    expect(answer).toContain(
      `${rows.length} questions had not gone yet, and will wait until Wednesday 11 Nov`,
    );
    expect(await waiting()).not.toContain('2026-11-10');
    for (const at of ['08:00', '08:15', '12:00', '16:00', '23:00']) {
      await plan(`2026-11-10T${at}:00Z`);
      await deliver(`2026-11-10T${at}:00Z`);
    }
    expect(chat.calls).toEqual([]);
    await plan('2026-11-11T06:00:00Z');
    await deliver('2026-11-11T16:29:00Z');
    // The week's card among them, once.
    const cards = chat.copies.filter(({ to }) => to.id === 'U-S01');
    expect(cards.filter(({ text }) => text.includes('Were all gates and doors'))).toHaveLength(1);
    const knowledge = (await within((tx) => tx.select().from(prompt))).filter(
      ({ kind }) => kind === 'knowledge',
    );
    expect(knowledge.filter(({ localDate: on }) => on === '2026-11-10')).toEqual([]);
    const twice = new Map<string, number>();
    for (const { personId, localDate: on } of knowledge)
      twice.set(`${personId} ${on}`, (twice.get(`${personId} ${on}`) ?? 0) + 1);
    expect(Math.max(...twice.values())).toBe(1);
  });

  test('a knowledge question of a Thursday is not put on a Friday, and does not come on top of next week’s', async () => {
    const [id = ''] = await ask(store, school, {
      who: 'T01',
      questions: ['CON-S1'],
      at: '2026-11-12T08:05:00Z',
    });
    await says('D01', 'closed today', '2026-11-12T06:30:00Z');
    for (const day of ['12', '13', '16', '17'])
      for (const at of ['08:29:30', '16:29:30']) await deliver(`2026-11-${day}T${at}Z`);
    expect(chat.calls).toEqual([]);
    expect((await readPrompt(store, school, id)).state).toBe('cancelled');
  });

  test('what was claimed by a process that died is moved when it is found', async () => {
    await ask(store, school, { who: 'S01', questions: ['SIT-D1'], at: '2026-11-10T08:05:00Z' });
    await within(async (tx) => {
      await tx
        .update(message)
        .set({ state: 'sending', attempts: 1, leasedUntil: new Date('2020-01-01T00:00:00Z') });
      await tx.update(lane).set({ leasedUntil: new Date('2020-01-01T00:00:00Z') });
    });
    const answer = textOf(await says('D01', 'closed today'));
    expect(answer).toContain('Some were being sent at that very moment, and may still arrive.');
    await deliver('2026-11-10T08:10:00Z');
    expect(posts()).toBe(0);
    await deliver('2026-11-11T08:29:30Z');
    expect(posts()).toBe(1);
  });

  test('a school closed in the middle of a delivery is not sent the rest', async () => {
    for (const who of school.people.slice(0, 14).map(({ staffRef }) => staffRef))
      await ask(store, school, { who, questions: ['TRN-A1'], at: '2026-11-10T08:05:00Z' });
    let begun = 0;
    chat.before = async () => {
      begun += 1;
      if (begun !== 1) return;
      await says('D01', 'closed today', '2026-11-10T08:06:00Z');
      // As planning that had begun before would leave it.
      await ask(store, school, { who: 'T01', questions: ['CON-S1'], at: '2026-11-10T08:06:00Z' });
    };
    await deliver('2026-11-10T08:06:00Z');
    // One claim of ten was already in hand.
    expect(begun).toBe(10);
    expect(await waiting()).toEqual(Array(5).fill('2026-11-11'));
  });

  test('a check of one day is not asked for it, nor counted as missed', async () => {
    await withDaily();
    const [id = ''] = await ask(store, school, {
      who: 'S01',
      questions: ['SIT-D9'],
      at: '2026-11-10T08:05:00Z',
    });
    await says('D01', 'closed today');
    await deliver('2026-11-10T08:10:00Z');
    expect((await readPrompt(store, school, id)).state).toBe('planned');
    await deliver('2026-11-11T15:30:00Z');
    expect(chat.calls).toEqual([]);
    expect((await readPrompt(store, school, id)).state).toBe('cancelled');
    expect(await within((tx) => tx.select().from(notAsked))).toEqual([]);
  });
});

describe('what was asked', () => {
  const asked = async () => {
    const [id = ''] = await ask(store, school, {
      who: 'S01',
      questions: ['SIT-D1'],
      at: '2026-11-09T08:05:00Z',
    });
    await deliver('2026-11-09T08:06:00Z');
    return id;
  };

  test('is due a school day later, reminded of on no closed day, and called overdue only then', async () => {
    const id = await asked();
    expect(await readPrompt(store, school, id)).toMatchObject({ dueOn: '2026-11-11' });
    await says('D01', 'closed today', '2026-11-10T06:30:00Z');
    expect(await readPrompt(store, school, id)).toMatchObject({
      dueOn: '2026-11-12',
      chaseAt: new Date('2026-11-11T08:00:00Z'),
    });
    const days: string[] = [];
    for (const day of ['10', '11', '12'])
      for (const at of ['08:05', '12:00', '16:05']) {
        const { counts } = await chase(`2026-11-${day}T${at}:00Z`);
        const before = chat.calls.length;
        await deliver(`2026-11-${day}T${at}:30Z`);
        if (chat.calls.length > before) days.push(`${day} ${chat.calls.at(-1)?.message.kind}`);
        if (counts.overdue) days.push(`${day} overdue`);
      }
    expect(days.filter((each) => each.startsWith('10'))).toEqual([]);
    expect(days.slice(0, 2)).toEqual(['11 nudge', '12 nudge']);
    expect(days.filter((each) => each.endsWith('overdue'))).toContain('12 overdue');
  });

  test('a reminder that had not gone waits for the next school day', async () => {
    const id = await asked();
    await chase('2026-11-10T08:00:00Z');
    expect(await waiting()).toEqual(['2026-11-10']);
    // The window is before school or after it; it has not gone yet.
    const answer = textOf(await says('D01', 'closed today', '2026-11-10T08:00:00Z'));
    expect(answer).toContain('1 reminder had not gone yet');
    await deliver('2026-11-10T16:00:00Z');
    expect(chat.calls.map(({ message: { kind } }) => kind)).toEqual(['prompt']);
    expect(await waiting()).toEqual(['2026-11-11']);
    expect((await readPrompt(store, school, id)).nudges).toBe(1);
  });
});

test('working-day and day-and-night alerts go on; those in school days wait', async () => {
  await says('D01', 'closed today');
  const at = new Date('2026-11-10T09:00:00Z');
  const clocks = ['school', 'working', 'always'] as const;
  await within(async (tx) => {
    for (const clock of clocks) {
      const alertId = school.at(SNOW).ids.id();
      const key = { orgId: school.org, settingId: school.setting.id };
      await tx
        .insert(alert)
        .values({ ...key, alertId, kind: 'concern', subject: clock, token: clock, clock, openedAt: at });
      await tx.insert(message).values({
        ...key,
        messageId: school.at(SNOW).ids.id(),
        kind: clock === 'always' ? 'guard' : 'alert',
        personId: school.person('D01').id,
        installationId: school.installationId,
        dedupeKey: clock,
        alertId,
        body: { kind: 'alert', summary: clock, blocks: [] },
        notBefore: at,
        nextAttemptAt: at,
        createdAt: at,
      });
    }
  });
  await deliver('2026-11-10T09:00:00Z');
  await deliver('2026-11-10T09:00:00Z');
  expect(chat.calls.map(({ message: { summary } }) => summary).sort()).toEqual(['always', 'working']);
  await deliver('2026-11-11T07:30:00Z');
  expect(chat.calls.at(-1)?.message.summary).toBe('school');
});

test('nothing is said to anybody but the one who wrote', async () => {
  await says('D01', 'closed today');
  await deliver('2026-11-10T08:30:00Z');
  expect(chat.calls).toEqual([]);
  expect(await within((tx) => tx.select().from(message))).toEqual([]);
});

describe('said again', () => {
  test('it has one effect', async () => {
    await plan('2026-11-10T06:00:00Z');
    await says('D01', 'closed today');
    const before = await within((tx) => tx.select().from(message).orderBy(message.messageId));
    expect(textOf(await says('D01', 'closed today'))).toContain('is closed today, Tuesday 10 Nov already.');
    expect(textOf(await says('H01', 'closed today'))).toContain('already');
    expect(await within((tx) => tx.select().from(message).orderBy(message.messageId))).toEqual(before);
    expect(await entries()).toHaveLength(1);
  });

  test('by two at once, one closes it', async () => {
    await Promise.all([says('D01', 'closed today'), says('H01', 'closed today')]);
    expect(await closures()).toHaveLength(1);
    expect(await entries()).toHaveLength(1);
  });

  test('undone, everything is where it was to be', async () => {
    await withDaily();
    for (const [who, id] of [
      ['S01', 'SIT-D1'],
      ['T01', 'CON-S1'],
      ['T02', 'TRN-A1'],
    ] as const)
      await ask(store, school, { who, questions: [id], at: '2026-11-09T08:05:00Z' });
    await deliver('2026-11-09T08:10:00Z');
    await plan('2026-11-10T06:00:00Z');
    const standing = () =>
      within(async (tx) =>
        (await tx.select().from(prompt).orderBy(prompt.promptId)).map(
          ({ promptId, state, localDate: on, dueOn, chaseAt }) => ({ promptId, state, on, dueOn, chaseAt }),
        ),
      );
    const [before, days] = [await standing(), (await waiting()).length];
    await says('D01', 'closed today');
    expect(await standing()).not.toEqual(before);
    // Moved once more by the deliverer, as what it finds on a closed day is.
    await deliver('2026-11-10T08:30:00Z');
    const answer = await says('H01', 'open today', '2026-11-10T09:00:00Z');
    expect(answer.summary).toBe('Oak Primary is open today, Tuesday 10 Nov again.');
    expect(await standing()).toEqual(before);
    expect(await waiting()).toEqual(Array(days).fill('2026-11-10'));
    expect(await closures()).toEqual([]);
    expect((await entries()).map(({ kind, actor }) => [kind, actor])).toEqual([
      ['day_closed', school.person('D01').id],
      ['day_opened', school.person('H01').id],
    ]);
    await says('D01', 'open today', '2026-11-10T09:00:00Z');
    expect(await entries()).toHaveLength(2);
    chat.calls.length = 0;
    await deliver('2026-11-10T16:29:00Z');
    expect(chat.calls.length).toBe(days);
  });
});

describe('a trust', () => {
  const second = async () => {
    const elm = {
      ...school.setting,
      id: school.at(SNOW).ids.id(),
      ref: 'elm',
      name: 'Elm Primary',
      channel: null,
    };
    await within(async (tx) => {
      await insertSetting(tx, school.org, elm);
      await savePerson(tx, school.org, elm.id, { ...school.person('D01') }, new Date(SNOW));
      await savePerson(
        tx,
        school.org,
        elm.id,
        { ...school.person('H01'), roles: ['teacher'] },
        new Date(SNOW),
      );
    });
    return elm;
  };

  test('whoever leads several says which, and only that one is closed', async () => {
    const elm = await second();
    const which = textOf(await says('D01', 'closed today'));
    expect(which).toContain('Say which setting');
    expect(which).toContain('Elm Primary: “closed today elm”.');
    expect(await closures()).toEqual([]);
    const answer = textOf(await says('D01', 'closed today elm'));
    expect(answer).toContain('Elm Primary is closed today');
    expect(answer).toContain('write “open today elm”');
    expect((await closures()).map(({ settingId }) => settingId)).toEqual([elm.id]);
  });

  test('whoever leads one of theirs closes that one, and is refused the other', async () => {
    await second();
    expect((await says('H01', 'closed today elm')).summary).toMatch(/is for its DSL/);
    await says('H01', 'closed today');
    expect((await closures()).map(({ settingId }) => settingId)).toEqual([school.setting.id]);
  });
});
