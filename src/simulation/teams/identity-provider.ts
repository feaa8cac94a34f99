/**
 * The directory and Bot Framework's own keys: metadata, key sets, what a client asks for first, and tokens.
 * The rule: a token is given for the app's id and secret, in a tenant that is known, for the Connector alone; what
 * is refused is refused in the directory's words, with its error code.
 */
import type { Answer } from './answer.ts';
import { keys, publicJwk, signRs256 } from './jwt.ts';
import { seconds } from './names.ts';
import type { Json, World } from './world.ts';

export const TOKEN_ISSUER = 'https://api.botframework.com';
export const SCOPE = 'https://api.botframework.com/.default';
export const OPENID_PATH = '/v1/.well-known/openidconfiguration';
export const DIRECTORY_OPENID_PATH = '/common/v2.0/.well-known/openid-configuration';
const KEYS_PATH = '/v1/.well-known/keys';
const DIRECTORY_KEYS_PATH = '/common/discovery/v2.0/keys';
const TOKEN_SECONDS = 3_599;

/** What stands at this address; null when nothing does. */
export function lookUp(world: World, url: URL): unknown {
  const { origin } = world;
  const tenant = /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/.exec(url.pathname)?.[1];
  if (tenant !== undefined) return directoryMetadata(origin, tenant);
  switch (url.pathname) {
    case OPENID_PATH:
      return {
        issuer: TOKEN_ISSUER,
        authorization_endpoint: 'https://invalid.botframework.com',
        jwks_uri: `${origin}${KEYS_PATH}`,
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
      };
    case KEYS_PATH:
      return {
        keys: [
          publicJwk(keys().teams, ['msteams', 'skype']),
          publicJwk(keys().webChat, ['webchat']),
          // Stands here too, so that a token of the directory's is told apart by its issuer alone.
          publicJwk(keys().directory, ['msteams']),
        ],
      };
    case DIRECTORY_KEYS_PATH:
      return { keys: [publicJwk(keys().directory)] };
    case '/common/discovery/instance':
      return discovery(url);
    default:
      return null;
  }
}

function directoryMetadata(base: string, tenant: string): Json {
  return {
    token_endpoint: `${base}/${tenant}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}${DIRECTORY_KEYS_PATH}`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${base}/${tenant}/v2.0`,
    authorization_endpoint: `${base}/${tenant}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${base}/${tenant}/oauth2/v2.0/logout`,
    cloud_instance_name: 'microsoftonline.com',
  };
}

/** Whoever is asked for is known, as the directory knows its own other names. */
function discovery(url: URL): Json {
  const asked = new URL(url.searchParams.get('authorization_endpoint') ?? url.href);
  const tenant = asked.pathname.split('/')[1] ?? 'common';
  return {
    tenant_discovery_endpoint: `${asked.origin}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: asked.host, preferred_cache: asked.host, aliases: [asked.host] }],
  };
}

/** A token for the Connector, or the directory's refusal. */
export function giveToken(world: World, tenantId: string, form: Record<string, string>): Answer {
  const { app } = world;
  const no = (error: string, code: number, words: string, status = 400): Answer => ({
    ok: false,
    status,
    error,
    detail: [`AADSTS${code}`],
    body: {
      error,
      error_description: `AADSTS${code}: ${words} Trace ID: ${world.names.uuid()}`,
      error_codes: [code],
      timestamp: world.now().toISOString().replace('T', ' '),
      trace_id: world.names.uuid(),
      correlation_id: world.names.uuid(),
    },
  });
  for (const name of ['grant_type', 'client_id', 'scope'])
    if (!form[name])
      return no(
        'invalid_request',
        900144,
        `The request body must contain the following parameter: '${name}'.`,
      );
  if (form.grant_type !== 'client_credentials')
    return no('unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
  if (!world.tenants.has(tenantId)) return no('invalid_request', 90002, `Tenant '${tenantId}' not found.`);
  if (form.client_id !== app.appId)
    return no('unauthorized_client', 700016, 'The application was not found in the directory.');
  if (!form.client_secret)
    return no('invalid_client', 7000218, "The request body must contain 'client_secret'.", 401);
  if (form.client_secret !== app.appPassword)
    return no('invalid_client', 7000215, 'Invalid client secret provided.', 401);
  if (form.scope !== SCOPE)
    return no('invalid_scope', 70011, 'The provided value for the input parameter scope is not valid.');
  const at = seconds(world.now());
  const claims = {
    aud: TOKEN_ISSUER,
    iss: `https://sts.windows.net/${tenantId}/`,
    iat: at,
    nbf: at,
    exp: at + TOKEN_SECONDS,
    appid: app.appId,
    tid: tenantId,
    uti: world.names.uuid(),
    ver: '1.0',
  };
  const token = signRs256(keys().directory, claims);
  world.tokens.set(token, { tenantId, ends: claims.exp });
  return {
    ok: true,
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      ext_expires_in: TOKEN_SECONDS,
      access_token: token,
    },
  };
}
