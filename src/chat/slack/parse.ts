/**
 * What Slack sends, checked at the door: clicks, submitted forms, commands, words in a direct message, and changes
 * in the workspace; unknown in, ours out.
 * The rule: the last file where Slack's shapes exist. A business key comes with everything (the click, the view, the
 * trigger, the event), so that a second delivery is known for what it is.
 */
import { z } from 'zod';
import { WORDS_READ } from '../../domain/command.ts';
import { FIELD_NAMES, type FieldValues } from '../../domain/form-field.ts';
import type { IncomingCommand, IncomingPress, Sender } from '../chat.ts';
import { actSchema, pressOf } from '../parse-act.ts';
import { mostTyped } from '../parse-answer.ts';
import { attached, withForwarded } from './forwarded.ts';
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
export type Words = { command: IncomingCommand; channelId: string; threadTs: string | null };
export type Slash = { command: IncomingCommand; responseUrl: string | null };

const id = z.string().min(1).max(64);
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
const words = z.string().transform((text) => text.slice(0, WORDS_READ));

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

const envelope = z.object({
  event_id: id,
  team_id: id,
  event_time: z.number().int().positive().optional(),
  authorizations: z.array(z.object({ team_id: id.nullish() })).optional(),
  event: z.looseObject({ type: z.string() }),
});
export type SlackEvent = {
  workspaceId: string;
  eventKey: string;
  /** When it happened, to the second. */
  at: Date | undefined;
  event: { type: string } & object;
};

export function parseEvent(body: unknown): SlackEvent | null {
  const read = envelope.safeParse(body);
  if (!read.success) return null;
  const { event_id, event_time, team_id, authorizations, event } = read.data;
  return {
    workspaceId: authorizations?.[0]?.team_id ?? team_id,
    eventKey: `event:${event_id}`,
    at: event_time === undefined ? undefined : new Date(event_time * 1000),
    event,
  };
}

const said = z.object({
  channel_type: z.literal('im'),
  /**
   * None for words; with a file, "/me", or a thread's answer sent to the conversation too, it is one of these.
   * Deletions and the like are not somebody writing.
   */
  subtype: z.enum(['file_share', 'me_message', 'thread_broadcast']).optional(),
  bot_id: z.undefined().optional(),
  user: id,
  channel: id,
  thread_ts: z.string().max(40).optional(),
  text: words.nullish(),
  attachments: attached,
});

const edited = z.object({
  channel_type: z.literal('im'),
  subtype: z.literal('message_changed'),
  channel: id,
  message: z.object({
    bot_id: z.undefined().optional(),
    user: id,
    edited: z.object({ user: id }),
    thread_ts: z.string().max(40).optional(),
    text: words.refine((text) => text.trim() !== ''),
  }),
  previous_message: z.object({ text: words.nullish() }).nullish(),
});

/** Words written to Vigil in its direct conversation; null for anything else that is called a message. */
export function parseWords(heard: SlackEvent): Words | null {
  const { workspaceId, eventKey, event } = heard;
  const read = said.safeParse(event);
  if (!read.success) return parseEdit(heard);
  const { user, channel, thread_ts: threadTs, subtype, attachments } = read.data;
  const { text, isForward } = withForwarded(read.data.text ?? '', attachments);
  const command = { from: senderOf(workspaceId, user), eventKey, text, ...mentionsIn(text) };
  return {
    // A file is never opened. What is written with one is examined, and is no command.
    command: subtype === 'file_share' || isForward ? { ...command, notACommand: true } : command,
    channelId: channel,
    threadTs: threadTs ?? null,
  };
}

/**
 * What somebody changed their own words to: examined, and no command. A message of Vigil's own that is redrawn bears
 * its bot's mark; a link that Slack adds a picture to leaves the words as they were.
 */
function parseEdit({ workspaceId, eventKey, event }: SlackEvent): Words | null {
  const read = edited.safeParse(event);
  if (!read.success) return null;
  const { channel, message, previous_message: before } = read.data;
  const { user, text, thread_ts: threadTs } = message;
  if (message.edited.user !== user || before?.text === text) return null;
  const from = senderOf(workspaceId, user);
  const command = { from, eventKey, text, notACommand: true as const, ...mentionsIn(text) };
  return { command, channelId: channel, threadTs: threadTs ?? null };
}

const revoked = z.object({ tokens: z.object({ bot: z.array(z.string()).optional() }).optional() });

/** True when it is the bot's own token that was taken back, not some person's. */
export function botWasRevoked({ event }: SlackEvent): boolean {
  const read = revoked.safeParse(event);
  return read.success && (read.data.tokens?.bot?.length ?? 0) > 0;
}

function senderOf(workspaceId: string, userId: string): Sender {
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
