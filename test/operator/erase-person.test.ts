/**
 * Erasing a person: nothing of who they were is left in any column of any table, what they answered still counts,
 * and whatever stands in the way is told. Legal holds, which do.
 */
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { erasePerson } from '../../src/operator/erase-person.ts';
import { runCommand } from '../../src/operator/run-command.ts';
import type { Store } from '../../src/store/database.ts';
import { readDigest } from '../../src/store/digests.ts';
import { rowsOf } from '../../src/store/rows.ts';
import {
  alert,
  inboundEvent,
  ledger,
  legalHold,
  membership,
  message,
  note,
  person,
  personKey,
  prompt,
  reply,
} from '../../src/store/schema/index.ts';
import { readStatus } from '../../src/store/status.ts';
import { tablesOf } from '../support/every-table.ts';
import { givenFor } from '../support/given.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';
import { liveWholeLife, type WholeLife } from '../support/whole-life.ts';

const NOW = '2026-11-20T10:00:00Z';
let store: Store;
let school: School;
let life: WholeLife;
let block = 70;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
  life = await liveWholeLife(store, school, 'T01', 'D01');
});

const within: Store['within'] = (org, work) => store.within(org, work);
const given = () => givenFor(store, [school], NOW);
const me = () => school.person('T01');
const erase = (more = {}) => erasePerson(given(), { ref: 'T01', setting: school.setting.ref, ...more });
const leave = (ref = 'T01', leavesOn = '2026-11-19') =>
  within(school.org, (tx) =>
    tx
      .update(membership)
      .set({ leavesOn })
      .where(eq(membership.personId, school.person(ref).id)),
  );
const command = (name: string, args: Record<string, string>) =>
  runCommand(given(), { command: name, args, files: [] });

/** Every row of every table of the organisation, written out. */
async function everything(): Promise<string[]> {
  const found: string[] = [];
  for (const { name, columns } of await tablesOf(store)) {
    if (!columns.some((column) => column.name === 'org_id')) continue;
    const rows = rowsOf<{ row: string }>(
      await within(school.org, (tx) =>
        tx.execute(
          sql`select to_jsonb(t)::text as row from ${sql.identifier(name)} t where t.org_id = ${school.org}`,
        ),
      ),
    );
    found.push(...rows.map(({ row }) => `${name} ${row}`));
  }
  return found.sort();
}
const bearing = (rows: string[], marks: RegExp) => rows.filter((row) => marks.test(row));
const MARKS = /amira|khan|t01/i;

describe('somebody who has left', () => {
  test('is in no column of any table by name, address, reference, account or conversation', async () => {
    await leave();
    expect(bearing(await everything(), MARKS).length).toBeGreaterThan(8);
    const outcome = await erase();
    expect(outcome).toMatchObject({ code: 0, errors: [] });
    expect(outcome.out).toContain('1 notes');
    // A conversation of another's whose id only begins alike is left.
    const left = bearing(await everything(), MARKS);
    expect(left.map((row) => row.includes('a:conversation-T019'))).toEqual([true]);
    const rows = await within(school.org, async (tx) => ({
      people: await tx.select().from(person).where(eq(person.personId, me().id)),
      keys: await tx.select().from(personKey).where(eq(personKey.personId, me().id)),
      notes: (await tx.select().from(note)).map(({ personId }) => personId),
      others: await tx.$count(personKey, sql`wrapped is not null`),
      lists: await tx.select().from(membership).where(eq(membership.personId, me().id)),
      naming: await tx.select().from(message).where(eq(message.messageId, life.naming)),
      unsent: await tx.select().from(message).where(eq(message.messageId, life.unsent)),
      open: await tx.select().from(prompt).where(eq(prompt.promptId, life.open)),
      events: await tx.$count(inboundEvent),
    }));
    expect(rows.people[0]).toMatchObject({ name: 'Erased', email: null, erasedAt: new Date(NOW) });
    expect(rows.keys).toMatchObject([{ wrapped: null, shreddedAt: new Date(NOW) }]);
    expect([rows.notes, rows.others]).toEqual([[school.person('D01').id], 1]);
    expect(rows.lists).toMatchObject([{ state: 'left', roles: [] }]);
    expect(rows.naming[0]?.body.blocks).toEqual([
      {
        type: 'list',
        lines: [
          'somebody whose name has been erased (somebody whose name has been erased)',
          school.person('T05').name,
        ],
      },
    ]);
    expect(rows.unsent[0]).toMatchObject({ state: 'withdrawn', body: { summary: '', blocks: [] } });
    expect(rows.open[0]?.state).toBe('cancelled');
    // Somebody else’s, and one of nearly the same conversation.
    expect(rows.events).toBe(2);
  });

  test('still counts: the digest, the status, the answers and the ledger are as they were', async () => {
    await leave();
    const read = () =>
      within(school.org, async (tx) => ({
        digest: await readDigest(tx, school.setting, '2026-W46', new Date(NOW)),
        status: await readStatus(tx, school.setting, new Date(NOW)),
        replies: await tx.select().from(reply),
        ledger: await tx.select().from(ledger),
      }));
    // An open question of a leaver's is let go of whether they are erased or not.
    await within(school.org, (tx) =>
      tx.update(prompt).set({ state: 'cancelled' }).where(eq(prompt.promptId, life.open)),
    );
    const before = await read();
    expect(before.replies.length).toBeGreaterThan(2);
    await erase();
    const { ledger: rows, ...after } = await read();
    const { ledger: earlier, ...same } = before;
    expect(after).toEqual(same);
    expect(rows).toEqual(expect.arrayContaining(earlier));
    const added = rows.filter(({ entryId }) => !earlier.some((one) => one.entryId === entryId));
    expect(added).toMatchObject([
      {
        kind: 'person_erased',
        subject: me().id,
        facts: { by: 'operator', notes: 1, messages: 1, naming: 1, heldNaming: 0 },
      },
    ]);
  });

  test('what a hold on its reader keeps goes on naming them, and is told of', async () => {
    await leave();
    await command('hold place', { setting: school.setting.ref, reference: 'LG-3', person: 'D01' });
    const outcome = await erase();
    expect(outcome.out).toContain('their name is out of 0 messages to others');
    expect(outcome.out).toContain('their name is still in 1 messages to people under a legal hold');
    const rows = await within(school.org, async (tx) => ({
      naming: await tx.select().from(message).where(eq(message.messageId, life.naming)),
      erased: await tx.select().from(ledger).where(eq(ledger.kind, 'person_erased')),
    }));
    expect(JSON.stringify(rows.naming[0]?.body)).toContain(me().name);
    expect(rows.erased).toMatchObject([{ facts: { naming: 0, heldNaming: 1 } }]);
    // Nowhere else.
    const left = bearing(await everything(), MARKS).filter((row) => !row.includes('a:conversation-T019'));
    expect(left.map((row) => row.split(' ')[0])).toEqual(['message']);
  });

  test('is erased once: a second time says so and changes nothing', async () => {
    await leave();
    await erase();
    const before = await everything();
    const again = await erasePerson(given(), { ref: me().id });
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toContain('was erased already, on 2026-11-20');
    expect(await everything()).toEqual(before);
    expect((await erase()).errors.join()).toContain('found by their id alone');
  });

  test('with --dry-run nothing changes', async () => {
    await leave();
    const before = await everything();
    expect((await erase({ dryRun: true })).out).toContain('may be erased');
    expect(await everything()).toEqual(before);
  });

  test('killed in the middle, nothing of it was done', async () => {
    await leave();
    const before = await everything();
    const dying = given();
    const { contextFor } = dying.world;
    dying.world.contextFor = async (org, at) => ({
      ...(await contextFor(org, at)),
      ids: {
        id: () => {
          throw new Error('killed');
        },
        token: () => 'token',
      },
    });
    await expect(erasePerson(dying, { ref: me().id })).rejects.toThrow('killed');
    expect(await everything()).toEqual(before);
  });
});

describe('is refused, and nothing changes', () => {
  const refusal = async (ref = 'T01') => {
    const before = await everything();
    const outcome = await erasePerson(given(), { ref, setting: school.setting.ref });
    expect(outcome.code).toBe(1);
    expect(await everything()).toEqual(before);
    return outcome.errors.join();
  };

  test('for somebody who still works here, to their last day', async () => {
    expect(await refusal()).toContain('leaves_on');
    await leave('T01', '2026-11-20');
    expect(await refusal()).toContain(`they still work here (${school.setting.ref})`);
  });

  test('for somebody worried people are still sent to', async () => {
    await leave('G02');
    expect(await refusal('G02')).toContain(`${school.setting.ref}: chair`);
  });

  test('while an alert that they may have a concern is open', async () => {
    await leave();
    await within(school.org, (tx) =>
      tx.update(alert).set({ state: 'open' }).where(eq(alert.personId, me().id)),
    );
    expect(await refusal()).toContain('“I have it”');
  });

  test.each([{ whom: 'one person' }, { whom: 'the setting' }])(
    'under a legal hold on $whom, until it is lifted',
    async ({ whom }) => {
      await leave();
      const placed = await command('hold place', {
        setting: school.setting.ref,
        reference: 'LG-2026-14',
        ...(whom === 'one person' ? { person: 'T01' } : {}),
      });
      expect(placed.code).toBe(0);
      const [id = ''] = placed.out.split(':');
      const said = await refusal();
      expect(said).toContain('LG-2026-14');
      expect(said).toContain(`hold lift ${id}`);
      expect((await command('hold lift', { ref: id })).code).toBe(0);
      expect((await erase()).code).toBe(0);
    },
  );

  test('a hold on somebody else is not in the way', async () => {
    await leave();
    await command('hold place', { setting: school.setting.ref, reference: 'LG-1', person: 'T02' });
    expect((await erase()).code).toBe(0);
  });
});

describe('holds', () => {
  test('are placed, listed and lifted once, each in the ledger by id', async () => {
    const placed = await command('hold place', { setting: school.setting.ref, reference: 'LG-9' });
    const [id = ''] = placed.out.split(':');
    const json = await runCommand(given(), { command: 'hold list', args: { json: true }, files: [] });
    expect(JSON.parse(json.out).holds).toContainEqual({
      holdId: id,
      setting: school.setting.ref,
      personId: null,
      reference: 'LG-9',
      placedAt: '2026-11-20T10:00:00.000Z',
      liftedAt: null,
    });
    await command('hold lift', { ref: id });
    expect((await command('hold lift', { ref: id })).out).toContain('lifted already, on 2026-11-20');
    const rows = await within(school.org, (tx) => tx.select().from(ledger).where(eq(ledger.subject, id)));
    expect(rows.map(({ kind, facts }) => [kind, facts])).toEqual([
      ['hold_placed', { setting: school.setting.id, person: null }],
      ['hold_lifted', { setting: school.setting.id, person: null }],
    ]);
    expect((await command('hold list', {})).out).toContain(`LG-9  placed 2026-11-20, lifted 2026-11-20`);
  });

  test('never say whom they are about', async () => {
    const before = await within(school.org, (tx) => tx.$count(legalHold));
    for (const reference of ['grievance of Amira Khan', 'see t01@oak.example', '', 'x'.repeat(81)])
      expect((await command('hold place', { setting: school.setting.ref, reference })).code).toBe(2);
    expect(await within(school.org, (tx) => tx.$count(legalHold))).toBe(before);
    expect((await command('hold lift', { ref: 'LG-9' })).errors.join()).toContain('hold list');
  });
});
