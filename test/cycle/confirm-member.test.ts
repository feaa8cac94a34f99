/**
 * A lead's press on somebody in the workspace: who may, what it makes, and that twice, or two at once, is once.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IncomingPress } from '../../src/chat/chat.ts';
import { deliverMessages } from '../../src/cycle/deliver-messages.ts';
import { planPrompts } from '../../src/cycle/plan-prompts.ts';
import { syncMembers } from '../../src/cycle/sync-members.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { type Button, messageText } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { listPeople, savePerson } from '../../src/store/people.ts';
import {
  address,
  inboundEvent,
  ledger,
  member,
  membership,
  message,
  person,
  prompt,
  wake,
} from '../../src/store/schema/index.ts';
import { openServer } from '../../src/store/server.ts';
import { insertSetting } from '../../src/store/settings.ts';
import { inventedPerson } from '../support/invented.ts';
import {
  chatsOf,
  keptMembers,
  type MemberChat,
  memberChat,
  memberOf,
  staffMembers,
  withMembers,
  worldOf,
} from '../support/members.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NIGHT = '2026-11-09T02:00:00Z';
const NOON = '2026-11-09T12:00:00Z';
let store: Store;
let block = 0;
let school: School;
let chat: MemberChat;
let presses = 0;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block });
  await withMembers(store, school);
  chat = memberChat([
    ...staffMembers(school),
    memberOf('U-JAN', { name: 'Jan Smith', email: 'jan@oak.example' }),
    memberOf('U-KIT', { name: 'Kit Doe', email: 'kit@oak.example' }),
  ]);
  await syncMembers(school.at(NIGHT), chatsOf(chat));
});

const kept = async (userId: string) => {
  const found = (await keptMembers(store, school)).get(userId);
  if (!found) throw new Error(`Nobody is kept as ${userId}`);
  return found;
};
type Pressed = { by?: string; on?: string; arg?: string; eventKey?: string; where?: School };
const pressOf = async (
  verb: 'confirm' | 'not_staff',
  { by = 'D01', on = 'U-JAN', arg, eventKey, where = school }: Pressed = {},
): Promise<IncomingPress> => {
  presses += 1;
  const given = arg ?? (verb === 'confirm' ? 'teacher' : undefined);
  return {
    from: { platform: 'slack', externalId: where.externalId, userId: `U-${by}` },
    eventKey: eventKey ?? `press-${presses}`,
    verb,
    token: (await kept(on)).token,
    ...(given === undefined ? {} : { arg: given }),
  };
};
const take = async (press: IncomingPress, at = NOON, where: readonly School[] = [school]) => {
  const { kind, message } = await takePress(worldOf(store, where, at), press);
  return { kind, message, text: messageText(message).join('\n') };
};
const confirm = async (made: Pressed = {}) => take(await pressOf('confirm', made));
const decline = async (made: Pressed = {}) => take(await pressOf('not_staff', made));
const people = (where = school) => store.within(where.org, (tx) => listPeople(tx, where.setting.id));
const named = async (name: string) => (await people()).filter((each) => each.name === name);
const entries = async () =>
  (await store.within(school.org, (tx) => tx.select().from(ledger))).filter(({ actor }) => actor !== null);
/** Everything that confirming may write, to see that it wrote nothing. */
const everything = () =>
  store.within(school.org, async (tx) =>
    JSON.stringify([
      await tx.select().from(person).orderBy(person.personId),
      await tx.select().from(membership).orderBy(membership.personId),
      await tx.select().from(address).orderBy(address.personId),
      await tx.select().from(member).orderBy(member.userId),
      await tx.select().from(ledger).orderBy(ledger.entryId),
    ]),
  );

describe('confirmed', () => {
  test.each([
    ['D01', 'teacher'],
    ['D02', 'teaching_assistant'],
    ['H01', 'support_staff'],
  ])('by %s as %s, somebody is on the list, reached, and planned for', async (by, arg) => {
    const result = await confirm({ by, arg });
    expect(result.kind).toBe('redraw');
    const [made] = await named('Jan Smith');
    expect(made).toMatchObject({
      staffRef: 'U-JAN',
      email: 'jan@oak.example',
      roles: [arg],
      state: 'confirmed',
      startsOn: null,
      leavesOn: null,
      workingDays: [1, 2, 3, 4, 5],
      dayStart: '08:00',
      dayEnd: '16:30',
    });
    const reached = await store.within(school.org, (tx) =>
      tx
        .select()
        .from(address)
        .where(eq(address.personId, made?.id ?? '')),
    );
    expect(reached).toMatchObject([
      { userId: 'U-JAN', installationId: school.installationId, state: 'reachable' },
    ]);
    expect(await kept('U-JAN')).toMatchObject({ decision: 'staff', name: '', email: null, zone: null });
    const wakes = await store.within(school.org, (tx) =>
      tx.select().from(wake).where(eq(wake.orgId, school.org)),
    );
    expect(wakes.find(({ step }) => step === 'plan-prompts')?.dueAt).toEqual(new Date(NOON));
  });

  test('is recorded under the lead’s own id, by ids alone', async () => {
    await confirm();
    const [made] = await named('Jan Smith');
    const written = await entries();
    expect(written.map(({ kind }) => kind).sort()).toEqual(['member_linked', 'person_confirmed']);
    for (const row of written)
      expect(row).toMatchObject({ subject: made?.id, actor: school.person('D01').id });
    expect(written.find(({ kind }) => kind === 'person_confirmed')?.facts).toEqual({
      setting: school.setting.id,
      roles: 'teacher',
    });
    expect(JSON.stringify([written, school.log.lines])).not.toMatch(/Jan|jan@|token/);
  });

  test('the message is drawn with what was done and who is next', async () => {
    const { text, message } = await confirm();
    expect(text).toContain('Jan Smith is on the list of Oak Primary now, as teacher.');
    expect(text).toContain('16 people are on the staff list');
    expect(text).toContain('Kit Doe, kit@oak.example');
    expect(text).not.toContain('jan@oak.example');
    expect(message.kind).toBe('people');
  });

  test('they are asked, as nobody was before', async () => {
    const asked = async () =>
      (await store.within(school.org, (tx) => tx.select().from(prompt))).map(({ personId }) => personId);
    await planPrompts(school.at('2026-11-09T08:00:00Z'));
    await confirm();
    const [made] = await named('Jan Smith');
    expect(await asked()).not.toContain(made?.id);
    for (const day of ['09', '10', '11', '12']) await planPrompts(school.at(`2026-11-${day}T12:30:00Z`));
    expect(await asked()).toContain(made?.id);
    for (const time of ['15:30', '16:25'])
      await deliverMessages(school.at(`2026-11-12T${time}:00Z`), chatsOf(chat));
    expect(chat.to('U-JAN').length).toBeGreaterThan(0);
    expect(chat.to('U-KIT')).toEqual([]);
  });

  test('the nightly reading changes nothing of it', async () => {
    await confirm();
    const before = await everything();
    await syncMembers(school.at('2026-11-10T02:00:00Z'), chatsOf(chat));
    expect(await everything()).toBe(before);
  });

  test('a reference that is in use is not used twice', async () => {
    const holder = inventedPerson(school.at(NOON).ids.id(), { staffRef: 'u-jan', name: 'Holder' });
    await store.within(school.org, (tx) =>
      savePerson(tx, school.org, school.setting.id, holder, new Date(NOON)),
    );
    await confirm();
    expect((await named('Jan Smith'))[0]?.staffRef).toBe('U-JAN-2');
  });
});

describe('not staff', () => {
  test('they are never shown again, and neither name nor e-mail is kept', async () => {
    const { kind, text } = await decline();
    expect(kind).toBe('redraw');
    expect(text).toContain('Marked as not staff.');
    expect(text).not.toMatch(/Jan|jan@/);
    expect(await kept('U-JAN')).toMatchObject({ decision: 'not_staff', name: '', email: null, zone: null });
    await syncMembers(school.at('2026-11-10T02:00:00Z'), chatsOf(chat));
    expect(await everything()).not.toMatch(/Jan Smith|jan@/);
    expect(await named('Jan Smith')).toEqual([]);
    const subject = (await kept('U-JAN'))?.token;
    expect(await entries()).toMatchObject([
      {
        kind: 'member_declined',
        subject,
        actor: school.person('D01').id,
        facts: { installation: school.installationId, setting: school.setting.id },
      },
    ]);
  });
});

describe('who may', () => {
  test.each(['T01', 'G01', 'G02', 'I01'])('is a lead alone: %s changes nothing', async (by) => {
    const before = await everything();
    for (const result of [await confirm({ by }), await decline({ by })]) {
      expect(result.kind).toBe('private');
      expect(result.text).toContain('Only the DSL, a deputy or the headteacher');
    }
    expect(await everything()).toBe(before);
  });

  test('is never somebody who is not staff, be they the one put forward; a lead is told', async () => {
    for (const by of ['JAN', 'NOBODY']) {
      const { kind, text } = await confirm({ by });
      expect([kind, text]).toEqual(['private', expect.stringContaining('Childline 0800 1111')]);
    }
    const told = await store.within(school.org, (tx) =>
      tx.select().from(message).where(eq(message.kind, 'action')),
    );
    expect(told.length).toBeGreaterThan(0);
    expect(await named('Jan Smith')).toEqual([]);
  });

  test('is not a lead who has left, nor one who is not confirmed', async () => {
    await store.within(school.org, (tx) =>
      tx
        .update(membership)
        .set({ leavesOn: '2026-11-08' })
        .where(eq(membership.personId, school.person('D01').id)),
    );
    expect((await confirm()).text).toContain('Childline');
    expect(await named('Jan Smith')).toEqual([]);
  });

  test('is not another organisation’s lead: their token is unknown there', async () => {
    block += 1;
    const twin = await makeSchool(store, { block });
    await withMembers(store, twin);
    const before = await everything();
    const result = await take(await pressOf('confirm', { where: twin }), NOON, [school, twin]);
    expect(result).toMatchObject({ kind: 'private', text: expect.stringContaining('no longer here') });
    expect(await everything()).toBe(before);
    expect((await people(twin)).length).toBe(twin.people.length);
  });
});

describe('nothing is changed, and it is said why', () => {
  const says = async (press: Promise<{ kind: string; text: string }>, words: string) => {
    const before = await everything();
    const { kind, text } = await press;
    expect([kind, text]).toEqual(['private', expect.stringContaining(words)]);
    expect(await everything()).toBe(before);
  };

  test('when another lead was first, either way', async () => {
    await confirm({ by: 'D02' });
    await says(confirm(), 'on the staff list already');
    await says(decline(), 'on the staff list already');
    await decline({ by: 'D02', on: 'U-KIT' });
    await says(confirm({ on: 'U-KIT' }), 'marked them as not staff');
    await says(decline({ on: 'U-KIT' }), 'marked them as not staff');
  });

  test.each(['guest', 'gone', 'bot'] as const)('when the account is a %s’s by now', async (standing) => {
    chat.members = chat.members.map((each) => (each.userId === 'U-JAN' ? { ...each, standing } : each));
    await syncMembers(school.at('2026-11-09T03:00:00Z'), chatsOf(chat));
    await says(confirm(), 'cannot be confirmed');
    await says(decline(), 'cannot be confirmed');
  });

  test.each(['headteacher', 'dsl', 'administrator', '', 'Teacher'])(
    'when the role asked for (“%s”) is not one that chat gives',
    async (arg) => {
      await says(confirm({ arg }), 'no longer here');
    },
  );

  test('when the token is nobody’s', async () => {
    const press = await pressOf('confirm');
    await says(take({ ...press, token: 'nonesuch' }), 'no longer here');
  });

  test('when their e-mail is on the list for somebody who is reached already', async () => {
    await store.within(school.org, (tx) =>
      tx
        .update(person)
        .set({ email: 'jan@oak.example' })
        .where(eq(person.personId, school.person('T01').id)),
    );
    await says(confirm(), 'on the staff list for somebody else');
    await says(decline(), 'on the staff list for somebody else');
  });
});

test('somebody put on the list since they were shown is found there, not put on it twice', async () => {
  const id = school.at(NOON).ids.id();
  const listed = inventedPerson(id, {
    staffRef: 'P77',
    name: 'Janet Smith',
    email: 'jan@oak.example',
    roles: ['pshe_lead'],
  });
  await store.within(school.org, (tx) =>
    savePerson(tx, school.org, school.setting.id, listed, new Date(NOON)),
  );
  const { kind, text } = await confirm();
  expect([kind, text]).toEqual(['redraw', expect.stringContaining('on the staff list already')]);
  expect(await named('Jan Smith')).toEqual([]);
  expect((await named('Janet Smith'))[0]).toMatchObject({ id, staffRef: 'P77', roles: ['pshe_lead'] });
  const [reached] = await store.within(school.org, (tx) =>
    tx.select().from(address).where(eq(address.personId, id)),
  );
  expect(reached).toMatchObject({ userId: 'U-JAN', state: 'reachable' });
  expect((await kept('U-JAN')).decision).toBe('staff');
});

describe('twice', () => {
  test.each(['confirm', 'not_staff'] as const)(
    'the same press (%s) has one effect, and shows what is so',
    async (verb) => {
      const press = await pressOf(verb);
      await take(press);
      const before = await everything();
      const again = await take(press);
      expect(again.kind).toBe('redraw');
      expect(again.text).toContain('Kit Doe');
      expect(again.text).not.toContain('Jan');
      expect(await everything()).toBe(before);
      const events = await store.within(school.org, (tx) =>
        tx.select().from(inboundEvent).where(eq(inboundEvent.eventKey, press.eventKey)),
      );
      expect(events).toMatchObject([{ platform: 'slack', leasedUntil: null }]);
    },
  );
});

describe('a lead of several settings', () => {
  let zeta: string;
  beforeEach(async () => {
    zeta = school.at(NOON).ids.id();
    const other = { ...school.setting, id: zeta, ref: 'zeta', name: 'Zeta Primary', channel: null };
    await store.within(school.org, async (tx) => {
      await insertSetting(tx, school.org, other);
      await savePerson(tx, school.org, zeta, school.person('D01'), new Date(NOON));
      await savePerson(tx, school.org, zeta, { ...school.person('T01'), roles: ['dsl'] }, new Date(NOON));
    });
  });
  const inZeta = () => store.within(school.org, (tx) => listPeople(tx, zeta));
  const buttons = async (by: string, text: string) => {
    const answer = await takeCommand(worldOf(store, [school], NOON), {
      from: { platform: 'slack', externalId: school.externalId, userId: `U-${by}` },
      eventKey: text,
      text,
    });
    return answer.blocks.flatMap((block): Button[] => (block.type === 'buttons' ? block.buttons : []));
  };

  test('puts people on the list of the one they named, and is shown that one again', async () => {
    const [teacher, , , notStaff] = await buttons('D01', 'people zeta');
    const { text } = await confirm({ arg: teacher?.act.arg ?? '' });
    expect(text).toContain('Jan Smith is on the list of Zeta Primary now');
    expect((await inZeta()).map(({ name }) => name)).toContain('Jan Smith');
    expect(await named('Jan Smith')).toEqual([]);
    const after = await decline({ on: 'U-KIT', arg: notStaff?.act.arg ?? '' });
    expect(after.text).toContain('People at Zeta Primary');
  });

  test('without a name, on their usual one’s', async () => {
    const [teacher] = await buttons('D01', 'people');
    await confirm({ arg: teacher?.act.arg ?? '' });
    expect(await named('Jan Smith')).toHaveLength(1);
    expect((await inZeta()).map(({ name }) => name)).not.toContain('Jan Smith');
  });

  test('by a button from before there were several: on no list, since it does not say which', async () => {
    const { text } = await confirm({ on: 'U-KIT' });
    expect(text).toContain('That name is no longer here. Nothing was changed.');
    expect(await named('Kit Doe')).toEqual([]);
    expect((await inZeta()).map(({ name }) => name)).not.toContain('Kit Doe');
  });

  test('confirms only where they lead', async () => {
    const before = await everything();
    expect((await confirm({ by: 'T01', arg: `teacher ${school.setting.ref}` })).text).toContain(
      'Only the DSL',
    );
    expect((await confirm({ by: 'D02', arg: 'teacher zeta' })).text).toContain('Only the DSL');
    expect((await confirm({ arg: 'teacher nowhere' })).text).toContain('Only the DSL');
    expect(await everything()).toBe(before);
    await confirm({ by: 'T01', arg: 'teacher zeta' });
    expect((await inZeta()).map(({ name }) => name)).toContain('Jan Smith');
  });
});

describe.runIf(canRunPostgres)('on a real Postgres', () => {
  let postgres: Postgres;
  let one: Store;
  let two: Store;
  beforeAll(async () => {
    postgres = await startPostgres();
    const { login, owner } = await postgres.fresh();
    one = await openServer(login, { migrateUrl: owner });
    two = await openServer(login, { migrateUrl: owner });
  });
  afterAll(async () => {
    await Promise.all([one?.close(), two?.close()]);
    await postgres?.stop();
  });

  test('two leads at once, and one press doubled, confirm once, while the list is read', async () => {
    const busy = await makeSchool(one, { block: 81 });
    await withMembers(one, busy);
    const newcomers = Array.from({ length: 8 }, (_, n) => memberOf(`U-N${n}`, { name: `New ${n}` }));
    const members = memberChat([...staffMembers(busy), ...newcomers], 5);
    await syncMembers(busy.at(NIGHT), chatsOf(members));
    const tokens = [...(await keptMembers(one, busy)).values()].filter(
      ({ decision }) => decision === 'undecided',
    );
    expect(tokens).toHaveLength(8);
    const world = (through: Store) => {
      const at: School['at'] = (moment) => ({
        ...busy.at(moment),
        within: (work) => through.within(busy.org, work),
      });
      return worldOf(through, [{ ...busy, at }], NOON);
    };
    const press = (by: string, token: string, verb: 'confirm' | 'not_staff'): IncomingPress => ({
      from: { platform: 'slack', externalId: busy.externalId, userId: `U-${by}` },
      eventKey: `${by} ${token} ${verb}`,
      verb,
      token,
      ...(verb === 'confirm' ? { arg: 'teacher' } : {}),
    });
    const results = await Promise.all([
      ...tokens.flatMap(({ token }) => [
        takePress(world(one), press('D01', token, 'confirm')),
        takePress(world(two), press('D01', token, 'confirm')),
        takePress(world(two), press('H01', token, 'confirm')),
      ]),
      syncMembers(busy.at(NOON), chatsOf(members)),
    ]);
    expect(results).toHaveLength(25);
    const made = (await one.within(busy.org, (tx) => listPeople(tx, busy.setting.id))).filter(({ name }) =>
      name.startsWith('New '),
    );
    expect(made).toHaveLength(8);
    expect(new Set(made.map(({ email }) => email)).size).toBe(8);
    const rows = await one.within(busy.org, (tx) => tx.select().from(ledger));
    expect(rows.filter(({ kind }) => kind === 'person_confirmed')).toHaveLength(8);
    const decided = [...(await keptMembers(one, busy)).values()];
    expect(decided.every(({ decision, name }) => decision === 'staff' && name === '')).toBe(true);
  });
});
