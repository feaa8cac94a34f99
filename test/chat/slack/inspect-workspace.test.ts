/**
 * A Slack workspace looked over for doctor: token, permissions, clock and channels, each fault with its mend.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectWorkspace } from '../../../src/chat/slack/inspect-workspace.ts';
import { ALL_SCOPES, OPTIONAL_SCOPES, REQUIRED_SCOPES } from '../../../src/chat/slack/scopes.ts';
import { signingFinding } from '../../../src/chat/slack/signing-finding.ts';
import { type FakeSlack, openFakeSlack } from '../../../src/simulation/slack/fake-slack.ts';
import { countedIds } from '../../support/fixed.ts';

const NOW = new Date('2026-11-09T08:00:00Z');
const TOKEN = 'xoxb-CANARY-token';
const CHANNEL = 'C0LEADS';

type Said = { status?: number; body: Record<string, unknown>; headers?: Record<string, string> };
type Slack = {
  scopes?: readonly string[] | null;
  date?: string | null;
  auth?: Said;
  channel?: Record<string, unknown> | { error: string };
};

/** A Slack that says this, and keeps what it was asked. */
function stub({ scopes = ALL_SCOPES, date = NOW.toUTCString(), auth, channel }: Slack = {}) {
  const asked: string[] = [];
  const fetched: typeof fetch = async (input, init) => {
    const method =
      new URL(String(input instanceof Request ? input.url : input)).pathname.split('/').at(-1) ?? '';
    const sent = String(init?.body ?? '');
    asked.push(method === 'auth.test' ? method : `${method} ${new URLSearchParams(sent).get('channel')}`);
    const said: Said =
      method === 'auth.test'
        ? (auth ?? { body: { ok: true, user: 'vigil', team: 'Oak', team_id: 'T1', user_id: 'U1' } })
        : 'error' in (channel ?? {})
          ? { body: { ok: false, ...channel } }
          : { body: { ok: true, channel: { id: CHANNEL, ...channel } } };
    const headers = {
      'content-type': 'application/json',
      ...(date === null ? {} : { date }),
      ...(scopes === null ? {} : { 'x-oauth-scopes': scopes.join(',') }),
      ...said.headers,
    };
    return new Response(JSON.stringify(said.body), { status: said.status ?? 200, headers });
  };
  return { asked, fetched };
}

async function inspect(
  slack: Slack = {},
  { token = TOKEN as string | null, channels = [CHANNEL], now = NOW } = {},
) {
  const { asked, fetched } = stub(slack);
  const findings = await inspectWorkspace(token, channels, {
    apiUrl: 'http://slack.invalid/api/',
    fetch: fetched,
    now: () => now,
  });
  return {
    asked,
    findings,
    wrong: findings.filter(({ fine }) => !fine).map(({ text }) => text),
    fine: findings.filter(({ fine }) => fine).map(({ text }) => text),
  };
}
const PRIVATE = { is_private: true, is_member: true, is_archived: false };

test('a workspace in order has nothing to mend, and is only looked at', async () => {
  const { asked, wrong, fine } = await inspect({ channel: PRIVATE }, { channels: [CHANNEL, 'C0OTHER'] });
  expect(wrong).toEqual([]);
  expect(fine).toEqual([
    'Token: Slack knows it, as @vigil in Oak',
    `Permissions: all ${REQUIRED_SCOPES.length} that are needed`,
    `Permissions: all ${OPTIONAL_SCOPES.length} optional ones too`,
    'Clock: within 1 s of Slack’s',
    `Channel ${CHANNEL}: private, and Vigil is in it`,
    'Channel C0OTHER: private, and Vigil is in it',
  ]);
  expect(asked).toEqual(['auth.test', `conversations.info ${CHANNEL}`, 'conversations.info C0OTHER']);
});

describe('the token', () => {
  test('that is not there', async () => {
    const { wrong, asked } = await inspect({}, { token: null });
    expect(wrong).toEqual([expect.stringMatching(/^Token: none that fits.*SLACK_BOT_TOKEN/)]);
    expect(asked).toEqual([]);
  });

  test.each(['invalid_auth', 'token_revoked', 'account_inactive'])(
    'that Slack answers with %s',
    async (error) => {
      const { wrong, asked } = await inspect({ auth: { body: { ok: false, error } } });
      expect(wrong).toEqual([
        expect.stringMatching(new RegExp(`^Token: .*\\(${error}\\).*install Vigil again`)),
      ]);
      expect(asked).toEqual(['auth.test']);
    },
  );

  test.each([
    [
      'asked to wait',
      { status: 429, headers: { 'retry-after': '30' }, body: { ok: false } },
      /asked to wait/,
    ],
    ['fails', { status: 503, body: {} }, /slack\.com/],
    ['answers something else', { body: { ok: true, nothing: 1 } }, /slack\.com/],
  ] as const)('at a Slack that %s', async (_, auth, mend) => {
    const { wrong } = await inspect({ auth });
    expect(wrong).toEqual([expect.stringMatching(mend)]);
  });

  test('at a Slack that cannot be reached', async () => {
    const findings = await inspectWorkspace(TOKEN, [CHANNEL], {
      apiUrl: null,
      now: () => NOW,
      fetch: () => Promise.reject(new TypeError('fetch failed')),
    });
    expect(findings).toEqual([{ fine: false, text: expect.stringMatching(/^Slack: .*slack\.com/) }]);
  });

  test('is in no finding', async () => {
    for (const slack of [{}, { auth: { body: { ok: false, error: 'invalid_auth' } } }, { scopes: [] }])
      expect(JSON.stringify((await inspect(slack)).findings)).not.toContain('CANARY');
  });
});

describe('permissions', () => {
  test('each that is needed and missing is wrong; each optional one is said with what is lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...ALL_SCOPES]), async (scopes) => {
        const { wrong, fine } = await inspect({ scopes, channel: PRIVATE });
        const missing = REQUIRED_SCOPES.filter((name) => !scopes.includes(name));
        const told = wrong.filter((text) => text.startsWith('Permissions:'));
        expect(told).toHaveLength(missing.length === 0 ? 0 : 1);
        for (const name of missing) expect(told[0]).toContain(name);
        for (const name of OPTIONAL_SCOPES)
          expect(fine.some((text) => text.startsWith(`Permissions: without ${name} (optional), `))).toBe(
            !scopes.includes(name),
          );
      }),
      { numRuns: 40 },
    );
  });

  test('missing say the mend', async () => {
    const { wrong } = await inspect({ scopes: ALL_SCOPES.filter((name) => name !== 'im:history') });
    expect(wrong[0]).toBe(
      'Permissions: im:history missing; install Vigil again from its manifest (README, Connect Slack)',
    );
  });

  test('that Slack does not name could not be checked, which is a fault', async () => {
    expect((await inspect({ scopes: null })).wrong[0]).toMatch(/^Permissions: Slack did not say/);
  });
});

describe('the clock', () => {
  const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
  test.each([0, 59, -60])('%d seconds out is near enough', async (seconds) => {
    const { wrong, fine } = await inspect({ channel: PRIVATE }, { now: at(seconds) });
    expect(wrong).toEqual([]);
    expect(fine.some((text) => text.startsWith('Clock: within'))).toBe(true);
  });

  test.each([
    [61, 'ahead of'],
    [-400, 'behind'],
  ])('%d seconds out is wrong, and says which way and why it matters', async (seconds, way) => {
    const { wrong } = await inspect({ channel: PRIVATE }, { now: at(seconds) });
    expect(wrong).toEqual([
      expect.stringMatching(
        new RegExp(`^Clock: this computer is ${Math.abs(seconds)} s ${way} Slack.*300 s.*NTP`),
      ),
    ]);
  });

  test('is told also where the token is refused', async () => {
    const { wrong } = await inspect(
      { auth: { body: { ok: false, error: 'invalid_auth' } } },
      { now: at(90) },
    );
    expect(wrong.map((text) => text.split(':')[0])).toEqual(['Token', 'Clock']);
  });

  test('of a Slack that does not say is left unsaid', async () => {
    const { findings } = await inspect({ date: null, channel: PRIVATE });
    expect(findings.some(({ text }) => text.startsWith('Clock'))).toBe(false);
  });
});

describe('a channel', () => {
  test.each([
    ['Vigil is not in', { ...PRIVATE, is_member: false }, /write \/invite @Vigil there/],
    ['Slack does not show', { error: 'channel_not_found' }, /write \/invite @Vigil there/],
    ['that is archived', { ...PRIVATE, is_archived: true }, /archived; unarchive/],
    ['everybody can read', { ...PRIVATE, is_private: false }, /whole workspace can read it; make it private/],
    ['that cannot be looked at just now', { error: 'internal_error' }, /run doctor again/],
  ])('%s is wrong, with its mend', async (_, channel, mend) => {
    const { wrong } = await inspect({ channel });
    expect(wrong).toEqual([expect.stringMatching(mend)]);
    expect(wrong[0]).toContain(`Channel ${CHANNEL}: `);
  });

  test('cannot be seen without a permission for it: not wrong, and says which would show it', async () => {
    const scopes = REQUIRED_SCOPES;
    const { wrong, fine, asked } = await inspect({ scopes });
    expect(wrong).toEqual([]);
    expect(fine.at(-1)).toMatch(/not looked at; groups:read would/);
    expect(asked).toEqual(['auth.test']);
    const open = await inspect({
      scopes: [...scopes, 'channels:read'],
      channel: { error: 'channel_not_found' },
    });
    expect(open.wrong).toEqual([]);
    expect(open.fine.at(-1)).toMatch(/not seen; groups:read would/);
    const missing = await inspect({
      scopes: [...scopes, 'channels:read'],
      channel: { error: 'missing_scope' },
    });
    expect(missing.fine.at(-1)).toMatch(/groups:read would/);
  });
});

describe('the signing secret', () => {
  const SECRET = '0123456789abcdef0123456789abcdef';
  test('is 32 characters of hexadecimal, and is never said', () => {
    expect(signingFinding(SECRET)).toMatchObject({ fine: true });
    for (const odd of ['CANARY-secret', SECRET.toUpperCase(), SECRET.slice(1), `${SECRET}0`, ` ${SECRET}`]) {
      const finding = signingFinding(odd);
      expect(finding).toMatchObject({
        fine: false,
        text: expect.stringMatching(/^SLACK_SIGNING_SECRET: .*Basic/),
      });
      expect(finding.text).not.toContain(odd.trim());
    }
  });

  test('that nothing has fitted is wrong; that strangers have knocked is not', () => {
    expect(signingFinding(SECRET, { fitted: 0, misfits: 0, stale: 0 })).toMatchObject({ fine: true });
    expect(signingFinding(SECRET, { fitted: 0, misfits: 4, stale: 0 })).toMatchObject({
      fine: false,
      text: expect.stringContaining('0 of 4 requests fitted'),
    });
    expect(signingFinding(SECRET, { fitted: 0, misfits: 0, stale: 7 })).toMatchObject({
      fine: false,
      text: expect.stringMatching(/^Clock: 7 requests/),
    });
    expect(signingFinding(SECRET, { fitted: 9, misfits: 40, stale: 0 })).toMatchObject({
      fine: true,
      text: expect.stringContaining('9 of 49 requests fitted'),
    });
  });
});

describe('before the fake Slack, over HTTP', () => {
  let slack: FakeSlack;
  beforeAll(async () => {
    const workspace = (teamId: string, scopes: readonly string[]) => ({
      teamId,
      name: 'Oak',
      domain: teamId.toLowerCase(),
      token: `xoxb-${teamId}`,
      scopes: [...scopes],
      users: [{ id: `${teamId}-U1`, realName: 'Ann Onymous' }],
      channels: [
        { id: `C${teamId}IN`, name: 'leads', isPrivate: true, members: ['U0BOT'] },
        { id: `C${teamId}OUT`, name: 'others', isPrivate: true, members: [] },
        { id: `C${teamId}OPEN`, name: 'general', isPrivate: false, members: ['U0BOT'] },
      ],
    });
    slack = await openFakeSlack({
      now: () => new Date(),
      ids: countedIds(1),
      workspaces: [workspace('T1', ALL_SCOPES), workspace('T2', REQUIRED_SCOPES)],
    });
  });
  afterAll(() => slack.close());

  const look = (teamId: string, token = `xoxb-${teamId}`) =>
    inspectWorkspace(
      token,
      ['IN', 'OUT', 'OPEN', 'NONE'].map((name) => `C${teamId}${name}`),
      { apiUrl: slack.apiUrl, now: () => new Date() },
    );
  const channels = (findings: { fine: boolean; text: string }[]) =>
    findings
      .filter(({ text }) => text.startsWith('Channel'))
      .map(({ fine, text }) => [fine, text.slice(8, 40)]);

  test('it finds the same, and Slack is only asked', async () => {
    const findings = await look('T1');
    expect(channels(findings)).toEqual([
      [true, 'CT1IN: private, and Vigil is in '],
      [false, 'CT1OUT: Vigil is not in it, or t'],
      [false, 'CT1OPEN: the whole workspace can'],
      [false, 'CT1NONE: Vigil is not in it, or '],
    ]);
    expect(findings.filter(({ fine, text }) => !fine && !text.startsWith('Channel'))).toEqual([]);
    expect(new Set(slack.calls.map(({ method }) => method))).toEqual(
      new Set(['auth.test', 'conversations.info']),
    );
  });

  test('with the least permissions nothing is wrong, and a token nobody knows is', async () => {
    expect((await look('T2')).filter(({ fine }) => !fine)).toEqual([]);
    expect((await look('T2', 'xoxb-nobody'))[0]).toMatchObject({
      fine: false,
      text: expect.stringMatching(/^Token: /),
    });
  });
});
