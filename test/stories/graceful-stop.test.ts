/**
 * A Vigil that is told to stop: in the middle of a send, with a Slack or a database that has gone silent, it is gone
 * within ten seconds without a fault, and what it had in hand is another's at once.
 */
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lane, wake } from '../../src/store/schema/index.ts';
import { ask } from '../support/ask.ts';
import { linkTo } from '../support/broken-link.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { type OnPostgres, openOnPostgres } from '../support/process-on-postgres.ts';

const AFTERNOON = '2026-11-10T15:20:00Z';
const PATIENTLY = { timeout: 60_000 };

describe.runIf(canRunPostgres)('told to stop', () => {
  let postgres: Postgres;
  let house: OnPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());
  beforeEach(async () => {
    house = await openOnPostgres(postgres, AFTERNOON);
  });
  afterEach(() => house.close());

  const put = (who: string) => ask(house.store, house.school, { who, questions: ['TRN-K1'], at: AFTERNOON });
  const dm = (ref: string) => house.slack.person(`U-${ref}`).dm();
  const posts = () => house.slack.callsOf('chat.postMessage').length;
  const lanes = () => house.store.unbound((tx) => tx.select().from(lane));

  test('in the middle of a send that hangs: out within ten seconds, and the next process goes on at once', async () => {
    const one = await house.start('one');
    let answer: () => void = () => undefined;
    const until = new Promise<void>((go) => {
      answer = go;
    });
    house.slack.misbehave({ kind: 'slow', until }, { method: 'chat.postMessage', times: 1 });
    await put('T01');
    await expect.poll(async () => (await lanes())[0]?.leasedBy, PATIENTLY).not.toBeNull();
    await expect.poll(posts, PATIENTLY).toBe(1);
    const { code, ms } = await one.stop();
    answer();
    expect([code, ms < 10_000]).toEqual([0, true]);
    expect(await lanes()).toMatchObject([{ leasedBy: null, leasedUntil: null }]);
    const held = await house.store.unbound((tx) =>
      tx.select().from(wake).where(eq(wake.step, 'deliver-messages')),
    );
    expect(held).toMatchObject([{ leasedUntil: null }]);
    await house.start('two');
    await put('T02');
    // Far sooner than the two minutes a lane or a step is lent for.
    await expect.poll(() => dm('T02').length, { timeout: 30_000 }).toBe(1);
  }, 240_000);

  test('with a database that has gone silent', async () => {
    const { port } = new URL(house.url);
    const link = await linkTo(Number(port));
    try {
      const one = await house.start('one', {
        DATABASE_URL: house.url.replace(`:${port}/`, `:${link.port}/`),
      });
      await put('T01');
      await expect.poll(() => dm('T01').length, PATIENTLY).toBe(1);
      link.silence();
      link.refuse(true);
      const { code, ms } = await one.stop();
      expect([code, ms < 10_000]).toEqual([0, true]);
    } finally {
      await link.close();
    }
  }, 240_000);
});
