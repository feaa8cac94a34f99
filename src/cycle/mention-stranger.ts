/**
 * Tells the lead on duty that somebody who is not confirmed staff wrote to Vigil.
 * The rule: nothing of what they wrote and nothing that says who they are is kept. At most one a day for each
 * writer is held by one of 16 marks that change each day and that many people share, in place of an identity.
 */
import { createHash } from 'node:crypto';
import { alertMoment } from '../domain/alert-hours.ts';
import { type LocalDate, localDate } from '../domain/local-time.ts';
import { routeFor } from '../domain/route.ts';
import type { Person, Setting } from '../domain/setting.ts';
import { strangerWroteMessage } from '../messages/guard.ts';
import type { Tx } from '../store/database.ts';
import { queueMessages } from '../store/messages.ts';
import { listPeople, listReachable } from '../store/people.ts';
import { listSettings } from '../store/settings.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';

export type Stranger = {
  installationId: string;
  /** Settings whose list they are on without being confirmed or employed; empty for somebody on none. */
  settingIds: string[];
  userId: string;
};

export async function mentionStranger(context: Context, stranger: Stranger): Promise<void> {
  await context.within(async (tx) => {
    for (const setting of settingsOf(await listSettings(tx), stranger)) {
      const notBefore = alertMoment(setting, context.now);
      const lead = await findLead(tx, setting, localDate(notBefore, setting.zone));
      if (lead === null) continue;
      const today = localDate(context.now, setting.zone);
      const { queued } = await queueMessages(
        tx,
        context.org,
        [
          {
            messageId: context.ids.id(),
            settingId: setting.id,
            to: { personId: lead.id },
            dedupeKey: `stranger:${setting.id}:${today}:${dailyMark(context.org, today, stranger.userId)}`,
            body: strangerWroteMessage(setting.name),
            notBefore,
            notAfter: null,
            promptIds: [],
          },
        ],
        context.now,
      );
      if (queued.length > 0) await wakeBy(tx, context.org, 'deliver-messages', notBefore);
    }
  });
}

/** The settings they may belong to: those whose lists they are on, else those of that workspace, else all. */
function settingsOf(settings: readonly Setting[], { settingIds, installationId }: Stranger): Setting[] {
  const listed = settings.filter((setting) => settingIds.includes(setting.id));
  if (listed.length > 0) return listed;
  const here = settings.filter((setting) => setting.channel?.installationId === installationId);
  return here.length > 0 ? here : [...settings];
}

/** The first on the route whom chat can reach; never the chair, since this needs somebody in the building. */
async function findLead(tx: Tx, setting: Setting, on: LocalDate): Promise<Person | null> {
  const people = await listPeople(tx, setting.id);
  const reachable = await listReachable(tx, setting.id);
  const rung = routeFor(people, null, on).find(
    ({ person, countsOnly }) => !countsOnly && reachable.has(person.id),
  );
  return rung?.person ?? null;
}

/** One hexadecimal digit, different each day: too little to tell who it was. */
function dailyMark(org: string, today: LocalDate, userId: string): string {
  return createHash('sha256').update(`${org} ${today} ${userId}`).digest('hex').slice(0, 1);
}
