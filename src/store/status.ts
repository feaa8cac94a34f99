/**
 * Where a setting stands now: what `vigil status --json` prints, and what a lead's status is drawn from.
 * The rule: counts and suggested ratings only, and no person.
 */
import { seesCases } from '../domain/access.ts';
import { isoWeek, localDate } from '../domain/local-time.ts';
import { rateStandard } from '../domain/rating.ts';
import type { Role } from '../domain/role.ts';
import type { Setting } from '../domain/setting.ts';
import { type Rating, STANDARDS, type StandardId } from '../domain/standard.ts';
import { countPrompts, countWeek, listActions, listOverdue } from './counts.ts';
import type { Tx } from './database.ts';
import { listEvidence } from './evidence.ts';

export type SettingStatus = {
  ref: string;
  name: string;
  standards: { id: StandardId; name: string; rating: Rating; answered: number; asked: number }[];
  /** Checks and attestations past their due date. */
  overdue: number;
  openActions: number;
  minutesThisWeek: number;
};

/** `readers` are the roles of whoever will see it: what could tell of a case is counted for the headteacher only. */
export async function readStatus(
  tx: Tx,
  setting: Setting,
  now: Date,
  readers: readonly Role[] = [],
): Promise<SettingStatus> {
  const today = localDate(now, setting.zone);
  const week = isoWeek(today);
  const cases = seesCases(readers);
  const evidence = await listEvidence(tx, setting, today, { cases });
  const prompts = await countPrompts(tx, setting.id, week, today);
  const overdue = await listOverdue(tx, setting.id);
  const actions = await listActions(tx, setting.id, week, { cases });
  const cost = await countWeek(tx, setting.id, week);
  return {
    ref: setting.ref,
    name: setting.name,
    standards: STANDARDS.map(({ id, name }) => {
      const counts = prompts.find((row) => row.standard === id);
      return {
        id,
        name,
        rating: rateStandard(evidence.filter((found) => found.standard === id)),
        answered: counts?.answered ?? 0,
        asked: counts?.asked ?? 0,
      };
    }),
    overdue: overdue.reduce((total, row) => total + row.people, 0),
    openActions: actions.open.length,
    minutesThisWeek: Math.round(cost.seconds / 60),
  };
}
