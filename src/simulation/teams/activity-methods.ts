/**
 * Sending, answering, changing and taking away a message.
 * The rule: a bot changes its own messages only, and in the conversation they are in; what is changed is changed
 * for everybody. In a channel, an id with ;messageid= names the thread to write in.
 */
import { type Answer, grant, refuse } from './answer.ts';
import { isTyping, readActivity } from './check-activity.ts';
import { reachThread } from './reach-thread.ts';
import { addPost, type Json, type Post, postBy, splitId, type Thread, type World } from './world.ts';

export function sendToConversation(
  world: World,
  conversationId: string,
  replyTo: string | null,
  body: Json,
): Answer {
  const reached = reachThread(world, conversationId);
  if ('refusal' in reached) return reached.refusal;
  const { thread } = reached;
  const { rootId } = splitId(conversationId);
  if (rootId !== null && !postBy(world, thread, rootId)) return refuse('ConversationNotFound');
  if (isTyping(body)) return grant({ id: world.names.messageId() }, 201);
  const read = readActivity(body);
  if ('refusal' in read) return read.refusal;
  const { drawing } = read;
  const post = addPost(world, thread, {
    userId: null,
    fromBot: true,
    rootId: rootId ?? rootOf(world, thread, replyTo),
    drawing,
  });
  return grant({ id: post.id }, 201);
}

/** Which thread of a channel an answer belongs to; what answers nothing known begins one. */
function rootOf(world: World, thread: Thread, replyTo: string | null): string | null {
  if (thread.kind !== 'channel' || replyTo === null) return null;
  const answered = postBy(world, thread, replyTo);
  return answered ? (answered.rootId ?? answered.id) : null;
}

export function updateActivity(world: World, conversationId: string, id: string, body: Json): Answer {
  const found = ownPost(world, conversationId, id);
  if ('refusal' in found) return found.refusal;
  const read = readActivity(body);
  if ('refusal' in read) return read.refusal;
  found.post.looks.push({ to: null, drawing: read.drawing });
  return grant({ id });
}

export function deleteActivity(world: World, conversationId: string, id: string): Answer {
  const found = ownPost(world, conversationId, id);
  if ('refusal' in found) return found.refusal;
  found.post.isDeleted = true;
  return grant(null);
}

function ownPost(world: World, conversationId: string, id: string): { post: Post } | { refusal: Answer } {
  const reached = reachThread(world, conversationId);
  if ('refusal' in reached) return reached;
  const { rootId } = splitId(conversationId);
  const post = postBy(world, reached.thread, id);
  const isInThread = rootId === null || post?.id === rootId || post?.rootId === rootId;
  if (!post?.fromBot || !isInThread) return { refusal: refuse('ActivityNotFoundInConversation') };
  return { post };
}
