/**
 * A press at the door: which organisation, which step, and the safe words for whoever has none.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncomingPress } from '../../src/chat/chat.ts';
import type { World } from '../../src/cycle/context.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { alert, membership, message, reply } from '../../src/store/schema/index.ts';
import { pressOn, put } from '../support/put-question.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOW = '2026-11-10T15:42:00Z';
let store: Store;
let schools: School[];
let world: World;
beforeAll(async () => {
  store = await openTestStore();
  schools = [
    await makeSchool(store, { block: 1, canary: 'ALDER' }),
    await makeSchool(store, { block: 2, canary: 'BIRCH' }),
  ];
  world = {
    store,
    async contextFor(org) {
      const found = schools.find((school) => school.org === org);
      if (!found) throw new Error('No such organisation');
      return found.at(NOW);
    },
  };
});
afterAll(() => store.close());

const school = (index: number): School => {
  const found = schools[index];
  if (!found) throw new Error('No such school');
  return found;
};
const take = async (press: IncomingPress) => {
  const result = await takePress(world, press);
  return { kind: result.kind, text: messageText(result.message).join('\n') };
};
const replies = (at: School) =>
  store.within(at.org, (tx) => tx.select().from(reply).where(eq(reply.orgId, at.org)));

test('finds the organisation by its workspace, and only there', async () => {
  const asked = await put(store, school(0), 'T01', ['TRN-K1']);
  const elsewhere = await take(pressOn(school(1), 'T01', asked, { verb: 'answer', arg: 'yes' }));
  expect(elsewhere).toMatchObject({ kind: 'private', text: expect.stringContaining('no longer here') });
  const here = await take(pressOn(school(0), 'T01', asked, { verb: 'answer', arg: 'yes' }));
  expect(here).toMatchObject({ kind: 'redraw', text: expect.stringContaining('ALDER') });
  expect([(await replies(school(0))).length, (await replies(school(1))).length]).toEqual([1, 0]);
});

test('a workspace nobody installed Vigil in, and a stranger, are sent to a teacher', async () => {
  const asked = await put(store, school(0), 'T02', ['TRN-K1']);
  const press = pressOn(school(0), 'T02', asked, { verb: 'answer', arg: 'yes' });
  const safe = {
    kind: 'private',
    text: expect.stringContaining('Tell a teacher now. In danger: 999. Childline 0800 1111'),
  };
  expect(await take({ ...press, from: { ...press.from, externalId: 'elsewhere' } })).toMatchObject(safe);
  expect(await take({ ...press, from: { ...press.from, userId: 'pupil' } })).toMatchObject(safe);
  expect(await take({ ...press, from: { ...press.from, platform: 'slack' } })).toMatchObject(safe);
  const unknown = { ...press, token: 'nonesuch', from: { ...press.from, userId: 'pupil' } };
  expect(await take(unknown)).toMatchObject(safe);
});

test('a stranger’s press is mentioned to the lead on duty, once a day, without who or on what', async () => {
  const mentions = () =>
    store.within(school(1).org, (tx) => tx.select().from(message).where(eq(message.kind, 'action')));
  const asked = await put(store, school(1), 'T02', ['TRN-K1']);
  const press = pressOn(school(1), 'T02', asked, { verb: 'answer', arg: 'yes' });
  await take(press);
  expect(await mentions()).toEqual([]);
  const pupil = { ...press.from, userId: 'pupil-7' };
  for (const pressed of [
    { ...press, from: pupil },
    { ...press, from: pupil, verb: 'change' as const },
  ])
    await take(pressed);
  const [told, ...more] = await mentions();
  expect(more).toEqual([]);
  expect(told).toMatchObject({ personId: school(1).person('D01').id, channelId: null });
  expect(told?.body.summary).toContain('not on the staff list pressed one of Vigil’s buttons');
  expect(JSON.stringify(told)).not.toMatch(/pupil-7|who the DSL is/);
});

test('a note that a leaver still has the form of is examined as any words are, and kept nowhere', async () => {
  const asked = await put(store, school(0), 'T06', ['TRN-K1']);
  const leaver = school(0).person('T06').id;
  await store.within(school(0).org, (tx) =>
    tx.update(membership).set({ leavesOn: '2026-11-09' }).where(eq(membership.personId, leaver)),
  );
  const concerns = () => store.within(school(0).org, (tx) => tx.select().from(alert));
  const press = pressOn(school(0), 'T06', asked, { verb: 'keep_note' });
  const note = 'a girl in my class said her dad hits her';
  expect(await take({ ...press, note: 'both gates done', after: 1 })).toMatchObject({ kind: 'private' });
  expect(await concerns()).toEqual([]);
  await take({ ...press, note, after: 1 });
  expect(await concerns()).toMatchObject([{ kind: 'concern', personId: null, state: 'open' }]);
  const rows = await store.within(school(0).org, (tx) => tx.select().from(message));
  expect(JSON.stringify(rows)).not.toMatch(/her dad|both gates/);
});

test('a command’s button is answered in private', async () => {
  const from = { platform: 'local' as const, externalId: school(0).externalId, userId: 'U-T01' };
  const help = await take({ from, eventKey: 'help', verb: 'command', token: '', arg: 'help' });
  expect(help).toMatchObject({ kind: 'private', text: expect.stringContaining('status') });
  const nothing = await take({ from, eventKey: 'none', verb: 'command', token: '' });
  expect(nothing.kind).toBe('private');
});

test('"I have it" goes to the alert', async () => {
  const from = { platform: 'local' as const, externalId: school(0).externalId, userId: 'U-D01' };
  expect(await take({ from, eventKey: 'have', verb: 'have_it', token: 'nonesuch' })).toMatchObject({
    kind: 'private',
    text: expect.stringContaining('no longer there'),
  });
});

test('what goes wrong is not caught here: the chat must say it was not saved', async () => {
  const asked = await put(store, school(0), 'T03', ['TRN-K1']);
  const broken: World = { ...world, contextFor: () => Promise.reject(new Error('the database is away')) };
  await expect(
    takePress(broken, pressOn(school(0), 'T03', asked, { verb: 'answer', arg: 'yes' })),
  ).rejects.toThrow('away');
});
