/**
 * Stories of the bank: a question is switched off and on, changed, approved and added from chat, and two leads at once
 * overwrite nothing. The same on every platform.
 */
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { textGuard } from '../../src/cycle/text-guard.ts';
import type { Question } from '../../src/domain/question.ts';
import { findEntry, listBank } from '../../src/store/bank.ts';
import type { Store } from '../../src/store/database.ts';
import { savePerson } from '../../src/store/people.ts';
import { addQuestions, useQuestions } from '../../src/store/questions.ts';
import { ledger, prompt, questionVersion } from '../../src/store/schema/index.ts';
import { insertSetting } from '../../src/store/settings.ts';
import { QUESTIONS } from '../support/school.ts';
import { openStage, PLATFORMS, type Stage } from '../support/stage.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const UNSURE: Question = {
  ...(QUESTIONS.find(({ id }) => id === 'TRN-K1') as Question),
  id: 'TRN-K2',
  indicator: 'knows-the-policy',
  text: 'Do you know where the policy is kept?',
  confidence: 'check-locally',
};

let store: Store;
let stage: Stage;
let block = 80_000;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const entry = (id: string) =>
  store.within(stage.school.org, (tx) => findEntry(tx, stage.school.setting.id, id));
const rows = () => store.within(stage.school.org, (tx) => tx.select().from(ledger));
const told = async (kind: string) => (await rows()).filter((row) => row.kind === kind);
const CHANGE = {
  wording: 'Do you know who leads on safeguarding today?',
  reason: 'Staff must know who to go to.',
  cadence: 'termly',
  audience: 'all_staff',
};
const OWN = {
  standard: 'site',
  kind: 'duty',
  topic: 'Gate at lunch',
  wording: 'Was the side gate locked after lunch last week?',
  reason: 'It is used for deliveries.',
  answers: 'yes_partly_no',
  cadence: 'weekly',
  audience: 'site_manager',
};

describe.each(PLATFORMS)('on %s', (platform) => {
  beforeEach(async () => {
    block += 1;
    stage = await openStage(store, platform, {
      block,
      at: MONDAY,
      questions: [...QUESTIONS, UNSURE],
      more: { guard: textGuard },
    });
  });
  afterEach(() => stage.close());

  test('the bank says what is on, what waits for a lead, and what each role is asked', async () => {
    const shown = await stage.writes('U-D01', 'bank');
    expect(shown.text).toContain('7 questions are on at Oak Primary; 0 off.');
    expect(shown.text).toContain('Check locally: 1 question that no lead has approved yet: TRN-K2.');
    expect(shown.text).toContain('site manager: 1 check, 10 s in the heaviest week of the 3 min allowed');
    expect(shown.text).toContain('Your own questions: none.');
    const standard = await stage.writes('U-D01', 'bank training');
    expect(standard.text).toContain('3 of 3 questions on');
    expect(standard.text).toContain('check locally');
    const one = await stage.writes('U-D01', 'bank trn-k1');
    expect(one.text).toContain('Do you know who the DSL is today?');
    expect(one.text).toContain('Yes is good, no is poor');
    expect(one.buttons).toContain('Switch off');
    expect(one.buttons).not.toContain('Approve');
  });

  test('a deputy sees it and changes nothing; a teacher and a governor see nothing of it', async () => {
    const seen = await stage.writes('U-D02', 'bank TRN-K1');
    expect(seen.text).toContain('Do you know who the DSL is today?');
    expect(seen.buttons).not.toContain('Switch off');
    for (const who of ['U-T01', 'U-G01'])
      expect((await stage.writes(who, 'bank TRN-K1')).text).toContain(
        'is for the DSL, deputies and the headteacher',
      );
  });

  test('somebody who was the DSL when it was shown and is a deputy now changes nothing', async () => {
    const shown = await stage.writes('U-D01', 'bank TRN-K1');
    const { org, setting, person } = stage.school;
    const after = { ...person('D01'), roles: ['deputy_dsl' as const] };
    await store.within(org, (tx) => savePerson(tx, org, setting.id, after, new Date(MONDAY)));
    expect(await stage.press(shown, 'U-D01', 'Switch off')).toMatchObject({
      is: 'private',
      text: expect.stringContaining('changed by the DSL and the headteacher'),
    });
    expect((await entry('TRN-K1'))?.state).toBe('on');
  });

  test('a check is switched off: it says that it will show as not asked; what is open stays, and no more is planned', async () => {
    await stage.driver.runUntil('2026-11-09T09:00:00Z');
    const before = await store.within(stage.school.org, (tx) => tx.select().from(prompt));
    const shown = await stage.writes('U-D01', 'bank SIT-D1');
    const off = await stage.press(shown, 'U-D01', 'Switch off');
    expect(off).toMatchObject({
      is: 'redrawn',
      text: expect.stringContaining('shown as not asked, never as met'),
    });
    expect((await entry('SIT-D1'))?.state).toBe('off');
    const after = await store.within(stage.school.org, (tx) => tx.select().from(prompt));
    expect(after.map(({ state }) => state)).toEqual(before.map(({ state }) => state));
    expect((await stage.writes('U-D01', 'bank')).text).toContain('Not asked, since switched off: SIT-D1.');
    const [row] = await told('question_switched');
    expect(row).toMatchObject({
      subject: stage.school.setting.id,
      actor: stage.school.person('D01').id,
      facts: { question: 'SIT-D1', version: 1, state: 'off' },
    });
    const on = await stage.press(shown, 'U-D01', 'Switch on');
    expect(on).toMatchObject({ is: 'redrawn', text: expect.stringContaining('Switched on.') });
  });

  test('one to check locally is approved once, by name', async () => {
    const shown = await stage.writes('U-H01', 'bank TRN-K2');
    expect(shown.text).toContain('Check locally: no lead has approved it yet.');
    const other = await stage.writes('U-D01', 'bank TRN-K2');
    const done = await stage.press(shown, 'U-H01', 'Approve');
    expect(done).toMatchObject({ is: 'redrawn', text: expect.stringContaining('Approved.') });
    expect(shown.buttons).not.toContain('Approve');
    const again = await stage.press(other, 'U-D01', 'Approve');
    expect(again).toMatchObject({ is: 'private', text: expect.stringContaining('Nothing was changed') });
    expect(await told('question_approved')).toMatchObject([
      { actor: stage.school.person('H01').id, facts: { question: 'TRN-K2', version: 1 } },
    ]);
  });

  test('a change is a version of its own: what is open, and another setting, keep theirs', async () => {
    const { org, setting } = stage.school;
    const elm = {
      ...setting,
      id: stage.school.at(new Date(MONDAY)).ids.id(),
      ref: `elm-${block}`,
      name: 'Elm',
      channel: null,
    };
    await store.within(org, async (tx) => {
      await insertSetting(tx, org, elm);
      await addQuestions(tx, org, QUESTIONS);
      await useQuestions(tx, org, elm.id, QUESTIONS);
    });
    const open = await store.within(org, (tx) =>
      tx.select().from(prompt).where(eq(prompt.questionId, 'TRN-K1')),
    );
    const shown = await stage.writes('U-D01', 'bank TRN-K1');
    const saved = await stage.submit(shown, 'U-D01', CHANGE, 'Change');
    expect(saved).toMatchObject({
      is: 'redrawn',
      text: expect.stringContaining('Saved as your own version 1.'),
    });
    expect(await entry('TRN-K1')).toMatchObject({
      question: { version: 1001, text: CHANGE.wording, cadence: 'termly', confidence: 'check-locally' },
      approvedAt: null,
    });
    const there = await store.within(org, (tx) => findEntry(tx, elm.id, 'TRN-K1'));
    expect(there?.question).toMatchObject({ version: 1, text: 'Do you know who the DSL is today?' });
    const after = await store.within(org, (tx) =>
      tx.select().from(prompt).where(eq(prompt.questionId, 'TRN-K1')),
    );
    expect(after.map((row) => row.questionVersion)).toEqual(open.map((row) => row.questionVersion));
    const first = await store.within(org, (tx) =>
      tx.select().from(questionVersion).where(eq(questionVersion.questionId, 'TRN-K1')),
    );
    expect(first.map(({ version }) => version).sort()).toEqual([1, 1001]);
    const [row] = await told('question_changed');
    expect(row).toMatchObject({ facts: { question: 'TRN-K1', version: 1001, before: 1 } });
    expect(JSON.stringify(await rows())).not.toContain('leads on safeguarding');
  });

  test('each fault of a change is said beside its box, and nothing is saved', async () => {
    const shown = await stage.writes('U-D01', 'bank TRN-K1');
    const saved = await stage.submit(
      shown,
      'U-D01',
      { ...CHANGE, wording: 'Did you log the incident?', reason: 'All clear!' },
      'Change',
    );
    expect(saved).toMatchObject({
      is: 'beside',
      faults: { wording: expect.stringContaining('concern'), reason: expect.stringContaining('exclamation') },
    });
    expect((await entry('TRN-K1'))?.question.version).toBe(1);
  });

  test('a change that asks a role too much in a week is refused beside how often', async () => {
    const { org, setting } = stage.school;
    const heavy = Array.from(
      { length: 9 },
      (_, n): Question => ({
        ...(QUESTIONS.find(({ id }) => id === 'CON-D1') as Question),
        id: `CON-D${n + 50}`,
        indicator: `heavy-${n}`,
        audience: 'site_manager',
        seconds: 18,
      }),
    );
    await store.within(org, async (tx) => {
      await addQuestions(tx, org, heavy);
      await useQuestions(tx, org, setting.id, heavy);
    });
    const shown = await stage.writes('U-D01', 'bank SIT-D1');
    const saved = await stage.submit(
      shown,
      'U-D01',
      {
        wording: 'Were all gates and doors checked last week?',
        reason: 'An open gate is how a child is lost.',
        cadence: 'daily',
        audience: 'site_manager',
      },
      'Change',
    );
    expect(saved).toMatchObject({
      is: 'beside',
      faults: { cadence: expect.stringContaining('3 min is the most') },
    });
  });

  test('words about a child are stopped: nothing is kept of them, and where to go is said', async () => {
    const shown = await stage.writes('U-D01', 'bank TRN-K1');
    const words = 'Jayden told me his uncle hits him.';
    const saved = await stage.submit(shown, 'U-D01', { ...CHANGE, wording: words }, 'Change');
    expect(saved).toMatchObject({ is: 'private', text: expect.stringContaining('NOT a report') });
    expect((await entry('TRN-K1'))?.question.version).toBe(1);
    const kept = await store.within(stage.school.org, (tx) => tx.select().from(questionVersion));
    expect(JSON.stringify([kept, await rows()])).not.toContain('Jayden');
  });

  test('two leads at once: the second is told, and overwrites nothing', async () => {
    const first = await stage.writes('U-D01', 'bank TRN-K1');
    const second = await stage.writes('U-H01', 'bank TRN-K1');
    await stage.submit(first, 'U-D01', CHANGE, 'Change');
    const late = await stage.submit(
      second,
      'U-H01',
      { ...CHANGE, wording: 'Who is the DSL today, do you know?' },
      'Change',
    );
    if (late.is === 'beside')
      expect(Object.values(late.faults).join(' ')).toContain('changed since you opened it');
    else
      expect(late).toMatchObject({
        is: 'private',
        text: expect.stringContaining('changed since you opened it'),
      });
    const off = await stage.press(second, 'U-H01', 'Switch off');
    expect(off).toMatchObject({ is: 'private', text: expect.stringContaining('nothing was overwritten') });
    expect(await entry('TRN-K1')).toMatchObject({ state: 'on', question: { text: CHANGE.wording } });
  });

  test('a question of the school’s own is added, told apart, and waits for approval', async () => {
    const form = await stage.writes('U-H01', 'bank add');
    const added = await stage.submit(form, 'U-H01', OWN, 'Add a question');
    expect(added).toMatchObject({ is: 'redrawn', text: expect.stringContaining('Added as LOC-SIT-1.') });
    expect(await entry('LOC-SIT-1')).toMatchObject({
      state: 'on',
      approvedAt: null,
      question: {
        indicator: 'gate-at-lunch',
        source: { document: 'our own' },
        confidence: 'check-locally',
        answer: { kind: 'yes_partly_no' },
      },
    });
    expect((await stage.writes('U-H01', 'bank')).text).toContain('Your own questions: 1 (LOC-SIT-1).');
    const again = await stage.submit(await stage.writes('U-H01', 'bank add'), 'U-H01', OWN, 'Add a question');
    expect(again).toMatchObject({
      is: 'beside',
      faults: { topic: expect.stringContaining('called that already') },
    });
    const wrong = await stage.submit(
      await stage.writes('U-H01', 'bank add'),
      'U-H01',
      {
        ...OWN,
        topic: 'Gate in the morning',
        audience: 'all_staff',
      },
      'Add a question',
    );
    expect(wrong).toMatchObject({
      is: 'beside',
      faults: { audience: expect.stringContaining('one named role') },
    });
    const bank = await store.within(stage.school.org, (tx) => listBank(tx, stage.school.setting.id));
    expect(bank).toHaveLength(8);
  });
});
