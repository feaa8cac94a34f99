/**
 * What Teams sends, checked at the door: an activity in, our own event out. The last file with Teams' own shapes.
 * The rule: whose tenant and which address it is from must be said, and said alike wherever it is said; a person is
 * known by their directory id alone. Whether any of it is believed is the wire's affair.
 */
import { z } from 'zod';
import { WORDS_READ } from '../../domain/command.ts';
import type { FieldValues } from '../../domain/form-field.ts';
import type { IncomingCommand, IncomingPress, Reference, Sender } from '../chat.ts';
import { pressOf } from '../parse-act.ts';

import { forwardedIn } from './forwarded.ts';
import { platformIdOf } from './place.ts';
import { readPressData } from './press-data.ts';
import type { Wired } from './wire.ts';

/** Where something was done, and by whom. */
export type Origin = {
  tenantId: string;
  /** The conversation to answer in. */
  wired: Wired;
  /** Null for whoever has no directory id, such as another bot. */
  from: Sender | null;
  isPersonal: boolean;
  /** What is now known of where conversations are. */
  references: Reference[];
};

export type Press = {
  press: IncomingPress;
  values: FieldValues | null;
  platformId: string | null;
};

export type Heard =
  | { kind: 'words'; command: IncomingCommand }
  /** `how`: an invoke wants its answer in return; a message, of older clients, does not. */
  | { kind: 'press'; how: 'invoke' | 'message'; press: Press | null }
  /** Vigil was put into a person's apps, a team or a group chat, or taken out. */
  | { kind: 'installed' | 'taken_out'; where: Pick<Reference, 'kind' | 'id'> }
  /** People joined a team Vigil is in, or left it: ids as Teams has them. */
  | { kind: 'joined' | 'left'; team: Wired; accounts: { id: string; userId: string | null }[] }
  | { kind: 'unknown_invoke' }
  | { kind: 'nothing' };

const MOST_ENTITIES = 50;

const id = z.string().min(1).max(400);
const account = z.object({ id, aadObjectId: z.string().min(1).max(64).nullish() });
const activitySchema = z.object({
  type: z.string().max(60),
  id: id.optional(),
  name: z.string().max(120).optional(),
  timestamp: z.string().max(40).optional(),
  action: z.string().max(40).optional(),
  channelId: z.literal('msteams'),
  serviceUrl: z.string().min(1).max(300),
  from: account,
  recipient: z.object({ id }),
  conversation: z.object({
    id,
    conversationType: z.string().optional(),
    tenantId: z.string().max(64).nullish(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: z.string().max(64) }).nullish(),
      team: z.object({ id: id.optional() }).nullish(),
      channel: z.object({ id: id.optional() }).nullish(),
      eventType: z.string().max(60).nullish(),
    })
    .nullish(),
  replyToId: id.nullish(),
  text: z.string().nullish(),
  value: z.unknown().optional(),
  // Bounded, since all of it is read before its signature is looked at.
  entities: z.array(z.unknown()).max(MOST_ENTITIES).nullish().catch(null),
  // More than can be read is taken for a file.
  attachments: z
    .array(z.object({ contentType: z.string() }).loose())
    .max(MOST_ENTITIES)
    .nullish()
    .catch([{ contentType: 'unreadable' }]),
  membersAdded: z.array(account).max(2_000).optional(),
  membersRemoved: z.array(account).max(2_000).optional(),
});
type Activity = z.infer<typeof activitySchema>;

export type Read = { origin: Origin; heard: Heard };

/** Null for what Teams does not send, or does not say whose it is. */
export function parseActivity(body: unknown): Read | null {
  const read = activitySchema.safeParse(body);
  if (!read.success) return null;
  const tenantId = tenantOf(read.data);
  if (tenantId === null) return null;
  const origin = originOf(read.data, tenantId);
  return { origin, heard: heardIn(read.data, origin) };
}

/** Said in two places; where both say it, they must agree. */
function tenantOf({ conversation, channelData }: Activity): string | null {
  const said = [conversation.tenantId, channelData?.tenant?.id].flatMap((tenant) =>
    tenant ? [tenant.toLowerCase()] : [],
  );
  const [first] = said;
  return first === undefined || said.some((tenant) => tenant !== first) ? null : first;
}

function originOf(activity: Activity, tenantId: string): Origin {
  const { serviceUrl, conversation, from, channelData } = activity;
  const userId = from.aadObjectId ?? null;
  const isPersonal = conversation.conversationType === 'personal';
  const isGroup = conversation.conversationType === 'groupChat';
  const team = channelData?.team?.id ?? null;
  const channel = isGroup ? conversation.id : (channelData?.channel?.id ?? null);
  const reference = (kind: Reference['kind'], of: string, conversationId: string): Reference => ({
    kind,
    id: of,
    conversationId,
    serviceUrl,
    teamId: kind === 'channel' ? team : null,
  });
  return {
    tenantId,
    wired: { serviceUrl, conversationId: conversation.id },
    from: userId === null ? null : { platform: 'teams', externalId: tenantId, userId },
    isPersonal,
    references: isPersonal
      ? userId === null
        ? []
        : [reference('person', userId, conversation.id)]
      : [
          ...(team === null ? [] : [reference('team', team, team)]),
          ...(channel === null ? [] : [reference('channel', channel, channel)]),
        ],
  };
}

function heardIn(activity: Activity, origin: Origin): Heard {
  switch (activity.type) {
    case 'message':
      return messageIn(activity, origin);
    case 'messageUpdate':
      return editIn(activity, origin);
    case 'invoke':
      return activity.name === 'adaptiveCard/action'
        ? { kind: 'press', how: 'invoke', press: pressIn(activity, origin, actionData(activity.value)) }
        : { kind: 'unknown_invoke' };
    case 'installationUpdate':
      return installationIn(activity, origin);
    case 'conversationUpdate':
      return membersIn(activity, origin);
    default:
      return { kind: 'nothing' };
  }
}

/** Numbered by Teams within their conversation alone. */
const eventKeyOf = ({ id: activityId, conversation }: Activity): string =>
  `${conversation.id}|${activityId ?? ''}`;

function messageIn(activity: Activity, origin: Origin): Heard {
  if (activity.id === undefined || origin.from === null) return { kind: 'nothing' };
  // A button of an older client; words are not sent with it.
  if (activity.value !== undefined && activity.value !== null && !activity.text?.trim())
    return { kind: 'press', how: 'message', press: pressIn(activity, origin, activity.value) };
  const command = { from: origin.from, eventKey: eventKeyOf(activity), text: spoken(activity) };
  // A file is never opened. What is written with one is examined, and is no command.
  return { kind: 'words', command: hasFile(activity) ? { ...command, notACommand: true } : command };
}

/**
 * What somebody changed their own words to: examined, and no command. It has the id of the message changed, so each
 * change is known by its moment.
 */
function editIn(activity: Activity, { from }: Origin): Heard {
  const { id: activityId, channelData, timestamp = '', recipient } = activity;
  const isEdit = channelData?.eventType === 'editMessage' && activity.from.id !== recipient.id;
  const text = spoken(activity);
  if (!isEdit || activityId === undefined || from === null || text === '') return { kind: 'nothing' };
  const eventKey = `${eventKeyOf(activity)}|edited ${timestamp}`;
  return { kind: 'words', command: { from, eventKey, text, notACommand: true } };
}

/** Formatted words come with a copy of themselves as HTML; everything else attached is a file or a card. */
function hasFile({ attachments }: Activity): boolean {
  return (attachments ?? []).some(({ contentType }) => contentType !== 'text/html');
}

const mentionSchema = z.object({
  type: z.literal('mention'),
  text: z.string().min(1).max(200),
  mentioned: z.object({ id: z.string() }),
});

/** A space, and where in the text something attached stands: its number could be taken for a telephone's. */
const NOT_WORDS = /&nbsp;|\u00a0|<\/?attachment\b[^<>]{0,200}>/g;

/** What was said to Vigil, without its own name in front, and what was forwarded with it. */
function spoken({ text, entities, recipient, attachments }: Activity): string {
  let words = [text ?? '', ...forwardedIn(attachments ?? [])].join('\n').slice(0, WORDS_READ);
  for (const entity of entities ?? []) {
    const mention = mentionSchema.safeParse(entity);
    if (mention.success && mention.data.mentioned.id === recipient.id)
      words = words.replaceAll(mention.data.text, ' ');
  }
  return words.replaceAll(NOT_WORDS, ' ').trim();
}

const action = z.object({ action: z.object({ data: z.unknown() }) });

function actionData(value: unknown): unknown {
  const read = action.safeParse(value);
  return read.success ? read.data.action.data : null;
}

function pressIn(activity: Activity, { from }: Origin, data: unknown): Press | null {
  const read = readPressData(data);
  if (read === null || from === null || activity.id === undefined) return null;
  const { replyToId, conversation } = activity;
  const platformId = replyToId ? platformIdOf(conversation.id, replyToId) : null;
  const { act, values } = read;
  return { press: pressOf(from, eventKeyOf(activity), act, platformId), values, platformId };
}

function installationIn({ action: did }: Activity, { references, from }: Origin): Heard {
  // Of a team's references the team comes first; a group chat has one alone.
  const [reference] = references;
  const where =
    reference ?? (from === null ? null : ({ kind: 'person', id: from.userId } satisfies Partial<Reference>));
  if (where === null) return { kind: 'nothing' };
  const { kind, id: of } = where;
  if (did?.startsWith('add')) return { kind: 'installed', where: { kind, id: of } };
  return did?.startsWith('remove') ? { kind: 'taken_out', where: { kind, id: of } } : { kind: 'nothing' };
}

function membersIn(activity: Activity, { references, wired }: Origin): Heard {
  const { recipient, membersAdded = [], membersRemoved = [] } = activity;
  const [where] = references;
  if (where === undefined) return { kind: 'nothing' };
  const isVigil = (each: { id: string }) => each.id === recipient.id;
  if (membersAdded.some(isVigil)) return { kind: 'installed', where };
  if (membersRemoved.some(isVigil)) return { kind: 'taken_out', where };
  if (where.kind !== 'team') return { kind: 'nothing' };
  const team: Wired = { serviceUrl: wired.serviceUrl, conversationId: where.id };
  const accounts = (all: typeof membersAdded) =>
    all.map(({ id: of, aadObjectId }) => ({ id: of, userId: aadObjectId ?? null }));
  if (membersAdded.length > 0) return { kind: 'joined', team, accounts: accounts(membersAdded) };
  return membersRemoved.length > 0
    ? { kind: 'left', team, accounts: accounts(membersRemoved) }
    : { kind: 'nothing' };
}
