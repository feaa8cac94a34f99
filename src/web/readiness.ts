/**
 * Whether this process can do its work just now, for whoever balances load or restarts it.
 * The rule: each check has two seconds; what it says never holds a secret, an address or a name.
 */

import type { Store } from '../store/database.ts';
import { countWorkspaces, findRoute } from '../store/installations.ts';

/**
 * `note` is worth saying, and no reason to be taken out of service. `besides`: what this process can still do while the
 * check fails, so that it is not taken out of service for that either.
 */
export type Check = { name: string; besides?: string; run(): Promise<{ note: string } | undefined> };

/** `receives`: presses are kept while the database is away, which nobody can make who is sent elsewhere. */
export function databaseCheck(store: Store, receives: boolean): Check {
  return {
    name: 'database',
    ...(receives ? { besides: 'presses are received, and filed when it is back' } : {}),
    async run() {
      await findRoute(store, 'local', 'readiness');
      return undefined;
    },
  };
}

/** Workspaces that no longer let Vigil in. Those that do are served all the same. */
export function workspacesCheck(store: Store): Check {
  return {
    name: 'workspaces',
    besides: 'those that let Vigil in are served all the same',
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
  const wrong = (said: string): Outcome =>
    check.besides === undefined ? { is: 'wrong', said } : { is: 'fine', said: `${said}; ${check.besides}` };
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve(wrong('no answer in 2 seconds')), LIMIT_MS);
  });
  const run = check.run().then(
    (said): Outcome => ({ is: 'fine', said: said?.note ?? 'ok' }),
    () => wrong('failed'),
  );
  try {
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}
