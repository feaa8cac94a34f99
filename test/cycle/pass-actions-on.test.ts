/**
 * An open action of somebody who has left: who has it then, who is told, and what waits.
 */
import { and, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { messageText } from '../../src/domain/message.ts';
import { action, address, ledger, membership, message } from '../../src/store/schema/index.ts';
import { no, replyDesk } from '../support/reply-desk.ts';
import { QUESTIONS, type School } from '../support/school.ts';

const NEXT_DAY = '2026-11-11T06:30:00Z';

const { store, school: open, press, ask } = replyDesk();
let school: School;
beforeEach(async () => {
  school = await open();
});

const idOf = (ref: string) => school.person(ref).id;
type Row = Partial<typeof membership.$inferInsert>;
const change = (ref: string, set: Row) =>
  store().within(school.org, (tx) =>
    tx
      .update(membership)
      .set(set)
      .where(eq(membership.personId, idOf(ref))),
  );
const actions = () => store().within(school.org, (tx) => tx.select().from(action));
const passedOn = () =>
  store().within(school.org, (tx) => tx.select().from(ledger).where(eq(ledger.kind, 'action_passed_on')));
const told = () =>
  store().within(school.org, (tx) =>
    tx
      .select()
      .from(message)
      .where(and(eq(message.settingId, school.setting.id), eq(message.kind, 'action'))),
  );
const plan = (moment = NEXT_DAY) => planPrompts(school.at(moment));
/** The site manager says that a check was not done, and so has an action; then they leave. */
async function leaveWithAction(left: Row = { leavesOn: '2026-11-10' }): Promise<void> {
  await press(school, 'S01', await ask(school, 'S01', ['SIT-D1']), no);
  await change('S01', left);
}

describe('when its owner has left', () => {
  test('a colleague with the same role has it, and is told without any name', async () => {
    await leaveWithAction();
    await change('A01', { roles: ['site_manager'] });
    await plan();
    expect(await actions()).toMatchObject([{ state: 'open', ownerId: idOf('A01') }]);
    expect(await passedOn()).toMatchObject([{ facts: { from: idOf('S01'), to: idOf('A01') } }]);
    const [sent, ...more] = await told();
    expect(more).toEqual([]);
    expect(sent?.personId).toBe(idOf('A01'));
    const text = messageText(sent?.body ?? { kind: 'action', summary: '', blocks: [] }).join('\n');
    expect(text).toContain('An action is yours now. It was with somebody who has left.');
    expect(text).toContain('It is due on Tuesday 17 Nov.');
    expect(text).not.toContain('Len Voss');
  });

  test('with nobody else in the role it is the DSL’s', async () => {
    await leaveWithAction({ state: 'left' });
    await plan();
    expect(await actions()).toMatchObject([{ ownerId: idOf('D01') }]);
    expect((await told()).map(({ personId }) => personId)).toEqual([idOf('D01')]);
  });

  test('it is given once, however often it is looked at', async () => {
    await leaveWithAction();
    await plan();
    await plan();
    await plan('2026-11-12T06:30:00Z');
    expect(await passedOn()).toHaveLength(1);
    expect(await told()).toHaveLength(1);
  });

  test('with nobody who can be told it waits, and goes once somebody can', async () => {
    await leaveWithAction();
    const reach = (state: 'reachable' | 'unreachable') =>
      store().within(school.org, (tx) => tx.update(address).set({ state }));
    await reach('unreachable');
    await plan();
    expect(await actions()).toMatchObject([{ ownerId: idOf('S01') }]);
    await reach('reachable');
    await plan('2026-11-12T06:30:00Z');
    expect(await actions()).toMatchObject([{ ownerId: idOf('D01') }]);
  });
});

test('what may tell of a case goes to nobody who may not see it, and waits for a headteacher', async () => {
  const [check] = QUESTIONS.filter(({ id }) => id === 'SIT-D1');
  if (check === undefined) throw new Error('There is no check');
  const ofCases = {
    ...check,
    id: 'ALG-D1',
    standard: 'allegations' as const,
    audience: 'headteacher' as const,
  };
  school = await open([...QUESTIONS, ofCases]);
  await press(school, 'H01', await ask(school, 'H01', ['ALG-D1']), no);
  expect(await actions()).toHaveLength(1);
  // No headteacher any more, so the route would begin with the DSL.
  await change('H01', { state: 'left', roles: ['teacher'] });
  await plan();
  expect(await actions()).toMatchObject([{ ownerId: idOf('H01') }]);
  await change('D02', { roles: ['headteacher'] });
  await plan('2026-11-12T06:30:00Z');
  expect(await actions()).toMatchObject([{ ownerId: idOf('D02') }]);
  expect((await told()).map(({ personId }) => personId)).toEqual([idOf('D02')]);
});

test('one whose owner is away, or leaves later, stays theirs', async () => {
  await leaveWithAction({ leavesOn: '2026-11-11' });
  await plan();
  await change('S01', { leavesOn: null, away: [{ from: '2026-11-10', until: '2026-11-30' }] });
  await plan('2026-11-12T06:30:00Z');
  expect(await actions()).toMatchObject([{ ownerId: idOf('S01') }]);
  expect(await passedOn()).toEqual([]);
});
