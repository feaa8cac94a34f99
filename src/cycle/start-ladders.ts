/**
 * What begins when a question has been put to somebody: it counts as asked, and its ladder of reminders starts.
 * The rule: from the moment it arrived, or may have; one delivered late stays open at least until it is due.
 */
import { dueOn, openUntil, rungs } from '../domain/ladder.ts';
import type { Person } from '../domain/setting.ts';
import { type AskedMark, markAsked } from '../store/chases.ts';
import type { Tx } from '../store/database.ts';
import type { Outbound } from '../store/deliveries.ts';
import { appendLedger } from '../store/ledger.ts';
import { wakeBy } from '../store/wakes.ts';
import type { Context } from './context.ts';
import type { KnownSchool } from './know-school.ts';
import { ledgerEntry } from './ledger-entry.ts';

/** Marks what a message asks as asked now, and says when each is first chased. */
export async function startLadders(
  context: Context,
  tx: Tx,
  messages: Outbound[],
  school: (settingId: string) => KnownSchool,
): Promise<void> {
  const asking = messages.filter((message) => message.kind === 'prompt' && message.prompts.length > 0);
  if (asking.length === 0) return;
  const marks = asking.flatMap((message) => marksFor(message, school(message.settingId), context.now));
  await markAsked(tx, context.org, marks, context.now);
  await appendLedger(
    tx,
    context.org,
    asking.map((message) =>
      ledgerEntry(context, 'prompt_asked', message.messageId, {
        prompts: message.prompts.length,
        uncertain: message.uncertain,
      }),
    ),
  );
  const chases = marks.flatMap((mark) => (mark.chaseAt === null ? [] : [mark.chaseAt.getTime()]));
  if (chases.length > 0) await wakeBy(tx, context.org, 'chase-overdue', new Date(Math.min(...chases)));
}

function marksFor(message: Outbound, school: KnownSchool, now: Date): AskedMark[] {
  const { setting, small } = school;
  const person: Person | null = message.personId === null ? null : school.person(message.personId);
  if (person === null) return [];
  return message.prompts.map(({ promptId, kind, cadence, closesAt }) => {
    const asked = { kind, cadence, at: now };
    const ladder = rungs(asked, setting, person, small);
    const due = dueOn(asked, setting, person);
    const until = openUntil(asked, setting, person, small);
    return {
      promptId,
      dueOn: due,
      chaseAt: ladder[0]?.at ?? closesAt,
      // One delivered late stays open at least until it is due.
      closesAt: until === null || until <= closesAt ? closesAt : until,
    };
  });
}
