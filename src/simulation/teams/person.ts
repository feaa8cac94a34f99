/**
 * Somebody at a screen in a tenant: what they see, and what they write, press and fill in.
 * The rule: they see what Teams would show them and no more; whatever they do goes to the bot as Teams sends it, and
 * where the app is not, nothing can be said to it.
 */
import { editActivity, fileActivity, messageActivity } from './activities.ts';
import type { Courier, Delivery } from './deliver.ts';
import { type SeenMessage, seenMessage } from './seen-message.ts';
import {
  addPost,
  drawingOf,
  hasBot,
  looksTo,
  type Post,
  personalOf,
  type Thread,
  threadBy,
  type User,
  type World,
} from './world.ts';

export type Person = {
  id: string;
  tenantId: string;
  /** What they use: an old client knows no Action.Execute. */
  client: User['client'];
  /** What the bot has written in their conversation of two, oldest first. */
  dm(): SeenMessage[];
  /** Everything in a channel or chat they are in, oldest first. */
  channel(id: string): SeenMessage[];
  /** What the bot told them alone beneath a card, wherever. */
  readonly lines: string[];
  /** What Teams told them when the bot did not answer. */
  readonly warnings: string[];
  /** Words in the conversation of two. */
  writes(text: string): Promise<Delivery>;
  /** Words to the bot by name, in a channel or chat; in a thread of it where `rootId` says so. */
  writesIn(id: string, text: string, more?: { rootId?: string }): Promise<Delivery>;
  uploads(name: string, text?: string): Promise<Delivery>;
  /** Changes what they last wrote to the bot. */
  edits(text: string): Promise<Delivery>;
};

export function personOf(world: World, courier: Courier, user: User): Person {
  const seen = (post: Post) => seenMessage({ world, courier, user }, post);
  const said = (words: string, thread: Thread, rootId: string | null = null) =>
    addPost(world, thread, { userId: user.id, fromBot: false, rootId, drawing: drawingOf({ text: words }) });
  const own = (): Thread => {
    const thread = personalOf(world, user);
    if (!thread.installed && !thread.byTeam) throw new Error(`${user.id} has not got the app`);
    if (thread.blocked) throw new Error(`${user.id} has blocked the bot`);
    return thread;
  };
  const visible = (thread: Thread) =>
    world.posts.filter(
      (post) => post.thread === thread && !post.isDeleted && looksTo(post, user.id).length > 0,
    );
  return {
    id: user.id,
    tenantId: user.tenantId,
    get client() {
      return user.client;
    },
    set client(client) {
      user.client = client;
    },
    dm: () =>
      visible(personalOf(world, user))
        .filter(({ fromBot }) => fromBot)
        .map(seen),
    channel: (id) => visible(placeOf(world, user, id)).map(seen),
    get lines() {
      return world.lines.filter(({ userId }) => userId === user.id).map(({ text }) => text);
    },
    get warnings() {
      return world.warnings.filter(({ userId }) => userId === user.id).map(({ text }) => text);
    },
    writes(words) {
      const thread = own();
      const post = said(words, thread);
      return courier.deliver(messageActivity(world, { user, thread }, post, words, false));
    },
    writesIn(id, words, { rootId } = {}) {
      const thread = placeOf(world, user, id);
      if (!hasBot(thread)) throw new Error(`The bot is not in ${id}`);
      const post = said(`${world.app.botName} ${words}`, thread, rootId ?? null);
      const root = thread.kind === 'channel' ? (rootId ?? post.id) : null;
      return courier.deliver(messageActivity(world, { user, thread, rootId: root }, post, words, true));
    },
    uploads(name, words = '') {
      const thread = own();
      return courier.deliver(fileActivity(world, { user, thread }, said(words, thread), name, words));
    },
    edits(words) {
      const thread = own();
      const post = world.posts.findLast((each) => each.thread === thread && each.userId === user.id);
      if (!post) throw new Error(`${user.id} has written nothing yet`);
      post.looks.push({ to: null, drawing: drawingOf({ text: words }) });
      return courier.deliver(editActivity(world, { user, thread }, post, words));
    },
  };
}

function placeOf(world: World, user: User, id: string): Thread {
  const thread = threadBy(world, id);
  if (!thread?.members.has(user.id)) throw new Error(`${user.id} is not in ${id}`);
  return thread;
}
