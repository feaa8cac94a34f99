/**
 * Queues the reminders of one setting: one message for all that one person has still open of one kind.
 * The rule: a nudge is counted in the transaction that queues it. Whether one is due is domain/chase's.
 */
import type { Chase } from '../domain/chase.ts';
import { localDate } from '../domain/local-time.ts';
import { viewOf } from '../domain/prompt-view.ts';
import { nudgeMessage } from '../messages/nudge.ts';
import { type ChasedPrompt, markChased } from '../store/chases.ts';
import type { Tx } from '../store/database.ts';
import { appendLedger } from '../store/ledger.ts';
import { queueMessages } from '../store/messages.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import { frameFor, type KnownSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';

export type Nudge = { prompt: ChasedPrompt; chase: Extract<Chase, { do: 'nudge' }> };

/** Gives how many messages were queued: a duty card's questions are nudged as one, as they were asked. */
export async function sendNudges(
  context: Context,
  tx: Tx,
  school: KnownSchool,
  nudges: Nudge[],
): Promise<number> {
  const groups = new Map<string, Nudge[]>();
  for (const nudge of nudges) {
    const { personId, question } = nudge.prompt;
    // Only duties come gathered; anything else keeps a message of its own.
    const key = question.kind === 'duty' ? `${personId} ${nudge.chase.at.getTime()}` : nudge.prompt.promptId;
    groups.set(key, [...(groups.get(key) ?? []), nudge]);
  }
  let sent = 0;
  for (const group of groups.values()) if (await sendNudge(context, tx, school, group)) sent += 1;
  return sent;
}

async function sendNudge(context: Context, tx: Tx, school: KnownSchool, group: Nudge[]): Promise<boolean> {
  const [first] = group;
  if (!first) return false;
  const { now } = context;
  const { setting } = school;
  const asked = group.map(({ prompt }) => localDate(prompt.askedAt ?? now, setting.zone));
  const views = group.map(({ prompt }) =>
    viewOf(prompt.question, prompt, setting, prompt.checkLocally, { is: 'open' }),
  );
  const since = asked.toSorted()[0] ?? first.prompt.localDate;
  const last = group.every(({ chase }) => chase.last);
  const { queued } = await queueMessages(
    tx,
    context.org,
    [
      {
        messageId: context.ids.id(),
        settingId: setting.id,
        to: { personId: first.prompt.personId },
        dedupeKey: `nudge:${first.prompt.promptId}:${first.prompt.nudges + 1}`,
        body: nudgeMessage(frameFor(school, now, first.prompt.personId), views, { since, last }),
        notBefore: first.chase.at,
        notAfter: first.chase.until,
        promptIds: group.map(({ prompt }) => prompt.promptId),
      },
    ],
    now,
  );
  for (const { prompt, chase } of group)
    await markChased(tx, prompt.promptId, {
      chaseAt: chase.next,
      dueOn: chase.dueOn,
      nudges: prompt.nudges + 1,
      snoozedUntil: null,
    });
  await appendLedger(tx, context.org, [
    ledgerEntry(context, 'prompt_nudged', first.prompt.promptId, {
      prompts: group.length,
      nudge: first.prompt.nudges + 1,
      last,
    }),
  ]);
  await wakeBy(tx, context.org, 'deliver-messages', first.chase.at);
  return queued.length > 0;
}
