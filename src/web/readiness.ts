/**
 * Whether this process can do its work just now, for whoever balances load or restarts it.
 * The rule: each check has two seconds; what it says never holds a secret, an address or a name.
 */

import type { Store } from '../store/database.ts';
import { findRoute } from '../store/installations.ts';

export type Check = { name: string; run(): Promise<void> };

export function databaseCheck(store: Store): Check {
  return {
    name: 'database',
    async run() {
      await findRoute(store, 'local', 'readiness');
    },
  };
}

const LIMIT_MS = 2_000;

export type Readiness = {
  ready: boolean;
  checks: Record<string, 'ok' | 'failed' | 'no answer in 2 seconds'>;
};

export async function readiness(checks: readonly Check[]): Promise<Readiness> {
  const results = await Promise.all(
    checks.map(async (check) => [check.name, await outcomeOf(check)] as const),
  );
  return { ready: results.every(([, outcome]) => outcome === 'ok'), checks: Object.fromEntries(results) };
}

async function outcomeOf(check: Check): Promise<Readiness['checks'][string]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'no answer in 2 seconds'>((resolve) => {
    timer = setTimeout(() => resolve('no answer in 2 seconds'), LIMIT_MS);
  });
  const run = check.run().then(
    () => 'ok' as const,
    () => 'failed' as const,
  );
  try {
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}
