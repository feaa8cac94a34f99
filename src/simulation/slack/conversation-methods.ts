/**
 * conversations.open, .info, .members and .history.
 * The rule: each takes the scope of that sort of conversation; pages are asked on with a cursor, newest first.
 */
import { flag, grant, lacks, type Method, refuse, text, whole } from './answer.ts';
import { scopeFor, toKnow } from './find-channel.ts';
import { channelJson, postJson } from './shown-as.ts';
import { directWith } from './world.ts';

export const open: Method = (caller, args) => {
  const { world, workspace } = caller;
  const missing = lacks(caller, 'im:write');
  if (missing) return missing;
  const channelId = text(args, 'channel');
  const ids = (text(args, 'users') ?? '').split(',').filter((id) => id !== '');
  if (channelId === undefined && ids.length === 0) return refuse('users_list_not_supplied');
  if (ids.length > 1) return refuse('method_not_supported_for_channel_type');
  const known = channelId === undefined ? undefined : workspace.channels.get(channelId);
  if (channelId !== undefined && known?.kind !== 'im') return refuse('channel_not_found');
  const user = workspace.users.get(ids[0] ?? '');
  if (known === undefined && user === undefined) return refuse('user_not_found');
  if (user?.isBot) return refuse('cannot_dm_bot');
  if (user?.deleted) return refuse('user_disabled');
  const before = workspace.channels.size;
  const channel = known ?? directWith(world, workspace, user?.id ?? '');
  const wasOpen = workspace.channels.size === before;
  return grant({
    ...(wasOpen ? { no_op: true, already_open: true } : {}),
    channel: flag(args, 'return_im') ? channelJson(world, workspace, channel) : { id: channel.id },
  });
};

export const info: Method = (caller, args) => {
  const { world, workspace } = caller;
  const found = toKnow(workspace, text(args, 'channel') ?? '');
  if ('refusal' in found) return found.refusal;
  const missing = lacks(caller, scopeFor(found.channel, 'read'));
  if (missing) return missing;
  const counted = flag(args, 'include_num_members') ? { num_members: found.channel.members.size } : {};
  return grant({ channel: { ...channelJson(world, workspace, found.channel), ...counted } });
};

export const members: Method = (caller, args) => {
  const found = toKnow(caller.workspace, text(args, 'channel') ?? '');
  if ('refusal' in found) return found.refusal;
  const missing = lacks(caller, scopeFor(found.channel, 'read'));
  if (missing) return missing;
  const all = [...found.channel.members];
  const limit = whole(args, 'limit', 100);
  const from = all.indexOf(cursorOf(text(args, 'cursor')) ?? all[0] ?? '');
  if (from < 0) return refuse('invalid_cursor');
  return grant({
    members: all.slice(from, from + limit),
    response_metadata: { next_cursor: nextCursor(all[from + limit]) },
  });
};

export const history: Method = (caller, args) => {
  const { world, workspace } = caller;
  const found = toKnow(workspace, text(args, 'channel') ?? '');
  if ('refusal' in found) return found.refusal;
  const missing = lacks(caller, scopeFor(found.channel, 'history'));
  if (missing) return missing;
  if (!found.channel.members.has(workspace.bot.userId)) return refuse('not_in_channel');
  const asked = whole(args, 'limit', 100);
  if (!Number.isInteger(asked) || asked < 1 || asked > 999) return refuse('invalid_limit');
  const limit = Math.min(asked, world.historyPage);
  const oldest = text(args, 'oldest') ?? '0';
  const latest = text(args, 'latest') ?? '9999999999';
  if (!isTime(oldest)) return refuse('invalid_ts_oldest');
  if (!isTime(latest)) return refuse('invalid_ts_latest');
  const inclusive = flag(args, 'inclusive');
  const cursor = cursorOf(text(args, 'cursor'));
  const posts = workspace.posts
    .filter((post) => post.channelId === found.channel.id && !post.deleted && post.shownTo === null)
    .filter(({ threadTs, ts }) => threadTs === null || threadTs === ts)
    .filter(({ ts }) => isWithin(Number(ts), Number(oldest), Number(latest), inclusive))
    .filter(({ ts }) => cursor === undefined || Number(ts) <= Number(cursor))
    .sort((a, b) => Number(b.ts) - Number(a.ts));
  const page = posts.slice(0, limit);
  const following = posts[limit];
  return grant({
    messages: page.map((post) => postJson(world, workspace, post, flag(args, 'include_all_metadata'))),
    has_more: following !== undefined,
    pin_count: 0,
    response_metadata: { next_cursor: nextCursor(following?.ts) },
  });
};

const isTime = (ts: string) => /^\d+(\.\d+)?$/.test(ts);

function isWithin(ts: number, oldest: number, latest: number, inclusive: boolean): boolean {
  return inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
}

/** A cursor says where the next page begins, in a form nobody is to read. */
export function nextCursor(first: string | undefined): string {
  return first === undefined ? '' : Buffer.from(`next:${first}`).toString('base64');
}

export function cursorOf(cursor: string | undefined): string | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  return Buffer.from(cursor, 'base64')
    .toString('utf8')
    .replace(/^next:/, '');
}
