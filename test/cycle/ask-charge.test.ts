/**
 * The step that asks who is in charge: of whom, when it is next needed, what goes when it can no longer go, and what is
 * removed once past its time.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyRetention } from '../../src/cycle/apply-retention.ts';
import { askCharge } from '../../src/cycle/ask-charge.ts';
import { checkSend } from '../../src/cycle/check-send.ts';
import { knowSchool } from '../../src/cycle/know-school.ts';
import type { Store, Tx } from '../../src/store/database.ts';
import type { Outbound } from '../../src/store/deliveries.ts';
import { insertHold } from '../../src/store/holds.ts';
import { savePeriods } from '../../src/store/retention.ts';
import { address, alert, charge, message, naming, trip } from '../../src/store/schema/index.ts';
import { updateSetting } from '../../src/store/settings.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
let school: School;
let block = 700;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
});

const within = <T>(work: (tx: Tx) => Promise<T>) => store.within(school.org, work);
const run = (moment: string) => askCharge(school.at(moment));
const charges = () => within((tx) => tx.select().from(charge));
const unreach = (ref: string) =>
  within((tx) =>
    tx
      .update(address)
      .set({ state: 'unreachable' })
      .where(eq(address.personId, school.person(ref).id)),
  );
const at = (moment: string) => new Date(moment);

describe('asking', () => {
  test('is needed next at the next moment anything is due, and not a minute sooner', async () => {
    expect((await run('2026-11-09T06:00:00Z')).nextDue).toEqual(at('2026-11-09T08:00:00Z'));
    expect((await run('2026-11-09T08:00:00Z')).nextDue).toEqual(at('2026-11-09T08:30:00Z'));
    // Not delivered, so the half hour begins anew.
    expect((await run('2026-11-09T08:30:00Z')).nextDue).toEqual(at('2026-11-09T09:00:00Z'));
    expect((await run('2026-11-09T09:00:00Z')).nextDue).toEqual(at('2026-11-09T18:00:00Z'));
    expect((await run('2026-11-09T18:00:00Z')).nextDue).toEqual(at('2026-11-10T08:00:00Z'));
    expect(await within((tx) => tx.select().from(alert))).toMatchObject([{ state: 'closed' }]);
  });

  test('goes to the first lead whom chat can reach', async () => {
    await unreach('D01');
    await run('2026-11-09T08:00:00Z');
    expect(await charges()).toMatchObject([{ askedOf: school.person('D02').id }]);
  });

  test('where chat reaches no lead, the alert goes to the channel at half past', async () => {
    for (const ref of ['D01', 'D02', 'H01']) await unreach(ref);
    await run('2026-11-09T08:00:00Z');
    expect(await charges()).toMatchObject([{ askedOf: null }]);
    await run('2026-11-09T08:30:00Z');
    const told = await within((tx) => tx.select().from(message));
    expect(told.filter(({ channelId }) => channelId !== null)).toHaveLength(1);
    // And the chair, by counts, since no lead can be told.
    expect(told.filter(({ personId }) => personId === school.person('G02').id)).toHaveLength(1);
  });

  test('waits until set-up is finished', async () => {
    const { setting } = school;
    await within((tx) => updateSetting(tx, { ...setting, contacts: { ...setting.contacts, lado: '' } }));
    await run('2026-11-09T08:00:00Z');
    expect(await charges()).toEqual([]);
  });

  test('run twice, it asks once', async () => {
    await run('2026-11-09T08:00:00Z');
    await run('2026-11-09T08:00:00Z');
    expect(await within((tx) => tx.select().from(message))).toHaveLength(1);
  });
});

test('a question that has not gone by the end of its day, or by a closed day, goes no more', async () => {
  const known = await within((tx) => knowSchool(tx, school.setting.id, at('2026-11-09T08:00:00Z')));
  const waiting = {
    kind: 'charge',
    personId: school.person('D01').id,
    userId: 'U-D01',
    elsewhere: false,
    alertId: null,
    notBefore: at('2026-11-09T08:00:00Z'),
    prompts: [],
  } as unknown as Outbound;
  expect(checkSend(waiting, known, at('2026-11-09T11:00:00Z')).do).toBe('send');
  expect(checkSend(waiting, known, at('2026-11-09T17:59:59Z')).do).toBe('send');
  for (const late of ['2026-11-09T18:00:00Z', '2026-11-09T22:00:00Z', '2026-11-10T08:00:00Z'])
    expect(checkSend(waiting, known, at(late)).do).toBe('withdraw');
  const closures = [{ on: '2026-11-09', reason: 'closed' as const, name: 'Closed' }];
  const { setting } = known;
  const shut = { ...known, setting: { ...setting, calendar: { ...setting.calendar, closures } } };
  expect(checkSend(waiting, shut, at('2026-11-09T11:00:00Z')).do).toBe('withdraw');
});

describe('what is kept', () => {
  const fill = async () => {
    const { org, setting } = school;
    const { ids } = school.at('2026-11-09T08:00:00Z');
    const [by, named] = [school.person('D01').id, school.person('D02').id];
    const key = { orgId: org, settingId: setting.id };
    const tripId = ids.id();
    const chargeId = ids.id();
    const said = at('2024-11-11T08:05:00Z');
    await within(async (tx) => {
      await tx.insert(trip).values({
        ...key,
        tripId,
        name: 'Zoo',
        startsOn: '2024-11-11',
        endsOn: '2024-11-11',
        saidBy: by,
        saidAt: said,
      });
      await tx.insert(charge).values({
        ...key,
        chargeId,
        chargedOn: '2024-11-11',
        place: 'Trip: Zoo',
        tripId,
        main: false,
        token: ids.token(),
        askedAt: said,
        dueBy: said,
        said: 'named',
        namedId: named,
        saidBy: by,
        saidAt: said,
      });
      await tx.insert(naming).values({
        orgId: org,
        namingId: ids.id(),
        chargeId,
        said: 'named',
        personId: named,
        saidBy: by,
        saidAt: said,
      });
      await savePeriods(tx, setting.id, { charges: 12, trips: 1 });
    });
  };
  const left = () =>
    within(async (tx) => [
      (await tx.select().from(charge)).length,
      (await tx.select().from(naming)).length,
      (await tx.select().from(trip)).length,
    ]);

  test('goes once past its time: a day with what was said of it, then its trip', async () => {
    await fill();
    await applyRetention(school.at('2025-11-10T03:00:00Z'));
    expect(await left()).toEqual([1, 1, 1]);
    // After so long without a night, the first is only written down.
    await applyRetention(school.at('2026-11-09T03:00:00Z'));
    await applyRetention(school.at('2026-11-10T03:00:00Z'));
    await applyRetention(school.at('2026-11-11T03:00:00Z'));
    expect(await left()).toEqual([0, 0, 0]);
  });

  test('stays while a hold is on anybody who was named or said so', async () => {
    await fill();
    await within((tx) =>
      insertHold(tx, school.org, {
        holdId: school.at('2026-11-09T08:00:00Z').ids.id(),
        settingId: school.setting.id,
        personId: school.person('D01').id,
        reference: 'LG-7',
        placedAt: at('2026-11-09T08:00:00Z'),
      }),
    );
    await applyRetention(school.at('2026-11-10T03:00:00Z'));
    expect(await left()).toEqual([1, 1, 1]);
  });
});
