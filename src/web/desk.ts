/**
 * What every route of the local workspace works with: the one organisation it serves, and who is sitting where.
 * The rule: a person is found among the invented school's own people or not at all, and the channel opens for
 * its leads only.
 */
import type { Handlers } from '../chat/chat.ts';
import type { LocalChat } from '../chat/local/local.ts';
import type { Log } from '../cycle/context.ts';
import type { Ids } from '../domain/ids.ts';
import { maySeeNames } from '../domain/role.ts';
import type { OrgId } from '../domain/setting.ts';
import { type ChatPerson, listChatPeople } from '../store/conversations.ts';
import type { Store, Tx } from '../store/database.ts';
import { listSettings } from '../store/settings.ts';
import { type SchoolClock, viewClock } from './clock-bar.tsx';
import type { Persona } from './front-page.tsx';
import { type Place, type PrivateAnswers, privateAnswers } from './private-answers.ts';
import { readConversation } from './read-conversation.ts';
import type { Scene } from './scene.ts';
import type { View } from './shown-as.ts';
import type { TalkProps } from './talk-page.tsx';

/** The invented organisation as chat knows it. */
export type Workspace = { org: OrgId; externalId: string; installationId: string; channelId: string };

export type LocalWorkspace = {
  store: Store;
  workspace: Workspace;
  handlers: Handlers;
  chat: LocalChat;
  clock: SchoolClock;
  personas: Persona[];
  ids: Ids;
  log: Log;
};

export type Desk = LocalWorkspace & {
  shown: PrivateAnswers;
  within<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
};

export function openDesk(given: LocalWorkspace): Desk {
  return {
    ...given,
    shown: privateAnswers(),
    within: (work) => given.store.within(given.workspace.org, work),
  };
}

/** Somebody in a place, with the list of everybody. */
export type Seat = { person: ChatPerson; people: ChatPerson[]; scene: Scene; mayOpenChannel: boolean };

/** What an address or a form says of where somebody is. */
export type Where = { userId: string; place: Place; view: View };

export async function findSeat(desk: Desk, tx: Tx, where: Where): Promise<Seat | null> {
  const people = await listChatPeople(tx, desk.workspace.installationId);
  const person = people.find((one) => one.userId === where.userId);
  if (!person) return null;
  const scene = { ...where, userId: person.userId, zone: desk.clock.zone };
  return { person, people, scene, mayOpenChannel: maySeeNames(person.roles) };
}

/** Everything a talk page shows; null when there is nobody of that id. */
export async function readTalk(desk: Desk, where: Where, before?: string): Promise<TalkProps | null> {
  const { workspace, shown, personas } = desk;
  const { place } = where;
  const read = await desk.within(async (tx) => {
    const seat = await findSeat(desk, tx, where);
    if (!seat) return null;
    const barred = place === 'channel' && !seat.mayOpenChannel;
    const asked = { person: seat.person, place, channelId: workspace.channelId, before };
    const conversation = barred ? null : await readConversation(tx, asked, shown);
    return { ...seat, conversation, settingName: await settingName(tx) };
  });
  if (!read) return null;
  return { ...read, personas, clock: await viewClock(desk.clock), earlier: before !== undefined };
}

export async function settingName(tx: Tx): Promise<string> {
  return (await listSettings(tx))[0]?.name ?? 'the invented school';
}
