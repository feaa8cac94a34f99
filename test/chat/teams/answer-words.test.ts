/**
 * Words written to Vigil in Teams: answered once, to the writer alone, and never lost to a crash. What was typed is
 * nowhere afterwards, and where a worry goes is said even while the record is away.
 */
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { takeCommand } from '../../../src/cycle/take-command.ts';
import type { Store } from '../../../src/store/database.ts';
import { beginEvent } from '../../../src/store/inbound-events.ts';
import { inboundEvent } from '../../../src/store/schema/index.ts';
import { openTestStore } from '../../support/store.ts';
import { gate, recordIsAway, type TeamsAsks, teamsAsks } from '../../support/teams-asks.ts';
import { NOTICES, openTeamsDoor, openTeamsHouse, type TeamsHouse } from '../../support/teams-house.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const TOLD = 'is being told, in private, that you may have a concern';
const STOP = 'STOP. This is NOT a report';
const HELP = 'What you can ask Vigil';
const WORRY = 'a boy in my class says his uncle hurts him';

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
  expect(house.teams.refused).toEqual([]);
  await house.close();
});

const writes = (ref: string, text: string) => asks.did(asks.person(ref).writes(text));
const writesIn = (ref: string, text: string) =>
  asks.did(asks.person(ref).writesIn(house.school.channelId, text));
/** What Vigil has said where others read. */
const inChannel = () =>
  asks
    .person('H01')
    .channel(house.school.channelId)
    .filter(({ fromBot }) => fromBot)
    .map(({ text }) => text);
/** What Teams was given and what is kept, but for what people themselves wrote. */
const everything = async () =>
  JSON.stringify([await asks.events(), house.school.log.lines, house.teams.calls]);

describe('in their own conversation', () => {
  test('answered there, once', async () => {
    const delivery = await writes('T01', 'help');
    expect(delivery).toMatchObject({ status: 200, answer: '' });
    expect(asks.last('T01').text).toContain(HELP);
    expect(inChannel()).toEqual([]);
    await asks.did(house.teams.replay(delivery));
    expect(asks.person('T01').dm()).toHaveLength(1);
  });

  test('a worry is met with where to go, whoever writes it, and no word of it is kept', async () => {
    await writes('T01', WORRY);
    expect(asks.last('T01').text).toContain(STOP);
    const pupil = house.teams.person('U-PUPIL', house.school.externalId);
    await asks.did(pupil.writes(WORRY));
    expect(pupil.dm().at(-1)?.text).toContain('Tell a teacher now.');
    await house.deliver();
    expect(await everything()).not.toContain('uncle');
    expect(asks.last('D01').text).toContain(
      'Somebody who is not on the staff list, a pupil perhaps, may have a concern: check now.',
    );
  });

  test('a file is never opened, and no word sent with it is taken for a command', async () => {
    await asks.did(asks.person('T01').uploads('photo.png', 'help'));
    expect(asks.last('T01').text).toContain(STOP);
    expect(asks.last('T01').text).not.toContain(HELP);
    expect(await everything()).not.toMatch(/photo\.png|sharepoint/);
  });

  test('what is written with a file is examined: the lead is told, and nothing of it is kept', async () => {
    await asks.did(asks.person('T01').uploads('photo.png', 'Ellie 4B, her dad hits her, photo attached'));
    expect(asks.last('T01').text).toContain(TOLD);
    await house.deliver();
    expect(asks.last('D01').text).toContain('may have a concern');
    expect(await everything()).not.toMatch(/Ellie|photo/);
  });

  test('words changed afterwards are examined as words and never as a command, once', async () => {
    await writes('T01', 'help');
    const delivery = await asks.did(asks.person('T01').edits('due'));
    expect(delivery.status).toBe(200);
    expect(asks.last('T01').text).toContain(STOP);
    await asks.did(house.teams.replay(delivery));
    expect(asks.person('T01').dm()).toHaveLength(2);
    await asks.did(asks.person('T01').edits('Ellie 4B, her dad hits her'));
    expect(asks.last('T01').text).toContain(TOLD);
    expect(asks.person('T01').dm()).toHaveLength(3);
  });
});

describe('in a channel', () => {
  test('answered in the writer’s own chat; the thread has the line that says nothing', async () => {
    await writesIn('D01', 'status');
    expect(asks.last('D01').text).toContain('Not yet assessed');
    expect(inChannel()).toEqual([NOTICES.answeredAside.summary]);
    expect(house.teams.world.posts.filter(({ rootId }) => rootId !== null)).toHaveLength(1);
  });

  test('one who cannot be written to is told so there, and nothing of the answer', async () => {
    shutOut();
    await writesIn('D01', 'status');
    expect(inChannel()).toEqual([NOTICES.notAnsweredAside.summary]);
    expect(asks.person('D01').dm()).toEqual([]);
  });

  test('a worry is met with where to go in their own chat; the channel is told that it is no report, and no more', async () => {
    await writesIn('D01', WORRY);
    expect(asks.last('D01').text).toContain(STOP);
    const [said, ...more] = inChannel();
    expect(more).toEqual([]);
    expect(said).toContain('This is NOT a report. In danger: 999.');
    expect(said).not.toMatch(/uncle|Ines Duarte|Joe Lamb|Kate Orr|Oli Grant|01785/);
  });

  test('a worry of one who cannot be written to is met in the thread, with words that name nobody', async () => {
    shutOut();
    await writesIn('D01', WORRY);
    const [said, ...more] = inChannel();
    expect(more).toEqual([]);
    expect(said).toContain('Tell the DSL or a teacher now');
    expect(said).not.toMatch(/Ines Duarte|Joe Lamb|Kate Orr|Oli Grant|01785/);
  });

  test('a line in the thread that fails is no reason to answer twice', async () => {
    house.teams.misbehave(
      { kind: 'fail', status: 500 },
      {
        method: 'sendToConversation',
        when: ({ conversationId }) => conversationId?.startsWith('19:') ?? false,
      },
    );
    const delivery = await writesIn('D01', 'help');
    expect(delivery.status).toBe(200);
    expect(asks.person('D01').dm()).toHaveLength(1);
  });

  /** Nobody's own conversation can be written to. */
  const shutOut = () => {
    house.teams.misbehave(
      { kind: 'refuse', code: 'ForbiddenOperationException' },
      { method: 'createConversation', times: 9 },
    );
  };
});

describe('while Teams asks to wait', () => {
  const limited = (retryAfter: number, times = 1) =>
    house.teams.misbehave({ kind: 'limited', retryAfter }, { method: 'sendToConversation', times });
  const sends = () => house.teams.callsOf('sendToConversation').length;

  test('a little, it is waited for, and the answer comes once', async () => {
    limited(1);
    expect(await writes('T01', WORRY)).toMatchObject({ status: 200, answer: '' });
    expect(
      asks
        .person('T01')
        .dm()
        .map(({ text }) => text),
    ).toEqual([expect.stringContaining(STOP)]);
    expect(sends()).toBe(2);
    expect(asks.logged()).not.toContain('words_not_answered');
  });

  test('twice over, or for long, it is left to be asked for again', async () => {
    for (const [retryAfter, times] of [
      [1, 2],
      [60, 1],
    ] as const) {
      const before = sends();
      limited(retryAfter, times);
      expect((await writes('T01', 'help')).status).toBe(503);
      expect(sends() - before).toBe(times);
    }
    expect(asks.person('T01').dm()).toEqual([]);
    // Teams brings it again; nothing is sent before the minute it asked for is over.
    house.now = new Date(house.now.getTime() + 61_000);
    await asks.did(house.teams.redeliver());
    expect(asks.last('T01').text).toContain(HELP);
  });
});

describe('answered again rather than never', () => {
  test('when the answer did not go: it is asked for once more, and then given once', async () => {
    house.teams.misbehave({ kind: 'fail', status: 502 }, { method: 'sendToConversation' });
    const first = await writes('T01', 'help');
    expect(first).toMatchObject({ status: 503, answer: '' });
    expect(asks.logged()).toContain('words_not_answered');
    await asks.did(house.teams.redeliver());
    expect(
      asks
        .person('T01')
        .dm()
        .map(({ text }) => text),
    ).toEqual([expect.stringContaining(HELP)]);
  });

  test('when the process died between the answer and its end', async () => {
    house.instead.once = async (event, work) => {
      await store.within(house.school.org, (tx) => beginEvent(tx, house.school.org, event, house.now));
      await work();
      throw new Error('the process died');
    };
    expect((await writes('T01', 'help')).status).toBe(503);
    house.instead = {};
    const opened = await openTeamsDoor(house);
    house.teams.deliverTo(opened.url);
    // As long as the dead process may still be at it, nobody else is.
    expect(await house.teams.redeliver()).toMatchObject([{ status: 503 }]);
    await store.within(house.school.org, (tx) =>
      tx.update(inboundEvent).set({ leasedUntil: sql`now() - interval '1 second'` }),
    );
    expect(await house.teams.redeliver()).toMatchObject([{ status: 200 }]);
    await opened.door.settled();
    const said = asks
      .person('T01')
      .dm()
      .map(({ text }) => text);
    expect(said).toEqual([expect.stringContaining(HELP), expect.stringContaining(HELP)]);
    await opened.close();
  });

  test('delivered twice at once: one answer, and the other is asked to come again', async () => {
    const lost = await writes('T01', 'why');
    expect(asks.person('T01').dm()).toHaveLength(1);
    const activity = { ...lost.activity, id: '1700000000999', text: 'help' };
    const both = await asks.did(Promise.all([house.teams.deliver(activity), house.teams.deliver(activity)]));
    expect(asks.person('T01').dm()).toHaveLength(2);
    for (const { status } of both) expect([200, 503]).toContain(status);
    await asks.did(house.teams.redeliver());
    expect(asks.person('T01').dm()).toHaveLength(2);
  });

  test('the same number in another conversation is another event', async () => {
    const { activity } = await writes('T01', 'help');
    const theirs = await writes('T02', 'help');
    await asks.did(house.teams.deliver({ ...theirs.activity, id: activity.id }));
    expect(asks.person('T02').dm()).toHaveLength(2);
  });
});

describe('while the record is away', () => {
  test('the safe words are said, and the answer comes when it is back', async () => {
    house.instead = { once: recordIsAway, onHeard: recordIsAway };
    const first = await writes('T01', WORRY);
    expect(first.status).toBe(503);
    expect(
      asks
        .person('T01')
        .dm()
        .map(({ text }) => text),
    ).toEqual([expect.stringContaining('Tell the DSL or a teacher now')]);
    house.instead = {};
    await asks.did(house.teams.redeliver());
    expect(asks.last('T01').text).toContain(STOP);
    expect(await everything()).not.toContain('uncle');
  });

  test('a record that does not answer is not waited for: the safe words in time, once, and then the answer', async () => {
    const held = gate();
    house.instead.onCommand = async (command) => {
      await held.opened;
      return takeCommand(house.world, command);
    };
    const writing = asks.person('T01').writes(WORRY);
    const texts = () =>
      asks
        .person('T01')
        .dm()
        .map(({ text }) => text);
    await expect.poll(() => texts().length, { timeout: 3_500 }).toBe(1);
    expect(texts()[0]).toContain('Tell the DSL or a teacher now');
    held.open();
    await asks.did(writing);
    expect(texts()).toEqual([expect.anything(), expect.stringContaining(STOP)]);
  });

  test('they are said for a channel’s words too, and name nobody', async () => {
    house.instead.onCommand = recordIsAway;
    await writesIn('D01', WORRY);
    expect(inChannel()).toEqual([expect.stringContaining('Tell the DSL or a teacher now')]);
    expect(await everything()).not.toContain('uncle');
  });
});
