/**
 * A message as one person sees it: its text now and before, its buttons and fields, and the pressing of them.
 * The rule: a button is found by what is written on it, or by its tooltip; one that is not there, or is there
 * twice, is a fault of the test and is told with what there is. What a client holds back is not sent.
 */
import { invokeActivity, submitActivity } from './activities.ts';
import { inputsShown, isCalled, type Placed, placedOn } from './card-actions.ts';
import { entered, faultsOf, sentValues, valueIn } from './card-form.ts';
import { asJson, partsOf } from './check-shape.ts';
import type { Courier, Delivery } from './deliver.ts';
import { isShown, readText } from './read-text.ts';
import { takeAnswer, UNREACHABLE } from './take-answer.ts';
import {
  type Drawing,
  type Json,
  looksTo,
  type Post,
  type Screen,
  screenOf,
  type User,
  type World,
} from './world.ts';

export type SeenMessage = {
  id: string;
  conversationId: string | null;
  /** Everything visible in it now, a line apiece. */
  text: string;
  /** The one line of a notification. */
  summary: string;
  /** What is written on its buttons, in order. */
  buttons: string[];
  /** What each button says when pointed at; null where it says nothing more. */
  tooltips: (string | null)[];
  card: Json | null;
  /** Everything visible in it, each way it has looked to this person. */
  drawings: string[];
  /** The fields to fill in, by their labels. */
  labels: string[];
  /** What stands in them, by id. */
  values: Record<string, string>;
  /** What is said beside fields, by id. */
  errors: Record<string, string>;
  fromBot: boolean;
  isDeleted: boolean;
  /** The message it answers in a channel. */
  rootId: string | null;
  /** By label or id. */
  fill(fields: Record<string, string>): SeenMessage;
  /** Null when nothing was sent: held back (see `errors`), or a button that only shows something. */
  press(label: string, drawing?: number): Promise<Delivery | null>;
  /** The same, of a form's own button. */
  submit(label: string): Promise<Delivery | null>;
};

export type Viewer = { world: World; courier: Courier; user: User };

export function seenMessage(viewer: Viewer, post: Post): SeenMessage {
  const { user } = viewer;
  const looks = () => looksTo(post, user.id);
  const now = (): Drawing => drawn(looks().length - 1);
  const screen = () => screenOf(now(), user.id);
  const drawn = (index: number): Drawing => {
    const drawing = looks()[index];
    if (!drawing) throw new Error(`The message has been drawn ${looks().length} times, not ${index + 1}`);
    return drawing;
  };
  const placed = (drawing: Drawing): Placed[] =>
    drawing.card === null ? [] : placedOn(drawing.card, screenOf(drawing, user.id));
  const inputs = () => {
    const { card } = now();
    return card === null ? [] : inputsShown(card, screen());
  };
  const message: SeenMessage = {
    id: post.id,
    fromBot: post.fromBot,
    rootId: post.rootId,
    get conversationId() {
      return post.thread.id;
    },
    get text() {
      return readText(now(), screen());
    },
    get summary() {
      return now().summary;
    },
    get buttons() {
      return placed(now()).map(({ action }) => String(action.title));
    },
    get tooltips() {
      return placed(now()).map(({ action }) => (typeof action.tooltip === 'string' ? action.tooltip : null));
    },
    get card() {
      return now().card;
    },
    get drawings() {
      return looks().map((drawing) => readText(drawing, screenOf(drawing, user.id)));
    },
    get labels() {
      return inputs().map(({ label }) => String(label));
    },
    get values() {
      return Object.fromEntries(inputs().map((input) => [String(input.id), valueIn(screen(), input)]));
    },
    get errors() {
      return screen().errors;
    },
    get isDeleted() {
      return post.isDeleted;
    },
    fill(fields) {
      for (const [name, value] of Object.entries(fields)) {
        const there = inputs();
        const input = there.find(({ id, label }) => id === name || label === name);
        if (!input)
          throw new Error(
            `No field "${name}" among ${there.map(({ label }) => String(label)).join(', ') || 'none'}`,
          );
        screen().filled.set(String(input.id), entered(input, value));
      }
      return message;
    },
    async press(label, index) {
      const drawing = index === undefined ? now() : drawn(index);
      const there = placed(drawing);
      const found = there.filter((each) => isCalled(each, label));
      const [button] = found;
      if (!button || found.length > 1) {
        const titles = there.map(({ action }) => String(action.title)).join(', ') || 'none';
        throw new Error(`${found.length === 0 ? 'No' : 'More than one'} button "${label}" among: ${titles}`);
      }
      if (button.action.isEnabled === false) throw new Error(`The button "${label}" cannot be pressed`);
      return act(viewer, post, drawing, button);
    },
    submit: (label) => message.press(label),
  };
  return message;
}

async function act(viewer: Viewer, post: Post, drawing: Drawing, button: Placed): Promise<Delivery | null> {
  const { action } = button;
  const screen = screenOf(drawing, viewer.user.id);
  switch (action.type) {
    case 'Action.Execute':
    case 'Action.Submit':
      screen.errors = faultsOf(screen, button.inputs);
      if (Object.keys(screen.errors).length > 0) return null;
      return send(viewer, post, button, sentValues(screen, button.inputs, viewer.user.client));
    case 'Action.ShowCard':
      if (!screen.opened.delete(action)) screen.opened.add(action);
      return null;
    case 'Action.ToggleVisibility':
      toggle(drawing, action, screen);
      return null;
    default:
      // An address is opened in a browser; the bot hears nothing.
      return null;
  }
}

function send(viewer: Viewer, post: Post, { action }: Placed, values: Json): Promise<Delivery> {
  const { world, courier, user } = viewer;
  const root = post.thread.kind === 'channel' ? (post.rootId ?? post.id) : null;
  const about = { user, thread: post.thread, rootId: root };
  if (action.type === 'Action.Execute' && user.client === 'new') {
    const { id, title, verb, data } = action;
    const pressed = {
      type: 'Action.Execute',
      ...(id === undefined ? {} : { id }),
      title,
      verb,
      data: { ...asJson(data), ...values },
    };
    return courier.deliver(invokeActivity(world, about, post, pressed), (delivery) =>
      takeAnswer(world, user, post, delivery),
    );
  }
  const submit = action.type === 'Action.Submit' ? action : asJson(action.fallback);
  if (submit?.type !== 'Action.Submit') throw new Error('An old client does not show that button');
  const value = { ...asJson(submit?.data), ...values };
  return courier.deliver(submitActivity(world, about, post, value), ({ taken }) => {
    if (!taken) world.warnings.push({ userId: user.id, text: UNREACHABLE });
  });
}

function toggle(drawing: Drawing, action: Json, screen: Screen): void {
  const targets = Array.isArray(action.targetElements) ? action.targetElements : [];
  for (const target of targets) {
    const { elementId, isVisible }: Json = asJson(target) ?? { elementId: target };
    const part = partsOf(drawing.card).find(({ id }) => id === elementId);
    if (!part) throw new Error(`Nothing is called ${String(elementId)} on that card`);
    screen.shown.set(String(elementId), typeof isVisible === 'boolean' ? isVisible : !isShown(part, screen));
  }
}
