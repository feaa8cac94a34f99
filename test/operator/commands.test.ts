/**
 * The operator's commands over a test school: what each prints, and what each says to bad input.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrgId } from '../../src/domain/setting.ts';
import { digest } from '../../src/operator/digest.ts';
import { doctor } from '../../src/operator/doctor.ts';
import { importKinds } from '../../src/operator/import-kinds.ts';
import { migrate } from '../../src/operator/migrate.ts';
import { runCommand } from '../../src/operator/run-command.ts';
import { status } from '../../src/operator/status.ts';
import { tick } from '../../src/operator/tick.ts';
import { worldOver } from '../../src/operator/world.ts';
import type { Store } from '../../src/store/database.ts';
import { settleMessage } from '../../src/store/deliveries.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { queueMessages } from '../../src/store/messages.ts';
import { schemaNumber } from '../../src/store/migrate.ts';
import { insertOrganisation, readOrganisation } from '../../src/store/organisations.ts';
import { parkChannel } from '../../src/store/parked-channels.ts';
import { savePerson } from '../../src/store/people.ts';
import { wakeBy } from '../../src/store/wakes.ts';
import { countedIds, keptLog, seededRandom } from '../support/fixed.ts';
import { givenFor } from '../support/given.ts';
import { makeSchool, QUESTIONS, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOW = '2026-11-10T10:00:00.000Z';
const [CLERKS] = QUESTIONS;
if (!CLERKS) throw new Error('The test bank is empty');

let store: Store;
let school: School;

beforeAll(async () => {
  store = await openTestStore();
  school = await makeSchool(store, { block: 900, canary: 'CANARY' });
});
afterAll(() => store.close());

const wake = (at: string) =>
  store.within(school.org, (tx) => wakeBy(tx, school.org, 'plan-prompts', new Date(at), 'wall'));

test('migrate says which schema the database is at', async () => {
  expect(await migrate({ store })).toEqual({
    code: 0,
    errors: [],
    out: `The database is up to date: schema ${schemaNumber()}`,
  });
});

test('tick runs what is due at the moment given, once, and counts it', async () => {
  await wake('2026-11-10T09:00:00Z');
  const given = givenFor(store, [school], NOW);
  const outcome = await tick(given, { at: '2026-11-10T09:00:00+00:00' });
  expect(outcome).toMatchObject({ code: 0, errors: [] });
  expect(JSON.parse(outcome.out)).toEqual({
    at: '2026-11-10T09:00:00.000Z',
    planned: 1,
    sent: 0,
    nudged: 0,
    overdue: 0,
    alerts: 0,
    actions: 0,
    digests: 0,
  });
  expect(given.ran).toEqual(['plan-prompts 2026-11-10T09:00:00.000Z']);
  expect(JSON.parse((await tick(given, { at: '2026-11-10T09:00:00Z' })).out).planned).toBe(0);
});

test('tick without a moment is now; a moment without its offset, or none at all, is bad input', async () => {
  const given = givenFor(store, [school], NOW);
  expect(JSON.parse((await tick(given, {})).out).at).toBe(NOW);
  for (const at of ['2026-11-10T09:00:00', 'tomorrow', '', '2026-13-01T00:00:00Z'])
    expect(await tick(given, { at })).toMatchObject({
      code: 2,
      out: '',
      errors: [expect.stringMatching(/^--at: /)],
    });
});

test('a step that fails makes tick fail, by name and without what it worked on', async () => {
  await wake('2026-11-10T09:30:00Z');
  const given = givenFor(store, [school], NOW, {
    'plan-prompts': () => Promise.reject(new RangeError('about CANARY')),
  });
  const outcome = await tick(given, {});
  expect(outcome.code).toBe(1);
  expect(JSON.parse(outcome.out).planned).toBe(0);
  expect(outcome.errors.join()).toMatch(/plan-prompts.*RangeError/);
  expect(outcome.errors.join()).not.toContain('CANARY');
});

test('tick takes a stored clock along, and never back', async () => {
  const apart = await openTestStore();
  const ids = countedIds(77);
  const org = ids.id() as OrgId;
  const starts = new Date('2026-09-07T06:30:00Z');
  await apart.within(org, async (tx) => {
    await insertOrganisation(
      tx,
      org,
      { name: 'Invented', clock: 'stored', storedNow: starts, invented: true },
      starts,
    );
    await saveInstallation(tx, org, {
      installationId: ids.id(),
      platform: 'local',
      externalId: 'x',
      botUserId: null,
    });
    await wakeBy(tx, org, 'plan-prompts', starts, 'stored');
  });
  const given = givenFor(apart, [school], NOW);
  const world = worldOver(apart, { now: given.now, ids, random: seededRandom(1), log: keptLog() });
  const clock = async () => (await apart.within(org, (tx) => readOrganisation(tx, org)))?.storedNow;
  const run = (at?: string) => tick({ ...given, store: apart, world }, { at });

  expect(JSON.parse((await run()).out)).toMatchObject({ at: starts.toISOString(), planned: 1 });
  await run('2026-09-08T08:00:00Z');
  expect(await clock()).toEqual(new Date('2026-09-08T08:00:00Z'));
  await run('2026-09-07T08:00:00Z');
  expect(await clock()).toEqual(new Date('2026-09-08T08:00:00Z'));
  await apart.close();
});

test('status is JSON of every setting or one, in the shape that is promised', async () => {
  const given = givenFor(store, [school], NOW);
  const outcome = await status(given, { json: true });
  const { settings } = JSON.parse(outcome.out);
  expect(settings).toHaveLength(1);
  expect(Object.keys(settings[0])).toEqual([
    'ref',
    'name',
    'standards',
    'overdue',
    'openActions',
    'minutesThisWeek',
  ]);
  expect(settings[0].standards).toHaveLength(12);
  expect(settings[0].standards[0]).toEqual({
    id: 'leadership',
    name: 'Leadership, governance and accountability',
    rating: 'not_yet_assessed',
    answered: 0,
    asked: 0,
  });
  expect(await status(given, { json: true, setting: school.setting.ref })).toEqual(outcome);
  expect(await status(given, { setting: 'nowhere' })).toMatchObject({ code: 2, out: '' });
  const words = await status(given, {});
  expect(words.out).toMatch(/Not yet assessed {2}0 of 0 answered/);
  expect(words.out).not.toMatch(/!|all clear|compliant/i);
});

test('digest is the facts of a week; weeks that are not, or are to come, are bad input', async () => {
  const given = givenFor(store, [school], NOW);
  const ref = school.setting.ref;
  const last = await digest(given, { setting: ref });
  expect(JSON.parse(last.out)).toMatchObject({ week: '2026-W45', from: '2026-11-02' });
  expect(JSON.parse((await digest(given, { setting: ref, week: '2026-W46' })).out).week).toBe('2026-W46');
  for (const week of ['2026-46', '2025-W53', '2026-W00', '2026-W47', 'last'])
    expect(await digest(given, { setting: ref, week })).toMatchObject({
      code: 2,
      errors: [expect.stringMatching(/^--week: /)],
    });
  expect(await digest(given, {})).toMatchObject({ code: 2 });
});

test('doctor finds nothing in a house that is in order', async () => {
  const given = { ...givenFor(store, [school], NOW), freeBytes: async () => 5 * 1024 ** 3 };
  const outcome = await doctor(given);
  // The test bank asks roles that all fourteen staff between them hold.
  expect(outcome.errors.filter((line) => !/Timetable/.test(line))).toEqual([]);
  expect(outcome.out).toMatch(/15 people, 15 of them reached/);
  expect(outcome.out).not.toContain('CANARY');
});

test('doctor says the mend for everything that is wrong, and exits 1', async () => {
  const apart = await openTestStore();
  const bare = await makeSchool(apart, {
    block: 901,
    questions: [...QUESTIONS, { ...CLERKS, id: 'LEAD-D9', audience: 'clerk' }],
    setting: {
      channel: null,
      contacts: { frontDoor: '', outOfHours: '1', lado: ' ', chair: 'C', leadPhone: '2' },
      calendar: {
        halfTerms: [{ name: 'A', term: 'autumn', startsOn: '2026-09-01', endsOn: '2026-11-20' }],
        closures: [],
      },
    },
  });
  await apart.within(bare.org, (tx) =>
    wakeBy(tx, bare.org, 'plan-prompts', new Date('2026-11-10T09:00:00Z')),
  );
  const given = { ...givenFor(apart, [bare], NOW), freeBytes: async () => 1024 };
  const outcome = await doctor(given);
  expect(outcome.code).toBe(1);
  for (const found of [
    /^Disk: /,
    /no safeguarding channel/,
    /no contact for children’s social care/,
    /no contact for the LADO/,
    /nobody is asked anything, because set-up is not finished: Vigil needs .*children’s social care/,
    /term dates run out on 2026-11-20/,
    /questions go to clerk to the governors and nobody is/,
    /^Timetable: plan-prompts has waited since 2026-11-10T09:00/,
  ])
    expect(outcome.errors).toContainEqual(expect.stringMatching(found));
  expect(outcome.errors).toHaveLength(8);

  const later = await doctor(givenFor(apart, [bare], '2027-01-11T10:00:00.000Z'));
  expect(later.errors.some((line) => /term dates ran out on 2026-11-20, so nobody is asked/.test(line))).toBe(
    true,
  );
  await apart.close();
});

test('doctor says that a channel has refused Vigil, that a message is in doubt, and how many failed of late', async () => {
  const apart = await openTestStore();
  const troubled = await makeSchool(apart, { block: 903 });
  const { org, setting, installationId, channelId } = troubled;
  const at = new Date('2026-11-09T08:00:00Z');
  await apart.within(org, async (tx) => {
    await parkChannel(tx, org, { installationId, channelId }, { why: 'not_in_channel', at, lookAt: at });
    const { ids } = troubled.at(at);
    const queued = async (queuedAt: Date) => {
      const messageId = ids.id();
      const made = {
        messageId,
        dedupeKey: messageId,
        body: { kind: 'digest' as const, summary: '', blocks: [] },
        settingId: setting.id,
        to: { installationId, channelId },
        notBefore: queuedAt,
        notAfter: null,
        promptIds: [],
      };
      await queueMessages(tx, org, [made], queuedAt);
      return messageId;
    };
    await settleMessage(tx, await queued(at), { state: 'held', fault: 'uncertain', doubtToken: 'tok' });
    await settleMessage(tx, await queued(at), { state: 'failed', fault: 'invalid' });
    await settleMessage(tx, await queued(at), { state: 'failed', fault: 'person_gone' });
    const before = new Date('2026-10-01T08:00:00Z');
    await settleMessage(tx, await queued(before), { state: 'failed', fault: 'invalid' });
  });
  const { errors } = await doctor(givenFor(apart, [troubled], NOW));
  expect(errors).toEqual([
    expect.stringContaining('its channel has refused Vigil since 2026-11-09'),
    expect.stringContaining('1 message may or may not have arrived'),
    expect.stringContaining('1 message of the last seven days could not be delivered (invalid: 1)'),
  ]);
  await apart.close();
});

test('doctor says so where the headteacher’s own lapse would have nobody to go to', async () => {
  const apart = await openTestStore();
  const headed = await makeSchool(apart, { block: 902 });
  const { org, setting } = headed;
  const governor = { ...headed.person('G02'), roles: ['link_governor' as const] };
  await apart.within(org, (tx) => savePerson(tx, org, setting.id, governor, new Date(NOW)));
  const { errors } = await doctor(givenFor(apart, [headed], NOW));
  expect(errors).toEqual([expect.stringContaining('nobody is chair of governors')]);
  await apart.close();
});

test('doctor on a database that does not answer says so and does not throw', async () => {
  const apart = await openTestStore();
  await apart.close();
  const outcome = await doctor(givenFor(apart, [school], NOW));
  expect(outcome.code).toBe(1);
  expect(outcome.errors).toHaveLength(1);
});

test('a command nobody knows, or options of the wrong kind, are bad input and run nothing', async () => {
  const given = givenFor(store, [school], NOW);
  for (const command of ['toString', '__proto__', 'move', 'import training', ''])
    expect(await runCommand(given, { command, args: {}, files: [] })).toMatchObject({ code: 2 });
  expect(await runCommand(given, { command: 'status', args: { json: 'yes' }, files: [] })).toMatchObject({
    code: 2,
  });
});

test('a fault of ours is told by its name, never by its message', async () => {
  const given = givenFor(store, [school], NOW);
  const broken = { ...given, world: { store, contextFor: () => Promise.reject(new TypeError('of CANARY')) } };
  const outcome = await runCommand(broken, { command: 'status', args: {}, files: [] });
  expect(outcome).toMatchObject({ code: 1, errors: [expect.stringContaining('TypeError')] });
  expect(JSON.stringify([outcome, school.log.lines])).not.toContain('CANARY');
});

test('kinds of file that cannot be imported yet are told from ones there never will be', () => {
  expect(importKinds.faultOf('people')).toBeNull();
  expect(importKinds.faultOf('calendar')).toBeNull();
  expect(importKinds.faultOf('training')).toBe(
    'import training: not in this version yet; this version imports people, calendar',
  );
  expect(importKinds.faultOf('poeple')).toMatch(/did you mean people\?/);
});
