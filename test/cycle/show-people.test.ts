/**
 * "people", from every kind of writer: leads are shown the list and who waits, anybody else who may see it.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { syncMembers } from '../../src/cycle/sync-members.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { type Message, messageText } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { savePerson } from '../../src/store/people.ts';
import { address, installation, membership, message, setting } from '../../src/store/schema/index.ts';
import { insertSetting } from '../../src/store/settings.ts';
import {
  chatsOf,
  type MemberChat,
  memberChat,
  memberOf,
  staffMembers,
  withMembers,
  worldOf,
} from '../support/members.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOON = '2026-11-12T12:00:00Z';
let store: Store;
let block = 0;
let school: School;
let chat: MemberChat;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  school = await makeSchool(store, { block, canary: `CANARY${block}` });
  await withMembers(store, school);
  chat = memberChat(staffMembers(school));
});

const write = (ref: string, text = 'people', platform: 'slack' | 'local' = 'slack', where = school) =>
  takeCommand(worldOf(store, [where], NOON), {
    from: { platform, externalId: where.externalId, userId: `U-${ref}` },
    eventKey: `${ref} ${text}`,
    text,
  });
const textOf = (answer: Message) => messageText(answer).join('\n');
const sync = () => syncMembers(school.at(NOON), chatsOf(chat));
const argsOf = (answer: Message) =>
  answer.blocks.flatMap((block) =>
    block.type === 'buttons' ? block.buttons.map(({ act }) => `${act.verb} ${act.arg ?? ''}`) : [],
  );

describe.each(['D01', 'D02', 'H01'])('a lead (%s)', (ref) => {
  test('is shown how many, who cannot be reached, and who waits', async () => {
    chat.members = chat.members.filter(({ userId }) => userId !== 'U-T02');
    await sync();
    await store.within(school.org, (tx) =>
      tx
        .update(address)
        .set({ state: 'unreachable' })
        .where(eq(address.personId, school.person('T02').id)),
    );
    chat.members.push(
      memberOf('U-N1', { name: 'Jan Smith', zone: 'Asia/Tokyo' }),
      memberOf('U-G1', { standing: 'guest', name: 'A Guest' }),
      memberOf('U-B1', { standing: 'bot' }),
    );
    await sync();
    const answer = await write(ref);
    expect(answer.summary).toBe(
      `15 people are on the staff list of Oak Primary CANARY${block}; 1 cannot be reached in chat. ` +
        '1 person in your organisation’s chat is not on it yet.',
    );
    const text = textOf(answer);
    expect(text).toContain('Ben Osei');
    expect(text).not.toContain('Amira Khan');
    expect(text).toContain('Jan Smith, u-n1@elsewhere.example; their clock is in Tokyo');
    expect(text).toContain('Never asked: 1 guest, 1 app or bot');
    expect(text).not.toContain('A Guest');
    expect(argsOf(answer)).toEqual([
      'confirm teacher',
      'confirm teaching_assistant',
      'confirm support_staff',
      'not_staff ',
    ]);
  });
});

test.each(['T01', 'A01', 'G01', 'G02', 'I01'])('somebody else (%s) is told who may see it', async (ref) => {
  chat.members.push(memberOf('U-N1', { name: 'Jan Smith' }));
  await sync();
  const answer = await write(ref);
  expect(answer.kind).toBe('private_line');
  expect(textOf(answer)).not.toMatch(/Jan|Amira|staff list of/);
});

test('a stranger is sent to a teacher, and looking sends and keeps nothing', async () => {
  expect((await write('NOBODY')).kind).toBe('stranger');
  const before = await store.within(school.org, (tx) => tx.select().from(message));
  await write('D01');
  expect(await store.within(school.org, (tx) => tx.select().from(message))).toEqual(before);
  expect(school.log.lines).toEqual([]);
});

test('words after it make it no command', async () => {
  for (const text of ['people me', 'people all', 'people training', 'people are hitting me'])
    expect((await write('D01', text)).kind).toBe('guard');
});

test('leavers and those unconfirmed are not counted as on the list', async () => {
  await sync();
  const change = (ref: string, set: { leavesOn?: string; state?: 'candidate' }) =>
    store.within(school.org, (tx) =>
      tx
        .update(membership)
        .set(set)
        .where(eq(membership.personId, school.person(ref).id)),
    );
  await change('T01', { leavesOn: '2026-11-11' });
  await change('T02', { state: 'candidate' });
  expect((await write('D01')).summary).toMatch(/^13 people are on the staff list/);
});

describe('when there is nobody to show', () => {
  test('before the first reading it says that it has not been read', async () => {
    expect(textOf(await write('D01'))).toContain('has not looked yet');
  });

  test('with everybody on the list it says that nobody waits', async () => {
    await sync();
    expect(textOf(await write('D01'))).toContain('Nobody waits to be confirmed');
  });

  test('on the local workspace everybody is on the list', async () => {
    block += 1;
    const local = await makeSchool(store, { block });
    const answer = await write('D01', 'people', 'local', local);
    expect(textOf(answer)).toContain('Everybody in this chat is on the staff list.');
    expect(argsOf(answer)).toEqual([]);
  });

  test('after permission was taken back it says that, and shows nobody', async () => {
    chat.members.push(memberOf('U-N1'));
    await sync();
    await store.within(school.org, (tx) => tx.update(installation).set({ state: 'revoked' }));
    const answer = await write('D01');
    expect(textOf(answer)).toContain('Vigil is not in any chat just now');
    expect(argsOf(answer)).toEqual([]);
  });
});

describe('an organisation of several', () => {
  const second = async () => {
    const other = {
      ...school.setting,
      id: school.at(NOON).ids.id(),
      ref: 'zeta',
      name: 'Zeta Primary',
      channel: null,
    };
    await store.within(school.org, async (tx) => {
      await insertSetting(tx, school.org, other);
      await savePerson(tx, school.org, other.id, { ...school.person('D01') }, new Date(NOON));
    });
    return other;
  };

  test('settings shows the one that is named, and its buttons name it', async () => {
    await second();
    chat.members.push(memberOf('U-N1'));
    await sync();
    const usual = await write('D01');
    expect(usual.summary).toContain('of Oak Primary');
    expect(argsOf(usual)).toContain(`confirm teacher ${school.setting.ref}`);
    expect(textOf(usual)).toContain('write “people zeta”');
    const named = await write('D01', 'people zeta');
    expect(named.summary).toMatch(/^1 person is on the staff list of Zeta Primary/);
    expect(argsOf(named)).toContain('confirm teacher zeta');
    expect(textOf(named)).toContain('another of your settings');
    expect(argsOf(await write('H01'))).toContain('confirm teacher');
  });

  test('workspaces shows only whoever is in the one the setting’s channel is in', async () => {
    const elsewhere = school.at(NOON).ids.id();
    await store.within(school.org, (tx) =>
      saveInstallation(tx, school.org, {
        installationId: elsewhere,
        platform: 'slack',
        externalId: `other-${block}`,
        botUserId: null,
      }),
    );
    chat.members.push(memberOf('U-N1', { name: 'Jan Smith' }));
    await sync();
    // The fake tells of the same people in both.
    expect((await write('D01')).summary).toContain('1 person in your organisation’s chat is not on it yet');
    await store.within(school.org, (tx) =>
      tx.update(setting).set({ channelInstallationId: null, channelId: null }),
    );
    expect((await write('D01')).summary).not.toContain('1 person in the workspace');
  });

  test('is all that a lead sees: never another organisation’s', async () => {
    block += 1;
    const twin = await makeSchool(store, { block, canary: 'TWIN' });
    await withMembers(store, twin);
    await syncMembers(
      twin.at(NOON),
      chatsOf(memberChat([memberOf('U-X', { name: 'Of the other', email: 'x@twin.example' })])),
    );
    chat.members.push(memberOf('U-N1', { name: 'Jan Smith' }));
    await sync();
    const text = textOf(await write('D01'));
    expect(text).toContain('Jan Smith');
    expect(text).not.toMatch(/Of the other|twin|TWIN/);
  });
});
