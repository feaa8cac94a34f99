/**
 * Vigil's Teams adapter whole, over a test school, with the fake Teams before it.
 * The rule: the steps are the real ones unless a test puts others in their place; the school's clock is the test's,
 * tokens are checked in real time, and nobody waits: pacing's own time goes on when it would pause.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { ReferenceHandlers } from '../../src/chat/chat.ts';
import { openPace } from '../../src/chat/pace.ts';
import { type Door, teamsDoor } from '../../src/chat/teams/door.ts';
import { guardWire } from '../../src/chat/teams/guard-wire.ts';
import type { TeamsParts } from '../../src/chat/teams/place.ts';
import { teamsSdk } from '../../src/chat/teams/sdk.ts';
import { isServiceUrl } from '../../src/chat/teams/service-hosts.ts';
import { type TeamsChat, teamsChat } from '../../src/chat/teams/teams.ts';
import type { World } from '../../src/cycle/context.ts';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { endReference } from '../../src/cycle/end-reference.ts';
import { knowSender } from '../../src/cycle/know-sender.ts';
import { markShown } from '../../src/cycle/mark-shown.ts';
import { meetMember } from '../../src/cycle/meet-member.ts';
import { noteMember } from '../../src/cycle/note-member.ts';
import { noteReference } from '../../src/cycle/note-reference.ts';
import { revokeWorkspace } from '../../src/cycle/revoke-workspace.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { takeOnce } from '../../src/cycle/take-once.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { leftOutLine } from '../../src/messages/left-out.ts';
import { teamsReferences } from '../../src/operator/teams-references.ts';
import { drawPicture } from '../../src/pictures/draw-png.ts';
import { type FakeTeams, openFakeTeams } from '../../src/simulation/teams/fake-teams.ts';
import type { Store } from '../../src/store/database.ts';
import { countedIds } from './fixed.ts';
import { restless } from './restless.ts';
import { makeSchool, type School } from './school.ts';
import { NOTICES } from './teams-notices.ts';

export type TeamsHouse = {
  teams: FakeTeams;
  school: School;
  /** The team the safeguarding channel is in; also its first channel. */
  teamId: string;
  door: Door;
  chat: TeamsChat;
  parts: TeamsParts;
  world: World;
  /** The school's moment. */
  now: Date;
  /** Put in place of the real steps by a test. */
  instead: Partial<ReferenceHandlers>;
  /** Sends and redraws everything due at the school's moment. */
  deliver(): Promise<void>;
  close(): Promise<void>;
};

export { NOTICES } from './teams-notices.ts';

export const APP_PASSWORD = 'the-secret-of-the-app';
export const appIdFor = (block: number) => `11111111-0000-4000-8000-${String(block).padStart(12, '0')}`;

export async function openTeamsHouse(
  store: Store,
  options: { block: number; at: string; school?: Parameters<typeof makeSchool>[1]; keepLimits?: boolean },
): Promise<TeamsHouse> {
  const { block } = options;
  const school = await makeSchool(store, { ...options.school, block, platform: 'teams' });
  const teamId = `19:leads${block}@thread.tacv2`;
  const staff = school.people.map(({ staffRef }) => `U-${staffRef}`);
  const teams = await openFakeTeams({
    now: () => new Date(),
    ids: countedIds(block),
    appId: appIdFor(block),
    appPassword: APP_PASSWORD,
    keepLimits: options.keepLimits ?? false,
    tenants: [
      {
        tenantId: school.externalId,
        users: [
          ...school.people.map(({ staffRef, name, email }) => ({ id: `U-${staffRef}`, name, email })),
          { id: 'U-PUPIL', name: 'Somebody Unlisted', email: 'pupil@oak.example' },
        ],
        teams: [
          {
            id: teamId,
            name: 'Safeguarding leads',
            channels: [{ id: school.channelId, name: 'Safeguarding', kind: 'standard' }],
            members: ['U-D01', 'U-D02', 'U-H01'],
          },
        ],
        personal: [...staff, 'U-PUPIL'],
      },
    ],
  });
  const parts = partsFor(teams, school, store, () => house.now.getTime());
  const house: Omit<TeamsHouse, 'door'> = {
    teams,
    school,
    teamId,
    parts,
    instead: {},
    now: new Date(options.at),
    world: { store, contextFor: async (_org, at) => school.at(at ?? house.now) },
    chat: teamsChat(parts),
    async deliver() {
      await deliverMessages(school.at(house.now), new Map([['teams', house.chat]]));
    },
    async close() {
      await opened.close();
      await teams.close();
    },
  };
  const opened = await openTeamsDoor(house);
  teams.deliverTo(opened.url);
  return Object.assign(house, { door: opened.door });
}

/** Passes for an address of Teams', as any port of this host does, and nobody is there. */
export const DEAD_ADDRESS = 'http://127.0.0.1:9/dead/';

/** What the fake is spoken to with, and nobody else; each has a pace and a token of its own. */
export function partsFor(
  teams: FakeTeams,
  school: School,
  store: Store,
  now: () => number = () => 0,
): TeamsParts {
  const sdk = teamsSdk({
    identity: {
      appId: teams.world.app.appId,
      password: APP_PASSWORD,
      tenantId: school.externalId,
      appType: 'SingleTenant',
      loginUrl: teams.loginUrl,
    },
    openIdMetadataUrl: teams.openIdMetadataUrl,
    tokenIssuer: teams.tokenIssuer,
  });
  const standIns = [new URL(teams.serviceUrl).hostname];
  return {
    wire: guardWire(sdk, standIns),
    isTeams: (serviceUrl) => isServiceUrl(serviceUrl, standIns),
    references: teamsReferences(store, () => school.at(new Date()).now),
    pace: openPace(restless(now)),
    picture: drawPicture,
    leftOut: leftOutLine,
    firstServiceUrl: teams.serviceUrl,
  };
}

/** A door over a house, as another process would open it, with nothing in its memory. */
export async function openTeamsDoor(house: Omit<TeamsHouse, 'door'>) {
  const { teams, school, parts, chat } = house;
  const steps: ReferenceHandlers = {
    onPress: (press) => takePress(house.world, press),
    onCommand: (command) => takeCommand(house.world, command),
    once: (event, work) => takeOnce(house.world, event, work),
    onInstalled: async () => undefined,
    onRevoked: ({ at, ...workspace }) => revokeWorkspace(house.world, workspace, at),
    onShown: (shown) => markShown(house.world, shown),
    onMember: (workspace, member) => noteMember(house.world, workspace, member),
    onHeard: (heard) => noteReference(house.world, heard),
    isKnown: (sender) => knowSender(house.world, sender),
    onMet: (workspace, member) => meetMember(house.world, workspace, member),
    onTakenOut: (place) => endReference(house.world, place),
  };
  const door = teamsDoor({
    parts,
    chat,
    tenants: [school.externalId],
    standIns: [new URL(teams.serviceUrl).host],
    log: school.log,
    notices: NOTICES,
    handlers: {
      onPress: (press) => (house.instead.onPress ?? steps.onPress)(press),
      onCommand: (command) => (house.instead.onCommand ?? steps.onCommand)(command),
      tooMany: (command) => house.instead.tooMany?.(command) ?? null,
      once: (event, work) => (house.instead.once ?? steps.once)(event, work),
      onInstalled: (installed) => (house.instead.onInstalled ?? steps.onInstalled)(installed),
      onRevoked: (revoked) => (house.instead.onRevoked ?? steps.onRevoked)(revoked),
      onShown: (shown) => (house.instead.onShown ?? steps.onShown)(shown),
      onMember: (workspace, member) => (house.instead.onMember ?? steps.onMember)(workspace, member),
      onHeard: (heard) => (house.instead.onHeard ?? steps.onHeard)(heard),
      isKnown: (sender) => (house.instead.isKnown ?? steps.isKnown)(sender),
      onMet: (workspace, member) => (house.instead.onMet ?? steps.onMet)(workspace, member),
      onTakenOut: (place) => (house.instead.onTakenOut ?? steps.onTakenOut)(place),
    },
  });
  const app = express();
  app.use(door.router);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    door,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
    async close() {
      await door.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
