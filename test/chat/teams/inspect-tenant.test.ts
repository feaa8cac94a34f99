/**
 * A tenant looked over for doctor: each thing wrong with its mend, and nothing sent or changed by looking.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inspectTenant } from '../../../src/chat/teams/inspect-tenant.ts';
import { teamsSdk } from '../../../src/chat/teams/sdk.ts';
import {
  type BareTeams,
  CHAT,
  identityFor,
  openBareTeams,
  PRIVATE,
  personId,
  SAFE,
  TEAM,
  TENANT,
} from '../../support/bare-teams.ts';

const LOOKS = ['token', 'getChannels', 'getPagedMembers'];
let house: BareTeams;

const inspect = async (channels: string[] = [], over: BareTeams = house) => {
  const findings = await inspectTenant(over, { installationId: 'i', externalId: TENANT }, channels);
  return {
    wrong: findings.filter(({ fine }) => !fine).map(({ text }) => text),
    fine: findings.filter(({ fine }) => fine).map(({ text }) => text),
  };
};
const heard = (kind: 'team' | 'person', id: string) =>
  house.references.keep(TENANT, {
    kind,
    id,
    conversationId: id,
    serviceUrl: house.teams.serviceUrl,
    teamId: null,
  });

beforeEach(async () => {
  house = await openBareTeams();
});
afterEach(async () => {
  // Whatever was found, it was only looked at.
  expect(house.teams.calls.map(({ method }) => method).filter((method) => !LOOKS.includes(method))).toEqual(
    [],
  );
  expect(house.teams.world.posts).toEqual([]);
  await house.close();
});

test('a tenant in order has nothing to mend', async () => {
  await heard('team', TEAM);
  await heard('person', personId(1));
  const kept = house.references.kept.length;
  const { wrong, fine } = await inspect([SAFE, TEAM, CHAT]);
  expect(wrong).toEqual([]);
  expect(fine).toEqual([
    'Sign-in: Microsoft takes the app’s credentials',
    'Vigil is in 1 team, and some people have it for themselves',
    `Channel ${SAFE}: Vigil may post there; all of its team can read it, so see that they are the leads`,
    `Channel ${TEAM}: Vigil may post there; all of its team can read it, so see that they are the leads`,
    `Group chat ${CHAT}: Vigil is in it; see that all who can read it are the leads`,
  ]);
  expect(house.references.kept).toHaveLength(kept);
});

describe('the sign-in', () => {
  const withIdentity = (more: Parameters<typeof identityFor>[1]): BareTeams => ({
    ...house,
    wire: teamsSdk({ identity: identityFor(house.teams, more), openIdMetadataUrl: null, tokenIssuer: null }),
  });

  test('that does not take the secret is said with its own name for it, and nothing more is looked at', async () => {
    await heard('team', TEAM);
    const { wrong, fine } = await inspect([SAFE], withIdentity({ password: 'last year’s' }));
    expect(fine).toEqual([]);
    expect(wrong).toEqual([expect.stringMatching(/^Sign-in: .*\(invalid_client\).*TEAMS_APP_PASSWORD/)]);
    expect(wrong.join()).not.toContain('last year');
    expect(house.teams.calls.map(({ method }) => method)).toEqual(['token']);
  });

  test('that knows no such app or tenant is said so', async () => {
    const unknown = await inspect([], withIdentity({ appId: '33333333-0000-4000-8000-000000000000' }));
    expect(unknown.wrong).toEqual([expect.stringMatching(/\(unauthorized_client\).*TEAMS_APP_ID/)]);
    const elsewhere = await inspect([], withIdentity({ tenantId: '0c000000-0000-4000-8000-000000000000' }));
    expect(elsewhere.wrong).toEqual([expect.stringMatching(/\(invalid_request\).*TEAMS_TENANT_ID/)]);
  });

  test('that there is none of, on this computer alone, is said as it is', async () => {
    const wire = teamsSdk({ identity: null, openIdMetadataUrl: null, tokenIssuer: null });
    const { fine } = await inspect([], { ...house, wire });
    expect(fine).toEqual(['Sign-in: none, since TEAMS_INSECURE_LOCAL is set']);
    expect(house.teams.calls).toEqual([]);
  });

  test('that cannot be asked is not said to have refused anything', async () => {
    const { wrong } = await inspect([], withIdentity({ loginUrl: 'http://127.0.0.1:9' }));
    expect(wrong).toEqual([
      expect.stringMatching(/^Sign-in: .*could not be asked.*login\.microsoftonline\.com/),
    ]);
  });
});

describe('where Vigil is', () => {
  test('nowhere yet: how it is put there', async () => {
    const { wrong, fine } = await inspect();
    expect(fine).toEqual(['Sign-in: Microsoft takes the app’s credentials']);
    expect(wrong).toEqual([expect.stringMatching(/has not been heard from.*admin centre.*\/api\/messages/)]);
  });

  test.each([
    [0, 1, 'Vigil is in 0 teams, and some people have it for themselves'],
    [1, 0, 'Vigil is in 1 team'],
    [2, 0, 'Vigil is in 2 teams'],
  ])('in %s teams and with %s people', async (teams, people, said) => {
    for (let n = 0; n < teams; n += 1) await heard('team', `19:team${n}@thread.tacv2`);
    for (let n = 0; n < people; n += 1) await heard('person', personId(n + 1));
    expect((await inspect()).fine).toContain(said);
  });
});

describe('a channel', () => {
  test('that is private is said plainly, with what to use in its place', async () => {
    await heard('team', TEAM);
    const { wrong } = await inspect([PRIVATE]);
    expect(wrong).toEqual([
      expect.stringMatching(
        /^Channel 19:private@thread.tacv2: Vigil cannot see it.*private channel.*shared channel.*group chat.*Until then/,
      ),
    ]);
  });

  test('that is private and has let Vigil in is fine', async () => {
    await heard('team', TEAM);
    house.teams.tenant().setsInChannel(PRIVATE, true);
    expect((await inspect([PRIVATE])).wrong).toEqual([]);
  });

  test('that is not there, and a chat that Vigil is not in, are two different mends', async () => {
    await heard('team', TEAM);
    const [chat] = house.teams.world.tenants.get(TENANT)?.threads.filter(({ id }) => id === CHAT) ?? [];
    if (chat) chat.installed = false;
    const { wrong } = await inspect(['19:nowhere@thread.tacv2', CHAT]);
    expect(wrong).toEqual([
      expect.stringMatching(/^Channel 19:nowhere.*cannot see it/),
      expect.stringMatching(/^Group chat 19:leads.*not in it.*add Vigil to the chat/),
    ]);
  });

  test('of a tenant whose administrator has switched Vigil off is not said to be private', async () => {
    await heard('team', TEAM);
    house.teams.tenant().disables(true);
    const { wrong } = await inspect([SAFE, CHAT]);
    expect(wrong).toEqual(
      [SAFE, CHAT].map((id) =>
        expect.stringMatching(new RegExp(`${id}: an administrator has switched Vigil off`)),
      ),
    );
  });

  test('behind a filter, or where the token is not taken, is not said to be private', async () => {
    const filter = async () => ({ kind: 'unlinked' }) as const;
    const wire = { ...house.wire, members: filter, channels: filter };
    await heard('team', TEAM);
    const { wrong } = await inspect([SAFE], { ...house, wire });
    expect(wrong).toEqual([
      `Channel ${SAFE}: it could not be looked at (unlinked); run doctor again in a minute`,
    ]);
  });

  test('is found though one of the teams has shut Vigil out', async () => {
    await heard('team', '19:aaa@thread.tacv2');
    await heard('team', TEAM);
    const { wrong, fine } = await inspect([SAFE]);
    expect(wrong).toEqual([]);
    expect(fine.at(-1)).toContain('all of its team can read it');
  });

  test('at an address where nobody is could not be looked at', async () => {
    const { wrong } = await inspect([CHAT], { ...house, firstServiceUrl: 'http://127.0.0.1:9/' });
    expect(wrong.at(-1)).toMatch(/could not be looked at \(unlinked\)/);
  });

  test.each([
    [{ kind: 'limited', retryAfter: 5 }, 'throttled'],
    [{ kind: 'fail', status: 503 }, 'ambiguous'],
    [{ kind: 'refuse', code: 'BotNotRegistered' }, 'auth'],
  ] as const)('that could not be looked at just now (%o) is not said to be wrong', async (how, kind) => {
    house.teams.misbehave(how, { method: 'getPagedMembers' });
    const { wrong } = await inspect([CHAT]);
    expect(wrong.at(-1)).toBe(
      `Group chat ${CHAT}: it could not be looked at (${kind}); run doctor again in a minute`,
    );
  });
});
