/**
 * The token Vigil speaks to Teams with: asked of Microsoft's sign-in with the app's secret, or as a managed identity.
 * The rule: each request has a timeout, a token is kept until shortly before it ends, and one that was not taken is
 * asked for anew. Nothing of the secret or the token is ever in an error.
 */
import {
  ConfidentialClientApplication,
  type INetworkModule,
  ManagedIdentityApplication,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-node';
import { nameOf } from '../work-in-hand.ts';

export type AppIdentity = {
  appId: string;
  /** Null for a managed identity, which has none. */
  password: string | null;
  tenantId: string | null;
  appType: 'MultiTenant' | 'SingleTenant' | 'UserAssignedMSI';
  /** Stands in for Microsoft's sign-in in tests. */
  loginUrl: string | null;
};

export type AppToken = {
  /** Throws AppTokenError where none can be had. */
  get(): Promise<string>;
  /** The one given last was not taken: the next is asked for anew. */
  discard(): void;
};

/** `why` is the sign-in's own name for it, such as invalid_client. */
export class AppTokenError extends Error {
  readonly why: string;
  /** The sign-in could not be asked, or gave no answer that can be read: it has refused nothing. */
  get isUnheard(): boolean {
    return this.why === UNHEARD;
  }
  constructor(why: string) {
    super(`No token for Teams: ${why}`);
    this.name = 'AppTokenError';
    this.why = why;
  }
}

const SIGN_IN = 'https://login.microsoftonline.com';
/** The tenant in which an app of many tenants has its tokens. */
const BOT_FRAMEWORK = 'botframework.com';
const RESOURCE = 'https://api.botframework.com';
const TIMEOUT_MS = 10_000;
/** MSAL's name for it. */
const UNHEARD = 'network_error';

export function appToken(identity: AppIdentity): AppToken {
  const ask = askerFor(identity);
  let isStale = false;
  return {
    async get() {
      const fresh = isStale;
      isStale = false;
      try {
        const given = await ask(fresh);
        if (!given) throw new AppTokenError('empty');
        return given;
      } catch (fault) {
        isStale = isStale || fresh;
        throw fault instanceof AppTokenError ? fault : new AppTokenError(faultOf(fault));
      }
    },
    discard() {
      isStale = true;
    },
  };
}

type Asker = (fresh: boolean) => Promise<string | undefined>;

function askerFor(identity: AppIdentity): Asker {
  const system = {
    networkClient: network(identity.loginUrl),
    loggerOptions: { loggerCallback: () => {} },
    disableInternalRetries: true,
  };
  if (identity.appType === 'UserAssignedMSI') {
    const managed = new ManagedIdentityApplication({
      managedIdentityIdParams: { userAssignedClientId: identity.appId },
      system,
    });
    return async (fresh) =>
      (await managed.acquireToken({ resource: RESOURCE, forceRefresh: fresh })).accessToken;
  }
  const base = (identity.loginUrl ?? SIGN_IN).replace(/^http:/, 'https:').replace(/\/$/, '');
  const tenant = identity.appType === 'MultiTenant' ? BOT_FRAMEWORK : (identity.tenantId ?? BOT_FRAMEWORK);
  const app = new ConfidentialClientApplication({
    auth: {
      clientId: identity.appId,
      clientSecret: identity.password ?? '',
      authority: `${base}/${tenant}`,
      ...(identity.loginUrl === null ? {} : standIn(base, tenant)),
    },
    system,
  });
  return async (fresh) =>
    (await app.acquireTokenByClientCredential({ scopes: [`${RESOURCE}/.default`], skipCache: fresh }))
      ?.accessToken;
}

/** What MSAL would otherwise ask of Microsoft about its own sign-in. */
function standIn(base: string, tenant: string) {
  const path = `${base}/${tenant}/oauth2/v2.0`;
  return {
    knownAuthorities: [new URL(base).host],
    authorityMetadata: JSON.stringify({
      issuer: `${base}/${tenant}/v2.0`,
      authorization_endpoint: `${path}/authorize`,
      token_endpoint: `${path}/token`,
      jwks_uri: `${base}/${tenant}/discovery/v2.0/keys`,
    }),
  };
}

/** MSAL's own client waits for ever, and speaks https alone; a stand-in of the tests may be without it. */
function network(loginUrl: string | null): INetworkModule {
  const plain = loginUrl?.startsWith('http:') === true ? new URL(loginUrl).host : null;
  const request = async <T>(method: 'GET' | 'POST', url: string, options?: NetworkRequestOptions) => {
    const where = plain === null ? url : url.replace(`https://${plain}`, `http://${plain}`);
    const answer = await fetch(where, {
      method,
      ...(options?.headers ? { headers: options.headers } : {}),
      ...(method === 'POST' && options?.body !== undefined ? { body: options.body } : {}),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = (await answer.json()) as T;
    return {
      headers: Object.fromEntries(answer.headers),
      body,
      status: answer.status,
    } satisfies NetworkResponse<T>;
  };
  return {
    sendGetRequestAsync: (url, options) => request('GET', url, options),
    sendPostRequestAsync: (url, options) => request('POST', url, options),
  };
}

/** A name and nothing more: what an error says may repeat what was sent. */
function faultOf(fault: unknown): string {
  if (fault instanceof Error && 'errorCode' in fault && /^\w{1,60}$/.test(String(fault.errorCode)))
    return String(fault.errorCode);
  return nameOf(fault);
}
