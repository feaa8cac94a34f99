/**
 * A term's fortnight with a real Vigil in Teams: the process `npm start` starts, a Teams before it with its sign-in and
 * its signed deliveries. It is set up by the operator's commands alone, asks, records, is killed in the middle,
 * chases, digests and answers words.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type FakeTeams, openFakeTeams } from '../../src/simulation/teams/fake-teams.ts';
import { countedIds } from '../support/fixed.ts';
import { emailOf, STAFF, STAFF_CSV, settingWith } from '../support/process-school.ts';
import { startVigil, type VigilProcess } from '../support/vigil-process.ts';

const CHANNEL = '19:safeguarding@thread.tacv2';
const TEAM = '19:leads@thread.tacv2';
const SETTING = settingWith(
  `https://teams.microsoft.com/l/channel/${encodeURIComponent(CHANNEL)}/Safeguarding?groupId=1`,
);
const TENANT = '22222222-0000-4000-8000-000000000022';
const APP = '11111111-0000-4000-8000-000000000011';
const SECRET = 'the-secret-of-the-app';

/** A busy machine may take its time, and a step that was killed is lent for two minutes; what is waited for ends the wait. */
const PATIENTLY = { timeout: 150_000 };

let shift = 0;
let vigil: VigilProcess | null = null;
let teams: FakeTeams | null = null;
let dataDir = '';
afterEach(async () => {
  await vigil?.kill();
  await teams?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** From now on it is that moment, in the process to be started and in its Teams. */
const meetAt = (moment: string) => {
  shift = new Date(moment).getTime() - Date.now();
};
const idOf = (ref: string) => `aad-${ref}`;

function openTeams(): Promise<FakeTeams> {
  return openFakeTeams({
    now: () => new Date(Date.now() + shift),
    ids: countedIds(8),
    appId: APP,
    appPassword: SECRET,
    tenants: [
      {
        tenantId: TENANT,
        users: [
          ...STAFF.map(([ref, name]) => ({
            id: idOf(ref),
            name,
            email: emailOf(ref),
          })),
          { id: 'aad-GUEST', name: 'A Guest', email: 'guest@elsewhere.example', role: 'guest' },
          { id: 'aad-NEW', name: 'New Colleague', email: 'new@oak.example' },
        ],
        teams: [
          {
            id: TEAM,
            name: 'Safeguarding leads',
            channels: [{ id: CHANNEL, name: 'Safeguarding', kind: 'standard' }],
            members: ['D01', 'D02', 'H01'].map(idOf).concat('aad-NEW', 'aad-GUEST'),
            installed: false,
          },
        ],
      },
    ],
  });
}

test('from nothing to a digest, with a power cut on the way', async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vigil-teams-'));
  meetAt('2026-11-30T07:58:00Z');
  const world = await openTeams();
  teams = world;
  const start = async (moment?: string) => {
    if (moment) meetAt(moment);
    const started = await startVigil(
      {
        VIGIL_DATA_DIR: dataDir,
        TEAMS_APP_ID: APP,
        TEAMS_APP_PASSWORD: SECRET,
        TEAMS_TENANT_ID: TENANT,
        TEAMS_OPENID_METADATA_URL: world.openIdMetadataUrl,
        TEAMS_TOKEN_ISSUER: world.tokenIssuer,
        TEAMS_LOGIN_URL: world.loginUrl,
      },
      shift,
    );
    vigil = started;
    world.deliverTo(`${started.url}/api/messages`);
    return started;
  };
  const tick = async (times = 1) => {
    for (let n = 0; n < times; n += 1) {
      const { errors } = (await vigil?.vigil('tick')) ?? { errors: ['not running'] };
      expect(errors).toEqual([]);
    }
  };
  const person = (ref: string) => world.person(idOf(ref), TENANT);

  // Set up by the operator: before anybody has put Vigil anywhere, doctor says what is to be done.
  let house = await start();
  const early = await house.vigil('doctor');
  expect(early.errors.join('\n')).toContain('Vigil has not been heard from there yet');
  expect(await house.vigil('setting', {}, SETTING)).toMatchObject({ code: 0, errors: [] });
  expect(await house.vigil('import people', { setting: 'oak' }, STAFF_CSV)).toMatchObject({
    code: 0,
    errors: [],
  });

  // The administrator puts it into the staff's own apps, and then into the leads' team.
  const tenant = world.tenant(TENANT);
  for (const [ref] of STAFF) await tenant.installsPersonal(idOf(ref));
  const unseen = await house.vigil('doctor');
  expect(unseen.errors.join('\n')).toContain(`Channel ${CHANNEL}: Vigil cannot see it. It may be a private`);
  await tenant.addsToTeam(TEAM, CHANNEL);
  await tick(2);
  const looked = async () => {
    const { errors, out } = await house.vigil('doctor');
    return [...errors, out].join('\n');
  };
  await expect.poll(looked, PATIENTLY).toContain('15 people, 15 of them reached in chat');
  expect(await looked()).toContain(`Channel ${CHANNEL}: Vigil may post there`);

  // Monday morning, in the staff's own hours: whoever asks for a question gets one, and answers it in two taps.
  await house.stop();
  house = await start('2026-11-30T08:27:00Z');
  await tick(2);
  await person('T01').writes('ask');
  await tick();
  const questions = () =>
    person('T01')
      .dm()
      .filter(({ buttons }) => buttons.includes('Not me'));
  await expect.poll(() => questions().length, PATIENTLY).toBeGreaterThan(0);
  const asked = questions().at(-1);
  expect(asked?.text).toContain('Oak Primary School');
  await asked?.press(asked.buttons[0] ?? '');
  expect(asked?.text).toContain('✓ Recorded 08:');
  expect(person('NEW').lines).toEqual([]);

  // Words are answered where they are written; in the channel, to their writer alone.
  await person('T01').writes('help');
  expect(person('T01').dm().at(-1)?.text).toContain('What you can ask Vigil');
  await person('T01').writes('a child in my class told me something');
  expect(person('T01').dm().at(-1)?.text).toContain('STOP. This is NOT a report');
  await person('D01').writesIn(CHANNEL, 'people');
  expect(person('D01').dm().at(-1)?.text).toContain('New Colleague');
  expect(person('D01').dm().at(-1)?.text).not.toContain('A Guest');
  expect(person('D02').channel(CHANNEL).at(-1)?.text).toBe(
    'The answer is in your own chat with Vigil, where only you see it.',
  );

  // The power fails, and comes back before the day is over: what was planned still goes, once.
  await house.kill();
  house = await start('2026-11-30T16:26:00Z');
  await tick(3);
  const put = () =>
    STAFF.flatMap(([ref]) =>
      person(ref)
        .dm()
        .map(({ text }) => `${ref} ${text}`),
    );
  await expect.poll(() => put().length, PATIENTLY).toBeGreaterThan(2);
  expect(new Set(put()).size).toBe(put().length);

  // It fails again; three days later nobody has said whether the site was checked.
  await house.kill();
  house = await start('2026-12-03T16:10:00Z');
  await tick(6);
  const channel = () => person('D01').channel(CHANNEL);
  const posted = () =>
    channel()
      .map(({ text }) => text)
      .join('\n');
  await expect.poll(posted, PATIENTLY).toContain('Duty check');
  // Who is in charge may be an alert of its own beside it.
  const open = channel().find(
    ({ text, buttons }) => text.includes('Duty check') && buttons.includes('I have it'),
  );
  // Nobody takes what is about themselves, so one of the three may not; the next one can.
  for (const ref of ['D01', 'D02', 'H01']) {
    const alert = person(ref)
      .channel(CHANNEL)
      .find(({ id, buttons }) => id === open?.id && buttons.includes('I have it'));
    await alert?.press('I have it');
  }
  await expect.poll(() => open?.text, PATIENTLY).toContain('has had it since 16:');

  // Monday after: one digest, in the channel alone, and a graceful stop.
  await house.kill();
  house = await start('2026-12-07T08:03:00Z');
  await tick(4);
  const digests = () => channel().filter(({ text }) => text.includes('Week of'));
  await expect.poll(() => digests().length, PATIENTLY).toBe(1);
  await tick(2);
  expect(digests()).toHaveLength(1);
  const { code, ms } = await house.stop();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(10_000);
  expect(world.refused.filter(({ what }) => what !== 'getPagedMembers')).toEqual([]);
  expect(house.log).not.toMatch(/told me something|Khan|the-secret|eyJ/);
}, 900_000);
