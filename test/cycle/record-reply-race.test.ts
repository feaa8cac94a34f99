/**
 * Presses that meet on a real server, each on a connection of its own: one effect, nothing lost, and no one waits
 * for ever. On the embedded database presses cannot meet at all.
 */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordReply } from '../../src/cycle/record-reply.ts';
import { messageText } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { action, ledger, message, prompt, reply } from '../../src/store/schema/index.ts';
import { openServer } from '../../src/store/server.ts';
import { canRunPostgres, type Postgres, startPostgres, whyNot } from '../support/postgres.ts';
import { type Put, pressOn, put } from '../support/put-question.ts';
import { makeSchool, type School } from '../support/school.ts';

if (!canRunPostgres) process.stderr.write(`${whyNot}\n`);

const NOW = '2026-11-10T15:42:00Z';
const TIMES = 8;

describe.runIf(canRunPostgres)('on a real server', () => {
  let server: Postgres;
  let store: Store;
  let block = 0;
  beforeAll(async () => {
    server = await startPostgres();
    const { login, owner } = await server.fresh();
    store = await openServer(login, { migrateUrl: owner });
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  const school = () => {
    block += 1;
    return makeSchool(store, { block });
  };
  const press = (at: School, ref: string, asked: Put, pressed: Parameters<typeof pressOn>[3]) =>
    recordReply(at.at(NOW), pressOn(at, ref, asked, pressed));
  const all = <T>(at: School, work: Parameters<Store['within']>[1]) =>
    store.within(at.org, work) as Promise<T[]>;

  test('the same answer pressed many times at once is one reply, one action, one redraw', async () => {
    const at = await school();
    const asked = await put(store, at, 'S01', ['SIT-D1']);
    const results = await Promise.all(
      Array.from({ length: TIMES }, () => press(at, 'S01', asked, { verb: 'answer', arg: 'no' })),
    );
    for (const result of results) {
      expect(result).toEqual(results[0]);
      expect(messageText(result.message).join('\n')).toContain('✓ Recorded 15:42 · No');
    }
    expect(await all(at, (tx) => tx.select().from(reply))).toHaveLength(1);
    expect(await all(at, (tx) => tx.select().from(action))).toHaveLength(1);
    expect(await all(at, (tx) => tx.select().from(ledger))).toHaveLength(2);
    expect(await all(at, (tx) => tx.select().from(message))).toMatchObject([{ revision: 2 }]);
  });

  test('different answers at once are kept in order, and the last one stands', async () => {
    const at = await school();
    const asked = await put(store, at, 'T01', ['TRN-K1']);
    await Promise.all(
      ['yes', 'no', 'yes', 'no'].map((arg) => press(at, 'T01', asked, { verb: 'answer', arg })),
    );
    const kept = await all<typeof reply.$inferSelect>(at, (tx) =>
      tx.select().from(reply).orderBy(reply.revision),
    );
    expect(kept.map(({ revision }) => revision)).toEqual(kept.map((_row, index) => index + 1));
    const [row] = await all<typeof prompt.$inferSelect>(at, (tx) => tx.select().from(prompt));
    expect(row?.replyId).toBe(kept.at(-1)?.replyId);
  });

  test('every question of a card answered at once is on the card', async () => {
    const at = await school();
    const asked = await put(store, at, 'D01', ['SIT-D1', 'CON-D1', 'ONL-D1']);
    await Promise.all([
      press(at, 'D01', asked, { verb: 'answer', arg: 'yes' }),
      press(at, 'D01', asked, { verb: 'answer', answer: { kind: 'two_counts', part: 2, whole: 2 }, nth: 1 }),
      press(at, 'D01', asked, { verb: 'answer', answer: { kind: 'date', date: '2026-11-09' }, nth: 2 }),
    ]);
    const [sent] = await all<typeof message.$inferSelect>(at, (tx) => tx.select().from(message));
    expect(sent?.revision).toBe(4);
    expect(sent && messageText(sent.body).join('\n')).toContain('3 of 3 answered');
  });

  test('two owners of one check who answer it poorly at once share an action', async () => {
    const at = await school();
    const [one, other] = [await put(store, at, 'S01', ['SIT-D1']), await put(store, at, 'D02', ['SIT-D1'])];
    await Promise.all([
      press(at, 'S01', one, { verb: 'answer', arg: 'no' }),
      press(at, 'D02', other, { verb: 'answer', arg: 'no' }),
    ]);
    expect(await all(at, (tx) => tx.select().from(reply))).toHaveLength(2);
    expect(await all(at, (tx) => tx.select().from(action))).toHaveLength(1);
    const entries = await all<typeof ledger.$inferSelect>(at, (tx) => tx.select().from(ledger));
    expect(entries.filter(({ kind }) => kind === 'action_opened')).toHaveLength(1);
  });

  test('"Not me" pressed many times at once asks one other person', async () => {
    const at = await school();
    const asked = await put(store, at, 'T01', ['TRN-K1']);
    await Promise.all(Array.from({ length: TIMES }, () => press(at, 'T01', asked, { verb: 'not_me' })));
    expect(await all(at, (tx) => tx.select().from(prompt))).toHaveLength(2);
  });

  test('a press that meets another’s transaction in the opposite order is still recorded', async () => {
    const at = await school();
    const asked = await put(store, at, 'T01', ['TRN-K1']);
    let locked: () => void = () => {};
    const holding = new Promise<void>((resolve) => {
      locked = resolve;
    });
    // Somebody holds the prompt and then wants the message, which the press has by then: one of the two must give way.
    const other = store.within(at.org, async (tx) => {
      await tx.execute(sql`select 1 from prompt where token = ${asked.tokens[0]} for update`);
      locked();
      for (let waiting = 0; waiting === 0; ) {
        const found = await tx.execute(sql`
          select count(*)::int as waiting from pg_locks where not granted and locktype = 'transactionid'`);
        waiting = (found as unknown as { waiting: number }[])[0]?.waiting ?? 0;
      }
      await tx.execute(sql`select 1 from message where message_id = ${asked.messageId} for update`);
    });
    await holding;
    const pressed = press(at, 'T01', asked, { verb: 'answer', arg: 'yes' });
    await other.catch(() => undefined);
    expect(messageText((await pressed).message).join('\n')).toContain('✓ Recorded');
    expect(await all(at, (tx) => tx.select().from(reply))).toHaveLength(1);
  });
});
