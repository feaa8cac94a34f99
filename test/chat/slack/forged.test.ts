/**
 * A thousand forged requests of eight kinds and a thousand replays: nothing is heard, written, said or changed.
 */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Request } from '../../../src/simulation/post-to-bot.ts';
import type { Delivery } from '../../../src/simulation/slack/deliver.ts';
import { FORGERIES, forge } from '../../../src/simulation/slack/forge.ts';
import type { Store } from '../../../src/store/database.ts';
import { rowsOf } from '../../../src/store/rows.ts';
import { ask } from '../../support/ask.ts';
import { tablesOf } from '../../support/every-table.ts';
import { openSlackHouse, type SlackHouse } from '../../support/slack-house.ts';
import { openTestStore } from '../../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const EACH = 125;

let store: Store;
let house: SlackHouse;
let genuine: Delivery[];

/** Somebody answers, fills in a form, commands and writes, so that there is one genuine request of each kind. */
beforeAll(async () => {
  store = await openTestStore();
  house = await openSlackHouse(store, { block: 1, by: 'http', at: MONDAY });
  const { school, slack, door } = house;
  await ask(store, school, { who: 'T01', questions: ['TRN-K1'], at: MONDAY });
  await ask(store, school, { who: 'D01', questions: ['CON-D1'], at: MONDAY });
  await house.deliver();
  const [teacher, lead] = [slack.person('U-T01'), slack.person('U-D01')];
  const answered = await teacher.dm()[0]?.press('Yes');
  await lead.dm()[0]?.press('Enter the numbers');
  await door.settled();
  const submitted = await lead.modal.fill({ part: '1', whole: '4' }).submit();
  const commanded = await lead.command('/vigil ask');
  const written = await teacher.writes('help');
  const strange = await slack.person('U-PUPIL').writes('hello');
  await door.settled();
  await house.deliver();
  genuine = [answered, submitted, commanded, written, strange].filter(
    (one) => one !== undefined && one !== null,
  );
  expect(genuine.map(({ taken }) => taken)).toEqual([true, true, true, true, true]);
});
afterAll(async () => {
  await house.close();
  await store.close();
});

/** Every row of every table, as one long text. */
async function everything(): Promise<string> {
  const tables = await tablesOf(store);
  return store.within(house.school.org, async (tx) => {
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await tx.execute(sql`select t::text as row from ${sql.identifier(name)} t order by 1`);
      found.push(name, ...rowsOf<{ row: string }>(rows).map(({ row }) => row));
    }
    return found.join('\n');
  });
}

const requestOf = ({ request }: Delivery): Request => {
  if (request === null) throw new Error('It did not go by HTTP');
  return request;
};

test('a thousand forged requests of eight kinds are a bare 401 each, and reach nothing', async () => {
  const before = { rows: await everything(), calls: house.slack.calls.length };
  let heard = 0;
  const counting = async (): Promise<never> => {
    heard += 1;
    throw new Error('a forgery was heard');
  };
  house.instead = { onPress: counting, onCommand: counting, once: counting, onMember: counting };
  const tally = new Map<string, number>();
  for (let variant = 0; variant < EACH; variant += 1)
    await Promise.all(
      FORGERIES.map(async (kind, at) => {
        const source = genuine[(variant + at) % genuine.length];
        if (!source) throw new Error('There is nothing genuine to forge');
        const forged = forge(kind, requestOf(source), house.slack.app.signingSecret, variant);
        const posted = await house.slack.send(forged);
        const outcome = `${kind} ${JSON.stringify(posted)}`;
        tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
      }),
    );
  house.instead = {};
  expect([...tally.keys()].filter((outcome) => !outcome.includes('401'))).toEqual([]);
  expect([...tally.values()].reduce((sum, count) => sum + count, 0)).toBe(1_000);
  expect(heard).toBe(0);
  expect(house.slack.calls.length).toBe(before.calls);
  expect(await everything()).toBe(before.rows);
  // Old, ahead and without a stamp: they say nothing of the secret.
  expect(house.door.seen).toMatchObject({ misfits: 5 * EACH, stale: 3 * EACH });
});

test('a thousand replays, one after another and many at once, change nothing and say nothing', async () => {
  const before = { rows: await everything(), calls: house.slack.calls.length };
  for (let round = 0; round < 20; round += 1) {
    const burst = Array.from({ length: 50 }, (_, n) => genuine[(round + n) % genuine.length]);
    const answers = await Promise.all(burst.map((one) => one && house.slack.replay(one)));
    for (const answer of answers) expect(answer?.status).toBe(200);
  }
  await house.door.settled();
  await house.deliver();
  const since = house.slack.calls.slice(before.calls).map(({ method }) => method);
  expect(since).toEqual([]);
  expect(await everything()).toBe(before.rows);
});

test('a replay by a process that has forgotten, or by another, changes no row either', async () => {
  const before = await everything();
  const again = await openSlackHouseOver(house);
  for (const one of genuine) await again.replay(one);
  await again.settled();
  expect(await everything()).toBe(before);
  await again.close();
});

/** Another door over the same school, with nothing in its memory. */
async function openSlackHouseOver(first: SlackHouse) {
  const { openDoor } = await import('../../support/slack-house.ts');
  const second = await openDoor(first);
  return {
    async replay(one: Delivery) {
      first.slack.deliverTo(second.url);
      await first.slack.replay(one);
    },
    settled: () => second.door.settled(),
    close: () => second.close(),
  };
}
