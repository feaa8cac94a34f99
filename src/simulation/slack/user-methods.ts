/**
 * auth.test, users.list and users.info.
 * The rule: deactivated people are listed as such; email addresses are shown only to a token that may read them.
 */
import { type Caller, grant, lacks, type Method, refuse, text, whole } from './answer.ts';
import { cursorOf, nextCursor } from './conversation-methods.ts';
import { userJson } from './shown-as.ts';

export const authTest: Method = ({ world, workspace }) =>
  grant({
    url: `https://${workspace.domain}.slack.com/`,
    team: workspace.name,
    user: workspace.bot.name,
    team_id: workspace.teamId,
    user_id: workspace.bot.userId,
    bot_id: workspace.bot.botId,
    app_id: world.app.appId,
    is_enterprise_install: false,
  });

export const list: Method = (caller, args) => {
  const { workspace } = caller;
  const missing = lacks(caller, 'users:read');
  if (missing) return missing;
  const users = [...workspace.users.values()];
  const limit = whole(args, 'limit', 0);
  if (!Number.isInteger(limit) || limit < 0 || limit > 1000) return refuse('invalid_limit');
  const cursor = cursorOf(text(args, 'cursor'));
  const from = cursor === undefined ? 0 : users.findIndex(({ id }) => id === cursor);
  if (from < 0) return refuse('invalid_cursor');
  const to = limit === 0 ? users.length : from + limit;
  return grant({
    members: users.slice(from, to).map((user) => userJson(workspace, user, seesEmail(caller))),
    cache_ts: 1_700_000_000,
    response_metadata: { next_cursor: nextCursor(users[to]?.id) },
  });
};

export const info: Method = (caller, args) => {
  const missing = lacks(caller, 'users:read');
  if (missing) return missing;
  const user = caller.workspace.users.get(text(args, 'user') ?? '');
  if (!user) return refuse('user_not_found');
  return grant({ user: userJson(caller.workspace, user, seesEmail(caller)) });
};

const seesEmail = ({ token }: Caller) => token.scopes.includes('users:read.email');
