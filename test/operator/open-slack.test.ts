/**
 * Slack beside a running Vigil: its start and its stop are not held up by a Slack that does not answer.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openSlack } from '../../src/operator/open-slack.ts';
import { realPace } from '../../src/operator/real-pace.ts';
import { worldOver } from '../../src/operator/world.ts';
import type { Store } from '../../src/store/database.ts';
import { countedIds, keptLog, seededRandom } from '../support/fixed.ts';
import { tokensUnder } from '../support/keys.ts';
import { openTestStore } from '../support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

test('a stop ends a question that Slack leaves unanswered, and says nothing of it', async () => {
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const silent = createServer((request) => {
    request.resume();
    asked();
  });
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const read = readConfig({
    SLACK_BOT_TOKEN: 'xoxb-own',
    SLACK_SIGNING_SECRET: 'a'.repeat(32),
    SLACK_API_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/api/`,
  });
  if ('faults' in read || read.ok.slack === null) throw new Error('Slack is configured in this test');
  const now = () => new Date('2026-11-09T08:00:00Z');
  const [ids, log] = [countedIds(9_500), keptLog()];
  const slack = openSlack({
    config: read.ok,
    slack: read.ok.slack,
    world: worldOver(store, { now, ids, random: seededRandom(1), log }),
    handlers: {
      onPress: () => Promise.reject(new Error('Nobody presses here')),
      onCommand: () => Promise.reject(new Error('Nobody writes here')),
    },
    tokenOf: async () => null,
    pace: realPace(),
    installing: { ids, sealer: tokensUnder(null) },
    now,
    log,
  });
  const starting = slack.start();
  await isAsked;
  const began = performance.now();
  await slack.close();
  await starting;
  // Left to itself the question would have been given up after ten seconds.
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(log.lines).toEqual([]);
  await new Promise<void>((done) => {
    silent.close(() => done());
    silent.closeAllConnections();
  });
});
