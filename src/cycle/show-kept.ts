/**
 * Answers "export me": what is kept about the writer, how long, and whom to ask for a copy.
 * The rule: only the writer's own, as counts, and to the writer alone; looking leaves no trace. The copy itself is made
 * by whoever runs Vigil, since a file of somebody's answers has no place in a chat.
 */
import type { Message } from '../domain/message.ts';
import { keptMessage } from '../messages/kept.ts';
import { listHoldsOn } from '../store/holds.ts';
import { countKept } from '../store/person-records.ts';
import { readPeriods } from '../store/retention.ts';
import type { Context } from './context.ts';
import { findLeadFor, type Writer } from './find-writers.ts';

export async function showKept(context: Context, writer: Writer): Promise<Message> {
  const { person, setting } = writer;
  return context.within(async (tx) =>
    keptMessage({
      settingName: setting.name,
      periods: await readPeriods(tx, setting.id),
      ...(await countKept(tx, context.org, setting.id, person.id)),
      isHeld: (await listHoldsOn(tx, context.org, person.id)).length > 0,
      lead: (await findLeadFor(tx, writer))?.name ?? null,
    }),
  );
}
