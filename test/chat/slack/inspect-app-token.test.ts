/**
 * What doctor says of the app token, against the fake Slack: it may open a connection, or the mend.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspectAppToken } from '../../../src/chat/slack/inspect-app-token.ts';
import { type FakeSlack, openFakeSlack } from '../../../src/simulation/slack/fake-slack.ts';
import { countedIds } from '../../support/fixed.ts';

let slack: FakeSlack;
beforeAll(async () => {
  slack = await openFakeSlack({
    now: () => new Date(),
    ids: countedIds(1),
    workspaces: [{ teamId: 'T1', name: 'Oak', domain: 'oak', token: 'xoxb-1', users: [] }],
  });
});
afterAll(() => slack.close());

const inspect = (token = slack.app.appToken) => inspectAppToken(token, { apiUrl: slack.apiUrl });

test('one that Slack takes is fine, and no connection is made by asking', async () => {
  expect(await inspect()).toEqual({
    fine: true,
    text: 'Socket Mode: Slack lets the app token open a connection',
  });
  expect(slack.sockets.count()).toBe(0);
});

test.each(['xapp-CANARY', 'xoxb-1'])('%s is wrong, and it is said how to get another', async (token) => {
  const { fine, text } = await inspect(token);
  expect(fine).toBe(false);
  expect(text).toMatch(/^SLACK_APP_TOKEN: .*connections:write/);
  expect(text).not.toContain(token);
});

test('a Slack that cannot be asked is not taken for a wrong token', async () => {
  slack.misbehave({ kind: 'status', status: 500 }, { method: 'apps.connections.open' });
  expect((await inspect()).text).toContain('run doctor again in a minute');
});
