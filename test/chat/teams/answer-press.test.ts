/**
 * A press in Teams, whole: the real adapter and steps, a fake Teams before them. Taken first, shown to whoever pressed
 * in the answer and to everybody in the stored message; whoever pressed is told when it was not recorded.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ASIDE_MS } from '../../../src/chat/teams/desk.ts';
import { chaseOverdue } from '../../../src/cycle/chase-overdue.ts';
import { takePress } from '../../../src/cycle/take-press.ts';
import type { Message } from '../../../src/domain/message.ts';
import type { Delivery } from '../../../src/simulation/teams/deliver.ts';
import type { Store } from '../../../src/store/database.ts';
import { openTestStore } from '../../support/store.ts';
import { CARD, gate, LINE, type TeamsAsks, teamsAsks } from '../../support/teams-asks.ts';
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
const typeOf = ({ answer }: Delivery) => (answer as { type?: string }).type;

describe('shown', () => {
  test('to whoever pressed in the answer, to everybody in the stored message, and by the deliverer no more', async () => {
    const asked = await asks.put('T01', 'TRN-K1');
    const delivery = await asks.press(asked, 'Yes');
    expect(delivery).toMatchObject({ status: 200, answer: { statusCode: 200, type: CARD } });
    expect(JSON.stringify(delivery.answer)).toContain(RECORDED);
    expect(asks.forAll(asked)).toContain(RECORDED);
    expect(await asks.replies()).toMatchObject([{ answer: { kind: 'choice', key: 'yes' } }]);
    expect(updates()).toBe(1);
    await house.deliver();
    expect(updates()).toBe(1);
    expect(asks.person('T01').dm()).toHaveLength(1);
    expect(asks.person('T01').warnings).toEqual([]);
  });

  test('what could not be drawn for everybody at once is drawn by the deliverer', async () => {
    const asked = await asks.put('T01', 'TRN-K1');
    house.teams.misbehave({ kind: 'fail', status: 500 }, { method: 'updateActivity' });
    const delivery = await asks.press(asked, 'Yes');
    expect(typeOf(delivery)).toBe(CARD);
    expect(asks.forAll(asked)).not.toContain('Recorded');
    expect(asks.logged()).toContain('press_not_shown');
    await house.deliver();
    expect(asks.forAll(asked)).toContain(RECORDED);
    expect(updates()).toBe(2);
  });

  test('what was shown in passing is not drawn over by the deliverer', async () => {
    const asked = await asks.put('T01', 'TRN-K1');
    await asks.press(asked, 'Yes');
    await asks.press(asked, 'Change');
    expect(asked.buttons).toContain('Keep Yes');
    await house.deliver();
    expect(asked.buttons).toContain('Keep Yes');
    await asks.press(asked, 'No');
    expect(asks.forAll(asked)).toContain('✓ Recorded 08:05 · No');
  });

  test('an older client has its message redrawn, with nothing in the answer', async () => {
    asks.person('T01').client = 'old';
    const asked = await asks.put('T01', 'TRN-K1');
    const delivery = await asks.press(asked, 'Yes');
    expect(delivery).toMatchObject({ kind: 'message', status: 200, answer: '' });
    expect(asked.text).toContain(RECORDED);
    expect(await asks.replies()).toHaveLength(1);
    await house.deliver();
    expect(updates()).toBe(1);
    expect(asks.person('T01').dm()).toHaveLength(1);
  });
});

describe('what was recorded and could not be drawn', () => {
  test('is said to be still in hand, is in the log, and is drawn by the deliverer', async () => {
    const asked = await asks.put('T01', 'TRN-K1');
    house.instead.onPress = async (press) => {
      await takePress(house.world, press);
      return { kind: 'redraw', message: TORN };
    };
    const delivery = await asks.press(asked, 'Yes');
    const value = lineOf(NOTICES.stillSaving);
    expect(delivery).toMatchObject({ status: 200, answer: { statusCode: 200, type: LINE, value } });
    expect(house.school.log.lines).toContainEqual({
      level: 'error',
      event: 'press_not_shown',
      facts: { verb: 'answer', fault: 'RangeError' },
    });
    expect(await asks.replies()).toHaveLength(1);
    expect(asks.person('T01').warnings).toEqual([]);
    house.instead = {};
    await house.deliver();
    expect(asks.forAll(asked)).toContain(RECORDED);
  });

  /** Cannot be drawn, whoever tries. */
  const TORN: Message = {
    kind: 'private_line',
    summary: 'Torn',
    get blocks(): Message['blocks'] {
      throw new RangeError('torn');
    },
  };
});

describe('said to the presser alone', () => {
  test('a short line beneath the card; to an older client as a message', async () => {
    const [one, other] = [await asks.put('T01', 'TRN-K1'), await asks.put('T02', 'TRN-K1')];
    asks.person('T02').client = 'old';
    house.now = new Date('2026-12-10T09:00:00Z');
    const delivery = await asks.press(one, 'Yes');
    expect(delivery.answer).toMatchObject({ type: LINE, value: expect.stringContaining('has closed') });
    expect(asks.person('T01').dm()).toHaveLength(1);
    await asks.press(other, 'Yes');
    expect(asks.last('T02').text).toContain('That question has closed.');
    expect(asks.person('T02').dm()).toHaveLength(2);
    expect(await asks.replies()).toEqual([]);
  });

  test('more than a line is a message in their own chat', async () => {
    const help = await writesHelp('D01');
    await asks.press(help, 'Status');
    expect(asks.person('D01').dm()).toHaveLength(2);
    expect(asks.last('D01').text).toContain('Not yet assessed');
    expect(help.drawings).toHaveLength(1);
  });

  const LONG: Message = {
    kind: 'status',
    summary: 'A long answer about Oak',
    blocks: [{ type: 'list', lines: ['One', 'Two'] }],
  };

  test('pressed in a channel it goes to their own chat, and what others read says nothing of it', async () => {
    const shown = await alertInChannel();
    house.instead.onPress = async () => ({ kind: 'private', message: LONG });
    const before = house.teams.world.posts.length;
    const delivery = await asks.press(shown, 'I have it');
    expect(delivery.answer).toMatchObject({ type: LINE, value: lineOf(NOTICES.answeredAside) });
    expect(asks.last('D01').text).toContain('One');
    expect(house.teams.world.posts).toHaveLength(before + 1);
    expect(
      JSON.stringify(
        asks
          .person('D02')
          .channel(house.school.channelId)
          .map(({ text }) => text),
      ),
    ).not.toContain('One');
  });

  test('that is slow to be sent holds up no answer, and comes all the same', async () => {
    const help = await writesHelp('D01');
    const held = gate();
    house.teams.misbehave({ kind: 'slow', until: held.opened }, { method: 'sendToConversation' });
    house.instead.onPress = async () => ({ kind: 'private', message: LONG });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let answer: unknown = null;
    const pressing = help.press('Status').then((delivery) => {
      answer = delivery?.answer;
    });
    await vi.waitFor(() => expect(house.teams.callsOf('sendToConversation')).toHaveLength(2), {
      timeout: 20_000,
    });
    await vi.advanceTimersByTimeAsync(ASIDE_MS);
    vi.useRealTimers();
    // Well before the sending itself would be given up.
    await expect.poll(() => answer, { timeout: 5_000 }).not.toBeNull();
    await pressing;
    expect(answer).toMatchObject({ type: LINE, value: lineOf(NOTICES.notAnsweredAside) });
    await asks.did(Promise.resolve(held.open()));
    expect(asks.last('D01').text).toContain('One');
  });

  test('where it cannot be sent, that is said instead, and the log has no word of it', async () => {
    const shown = await alertInChannel();
    house.instead.onPress = async () => ({ kind: 'private', message: LONG });
    house.teams.misbehave(
      { kind: 'refuse', code: 'ConversationBlockedByUser' },
      { method: 'sendToConversation' },
    );
    const delivery = await asks.press(shown, 'I have it');
    expect(delivery.answer).toMatchObject({ type: LINE, value: lineOf(NOTICES.notAnsweredAside) });
    expect(asks.logged()).toContain('private_line_not_shown');
    expect(asks.logged()).not.toContain('A long answer');
  });
});

async function writesHelp(ref: string) {
  await asks.did(asks.person(ref).writes('help'));
  return asks.last(ref);
}

async function alertInChannel() {
  await asks.put('S01', 'SIT-D1');
  for (const at of ['2026-11-10T16:00:00Z', '2026-11-11T16:00:00Z', '2026-11-11T16:05:00Z']) {
    house.now = new Date(at);
    await chaseOverdue(house.school.at(house.now));
    await house.deliver();
  }
  const shown = asks.person('D01').channel(house.school.channelId).at(-1);
  if (!shown) throw new Error('No alert came to the channel');
  return shown;
}

test('an alert in the channel is taken by the first of two leads, and names neither', async () => {
  const first = await alertInChannel();
  const second = asks.person('D02').channel(house.school.channelId).at(-1);
  await Promise.all([first.press('I have it'), second?.press('I have it')]);
  await house.door.settled();
  for (const ref of ['D01', 'D02', 'H01']) {
    const seen = asks.person(ref).channel(house.school.channelId).at(-1);
    expect(seen?.text).toMatch(/The (DSL|deputy DSL|deputy).* has had it since 16:05/);
    expect(seen?.text).not.toMatch(/Ines Duarte|Joe Lamb/);
    expect(seen?.buttons).toEqual([]);
  }
  expect(asks.person('D01').warnings.concat(asks.person('D02').warnings)).toEqual([]);
});

describe('what cannot be read', () => {
  test('a button of another kind of ours is told to press again, and nothing is recorded', async () => {
    const asked = await asks.put('T01', 'TRN-K1');
    const first = await asks.press(asked, 'Yes');
    const value = { action: { type: 'Action.Execute', verb: 'vigil', data: { of: 'an older Vigil' } } };
    const again = await asks.again(first, { id: 'f:another', value });
    expect(again).toMatchObject({ status: 200, answer: { type: LINE, value: lineOf(NOTICES.pressAgain) } });
    expect(asks.logged()).toContain('teams_press_unreadable');
    expect(await asks.replies()).toHaveLength(1);
  });

  test('of an older client is told in words, in their own chat wherever it was pressed', async () => {
    asks.person('T01').client = 'old';
    const asked = await asks.put('T01', 'TRN-K1');
    const first = await asks.press(asked, 'Yes');
    const value = { of: 'an older Vigil' };
    const again = await asks.again(first, { id: '1700000000998', value });
    expect(again).toMatchObject({ status: 200, answer: '' });
    expect(asks.last('T01').text).toContain(lineOf(NOTICES.pressAgain));
    expect(asks.person('T01').dm()).toHaveLength(2);
    const shown = await alertInChannel();
    asks.person('D01').client = 'old';
    const pressed = await asks.press(shown, 'I have it');
    const before = house.teams.world.posts.length;
    await asks.again(pressed, { id: '1700000000999', value });
    expect(asks.last('D01').text).toContain(lineOf(NOTICES.pressAgain));
    expect(house.teams.world.posts).toHaveLength(before + 1);
    expect(await asks.replies()).toHaveLength(1);
  });

  test('an invoke of another name is said not to be known', async () => {
    const first = await asks.press(await asks.put('T01', 'TRN-K1'), 'Yes');
    const again = await asks.again(first, { id: 'f:another', name: 'task/fetch' });
    expect(again.status).toBe(501);
  });
});
