/**
 * A role taken away between the drawing of a button and its pressing is gone when it is pressed, for every button that
 * is for leads.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { IncomingPress } from '../../src/chat/chat.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { alert, member, membership, message } from '../../src/store/schema/index.ts';
import { worldOf } from '../support/members.ts';
import { ALERT, DOUBT, MEMBER, makeRoleSchool, NOON, type RoleSchool } from '../support/role-school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let school: RoleSchool;
let block = 0;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeRoleSchool(store, { block, platform: 'slack' });
});

const from = () => ({ platform: 'slack' as const, externalId: school.externalId, userId: 'U-D02' });
const demote = (set: Partial<typeof membership.$inferInsert>) =>
  store.within(school.org, (tx) =>
    tx
      .update(membership)
      .set(set)
      .where(eq(membership.personId, school.person('D02').id)),
  );
const standing = () =>
  store.within(school.org, async (tx) => ({
    alert: (await tx.select().from(alert))[0]?.state,
    member: (await tx.select().from(member))[0]?.decision,
    digest: (await tx.select().from(message)).find(({ doubtToken }) => doubtToken === DOUBT)?.state,
  }));

const PRESSES: [string, Pick<IncomingPress, 'verb' | 'token' | 'arg'>][] = [
  ['I have it', { verb: 'have_it', token: ALERT }],
  ['confirm', { verb: 'confirm', token: MEMBER, arg: 'teacher' }],
  ['not staff', { verb: 'not_staff', token: MEMBER }],
  ['it is there', { verb: 'arrived', token: DOUBT }],
  ['send it again', { verb: 'send_again', token: DOUBT }],
];
const TAKEN: [string, Partial<typeof membership.$inferInsert>][] = [
  ['the role is taken away', { roles: ['teacher'] }],
  ['they leave', { leavesOn: '2026-11-11' }],
  ['they are no longer confirmed', { state: 'candidate' }],
];

test.each(PRESSES.flatMap(([button, act]) => TAKEN.map(([how, set]) => [button, how, act, set] as const)))(
  '“%s” does nothing once %s',
  async (_button, _how, act, set) => {
    const people = await takeCommand(worldOf(store, [school], NOON), {
      from: from(),
      eventKey: 'people',
      text: 'people',
    });
    expect(messageText(people).join(' ')).toContain('Newt Candidate');
    const before = await standing();
    await demote(set);
    const { message: said } = await takePress(worldOf(store, [school], NOON), {
      from: from(),
      eventKey: 'pressed',
      ...act,
    });
    expect(messageText(said).join(' ')).not.toMatch(/Newt|Len Voss/);
    expect(await standing()).toEqual(before);
  },
);

test.each(PRESSES)('“%s” works while the role is there', async (_button, act) => {
  const before = await standing();
  await takePress(worldOf(store, [school], NOON), { from: from(), eventKey: 'pressed', ...act });
  expect(await standing()).not.toEqual(before);
});
