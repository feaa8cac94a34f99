/**
 * Makes the invented school where there is no organisation yet, before anything else is done.
 * The rule: never where a chat platform is set up, whose people are real.
 */
import type { Ids } from '../domain/ids.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Store } from '../store/database.ts';
import { listOrganisations } from '../store/installations.ts';
import { StoreRefusal } from '../store/refusals.ts';
import type { Given } from './outcome.ts';

export type MakeSchool = (store: Store, ids: Ids, now: Date) => Promise<OrgId>;

/** Makes the invented school where there is no organisation, unless a chat platform is to be set up instead. */
export async function ensureInventedSchool(
  { store, ids, now, config }: Pick<Given, 'store' | 'ids' | 'now' | 'config'>,
  makeSchool: MakeSchool,
): Promise<void> {
  if (!config.local || (await listOrganisations(store)).length > 0) return;
  try {
    await makeSchool(store, ids, now());
  } catch (fault) {
    // Two that start at once on one server both find it empty; the second is refused, and the school is there.
    if (!(fault instanceof StoreRefusal) || (await listOrganisations(store)).length === 0) throw fault;
  }
}
