/**
 * The door Teams knocks at: what fits is taken and counted, what does not is a bare 401, and a stop waits for what is
 * in hand. What each thing heard is answered with is in the files of those answers.
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Installed, ReferenceHandlers } from '../../../src/chat/chat.ts';
import { MESSAGES_PATH, teamsDoor } from '../../../src/chat/teams/door.ts';
import { teamsSdk } from '../../../src/chat/teams/sdk.ts';
import { takePress } from '../../../src/cycle/take-press.ts';
import type { Store } from '../../../src/store/database.ts';
import { openTestStore } from '../../support/store.ts';
import { gate, recordIsAway, type TeamsAsks, teamsAsks } from '../../support/teams-asks.ts';
import { APP_PASSWORD, NOTICES, openTeamsHouse, type TeamsHouse } from '../../support/teams-house.ts';

const MONDAY = '2026-11-09T08:05:00Z';

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
  await house.close();
});

describe('what does not fit', () => {
  const headers = (authorization?: string) => ({
    'content-type': 'application/json',
    ...(authorization === undefined ? {} : { authorization }),
  });
  test.each([
    ['nothing', ''],
    ['what is no JSON', '{"type":'],
    ['a list', '[]'],
    ['a word', '"help"'],
    ['an activity that lacks everything', '{"type":"message"}'],
    ['far too much', JSON.stringify({ type: 'message', text: 'x'.repeat(300_000) })],
  ])('%s is turned away without a word, however it is signed', async (_, body) => {
    const good = house.teams.genuine().headers;
    for (const sent of [headers(), { ...good }]) {
      const answer = await house.teams.send({ headers: sent as Record<string, string>, body });
      expect(answer).toMatchObject({ kind: 'answered', status: 401, body: '' });
    }
    expect(house.door.seen).toEqual({ fitted: 0, misfits: 2 });
    expect(house.school.log.lines).toEqual([]);
  });

  test('of a tenant that is not ours nothing is heard, though Teams sent it', async () => {
    const heard: string[] = [];
    house.instead.onHeard = async ({ externalId }) => {
      heard.push(externalId);
      return 'known';
    };
    const answer = await house.teams.send(house.teams.forge('foreign_tenant'));
    expect(answer).toMatchObject({ status: 401, body: '' });
    expect(heard).toEqual([]);
  });

  test('far more spaces and mentions than anybody writes, unsigned, is turned away unheard', async () => {
    const { body } = house.teams.genuine();
    const recipient = { id: 'r' };
    const mention = { type: 'mention', text: ' ', mentioned: recipient };
    const entities = Array.from({ length: 1_900 }, () => mention);
    const heavy = JSON.stringify({ ...JSON.parse(body), recipient, text: ' '.repeat(99_000), entities });
    expect(heavy.length).toBeLessThan(256 * 1_024);
    const heard = vi.fn(async () => 'known' as const);
    house.instead.onHeard = heard;
    expect(await house.teams.send({ headers: headers(), body: heavy })).toMatchObject({
      status: 401,
      body: '',
    });
    expect(heard).not.toHaveBeenCalled();
    expect(house.door.seen).toEqual({ fitted: 0, misfits: 1 });
  });

  test('what cannot be checked just now is asked for again, is not heard, and is counted as neither', async () => {
    const heard = vi.fn(async () => 'known' as const);
    house.instead.onHeard = heard;
    const { teams, school } = house;
    house.parts.wire = teamsSdk({
      identity: {
        appId: teams.world.app.appId,
        password: APP_PASSWORD,
        tenantId: school.externalId,
        appType: 'SingleTenant',
        loginUrl: teams.loginUrl,
      },
      // Nobody answers there.
      openIdMetadataUrl: 'http://127.0.0.1:1/openid',
      tokenIssuer: teams.tokenIssuer,
    });
    expect(await house.teams.send(house.teams.genuine())).toMatchObject({ status: 503, body: '' });
    expect(heard).not.toHaveBeenCalled();
    expect(house.door.seen).toEqual({ fitted: 0, misfits: 0 });
  });

  test('what fits is counted as taken', async () => {
    await asks.did(asks.person('T01').writes('help'));
    expect(house.door.seen).toEqual({ fitted: 1, misfits: 0 });
  });
});

test('looking a stranger up does not keep the safe words waiting, however slow it is', async () => {
  const pupil = house.teams.person('U-PUPIL', house.school.externalId);
  const held = gate();
  house.teams.misbehave({ kind: 'slow', until: held.opened }, { method: 'getMember' });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const writing = pupil.writes('a boy told me something');
  await vi.waitFor(() => expect(house.teams.callsOf('getMember')).toHaveLength(1), { timeout: 20_000 });
  await vi.advanceTimersByTimeAsync(2_000);
  vi.useRealTimers();
  await expect.poll(() => pupil.dm().length, { timeout: 5_000 }).toBe(1);
  expect(pupil.dm().at(-1)?.text).toContain('Tell a teacher now.');
  expect(await writing).toMatchObject({ status: 200 });
  // It goes on, and a stop waits for it.
  let isSettled = false;
  const settling = house.door.settled().then(() => {
    isSettled = true;
  });
  expect(isSettled).toBe(false);
  held.open();
  await settling;
});

test('a fault of ours is no reason to say that Teams is not let in', async () => {
  house.instead.isKnown = recordIsAway;
  house.instead.onHeard = recordIsAway;
  house.instead.onPress = recordIsAway;
  const help = await asks.did(asks.person('T01').writes('help'));
  expect(help.status).toBe(200);
  const torn = {
    get verb(): never {
      throw new RangeError('torn');
    },
  };
  house.instead = { once: () => torn.verb };
  const delivery = await asks.did(asks.person('T01').writes('help'));
  expect(delivery).toMatchObject({ status: 503, answer: '' });
  expect(house.school.log.lines).toContainEqual({
    level: 'error',
    event: 'teams_activity_not_taken',
    facts: { fault: 'RangeError', kind: 'words' },
  });
  expect(house.door.seen).toEqual({ fitted: 2, misfits: 0 });
});

test('a stop waits for a press that is being recorded, and for its being shown to everybody', async () => {
  const asked = await asks.put('T01', 'TRN-K1');
  const [reached, held] = [gate(), gate()];
  house.instead.onPress = async (press) => {
    reached.open();
    await held.opened;
    return takePress(house.world, press);
  };
  const pressing = asked.press('Yes');
  await reached.opened;
  let isClosed = false;
  const closing = house.door.close().then(() => {
    isClosed = true;
  });
  expect(isClosed).toBe(false);
  held.open();
  await Promise.all([pressing, closing]);
  expect(asks.forAll(asked)).toContain('✓ Recorded 08:05 · Yes');
});

describe('where every tenant is let in, to try it on this computer', () => {
  const never = () => Promise.reject(new Error('Nothing of this kind comes in this test'));

  test('one is known from its first words on, and a press alone makes nobody known', async () => {
    const installed: Installed[] = [];
    const handlers: ReferenceHandlers = {
      onPress: async () => ({ kind: 'private', message: NOTICES.notSaved }),
      onCommand: async () => NOTICES.pressAgain,
      once: async (_, work) => {
        await work();
        return 'done';
      },
      onInstalled: async (told) => void installed.push(told),
      onRevoked: never,
      onShown: never,
      onMember: never,
      onHeard: async () => 'known',
      isKnown: async () => true,
      onMet: never,
      onTakenOut: never,
    };
    const door = teamsDoor({
      parts: house.parts,
      chat: house.chat,
      handlers,
      notices: NOTICES,
      tenants: null,
      standIns: [new URL(house.teams.serviceUrl).host],
      log: house.school.log,
    });
    const asked = await asks.put('T01', 'TRN-K1');
    const app = express();
    app.use(door.router);
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    house.teams.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}${MESSAGES_PATH}`);
    await asked.press('Yes');
    expect(installed).toEqual([]);
    await asks.person('T01').writes('help');
    await door.settled();
    const { externalId } = house.school;
    expect(installed).toEqual([
      { platform: 'teams', externalId, name: null, botUserId: null, scopes: [], token: null },
    ]);
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  });
});
