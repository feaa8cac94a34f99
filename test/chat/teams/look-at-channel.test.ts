/**
 * One channel of Teams' looked at before it is taken for the leads: only looked at, and who can read it counted.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lookAtChannel } from '../../../src/chat/teams/look-at-channel.ts';
import { type BareTeams, CHAT, openBareTeams, PRIVATE, SAFE, TENANT } from '../../support/bare-teams.ts';

let house: BareTeams;

beforeEach(async () => {
  house = await openBareTeams();
});
afterEach(async () => {
  expect(house.teams.calls.map(({ method }) => method).filter((method) => method !== 'token')).toEqual([
    'getPagedMembers',
  ]);
  expect(house.teams.world.posts).toEqual([]);
  await house.close();
});

const look = (channel: string) => lookAtChannel(house, { externalId: TENANT }, channel);

test.each([SAFE, CHAT])('%s: Vigil is in it; whether it is private Teams does not say', async (channel) => {
  const found = await look(channel);
  expect(found).toMatchObject({ kind: 'in', isPrivate: null });
  // Vigil is counted too, though Teams leaves it out of the list.
  expect(found.kind === 'in' && (found.readers ?? 0) > 1).toBe(true);
});

test('a private channel, which no bot can see, is one Vigil is not in', async () => {
  expect(await look(PRIVATE)).toEqual({ kind: 'not_in' });
});

test('a Teams that does not answer tells nothing of it', async () => {
  house.teams.misbehave({ kind: 'drop', done: false }, { method: 'getPagedMembers' });
  expect(await look(SAFE)).toMatchObject({ kind: 'unseen' });
});
