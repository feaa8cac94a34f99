/**
 * Somebody at a screen in a workspace: what they see, and what they write, press and fill in.
 * The rule: they see what Slack would show them and no more; whatever they do goes to the bot as Slack sends it.
 */
import type { Courier, Delivery } from './deliver.ts';
import { changedEvent, eventPayload, messageEvent } from './event-payloads.ts';
import { type Modal, modalOf } from './modal.ts';
import { commandPayload } from './payloads.ts';
import { show } from './response-url.ts';
import { type SeenMessage, seenMessage } from './seen-message.ts';
import {
  addPost,
  type Channel,
  directWith,
  type Json,
  knownDirect,
  type Post,
  redraw,
  type User,
  type Workspace,
  type World,
} from './world.ts';

export type Person = {
  id: string;
  teamId: string;
  /** What the bot has written in their direct conversation, oldest first. */
  dm(): SeenMessage[];
  /** Everything in a channel they are in, oldest first. */
  channel(id: string): SeenMessage[];
  /** What only they were shown, wherever; what was taken away again is gone. */
  readonly ephemerals: SeenMessage[];
  /** The form on top of their screen; throws when there is none. */
  readonly modal: Modal;
  readonly hasModal: boolean;
  /** What Slack told them when the bot did not answer. */
  readonly warnings: string[];
  /** Words in the direct conversation. */
  writes(text: string, more?: { threadTs?: string }): Promise<Delivery>;
  uploads(name: string, text?: string): Promise<Delivery>;
  /** Changes what they last wrote. */
  edits(text: string): Promise<Delivery>;
  /** "/vigil status", typed in the direct conversation or in a channel. */
  command(line: string, channelId?: string): Promise<Delivery>;
};

export function personOf(world: World, courier: Courier, workspace: Workspace, user: User): Person {
  const seen = (post: Post) => seenMessage(world, courier, user, post);
  const talk = () => directWith(world, workspace, user.id);
  const visible = (channelId: string) =>
    workspace.posts.filter((post) => post.channelId === channelId && !post.deleted && post.shownTo === null);
  const topView = () =>
    [...world.views.values()]
      .filter((view) => view.open && view.userId === user.id && view.teamId === workspace.teamId)
      .at(-1);
  const say = (channel: Channel, words: string, files: Json[], threadTs: string | null) => {
    const post = addPost(world, workspace, channel, {
      text: words,
      blocks: [],
      userId: user.id,
      fromBot: false,
      files,
      threadTs,
    });
    return courier.deliver(
      'event',
      eventPayload(world, workspace, messageEvent(world, workspace, channel, post)),
    );
  };
  return {
    id: user.id,
    teamId: workspace.teamId,
    dm: () =>
      visible(knownDirect(workspace, user.id)?.id ?? '')
        .filter(({ fromBot }) => fromBot)
        .map(seen),
    channel(id) {
      const channel = workspace.channels.get(id);
      if (!channel?.members.has(user.id)) throw new Error(`${user.id} is not in the channel ${id}`);
      return visible(id).map(seen);
    },
    get ephemerals() {
      return workspace.posts.filter((post) => post.shownTo === user.id && !post.deleted).map(seen);
    },
    get modal() {
      const view = topView();
      if (!view) throw new Error(`${user.id} has no form open`);
      return modalOf(world, courier, user, view);
    },
    get hasModal() {
      return topView() !== undefined;
    },
    get warnings() {
      return world.warnings
        .filter(({ teamId, userId }) => teamId === workspace.teamId && userId === user.id)
        .map(({ text }) => text);
    },
    writes: (words, { threadTs } = {}) => say(talk(), words, [], threadTs ?? null),
    uploads: (name, words = '') =>
      say(
        talk(),
        words,
        [{ id: world.names.id('F'), name, title: name, mimetype: 'text/plain', user: user.id }],
        null,
      ),
    async edits(words) {
      const channel = talk();
      const post = workspace.posts.findLast(
        (each) => each.channelId === channel.id && each.userId === user.id,
      );
      if (!post) throw new Error(`${user.id} has written nothing yet`);
      const before = post.text;
      redraw(world, post, { text: words, blocks: post.blocks });
      return courier.deliver(
        'event',
        eventPayload(world, workspace, changedEvent(world, channel, post, before)),
      );
    },
    async command(line, channelId = talk().id) {
      const payload = commandPayload(world, workspace, user, channelId, line);
      const delivery = await courier.deliver('command', payload);
      takeAnswer(world, workspace, user, channelId, line, delivery);
      return delivery;
    },
  };
}

/** A command's own answer is shown where it was typed; one that failed is told by Slack itself. */
function takeAnswer(
  world: World,
  workspace: Workspace,
  user: User,
  channelId: string,
  line: string,
  delivery: Delivery,
): void {
  const { teamId } = workspace;
  if (!delivery.taken) {
    const error = delivery.why === 'timeout' ? 'operation_timeout' : 'dispatch_failed';
    world.warnings.push({
      teamId,
      userId: user.id,
      text: `${line.split(' ')[0]} failed with the error "${error}"`,
    });
    return;
  }
  const { answer } = delivery;
  const isEmpty =
    answer === '' || (typeof answer === 'object' && answer !== null && Object.keys(answer).length === 0);
  if (isEmpty) return;
  const said = typeof answer === 'string' ? { text: answer } : answer;
  const shown = show(world, { teamId, channelId, userId: user.id, post: null }, said);
  if (shown.error !== null) world.refused.push({ what: 'command', error: shown.error, detail: [] });
}
