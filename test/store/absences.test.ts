/**
 * Days that are long over go, of each kind alike; those that are not stay as they are.
 */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { dropOldAbsences, saveDays } from '../../src/store/absences.ts';
import { membership } from '../../src/store/schema/index.ts';
import { makeSchool } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

test('absences, pauses and cover that were over before the day go, and no others', async () => {
  const store = await openTestStore();
  const { org, setting, person } = await makeSchool(store, { block: 1 });
  const { id } = person('D02');
  const old = { from: '2026-03-02', until: '2026-03-06' };
  const fresh = { from: '2026-11-02', until: '2026-11-06' };
  const left = await store.within(org, async (tx) => {
    await saveDays(tx, setting.id, id, { away: [old, fresh] });
    await saveDays(tx, setting.id, id, { paused: [old] });
    await saveDays(tx, setting.id, id, {
      covers: [
        { ...fresh, by: id },
        { ...old, by: id },
      ],
    });
    await dropOldAbsences(tx, setting.id, '2026-11-06');
    const { away, paused, covers } = membership;
    return tx.select({ away, paused, covers }).from(membership).where(eq(membership.personId, id));
  });
  expect(left).toEqual([{ away: [fresh], paused: [], covers: [{ ...fresh, by: id }] }]);
  await store.close();
});
