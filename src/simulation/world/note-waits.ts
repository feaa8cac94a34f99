/**
 * Looks what still waits in each school once no fault has been for an hour of its working time, and at the very end.
 * The rule: it looks and changes nothing, so that a run is the same whether it is looked at or not.
 */
import type { SimSchool } from './schools.ts';
import { isOpenDay, localOf } from './second-clock.ts';
import type { Sim } from './sim-world.ts';

const STEP_MS = 60_000;
const AN_HOUR_MS = 3_600_000;
const WORK = { from: '07:30', to: '18:00' };

export function noteWaits(sim: Sim): void {
  const { clock, db, history } = sim;
  for (const school of sim.schools)
    for (const moment of [...hourOfWork(sim, school), sim.end])
      clock.at(moment, () => {
        void clock.during(async () => {
          const wakes = (await db.wakes()).filter(({ org }) => org === school.org);
          const messages = await db.queued(school.org);
          history.waits.push({ school: school.key, at: sim.dbNow(), messages, wakes });
        });
      });
}

/** When the school has worked for an hour since the last fault; none where the run ends before. */
function hourOfWork({ calmFrom, end }: Sim, { setting: { calendar, zone } }: SimSchool): number[] {
  let workedMs = 0;
  for (let at = calmFrom; at < end; at += STEP_MS) {
    if (workedMs >= AN_HOUR_MS) return [at];
    const { date, time } = localOf(at, zone);
    if (isOpenDay(calendar, date) && WORK.from <= time && time < WORK.to) workedMs += STEP_MS;
  }
  return [];
}
