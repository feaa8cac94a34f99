/**
 * A form sent from a card in Teams: what is wrong stands beside its field with all that was typed, and nothing is called
 * recorded that is not.
 */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Message } from '../../../src/domain/message.ts';
import { receivedLine } from '../../../src/messages/private-line.ts';
import type { Delivery } from '../../../src/simulation/teams/deliver.ts';
import type { Store } from '../../../src/store/database.ts';
import { openTestStore } from '../../support/store.ts';
import { CARD, LINE, recordIsAway, type TeamsAsks, teamsAsks } from '../../support/teams-asks.ts';
import { NOTICES, openTeamsHouse, type TeamsHouse } from '../../support/teams-house.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const _RECORDED = '✓ Recorded 08:05 · Yes';

let store: Store;
let house: TeamsHouse;
let asks: TeamsAsks;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  house = await openTeamsHouse(store, { block, at: MONDAY });
  asks = teamsAsks(store, house);
});
afterEach(async () => {
  vi.useRealTimers();
  expect(house.teams.refused).toEqual([]);
  await house.close();
});

const lineOf = ({ summary }: Message) => summary;
const _updates = () => house.teams.callsOf('updateActivity').length;
const typeOf = ({ answer }: Delivery) => (answer as { type?: string }).type;

describe('a form', () => {
  const submit = (fields: Record<string, string>, who = 'D01') =>
    asks.press(asks.fill(asks.last(who), fields), 'Record');

  test('what is wrong stands beside its field, with all that was typed; nobody else sees it; then it is right', async () => {
    const asked = await asks.put('D01', 'CON-D1');
    const delivery = await submit({ part: '9', whole: '4' });
    expect(typeOf(delivery)).toBe(CARD);
    expect(asked.text).toContain('This cannot be more than the 4 in all.');
    expect(Object.values(asked.values)).toEqual(['9', '4']);
    expect(asks.forAll(asked)).not.toContain('This cannot be more');
    expect(await asks.replies()).toEqual([]);
    await submit({ part: '4' });
    expect(asked.text).toContain('✓ Recorded 08:05 · 4 of 4');
    expect(asks.forAll(asked)).toContain('✓ Recorded 08:05 · 4 of 4');
    expect(await asks.replies()).toMatchObject([{ answer: { kind: 'two_counts', part: 4, whole: 4 } }]);
  });

  test('an answer that the question does not take is told beside its field, and kept as typed', async () => {
    const asked = await asks.put('I01', 'ONL-D1');
    const delivery = await submit({ date: '2026-12-24' }, 'I01');
    expect(typeOf(delivery)).toBe(CARD);
    expect(asked.text).toContain('Enter today’s date or an earlier one.');
    expect(Object.values(asked.values)).toEqual(['2026-12-24']);
    expect(await asks.replies()).toEqual([]);
  });

  test('of a question that has closed since is a line, and records nothing', async () => {
    await asks.put('D01', 'CON-D1');
    house.now = new Date('2026-12-10T09:00:00Z');
    for (const part of ['3', '9']) {
      const delivery = await submit({ part, whole: '4' });
      expect(delivery.answer).toMatchObject({ type: LINE, value: expect.stringContaining('has closed') });
    }
    expect(await asks.replies()).toEqual([]);
  });

  test('sent by an older client with a fault: told in words, with the question as it stands', async () => {
    asks.person('D01').client = 'old';
    const asked = await asks.put('D01', 'CON-D1');
    await asks.press(asks.fill(asked, { part: '9', whole: '4' }), 'Record');
    expect(asks.last('D01').id).not.toBe(asked.id);
    expect(asks.last('D01').text).toContain('This cannot be more than the 4 in all.');
    expect(await asks.replies()).toEqual([]);
    await asks.press(asks.fill(asked, { part: '3', whole: '4' }), 'Record');
    expect(asked.text).toContain('✓ Recorded 08:05 · 3 of 4');
  });

  test('that was received, to be filed later, is told so: there is nothing to put right', async () => {
    await asks.put('D01', 'CON-D1');
    const verbs: string[] = [];
    house.instead.onPress = async ({ verb }) => {
      verbs.push(verb);
      return { kind: 'received', message: receivedLine() };
    };
    const delivery = await submit({ part: '3', whole: '4' });
    expect(delivery.answer).toMatchObject({ type: LINE, value: lineOf(receivedLine()) });
    expect(verbs).toEqual(['answer']);
  });

  test('that cannot be saved says so, and is as it was typed', async () => {
    const asked = await asks.put('D01', 'CON-D1');
    house.instead.onPress = recordIsAway;
    const delivery = await submit({ part: '3', whole: '4' });
    expect(delivery.answer).toMatchObject({ type: LINE, value: lineOf(NOTICES.notSaved) });
    expect(Object.values(asked.values)).toEqual(['3', '4']);
    house.instead = {};
    await submit({});
    expect(asked.text).toContain('✓ Recorded 08:05 · 3 of 4');
  });
});
