/**
 * Whether this process can do its work just now, for whoever balances load or restarts it.
 * The rule: each check has two seconds; what it says never holds a secret, an address or a name.
 */

import type { Store } from '../store/database.ts';
import { countWorkspaces, findRoute } from '../store/installations.ts';

/** `note` is worth saying, and no reason to be taken out of service. */
export type Check = { name: string; run(): Promise<{ note: string } | undefined> };

export function databaseCheck(store: Store): Check {
  return {
    name: 'database',
    async run() {
      await findRoute(store, 'local', 'readiness');
      await store.check();
      return undefined;
    },
  };
}

/** Workspaces that no longer let Vigil in. Those that do are served all the same. */
export function workspacesCheck(store: Store): Check {
  return {
    name: 'workspaces',
    async run() {
      const { all, shut } = await countWorkspaces(store);
      return shut === 0
        ? undefined
        : { note: `${shut} of ${all} no longer let Vigil in; see: npm run vigil -- doctor` };
    },
  };
}

const LIMIT_MS = 2_000;

export type Readiness = {
  ready: boolean;
  /** For each "ok", a note, or what is wrong. */
  checks: Record<string, string>;
};

export async function readiness(checks: readonly Check[]): Promise<Readiness> {
  const results = await Promise.all(
    checks.map(async (check) => [check.name, await outcomeOf(check)] as const),
  );
  return {
    ready: results.every(([, outcome]) => outcome.is !== 'wrong'),
    checks: Object.fromEntries(results.map(([name, { said }]) => [name, said])),
  };
}

type Outcome = { is: 'fine' | 'wrong'; said: string };

async function outcomeOf(check: Check): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ is: 'wrong', said: 'no answer in 2 seconds' }), LIMIT_MS);
  });
  const run = check.run().then(
    (said): Outcome => ({ is: 'fine', said: said?.note ?? 'ok' }),
    (): Outcome => ({ is: 'wrong', said: 'failed' }),
  );
  try {
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}
