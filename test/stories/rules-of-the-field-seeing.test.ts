/**
 * The rules of the field about seeing: nobody judges themselves, what could tell of a case, and what a rating is.
 */
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enterBoard } from '../../src/cycle/enter-board.ts';
import { showBoard } from '../../src/cycle/show-board.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { messageText } from '../../src/domain/message.ts';
import { routeFor } from '../../src/domain/route.ts';
import { digestMessage } from '../../src/messages/digest.ts';
import { readSettingFile } from '../../src/operator/setting-file.ts';
import type { Store } from '../../src/store/database.ts';
import { readDigest } from '../../src/store/digests.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { address, setting } from '../../src/store/schema/index.ts';
import { drawBoard } from '../../src/web/board-page.tsx';
import { ask, readAlerts } from '../support/ask.ts';
import { drive } from '../support/drive.ts';
import { tablesOf } from '../support/every-table.ts';
import { fakeChat } from '../support/fake-chat.ts';
import { worldOf } from '../support/members.ts';
import { makeRoleSchool, NOON, type RoleSchool } from '../support/role-school.ts';
import { makeSchool, type School } from '../support/school.ts';
import { EXAMPLE } from '../support/setting-example.ts';
import { openTestStore } from '../support/store.ts';

const MONDAY = '2026-11-09T08:05:00Z';
let store: Store;
let block = 500;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(() => {
  block += 1;
});

const says = async (school: School, ref: string, text: string) => {
  const answer = await takeCommand(worldOf(store, [school], NOON), {
    from: { platform: 'local', externalId: school.externalId, userId: `U-${ref}` },
    eventKey: `${ref} ${text}`,
    text,
  });
  return messageText(answer).join('\n');
};

describe('7.5 nobody judges themselves', () => {
  async function overdueOf(who: string, question: string) {
    const school = await makeSchool(store, { block });
    const chat = fakeChat();
    const driver = drive(store, school, chat, MONDAY);
    await ask(store, school, { who, questions: [question], at: MONDAY });
    await driver.runUntil('2026-11-11T16:05:00Z');
    const first = chat.copies.filter(({ message }) => message.kind === 'alert' || message.kind === 'overdue');
    const heard = (until: string) =>
      driver
        .runUntil(until)
        .then(() =>
          ['D01', 'D02', 'H01', 'G02'].filter((ref) =>
            chat.to(`U-${ref}`).some(({ message }) => message.kind === 'alert' || message.kind === 'overdue'),
          ),
        );
    return { school, chat, driver, first, heard };
  }

  test('7.5 a DSL’s overdue goes to the deputy, then the head, and never first to the DSL', async () => {
    const { heard, first } = await overdueOf('D01', 'CON-D1');
    expect(first.length).toBeGreaterThan(0);
    expect(await heard('2026-11-11T16:10:00Z')).toEqual(['D02']);
    expect(await heard('2026-11-12T08:00:00Z')).toEqual(['D02', 'H01']);
    expect(await heard('2026-11-20T08:00:00Z')).not.toContain('D01');
  });

  test('7.5 the head’s goes to the chair, and the head can neither take it nor take the chair off the route', async () => {
    const school = await makeRoleSchool(store, { block, platform: 'local' });
    const [alert] = await readAlerts(store, school);
    const { person } = school;
    const on = '2026-11-12';
    expect(routeFor(school.people, person('H01').id, on).map(({ person: told }) => told.staffRef)).toEqual([
      'G02',
    ]);
    expect(routeFor(school.people, person('H01').id, on)[0]?.countsOnly).toBe(true);
    // Whatever a head is besides, and whoever else leads.
    const both = school.people.map((each) =>
      each.staffRef === 'H01' ? { ...each, roles: [...each.roles, 'dsl' as const] } : each,
    );
    expect(routeFor(both, person('H01').id, on)[0]?.person.staffRef).toBe('G02');
    expect(alert?.state).toBe('open');
    const without = readSettingFile('setting.yaml', EXAMPLE.replace(/^ +chair:.*$/m, ''));
    expect(without.kind).toBe('refused');
  });

  test('7.5 an alert about somebody cannot be taken by them', async () => {
    const { school, chat } = await overdueOf('D01', 'CON-D1');
    const copy = chat.last(school.channelId);
    const taken = await takePress(
      worldOf(store, [school], '2026-11-11T16:10:00Z'),
      chat.press(copy, 'U-D01', 'I have it'),
    );
    expect(messageText(taken.message).join(' ')).toContain('about a check that was put to you');
    expect((await readAlerts(store, school))[0]?.state).toBe('open');
  });

  test('7.5 help shows the whistleblowing route to everybody, and looking at it leaves no trace at all', async () => {
    const school = await makeRoleSchool(store, { block, platform: 'local' });
    const tables = await tablesOf(store);
    const everything = () =>
      store.within(school.org, async (tx) => {
        const kept: unknown[] = [];
        for (const { name } of tables)
          kept.push(rowsOf(await tx.execute(sql`select * from ${sql.identifier(name)}`)));
        return JSON.stringify(kept);
      });
    const before = await everything();
    for (const ref of ['T01', 'S01', 'D01', 'H01', 'G01', 'R06', 'R07']) {
      const help = await says(school, ref, 'help');
      expect(help).toContain('NSPCC Whistleblowing Advice Line, 0800 028 0285');
      expect(help).toContain(school.setting.contacts.chair);
      expect(help).toContain(school.setting.contacts.lado);
    }
    expect(await everything()).toBe(before);
    expect(school.log.lines).toEqual([]);
    // What would be recorded is: a lead's look at names.
    await says(school, 'D01', 'due');
    expect(await everything()).not.toBe(before);
  });
});

describe('7.6 allegations and low-level concerns', () => {
  const CASE = /zqcase|Allegations and low-level concerns\n✗ Not met/i;
  const COMMANDS = ['status', 'status allegations', 'status all', 'due', 'digest', 'digest now'];
  const seenBy = async (school: RoleSchool, ref: string) => {
    const seen: string[] = [];
    for (const command of COMMANDS) if (CASE.test(await says(school, ref, command))) seen.push(command);
    return seen;
  };

  test('7.6 what could tell of one is seen by the headteacher, and by nobody else', async () => {
    const school = await makeRoleSchool(store, { block, platform: 'local' });
    expect(await seenBy(school, 'H01')).toEqual(['status', 'status allegations', 'status all', 'due']);
    for (const ref of ['D01', 'D02', 'G01', 'G02', 'R01', 'R02', 'R06', 'R07', 'T01'])
      expect([ref, await seenBy(school, ref)]).toEqual([ref, []]);
  });

  test('7.6 and by the DSL where the head permits it, but never by a deputy', async () => {
    const school = await makeRoleSchool(store, { block, platform: 'local', dslSeesCases: true });
    expect(await seenBy(school, 'D01')).toContain('status allegations');
    for (const ref of ['D02', 'G01', 'R07']) expect([ref, await seenBy(school, ref)]).toEqual([ref, []]);
    await store.within(school.org, (tx) => tx.update(setting).set({ dslSeesCases: false }));
    expect(await seenBy(school, 'D01')).toEqual([]);
  });

  test('7.6 never in a channel: the digest is the same whether or not there is one', async () => {
    const school = await makeRoleSchool(store, { block, platform: 'local', dslSeesCases: true });
    const facts = await store.within(school.org, (tx) =>
      readDigest(tx, { ...school.setting, dslSeesCases: true }, '2026-W46', new Date(NOON)),
    );
    expect(messageText(digestMessage(facts)).join('\n')).not.toMatch(CASE);
    expect(JSON.stringify(facts)).not.toMatch(/zqcase/);
  });

  test('7.6 never on the board, also not the headteacher’s own', async () => {
    const school = await makeRoleSchool(store, { block, platform: 'local', dslSeesCases: true });
    for (const ref of ['H01', 'D01', 'D02', 'G01', 'R07']) {
      const page = await boardOf(school, ref);
      expect(page).toContain('Allegations and low-level concerns');
      expect([ref, /zqcase|✗ Not met/i.test(page)]).toEqual([ref, false]);
    }
  });
});

/** The page as it is sent to whoever signs in by their own link. */
async function boardOf(school: RoleSchool, ref: string): Promise<string> {
  const world = worldOf(store, [school], NOON);
  const answer = await takeCommand(world, {
    from: { platform: 'local', externalId: school.externalId, userId: `U-${ref}` },
    eventKey: `board ${ref}`,
    text: 'board',
  });
  const link = answer.blocks.find((each) => each.type === 'link');
  const pass = await enterBoard(world, link?.type === 'link' ? (link.url.split('t=')[1] ?? '') : '');
  const facts = await showBoard(world, pass ?? '', null);
  if (facts === null) throw new Error(`There is no board for ${ref}`);
  return drawBoard(facts);
}

describe('7.7 ratings are suggested, and who could not be reached is said', () => {
  const SUGGESTED = /only a suggestion until a named person confirms it/;

  test('7.7 wherever a rating is shown it is called a suggestion, and no inspector’s', async () => {
    const school = await makeRoleSchool(store, { block, platform: 'local' });
    for (const command of ['status', 'digest now', 'status all'])
      expect([
        command,
        SUGGESTED.test(await says(school, 'R11', command)) || command === 'digest now',
      ]).toEqual([command, true]);
    expect(await says(school, 'D01', 'digest now')).toMatch(SUGGESTED);
    expect(await says(school, 'D01', 'digest now')).toContain('A rating here is not an inspector’s');
    expect(await says(school, 'S01', 'status')).toMatch(SUGGESTED);
    expect(await says(school, 'D01', 'status site')).toContain('reported, not checked');
    const page = await boardOf(school, 'G01');
    expect(page).toMatch(SUGGESTED);
    expect(page).toContain('A rating here is not an inspector’s');
  });

  test('7.7 beside every count of who answered stands who could not be reached', async () => {
    const school = await makeRoleSchool(store, { block, platform: 'local' });
    for (const ref of ['T02', 'T03', 'T04'])
      await store.within(school.org, (tx) =>
        tx
          .update(address)
          .set({ state: 'unreachable' })
          .where(eq(address.personId, school.idOf(ref))),
      );
    const REACH = /3 staff could not be reached/i;
    for (const [ref, command] of [
      ['D01', 'status'],
      ['D01', 'status training'],
      ['D01', 'digest now'],
      ['G01', 'status'],
      ['S01', 'status'],
      ['S01', 'status site'],
      ['R07', 'status'],
    ] as const)
      expect([ref, command, REACH.test(await says(school, ref, command))]).toEqual([ref, command, true]);
    expect(await says(school, 'R07', 'status all')).toMatch(/Could not be reached[\s\S]*3 staff/);
    for (const ref of ['D01', 'G01', 'S01', 'R07']) expect(await boardOf(school, ref)).toMatch(REACH);
    // A lead is told who, on the board too; a governor is not.
    expect(await boardOf(school, 'D01')).toContain('Carys Pugh');
    expect(await boardOf(school, 'G01')).not.toContain('Carys Pugh');
  });
});
