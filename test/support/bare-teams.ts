/**
 * Teams' wire and chat over the fake, without a school: one tenant, its people, a team, a group chat.
 * The rule: where conversations are is kept in memory alone, and the pace has the clock of the fake where it is given
 * one, so that a test sees which address was used and how fast; nobody waits.
 */
import type { Address, Reference, References } from '../../src/chat/chat.ts';
import { openPace } from '../../src/chat/pace.ts';
import type { AppIdentity } from '../../src/chat/teams/app-token.ts';
import type { TeamsParts } from '../../src/chat/teams/place.ts';
import { teamsSdk } from '../../src/chat/teams/sdk.ts';
import { teamsChat } from '../../src/chat/teams/teams.ts';
import type { Outgoing, TeamsWire } from '../../src/chat/teams/wire.ts';
import { leftOutLine } from '../../src/messages/left-out.ts';
import { type FakeTeams, type FakeTeamsGiven, openFakeTeams } from '../../src/simulation/teams/fake-teams.ts';
import { countedIds } from './fixed.ts';

export const TENANT = '0a000000-0000-4000-8000-000000000001';
export const SECRET = 'CANARY-the-secret-of-the-app';
export const TEAM = '19:general@thread.tacv2';
export const SAFE = '19:safe@thread.tacv2';
export const PRIVATE = '19:private@thread.tacv2';
export const CHAT = '19:leads@thread.v2';
export const GUEST = 'aaaaaaaa-0000-4000-8000-999999999999';
/** Somebody of the tenant, by number: the first fifty are there. */
export const personId = (n: number) => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
const PEOPLE = 50;

export const hello = (text = 'Hello'): Outgoing => ({
  card: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text, wrap: true }] },
  summary: text,
});

export const toPerson = (n: number): Address => ({
  installationId: 'i',
  externalId: TENANT,
  kind: 'person',
  id: personId(n),
});
export const toChannel = (id = SAFE): Address => ({ ...toPerson(1), kind: 'channel', id });

let apps = 0;

/** Each has an app id of its own: who signs in is remembered by it for as long as the process runs. */
export function openTenant(given: Partial<FakeTeamsGiven> = {}): Promise<FakeTeams> {
  apps += 1;
  const people = Array.from({ length: PEOPLE }, (_, at) => personId(at + 1));
  return openFakeTeams({
    now: () => new Date(),
    ids: countedIds(apps),
    appId: `22222222-0000-4000-8000-${String(apps + process.pid * 1_000).padStart(12, '0')}`,
    appPassword: SECRET,
    keepLimits: false,
    tenants: [
      {
        tenantId: TENANT,
        users: [
          ...people.map((id, at) => ({ id, name: `Person ${at + 1}`, email: `P${at + 1}@Oak.example` })),
          { id: GUEST, name: 'Dora Guest', email: null, role: 'guest' },
        ],
        teams: [
          {
            id: TEAM,
            name: 'Oak Primary',
            channels: [
              { id: SAFE, name: 'Safeguarding', kind: 'standard' },
              { id: PRIVATE, name: 'Leads only', kind: 'private', members: [personId(1)] },
            ],
            members: [...people.slice(0, 5), GUEST],
          },
        ],
        chats: [{ id: CHAT, members: people.slice(0, 2) }],
        personal: people,
      },
    ],
    ...given,
  });
}

export const identityFor = (teams: FakeTeams, more: Partial<AppIdentity> = {}): AppIdentity => ({
  appId: teams.world.app.appId,
  password: SECRET,
  tenantId: TENANT,
  appType: 'SingleTenant',
  loginUrl: teams.loginUrl,
  ...more,
});

/** Kept in memory, in the order of the ids; `kept` counts how often something was. */
export function memoryReferences(): References & { kept: Reference[] } {
  const rows = new Map<string, Reference>();
  const keyOf = (tenant: string, { kind, id }: Pick<Reference, 'kind' | 'id'>) => `${tenant} ${kind} ${id}`;
  const kept: Reference[] = [];
  return {
    kept,
    find: async (tenant, kind, id) => rows.get(keyOf(tenant, { kind, id })) ?? null,
    serviceUrl: async () => kept.at(-1)?.serviceUrl ?? null,
    list: async (tenant, kind, { after, limit }) =>
      [...rows.entries()]
        .filter(
          ([key, { conversationId }]) => key.startsWith(`${tenant} ${kind} `) && conversationId !== null,
        )
        .map(([, row]) => row)
        .filter(({ id }) => id > (after ?? ''))
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .slice(0, limit),
    async keep(tenant, reference) {
      rows.set(keyOf(tenant, reference), reference);
      kept.push(reference);
    },
  };
}

export type HandClock = { now(): number; pause(ms: number): Promise<void> };

/** Goes on only when somebody pauses, and no further than they would wait. */
export function handClock(from = Date.parse('2026-11-09T08:00:00Z')): HandClock {
  let at = from;
  return {
    now: () => at,
    async pause(ms) {
      const until = at + ms;
      await Promise.resolve();
      at = Math.max(at, until);
    },
  };
}

export type BareTeams = TeamsParts & {
  teams: FakeTeams;
  references: ReturnType<typeof memoryReferences>;
  chat: ReturnType<typeof teamsChat>;
  close(): Promise<void>;
};

export async function openBareTeams({
  clock = handClock(),
  wire,
  ...given
}: Partial<FakeTeamsGiven> & {
  clock?: HandClock;
  wire?: (teams: FakeTeams) => TeamsWire;
} = {}): Promise<BareTeams> {
  const teams = await openTenant(given);
  const parts = {
    wire:
      wire?.(teams) ?? teamsSdk({ identity: identityFor(teams), openIdMetadataUrl: null, tokenIssuer: null }),
    references: memoryReferences(),
    pace: openPace(clock),
    picture: () => new Uint8Array(),
    leftOut: leftOutLine,
    firstServiceUrl: teams.serviceUrl,
  };
  return { ...parts, teams, chat: teamsChat(parts), close: () => teams.close() };
}
