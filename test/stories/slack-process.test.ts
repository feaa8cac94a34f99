/**
 * A term's fortnight with a real Vigil: the process `npm start` starts, a Slack before it, over signed HTTP and over
 * Socket Mode. It is set up by the operator's commands alone, asks, records, is killed in the middle, chases,
 * digests and answers /vigil.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type FakeSlack, openFakeSlack } from '../../src/simulation/slack/fake-slack.ts';
import { countedIds } from '../support/fixed.ts';
import { emailOf, STAFF, STAFF_CSV, settingWith } from '../support/process-school.ts';
import { startVigil, type VigilProcess } from '../support/vigil-process.ts';

const SETTING = settingWith('C0SAFE');
const TOKEN = 'xoxb-1-abc';
/** A busy machine may take its time, and a step that was killed is lent for two minutes; what is waited for ends the wait. */
const PATIENTLY = { timeout: 150_000 };

let shift = 0;
let vigil: VigilProcess | null = null;
let slack: FakeSlack | null = null;
let dataDir = '';
afterEach(async () => {
  await vigil?.kill();
  await slack?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** From now on it is that moment, in the process to be started and in its Slack. */
const meetAt = (moment: string) => {
  shift = new Date(moment).getTime() - Date.now();
};

async function openSlack(): Promise<FakeSlack> {
  return openFakeSlack({
    now: () => new Date(Date.now() + shift),
    ids: countedIds(7),
    workspaces: [
      {
        teamId: 'T0OAK',
        name: 'Oak Primary',
        domain: 'oak',
        token: TOKEN,
        users: [
          ...STAFF.map(([ref, realName]) => ({
            id: `U0${ref}`,
            realName,
            email: emailOf(ref),
            zone: 'Europe/London',
          })),
          { id: 'U0GUEST', realName: 'A Guest', isRestricted: true, email: 't02b@oak.example' },
          { id: 'U0NEW', realName: 'New Colleague', email: 'new@oak.example' },
        ],
        channels: [
          {
            id: 'C0SAFE',
            name: 'safeguarding',
            isPrivate: true,
            members: ['U0BOT', 'U0D01', 'U0D02', 'U0H01'],
          },
        ],
      },
    ],
  });
}

describe.each(['http', 'socket'] as const)('by %s', (by) => {
  test('from nothing to a digest, with a power cut on the way', async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'vigil-process-'));
    meetAt('2026-11-30T07:58:00Z');
    const world = await openSlack();
    slack = world;
    const start = async (moment?: string) => {
      if (moment) meetAt(moment);
      const started = await startVigil(
        {
          VIGIL_DATA_DIR: dataDir,
          SLACK_API_URL: world.apiUrl,
          SLACK_BOT_TOKEN: TOKEN,
          ...(by === 'http'
            ? { SLACK_SIGNING_SECRET: world.app.signingSecret }
            : { SLACK_APP_TOKEN: world.app.appToken }),
        },
        shift,
      );
      vigil = started;
      if (by === 'http') world.deliverTo(`${started.url}/slack/events`);
      else {
        world.deliverBySocket();
        await world.sockets.connected(2);
      }
      return started;
    };
    const tick = async (times = 1) => {
      for (let n = 0; n < times; n += 1) {
        const { errors } = (await vigil?.vigil('tick')) ?? { errors: ['not running'] };
        expect(errors).toEqual([]);
      }
    };
    const person = (ref: string) => world.person(`U0${ref}`);

    // Set up by the operator alone.
    let house = await start();
    expect(await house.vigil('setting', {}, SETTING)).toMatchObject({ code: 0, errors: [] });
    expect(await house.vigil('import people', { setting: 'oak' }, STAFF_CSV)).toMatchObject({
      code: 0,
      errors: [],
    });
    await tick(2);
    const looked = async () => {
      const { errors, out } = await house.vigil('doctor');
      return [...errors, out].join('\n');
    };
    await expect.poll(looked, PATIENTLY).toContain('15 people, 15 of them reached in chat');

    // Monday morning, in the staff's own hours: whoever asks for a question gets one, and answers it in two taps.
    await house.stop();
    house = await start('2026-11-30T08:27:00Z');
    await tick(2);
    await expect.poll(() => world.callsOf('chat.postMessage').length, PATIENTLY).toBeGreaterThan(0);
    await person('T01').command('/vigil ask');
    await tick();
    await expect.poll(() => person('T01').dm().length, PATIENTLY).toBeGreaterThan(0);
    const asked = person('T01').dm().at(-1);
    expect(asked?.text).toContain('Oak Primary School');
    await asked?.press(asked.buttons[0] ?? '');
    await expect.poll(() => asked?.text, PATIENTLY).toContain('✓ Recorded 08:');
    expect(world.person('U0GUEST').dm()).toEqual([]);
    expect(world.person('U0NEW').dm()).toEqual([]);

    // /vigil answers whoever typed it alone; words in the direct conversation are answered there.
    await person('T01').command('/vigil help');
    expect(person('T01').ephemerals.at(-1)?.text).toContain('What you can ask Vigil');
    await person('T01').writes('a child in my class told me something');
    expect(person('T01').dm().at(-1)?.text).toContain('STOP. This is NOT a report');
    await person('D01').command('/vigil people');
    expect(person('D01').ephemerals.at(-1)?.text).toContain('New Colleague');
    expect(person('D01').ephemerals.at(-1)?.text).not.toContain('A Guest');

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
    const channel = () => person('D01').channel('C0SAFE');
    const posted = () =>
      channel()
        .map(({ text }) => text)
        .join('\n');
    await expect.poll(posted, PATIENTLY).toContain('Duty check');
    // Nobody takes what is about themselves, so one of the three may not; the next one can.
    // Who is in charge may be an alert of its own beside it.
    const open = channel().find(
      ({ text, buttons }) => text.includes('Duty check') && buttons.includes('I have it'),
    );
    for (const ref of ['D01', 'D02', 'H01']) {
      const alert = person(ref)
        .channel('C0SAFE')
        .find(({ ts, buttons }) => ts === open?.ts && buttons.includes('I have it'));
      const told = person(ref).ephemerals.length;
      await alert?.press('I have it');
      await expect
        .poll(() => !open?.buttons.includes('I have it') || person(ref).ephemerals.length > told, PATIENTLY)
        .toBe(true);
    }
    expect(open?.text).toContain('has had it since 16:');

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
    expect(world.refused).toEqual([]);
    expect(house.log).not.toMatch(/told me something|Khan|xoxb|xapp/);
  }, 900_000);
});
