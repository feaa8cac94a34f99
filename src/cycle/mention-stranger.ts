/**
 * Tells the lead on duty that somebody who is not confirmed staff wrote to Vigil, or pressed one of its buttons.
 * The rule: nothing of what they wrote and nothing that says who they are is kept. At most one a day for each
 * stranger is held by one of 16 marks that change each day and that many people share, in place of an identity.
 */
import { createHash } from 'node:crypto';
import type { Sender } from '../chat/chat.ts';
import { type LocalDate, localDate } from '../domain/local-time.ts';
import type { Setting } from '../domain/setting.ts';
import { strangerMetMessage } from '../messages/guard.ts';
import { findByChatUser, listPeople, listSettingsReached } from '../store/people.ts';
import { listSettings } from '../store/settings.ts';
import type { Context } from './context.ts';
import { tellLead } from './tell-lead.ts';

export type Stranger = { from: Sender; installationId: string; did: 'wrote' | 'pressed' };

export async function mentionStranger(context: Context, stranger: Stranger): Promise<void> {
  const { platform, externalId, userId } = stranger.from;
  await context.within(async (tx) => {
    const listed = (await findByChatUser(tx, platform, externalId, userId)).map((known) => known.settingId);
    const reached = await listSettingsReached(tx, stranger.installationId);
    for (const setting of settingsOf(await listSettings(tx), { listed, reached, ...stranger })) {
      const today = localDate(context.now, setting.zone);
      await tellLead(context, tx, {
        setting,
        people: await listPeople(tx, setting.id),
        about: null,
        key: `stranger:${setting.id}:${today}:${dailyMark(context.org, today, userId)}`,
        body: strangerMetMessage(setting.name, stranger.did),
      });
    }
  });
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

/** One hexadecimal digit, different each day: too little to tell who it was. */
function dailyMark(org: string, today: LocalDate, userId: string): string {
  return createHash('sha256').update(`${org} ${today} ${userId}`).digest('hex').slice(0, 1);
}
