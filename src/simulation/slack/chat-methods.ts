/**
 * chat.postMessage, chat.update and chat.postEphemeral.
 * The rule: what Slack refuses is refused by its name and changes nothing; what is taken is kept with every way it
 * has been drawn.
 */
import { z } from 'zod';
import {
  type Answer,
  type Caller,
  grant,
  lacks,
  type Method,
  refuse,
  refuseWith,
  structure,
  text,
  UNREADABLE,
} from './answer.ts';
import { areTooLong, checkMessageBlocks } from './check-blocks.ts';
import { toPostIn } from './find-channel.ts';
import { postJson } from './shown-as.ts';
import { addPost, type Json, postAt, redraw } from './world.ts';

const POST_CHARACTERS = 40_000;
/** Not documented; what others met when they updated a message. */
const UPDATE_CHARACTERS = 4_000;

const metadataSchema = z.strictObject({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.unknown()),
});

export const postMessage: Method = (caller, args) => {
  const { world, workspace } = caller;
  const content = readContent(caller, args, POST_CHARACTERS);
  if ('refusal' in content) return content.refusal;
  const found = toPostIn(world, workspace, text(args, 'channel') ?? '');
  if ('refusal' in found) return found.refusal;
  const post = addPost(world, workspace, found.channel, {
    text: content.text ?? '',
    blocks: content.blocks ?? [],
    metadata: content.metadata,
    userId: workspace.bot.userId,
    fromBot: true,
    threadTs: text(args, 'thread_ts') ?? null,
  });
  return grant({ channel: found.channel.id, ts: post.ts, message: postJson(world, workspace, post, true) });
};

export const update: Method = (caller, args) => {
  const { world, workspace } = caller;
  const content = readContent(caller, args, UPDATE_CHARACTERS);
  if ('refusal' in content) return content.refusal;
  const channel = workspace.channels.get(text(args, 'channel') ?? '');
  if (!channel?.members.has(workspace.bot.userId)) return refuse('channel_not_found');
  if (channel.archived) return refuse('is_archived');
  const post = postAt(workspace, channel.id, text(args, 'ts') ?? '');
  if (!post || post.shownTo !== null) return refuse('message_not_found');
  if (!post.fromBot) return refuse('cant_update_message');
  // New words without blocks take the blocks away; new blocks without words keep the words.
  redraw(world, post, {
    text: content.text ?? post.text,
    blocks: content.blocks ?? (content.text === undefined ? post.blocks : []),
  });
  if (content.metadata !== null) post.metadata = content.metadata;
  return grant({
    channel: channel.id,
    ts: post.ts,
    text: post.text,
    message: postJson(world, workspace, post, true),
  });
};

export const postEphemeral: Method = (caller, args) => {
  const { world, workspace } = caller;
  const content = readContent(caller, args, POST_CHARACTERS);
  if ('refusal' in content) return content.refusal;
  const found = toPostIn(world, workspace, text(args, 'channel') ?? '');
  if ('refusal' in found) return found.refusal;
  const userId = text(args, 'user') ?? '';
  if (!workspace.users.has(userId)) return refuse('user_not_found');
  if (!found.channel.members.has(userId)) return refuse('user_not_in_channel');
  const post = addPost(world, workspace, found.channel, {
    text: content.text ?? '',
    blocks: content.blocks ?? [],
    userId: workspace.bot.userId,
    fromBot: true,
    shownTo: userId,
  });
  return grant({ message_ts: post.ts });
};

type Content = { text: string | undefined; blocks: Json[] | undefined; metadata: Json | null };

function readContent(caller: Caller, args: Json, longest: number): Content | { refusal: Answer } {
  const missing = lacks(caller, 'chat:write');
  if (missing) return { refusal: missing };
  const words = text(args, 'text');
  const given = structure(args, 'blocks');
  if (given === UNREADABLE) return { refusal: refuse('invalid_blocks_format') };
  if (args.attachments !== undefined) return { refusal: refuse('invalid_attachments') };
  if ((words ?? '').trim() === '' && (given === undefined || (Array.isArray(given) && given.length === 0)))
    return { refusal: refuse('no_text') };
  if ((words ?? '').length > longest) return { refusal: refuse('msg_too_long') };
  const metadata = structure(args, 'metadata');
  const readMetadata = metadataSchema.safeParse(metadata);
  if (metadata !== undefined && !readMetadata.success) return { refusal: refuse('invalid_metadata_format') };
  const kept = readMetadata.success ? readMetadata.data : null;
  if (given === undefined) return { text: words, blocks: undefined, metadata: kept };
  const checked = checkMessageBlocks(caller.world, given);
  if ('error' in checked) return { refusal: refuseWith(checked.error, checked.detail) };
  if (areTooLong(checked.blocks)) return { refusal: refuse('msg_blocks_too_long') };
  return { text: words, blocks: checked.blocks, metadata: kept };
}
