/**
 * The guard before the wire: what is not Teams' own address is never spoken to, by any call, with any token.
 */
import { expect, test, vi } from 'vitest';
import { guardWire } from '../../../src/chat/teams/guard-wire.ts';
import type { TeamsWire } from '../../../src/chat/teams/wire.ts';
import { hello, SAFE, TEAM, TENANT } from '../../support/bare-teams.ts';

const STAND_IN = '127.0.0.1:4000';

/** Every call reaches Teams here and says which one it was. */
function openWire() {
  const reached: string[] = [];
  const done =
    <T>(name: string, value: T) =>
    async () => {
      reached.push(name);
      return { kind: 'done' as const, value };
    };
  const wire: TeamsWire = {
    handle: vi.fn(async (_request, hear) => hear()),
    createPersonal: done('createPersonal', { conversationId: 'a:1' }),
    postToChannel: done('postToChannel', { conversationId: 'a:1', activityId: '1' }),
    send: done('send', { activityId: '1' }),
    update: done('update', null),
    remove: done('remove', null),
    members: done('members', { members: [], next: null }),
    member: done('member', {}),
    channels: done('channels', []),
    authorised: done('authorised', true),
  };
  return { wire, guarded: guardWire(wire, [STAND_IN]), reached };
}

const CALLS = {
  createPersonal: (wire, serviceUrl) => wire.createPersonal({ serviceUrl, tenantId: TENANT, userId: 'u' }),
  postToChannel: (wire, serviceUrl) =>
    wire.postToChannel({ serviceUrl, tenantId: TENANT, channelId: SAFE }, hello()),
  send: (wire, serviceUrl) => wire.send({ serviceUrl, conversationId: 'a:1' }, hello()),
  update: (wire, serviceUrl) => wire.update({ serviceUrl, conversationId: 'a:1' }, '1', hello()),
  remove: (wire, serviceUrl) => wire.remove({ serviceUrl, conversationId: 'a:1' }, '1'),
  members: (wire, serviceUrl) =>
    wire.members({ serviceUrl, conversationId: 'a:1' }, { after: null, limit: 1 }),
  member: (wire, serviceUrl) => wire.member({ serviceUrl, conversationId: 'a:1' }, 'u'),
  channels: (wire, serviceUrl) => wire.channels({ serviceUrl, teamId: TEAM }),
} as const satisfies Record<
  Exclude<keyof TeamsWire, 'handle' | 'authorised'>,
  (wire: TeamsWire, serviceUrl: string) => Promise<{ kind: string }>
>;
const NAMES = Object.keys(CALLS) as (keyof typeof CALLS)[];

test.each(NAMES)('%s goes to Teams’ own addresses, and to what stands in for them', async (name) => {
  const { guarded, reached } = openWire();
  for (const address of [
    'https://smba.trafficmanager.net/uk/',
    'https://eu.teams.microsoft.com/',
    `http://${STAND_IN}/emea/`,
  ])
    expect((await CALLS[name](guarded, address)).kind).toBe('done');
  expect(reached).toEqual([name, name, name]);
});

test.each(NAMES)('%s goes nowhere else: it was not sent', async (name) => {
  const { guarded, reached } = openWire();
  for (const address of [
    'https://evil.example/',
    'https://smba.trafficmanager.net.evil.example/uk/',
    'https://smba.trafficmanager.net@evil.example/',
    'http://smba.trafficmanager.net/uk/',
    'https://smba.trafficmanager.net:8443/uk/',
    'http://127.0.0.1:4001/emea/',
    'smba.trafficmanager.net',
    '',
  ])
    expect(await CALLS[name](guarded, address)).toEqual({ kind: 'unlinked' });
  expect(reached).toEqual([]);
});

test('what comes in, and whether the credentials are taken, are the wire’s own', async () => {
  const { guarded, wire } = openWire();
  expect(await guarded.authorised()).toEqual({ kind: 'done', value: true });
  const answer = { status: 200 };
  expect(await guarded.handle({ authorization: 'Bearer x', activity: {} }, async () => answer)).toBe(answer);
  expect(wire.handle).toHaveBeenCalledOnce();
});
