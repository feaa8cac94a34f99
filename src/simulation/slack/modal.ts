/**
 * The form open on somebody's screen: read, filled in, sent or closed.
 * The rule: what Slack checks by itself is checked before anything is sent; what the bot answers (errors beside
 * fields, another form, away with them all) is done to the screen, and an answer Slack would not take is told.
 */
import { z } from 'zod';
import { checkView } from './check-view.ts';
import type { Courier, Delivery } from './deliver.ts';
import { closedPayload, submissionPayload } from './payloads.ts';
import { linesOf, readText } from './read-text.ts';
import { addView, replaceView } from './view-methods.ts';
import { clientFaults, entered, inputsOf, stateOf } from './view-state.ts';
import type { Json, User, View, World } from './world.ts';

export type Modal = {
  id: string;
  title: string;
  /** Everything that can be read in it, its title and buttons too. */
  text: string;
  submitLabel: string;
  closeLabel: string;
  labels: string[];
  /** What stands in it, by block and action, as it would be sent. */
  values: Record<string, Record<string, Json>>;
  /** What is said beside fields, by block. */
  errors: Record<string, string>;
  isOpen: boolean;
  /** By block id, action id or visible label. */
  fill(fields: Record<string, string>): Modal;
  /** Null when Slack itself held it back: see `errors`. */
  submit(): Promise<Delivery | null>;
  close(): Promise<Delivery | null>;
};

const answerSchema = z.discriminatedUnion('response_action', [
  z.strictObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('push'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('clear') }),
]);

export const TROUBLE = 'We had some trouble connecting. Try again?';

export function modalOf(world: World, courier: Courier, user: User, view: View): Modal {
  const titled = (key: string) => linesOf(view.given[key]).join('');
  return {
    id: view.id,
    get title() {
      return titled('title');
    },
    get submitLabel() {
      return titled('submit');
    },
    get closeLabel() {
      return titled('close');
    },
    get text() {
      const blocks = Array.isArray(view.given.blocks) ? view.given.blocks : [];
      return [titled('title'), readText({ text: '', blocks }), titled('submit'), titled('close')]
        .filter((line) => line !== '')
        .join('\n');
    },
    get labels() {
      return inputsOf(view).map(({ label }) => label);
    },
    get values() {
      return stateOf(view).values;
    },
    get errors() {
      return view.errors;
    },
    get isOpen() {
      return view.open;
    },
    fill(fields) {
      const inputs = inputsOf(view);
      for (const [name, value] of Object.entries(fields)) {
        const input = inputs.find(({ blockId, actionId, label }) =>
          [blockId, actionId, label].includes(name),
        );
        if (!input)
          throw new Error(
            `No field "${name}" among ${inputs.map(({ label }) => label).join(', ') || 'none'}`,
          );
        view.values.set(input.blockId, new Map([[input.actionId, entered(input.element, value)]]));
      }
      return this;
    },
    async submit() {
      if (!view.open) throw new Error('That form is not open any more');
      if (view.given.submit === undefined) throw new Error('That form has no button to send it');
      view.errors = clientFaults(view);
      if (Object.keys(view.errors).length > 0) return null;
      const delivery = await courier.deliver('interactive', submissionPayload(world, view, user));
      takeAnswer(world, view, delivery);
      return delivery;
    },
    async close() {
      view.open = false;
      if (view.given.notify_on_close !== true) return null;
      return courier.deliver('interactive', closedPayload(world, view, user));
    },
  };
}

/** What the bot answered, done to the screen; what Slack would not take is told. */
function takeAnswer(world: World, view: View, delivery: Delivery): void {
  const refusal = delivery.taken ? doAnswer(world, view, delivery.answer) : null;
  if (refusal !== null) world.refused.push({ what: 'view_submission', ...refusal });
  if (refusal !== null || !delivery.taken)
    world.warnings.push({ teamId: view.teamId, userId: view.userId, text: TROUBLE });
}

function doAnswer(world: World, view: View, given: unknown): { error: string; detail: string[] } | null {
  if (isNothing(given)) {
    view.open = false;
    return null;
  }
  const read = answerSchema.safeParse(given);
  if (!read.success) return { error: 'invalid_response', detail: [] };
  const answer = read.data;
  switch (answer.response_action) {
    case 'errors': {
      const known = inputsOf(view).map(({ blockId }) => blockId);
      const strange = Object.keys(answer.errors).filter((id) => !known.includes(id));
      if (strange.length > 0) return { error: 'invalid_response', detail: strange };
      view.errors = answer.errors;
      return null;
    }
    case 'update':
    case 'push': {
      const checked = checkView(world, answer.view);
      if ('error' in checked) return checked;
      if (answer.response_action === 'update') replaceView(world, view, checked.view);
      else addView(world, view.teamId, view.userId, checked.view, view);
      return null;
    }
    case 'clear':
      for (const other of world.views.values()) if (other.rootId === view.rootId) other.open = false;
      return null;
  }
}

/** An empty answer, over HTTP or down a socket: the form goes, and the one under it is seen again. */
function isNothing(answer: unknown): boolean {
  if (answer === '' || answer === null || answer === undefined) return true;
  return typeof answer === 'object' && Object.keys(answer).length === 0;
}
