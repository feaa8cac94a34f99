/**
 * The weekly digest, end to end on a real store: counted right, sent once, to the right place, at the right time,
 * and naming nobody.
 */
import { eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendDigests } from '../../src/cycle/send-digests.ts';
import { type Message, messageText } from '../../src/domain/message.ts';
import type { Setting } from '../../src/domain/setting.ts';
import type { Store } from '../../src/store/database.ts';
import { readDigest } from '../../src/store/digests.ts';
import {
  address,
  digest,
  ledger,
  membership,
  message,
  organisation,
  wake,
} from '../../src/store/schema/index.ts';
import { readStatus } from '../../src/store/status.ts';
import { historyOf } from '../support/history.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let block = 0;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const school = (setting: Partial<Setting> = {}, canary = ''): Promise<School> => {
  block += 1;
  return makeSchool(store, { block, setting, canary });
};
const MONDAY = '2026-11-16T08:00:00Z';
const digestsOf = (at: School) => store.within(at.org, (tx) => tx.select().from(digest));
const messagesOf = (at: School) => store.within(at.org, (tx) => tx.select().from(message));
const bodyOf = async (at: School): Promise<Message> => {
  const [row] = await messagesOf(at);
  if (!row) throw new Error('No message was queued');
  return row.body;
};
const said = async (at: School) => messageText(await bodyOf(at)).join('\n');

/** A week to add up by hand: W46, 9–13 November 2026, with a little of the weeks before it. */
async function livedWeek(at: School): Promise<void> {
  const past = historyOf(store, at, 500 + block);
  // The week before: the gates were checked.
  await past.add({ question: 'SIT-D1', person: 'S01', on: '2026-11-02', verdict: 'good' });
  // W46: a gate was not. An action opens, due the week after.
  const gate = await past.add({
    question: 'SIT-D1',
    person: 'S01',
    on: '2026-11-09',
    verdict: 'poor',
    seconds: 30,
  });
  await past.openAction({
    replyId: gate.replyId ?? '',
    question: 'SIT-D1',
    owner: 'S01',
    on: '2026-11-09',
    dueOn: '2026-11-16',
  });
  // Seven teachers are asked who the DSL is: five know (one after correcting a slip), one does not, one is not sure.
  const refs = ['T01', 'T02', 'T03', 'T04'];
  for (const person of refs)
    await past.add({ question: 'TRN-K1', person, on: '2026-11-10', verdict: 'good', seconds: 60 });
  await past.add({
    question: 'TRN-K1',
    person: 'T05',
    on: '2026-11-11',
    verdict: 'poor',
    corrected: { verdict: 'good', on: '2026-11-11' },
  });
  await past.add({ question: 'TRN-K1', person: 'T06', on: '2026-11-12', verdict: 'poor' });
  await past.add({ question: 'TRN-K1', person: 'A01', on: '2026-11-12', verdict: 'unsure' });
  // One lapsed, one was handed on, one is still open, one was never delivered, one was withdrawn.
  await past.add({ question: 'CON-S1', person: 'A01', on: '2026-11-10', state: 'lapsed' });
  await past.add({ question: 'CON-S1', person: 'A02', on: '2026-11-10', state: 'handed_on' });
  await past.add({ question: 'CON-S1', person: 'T01', on: '2026-11-12' });
  await past.add({ question: 'CON-S1', person: 'T02', on: '2026-11-12', delivered: false });
  await past.add({ question: 'CON-S1', person: 'T03', on: '2026-11-12', state: 'cancelled' });
  // The DSL's weekly check is overdue and nobody has it; the IT lead's is overdue and somebody has.
  await past.add({
    question: 'CON-D1',
    person: 'D01',
    on: '2026-11-09',
    state: 'overdue',
    dueOn: '2026-11-11',
  });
  const filtering = await past.add({
    question: 'ONL-D1',
    person: 'I01',
    on: '2026-11-02',
    state: 'overdue',
    dueOn: '2026-11-04',
  });
  await past.overdueAlert(filtering, 'acknowledged');
  // Two people have not read Part one.
  for (const person of ['T01', 'T02'])
    await past.add({ question: 'TRN-A1', person, on: '2026-10-19', state: 'overdue', dueOn: '2026-11-09' });
}

describe('the figures', () => {
  let oak: School;
  beforeAll(async () => {
    oak = await school();
    await livedWeek(oak);
  });

  test('are what adding up by hand gives', async () => {
    const facts = await store.within(oak.org, (tx) =>
      readDigest(tx, oak.setting, '2026-W46', new Date(MONDAY)),
    );
    expect(facts).toMatchObject({
      settingName: 'Oak Primary',
      week: '2026-W46',
      from: '2026-11-09',
      to: '2026-11-15',
    });
    // Asked in the week: the gate, seven about the DSL, one lapsed, one handed on, one open, the DSL's check.
    expect(facts.participation).toEqual({
      asked: 12,
      answered: 8,
      notSure: 1,
      lapsed: 1,
      handedOn: 1,
      stillOpen: 2,
      people: 10,
      unreachable: 0,
      staff: 13,
    });
    // 30 + 4 × 60 + 2 × 10 (a correction takes time too) + 10 + 10 = 310 seconds.
    expect(facts.minutes).toBe(5);
    const of = (id: string) => facts.standards.find((row) => row.standard === id);
    expect(of('site')).toEqual({
      standard: 'site',
      rating: 'not_met',
      before: 'partially_met',
      asked: 2,
      answered: 2,
      good: 0,
      counted: 0,
    });
    // Six counted answers: five are let out, and the sixth waits for its block to fill.
    expect(of('training')).toMatchObject({
      rating: 'partially_met',
      before: 'not_yet_assessed',
      asked: 9,
      answered: 7,
      good: 5,
      counted: 5,
    });
    expect(of('voice')).toMatchObject({
      rating: 'not_yet_assessed',
      before: 'not_yet_assessed',
      asked: 0,
      answered: 0,
    });
    expect(facts.overdue).toEqual([
      {
        standard: 'online',
        indicator: 'filtering-tested',
        kind: 'duty',
        owner: 'IT lead',
        dueOn: '2026-11-04',
        people: 1,
        acknowledged: true,
      },
      {
        standard: 'training',
        indicator: 'part-one-read',
        kind: 'attestation',
        owner: 'all staff',
        dueOn: '2026-11-09',
        people: 2,
        acknowledged: false,
      },
      {
        standard: 'concerns',
        indicator: 'recorded-same-day',
        kind: 'duty',
        owner: 'DSL',
        dueOn: '2026-11-11',
        people: 1,
        acknowledged: false,
      },
    ]);
    expect(facts.openActions).toEqual([
      {
        standard: 'site',
        indicator: 'site-security',
        dueOn: '2026-11-16',
        late: false,
        openedThisWeek: true,
      },
    ]);
    expect(facts.calendarEndsOn).toBe('2027-07-21');
    expect(facts.whyNobody).toBeNull();
  });

  test('of the status agree with them', async () => {
    const status = await store.within(oak.org, (tx) =>
      readStatus(tx, oak.setting, new Date('2026-11-13T16:00:00Z')),
    );
    expect(status).toMatchObject({
      ref: oak.setting.ref,
      name: 'Oak Primary',
      overdue: 4,
      openActions: 1,
      minutesThisWeek: 5,
    });
    expect(status.standards).toHaveLength(12);
    expect(status.standards.find((row) => row.id === 'site')).toEqual({
      id: 'site',
      name: 'Safe site, visitors, trips and first aid',
      rating: 'not_met',
      answered: 2,
      asked: 2,
    });
  });

  test('are said in the digest with their denominators, first line first', async () => {
    await sendDigests(oak.at(MONDAY));
    const body = await bodyOf(oak);
    expect(body.summary).toBe(
      'Week of 9 Nov. Needs a person today: 2. Changed: 1. Newly looked at: 1 standard. 8 of 12 asked answered; 0 staff could not be reached. ' +
        'Not assessed: 10 standards. No change seen does not mean all is well.',
    );
    const text = messageText(body).join('\n');
    expect(text).toContain(
      'Check not answered: recorded same day (DSL), due 11 Nov. Standard: Responding to concerns',
    );
    expect(text).toContain('Part one read: 2 people have not answered, due 9 Nov.');
    expect(text).toContain('Safe site, visitors, trips and first aid: was Partially met, now Not met.');
    // All five alike would say what each of them answered, so it is said loosely.
    expect(text).toContain('Training, induction and supervision: most or all of 5 were good answers.');
    expect(text).toContain('Somebody has it: check not answered: filtering tested (IT lead), due 4 Nov.');
    expect(text).toContain('Action due 16 Nov (new): site security.');
    expect(text).toContain('reported, not checked');
  });

  test('name nobody, and never call it all clear', async () => {
    const text = await said(oak);
    for (const person of oak.people)
      for (const part of person.name.split(' ')) expect(text).not.toMatch(new RegExp(`\\b${part}\\b`));
    expect(text).not.toMatch(/all clear|compliant|incident|!/i);
    const [row] = await digestsOf(oak);
    for (const person of oak.people) expect(JSON.stringify(row?.facts)).not.toContain(person.name);
  });

  test('are readable on a phone: no table wider than four columns', async () => {
    for (const block of (await bodyOf(oak)).blocks)
      if (block.type === 'table') {
        expect(block.columns.length).toBeLessThanOrEqual(4);
        for (const row of block.rows) expect(row.length).toBe(block.columns.length);
      }
  });
});

describe('sending', () => {
  test('two runs, then two at once, send one digest', async () => {
    const oak = await school();
    const first = await sendDigests(oak.at(MONDAY));
    expect(first.counts.digests).toBe(1);
    expect(first.nextDue?.toISOString()).toBe('2026-11-23T08:00:00.000Z');
    expect((await sendDigests(oak.at(MONDAY))).counts.digests).toBe(0);
    await Promise.all([
      sendDigests(oak.at('2026-11-23T08:00:00Z')),
      sendDigests(oak.at('2026-11-23T08:00:00Z')),
    ]);
    expect((await digestsOf(oak)).map((row) => row.week).sort()).toEqual(['2026-W46', '2026-W47']);
    expect((await messagesOf(oak)).map((row) => row.dedupeKey).sort()).toEqual([
      `digest:${oak.setting.id}:2026-W46`,
      `digest:${oak.setting.id}:2026-W47`,
    ]);
    const entries = await store.within(oak.org, (tx) => tx.select().from(ledger));
    expect(entries.map((entry) => entry.kind)).toEqual(['digest_sent', 'digest_sent']);
    const wakes = await store.unbound((tx) => tx.select().from(wake));
    expect(wakes.filter((row) => row.orgId === oak.org && row.step === 'deliver-messages')).toHaveLength(1);
  });

  test('goes to the channel where there is one', async () => {
    const oak = await school();
    await sendDigests(oak.at(MONDAY));
    expect(await messagesOf(oak)).toMatchObject([
      { channelId: oak.channelId, personId: null, kind: 'digest' },
    ]);
  });

  test('goes to the lead on duty where there is none, and to the deputy when chat cannot reach the lead', async () => {
    const oak = await school({ channel: null });
    await sendDigests(oak.at(MONDAY));
    expect(await messagesOf(oak)).toMatchObject([{ channelId: null, personId: oak.person('D01').id }]);
    const elm = await school({ channel: null });
    await store.within(elm.org, (tx) =>
      tx
        .update(address)
        .set({ state: 'unreachable' })
        .where(eq(address.personId, elm.person('D01').id)),
    );
    await sendDigests(elm.at(MONDAY));
    expect(await messagesOf(elm)).toMatchObject([{ personId: elm.person('D02').id }]);
  });

  test('is kept, and said in the log, when there is nobody to send it to', async () => {
    const oak = await school({ channel: null });
    await store.within(oak.org, (tx) => tx.delete(address));
    expect((await sendDigests(oak.at(MONDAY))).counts.digests).toBe(0);
    expect(await digestsOf(oak)).toMatchObject([{ week: '2026-W46', messageId: null }]);
    expect(oak.log.lines).toMatchObject([{ level: 'warn', event: 'digest_unsent' }]);
  });

  test('missed at night waits for the morning, and misses nothing', async () => {
    const oak = await school();
    const night = await sendDigests(oak.at('2026-11-16T23:00:00Z'));
    expect(night.counts.digests).toBe(0);
    expect(night.nextDue?.toISOString()).toBe('2026-11-17T08:00:00.000Z');
    expect((await sendDigests(oak.at('2026-11-17T08:00:00Z'))).counts.digests).toBe(1);
    expect((await digestsOf(oak)).map((row) => row.week)).toEqual(['2026-W46']);
  });

  test('in the holidays says nothing; the first morning back reports the last school week', async () => {
    const oak = await school();
    await sendDigests(oak.at('2026-12-14T08:00:00Z'));
    for (const day of ['2026-12-21', '2026-12-28', '2027-01-01'])
      expect((await sendDigests(oak.at(`${day}T09:00:00Z`))).counts.digests).toBe(0);
    await sendDigests(oak.at('2027-01-04T08:00:00Z'));
    expect((await digestsOf(oak)).map((row) => row.week).sort()).toEqual(['2026-W50', '2026-W51']);
  });

  test('says nothing about weeks before Vigil began', async () => {
    const oak = await school();
    expect((await sendDigests(oak.at('2026-09-07T07:00:00Z'))).counts.digests).toBe(1);
    const late = await school();
    await store.within(late.org, async (tx) => {
      await tx.update(membership).set({ confirmedAt: new Date('2026-09-07T06:30:00Z') });
      await tx.update(organisation).set({ createdAt: new Date('2026-11-24T00:00:00Z') });
    });
    expect((await sendDigests(late.at('2026-09-07T07:00:00Z'))).counts.digests).toBe(0);
    expect((await sendDigests(late.at('2026-09-14T07:00:00Z'))).counts.digests).toBe(1);
  });
});

describe('what it says when little is known', () => {
  test('a week in which nobody was asked says so, and why', async () => {
    const oak = await school();
    await sendDigests(oak.at(MONDAY));
    expect((await bodyOf(oak)).summary).toContain('Nobody was asked this week, because no question was due;');
    const elm = await school();
    await store.within(elm.org, (tx) => tx.delete(address));
    await sendDigests(elm.at(MONDAY));
    expect((await bodyOf(elm)).summary).toContain(
      'nobody on the staff list can be reached in chat; 15 staff could',
    );
    const ash = await school();
    await store.within(ash.org, (tx) => tx.update(membership).set({ state: 'candidate' }));
    await sendDigests(ash.at(MONDAY));
    expect((await bodyOf(ash)).summary).toContain('nobody on the staff list is confirmed yet');
  });

  test('checks nobody can be asked are said, by role and never by name', async () => {
    const oak = await school();
    const { id: siteManager } = oak.person('S01');
    await store.within(oak.org, async (tx) => {
      await tx.update(membership).set({ leavesOn: '2026-11-06' }).where(eq(membership.personId, siteManager));
      await tx
        .update(address)
        .set({ state: 'unreachable' })
        .where(eq(address.personId, oak.person('I01').id));
    });
    await sendDigests(oak.at(MONDAY));
    const text = await said(oak);
    expect(text).toContain('Nobody holds the role of site manager, so 1 check cannot be asked.');
    expect(text).toContain('Nobody who holds the role of IT lead can be reached in chat, so 1 check cannot');
    expect(text).not.toMatch(/role of DSL|Len Voss|Mo Reid/);
  });

  test('a calendar about to run out is said before it has', async () => {
    const oak = await school();
    await sendDigests(oak.at('2027-07-12T07:00:00Z'));
    expect(await said(oak)).toContain('The school calendar in Vigil ends on 21 Jul.');
    const elm = await school();
    await sendDigests(elm.at(MONDAY));
    expect(await said(elm)).not.toContain('The school calendar in Vigil');
  });

  test('a small setting gets no split, no shares and no roles', async () => {
    const oak = await school();
    await livedWeek(oak);
    await store.within(oak.org, (tx) =>
      tx
        .update(membership)
        .set({ state: 'left' })
        .where(inArray(membership.staffRef, ['T04', 'T05', 'T06'])),
    );
    await sendDigests(oak.at(MONDAY));
    const body = await bodyOf(oak);
    expect(body.blocks.some((block) => block.type === 'fields')).toBe(false);
    const text = messageText(body).join('\n');
    expect(text).not.toContain('with so few');
    expect(text).not.toContain('Good answers');
    expect(text).toContain('Check not answered: recorded same day, due 11 Nov.');
    expect(text).not.toMatch(/\(DSL\)|IT lead/);
  });

  test('knowledge from four people is not a result', async () => {
    const oak = await school();
    const past = historyOf(store, oak, 700 + block);
    for (const person of ['T01', 'T02', 'T03', 'T04'])
      await past.add({ question: 'TRN-K1', person, on: '2026-11-10', verdict: 'good' });
    const facts = await store.within(oak.org, (tx) =>
      readDigest(tx, oak.setting, '2026-W46', new Date(MONDAY)),
    );
    expect(facts.standards.find((row) => row.standard === 'training')).toMatchObject({
      rating: 'not_yet_assessed',
      answered: 4,
      good: 0,
      counted: 0,
    });
  });

  test('an old answer goes grey, and an old poor one does not hide a newer good one', async () => {
    const oak = await school();
    const past = historyOf(store, oak, 700 + block);
    await past.add({ question: 'SIT-D1', person: 'S01', on: '2026-09-14', verdict: 'poor' });
    await past.add({ question: 'SIT-D1', person: 'S01', on: '2026-09-21', verdict: 'good' });
    await past.add({ question: 'SIT-D1', person: 'S01', on: '2026-09-22', verdict: 'unsure' });
    const siteIn = async (week: string) =>
      (
        await store.within(oak.org, (tx) => readDigest(tx, oak.setting, week, new Date(MONDAY)))
      ).standards.find((row) => row.standard === 'site')?.rating;
    expect(await siteIn('2026-W38')).toBe('not_met');
    expect(await siteIn('2026-W39')).toBe('partially_met');
    expect(await siteIn('2026-W42')).toBe('not_yet_assessed');
  });
});

test('twins: each digest counts its own organisation and shows nothing of the other', async () => {
  const one = await school({}, 'CANARYONE');
  const two = await school({}, 'CANARYTWO');
  await livedWeek(one);
  await sendDigests(one.at(MONDAY));
  await sendDigests(two.at(MONDAY));
  expect(await said(one)).not.toContain('CANARYTWO');
  expect(await said(two)).not.toContain('CANARYONE');
  expect((await bodyOf(two)).summary).toContain('Nobody was asked this week');
});
