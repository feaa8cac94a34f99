/**
 * A look at what others answered, or did not, by name: one row of the ledger a view, in the transaction that reads.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../../src/cycle/context.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Role } from '../../src/domain/role.ts';
import type { Store, Tx } from '../../src/store/database.ts';
import { ledger, membership } from '../../src/store/schema/index.ts';
import { historyOf } from '../support/history.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOON = '2026-11-12T12:00:00Z';
let store: Store;
let school: School;
let block = 0;
/** While true the ledger takes no row. */
let isFull = false;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  isFull = false;
  school = await makeSchool(store, { block });
  const past = historyOf(store, school, 900 + block);
  const late = { on: '2026-11-09', state: 'overdue', dueOn: '2026-11-11' } as const;
  await past.add({ question: 'SIT-D1', person: 'S01', ...late });
  await past.add({ question: 'ONL-D1', person: 'S01', ...late });
  await past.add({ question: 'CON-D1', person: 'D01', ...late });
});

const refusing = (tx: Tx): Tx =>
  new Proxy(tx, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== 'insert') return typeof value === 'function' ? value.bind(target) : value;
      return (table: unknown) => {
        if (isFull && table === ledger) throw new Error('There is no room');
        return target.insert(table as typeof ledger);
      };
    },
  });
const world: World = {
  get store() {
    return store;
  },
  contextFor: async () => ({
    ...school.at(NOON),
    within: (work) => store.within(school.org, (tx) => work(refusing(tx))),
  }),
};
const says = async (ref: string, text: string) => {
  const answer = await takeCommand(world, {
    from: { platform: 'local', externalId: school.externalId, userId: `U-${ref}` },
    eventKey: `${ref} ${text}`,
    text,
  });
  return messageText(answer).join('\n');
};
const viewed = () =>
  store.within(school.org, (tx) => tx.select().from(ledger).where(eq(ledger.kind, 'answers_viewed')));
const give = (ref: string, roles: Role[]) =>
  store.within(school.org, (tx) =>
    tx
      .update(membership)
      .set({ roles })
      .where(eq(membership.personId, school.person(ref).id)),
  );

test('a lead’s look is one row: who looked, at which setting, and how many, and no name', async () => {
  expect(await says('D02', 'due')).toContain('Len Voss');
  expect(await viewed()).toMatchObject([
    {
      at: new Date(NOON),
      subject: school.setting.id,
      actor: school.person('D02').id,
      facts: { on: 'due', answers: 3, people: 2 },
    },
  ]);
  expect(JSON.stringify((await viewed()).map(({ facts }) => facts))).not.toMatch(/Len|site/);
  await says('D02', 'due');
  expect(await viewed()).toHaveLength(2);
});

test('one’s own is no view', async () => {
  await says('D01', 'due');
  expect(await viewed()).toMatchObject([{ facts: { answers: 2, people: 1 } }]);
  await give('S01', ['headteacher']);
  await says('S01', 'due');
  expect((await viewed()).map(({ actor, facts }) => [actor, facts.answers, facts.people])).toEqual([
    [school.person('D01').id, 2, 1],
    [school.person('S01').id, 1, 1],
  ]);
});

test('what names nobody is no view: status, digest, people, why, and a governor’s or an owner’s due', async () => {
  for (const [ref, text] of [
    ['D01', 'status'],
    ['D01', 'status site'],
    ['D01', 'digest'],
    ['D01', 'people'],
    ['D01', 'why'],
    ['D01', 'help'],
    ['G01', 'due'],
    ['S01', 'due'],
    ['T01', 'due'],
  ] as const)
    expect(await says(ref, text)).not.toContain('Len Voss');
  expect(await viewed()).toEqual([]);
});

describe('where the look cannot be recorded', () => {
  test('the lead is answered all the same, without names, and told why', async () => {
    isFull = true;
    const answer = await says('D02', 'due');
    expect(answer).not.toContain('Len Voss');
    expect(answer).toContain('site security (site manager)');
    expect(answer).toContain('Names are not shown just now');
    expect(await viewed()).toEqual([]);
    expect(school.log.lines).toMatchObject([{ level: 'error', event: 'view_not_recorded' }]);
    expect(JSON.stringify(school.log.lines)).not.toMatch(/Len|Voss|D02/);
    isFull = false;
    expect(await says('D02', 'due')).toContain('Len Voss');
  });

  test('whoever is shown no names hears nothing of it', async () => {
    isFull = true;
    expect(await says('G01', 'due')).not.toContain('Names are not shown');
    expect(school.log.lines).toEqual([]);
  });
});

describe('roles are read at every call', () => {
  test('one taken away between two calls is gone at the second, one given is there', async () => {
    expect(await says('D01', 'due')).toContain('Len Voss');
    await give('D01', ['teacher']);
    expect(await says('D01', 'due')).not.toMatch(/Len Voss|site security/);
    expect(await says('D01', 'status')).not.toContain('today. Overdue');
    await give('D01', ['link_governor']);
    expect(await says('D01', 'status')).toContain('today. Overdue');
    expect(await says('D01', 'due')).not.toContain('Len Voss');
    await give('T01', ['deputy_dsl']);
    expect(await says('T01', 'due')).toContain('Len Voss');
  });
});
