/**
 * Vigil's Slack adapter whole, over a test school, with the fake Slack before it: by signed HTTP or by sockets.
 * The rule: the steps are the real ones unless a test puts others in their place; the school's clock is the test's,
 * signatures are checked in real time.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Chat, WorkspaceHandlers } from '../../src/chat/chat.ts';
import { openPace, type Pace } from '../../src/chat/pace.ts';
import { type Door, slackDoor } from '../../src/chat/slack/door.ts';
import { slackChat } from '../../src/chat/slack/slack.ts';
import type { World } from '../../src/cycle/context.ts';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { markShown } from '../../src/cycle/mark-shown.ts';
import { noteMember } from '../../src/cycle/note-member.ts';
import { revokeWorkspace } from '../../src/cycle/revoke-workspace.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { takeOnce } from '../../src/cycle/take-once.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { awayMessage } from '../../src/messages/guard.ts';
import { leftOutLine } from '../../src/messages/left-out.ts';
import { pressAgainLine, unsavedLine } from '../../src/messages/private-line.ts';
import { type FakeSlack, openFakeSlack } from '../../src/simulation/slack/fake-slack.ts';
import type { Store } from '../../src/store/database.ts';
import { countedIds } from './fixed.ts';
import { restless } from './restless.ts';
import { makeSchool, type School } from './school.ts';

export type SlackHouse = {
  slack: FakeSlack;
  school: School;
  door: Door;
  chat: Chat;
  /** By which the chat and the door send: at the school's moment, and nobody waits. */
  pace: Pace;
  world: World;
  /** The school's moment. */
  now: Date;
  /** Put in place of the real steps by a test. */
  instead: Partial<WorkspaceHandlers>;
  /** While true, no token can be had, as when the database is away. */
  tokenIsAway: boolean;
  /** Sends and redraws everything due at the school's moment. */
  deliver(): Promise<void>;
  close(): Promise<void>;
};

export const TOKEN = 'xoxb-fake';

export async function openSlackHouse(
  store: Store,
  options: { block: number; by: 'http' | 'socket'; at: string; school?: Parameters<typeof makeSchool>[1] },
): Promise<SlackHouse> {
  const { block, by } = options;
  const school = await makeSchool(store, { ...options.school, block, platform: 'slack' });
  const slack = await openFakeSlack({
    now: () => new Date(),
    ids: countedIds(block),
    workspaces: [
      {
        teamId: school.externalId,
        name: 'Oak Primary',
        domain: 'oak',
        token: TOKEN,
        users: [
          ...school.people.map(({ staffRef, name, email }) => ({
            id: `U-${staffRef}`,
            realName: name,
            email,
          })),
          { id: 'U-PUPIL', realName: 'Somebody Unlisted' },
        ],
        channels: [
          {
            id: school.channelId,
            name: 'safeguarding',
            isPrivate: true,
            members: ['U0BOT', 'U-D01', 'U-D02', 'U-H01'],
          },
        ],
      },
    ],
  });
  const pace = openPace(restless(() => house.now.getTime()));
  const house: Omit<SlackHouse, 'door'> = {
    slack,
    school,
    instead: {},
    tokenIsAway: false,
    now: new Date(options.at),
    world: { store, contextFor: async (_org, at) => school.at(at ?? house.now) },
    pace,
    chat: slackChat({
      tokenOf: async () => TOKEN,
      apiUrl: slack.apiUrl,
      pace,
      now: () => new Date(),
      leftOut: leftOutLine,
    }),
    async deliver() {
      await deliverMessages(school.at(house.now), new Map([['slack', house.chat]]));
    },
    async close() {
      await opened.close();
      await slack.close();
    },
  };
  const opened = await openDoor(house, by);
  const { door } = opened;
  if (by === 'http') slack.deliverTo(opened.url);
  else {
    slack.deliverBySocket();
    door.start();
    await slack.sockets.connected(2);
  }
  return Object.assign(house, { door });
}

/** A door over a house, as another process would open it, with nothing in its memory. */
export async function openDoor(house: Omit<SlackHouse, 'door'>, by: 'http' | 'socket' = 'http') {
  const { slack, school } = house;
  const steps: WorkspaceHandlers = {
    onPress: (press) => takePress(house.world, press),
    onCommand: (command) => takeCommand(house.world, command),
    once: (event, work) => takeOnce(house.world, event, work),
    onInstalled: async () => undefined,
    onRevoked: ({ at, ...workspace }) => revokeWorkspace(house.world, workspace, at),
    onShown: (shown) => markShown(house.world, shown),
    onMember: (workspace, member) => noteMember(house.world, workspace, member),
  };
  const door = slackDoor({
    apiUrl: slack.apiUrl,
    signingSecret: by === 'http' ? slack.app.signingSecret : null,
    appToken: by === 'socket' ? slack.app.appToken : null,
    manyWorkspaces: null,
    baseUrl: null,
    tokenOf: async () => {
      if (house.tokenIsAway) throw new Error('the database is away');
      return TOKEN;
    },
    pace: house.pace,
    now: () => new Date(),
    log: school.log,
    notices: {
      notSaved: unsavedLine(),
      pressAgain: pressAgainLine(),
      away: awayMessage(),
      leftOut: leftOutLine,
    },
    handlers: {
      onPress: (press) => (house.instead.onPress ?? steps.onPress)(press),
      onCommand: (command) => (house.instead.onCommand ?? steps.onCommand)(command),
      tooMany: (command) => house.instead.tooMany?.(command) ?? null,
      once: (event, work) => (house.instead.once ?? steps.once)(event, work),
      onInstalled: (installed) => (house.instead.onInstalled ?? steps.onInstalled)(installed),
      onRevoked: (revoked) => (house.instead.onRevoked ?? steps.onRevoked)(revoked),
      onShown: (shown) => (house.instead.onShown ?? steps.onShown)(shown),
      onMember: (workspace, member) => (house.instead.onMember ?? steps.onMember)(workspace, member),
    },
  });
  const app = express();
  app.use(door.router);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    door,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    async close() {
      await door.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
