/**
 * Opens set-up for somebody, where they left it or from the beginning: a new setting's, or one that is there.
 * The rule: a new one is begun only by whoever put Vigil in the workspace or manages it while there is no setting, and by
 * an administrator or a trust's lead after that; one that is there is changed by its DSL, headteacher or administrator.
 * Taking what they say is take-set-up's.
 */
import type { Platform } from '../chat/chat.ts';
import type { Message } from '../domain/message.ts';
import type { Role } from '../domain/role.ts';
import type { SetUpDraft, SetUpPart } from '../domain/set-up-draft.ts';
import type { Setting } from '../domain/setting.ts';
import { type SetUpFacts, setUpMessage } from '../messages/set-up-list.ts';
import type { Tx } from '../store/database.ts';
import { findInstallation } from '../store/installations.ts';
import { findByChatUser } from '../store/people.ts';
import {
  findAccount,
  findSetUp,
  insertSetUp,
  listAccounts,
  mayBegin,
  removeLeftSetUps,
  type SetUp,
} from '../store/set-ups.ts';
import { listSettings } from '../store/settings.ts';
import type { Context } from './context.ts';
import { type Writer, writersIn } from './find-writers.ts';

/** Where somebody is, by the platform's own ids. */
export type Seat = { platform: Platform; externalId: string; installationId: string; userId: string };

const MAY_CHANGE: readonly Role[] = ['dsl', 'headteacher', 'administrator'];
const MAY_ADD: readonly Role[] = ['administrator', 'trust_safeguarding_lead'];
/** More people than this are named by e-mail address: a list that long is no help, and would not fit. */
const MOST_PEOPLE = 40;

/** One left for so long is begun anew: there may be no setting yet whose nights would remove it. */
const LEFT_MS = 30 * 86_400_000;

/** Of a setting that is there; null: a new one. */
export type Standing = { setting: Setting; writer: Writer } | null;

/** Whether they may set up this setting, or a new one, just now; and as whom. */
export async function standingOf(
  context: Context,
  tx: Tx,
  seat: Seat,
  settingId: string | null,
): Promise<{ may: true; standing: Standing } | { may: false }> {
  const settings = await listSettings(tx);
  const known = await findByChatUser(tx, seat.platform, seat.externalId, seat.userId);
  const writers = writersIn(settings, known, context.now);
  const holds = (writer: Writer, roles: readonly Role[]) =>
    writer.person.roles.some((role) => roles.includes(role));
  if (settingId !== null) {
    const writer = writers.find(({ setting }) => setting.id === settingId);
    return writer !== undefined && holds(writer, MAY_CHANGE)
      ? { may: true, standing: { setting: writer.setting, writer } }
      : { may: false };
  }
  const may =
    settings.length === 0
      ? await mayBegin(tx, seat.installationId, seat.userId)
      : writers.some((writer) => holds(writer, MAY_ADD));
  return may ? { may, standing: null } : { may };
}

/** Null where they may not: the caller says why, or sends a stranger where strangers are sent. */
export async function openSetUp(
  context: Context,
  tx: Tx,
  seat: Seat,
  settingId: string | null,
): Promise<Message | null> {
  const allowed = await standingOf(context, tx, seat, settingId);
  if (!allowed.may) return null;
  const { installationId, userId } = seat;
  await removeLeftSetUps(tx, new Date(context.now.getTime() - LEFT_MS));
  const known = await findSetUp(tx, { installationId, userId, settingId });
  if (known !== null) return drawSetUp(tx, known, seat, allowed.standing, null);
  const made: SetUp = {
    setUpId: context.ids.id(),
    installationId,
    userId,
    token: context.ids.token(),
    settingId,
    draft: {},
  };
  await insertSetUp(tx, context.org, made, context.now);
  return drawSetUp(tx, made, seat, allowed.standing, null);
}

export async function drawSetUp(
  tx: Tx,
  setUp: SetUp,
  seat: Seat,
  standing: Standing,
  notice: string | null,
): Promise<Message> {
  return setUpMessage(await factsOf(tx, setUp, seat, standing), notice);
}

export async function factsOf(tx: Tx, setUp: SetUp, seat: Seat, standing: Standing): Promise<SetUpFacts> {
  const draft = standing === null ? setUp.draft : draftOf(standing.setting);
  const parts = partsFor(seat.platform, standing);
  const accounts = parts.includes('leads')
    ? await listAccounts(tx, setUp.installationId, MOST_PEOPLE + 1)
    : [];
  const nameOf = async (userId: string | undefined) =>
    userId === undefined ? null : ((await findAccount(tx, setUp.installationId, userId))?.name ?? null);
  return {
    token: setUp.token,
    draft,
    self: setUp.userId,
    people:
      accounts.length > MOST_PEOPLE
        ? []
        : accounts.map(({ userId, name, email }) => ({ value: userId, label: name || email || userId })),
    isThere: standing !== null,
    keepsChair: standing !== null && keepsChair(standing.writer),
    settingName: standing?.setting.name ?? null,
    names: {
      dsl: await nameOf(draft.leads?.dsl),
      deputy: await nameOf(draft.leads?.deputy),
      head: await nameOf(draft.leads?.head),
    },
    parts,
  };
}

/** Who leads a setting that is there is its staff list's; the local workspace has one channel. */
export function partsFor(platform: Platform, standing: Standing): readonly SetUpPart[] {
  if (standing === null) return ['school', 'leads', 'contacts', 'channel', 'asking'];
  return platform === 'local'
    ? ['school', 'contacts', 'asking']
    : ['school', 'contacts', 'channel', 'asking'];
}

/** The headteacher cannot take the chair off the route (design §7.5). */
export function keepsChair({ person: { roles } }: Writer): boolean {
  return roles.includes('headteacher') && !roles.includes('dsl') && !roles.includes('administrator');
}

function draftOf(setting: Setting): SetUpDraft {
  const { name, dfeNumber, phase, type, zone, contacts, channel, nation } = setting;
  const { weeklyBudget, windows, askDays, digestDay, digestTime } = setting;
  return {
    school: { name, dfeNumber, phase, type, zone },
    contacts,
    ...(channel === null ? {} : { channel: { channelId: channel.channelId, readers: null, looked: false } }),
    asking: { weeklyBudget, windows, askDays, digestDay, digestTime, terms: 'own', nation },
  };
}

/** The workspace a set-up is in, with whoever presses there; null where it is somebody else's. */
export async function seatOf(
  tx: Tx,
  setUp: SetUp,
  from: { platform: Platform; externalId: string; userId: string },
): Promise<Seat | null> {
  const { installationId, userId } = setUp;
  const installation = await findInstallation(tx, installationId);
  if (installation === null || installation.state !== 'live' || from.userId !== userId) return null;
  if (installation.platform !== from.platform || installation.externalId !== from.externalId) return null;
  return { ...from, installationId };
}
