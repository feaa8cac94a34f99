/**
 * The nightly removal: what is past its time goes and is counted, what is at work or held stays, once a night.
 */
import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyRetention } from '../../src/cycle/apply-retention.ts';
import type { Context } from '../../src/cycle/context.ts';
import { retention } from '../../src/operator/retention.ts';
import type { Store, Tx } from '../../src/store/database.ts';
import { insertHold } from '../../src/store/holds.ts';
import { queueMessages } from '../../src/store/messages.ts';
import { savePeriods } from '../../src/store/retention.ts';
import {
  action,
  address,
  alert,
  boardLink,
  boardSession,
  chatReference,
  digest,
  inboundEvent,
  ledger,
  member,
  membership,
  message,
  messagePrompt,
  note,
  person,
  prompt,
  reply,
  retentionRun,
} from '../../src/store/schema/index.ts';
import { givenFor } from '../support/given.ts';
import { type History, historyOf } from '../support/history.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let school: School;
let past: History;
let block = 40;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
  past = historyOf(store, school, 1_000 + block);
});

const within = <T>(work: (tx: Tx) => Promise<T>) => store.within(school.org, work);
const run = (moment: string, more: Partial<Context> = {}) =>
  applyRetention({ ...school.at(moment), ...more });
/** Vigil ran the night before too. */
const runOn = async (moment: string) => {
  await run(new Date(Date.parse(moment) - 24 * 60 * 60_000).toISOString());
  return run(moment);
};
const removedOn = async (ranOn: string) => {
  const rows = await within((tx) =>
    tx
      .select()
      .from(retentionRun)
      .where(and(eq(retentionRun.settingId, school.setting.id), eq(retentionRun.ranOn, ranOn))),
  );
  return rows.map(({ removed, held }) => ({ removed, held }));
};
const hold = (personId: string | null) =>
  within((tx) =>
    insertHold(tx, school.org, {
      holdId: school.at('2026-11-09T08:00:00Z').ids.id(),
      settingId: school.setting.id,
      personId,
      reference: 'LG-7',
      placedAt: new Date('2026-11-09T08:00:00Z'),
    }),
  );
const noted = (replyId: string | null, ref: string, on: string) =>
  within((tx) =>
    tx.insert(note).values({
      orgId: school.org,
      replyId: replyId ?? '',
      settingId: school.setting.id,
      personId: school.person(ref).id,
      sealed: new Uint8Array([1, 2, 3]),
      writtenAt: new Date(`${on}T10:00:00Z`),
    }),
  );
const asked = (question: string, ref: string, on: string, more = {}) =>
  past.add({ question, person: ref, on, verdict: 'good', closesAt: new Date(`${on}T22:00:00Z`), ...more });
const sent = async (ref: string, at: string, promptIds: string[] = [], more = {}) => {
  const messageId = school.at(at).ids.id();
  await within(async (tx) => {
    await queueMessages(
      tx,
      school.org,
      [
        {
          messageId,
          settingId: school.setting.id,
          to: { personId: school.person(ref).id },
          dedupeKey: `prompt:${messageId}`,
          body: {
            kind: 'prompt',
            summary: 'A question',
            blocks: [{ type: 'text', text: 'Ask Ines Duarte.' }],
          },
          notBefore: new Date(at),
          notAfter: null,
          promptIds,
        },
      ],
      new Date(at),
    );
    await tx
      .update(message)
      .set({ state: 'sent', platformId: `p-${messageId}`, sentAt: new Date(at), drawnRevision: 1, ...more })
      .where(eq(message.messageId, messageId));
  });
  return messageId;
};
const messageOf = async (messageId: string) =>
  (await within((tx) => tx.select().from(message).where(eq(message.messageId, messageId))))[0];

describe('once a night', () => {
  test('it waits for two in the morning where the school is, and comes again the next night', async () => {
    expect((await run('2026-11-10T01:59:00Z')).nextDue).toEqual(new Date('2026-11-10T02:00:00Z'));
    expect(await removedOn('2026-11-10')).toEqual([]);
    expect((await run('2026-11-10T02:00:00Z')).nextDue).toEqual(new Date('2026-11-11T02:00:00Z'));
    expect(await removedOn('2026-11-10')).toEqual([{ removed: {}, held: 0 }]);
  });

  test('a night on which Vigil was away is made up for when it is back, once', async () => {
    await within((tx) =>
      tx.insert(inboundEvent).values({
        orgId: school.org,
        platform: 'slack',
        eventKey: 'old',
        takenAt: new Date('2026-10-01T08:00:00Z'),
      }),
    );
    await run('2026-11-10T15:20:00Z');
    await run('2026-11-10T15:21:00Z');
    expect(await removedOn('2026-11-10')).toEqual([{ removed: { events: 1 }, held: 0 }]);
    const rows = await within((tx) => tx.select().from(ledger));
    expect(rows.map(({ kind, facts }) => [kind, facts])).toEqual([
      ['retention_applied', { night: '2026-11-10', class: 'events', removed: 1 }],
    ]);
    expect(school.log.lines.filter(({ event }) => event === 'retention_applied')).toEqual([
      { level: 'info', event: 'retention_applied', facts: { setting: school.setting.id, rows: 1, held: 0 } },
    ]);
  });

  test('a run that is killed goes on where it was, and the night’s counts are whole', async () => {
    await within((tx) =>
      tx.insert(inboundEvent).values(
        Array.from({ length: 1_200 }, (_, at) => ({
          orgId: school.org,
          platform: 'slack',
          eventKey: `old ${at}`,
          takenAt: new Date('2026-10-01T08:00:00Z'),
        })),
      ),
    );
    let transactions = 0;
    const dying: Context['within'] = (work) => {
      transactions += 1;
      if (transactions > 7) throw new Error('killed');
      return school.at('2026-11-10T03:00:00Z').within(work);
    };
    await expect(run('2026-11-10T03:00:00Z', { within: dying })).rejects.toThrow('killed');
    expect(await removedOn('2026-11-10')).toEqual([]);
    const left = () => within((tx) => tx.$count(inboundEvent));
    expect(await left()).toBeLessThan(1_200);
    expect(await left()).toBeGreaterThan(0);
    await run('2026-11-10T03:01:00Z');
    expect(await left()).toBe(0);
    expect(await removedOn('2026-11-10')).toEqual([{ removed: { events: 1_200 }, held: 0 }]);
  });

  test('told to stop, it ends between two batches and is due again at once', async () => {
    await within((tx) =>
      tx.insert(inboundEvent).values({
        orgId: school.org,
        platform: 'slack',
        eventKey: 'old',
        takenAt: new Date('2026-10-01T08:00:00Z'),
      }),
    );
    const at = '2026-11-10T03:00:00Z';
    expect(await run(at, { stopping: () => true })).toEqual({ counts: {}, nextDue: new Date(at) });
    expect(await removedOn('2026-11-10')).toEqual([]);
  });
});

describe('answers', () => {
  test('go with their notes, questions and links once the next school year is over, unless an action rests on them', async () => {
    const old = await asked('TRN-K1', 'T01', '2026-11-10');
    await noted(old.replyId, 'T01', '2026-11-10');
    const kept = await asked('SIT-D1', 'S01', '2026-11-10', { verdict: 'poor' });
    const onAction = { replyId: kept.replyId ?? '', question: 'SIT-D1', owner: 'S01' };
    await past.openAction({ ...onAction, on: '2026-11-10', dueOn: '2026-11-20' });
    const recent = await asked('TRN-K1', 'T01', '2027-10-12');
    const silent = await asked('TRN-K1', 'T02', '2026-11-10', { verdict: undefined, state: 'lapsed' });
    const messageId = await sent('T01', '2026-11-10T08:05:00Z', [old.promptId]);
    await run('2028-08-31T03:00:00Z');
    expect(await within((tx) => tx.$count(reply))).toBe(3);
    expect(await within((tx) => tx.$count(note))).toBe(0);
    await run('2028-09-01T03:00:00Z');
    const left = await within(async (tx) => ({
      replies: (await tx.select().from(reply)).map(({ replyId }) => replyId),
      prompts: (await tx.select().from(prompt)).map(({ promptId }) => promptId).sort(),
      links: await tx.$count(messagePrompt),
      messages: await tx.$count(message),
    }));
    expect(left.replies.sort()).toEqual([kept.replyId, recent.replyId].sort());
    expect(left.prompts).toEqual([kept.promptId, recent.promptId].sort());
    expect(left.prompts).not.toContain(silent.promptId);
    expect([left.links, left.messages]).toEqual([0, 0]);
    expect(await messageOf(messageId)).toBeUndefined();
    expect(await removedOn('2028-09-01')).toEqual([
      { removed: { answers: 1, questions: 2, outlines: 1 }, held: 0 },
    ]);
    await within((tx) =>
      tx.update(action).set({ state: 'done', closedAt: new Date('2027-01-10T10:00:00Z') }),
    );
    await runOn('2033-01-11T03:00:00Z');
    expect(await within((tx) => tx.$count(action))).toBe(0);
    expect(await within((tx) => tx.$count(prompt))).toBe(0);
    expect(await removedOn('2033-01-11')).toMatchObject([
      { removed: { actions: 1, answers: 2, questions: 2 } },
    ]);
  });

  test('a setting’s own period is kept to', async () => {
    await asked('TRN-K1', 'T01', '2026-11-10');
    await within((tx) => savePeriods(tx, school.setting.id, { answers: 24 }));
    await run('2028-09-01T03:00:00Z');
    expect(await within((tx) => tx.$count(reply))).toBe(1);
    await runOn('2029-09-01T03:00:00Z');
    expect(await within((tx) => tx.$count(reply))).toBe(0);
  });
});

describe('messages', () => {
  test('lose their words after three months, but keep their key and how they went', async () => {
    const { promptId } = await asked('TRN-K1', 'T01', '2026-11-10');
    const messageId = await sent('T01', '2026-11-10T08:05:00Z', [promptId]);
    const waiting = await sent('T02', '2026-11-10T08:05:00Z', [], { state: 'unknown', platformId: null });
    await run('2027-02-09T03:00:00Z');
    expect((await messageOf(messageId))?.body.blocks).toHaveLength(1);
    await run('2027-02-11T03:00:00Z');
    expect(await messageOf(messageId)).toMatchObject({
      body: { kind: 'prompt', summary: '', blocks: [] },
      platformId: null,
      state: 'sent',
      dedupeKey: `prompt:${messageId}`,
      sentAt: new Date('2026-11-10T08:05:00Z'),
    });
    expect((await messageOf(waiting))?.state).toBe('withdrawn');
    expect(await removedOn('2027-02-11')).toEqual([{ removed: { messages: 2 }, held: 0 }]);
    const again = { settingId: school.setting.id, notBefore: new Date(), notAfter: null, promptIds: [] };
    const body = { kind: 'prompt', summary: 'Again', blocks: [] } as const;
    const queued = await within((tx) =>
      queueMessages(
        tx,
        school.org,
        [
          {
            ...again,
            messageId: school.at('2027-02-11T03:00:00Z').ids.id(),
            to: { personId: school.person('T01').id },
            dedupeKey: `prompt:${messageId}`,
            body: { ...body, blocks: [] },
          },
        ],
        new Date('2027-02-11T03:00:00Z'),
      ),
    );
    expect(queued.queued).toEqual([]);
  });

  test('one that bears a question still open, or tells of an open alert, keeps its words', async () => {
    const open = await past.add({ question: 'TRN-A1', person: 'T01', on: '2026-11-10', state: 'overdue' });
    const messageId = await sent('T01', '2026-11-10T08:05:00Z', [open.promptId]);
    await past.overdueAlert({ promptId: open.promptId }, 'open');
    const [opened] = await within((tx) => tx.select().from(alert));
    const told = await sent('D01', '2026-11-10T08:05:00Z', [], { alertId: opened?.alertId });
    await run('2027-06-01T03:00:00Z');
    expect((await messageOf(messageId))?.body.summary).toBe('A question');
    expect((await messageOf(told))?.body.summary).toBe('A question');
    await within((tx) => tx.update(alert).set({ state: 'closed' }));
    await runOn('2027-08-02T03:00:00Z');
    expect((await messageOf(messageId))?.body.summary).toBe('');
    expect((await messageOf(told))?.body.summary).toBe('');
  });
});

describe('a legal hold', () => {
  test('on the setting keeps everything of it, and is counted', async () => {
    const old = await asked('TRN-K1', 'T01', '2026-11-10');
    await noted(old.replyId, 'T01', '2026-11-10');
    await sent('T01', '2026-11-10T08:05:00Z', [old.promptId]);
    await hold(null);
    await run('2030-09-02T03:00:00Z');
    const left = await within(async (tx) => [
      await tx.$count(reply),
      await tx.$count(note),
      await tx.$count(prompt),
      await tx.$count(message, sql`body ->> 'summary' <> ''`),
    ]);
    expect(left).toEqual([1, 1, 1, 1]);
    expect(await removedOn('2030-09-02')).toEqual([{ removed: {}, held: 3 }]);
  });

  test('on one person keeps theirs alone', async () => {
    await asked('TRN-K1', 'T01', '2026-11-10');
    await asked('TRN-K1', 'T02', '2026-11-11');
    await asked('TRN-K1', 'T03', '2026-11-12');
    await hold(school.person('T02').id);
    await run('2030-09-02T03:00:00Z');
    const left = await within((tx) => tx.select().from(reply));
    expect(left.map(({ personId }) => personId)).toEqual([school.person('T02').id]);
    expect(await removedOn('2030-09-02')).toEqual([{ removed: { answers: 2, questions: 2 }, held: 1 }]);
    const report = JSON.parse(
      (
        await retention(givenFor(store, [school], '2030-09-02T09:00:00Z'), {
          setting: school.setting.ref,
          json: true,
        })
      ).out,
    );
    const answers = report.settings[0].classes.find((each: { class: string }) => each.class === 'answers');
    expect(answers).toMatchObject({ rows: 1, due: 0, held: 1, nextDueOn: null });
    expect(report.settings[0].lastRun).toMatchObject({ on: '2030-09-02', held: 1 });
  });
});

describe('what somebody’s answer opened', () => {
  test('is kept while a hold is on whoever answered, though another owns it', async () => {
    const kept = await asked('SIT-D1', 'S01', '2026-11-10', { verdict: 'poor' });
    await past.openAction({
      ...{ replyId: kept.replyId ?? '', question: 'SIT-D1', owner: 'D01' },
      ...{ on: '2026-11-10', dueOn: '2026-11-20' },
    });
    await within((tx) =>
      tx.update(action).set({ state: 'done', closedAt: new Date('2026-11-20T10:00:00Z') }),
    );
    await hold(school.person('S01').id);
    await run('2034-01-11T03:00:00Z');
    expect(await within((tx) => tx.$count(action))).toBe(1);
    await within((tx) => tx.execute(sql`update legal_hold set lifted_at = now()`));
    await run('2034-01-12T03:00:00Z');
    expect(await within((tx) => tx.$count(action))).toBe(0);
  });
});

describe('a clock that is wrong', () => {
  const event = (takenAt: string) =>
    within((tx) =>
      tx.insert(inboundEvent).values({
        orgId: school.org,
        platform: 'slack',
        eventKey: takenAt,
        takenAt: new Date(takenAt),
      }),
    );
  const events = () => within((tx) => tx.$count(inboundEvent));

  test('years ahead for a night it removes nothing, and on the nights after it is put right all is as ever', async () => {
    await run('2026-11-10T03:00:00Z');
    await asked('TRN-K1', 'T01', '2026-11-09');
    await event('2026-11-09T08:00:00Z');
    expect((await run('2036-01-01T03:00:00Z')).nextDue).toEqual(new Date('2036-01-02T02:00:00Z'));
    expect([await within((tx) => tx.$count(reply)), await events()]).toEqual([1, 1]);
    await event('2026-10-01T08:00:00Z');
    await run('2026-11-11T03:00:00Z');
    expect(await events()).toBe(1);
    expect(await removedOn('2026-11-11')).toEqual([{ removed: { events: 1 }, held: 0 }]);
    const report = await retention(givenFor(store, [school], '2026-11-11T09:00:00Z'), {
      setting: school.setting.ref,
      json: true,
    });
    expect(JSON.parse(report.out).settings[0].lastRun.on).toBe('2026-11-11');
  });

  test('after a long time switched off, the second night removes', async () => {
    await run('2026-11-10T03:00:00Z');
    await event('2026-11-09T08:00:00Z');
    await run('2027-03-01T03:00:00Z');
    expect(await events()).toBe(1);
    await run('2027-03-02T03:00:00Z');
    expect(await events()).toBe(0);
  });
});

describe('what an alert is about', () => {
  const taken = async (state: 'acknowledged' | 'closed', by: string) => {
    const late = await past.add({
      question: 'SIT-D1',
      person: 'S01',
      on: '2026-11-10',
      state: 'lapsed',
      dueOn: '2026-11-11',
      closesAt: new Date('2026-11-20T20:00:00Z'),
    });
    const alertId = school.at('2026-11-09T08:00:00Z').ids.id();
    await within((tx) =>
      tx.insert(alert).values({
        orgId: school.org,
        settingId: school.setting.id,
        alertId,
        kind: 'overdue_duty',
        subject: late.promptId,
        token: `token-${block}`,
        state,
        openedAt: new Date('2026-11-11T16:00:00Z'),
        acknowledgedBy: school.person(by).id,
      }),
    );
    return late.promptId;
  };
  const left = () =>
    within(async (tx) => [await tx.$count(prompt), await tx.$count(alert), await tx.$count(message)]);

  test('stays as long as somebody has it, and goes once it is closed', async () => {
    await taken('acknowledged', 'D01');
    await within((tx) => savePeriods(tx, school.setting.id, { questions: 2 }));
    await run('2027-11-02T03:00:00Z');
    expect(await left()).toEqual([1, 1, 0]);
    await within((tx) => tx.update(alert).set({ state: 'closed' }));
    await run('2027-11-03T03:00:00Z');
    expect(await left()).toEqual([0, 1, 0]);
  });

  test('is kept, and told of, while a hold is on whom it was about', async () => {
    const promptId = await taken('closed', 'D01');
    await sent('D01', '2026-11-11T16:05:00Z', []);
    await within(async (tx) => {
      const [one] = await tx.select().from(alert);
      await tx.update(message).set({ alertId: one?.alertId ?? null });
    });
    await hold(school.person('S01').id);
    await run('2029-09-02T03:00:00Z');
    expect(await left()).toEqual([1, 1, 1]);
    expect(await within((tx) => tx.$count(message, sql`body ->> 'summary' <> ''`))).toBe(1);
    await within((tx) => tx.execute(sql`update legal_hold set lifted_at = now()`));
    await run('2029-09-03T03:00:00Z');
    expect((await left()).slice(0, 2)).toEqual([0, 0]);
    expect(promptId).not.toBe('');
  });
});

test('alerts, digests, board visits and gone accounts go in their time; open and present ones stay', async () => {
  const key = { orgId: school.org, settingId: school.setting.id };
  const personId = school.person('T01').id;
  const ids = school.at('2026-11-09T08:00:00Z').ids;
  const old = new Date('2026-11-09T08:00:00Z');
  await within(async (tx) => {
    const made = (subject: string, state: 'open' | 'closed' | 'acknowledged', about: string | null) => ({
      ...key,
      alertId: ids.id(),
      kind: about === null ? ('overdue_attestations' as const) : ('concern' as const),
      subject,
      token: ids.token(),
      state,
      openedAt: old,
      personId: about,
    });
    await tx
      .insert(alert)
      .values([
        made('2026-11-01', 'closed', null),
        made('2026-11-02', 'open', null),
        made('2026-11-03', 'acknowledged', personId),
        made('2026-11-04', 'open', personId),
      ]);
    await tx.insert(digest).values({ ...key, week: '2026-W45', asOf: old, facts: {} as never });
    await tx.insert(boardLink).values({ orgId: school.org, linkHash: 'l', personId, expiresAt: old });
    await tx
      .insert(boardSession)
      .values({ orgId: school.org, sessionHash: 's', personId, openedAt: old, expiresAt: old });
    const account = { orgId: school.org, installationId: school.installationId, name: '', seenAt: old };
    await tx.insert(member).values([
      { ...account, userId: 'U-gone', token: ids.token(), standing: 'gone' },
      { ...account, userId: 'U-here', token: ids.token(), standing: 'guest' },
      { ...account, userId: 'U-T01', token: ids.token(), standing: 'gone', decision: 'staff' },
    ]);
    await tx.insert(chatReference).values({
      orgId: school.org,
      installationId: school.installationId,
      kind: 'person',
      chatId: 'U-gone',
      serviceUrl: 'https://example.net',
      seenAt: old,
    });
  });
  await run('2028-11-11T03:00:00Z');
  expect(await removedOn('2028-11-11')).toEqual([
    { removed: { concern_alerts: 1, alerts: 1, board: 2, members: 1 }, held: 0 },
  ]);
  const left = await within(async (tx) => ({
    alerts: (await tx.select().from(alert)).map(({ subject }) => subject).sort(),
    members: (await tx.select().from(member)).map(({ userId }) => userId).sort(),
    references: await tx.$count(chatReference),
    digests: await tx.$count(digest),
  }));
  expect(left).toEqual({
    alerts: ['2026-11-02', '2026-11-04'],
    members: ['U-T01', 'U-here'],
    references: 0,
    digests: 1,
  });
  await runOn('2032-11-10T03:00:00Z');
  expect(await within((tx) => tx.$count(digest))).toBe(0);
});

describe('a leaver', () => {
  const leave = (ref: string, leavesOn: string | null) =>
    within((tx) =>
      tx
        .update(membership)
        .set({ leavesOn, ...(leavesOn === null ? { state: 'left' as const } : {}) })
        .where(eq(membership.personId, school.person(ref).id)),
    );
  const nameOf = async (ref: string) =>
    (
      await within((tx) =>
        tx
          .select()
          .from(person)
          .where(eq(person.personId, school.person(ref).id)),
      )
    )[0]?.name;
  const addresses = () => within((tx) => tx.$count(address, eq(address.personId, school.person('T01').id)));

  test('is forgotten in chat after a month, and by name after a year', async () => {
    await leave('T01', '2026-12-18');
    await run('2027-01-16T03:00:00Z');
    expect(await addresses()).toBe(1);
    await run('2027-01-19T03:00:00Z');
    expect(await addresses()).toBe(0);
    expect(await nameOf('T01')).toBe('Amira Khan');
    await run('2027-12-18T03:00:00Z');
    expect(await nameOf('T01')).toBe('Amira Khan');
    await run('2027-12-20T03:00:00Z');
    expect(await nameOf('T01')).toBe('Erased');
    expect(await removedOn('2027-12-20')).toEqual([{ removed: { leavers: 1 }, held: 0 }]);
    expect(await nameOf('T02')).toBe('Ben Osei');
  });

  test('marked as left on no known day has left today', async () => {
    await leave('T01', null);
    await run('2026-11-10T03:00:00Z');
    const [row] = await within((tx) =>
      tx
        .select()
        .from(membership)
        .where(eq(membership.personId, school.person('T01').id)),
    );
    expect(row?.leavesOn).toBe('2026-11-10');
    await run('2026-11-11T03:00:00Z');
    const rows = await within((tx) => tx.select().from(ledger).where(eq(ledger.kind, 'leaving_dated')));
    expect(rows.map(({ subject, facts }) => ({ subject, facts }))).toEqual([
      { subject: school.person('T01').id, facts: { setting: school.setting.id, on: '2026-11-10' } },
    ]);
  });

  test('under a hold is kept by name; so is one whom worried people are still sent to', async () => {
    await leave('T01', '2026-12-18');
    await leave('G02', '2026-12-18');
    await hold(school.person('T01').id);
    await run('2028-01-10T03:00:00Z');
    expect(await nameOf('T01')).toBe('Amira Khan');
    expect(await nameOf('G02')).toBe('Oli Grant');
    expect(await removedOn('2028-01-10')).toEqual([{ removed: { addresses: 1 }, held: 2 }]);
    expect(school.log.lines).toContainEqual({
      level: 'warn',
      event: 'leaver_not_erased',
      facts: { setting: school.setting.id, why: 'contact' },
    });
  });
});
