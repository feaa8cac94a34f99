/**
 * How the tests run: every file in its own fork, so a database left open in one cannot be seen by another.
 * Files that need a real Postgres or a browser start their own; nothing here waits on the clock.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes, or does not; a busy machine is no fault.
    expect: { poll: { timeout: 20_000 } },
  },
});
