/**
 * The address Slack gives with a click or a command, to answer it without a token.
 * The rule: five uses within half an hour; a new message is for that person's eyes unless it says otherwise; the
 * message clicked is replaced or removed only when asked.
 */
import { z } from 'zod';
import { checkMessageBlocks } from './check-blocks.ts';
import { addPost, type Post, type ResponseUrl, redraw, type World, workspaceOf } from './world.ts';

const USES = 5;
const LIFE_MS = 30 * 60_000;

const bodySchema = z.strictObject({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
  metadata: z.unknown().optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
  mrkdwn: z.boolean().optional(),
});

export type Responded = { status: number; body: string; error: string | null };

const MADE_FOR = '/response/';

export function addResponseUrl(world: World, about: Omit<ResponseUrl, 'id' | 'at' | 'uses'>): string {
  const id = world.names.secret('');
  world.responseUrls.set(id, { ...about, id, at: world.now(), uses: 0 });
  return `${world.origin}${MADE_FOR}${about.teamId}/${id}`;
}

/** The id within an address made here; null when it is another. */
export function responseIdOf(path: string): string | null {
  return path.startsWith(MADE_FOR) ? (path.split('/').at(-1) ?? null) : null;
}

export function answerAt(world: World, id: string, sent: unknown): Responded {
  const url = world.responseUrls.get(id);
  if (!url) return refused(404, 'invalid_url');
  if (world.now().getTime() - url.at.getTime() > LIFE_MS) return refused(404, 'expired_url');
  if (url.uses >= USES) return refused(404, 'used_url');
  url.uses += 1;
  return show(world, url, sent);
}

/** Also what a command's own answer does. */
export function show(world: World, url: Omit<ResponseUrl, 'id' | 'at' | 'uses'>, sent: unknown): Responded {
  const read = bodySchema.safeParse(sent);
  if (!read.success) return refused(400, 'invalid_payload');
  const { text, blocks, response_type, replace_original, delete_original, thread_ts } = read.data;
  const { post } = url;
  if (delete_original) {
    if (post) post.deleted = true;
    return { status: 200, body: 'ok', error: null };
  }
  if ((text ?? '').trim() === '' && (blocks === undefined || (Array.isArray(blocks) && blocks.length === 0)))
    return refused(400, 'no_text');
  const checked = blocks === undefined ? { blocks: [] } : checkMessageBlocks(world, blocks);
  if ('error' in checked) return refused(400, checked.error);
  const drawing = { text: text ?? '', blocks: checked.blocks };
  if (replace_original && post) {
    if (post.deleted) return refused(404, 'message_not_found');
    redraw(world, post, drawing);
    return { status: 200, body: 'ok', error: null };
  }
  addAnswer(world, url, drawing, response_type === 'in_channel', thread_ts ?? null);
  return { status: 200, body: 'ok', error: null };
}

function addAnswer(
  world: World,
  url: Omit<ResponseUrl, 'id' | 'at' | 'uses'>,
  drawing: Pick<Post, 'text' | 'blocks'>,
  forAll: boolean,
  threadTs: string | null,
): void {
  const workspace = workspaceOf(world, url.teamId);
  const channel = workspace.channels.get(url.channelId);
  if (!channel) return;
  addPost(world, workspace, channel, {
    ...drawing,
    threadTs,
    userId: workspace.bot.userId,
    fromBot: true,
    shownTo: forAll ? null : url.userId,
    returnFor: url.post?.ts ?? null,
  });
}

const refused = (status: number, error: string): Responded => ({ status, body: error, error });
