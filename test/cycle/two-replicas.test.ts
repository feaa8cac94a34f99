/**
 * Two processes on one real Postgres, delivering, chasing and taking answers at the same time.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { acknowledgeAlert } from '../../src/cycle/acknowledge-alert.ts';
import { chaseOverdue } from '../../src/cycle/chase-overdue.ts';
import type { Context } from '../../src/cycle/context.ts';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { recordReply } from '../../src/cycle/record-reply.ts';
import type { Store } from '../../src/store/database.ts';
import { openServer } from '../../src/store/server.ts';
import { ask, readAlerts, readMessages, readPrompt } from '../support/ask.ts';
import { type FakeChat, fakeChat } from '../support/fake-chat.ts';
import { countedIds } from '../support/fixed.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';

const MONDAY = '2026-11-09T08:05:00Z';

describe.runIf(canRunPostgres)('two replicas', () => {
  let server: Postgres;
  let stores: [Store, Store];
  let school: School;
  let chat: FakeChat;

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    const database = await server.fresh();
    stores = [
      await openServer(database.login, { migrateUrl: database.owner }),
      await openServer(database.login, { migrateUrl: database.owner }),
    ];
    school = await makeSchool(stores[0], { block: 1 });
    chat = fakeChat();
    // Lets the other replica in between claiming and marking.
    chat.before = () => new Promise((done) => setImmediate(done));
    return async () => {
      await Promise.all(stores.map((store) => store.close()));
    };
  });

  const from = (replica: 0 | 1, at: string): Context => ({
    ...school.at(at),
    within: (work) => stores[replica].within(school.org, work),
    ids: countedIds(100 + replica + runs++ * 2),
  });
  let runs = 0;
  const deliver = (replica: 0 | 1, at: string) =>
    deliverMessages(from(replica, at), new Map([['local' as const, chat]]));
  const both = (work: (replica: 0 | 1) => Promise<unknown>) =>
    Promise.all([work(0), work(1), work(0), work(1)]);

  test('send each message once', async () => {
    const staff = school.people.map((person) => person.staffRef);
    for (const who of staff) await ask(stores[0], school, { who, questions: ['TRN-K1'], at: MONDAY });
    for (let round = 0; round < 3; round += 1) await both((replica) => deliver(replica, MONDAY));
    expect(chat.calls.map((call) => call.to.id).toSorted()).toEqual(
      staff.map((ref) => `U-${ref}`).toSorted(),
    );
  });

  test('nudge once, call overdue once, and tell each lead once', async () => {
    const [promptId = ''] = await ask(stores[0], school, { who: 'S01', questions: ['SIT-D1'], at: MONDAY });
    for (const at of [MONDAY, '2026-11-10T08:00:00Z', '2026-11-11T16:00:00Z', '2026-11-12T07:30:00Z'])
      for (let round = 0; round < 2; round += 1)
        await both(async (replica) => {
          await deliver(replica, at);
          await chaseOverdue(from(replica, at));
        });
    await deliver(0, '2026-11-12T07:30:00Z');
    expect(chat.copies.map((copy) => `${copy.to.id} ${copy.message.kind}`)).toEqual([
      'U-S01 prompt',
      'U-S01 nudge',
      ...[`${school.channelId} overdue`, 'U-D01 overdue'].toSorted((one) => (one.startsWith('U') ? 1 : -1)),
      'U-D02 overdue',
    ]);
    expect((await readPrompt(stores[0], school, promptId)).state).toBe('overdue');
    expect(await readAlerts(stores[0], school)).toMatchObject([{ subject: promptId, level: 2 }]);
  });

  test('keep every answer given while they deliver and chase', async () => {
    const staff = school.people.map((person) => person.staffRef);
    const ids: string[] = [];
    for (const who of staff)
      ids.push(...(await ask(stores[0], school, { who, questions: ['TRN-A1', 'SIT-D1'], at: MONDAY })));
    await deliver(0, MONDAY);
    const at = '2026-11-11T16:00:00Z';
    const answers = chat.copies.map(async (copy, index) => {
      const press = chat.press(copy, copy.to.id, { verb: 'answer', arg: 'yes' });
      const result = await recordReply(from(index % 2 === 0 ? 0 : 1, at), press);
      return result.kind;
    });
    const chases = both(async (replica) => {
      await chaseOverdue(from(replica, at));
      await deliver(replica, at);
    });
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['redraw']));
    await chases;
    await deliver(0, at);
    const duties = await Promise.all(ids.map((promptId) => readPrompt(stores[0], school, promptId)));
    expect(new Set(duties.filter((row) => row.kind === 'duty').map((row) => row.state))).toEqual(
      new Set(['answered']),
    );
    const shown = (await readMessages(stores[0], school)).filter((row) => row.state === 'sent');
    expect(shown.filter((row) => row.drawnRevision !== row.revision)).toEqual([]);
    expect(new Set((await readAlerts(stores[0], school)).map((alert) => alert.state))).not.toContain('open');
  });

  test('give an alert to one of two leads who press at once', async () => {
    await ask(stores[0], school, { who: 'S01', questions: ['SIT-D1'], at: MONDAY });
    await deliver(0, MONDAY);
    await chaseOverdue(from(0, '2026-11-11T16:00:00Z'));
    await deliver(0, '2026-11-11T16:00:00Z');
    const alert = chat.last(school.channelId);
    await Promise.all(
      (['U-D01', 'U-D02', 'U-H01'] as const).map((by, index) =>
        acknowledgeAlert(
          from(index === 0 ? 0 : 1, '2026-11-11T16:05:00Z'),
          chat.press(alert, by, 'I have it'),
        ),
      ),
    );
    await deliver(1, '2026-11-11T16:05:00Z');
    expect(await readAlerts(stores[0], school)).toMatchObject([{ state: 'acknowledged' }]);
    expect(chat.last(school.channelId).drawn).toHaveLength(2);
  });
});
