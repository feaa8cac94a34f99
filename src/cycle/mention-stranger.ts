/**
 * Tells the lead on duty that somebody who is not confirmed staff wrote to Vigil, or pressed one of its buttons.
 * The rule: nothing of what they wrote and nothing that says who they are is kept, but a mark made with a salt of the
 * day, which is removed within days: no two share one, and none can be traced back. One mention a day for each, one more
 * where what they write later may be a worry; and what may be about a child is raise-concern's, day and night.
 */
import { createHmac } from 'node:crypto';
import type { Sender } from '../chat/chat.ts';
import { examineText } from '../domain/guard/examine-text.ts';
import { localDate } from '../domain/local-time.ts';
import type { Person, Setting } from '../domain/setting.ts';
import { strangerMetMessage } from '../messages/guard.ts';
import { findStrangersConcern } from '../store/alerts.ts';
import type { Tx } from '../store/database.ts';
import { saltOf } from '../store/day-salts.ts';
import { isQueued } from '../store/messages.ts';
import { findByChatUser, listPeople, listSettingsReached } from '../store/people.ts';
import { listSettings } from '../store/settings.ts';
import type { Context } from './context.ts';
import { knowSchool } from './know-school.ts';
import { raiseStrangers } from './raise-concern.ts';
import { tellLead } from './tell-lead.ts';

/** `text`: what they wrote, examined here and let go. `colleagues`: whom it names of the staff, of any setting. */
export type Stranger = { from: Sender; installationId: string } & (
  | { did: 'wrote'; text: string; colleagues?: readonly string[] }
  | { did: 'pressed' }
);

export async function mentionStranger(context: Context, stranger: Stranger): Promise<void> {
  const { platform, externalId, userId } = stranger.from;
  await context.within(async (tx) => {
    const listed = (await findByChatUser(tx, platform, externalId, userId)).map((known) => known.settingId);
    const reached = await listSettingsReached(tx, stranger.installationId);
    const { installationId } = stranger;
    for (const setting of settingsOf(await listSettings(tx), { listed, reached, installationId }))
      await mentionIn(context, tx, setting, stranger);
  });
}

async function mentionIn(context: Context, tx: Tx, setting: Setting, stranger: Stranger): Promise<void> {
  const people = await listPeople(tx, setting.id);
  const finding = stranger.did === 'wrote' ? examineWords(stranger, people) : null;
  const mark = await dailyMark(context, tx, setting, stranger.from);
  if (finding?.about === 'child')
    return raiseStrangers(context, tx, await knowSchool(tx, setting.id, context.now), mark);
  const isWorry = finding !== null;
  const plain = `stranger:${setting.id}:${mark}`;
  const worry = `${plain}:worry`;
  // Told of already as more than this, so that another mention would say less.
  if ((await findStrangersConcern(tx, setting.id, mark)).last !== null) return;
  if (!isWorry && (await isQueued(tx, context.org, worry))) return;
  await tellLead(context, tx, {
    setting,
    people,
    about: null,
    key: isWorry ? worry : plain,
    body: strangerMetMessage(setting.name, isWorry ? 'worried' : stranger.did),
  });
}

function examineWords(
  { text, colleagues = [] }: Extract<Stranger, { did: 'wrote' }>,
  people: readonly Person[],
) {
  return examineText(text, { staffNames: [...people.map(({ name }) => name), ...colleagues] });
}

type Whose = Pick<Stranger, 'installationId'> & { listed: readonly string[]; reached: readonly string[] };

/**
 * The settings they may belong to: those whose lists they are on, else those whose channel is in that workspace or
 * whose staff are reached there, else all.
 */
function settingsOf(
  settings: readonly Setting[],
  { listed, reached, installationId }: Whose,
): readonly Setting[] {
  const theirs = settings.filter((setting) => listed.includes(setting.id));
  if (theirs.length > 0) return theirs;
  const here = settings.filter(
    ({ id, channel }) => channel?.installationId === installationId || reached.includes(id),
  );
  return here.length > 0 ? here : settings;
}

async function dailyMark(
  context: Context,
  tx: Tx,
  { zone }: Setting,
  { platform, externalId, userId }: Sender,
): Promise<string> {
  const { org, now, ids } = context;
  const day = localDate(now, zone);
  const salt = await saltOf(tx, org, { platform, day }, { fresh: () => ids.token(), now });
  const mark = createHmac('sha256', salt)
    .update(JSON.stringify([externalId, userId]))
    .digest('hex');
  return `${day}:${mark.slice(0, 32)}`;
}
