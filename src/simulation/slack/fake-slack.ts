/**
 * A Slack of our own, whole: it stands for slack.com on this computer, refuses what Slack refuses, and plays the
 * people in its workspaces.
 * The rule: the clock, the ids and every fault are given, so that what happened can be had again.
 * Each thing it does is in a file of its own beside this one.
 */

import { makePoster, type Posted, type Request } from '../post-to-bot.ts';
import { type Courier, type Delivery, makeCourier } from './deliver.ts';
import { personBehind } from './find-channel.ts';
import { makeWorld, type WorldGiven } from './make-world.ts';
import { type Faults, type Misbehaviour, makeFaults, type Scope } from './misbehave.ts';
import type { Installer } from './oauth.ts';
import { type Person, personOf } from './person.ts';
import { type OverLimit, publishedLimits } from './published-limits.ts';
import { serve } from './serve.ts';
import { makeSockets, type Sockets } from './socket.ts';
import { type Call, makeWebApi } from './web-api.ts';
import { type WorkspaceHappenings, workspaceHappenings } from './workspace-happenings.ts';
import type { App, Refused, Workspace, World } from './world.ts';

export type FakeSlackGiven = WorldGiven & {
  /**
   * Watches Slack's published limits, by the clock given: what is over one is in `overLimits`, and is refused unless they
   * are only noted.
   */
  keepLimits?: boolean | 'noted';
  /** How long it waits for the bot: 3 s, as Slack does. */
  patienceMs?: number;
  /** Milliseconds that only go up, for timing answers; the clock given when left out. */
  elapsed?: () => number;
};

export type FakeSlack = {
  /** For SLACK_API_URL. */
  apiUrl: string;
  authorizeUrl: string;
  app: App;
  world: World;
  /** Every Web API and response_url call, in order. */
  calls: Call[];
  callsOf(method: string): Call[];
  /** Everything that went beyond a published limit; empty where they are not watched. */
  overLimits: readonly OverLimit[];
  /** Everything the bot did that Slack would not have. */
  refused: Refused[];
  deliveries: Delivery[];
  sockets: Sockets;
  /** Where the bot takes events: one address, or several taken in turn. */
  deliverTo(...urls: string[]): void;
  /** From now on everything goes down the bot's sockets. */
  deliverBySocket(): void;
  person(id: string, teamId?: string): Person;
  workspace(teamId?: string): WorkspaceHappenings;
  /** The next calls meet this; gives back how to stop it. */
  misbehave(how: Misbehaviour, scope?: Scope): () => void;
  chooseFaults: Faults['choose'];
  redeliver(): Promise<Delivery[]>;
  /** The very same bytes or envelope once more. */
  replay(delivery: Delivery): Promise<Delivery>;
  /** Any request, signed or forged, as it is. */
  send(request: Request): Promise<Posted>;
  deliver: Courier['deliver'];
  /** Who is at the permission page, and what they do there. */
  installer: Installer;
  close(): Promise<void>;
};

const PATIENCE_MS = 3_000;

export async function openFakeSlack(given: FakeSlackGiven): Promise<FakeSlack> {
  const world = makeWorld(given);
  const faults = makeFaults();
  const sockets = makeSockets(() => world);
  const poster = makePoster(given.patienceMs ?? PATIENCE_MS);
  const courier = makeCourier({
    world,
    poster,
    sockets,
    patienceMs: given.patienceMs ?? PATIENCE_MS,
    elapsed: given.elapsed ?? (() => world.now().getTime()),
  });
  const { keepLimits = false, sold = false } = given;
  const limits =
    keepLimits === false
      ? null
      : publishedLimits({ sold, refuses: keepLimits === true, directOf: personBehind(world) });
  const api = makeWebApi({
    world,
    faults,
    limits,
    openSocket: () => sockets.open(),
  });
  const first = firstOf(world);
  const served = await serve({ world, api, faults, sockets, installer: () => slack.installer });
  world.origin = served.origin;

  const workspaceBy = (teamId: string): Workspace => {
    const workspace = world.workspaces.get(teamId);
    if (!workspace) throw new Error(`There is no workspace ${teamId}`);
    return workspace;
  };

  const slack: FakeSlack = {
    apiUrl: `${served.origin}/api/`,
    authorizeUrl: `${served.origin}/oauth/v2/authorize`,
    app: world.app,
    world,
    calls: api.calls,
    callsOf: (method) => api.calls.filter((call) => call.method === method),
    overLimits: limits?.over ?? [],
    refused: world.refused,
    deliveries: courier.deliveries,
    sockets,
    deliverTo: (...urls) => {
      courier.way = { via: 'http', urls };
    },
    deliverBySocket: () => {
      courier.way = { via: 'socket' };
    },
    person: (id, teamId = first.teamId) => {
      const workspace = workspaceBy(teamId);
      const user = workspace.users.get(id);
      if (!user) throw new Error(`There is nobody called ${id} in ${teamId}`);
      return personOf(world, courier, workspace, user);
    },
    workspace: (teamId = first.teamId) => workspaceHappenings(world, courier, workspaceBy(teamId)),
    misbehave: faults.script,
    chooseFaults: faults.choose,
    redeliver: () => courier.redeliver(),
    replay: (delivery) => courier.replay(delivery),
    send: (request) => courier.send(request),
    deliver: (kind, payload) => courier.deliver(kind, payload),
    installer: {
      teamId: first.teamId,
      userId: [...first.users.values()].find((user) => !user.isBot)?.id ?? first.bot.userId,
      agrees: true,
      withholds: [],
    },
    async close() {
      poster.close();
      await served.close();
    },
  };
  return slack;
}

function firstOf(world: World): Workspace {
  const [first] = world.workspaces.values();
  if (!first) throw new Error('A fake Slack has at least one workspace');
  return first;
}
