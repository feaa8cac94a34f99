/**
 * What Slack sends, checked at the door: clicks, submitted forms and commands; happenings are parse-event's:
 * unknown in, ours out.
 * The rule: the last file where Slack's shapes exist. A business key comes with everything (the click, the view, the
 * trigger, the event), so that a second delivery is known for what it is.
 */
import { z } from 'zod';
import { WORDS_READ } from '../../domain/command.ts';
import { FIELD_NAMES, type FieldValues } from '../../domain/form-field.ts';
import type { IncomingCommand, IncomingPress, Sender } from '../chat.ts';
import { actSchema, pressOf } from '../parse-act.ts';
import { mostTyped } from '../parse-answer.ts';
import { mentionsIn } from './mentions.ts';
import { platformIdOf } from './slack.ts';

/** Where an answer to a press can be shown. */
export type Place = {
  /** Slack's own address for answering this click; good for half an hour. */
  responseUrl: string | null;
  channelId: string | null;
  /** The message pressed; null when only its reader sees it. */
  platformId: string | null;
};
export type Click = { press: IncomingPress; place: Place; triggerId: string | null };
export type Submission = {
  press: IncomingPress;
  values: FieldValues;
  latest: string | undefined;
  place: Place;
  /** The form's own words, for a notice in its place. */
  form: { title: string; cancel: string };
};
export type Slash = { command: IncomingCommand; responseUrl: string | null };

export const id = z.string().min(1).max(64);
const actText = z.string().max(2_000).transform(parsed).pipe(actSchema);

const person = z.object({ id, team_id: id.nullish() });
const click = z.object({
  type: z.literal('block_actions'),
  user: person,
  team: z.object({ id }).nullish(),
  trigger_id: z.string().max(255).nullish(),
  response_url: z.url().nullish(),
  container: z
    .object({
      channel_id: id.nullish(),
      message_ts: z.string().max(40).nullish(),
      is_ephemeral: z.boolean().nullish(),
    })
    .nullish(),
  actions: z
    .array(z.object({ action_id: z.string().max(255), action_ts: z.string().max(40), value: actText }))
    .min(1),
});

export function parseClick(body: unknown): Click | null {
  const read = click.safeParse(body);
  if (!read.success) return null;
  const { user, team, container, trigger_id: triggerId, response_url: responseUrl, actions } = read.data;
  const [action] = actions;
  const workspaceId = team?.id ?? user.team_id;
  if (action === undefined || !workspaceId) return null;
  const channelId = container?.channel_id ?? null;
  const ts = container?.message_ts ?? null;
  const isOurs = channelId !== null && ts !== null && !container?.is_ephemeral;
  const platformId = isOurs ? platformIdOf(channelId, ts) : null;
  return {
    press: pressOf(
      senderOf(workspaceId, user.id),
      `click:${action.action_ts}:${user.id}:${action.action_id}`,
      action.value,
      platformId,
    ),
    place: { responseUrl: responseUrl ?? null, channelId, platformId },
    triggerId: triggerId ?? null,
  };
}

/** What a form remembers of the question it is for, while it is open. */
const memory = z.strictObject({
  act: actSchema,
  latest: z.iso.date().optional(),
  place: z.strictObject({
    responseUrl: z.url().nullable(),
    channelId: id.nullable(),
    platformId: z.string().max(120).nullable(),
  }),
});
export type FormMemory = z.infer<typeof memory>;

export const formMemory = (kept: FormMemory): string => JSON.stringify(kept);

/** What any window of ours says of itself: its title and the way out of it. */
const windowSchema = z.object({
  title: z.object({ text: z.string() }),
  close: z.object({ text: z.string() }).nullish(),
});

const wordsOf = ({ title, close }: z.infer<typeof windowSchema>): Submission['form'] => ({
  title: title.text,
  cancel: close?.text ?? title.text,
});

const anyWindow = z.object({ view: windowSchema });

/** What is left to be read of a form that cannot be; null when it is not even a window. */
export function parseFormWords(body: unknown): Submission['form'] | null {
  const read = anyWindow.safeParse(body);
  return read.success ? wordsOf(read.data.view) : null;
}

const answerable = z.object({ response_url: z.url() });

/** Where whoever made a click that cannot be read can still be answered. */
export function parseResponseUrl(body: unknown): string | null {
  const read = answerable.safeParse(body);
  return read.success ? read.data.response_url : null;
}

const chosen = z.object({ value: z.string().max(200) });
/** One of these, by the kind of its box. */
const fieldValue = z
  .object({
    value: z.string().nullish(),
    selected_date: z.string().nullish(),
    selected_option: chosen.nullish(),
    selected_options: z.array(chosen).max(20).nullish(),
    selected_user: id.nullish(),
    selected_conversation: id.nullish(),
  })
  .transform(
    (given) =>
      given.value ??
      given.selected_date ??
      given.selected_option?.value ??
      given.selected_options?.map(({ value }) => value).join(',') ??
      given.selected_user ??
      given.selected_conversation ??
      '',
  );
const submission = z.object({
  type: z.literal('view_submission'),
  user: person,
  team: z.object({ id }).nullish(),
  view: windowSchema.extend({
    id,
    app_installed_team_id: id.nullish(),
    private_metadata: z.string().max(3_000).transform(parsed).pipe(memory),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), fieldValue)) }),
  }),
});

export function parseSubmission(body: unknown): Submission | null {
  const read = submission.safeParse(body);
  if (!read.success) return null;
  const { user, team, view } = read.data;
  const { act, latest, place } = view.private_metadata;
  const workspaceId = view.app_installed_team_id ?? team?.id ?? user.team_id;
  if (!workspaceId) return null;
  const values: FieldValues = {};
  for (const name of FIELD_NAMES) {
    const [input] = Object.values(view.state.values[name] ?? {});
    if (input !== undefined) values[name] = input.slice(0, mostTyped(name));
  }
  const press = pressOf(senderOf(workspaceId, user.id), `view:${view.id}`, act, place.platformId);
  return { press, values, latest, place, form: wordsOf(view) };
}

/** Cut, not refused: the guard is to see all that Slack lets anybody write. */
export const words = z.string().transform((text) => text.slice(0, WORDS_READ));

const slash = z.object({
  team_id: id,
  user_id: id,
  trigger_id: z.string().min(1).max(255),
  response_url: z.url().nullish(),
  text: words.default(''),
});

/** "/vigil status": the words after the command's own name; none of them is a look at what it can do. */
export function parseSlash(body: unknown): Slash | null {
  const read = slash.safeParse(body);
  if (!read.success) return null;
  const { team_id, user_id, trigger_id, response_url, text } = read.data;
  return {
    command: {
      from: senderOf(team_id, user_id),
      eventKey: `command:${trigger_id}`,
      text: text.trim() === '' ? 'help' : text,
      ...mentionsIn(text),
    },
    responseUrl: response_url ?? null,
  };
}

export function senderOf(workspaceId: string, userId: string): Sender {
  return { platform: 'slack', externalId: workspaceId, userId };
}

function parsed(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue('not JSON');
    return z.NEVER;
  }
}
