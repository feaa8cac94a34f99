/**
 * The world the cycle works in, over one store: a context for any organisation at its own moment.
 * The rule: an organisation on a stored clock lives at that clock's moment, every other in real time, and a moment
 * that is given comes before both.
 */
import type { Context, World } from '../cycle/context.ts';
import type { Store } from '../store/database.ts';
import { readOrganisation } from '../store/organisations.ts';

export type Ports = Pick<Context, 'ids' | 'random' | 'log' | 'keeper' | 'stopping'> & { now(): Date };

export function worldOver(store: Store, { now, ...ports }: Ports): World {
  return {
    store,
    async contextFor(org, at): Promise<Context> {
      const moment = at ?? (await store.within(org, (tx) => readOrganisation(tx, org)))?.storedNow ?? now();
      return { org, now: moment, within: (work) => store.within(org, work), ...ports };
    },
  };
}
