/**
 * The database goes away under a running Vigil, and comes back: everybody who taps meanwhile is told within Slack's three
 * seconds what happened, and what they were told is true. A process that is killed meanwhile files it at its next start.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reply } from '../../src/store/schema/index.ts';
import { ask, readMessages } from '../support/ask.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { type OnPostgres, openOnPostgres } from '../support/process-on-postgres.ts';

const AFTERNOON = '2026-11-10T15:20:00Z';
const STAFF = ['T01', 'T02', 'T03', 'T04', 'T05', 'T06', 'A01', 'A02'];
/** A busy machine may take its time; what is waited for ends the wait. */
const PATIENTLY = { timeout: 60_000 };

describe.runIf(canRunPostgres)('on a server', () => {
  let postgres: Postgres;
  let house: OnPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());
  beforeEach(async () => {
    house = await openOnPostgres(postgres, AFTERNOON);
    for (const who of STAFF)
      await ask(house.store, house.school, { who, questions: ['TRN-K1'], at: AFTERNOON });
  });
  afterEach(() => house.close());

  const person = (ref: string) => house.slack.person(`U-${ref}`);
  const asked = (ref: string) => person(ref).dm()[0];
  /** Sent, and marked as sent. */
  const allAsked = () =>
    expect
      .poll(async () => (await readMessages(house.store, house.school)).map(({ state }) => state), PATIENTLY)
      .toEqual(STAFF.map(() => 'sent'));
  const replies = () => house.store.within(house.school.org, (tx) => tx.select().from(reply));
  const waiting = (name: string) => {
    const spool = join(house.folder(name), 'spool');
    return existsSync(spool) ? readdirSync(spool).filter((file) => file.endsWith('.press')) : [];
  };
  const lines = (ref: string) => person(ref).ephemerals.map(({ text }) => text);

  test('every tap is told “received”, and is in the record once it is back, as of when it was made', async () => {
    const vigil = await house.start('one');
    await allAsked();
    await postgres.halt('stopped');
    for (const ref of STAFF) await asked(ref)?.press('Yes');
    for (const ref of STAFF)
      await expect.poll(() => lines(ref), { timeout: 3_000 }).toEqual([expect.stringContaining('Received')]);
    // The buttons are still there, nothing is said to be recorded, and Slack had its answer in time.
    for (const ref of STAFF) {
      expect(asked(ref)?.text).not.toContain('✓');
      expect(asked(ref)?.buttons).toContain('Yes');
      expect(person(ref).warnings).toEqual([]);
    }
    expect(waiting('one')).toHaveLength(STAFF.length);
    await person('T01').command('/vigil due');
    expect(lines('T01').at(-1)).toContain('Vigil cannot answer just now');
    expect(person('T01').warnings).toEqual([]);

    await postgres.resume();
    await expect.poll(() => waiting('one'), PATIENTLY).toEqual([]);
    for (const ref of STAFF)
      await expect.poll(() => asked(ref)?.text, PATIENTLY).toContain('✓ Recorded 15:2');
    expect((await replies()).map(({ personId }) => personId).sort()).toEqual(
      STAFF.map((ref) => house.school.person(ref).id).sort(),
    );
    await expect.poll(() => waiting('one'), PATIENTLY).toEqual([]);
    for (const ref of STAFF) expect(person(ref).dm()).toHaveLength(1);
    expect(vigil.log).not.toMatch(/Khan|U-T01|"yes"/);
  }, 240_000);

  test('killed meanwhile, it files them at its next start, before it hears anybody', async () => {
    const vigil = await house.start('one');
    await allAsked();
    await postgres.halt('stopped');
    await asked('T01')?.press('Yes');
    await expect.poll(() => lines('T01'), { timeout: 3_000 }).toEqual([expect.stringContaining('Received')]);
    await vigil.kill();
    expect(waiting('one')).toHaveLength(1);
    await expect(house.start('one')).rejects.toThrow('The database server could not be reached');
    await postgres.resume();
    await house.start('one');
    expect(await replies()).toHaveLength(1);
    expect(waiting('one')).toEqual([]);
  }, 240_000);

  test('without a key nothing is kept here: it is said not to be saved, and that is so', async () => {
    await house.start('one', { VIGIL_ENCRYPTION_KEY: '' });
    await allAsked();
    await postgres.halt('stopped');
    await asked('T01')?.press('Yes');
    await expect
      .poll(() => lines('T01'), { timeout: 3_000 })
      .toEqual([expect.stringContaining('Not saved. Please press again.')]);
    await postgres.resume();
    await expect
      .poll(async () => {
        if (asked('T01')?.buttons.includes('Yes')) await asked('T01')?.press('Yes');
        return asked('T01')?.text;
      }, PATIENTLY)
      .toContain('✓ Recorded 15:2');
    expect(await replies()).toHaveLength(1);
  }, 240_000);
});
