/**
 * Where a setting stands now: what `vigil status --json` prints, and what a lead's status is drawn from.
 * The rule: counts and suggested ratings only, and no person.
 */
import { isoWeek, localDate } from '../domain/local-time.ts';
import { rateStandard } from '../domain/rating.ts';
import { type SetUpGap, setUpGaps } from '../domain/set-up.ts';
import type { Setting } from '../domain/setting.ts';
import { type Rating, STANDARD_IDS, STANDARDS, type StandardId } from '../domain/standard.ts';
import { countPeople, countPrompts, countWeek, listActions, listOverdue } from './counts.ts';
import type { Tx } from './database.ts';
import { listEvidence } from './evidence.ts';
import { listPeople } from './people.ts';

export type SettingStatus = {
  ref: string;
  name: string;
  standards: { id: StandardId; name: string; rating: Rating; answered: number; asked: number }[];
  /** Checks and attestations past their due date. */
  overdue: number;
  openActions: number;
  minutesThisWeek: number;
  /** Confirmed staff whom chat cannot reach: said beside every count of who answered. */
  unreachable: number;
  /** What is missing before anybody may be asked. */
  setUp: SetUpGap[];
};

/** What whoever will see it may see: of these standards alone, and of cases or not. */
export type Sight = { cases: boolean; standards: readonly StandardId[] };

export async function readStatus(
  tx: Tx,
  setting: Setting,
  now: Date,
  { cases = false, standards = STANDARD_IDS }: Partial<Sight> = {},
): Promise<SettingStatus> {
  const today = localDate(now, setting.zone);
  const week = isoWeek(today);
  const isSeen = ({ standard }: { standard: StandardId }) => standards.includes(standard);
  const evidence = await listEvidence(tx, setting, today, { cases });
  const prompts = await countPrompts(tx, setting.id, week, today);
  const overdue = (await listOverdue(tx, setting.id)).filter(isSeen);
  const actions = (await listActions(tx, setting.id, week, { cases })).open.filter(isSeen);
  const cost = await countWeek(tx, setting.id, week);
  const { unreachable } = await countPeople(tx, setting, today);
  return {
    ref: setting.ref,
    name: setting.name,
    standards: STANDARDS.filter(({ id }) => standards.includes(id)).map(({ id, name }) => {
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
    openActions: actions.length,
    minutesThisWeek: Math.round(cost.seconds / 60),
    unreachable,
    setUp: setUpGaps(setting, await listPeople(tx, setting.id), today),
  };
}
