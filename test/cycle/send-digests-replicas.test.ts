/**
 * The digest on a real Postgres: the same history counts the same as on the embedded database, and two replicas
 * that reach the moment together send one digest.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendDigests } from '../../src/cycle/send-digests.ts';
import type { DigestFacts } from '../../src/domain/digest.ts';
import type { Store } from '../../src/store/database.ts';
import { readDigest } from '../../src/store/digests.ts';
import { digest, ledger, message } from '../../src/store/schema/index.ts';
import { openServer } from '../../src/store/server.ts';
import { readStatus, type SettingStatus } from '../../src/store/status.ts';
import { historyOf } from '../support/history.ts';
import { canRunPostgres, type Postgres, startPostgres, whyNot } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

if (!canRunPostgres) process.stderr.write(`${whyNot}\n`);

describe.runIf(canRunPostgres)('on a real Postgres', () => {
  let postgres: Postgres;
  let one: Store;
  let two: Store;
  let embedded: Store;
  beforeAll(async () => {
    postgres = await startPostgres();
    const { login, owner } = await postgres.fresh();
    one = await openServer(login, { migrateUrl: owner });
    two = await openServer(login, { migrateUrl: owner });
    embedded = await openTestStore();
  }, 60_000);
  afterAll(async () => {
    await Promise.all([one?.close(), two?.close(), embedded?.close()]);
    await postgres?.stop();
  });

  const monday = new Date('2026-11-16T08:00:00Z');
  const lived = async (
    store: Store,
  ): Promise<{ facts: DigestFacts; status: SettingStatus; school: School }> => {
    const school = await makeSchool(store, { block: 5 });
    const past = historyOf(store, school, 905);
    for (const person of ['T01', 'T02', 'T03', 'T04', 'T05', 'T06'])
      await past.add({
        question: 'TRN-K1',
        person,
        on: '2026-11-10',
        verdict: person === 'T06' ? 'poor' : 'good',
      });
    await past.add({ question: 'SIT-D1', person: 'S01', on: '2026-11-09', verdict: 'poor' });
    await past.add({
      question: 'CON-D1',
      person: 'D01',
      on: '2026-11-09',
      state: 'overdue',
      dueOn: '2026-11-11',
    });
    await past.add({
      question: 'TRN-A1',
      person: 'T01',
      on: '2026-10-19',
      state: 'overdue',
      dueOn: '2026-11-09',
    });
    await past.overdueAlert({ on: '2026-11-09' }, 'acknowledged');
    return store.within(school.org, async (tx) => ({
      facts: await readDigest(tx, school.setting, '2026-W46', monday),
      status: await readStatus(tx, school.setting, monday),
      school,
    }));
  };

  test('the same history gives the same digest and status, and two replicas send one', async () => {
    const onServer = await lived(one);
    const inProcess = await lived(embedded);
    expect(onServer.facts).toEqual(inProcess.facts);
    expect(onServer.status).toEqual(inProcess.status);
    const { school } = onServer;
    const at = (store: Store) => ({
      ...school.at(monday),
      within: <T>(work: Parameters<typeof store.within<T>>[1]) => store.within(school.org, work),
    });
    const results = await Promise.all([one, two, one, two].map((store) => sendDigests(at(store))));
    expect(results.reduce((sent, result) => sent + (result.counts.digests ?? 0), 0)).toBe(1);
    const rows = await one.within(school.org, async (tx) => ({
      digests: await tx.select().from(digest),
      messages: await tx.select().from(message),
      entries: await tx.select().from(ledger),
    }));
    expect(rows.digests).toHaveLength(1);
    expect(rows.messages.map((row) => row.messageId)).toEqual(rows.digests.map((row) => row.messageId));
    expect(rows.entries.map((row) => row.kind)).toEqual(['digest_sent']);
  });
});
