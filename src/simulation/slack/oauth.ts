/**
 * Installing: the page that asks for permission, answered at once, and the exchange of its code for a token.
 * The rule: a code is for one app, one address and ten minutes, and is used once. A workspace installed again keeps
 * its token with the scopes now granted, as in Slack.
 */
import { type Answer, grant, refuse, text } from './answer.ts';
import { type Json, type World, workspaceOf } from './world.ts';

const CODE_MS = 10 * 60_000;

/** Who is at the page, and what they do there. */
export type Installer = { teamId: string; userId: string; agrees: boolean; withholds: string[] };

/** Where the browser is sent on to; null when the page shows an error instead. */
export function authorize(world: World, query: URLSearchParams, installer: Installer): string | null {
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== world.app.clientId || !URL.canParse(redirectUri)) return null;
  const back = new URL(redirectUri);
  const state = query.get('state');
  if (state !== null) back.searchParams.set('state', state);
  if (!installer.agrees) {
    back.searchParams.set('error', 'access_denied');
    return back.href;
  }
  const asked = (query.get('scope') ?? '').split(/[ ,]+/).filter((scope) => scope !== '');
  const code = `${world.names.trigger()}`;
  world.codes.set(code, {
    teamId: query.get('team') || installer.teamId,
    userId: installer.userId,
    scopes: asked.filter((scope) => !installer.withholds.includes(scope)),
    redirectUri,
    at: world.now(),
  });
  back.searchParams.set('code', code);
  return back.href;
}

export function exchangeCode(world: World, args: Json, authorization: string | undefined): Answer {
  const client = clientOf(args, authorization);
  if (client.id !== world.app.clientId) return refuse('invalid_client_id');
  if (client.secret !== world.app.clientSecret) return refuse('bad_client_secret');
  const given = text(args, 'code') ?? '';
  const code = world.codes.get(given);
  if (!code) return refuse('invalid_code');
  world.codes.delete(given);
  if (world.now().getTime() - code.at.getTime() > CODE_MS) return refuse('code_expired');
  const redirectUri = text(args, 'redirect_uri');
  if (redirectUri !== undefined && redirectUri !== code.redirectUri) return refuse('bad_redirect_uri');
  const workspace = workspaceOf(world, code.teamId);
  return grant({
    access_token: install(world, code.teamId, code.scopes),
    token_type: 'bot',
    scope: code.scopes.join(','),
    bot_user_id: workspace.bot.userId,
    app_id: world.app.appId,
    team: { id: workspace.teamId, name: workspace.name },
    enterprise: null,
    is_enterprise_install: false,
    authed_user: { id: code.userId },
  });
}

/** The workspace's token, with these scopes from now on. */
export function install(world: World, teamId: string, scopes: string[], given?: string): string {
  for (const [token, kept] of world.tokens)
    if (kept.teamId === teamId && kept.state === 'live') {
      kept.scopes = scopes;
      return token;
    }
  const token = given ?? world.names.secret('xoxb-');
  world.tokens.set(token, { teamId, scopes, state: 'live' });
  return token;
}

function clientOf(args: Json, authorization: string | undefined): { id: string; secret: string } {
  const basic = /^Basic (.+)$/.exec(authorization ?? '')?.[1];
  const [id = '', secret = ''] = Buffer.from(basic ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return { id: text(args, 'client_id') ?? id, secret: text(args, 'client_secret') ?? secret };
}
