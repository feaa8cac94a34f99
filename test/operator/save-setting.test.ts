/**
 * A setting made from its file, brought up to date by it, and placed in the workspace that is meant.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Installed } from '../../src/chat/chat.ts';
import { revokeWorkspace } from '../../src/cycle/revoke-workspace.ts';
import { type Taken, takeInstallation } from '../../src/cycle/take-installation.ts';
import { englandCalendar } from '../../src/domain/england-calendar.ts';
import { importPeople } from '../../src/operator/import-people.ts';
import type { Given } from '../../src/operator/outcome.ts';
import { runCommand } from '../../src/operator/run-command.ts';
import { saveSetting } from '../../src/operator/save-setting.ts';
import { worldOver } from '../../src/operator/world.ts';
import type { Store } from '../../src/store/database.ts';
import { listInstallations } from '../../src/store/installations.ts';
import { listPeople, saveAddress } from '../../src/store/people.ts';
import { listQuestions } from '../../src/store/questions.ts';
import { readPeriods } from '../../src/store/retention.ts';
import { ledger, message } from '../../src/store/schema/index.ts';
import { listSettings } from '../../src/store/settings.ts';
import { claimDue, listWakes, WAKE_STEPS } from '../../src/store/wakes.ts';
import { countedIds, keptLog, seededRandom } from '../support/fixed.ts';
import { givenFor } from '../support/given.ts';
import { tokensUnder } from '../support/keys.ts';
import { makeSchool } from '../support/school.ts';
import { EXAMPLE, lineOf, written } from '../support/setting-example.ts';
import { openTestStore } from '../support/store.ts';

const ids = countedIds(1);
const log = keptLog();
const seals = tokensUnder(Buffer.alloc(32, 1).toString('hex'));

let shared: Store;
let store: Store;
let now: Date;
let given: Given;
let count = 0;

beforeAll(async () => {
  shared = await openTestStore();
});
afterAll(() => shared.close());
beforeEach(() => {
  count += 1;
  return over(shared);
});

/** The command works over this store from here on. */
async function over(on: Store): Promise<void> {
  store = on;
  now = new Date('2026-11-09T08:00:00Z');
  const world = worldOver(store, { now: () => now, ids, random: seededRandom(1), log });
  const school = { log, at: () => ({ ids }) };
  given = {
    ...givenFor(store, [school as never], '2026-11-09T08:00:00Z'),
    world,
    ids,
    log,
    now: () => now,
  };
}

const install = (externalId: string, name = `The ${externalId}`): Promise<Taken> => {
  const installed: Installed = {
    platform: 'slack',
    externalId,
    name,
    botUserId: 'UBOT',
    scopes: [],
    token: null,
  };
  return takeInstallation(given.world, installed, { ids, sealer: seals });
};
const save = (text: string) => saveSetting(given, { name: 'oak.yaml', text });
/** This test's own workspace and reference. */
const own = () => ({ workspace: `T${count}`, ref: `oak-${count}` });
const ours = (changes: Record<string, string> = {}) =>
  written({ workspace: `workspace: ${own().workspace}`, ref: `ref: ${own().ref}`, ...changes });
const settingsOf = ({ org }: Taken) => store.within(org, listSettings);
const questionsOf = async (taken: Taken) => {
  const [setting] = await settingsOf(taken);
  return store.within(taken.org, (tx) => listQuestions(tx, setting?.id ?? ''));
};
const everything = (taken: Taken) =>
  store.within(taken.org, async (tx) => ({
    settings: await listSettings(tx),
    ledger: await tx.select().from(ledger).orderBy(ledger.entryId),
    wakes: await listWakes(tx, taken.org),
  }));

describe('the first setting of a workspace', () => {
  test('is the shipped example, whole: calendar, questions, contacts, and every step woken', async () => {
    const taken = await install(own().workspace, 'Oak Trust');
    now = new Date('2026-11-09T09:00:00Z');
    const outcome = await save(ours());
    expect(outcome).toMatchObject({ code: 0, errors: [] });
    const { settings, ledger: rows, wakes } = await everything(taken);
    expect(settings).toHaveLength(1);
    expect(settings[0]).toMatchObject({
      ref: own().ref,
      name: 'Oak Primary School',
      phase: 'primary',
      zone: 'Europe/London',
      edition: 'KCSIE 2026',
      weeklyBudget: 2,
      windows: [
        { from: '08:00', to: '08:30' },
        { from: '15:15', to: '16:30' },
      ],
      askDays: [2, 3, 4],
      digestDay: 1,
      digestTime: '08:00',
      contacts: {
        frontDoor: '01632 960301',
        outOfHours: '01632 960302',
        lado: '01632 960303',
        chair: 'Robin Hale, 01632 960305',
        leadPhone: '01632 960304',
      },
      calendar: englandCalendar(2026),
      channel: null,
    });
    const questions = await questionsOf(taken);
    expect(questions.length).toBeGreaterThan(40);
    expect(questions.every(({ question }) => question.phases.includes('primary'))).toBe(true);
    expect(wakes.filter(({ dueAt }) => dueAt <= now)).toHaveLength(WAKE_STEPS.length);
    expect(rows.map(({ kind, facts }) => [kind, facts])).toEqual([
      ['installation_made', { platform: 'slack', scopes: 0 }],
      ['setting_created', { phase: 'primary' }],
      ['bank_loaded', { questions: questions.length }],
    ]);
    const [first, ...next] = outcome.out.split('\n');
    expect(first).toBe(
      `${own().ref}: saved, in the workspace ${own().workspace} (Oak Trust), with ${questions.length} questions`,
    );
    expect(next.join('\n')).toContain('2026-09-01 to 2027-07-21');
    for (const step of ['private channel', `import people FILE --setting ${own().ref}`, 'doctor'])
      expect(next.join('\n')).toContain(step);
  });

  test('what the example says would be so if left out, is so', async () => {
    await install(own().workspace);
    await save(ours());
    const spelled = ours({
      weekly_questions: 'weekly_questions: 2',
      windows: 'windows: [08:00-08:30, "15:15 to 16:30"]',
      ask_days: 'ask_days: Tue Wed Thu',
      digest: 'digest: Mon 08:00',
    });
    expect((await save(spelled)).out).toContain('nothing to change');
  });

  test('everything that may be said is taken', async () => {
    const taken = await install(own().workspace);
    const outcome = await save(
      ours({
        channel: 'channel: C0ABCDEF12',
        zone: 'zone: Europe/Dublin',
        weekly_questions: 'weekly_questions: 3',
        windows: 'windows: [15:30-16:00, 7.45 – 8.15]',
        ask_days: 'ask_days: [Mon, fri]',
        digest: 'digest: Friday 15:00',
      }),
    );
    expect(outcome.code).toBe(0);
    expect(outcome.out).toContain('/invite @Vigil');
    expect((await settingsOf(taken))[0]).toMatchObject({
      channel: { installationId: taken.installationId, channelId: 'C0ABCDEF12' },
      zone: 'Europe/Dublin',
      weeklyBudget: 3,
      windows: [
        { from: '07:45', to: '08:15' },
        { from: '15:30', to: '16:00' },
      ],
      askDays: [1, 5],
      digestDay: 5,
      digestTime: '15:00',
    });
  });

  test('in the summer takes the coming year’s terms, and says so where none are known', async () => {
    const taken = await install(own().workspace);
    now = new Date('2026-08-20T09:00:00Z');
    await save(ours());
    expect((await settingsOf(taken))[0]?.calendar).toEqual(englandCalendar(2026));
    now = new Date('2028-11-09T09:00:00Z');
    const later = await save(ours({ ref: 'ref: elm', name: 'name: Elm' }));
    expect(later.out).toContain('Term dates: none are known');
    expect((await settingsOf(taken)).map(({ name, calendar }) => [name, calendar.halfTerms.length])).toEqual([
      ['Elm', 0],
      ['Oak Primary School', 6],
    ]);
  });
});

describe('the same setting again', () => {
  test('how long things are kept is taken as a whole; a file without it leaves it', async () => {
    const taken = await install(own().workspace);
    await save(ours());
    const [made] = await settingsOf(taken);
    const kept = () => store.within(taken.org, (tx) => readPeriods(tx, made?.id ?? ''));
    expect(await kept()).toEqual({});
    const chosen = `${ours()}retention:\n  notes: 6\n  answers: 24\n`;
    expect((await save(chosen)).out).toContain('brought up to date (retention)');
    expect((await save(chosen)).out).toContain('nothing to change');
    expect((await save(ours())).out).toContain('nothing to change');
    expect(await kept()).toEqual({ notes: 6, answers: 24 });
    expect((await save(`${ours()}retention:\n  notes: 6\n`)).code).toBe(0);
    expect(await kept()).toEqual({ notes: 6 });
  });

  test('with the same file changes nothing at all', async () => {
    const taken = await install(own().workspace);
    await save(ours());
    await store.within(taken.org, (tx) => claimDue(tx, taken.org, now));
    const before = await everything(taken);
    expect(before.wakes).toEqual([]);
    now = new Date('2026-11-10T08:00:00Z');
    const again = await save(ours());
    expect(again).toMatchObject({ code: 0, errors: [] });
    expect(again.out.split('\n')[0]).toBe(`${own().ref}: as it was; nothing to change`);
    expect(await everything(taken)).toEqual(before);
  });

  test('is brought up to date, names what changed and not what it held, and keeps what the file leaves out', async () => {
    const taken = await install(own().workspace);
    await save(ours({ channel: 'channel: C0ABCDEF12', weekly_questions: 'weekly_questions: 3' }));
    const [before] = await settingsOf(taken);
    now = new Date('2026-11-08T08:00:00Z');
    const outcome = await save(ours({ name: 'name: Oak Academy', lado: 'lado: "CANARY 0300"' }));
    expect(outcome.out.split('\n')[0]).toBe(`${own().ref}: brought up to date (name, contacts)`);
    const after = await everything(taken);
    expect(after.settings).toEqual([
      { ...before, name: 'Oak Academy', contacts: { ...before?.contacts, lado: 'CANARY 0300' } },
    ]);
    expect(after.ledger.at(-1)).toMatchObject({
      kind: 'setting_changed',
      subject: before?.id,
      facts: { changed: 'name;contacts' },
    });
    expect(JSON.stringify([after.ledger, log.lines])).not.toContain('CANARY');
    expect(after.wakes.map(({ dueAt }) => dueAt)).toEqual(WAKE_STEPS.map(() => now));
  });

  test('names what changed as its file does, and the numbers left as the example has them', async () => {
    await install(own().workspace);
    expect((await save(ours())).out).toMatch(/frontDoor, outOfHours, lado, chair, leadPhone still with/);
    const real = {
      frontDoor: 'frontDoor: "0300 1"',
      outOfHours: 'outOfHours: "0300 2"',
      lado: 'lado: "0300 3"',
      chair: 'chair: "0300 4"',
      leadPhone: 'leadPhone: "0300 5"',
    };
    const { out } = await save(ours({ ...real, weekly_questions: 'weekly_questions: 3' }));
    expect(out).toContain('brought up to date (weekly_questions, contacts)');
    expect(out).not.toContain('rings nowhere');
  });

  test('letting the DSL see cases is in the ledger, and each headteacher is told, also when it is taken back', async () => {
    const taken = await install(own().workspace);
    await save(ours());
    const staff = 'staff_ref,name,role\nH1,Kate Orr,headteacher\nD1,Ines Duarte,dsl\nD2,Joe Lamb,deputy_dsl';
    await importPeople(given, { setting: own().ref }, staff);
    const [made] = await settingsOf(taken);
    const people = await store.within(taken.org, (tx) => listPeople(tx, made?.id ?? ''));
    const idOf = (ref: string) => people.find(({ staffRef }) => staffRef === ref)?.id ?? '';
    await store.within(taken.org, async (tx) => {
      const [workspace] = await listInstallations(tx);
      for (const ref of ['H1', 'D1', 'D2'])
        await saveAddress(tx, taken.org, {
          personId: idOf(ref),
          installationId: workspace?.installationId ?? '',
          userId: `U${ref}`,
        });
    });
    const told = () =>
      store.within(taken.org, (tx) =>
        tx.select().from(message).orderBy(message.createdAt, message.messageId),
      );
    expect((await save(ours())).out).toContain('as it was');
    expect(await told()).toEqual([]);
    const outcome = await save(ours({ dsl_sees_cases: 'dsl_sees_cases: true' }));
    expect(outcome.out).toContain('brought up to date (dsl_sees_cases)');
    expect((await settingsOf(taken))[0]?.dslSeesCases).toBe(true);
    expect((await told()).map(({ personId, body }) => [personId, body.summary])).toEqual([
      [idOf('H1'), expect.stringContaining('can now see what you report about allegations')],
    ]);
    // What the file leaves out stays as it is.
    expect((await save(ours())).out).toContain('as it was');
    now = new Date('2026-11-09T08:05:00Z');
    await save(ours({ dsl_sees_cases: 'dsl_sees_cases: false' }));
    expect((await settingsOf(taken))[0]?.dslSeesCases).toBe(false);
    expect((await told()).map(({ personId, body }) => [personId, body.summary])[1]).toEqual([
      idOf('H1'),
      expect.stringContaining('can no longer see'),
    ]);
    const rows = (await everything(taken)).ledger.filter(({ kind }) => kind === 'cases_permission_changed');
    expect(rows.map(({ facts }) => facts.dsl)).toEqual([true, false]);
  });

  test('of another phase gets that phase’s questions', async () => {
    const taken = await install(own().workspace);
    await save(ours({ phase: 'phase: nursery' }));
    const before = (await questionsOf(taken)).length;
    expect((await save(ours())).out).toMatch(/brought up to date \(phase, \d+ new questions\)/);
    expect((await questionsOf(taken)).length).toBeGreaterThan(before);
  });

  test('once people are in, the next step is no longer to import them', async () => {
    await install(own().workspace);
    await save(ours());
    const people = 'staff_ref,name,email,role\nS1,Ann Onymous,ann@oak.example,dsl';
    await importPeople(given, { setting: own().ref }, people);
    const outcome = await save(ours());
    expect(outcome.out).not.toContain('import people');
    expect(outcome.out).toContain('doctor');
  });
});

describe('which workspace', () => {
  const fault = async (text: string, field: string) => {
    const outcome = await save(text);
    expect(outcome).toMatchObject({ code: 2, out: '' });
    expect(outcome.errors).toHaveLength(1);
    const [line = ''] = outcome.errors;
    expect(line).toMatch(new RegExp(`^oak\\.yaml:\\d+ ${field}: .+ Mend: .+\\.$`));
    return line;
  };

  test('one that is not there is met with those that are, at its own line', async () => {
    await install(own().workspace, 'Oak');
    const text = ours({ workspace: 'workspace: TNOWHERE' });
    const line = await fault(text, 'workspace');
    expect(line).toContain(`oak.yaml:${lineOf(text, 'workspace:')} `);
    expect(line).toMatch(/Write one of: T\d/);
  });

  test('a reference that another organisation uses is refused', async () => {
    await install(own().workspace);
    await save(ours());
    await install('TOTHER');
    expect(await fault(ours({ workspace: 'workspace: TOTHER' }), 'ref')).toMatch(/Another organisation/);
  });

  test('one that took its permission back is said to have', async () => {
    await install(own().workspace);
    await revokeWorkspace(given.world, { platform: 'slack', externalId: own().workspace });
    expect(await fault(ours(), 'workspace')).toMatch(/taken Vigil out.*again/);
  });

  test('unnamed, it is the only one there is: none yet, one, then two, and a known setting’s own', async () => {
    const apart = await openTestStore();
    await over(apart);
    await makeSchool(store, { block: 3 });
    const none = /not installed in any.*SLACK_BOT_TOKEN.*\/slack\/install/;
    expect(await fault(EXAMPLE, 'workspace')).toMatch(none);
    const first = await install('T1', 'Oak');
    await revokeWorkspace(given.world, { platform: 'slack', externalId: 'T1' });
    expect(await fault(EXAMPLE, 'workspace')).toMatch(none);
    await install('T1', 'Oak');
    expect((await save(EXAMPLE)).code).toBe(0);
    const second = await install('T2', 'Elm');
    expect(await fault(written({ ref: 'ref: elm' }), 'workspace')).toMatch(/several.*T1 \(Oak\), T2 \(Elm\)/);
    expect((await save(written({ name: 'name: Oak Again' }))).code).toBe(0);
    expect((await settingsOf(first)).map(({ name }) => name)).toEqual(['Oak Again']);
    expect(await settingsOf(second)).toEqual([]);
    await apart.close();
  });
});

test('of a file with faults nothing is saved, and what the contacts held is not said', async () => {
  const taken = await install(own().workspace);
  const before = await everything(taken);
  const outcome = await save(
    ours({ phase: 'phase: x', chair: `chair: "${'CANARY '.repeat(40)}"`, lado: 'lado: 1632960303' }),
  );
  expect(outcome).toMatchObject({ code: 2, out: '' });
  expect(outcome.errors).toHaveLength(3);
  for (const line of outcome.errors) expect(line).toMatch(/^oak\.yaml:\d+ \S+: .+ Mend: .+\.$/);
  expect(outcome.errors.join()).not.toMatch(/CANARY|1632960303/);
  expect(await everything(taken)).toEqual(before);
});

test('the command by its name', async () => {
  const taken = await install(own().workspace);
  const files = [{ name: 'oak.yaml', text: ours() }];
  expect(await runCommand(given, { command: 'setting', args: {}, files })).toMatchObject({ code: 0 });
  expect(await settingsOf(taken)).toHaveLength(1);
  expect(await runCommand(given, { command: 'setting', args: {}, files: [] })).toMatchObject({ code: 2 });
});
