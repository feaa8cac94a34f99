/**
 * What comes in from Slack, whole: the real adapter and the real steps, a fake Slack before them, by HTTP and by
 * sockets. Taken first, acknowledged in time, then shown; and whoever pressed is told when it was not recorded.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { takeCommand } from '../../../src/cycle/take-command.ts';
import type { Store } from '../../../src/store/database.ts';
import { inboundEvent, reply } from '../../../src/store/schema/index.ts';
import { ask } from '../../support/ask.ts';
import { openSlackHouse, type SlackHouse } from '../../support/slack-house.ts';
import { openTestStore } from '../../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const TOLD = 'is being told, in private, that you may have a concern';
/** A busy machine may take its time; what is waited for ends the wait. */
const PATIENTLY = { timeout: 20_000 };

let store: Store;
let house: SlackHouse;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const replies = () => store.within(house.school.org, (tx) => tx.select().from(reply));
const events = () => store.within(house.school.org, (tx) => tx.select().from(inboundEvent));
const person = (ref: string) => house.slack.person(`U-${ref}`, house.school.externalId);
const lastOf = (ref: string) => {
  const last = person(ref).dm().at(-1);
  if (!last) throw new Error(`Nothing was sent to ${ref}`);
  return last;
};
const put = async (who: string, question: string) => {
  await ask(store, house.school, { who, questions: [question], at: MONDAY });
  await house.deliver();
  return lastOf(who);
};
const logged = () => JSON.stringify(house.school.log.lines);

describe.each(['http', 'socket'] as const)('by %s', (by) => {
  beforeEach(async () => {
    block += 1;
    house = await openSlackHouse(store, { block, by, at: MONDAY });
  });
  afterEach(async () => {
    expect(house.slack.refused).toEqual([]);
    await house.close();
  });

  test('a question goes to a person by their id, is answered in two taps, and becomes its own ✓', async () => {
    const asked = await put('T01', 'TRN-K1');
    expect(asked.text).toContain('Do you know who the DSL is today?');
    expect(house.slack.callsOf('chat.postMessage')[0]?.args.channel).toBe('U-T01');
    expect(house.slack.callsOf('conversations.open')).toEqual([]);
    const delivery = await asked.press('Yes');
    expect(delivery).toMatchObject({ taken: true, status: 200 });
    await house.door.settled();
    expect(await replies()).toMatchObject([{ answer: { kind: 'choice', key: 'yes' } }]);
    expect(lastOf('T01').text).toContain('✓ Recorded 08:05 · Yes');
    expect(lastOf('T01').buttons).toEqual(['Change']);
    expect(person('T01').dm()).toHaveLength(1);
    await house.deliver();
    expect(lastOf('T01').text).toContain('✓ Recorded 08:05 · Yes');
  });

  test('what was shown at once is not drawn again by the deliverer, nor over the choices of “Change”', async () => {
    const asked = await put('T01', 'TRN-K1');
    await asked.press('Yes');
    await house.door.settled();
    await asked.press('Change');
    await house.door.settled();
    expect(asked.buttons).toContain('Keep Yes');
    await house.deliver();
    expect(asked.buttons).toContain('Keep Yes');
    expect(house.slack.callsOf('chat.update')).toEqual([]);
    await asked.press('No');
    await house.door.settled();
    await house.deliver();
    expect(asked.text).toContain('✓ Recorded 08:05 · No');
  });

  test('what could not be shown at once is drawn by the deliverer', async () => {
    const asked = await put('T01', 'TRN-K1');
    house.slack.misbehave({ kind: 'status', status: 500 }, { method: 'response_url' });
    house.slack.misbehave({ kind: 'status', status: 500 }, { method: 'chat.update' });
    await asked.press('Yes');
    await house.door.settled();
    expect(asked.text).not.toContain('Recorded');
    await house.deliver();
    expect(asked.text).toContain('✓ Recorded 08:05 · Yes');
  });

  test('the very same press again, and many at once, have one effect', async () => {
    const asked = await put('T01', 'TRN-K1');
    const first = await asked.press('Yes');
    await Promise.all(Array.from({ length: 20 }, () => house.slack.replay(first)));
    await house.door.settled();
    expect(await replies()).toHaveLength(1);
    expect(person('T01').ephemerals).toEqual([]);
    expect(lastOf('T01').drawings).toHaveLength(2);
  });

  test('while the record is away: nothing recorded, it is said, and the buttons are still there', async () => {
    const asked = await put('T01', 'TRN-K1');
    house.instead.onPress = async () => {
      throw new Error('the database is away');
    };
    expect((await asked.press('Yes')).taken).toBe(true);
    await house.door.settled();
    expect(person('T01').ephemerals.map(({ text }) => text)).toEqual(['Not saved. Please press again.']);
    expect(lastOf('T01').buttons).toContain('Yes');
    expect(await replies()).toEqual([]);
    house.instead = {};
    await lastOf('T01').press('Yes');
    await house.door.settled();
    expect(lastOf('T01').text).toContain('✓ Recorded');
    expect(await replies()).toHaveLength(1);
  });

  test('a press that was not saved may come again just as it was', async () => {
    const asked = await put('T01', 'TRN-K1');
    house.instead.onPress = async () => {
      throw new Error('the database is away');
    };
    const first = await asked.press('Yes');
    await house.door.settled();
    house.instead = {};
    await house.slack.replay(first);
    await house.door.settled();
    expect(await replies()).toHaveLength(1);
  });

  test('with no token to be had a click is recorded and shown all the same; a form says that it did not open', async () => {
    const asked = await put('T01', 'TRN-K1');
    const counts = await put('D01', 'CON-D1');
    house.tokenIsAway = true;
    await asked.press('Yes');
    await counts.press('Enter the numbers');
    await house.door.settled();
    expect(await replies()).toHaveLength(1);
    expect(lastOf('T01').text).toContain('✓ Recorded 08:05 · Yes');
    expect(person('D01').ephemerals.at(-1)?.text).toContain('nothing was recorded. Please press again');
  });

  test('a press that takes longer than Slack waits is acknowledged in time, and shown when it is recorded', async () => {
    const asked = await put('T01', 'TRN-K1');
    const { onPress } = house.instead;
    expect(onPress).toBeUndefined();
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { takePress } = await import('../../../src/cycle/take-press.ts');
    house.instead.onPress = async (press) => {
      await held;
      return takePress(house.world, press);
    };
    const delivery = await asked.press('Yes');
    expect(delivery.taken).toBe(true);
    expect(lastOf('T01').text).not.toContain('Recorded');
    finish();
    await house.door.settled();
    expect(lastOf('T01').text).toContain('✓ Recorded');
  });

  test('a form opens with its question, says beside the field what is wrong, and then is recorded', async () => {
    const asked = await put('D01', 'CON-D1');
    await asked.press('Enter the numbers');
    await house.door.settled();
    const { modal } = person('D01');
    expect(modal.title).toBe('Your answer');
    expect(modal.text).toContain('How many of last week’s concerns were recorded the same day?');
    expect(modal.labels).toEqual(['Recorded the same day', 'Concerns in all']);
    await modal.fill({ part: '9', whole: '4' }).submit();
    expect(modal.errors).toEqual({ part: 'This cannot be more than the 4 in all.' });
    expect(await replies()).toEqual([]);
    await modal.fill({ part: '4', whole: '4' }).submit();
    await house.door.settled();
    expect(person('D01').hasModal).toBe(false);
    expect(await replies()).toMatchObject([{ answer: { kind: 'two_counts', part: 4, whole: 4 } }]);
    expect(lastOf('D01').text).toContain('✓ Recorded 08:05 · 4 of 4');
  });

  test('a form that cannot be saved stays open with what was typed, and says so', async () => {
    await (await put('D01', 'CON-D1')).press('Enter the numbers');
    await house.door.settled();
    const { modal } = person('D01');
    house.instead.onPress = async () => {
      throw new Error('the database is away');
    };
    await modal.fill({ part: '3', whole: '4' }).submit();
    expect(modal.isOpen).toBe(true);
    expect(modal.errors).toEqual({ part: 'Not saved. Please press again.' });
    house.instead = {};
    await modal.submit();
    await house.door.settled();
    expect(modal.isOpen).toBe(false);
    expect(await replies()).toHaveLength(1);
  });

  test('a form for a question that has closed since says so in its place, and records nothing', async () => {
    await (await put('D01', 'CON-D1')).press('Enter the numbers');
    await house.door.settled();
    house.now = new Date('2026-12-10T09:00:00Z');
    const { modal } = person('D01');
    await modal.fill({ part: '3', whole: '4' }).submit();
    expect(person('D01').modal.text).toContain('That question has closed.');
    expect(await replies()).toEqual([]);
  });

  test('a form whose window Slack will not open is told, not lost', async () => {
    const asked = await put('D01', 'CON-D1');
    house.slack.misbehave({ kind: 'refuse', error: 'expired_trigger_id' }, { method: 'views.open' });
    await asked.press('Enter the numbers');
    await house.door.settled();
    expect(person('D01').ephemerals.at(-1)?.text).toContain('Please press again');
    await asked.press('Enter the numbers');
    await house.door.settled();
    expect(person('D01').hasModal).toBe(true);
  });

  test('a click that may not count is answered to the presser alone', async () => {
    const asked = await put('T01', 'TRN-K1');
    const theirs = await asked.press('Yes');
    await house.door.settled();
    const payload = { ...theirs.payload, user: { id: 'U-T02', team_id: house.school.externalId } };
    await house.slack.deliver('interactive', payload);
    await house.door.settled();
    expect(await replies()).toHaveLength(1);
  });

  test('a button of another kind of ours is told that it cannot be read', async () => {
    const asked = await put('T01', 'TRN-K1');
    const { payload } = await asked.press('Yes');
    await house.door.settled();
    const actions = [{ ...(payload.actions as object[])[0], value: 'of an older Vigil' }];
    await house.slack.deliver('interactive', { ...payload, actions });
    await house.door.settled();
    expect(person('T01').ephemerals.at(-1)?.text).toContain('nothing was recorded');
  });

  test('a form of ours that cannot be read any more says so in its place', async () => {
    const { answer } = await house.slack.deliver('interactive', {
      type: 'view_submission',
      user: { id: 'U-D01', team_id: house.school.externalId },
      team: { id: house.school.externalId },
      view: {
        id: 'V1',
        callback_id: 'answer',
        title: { type: 'plain_text', text: 'Your answer' },
        close: { type: 'plain_text', text: 'Cancel' },
        private_metadata: '{"from":"before"}',
        state: { values: {} },
      },
    });
    expect(answer).toMatchObject({ response_action: 'update', view: { title: { text: 'Your answer' } } });
    expect(JSON.stringify(answer)).toContain('nothing was recorded');
    expect(logged()).toContain('slack_form_unreadable');
  });

  test('/vigil is answered to the one who typed it alone; so are words in the direct conversation, there', async () => {
    const { taken } = await person('T01').command('/vigil help', house.school.channelId);
    expect(taken).toBe(true);
    expect(person('T01').ephemerals[0]?.text).toContain('What you can ask Vigil');
    expect(person('D01').channel(house.school.channelId)).toEqual([]);
    await person('T01').writes('help');
    expect(lastOf('T01').text).toContain('What you can ask Vigil');
  });

  test('a workspace that does not take tables is answered in lines', async () => {
    house.slack.misbehave(
      { kind: 'refuse', error: 'invalid_blocks' },
      {
        method: 'chat.postMessage',
        when: ({ args }) => /\btable\b/.test(JSON.stringify(args.blocks ?? '')),
        times: 9,
      },
    );
    const { taken } = await person('D01').writes('status');
    expect(taken).toBe(true);
    expect(lastOf('D01').text).toContain('Not yet assessed');
    expect(person('D01').dm()).toHaveLength(1);
    expect(house.slack.callsOf('chat.postMessage')).toHaveLength(2);
  });

  test('what is written with a file, beyond the usual length or in an edit is examined, and the lead is told', async () => {
    const worry = 'Ellie 4B, her dad hits her, photo attached';
    await person('T01').uploads('photo.png', worry);
    await person('T02').writes(`${'We checked the gate again. '.repeat(100)}${worry}`);
    await person('T03').writes('help');
    await person('T03').edits(worry);
    for (const ref of ['T01', 'T02', 'T03'])
      expect([ref, lastOf(ref).text]).toEqual([ref, expect.stringContaining(TOLD)]);
    await house.deliver();
    expect(
      person('D01')
        .dm()
        .filter(({ text }) => text.includes('may have a concern')),
    ).toHaveLength(3);
    expect(JSON.stringify([await events(), house.school.log.lines, house.slack.calls])).not.toContain(
      'Ellie',
    );
  });

  test('an edit is never a command, and is answered once', async () => {
    await person('T01').writes('help');
    await person('T01').edits('status');
    expect(lastOf('T01').text).toContain('STOP. This is NOT a report');
    expect(
      person('T01')
        .dm()
        .filter(({ fromBot }) => fromBot),
    ).toHaveLength(2);
  });

  test('a worry is met with where to go, whoever writes it, and no word of it is kept', async () => {
    const worry = 'a boy in my class says his uncle hurts him';
    await person('T01').writes(worry);
    expect(lastOf('T01').text).toContain('STOP. This is NOT a report');
    await house.slack.person('U-PUPIL', house.school.externalId).writes(worry);
    const pupil = house.slack.person('U-PUPIL', house.school.externalId).dm();
    expect(pupil.at(-1)?.text).toContain('Tell a teacher now.');
    await person('T01').uploads('photo.png', 'help');
    expect(lastOf('T01').text).toContain('STOP. This is NOT a report');
    await house.deliver();
    const everything = JSON.stringify([await events(), house.school.log.lines, house.slack.calls]);
    expect(everything).not.toMatch(/uncle|photo\.png/);
    expect(lastOf('D01').text).toContain(
      'Somebody who is not on the staff list, a pupil perhaps, may have a concern: check now.',
    );
  });

  test('words are answered again when the answer did not go, and once when it did', async () => {
    house.slack.misbehave({ kind: 'drop', done: false }, { method: 'chat.postMessage' });
    const delivery = await person('T01').writes('help');
    if (by === 'http') expect(delivery.taken).toBe(false);
    await house.slack.redeliver();
    expect(
      person('T01')
        .dm()
        .map(({ summary }) => summary),
    ).toEqual(['What you can ask Vigil, and who to go to.']);
    await house.slack.replay(delivery);
    expect(person('T01').dm()).toHaveLength(1);
  });

  test('while the record is away a worry still meets the safe words, once, and its answer when it is back', async () => {
    house.instead.once = async () => {
      throw new Error('the database is away');
    };
    await person('T01').writes('a child told me something');
    expect(lastOf('T01').text).toContain('tell the DSL or a teacher now'.replace('tell', 'Tell'));
    await house.slack.redeliver();
    expect(person('T01').dm()).toHaveLength(1);
    house.instead = {};
    await house.slack.redeliver();
    expect(lastOf('T01').text).toContain('STOP. This is NOT a report');
    await person('T01').command('/vigil due');
    house.instead.onCommand = async () => {
      throw new Error('the database is away');
    };
    await person('T01').command('/vigil a child told me something');
    expect(person('T01').ephemerals.at(-1)?.text).toContain('In danger: 999');
    expect(logged()).not.toContain('told me something');
  });

  test('while the record does not answer, a worry meets the safe words in time, once, and its answer when it does', async () => {
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    house.instead.onCommand = async (command) => {
      await held;
      return takeCommand(house.world, command);
    };
    const writing = person('T01').writes('a boy in my class says his uncle hurts him');
    const texts = () =>
      person('T01')
        .dm()
        .filter(({ fromBot }) => fromBot)
        .map(({ text }) => text);
    await expect.poll(() => texts().length, { timeout: 3_000 }).toBe(1);
    expect(texts()[0]).toContain('Tell the DSL or a teacher now');
    finish();
    await writing;
    await house.door.settled();
    expect(texts()).toHaveLength(2);
    expect(texts()[1]).toContain('STOP. This is NOT a report');
  });

  test('an alert in the channel is taken by a lead, and the channel’s copy says so without a name', async () => {
    await put('S01', 'SIT-D1');
    const { chaseOverdue } = await import('../../../src/cycle/chase-overdue.ts');
    for (const at of ['2026-11-10T16:00:00Z', '2026-11-11T16:00:00Z', '2026-11-11T16:05:00Z']) {
      house.now = new Date(at);
      await chaseOverdue(house.school.at(house.now));
      await house.deliver();
    }
    const channel = () => person('D01').channel(house.school.channelId).at(-1);
    expect(channel()?.text).toContain('site security');
    await channel()?.press('I have it');
    await house.door.settled();
    expect(channel()?.text).toContain('The DSL has had it since 16:05');
    expect(channel()?.text).not.toContain('Ines Duarte');
    expect(channel()?.buttons).toEqual([]);
  });

  test('a workspace that takes the app away is written to no more', async () => {
    await house.slack.workspace(house.school.externalId).uninstalls();
    await house.door.settled();
    await ask(store, house.school, { who: 'T01', questions: ['TRN-K1'], at: MONDAY });
    await house.deliver();
    expect(house.slack.callsOf('chat.postMessage')).toEqual([]);
    expect(logged()).toContain('installation_revoked');
  });
});

describe('sockets', () => {
  beforeEach(async () => {
    block += 1;
    house = await openSlackHouse(store, { block, by: 'socket', at: MONDAY });
    await hearing(2);
  });
  afterEach(() => house.close());

  /** So many connections have been asked for since the start, and both hear. */
  const hearing = async (asked: number) => {
    await expect.poll(() => house.slack.callsOf('apps.connections.open').length, PATIENTLY).toBe(asked);
    await expect.poll(() => house.door.connected(), PATIENTLY).toBe(2);
  };

  test('two hear; while one is renewed the other goes on, and it is back without a wait', async () => {
    const asked = await put('T01', 'TRN-K1');
    let answer = () => {};
    const until = new Promise<void>((resolve) => {
      answer = resolve;
    });
    house.slack.misbehave({ kind: 'slow', until }, { method: 'apps.connections.open' });
    house.slack.sockets.refresh(0);
    await expect.poll(() => house.slack.sockets.count(), PATIENTLY).toBe(1);
    expect((await asked.press('Yes')).taken).toBe(true);
    answer();
    await hearing(3);
    await house.door.settled();
    expect(await replies()).toHaveLength(1);
  });

  test('cut off both at once, they come back by themselves', async () => {
    house.slack.sockets.cut();
    await hearing(4);
    expect((await person('T01').command('/vigil help')).taken).toBe(true);
  });

  test('connections that open and never last are asked for ever more slowly', async () => {
    const opened = () => house.slack.callsOf('apps.connections.open').length;
    const cutting = setInterval(() => house.slack.sockets.cut(), 5);
    const began = performance.now();
    // Each of the two: at once, after half a second, after one more.
    await expect.poll(opened, { timeout: 10_000 }).toBeGreaterThanOrEqual(2 + 6);
    clearInterval(cutting);
    expect(performance.now() - began).toBeGreaterThan(1_400);
  });

  test('a Slack that refuses the connection is asked again', async () => {
    house.slack.misbehave({ kind: 'status', status: 500 }, { method: 'apps.connections.open', times: 2 });
    house.slack.sockets.cut();
    await hearing(6);
    expect(logged()).toContain('socket_not_opened');
  });

  test('a stop closes both, and nothing is left to keep the process', async () => {
    await house.door.close();
    expect(house.door.connected()).toBe(0);
    await expect.poll(() => house.slack.sockets.count(), PATIENTLY).toBe(0);
  });
});
