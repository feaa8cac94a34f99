/**
 * A Teams of our own, whole: it stands for Teams, Bot Framework and the directory on this computer, refuses what
 * they refuse, and plays the people in its tenants.
 * The rule: the clock, the ids and every fault are given, so that what happened can be had again.
 * Each thing it does is in a file of its own beside this one.
 */

import type { Request } from '../post-to-bot.ts';
import { makePoster, type Posted } from '../post-to-bot.ts';
import { messageActivity } from './activities.ts';
import { type Call, makeConnector } from './connector.ts';
import { type Courier, type Delivery, makeCourier, signed } from './deliver.ts';
import { type Forgery, forge } from './forge.ts';
import { DIRECTORY_OPENID_PATH, OPENID_PATH, TOKEN_ISSUER } from './identity-provider.ts';
import { makeWorld, type WorldGiven } from './make-world.ts';
import { type Faults, type Misbehaviour, makeFaults, type Scope } from './misbehave.ts';
import { type Person, personOf } from './person.ts';
import { type OverLimit, publishedLimits } from './published-limits.ts';
import { serve } from './serve.ts';
import { type TenantHappenings, tenantHappenings } from './tenant-happenings.ts';
import {
  drawingOf,
  type Json,
  personalOf,
  type Refused,
  serviceUrlOf,
  type Tenant,
  tenantOf,
  userOf,
  type World,
} from './world.ts';

export type FakeTeamsGiven = WorldGiven & {
  /**
   * Watches Teams' published limits by the clock given, unless false: what is over one is in `overLimits`, and is refused
   * unless they are only noted.
   */
  keepLimits?: boolean | 'noted';
  /** How long it waits for the bot: 15 s, as Teams does. */
  patienceMs?: number;
  /** Milliseconds that only go up, for timing answers; the clock given when left out. */
  elapsed?: () => number;
};

export type FakeTeams = {
  /** For TEAMS_OPENID_METADATA_URL. */
  openIdMetadataUrl: string;
  /** The directory's own keys, which sign no delivery. */
  directoryMetadataUrl: string;
  /** For TEAMS_TOKEN_ISSUER. */
  tokenIssuer: string;
  /** For TEAMS_LOGIN_URL: tokens are at {loginUrl}/{tenant}/oauth2/v2.0/token. */
  loginUrl: string;
  /** Where the Connector is now; it may move. */
  readonly serviceUrl: string;
  botId: string;
  world: World;
  /** Every call to the Connector and for a token, in order. */
  calls: Call[];
  callsOf(method: string): Call[];
  /** Everything the bot did that Teams would not have. */
  refused: Refused[];
  /** Everything that went beyond a published limit; empty where they are not watched. */
  overLimits: readonly OverLimit[];
  deliveries: Delivery[];
  /** Where the bot takes activities: one address, or several taken in turn. */
  deliverTo(...urls: string[]): void;
  person(id: string, tenantId?: string): Person;
  tenant(tenantId?: string): TenantHappenings;
  /** From now on the Connector is under another path, and the old one knows nothing. */
  moves(path: string): void;
  /** Tokens given out until now are good no more. */
  endsTokens(): void;
  /** The next calls meet this; gives back how to stop it. */
  misbehave(how: Misbehaviour, scope?: Scope): () => void;
  chooseFaults: Faults['choose'];
  redeliver(): Promise<Delivery[]>;
  /** The very same bytes once more, or the same thing under a new id. */
  replay: Courier['replay'];
  /** Any activity at all, soundly signed. */
  deliver: Courier['deliver'];
  /** Any request, signed or forged, as it is. */
  send(request: Request): Promise<Posted>;
  /** A good request: of this activity, or of words from somebody of the first tenant. */
  genuine(activity?: Json): Request;
  forge(kind: Forgery, activity?: Json, variant?: number): Request;
  close(): Promise<void>;
};

const PATIENCE_MS = 15_000;

export async function openFakeTeams(given: FakeTeamsGiven): Promise<FakeTeams> {
  const world = makeWorld(given);
  const faults = makeFaults();
  const poster = makePoster(given.patienceMs ?? PATIENCE_MS);
  const elapsed = given.elapsed ?? (() => world.now().getTime());
  const courier = makeCourier({ world, poster, elapsed });
  const { keepLimits = true } = given;
  const limits = keepLimits === false ? null : { ...publishedLimits(), refuses: keepLimits === true };
  const connector = makeConnector(world, faults, limits);
  const first = firstOf(world);
  const served = await serve(world, connector);
  world.origin = served.origin;
  return {
    openIdMetadataUrl: `${served.origin}${OPENID_PATH}`,
    directoryMetadataUrl: `${served.origin}${DIRECTORY_OPENID_PATH}`,
    tokenIssuer: TOKEN_ISSUER,
    loginUrl: served.origin,
    get serviceUrl() {
      return serviceUrlOf(world);
    },
    botId: `28:${world.app.appId}`,
    world,
    calls: connector.calls,
    callsOf: (method) => connector.calls.filter((call) => call.method === method),
    refused: world.refused,
    overLimits: limits?.over ?? [],
    deliveries: courier.deliveries,
    deliverTo: (...urls) => {
      courier.urls = urls;
    },
    person: (id, tenantId = first.id) => personOf(world, courier, userOf(world, tenantId, id)),
    tenant: (tenantId = first.id) => tenantHappenings(world, courier, tenantOf(world, tenantId)),
    moves: (path) => {
      world.servicePath = path;
    },
    endsTokens: () => world.tokens.clear(),
    misbehave: faults.script,
    chooseFaults: faults.choose,
    redeliver: () => courier.redeliver(),
    replay: (delivery, how) => courier.replay(delivery, how),
    deliver: (activity, after) => courier.deliver(activity, after),
    send: (request) => courier.send(request),
    genuine: (activity = someWords(world, first)) => signed(world, activity),
    forge: (kind, activity = someWords(world, first), variant = 0) => forge(world, kind, activity, variant),
    async close() {
      poster.close();
      await served.close();
    },
  };
}

function firstOf(world: World): Tenant {
  const [first] = world.tenants.values();
  if (!first) throw new Error('A fake Teams has at least one tenant');
  return first;
}

/** Words as somebody would send them, without their being said. */
function someWords(world: World, tenant: Tenant): Json {
  const [user] = tenant.users.values();
  if (!user) throw new Error('A tenant has at least one person');
  const thread = personalOf(world, user);
  const drawing = drawingOf({ text: 'status' });
  const post = {
    id: world.names.messageId(),
    thread,
    rootId: null,
    userId: user.id,
    fromBot: false,
    looks: [{ to: null, drawing }],
    isDeleted: false,
  };
  return messageActivity(world, { user, thread }, post, 'status', false);
}
