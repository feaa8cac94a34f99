/**
 * A trust of two schools: Oak in Slack and Elm in Teams, with one real Vigil between them, set up by the operator's
 * commands alone. In each school a teacher has been asked one question.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { type FakeSlack, openFakeSlack } from '../../src/simulation/slack/fake-slack.ts';
import { type FakeTeams, openFakeTeams } from '../../src/simulation/teams/fake-teams.ts';
import { countedIds } from './fixed.ts';
import { startVigil, type VigilProcess } from './vigil-process.ts';

export const OAK_CHANNEL = 'C0SAFE';
export const ELM_CHANNEL = '19:safeguarding@thread.tacv2';
const ELM_TEAM = '19:leads@thread.tacv2';
const TENANT = '22222222-0000-4000-8000-000000000033';
const APP = '11111111-0000-4000-8000-000000000033';
const SECRET = 'the-secret-of-the-app';
const TOKEN = 'xoxb-1-trust';

/** Each school's own; the trust's lead is on Oak's list. */
const STAFF = {
  oak: [
    ['T01', 'Amira Khan', 'teacher'],
    ['D01', 'Ines Duarte', 'dsl;teacher'],
    ['D02', 'Joe Lamb', 'deputy_dsl'],
    ['H01', 'Kate Orr', 'headteacher'],
    ['G01', 'Oli Grant', 'chair_of_governors'],
    ['X01', 'Ruth Bell', 'trust_safeguarding_lead'],
  ],
  elm: [
    ['T01', 'Ben Osei', 'teacher'],
    ['D01', 'Mia Stone', 'dsl;teacher'],
    ['D02', 'Tom Reed', 'deputy_dsl'],
    ['H01', 'Ana Cole', 'headteacher'],
    ['G01', 'Pat Hill', 'chair_of_governors'],
    ['X02', 'Ravi Shah', 'trust_safeguarding_lead'],
  ],
} as const;
export type SchoolRef = keyof typeof STAFF;

const emailOf = (school: SchoolRef, ref: string) => `${ref.toLowerCase()}@${school}.example`;
export const slackIdOf = (ref: string) => `U0${ref}`;
export const teamsIdOf = (ref: string) => `aad-${ref}`;
const csvOf = (school: SchoolRef) =>
  [
    'staff_ref,name,email,role',
    ...STAFF[school].map(([ref, name, role]) => `${ref},${name},${emailOf(school, ref)},${role}`),
  ].join('\n');

function settingOf(ref: SchoolRef, name: string, channel: string): string {
  return readFileSync(new URL('../../examples/setting.yaml', import.meta.url), 'utf8')
    .replace('ref: oak', `ref: ${ref}`)
    .replace('name: Oak Primary School', `name: ${name}`)
    .replace('# channel: C0123ABCD', `channel: "${channel}"`);
}

export type Trust = {
  vigil: VigilProcess;
  slack: FakeSlack;
  teams: FakeTeams;
  tick(times?: number): Promise<void>;
  close(): Promise<void>;
};

/** `moment` is when they are met; a school morning, in everybody's hours. */
export async function openTrust(moment: string): Promise<Trust> {
  const shift = new Date(moment).getTime() - Date.now();
  const now = () => new Date(Date.now() + shift);
  const dataDir = mkdtempSync(join(tmpdir(), 'vigil-trust-'));
  const slack = await openFakeSlack({
    now,
    ids: countedIds(5),
    workspaces: [
      {
        teamId: 'T0OAK',
        name: 'Oak Primary',
        domain: 'oak',
        token: TOKEN,
        users: STAFF.oak.map(([ref, realName]) => ({
          id: slackIdOf(ref),
          realName,
          email: emailOf('oak', ref),
        })),
        channels: [
          {
            id: OAK_CHANNEL,
            name: 'safeguarding',
            isPrivate: true,
            members: ['U0BOT', 'U0D01', 'U0D02', 'U0H01'],
          },
        ],
      },
    ],
  });
  const teams = await openFakeTeams({
    now,
    ids: countedIds(6),
    appId: APP,
    appPassword: SECRET,
    tenants: [
      {
        tenantId: TENANT,
        users: STAFF.elm.map(([ref, name]) => ({ id: teamsIdOf(ref), name, email: emailOf('elm', ref) })),
        teams: [
          {
            id: ELM_TEAM,
            name: 'Safeguarding leads',
            channels: [{ id: ELM_CHANNEL, name: 'Safeguarding', kind: 'standard' }],
            members: ['D01', 'D02', 'H01'].map(teamsIdOf),
            installed: false,
          },
        ],
      },
    ],
  });
  const vigil = await startVigil(
    {
      VIGIL_DATA_DIR: dataDir,
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: TOKEN,
      SLACK_SIGNING_SECRET: slack.app.signingSecret,
      TEAMS_APP_ID: APP,
      TEAMS_APP_PASSWORD: SECRET,
      TEAMS_TENANT_ID: TENANT,
      TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl,
      TEAMS_TOKEN_ISSUER: teams.tokenIssuer,
      TEAMS_LOGIN_URL: teams.loginUrl,
    },
    shift,
  );
  slack.deliverTo(`${vigil.url}/slack/events`);
  teams.deliverTo(`${vigil.url}/api/messages`);
  const run = async (command: string, args?: Record<string, string | boolean>, file?: string) => {
    const { code, errors } = await vigil.vigil(command, args, file);
    if (code !== 0) throw new Error(`${command}: ${errors.join('\n')}`);
  };
  const trust: Trust = {
    vigil,
    slack,
    teams,
    async tick(times = 1) {
      for (let n = 0; n < times; n += 1) await run('tick');
    },
    async close() {
      await vigil.kill();
      await slack.close();
      await teams.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  try {
    await run('setting', {}, settingOf('oak', 'Oak Primary School', OAK_CHANNEL));
    await run('setting', {}, settingOf('elm', 'Elm Primary School', ELM_CHANNEL));
    await run('import people', { setting: 'oak' }, csvOf('oak'));
    await run('import people', { setting: 'elm' }, csvOf('elm'));
    await teams.tenant(TENANT).addsToTeam(ELM_TEAM, ELM_CHANNEL);
    for (const [ref] of STAFF.elm) await teams.tenant(TENANT).installsPersonal(teamsIdOf(ref));
    await trust.tick(2);
    await slack.person('U0T01').command('/vigil ask');
    await teams.person('aad-T01', TENANT).writes('ask');
    await trust.tick();
    const isAsked = () =>
      [slack.person('U0T01'), teams.person('aad-T01', TENANT)].every((person) =>
        person.dm().some(({ buttons }) => buttons.includes('Not me')),
      );
    await vi.waitFor(() => expect(isAsked()).toBe(true), { timeout: 150_000, interval: 200 });
    return trust;
  } catch (fault) {
    await trust.close();
    throw fault;
  }
}
