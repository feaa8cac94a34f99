/**
 * The world the cycle works in, over one store: a context for any organisation at its own moment.
 * The rule: an organisation on a stored clock lives at that clock's moment, every other in real time, and a moment
 * that is given comes before both.
 */
import type { Context, World } from '../cycle/context.ts';
import type { Store } from '../store/database.ts';
import { readOrganisation } from '../store/organisations.ts';

export type Ports = Pick<
  Context,
  | 'ids'
  | 'random'
  | 'log'
  | 'keeper'
  | 'keys'
  | 'guard'
  | 'stopping'
  | 'stopwatch'
  | 'baseUrl'
  | 'lookAtChannel'
> & {
  now(): Date;
};

export function worldOver(store: Store, { now, ...ports }: Ports): World {
  return {
    store,
    async contextFor(org, at): Promise<Context> {
      const own = at ?? (await store.within(org, (tx) => readOrganisation(tx, org)))?.storedNow ?? null;
      const within: Context['within'] = (work) => store.within(org, work);
      // A moment that is given, or an organisation's own, stands still; real time goes on.
      return { org, now: own ?? now(), within, ...(own === null ? { fresh: now } : {}), ...ports };
    },
  };
}

/** By whichever has gone further: the steady counter stands still while the machine sleeps, the clock can be set. */
export function stopwatchOver(machine: { now(): Date; monotonic(): number }): () => () => number {
  return () => {
    const [steady, clock] = [machine.monotonic(), machine.now().getTime()];
    return () => Math.max(machine.monotonic() - steady, Math.abs(machine.now().getTime() - clock));
  };
}
