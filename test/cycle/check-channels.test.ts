/**
 * The morning's look at each setting's channel: told once a week, in private, in time for the digest, and never guessed.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ChannelLook } from '../../src/chat/chat.ts';
import { checkChannels } from '../../src/cycle/check-channels.ts';
import type { Store } from '../../src/store/database.ts';
import { parkChannel } from '../../src/store/parked-channels.ts';
import { message } from '../../src/store/schema/index.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const SUNDAY = '2026-11-08T06:30:00Z';

let store: Store;
let school: School;
let look: ChannelLook;
let looked: string[];
let block = 400;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  looked = [];
  school = await makeSchool(store, {
    block,
    more: {
      lookAtChannel: async ({ channelId }) => {
        looked.push(channelId);
        return look;
      },
    },
  });
});

const told = async () =>
  (await store.within(school.org, (tx) => tx.select().from(message))).map(
    ({ body, personId, channelId, notBefore }) => ({
      text: body.summary,
      to: school.people.find(({ id }) => id === personId)?.staffRef,
      channelId,
      at: notBefore.toISOString(),
    }),
  );

test.each([
  [{ kind: 'not_in' }, 'cannot see the safeguarding channel'],
  [{ kind: 'archived' }, 'is archived'],
  [{ kind: 'in', isPrivate: false, readers: 60 }, 'can read the safeguarding channel'],
] as const)('%j is told to a lead in private, before the digest', async (seen, words) => {
  look = seen;
  await checkChannels(school.at(SUNDAY));
  expect(await told()).toMatchObject([
    { text: expect.stringContaining(words), to: 'D01', channelId: null, at: '2026-11-09T07:30:00.000Z' },
  ]);
});

test('once a week, however often it is looked at; another thing that is wrong is told too', async () => {
  look = { kind: 'not_in' };
  await checkChannels(school.at('2026-11-10T06:30:00Z'));
  await checkChannels(school.at('2026-11-11T06:30:00Z'));
  expect(await told()).toHaveLength(1);
  look = { kind: 'archived' };
  await checkChannels(school.at('2026-11-12T06:30:00Z'));
  expect(await told()).toHaveLength(2);
  look = { kind: 'not_in' };
  await checkChannels(school.at('2026-11-17T06:30:00Z'));
  expect(await told()).toHaveLength(3);
});

test.each([
  [{ kind: 'in', isPrivate: true, readers: 4 }],
  [{ kind: 'in', isPrivate: null, readers: 4 }],
  [{ kind: 'unseen', why: 'no answer' }],
] as const)('%j is told to nobody', async (seen) => {
  look = seen;
  await checkChannels(school.at(SUNDAY));
  expect(looked).toEqual([school.channelId]);
  expect(await told()).toEqual([]);
});

test('a channel that has refused a message already is told of elsewhere, and not asked about', async () => {
  look = { kind: 'not_in' };
  const { installationId, channelId } = school;
  const at = new Date(SUNDAY);
  await store.within(school.org, (tx) =>
    parkChannel(tx, school.org, { installationId, channelId }, { why: 'not_in_channel', at, lookAt: at }),
  );
  await checkChannels(school.at(SUNDAY));
  expect(looked).toEqual([]);
  expect(await told()).toEqual([]);
});

test('it is due again the next morning, by the setting’s own clock', async () => {
  look = { kind: 'in', isPrivate: true, readers: 4 };
  const { nextDue } = await checkChannels(school.at('2026-11-10T06:31:00Z'));
  expect(nextDue?.toISOString()).toMatch(/^2026-11-11T06:(3|4|5)/);
});
