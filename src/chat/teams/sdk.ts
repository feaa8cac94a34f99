/**
 * botbuilder behind the seam of wire.ts; the only file that imports it, since it is archived and will be replaced.
 * The rule: its silent re-sends and its following of redirects are taken out, every call has a timeout to its last
 * byte, and only a token that Teams' own issuer signed for this bot is taken: botbuilder alone would take one from any
 * tenant (teams.md §6).
 */
import {
  type Activity,
  ConfigurationBotFrameworkAuthentication,
  type ConversationParameters,
} from 'botbuilder';
import {
  AuthenticationConfiguration,
  AuthenticationConstants,
  AuthenticationError,
  ConnectorClient,
  type ServiceClientCredentials,
  type ServiceClientCredentialsFactory,
  TeamsConnectorClient,
} from 'botframework-connector';
import { z } from 'zod';
import { type AppIdentity, type AppToken, appToken } from './app-token.ts';
import type { Outgoing, TeamsWire, Wire, WireAnswer } from './wire.ts';
import { faultOf } from './wire-fault.ts';

export type SdkParts = {
  /** Null lets everybody in: for trying Teams on this computer alone. */
  identity: AppIdentity | null;
  /** These two stand in for Teams' own in tests. */
  openIdMetadataUrl: string | null;
  tokenIssuer: string | null;
};

type PageOptions = NonNullable<Parameters<Conversations['getConversationPagedMembers']>[1]>;

type Conversations = ConnectorClient['conversations'];
/** botbuilder's own timeout ends with the first byte of an answer; this one with the last. */
type Within = { abortSignal: AbortSignal };
const CALL_MS = 8_000;
/** How long the keys to check a signature by may take to come. */
const KEYS_MS = 4_000;
const CARD = 'application/vnd.microsoft.card.adaptive';
const NOT_IN: WireAnswer = { status: 401 };
/** The keys to check it by could not be had; Teams may bring it again. */
const NOT_CHECKED: WireAnswer = { status: 503 };
const fromSomewhere = z.looseObject({ channelId: z.string().min(1), serviceUrl: z.string().min(1) });

export function teamsSdk(parts: SdkParts): TeamsWire {
  const issuer = parts.tokenIssuer ?? AuthenticationConstants.ToBotFromChannelTokenIssuer;
  const botId = `28:${parts.identity?.appId ?? 'vigil'}`;
  const token = parts.identity === null ? null : appToken(parts.identity);
  const credentials = credentialsOf(token);
  const guard = authenticationFor(parts, issuer, credentials);
  const clients = new Map<string, ConnectorClient>();

  const clientFor = (serviceUrl: string): ConnectorClient => {
    const known = clients.get(serviceUrl);
    if (known) return known;
    const client = withoutRetries(new ConnectorClient(credentials, { baseUri: serviceUrl }));
    clients.set(serviceUrl, client);
    return client;
  };
  const call = async <T>(work: (within: Within) => Promise<T>): Promise<Wire<T>> => {
    try {
      // Had first, so that a slow sign-in takes nothing from the call's own time, and is never taken for a doubt.
      await token?.get();
      return { kind: 'done', value: await work({ abortSignal: AbortSignal.timeout(CALL_MS) }) };
    } catch (error) {
      const fault = faultOf(error);
      if (fault.kind === 'auth') token?.discard();
      return fault;
    }
  };
  const conversations = (serviceUrl: string) => clientFor(serviceUrl).conversations;

  return {
    async handle({ authorization, activity }, hear) {
      switch (await check(guard, authorization, activity)) {
        case 'genuine':
          return hear();
        case 'unknown':
          return NOT_CHECKED;
        case 'not ours':
          return NOT_IN;
      }
    },
    createPersonal: ({ serviceUrl, tenantId, userId }) =>
      call(async (within) => {
        const wanted = {
          isGroup: false,
          bot: { id: botId, name: '' },
          members: [{ id: userId, name: '' }],
          tenantId,
          channelData: { tenant: { id: tenantId } },
        };
        const made = await conversations(serviceUrl).createConversation(asParameters(wanted), within);
        return { conversationId: given(made.id) };
      }),
    postToChannel: ({ serviceUrl, tenantId, channelId }, outgoing) =>
      call(async (within) => {
        const wanted = {
          isGroup: true,
          bot: { id: botId, name: '' },
          tenantId,
          channelData: { channel: { id: channelId }, tenant: { id: tenantId } },
          activity: activityOf(outgoing),
        };
        const made = await conversations(serviceUrl).createConversation(asParameters(wanted), within);
        return { conversationId: given(made.id), activityId: given(made.activityId) };
      }),
    send: ({ serviceUrl, conversationId }, outgoing) =>
      call(async (within) => {
        const sent = await conversations(serviceUrl).sendToConversation(
          conversationId,
          activityOf(outgoing),
          within,
        );
        return { activityId: given(sent.id) };
      }),
    update: ({ serviceUrl, conversationId }, activityId, outgoing) =>
      call(async (within) => {
        await conversations(serviceUrl).updateActivity(
          conversationId,
          activityId,
          { ...activityOf(outgoing), id: activityId },
          within,
        );
        return null;
      }),
    remove: ({ serviceUrl, conversationId }, activityId) =>
      call(async (within) => {
        await conversations(serviceUrl).deleteActivity(conversationId, activityId, within);
        return null;
      }),
    members: ({ serviceUrl, conversationId }, { after, limit }) =>
      call(async (within) => {
        const from = after === null ? {} : { continuationToken: after };
        // The SDK's own type wants a place to go on from even for the first page.
        const asked = { ...within, pageSize: limit, ...from } as PageOptions;
        const page = await conversations(serviceUrl).getConversationPagedMembers(conversationId, asked);
        return { members: listed(page.members), next: page.continuationToken || null };
      }),
    member: ({ serviceUrl, conversationId }, userId) =>
      call(async (within) => {
        const found = await conversations(serviceUrl).getConversationMember(conversationId, userId, within);
        given(found.id);
        return found;
      }),
    channels: ({ serviceUrl, teamId }) =>
      call(async (within) => {
        const client = withoutRetries(new TeamsConnectorClient(credentials, { baseUri: serviceUrl }));
        return listed((await client.teams.fetchChannelList(teamId, within)).conversations);
      }),
    authorised: () => call(async () => token !== null),
  };
}

/** The reason is nobody's business outside; only whether it could be told. */
async function check(
  guard: ConfigurationBotFrameworkAuthentication | null,
  authorization: string | undefined,
  activity: unknown,
): Promise<'genuine' | 'not ours' | 'unknown'> {
  if (guard === null) return 'genuine';
  // botbuilder looks past a channel or an address that is not said.
  if (!fromSomewhere.safeParse(activity).success) return 'not ours';
  try {
    // Only the channel and the address are looked at; both are of the activity as it came.
    const checked = guard
      .authenticateRequest(activity as Activity, authorization ?? '')
      .then(() => 'genuine' as const);
    return await Promise.race([checked, late(KEYS_MS)]);
  } catch (fault) {
    return isOfKeys(fault) ? 'unknown' : 'not ours';
  }
}

const late = (ms: number): Promise<'unknown'> =>
  new Promise((resolve) => {
    AbortSignal.timeout(ms).addEventListener('abort', () => resolve('unknown'));
  });

/** botbuilder's own words for it, and the name of what it asks by. */
function isOfKeys(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  return fault.name === 'FetchError' || /^Failed to load (openID config|Keys)/.test(fault.message);
}

function authenticationFor(
  { identity, openIdMetadataUrl, tokenIssuer }: SdkParts,
  issuer: string,
  credentials: ServiceClientCredentials,
): ConfigurationBotFrameworkAuthentication | null {
  if (identity === null) return null;
  const factory: ServiceClientCredentialsFactory = {
    isValidAppId: async (appId) => appId === identity.appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => credentials,
  };
  const onlyTeams = new AuthenticationConfiguration([], async (claims) => {
    if (claims.find(({ type }) => type === 'iss')?.value !== issuer)
      throw new AuthenticationError('issuer', 401);
  });
  const metadata = openIdMetadataUrl ?? AuthenticationConstants.ToBotFromChannelOpenIdMetadataUrl;
  // Given one of these, botbuilder forgets the rest of its own: so all are given, or none.
  const standIns =
    openIdMetadataUrl === null && tokenIssuer === null
      ? {}
      : {
          ToBotFromChannelOpenIdMetadataUrl: metadata,
          ToBotFromEmulatorOpenIdMetadataUrl: metadata,
          ToBotFromChannelTokenIssuer: issuer,
          ToChannelFromBotLoginUrl: AuthenticationConstants.ToChannelFromBotLoginUrl,
          ToChannelFromBotOAuthScope: AuthenticationConstants.ToChannelFromBotOAuthScope,
          OAuthUrl: AuthenticationConstants.OAuthUrl,
        };
  return new ConfigurationBotFrameworkAuthentication(standIns, factory, onlyTeams);
}

function credentialsOf(token: AppToken | null): ServiceClientCredentials {
  return {
    async signRequest(resource) {
      if (token !== null) resource.headers.set('authorization', `Bearer ${await token.get()}`);
      return resource;
    },
  };
}

/**
 * A message that was taken and whose answer was lost would be sent again without a word: up to three times more. A
 * redirect would be followed, without the token.
 */
function withoutRetries<T extends ConnectorClient | TeamsConnectorClient>(client: T): T {
  // biome-ignore lint/complexity/useLiteralKeys: it is private, and there is no other way to it
  const { pipeline } = client['client'];
  for (const name of ['defaultRetryPolicy', 'redirectPolicy'])
    if (pipeline.removePolicy({ name }).length === 0) throw new Error(`botbuilder has no ${name} any more`);
  return client;
}

function activityOf({ card, summary }: Outgoing): Partial<Activity> {
  return { type: 'message', summary, attachments: [{ contentType: CARD, content: card }] };
}

/** The SDK's own type asks for fields that Teams does not. */
function asParameters(wanted: Partial<ConversationParameters> | object): ConversationParameters {
  return wanted as ConversationParameters;
}

/** A page that is no list says nothing of who is there; least of all that nobody is. */
function listed(found: unknown[] | undefined): unknown[] {
  if (!Array.isArray(found)) throw new Error('Teams said done and listed nothing');
  return found;
}

function given(id: string | undefined): string {
  if (!id) throw new Error('Teams said done and did not say where');
  return id;
}
