/**
 * What Teams sends when something happens: words, files, presses, the app coming and going, people too.
 * The rule: the fields real apps read, with Teams' names: who from, to which bot, in which conversation, team and
 * tenant, and when, there and here.
 */
import { localTime } from './names.ts';
import {
  begin,
  botIdOf,
  type Json,
  type Post,
  serviceUrlOf,
  type Team,
  type Thread,
  type User,
  type World,
} from './world.ts';

export type About = { user: User; thread: Thread; rootId?: string | null };

/** What every activity says. */
function base(world: World, type: string, id: string, { user, thread, rootId = null }: About): Json {
  const at = world.now();
  const own = begin(world, thread);
  return {
    type,
    id,
    timestamp: at.toISOString(),
    localTimestamp: localTime(at, user.zone),
    localTimezone: user.zone,
    channelId: 'msteams',
    serviceUrl: serviceUrlOf(world),
    from: { id: user.memberId, name: user.name, aadObjectId: user.id },
    recipient: { id: botIdOf(world), name: world.app.botName },
    conversation: {
      id: rootId === null ? own : `${own};messageid=${rootId}`,
      tenantId: thread.tenantId,
      conversationType: thread.kind,
      ...(thread.kind === 'personal' ? {} : { isGroup: true }),
      ...(thread.kind === 'channel' ? { name: thread.name } : {}),
    },
    channelData: placeJson(thread),
    locale: 'en-GB',
  };
}

function placeJson({ kind, team, id, tenantId, name }: Thread): Json {
  const tenant = { id: tenantId };
  if (kind !== 'channel' || team === null) return { tenant };
  return {
    teamsChannelId: id,
    teamsTeamId: team.id,
    channel: { id, ...(id === team.id ? {} : { name }) },
    team: teamJson(team),
    tenant,
  };
}

const teamJson = ({ id, name, groupId }: Team): Json => ({ id, name, aadGroupId: groupId });

const clientInfo = (zone: string): Json => ({
  locale: 'en-GB',
  country: 'GB',
  platform: 'Web',
  timezone: zone,
  type: 'clientInfo',
});

const escaped = (words: string) =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Words somebody wrote; with a mention of the bot where it is asked by name. */
export function messageActivity(
  world: World,
  about: About,
  post: Post,
  words: string,
  isMention: boolean,
): Json {
  const { botName } = world.app;
  const mention = {
    mentioned: { id: botIdOf(world), name: botName },
    text: `<at>${botName}</at>`,
    type: 'mention',
  };
  const html = isMention
    ? `<p><span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="0">${botName}</span>&nbsp;${escaped(words)}</p>`
    : `<p>${escaped(words)}</p>`;
  return {
    ...base(world, 'message', post.id, about),
    text: isMention ? `<at>${botName}</at> ${words}` : words,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: html }],
    entities: [...(isMention ? [mention] : []), clientInfo(about.user.zone)],
  };
}

export function fileActivity(world: World, about: About, post: Post, name: string, words: string): Json {
  const uniqueId = world.names.uuid();
  const file = {
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    contentUrl: `https://tenant.sharepoint.test/personal/${encodeURIComponent(name)}`,
    name,
    content: {
      downloadUrl: `https://tenant.sharepoint.test/download/${uniqueId}`,
      uniqueId,
      fileType: name.split('.').at(-1) ?? '',
    },
  };
  const message = messageActivity(world, about, post, words, false);
  const html = Array.isArray(message.attachments) ? message.attachments : [];
  return { ...message, attachments: [file, ...html] };
}

export function editActivity(world: World, about: About, post: Post, words: string): Json {
  const message = messageActivity(world, about, post, words, false);
  return {
    ...message,
    type: 'messageUpdate',
    channelData: { ...placeJson(about.thread), eventType: 'editMessage' },
  };
}

/** Action.Execute, pressed in a client that knows it. */
export function invokeActivity(world: World, about: About, post: Post, action: Json): Json {
  return {
    ...base(world, 'invoke', world.names.eventId(), about),
    name: 'adaptiveCard/action',
    replyToId: post.id,
    value: { action, trigger: 'manual' },
    entities: [clientInfo(about.user.zone)],
    channelData: {
      ...placeJson(about.thread),
      source: { name: 'message' },
      legacy: { replyToId: post.id },
    },
  };
}

/** Action.Submit: a message without words, with what was filled in. */
export function submitActivity(world: World, about: About, post: Post, value: Json): Json {
  return {
    ...base(world, 'message', world.names.messageId(), about),
    replyToId: post.id,
    value,
    entities: [clientInfo(about.user.zone)],
    channelData: {
      ...placeJson(about.thread),
      source: { name: 'message' },
      legacy: { replyToId: post.id },
    },
  };
}

export function installationActivity(world: World, about: About, action: 'add' | 'remove'): Json {
  return {
    ...base(world, 'installationUpdate', world.names.eventId(), about),
    action,
    entities: [clientInfo(about.user.zone)],
    channelData: { ...selectedIn(about.thread), source: { name: 'message' } },
  };
}

/** Whoever came, went, or what got another name; `more` holds membersAdded, membersRemoved. */
export function changeActivity(world: World, about: About, eventType: string | null, more: Json): Json {
  return {
    ...base(world, 'conversationUpdate', world.names.eventId(), about),
    ...more,
    channelData: { ...selectedIn(about.thread), ...(eventType === null ? {} : { eventType }) },
  };
}

/** The channel somebody chose when they added the app to a team. */
const selectedIn = (thread: Thread): Json =>
  thread.kind === 'channel'
    ? { ...placeJson(thread), settings: { selectedChannel: { id: thread.id } } }
    : placeJson(thread);
