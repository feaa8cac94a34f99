/**
 * What the tests of replies press and look at: schools of their own, one after another, on one real store.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll } from 'vitest';
import type { PressResult } from '../../src/chat/chat.ts';
import type { Context } from '../../src/cycle/context.ts';
import { recordReply } from '../../src/cycle/record-reply.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Store } from '../../src/store/database.ts';
import { action, ledger, message, prompt, reply } from '../../src/store/schema/index.ts';
import { type Put, type PutOptions, pressOn, put } from './put-question.ts';
import { makeSchool, type School } from './school.ts';
import { openTestStore } from './store.ts';

/** Tuesday 10 November, a quarter to four. */
export const NOW = '2026-11-10T15:42:00Z';
export const yes = { verb: 'answer', arg: 'yes' } as const;
export const no = { verb: 'answer', arg: 'no' } as const;
export type Pressing = Parameters<typeof pressOn>[3];

export const textOf = ({ message: shown }: PressResult) => messageText(shown).join('\n');
export const labelsOf = ({ message: shown }: PressResult) =>
  shown.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons.map(({ label }) => label) : []));

/** Called once in a file, outside any test. */
export function replyDesk() {
  let store: Store;
  let block = 0;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const school = (questions?: Question[], canary = ''): Promise<School> => {
    block += 1;
    return makeSchool(store, { block, canary, ...(questions ? { questions } : {}) });
  };
  /** A school whose steps are given more, such as keys and a guard. */
  const withMore = (more: Partial<Context>): Promise<School> => {
    block += 1;
    return makeSchool(store, { block, more });
  };
  const press = (at: School, ref: string, asked: Put, pressed: Pressing, now = NOW): Promise<PressResult> =>
    recordReply(at.at(now), pressOn(at, ref, asked, pressed));
  const ask = (at: School, ref: string, questions: string[], options?: PutOptions) =>
    put(store, at, ref, questions, options);
  const rows = <T>(at: School, work: Parameters<Store['within']>[1]) =>
    store.within(at.org, work) as Promise<T[]>;
  const replies = (at: School) =>
    rows<typeof reply.$inferSelect>(at, (tx) => tx.select().from(reply).orderBy(reply.revision));
  const actions = (at: School) => rows<typeof action.$inferSelect>(at, (tx) => tx.select().from(action));
  const entries = (at: School) => rows<typeof ledger.$inferSelect>(at, (tx) => tx.select().from(ledger));
  const messages = (at: School) =>
    rows<typeof message.$inferSelect>(at, (tx) =>
      tx.select().from(message).orderBy(message.createdAt, message.messageId),
    );
  const promptOf = async (at: School, promptId: string | undefined) => {
    const [row] = await rows<typeof prompt.$inferSelect>(at, (tx) =>
      tx
        .select()
        .from(prompt)
        .where(eq(prompt.promptId, promptId ?? '')),
    );
    if (!row) throw new Error('No such prompt');
    return row;
  };
  return {
    store: () => store,
    school,
    withMore,
    press,
    ask,
    rows,
    replies,
    actions,
    entries,
    messages,
    promptOf,
  };
}
