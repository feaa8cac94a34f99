/**
 * A message as one person sees it: its text now and before, its buttons, and the pressing of them.
 * The rule: a button is found by what is written on it, or by what is read aloud for it; one that is not there, or
 * is there twice, is a fault of the test and is told with what there is.
 */
import { z } from 'zod';
import { elementsOf } from './check-blocks.ts';
import type { Courier, Delivery } from './deliver.ts';
import { clickPayload } from './payloads.ts';
import { readText } from './read-text.ts';
import { optionOf } from './view-state.ts';
import type { Drawing, Json, Post, User, World } from './world.ts';

export type SeenMessage = {
  ts: string;
  channelId: string;
  /** Everything visible in it now, a line apiece. */
  text: string;
  /** The one line of a notification. */
  summary: string;
  /** What is written on its buttons, in order. */
  buttons: string[];
  blocks: Json[];
  metadata: Json | null;
  /** Everything visible in it, each way it has looked. */
  drawings: string[];
  fromBot: boolean;
  isEphemeral: boolean;
  isDeleted: boolean;
  threadTs: string | null;
  /** Presses a button by its label; `drawing` presses one as it was on an earlier screen. */
  press(label: string, drawing?: number): Promise<Delivery>;
  /** Picks an option of a select, an overflow menu or radio buttons, by its label. */
  choose(option: string): Promise<Delivery>;
  /** Picks a date. */
  pick(date: string): Promise<Delivery>;
};

const buttonSchema = z.looseObject({
  type: z.literal('button'),
  text: z.looseObject({ text: z.string() }),
  accessibility_label: z.string().optional(),
});

type Placed = { block: Json; element: Json };

export function seenMessage(world: World, courier: Courier, user: User, post: Post): SeenMessage {
  const click = async ({ block, element }: Placed, chosen: Json): Promise<Delivery> => {
    const delivery = await courier.deliver(
      'interactive',
      clickPayload(world, post, user, block, element, chosen),
    );
    if (!delivery.taken)
      world.warnings.push({ teamId: post.teamId, userId: user.id, text: 'This app is not responding' });
    return delivery;
  };
  const drawn = (index: number): Drawing => {
    const drawing = post.drawings[index];
    if (!drawing)
      throw new Error(`The message has been drawn ${post.drawings.length} times, not ${index + 1}`);
    return drawing;
  };
  return {
    ts: post.ts,
    channelId: post.channelId,
    fromBot: post.fromBot,
    isEphemeral: post.shownTo !== null,
    threadTs: post.threadTs,
    get text() {
      return readText(post);
    },
    get summary() {
      return post.text;
    },
    get buttons() {
      return placed(post).flatMap(({ element }) => labelOf(element) ?? []);
    },
    get blocks() {
      return post.blocks;
    },
    get metadata() {
      return post.metadata;
    },
    get drawings() {
      return post.drawings.map(readText);
    },
    get isDeleted() {
      return post.deleted;
    },
    async press(label, drawing) {
      const shown = drawing === undefined ? post : drawn(drawing);
      const found = placed(shown).filter(({ element }) => isCalled(element, label));
      const [button] = found;
      if (!button || found.length > 1) {
        const there = placed(shown).flatMap(({ element }) => labelOf(element) ?? []);
        throw new Error(
          `${found.length === 0 ? 'No' : 'More than one'} button "${label}" among: ${there.join(', ') || 'none'}`,
        );
      }
      return click(button, {});
    },
    async choose(option) {
      const places = placed(post).filter(({ element }) =>
        ['static_select', 'overflow', 'radio_buttons'].includes(String(element.type)),
      );
      const found = places.find(({ element }) => JSON.stringify(element).includes(JSON.stringify(option)));
      if (!found) throw new Error(`No option "${option}" in: ${readText(post)}`);
      return click(found, { selected_option: optionOf(found.element, option) });
    },
    async pick(date) {
      const found = placed(post).find(({ element }) => element.type === 'datepicker');
      if (!found) throw new Error('The message has no date to pick');
      return click(found, { selected_date: date });
    },
  };
}

function placed({ blocks }: Drawing): Placed[] {
  return blocks.flatMap((block) => elementsOf(block).map((element) => ({ block, element })));
}

function labelOf(element: Json): string | null {
  const read = buttonSchema.safeParse(element);
  return read.success ? read.data.text.text : null;
}

function isCalled(element: Json, label: string): boolean {
  const read = buttonSchema.safeParse(element);
  return read.success && [read.data.text.text, read.data.accessibility_label].includes(label);
}
