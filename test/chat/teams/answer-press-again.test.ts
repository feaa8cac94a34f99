/**
 * A press in Teams that is brought again, or takes longer than Teams waits: one effect, nothing newer put aside, and
 * whoever pressed is told what became of it.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ANSWER_MS } from '../../../src/chat/teams/desk.ts';
import { takePress } from '../../../src/cycle/take-press.ts';
import type { Message } from '../../../src/domain/message.ts';
import type { Delivery } from '../../../src/simulation/teams/deliver.ts';
import type { Store } from '../../../src/store/database.ts';
import { openTestStore } from '../../support/store.ts';
import { gate, LINE, recordIsAway, type TeamsAsks, teamsAsks } from '../../support/teams-asks.ts';
import { NOTICES, openTeamsHouse, type TeamsHouse } from '../../support/teams-house.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const RECORDED = '✓ Recorded 08:05 · Yes';

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
const updates = () => house.teams.callsOf('updateActivity').length;
const _typeOf = ({ answer }: Delivery) => (answer as { type?: string }).type;

describe('brought again', () => {
  test('many times at once, by the same id and by new ones: one effect and the same card', async () => {
    const asked = await asks.put('T01', 'TRN-K1');
    const first = await asks.press(asked, 'Yes');
    const more = await asks.did(
      Promise.all(Array.from({ length: 8 }, (_, at) => house.teams.replay(first, { newId: at % 2 === 0 }))),
    );
    for (const { status, answer } of more)
      expect({ status, answer }).toEqual({ status: 200, answer: first.answer });
    expect(await asks.replies()).toHaveLength(1);
    expect(asks.person('T01').lines).toEqual([]);
  });

  test.each([false, true])(
    'two at once, before either was taken, are one answer (a new id: %s)',
    async (newId) => {
      const asked = await asks.put('T01', 'TRN-K1');
      house.instead.onPress = recordIsAway;
      const first = await asks.press(asked, 'Yes');
      const held = gate();
      let reached = 0;
      house.instead.onPress = async (press) => {
        reached += 1;
        if (reached === 2) held.open();
        await held.opened;
        return takePress(house.world, press);
      };
      const both = await asks.did(
        Promise.all([house.teams.replay(first), house.teams.replay(first, { newId })]),
      );
      for (const { answer } of both) expect(JSON.stringify(answer)).toContain(RECORDED);
      expect(await asks.replies()).toHaveLength(1);
    },
  );

  test('after a later answer, puts nothing newer aside', async () => {
    const asked = await asks.put('T01', 'TRN-K1');
    const first = await asks.press(asked, 'Yes');
    await asks.press(asked, 'Change');
    await asks.press(asked, 'No');
    const kept = async () =>
      (await asks.replies()).map(({ answer }) => (answer as { key: string }).key).sort();
    expect(await kept()).toEqual(['no', 'yes']);
    const same = await asks.did(house.teams.replay(first));
    expect(JSON.stringify(same.answer)).toContain('✓ Recorded 08:05 · No');
    const renamed = await asks.did(house.teams.replay(first, { newId: true }));
    expect(renamed.answer).toMatchObject({ type: LINE, value: expect.stringContaining('already answered') });
    expect(await kept()).toEqual(['no', 'yes']);
    expect(asks.forAll(asked)).toContain('✓ Recorded 08:05 · No');
  });

  test('while the record is away: not saved, the buttons are there, and the very same press counts later', async () => {
    const asked = await asks.put('T01', 'TRN-K1');
    house.instead.onPress = recordIsAway;
    const first = await asks.press(asked, 'Yes');
    expect(first).toMatchObject({ status: 200, answer: { type: LINE, value: lineOf(NOTICES.notSaved) } });
    expect(asked.buttons).toContain('Yes');
    expect([await asks.replies(), await asks.events()]).toEqual([[], []]);
    expect(asks.logged()).toContain('press_not_saved');
    house.instead = {};
    await asks.did(house.teams.replay(first));
    expect(asked.text).toContain(RECORDED);
    expect(await asks.replies()).toHaveLength(1);
  });

  test('an older client is told in its own chat that it was not saved', async () => {
    asks.person('T01').client = 'old';
    const asked = await asks.put('T01', 'TRN-K1');
    house.instead.onPress = recordIsAway;
    await asks.press(asked, 'Yes');
    expect(asks.last('T01').text).toContain(lineOf(NOTICES.notSaved));
    expect(asked.buttons).toContain('Yes');
  });
});

describe('slower than Teams waits', () => {
  /** Pressed and taken, but for the step that is at it; Teams has its answer by the time this is over. */
  async function slowly(
    label: string,
    then: (press: Parameters<typeof takePress>[1]) => ReturnType<typeof takePress>,
  ) {
    const asked = await asks.put('T01', 'TRN-K1');
    const [reached, held] = [gate(), gate()];
    house.instead.onPress = async (press) => {
      reached.open();
      await held.opened;
      return then(press);
    };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const pressing = asked.press(label);
    await reached.opened;
    await vi.advanceTimersByTimeAsync(ANSWER_MS);
    const delivery = await pressing;
    vi.useRealTimers();
    return { asked, delivery, finish: () => asks.did(Promise.resolve(held.open())) };
  }

  test('is told that it is still being saved, and drawn for everybody when it is recorded', async () => {
    const { asked, delivery, finish } = await slowly('Yes', (press) => takePress(house.world, press));
    expect(delivery).toMatchObject({
      status: 200,
      answer: { type: LINE, value: lineOf(NOTICES.stillSaving) },
    });
    expect(asked.text).not.toContain('Recorded 08:05');
    await finish();
    expect(asked.text).toContain(RECORDED);
    expect(asks.forAll(asked)).toContain(RECORDED);
    await house.deliver();
    expect(updates()).toBe(1);
  });

  test('and is told in their own chat if it was not saved after all', async () => {
    const { asked, finish } = await slowly('Yes', recordIsAway);
    expect(asks.person('T01').dm()).toHaveLength(1);
    await finish();
    expect(asks.last('T01').text).toContain(lineOf(NOTICES.notSaved));
    expect(asked.buttons).toContain('Yes');
  });
});
