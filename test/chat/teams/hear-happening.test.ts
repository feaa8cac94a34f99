/**
 * What happens in a Teams tenant besides what its people say: Vigil comes and goes, people do, addresses move. Who can
 * be reached is known from it; of strangers who only write, nothing is kept.
 */
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { syncMembers } from '../../../src/cycle/sync-members.ts';
import type { Delivery } from '../../../src/simulation/teams/deliver.ts';
import type { Store } from '../../../src/store/database.ts';
import { address, ledger, wake } from '../../../src/store/schema/index.ts';
import { reachOf } from '../../support/members.ts';
import { openTestStore } from '../../support/store.ts';
import { recordIsAway, type TeamsAsks, teamsAsks } from '../../support/teams-asks.ts';
import { openTeamsHouse, type TeamsHouse } from '../../support/teams-house.ts';

const MONDAY = '2026-11-09T08:05:00Z';

let store: Store;
let house: TeamsHouse;
let asks: TeamsAsks;
let block = 0;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 1;
  house = await openTeamsHouse(store, { block, at: MONDAY });
  asks = teamsAsks(store, house);
});
afterEach(() => house.close());

const tenant = () => house.teams.tenant();
const reach = async (ref: string) => (await reachOf(store, house.school))[ref];
const member = async (userId: string) => (await asks.members()).find((row) => row.userId === userId) ?? null;
const happens = async (work: Promise<Delivery[]>) => {
  const told = await asks.did(work);
  expect(told.length).toBeGreaterThan(0);
  for (const { status, answer } of told) expect({ status, answer }).toEqual({ status: 200, answer: '' });
};
const entries = async (kind: string) =>
  (await store.within(house.school.org, (tx) => tx.select().from(ledger))).filter((row) => row.kind === kind);
const isWoken = async (step: string) =>
  (await store.within(house.school.org, (tx) => tx.select().from(wake))).some(
    (row) => row.step === step && row.dueAt <= house.now,
  );
const unlink = (ref: string) =>
  store.within(house.school.org, (tx) =>
    tx.delete(address).where(eq(address.personId, house.school.person(ref).id)),
  );

const tenantWorld = () => {
  const [first] = house.teams.world.tenants.values();
  if (!first) throw new Error('There is a tenant');
  return first;
};
/** A group chat of these people, where Vigil is not yet. */
const chatOf = (one: string, other: string, id = '19:leads-chat@thread.v2'): string => {
  const { threads } = tenantWorld();
  const like = threads.find(({ kind }) => kind === 'personal');
  if (!like) throw new Error('A tenant has people');
  threads.push({ ...like, id, kind: 'groupChat', members: new Set([one, other]), installed: false });
  return id;
};
/** Into the team, without Vigil being told. */
const joinsUnseen = (userId: string) => {
  for (const { members } of tenantWorld().teams.values()) members.add(userId);
};

describe('somebody takes Vigil for themselves', () => {
  test('whoever is on no list is one a lead may confirm, and is kept where they are', async () => {
    await happens(tenant().installsPersonal('U-PUPIL'));
    expect(await member('U-PUPIL')).toMatchObject({ standing: 'member', decision: 'undecided' });
    expect(await asks.reference('person', 'U-PUPIL')).toMatchObject({ conversationId: expect.any(String) });
    expect(asks.person('T01').dm()).toEqual([]);
  });

  test('whoever is on the list by e-mail is reached from then on', async () => {
    await unlink('T01');
    await happens(tenant().installsPersonal('U-T01'));
    expect(await reach('T01')).toBe('U-T01 reachable');
    await asks.put('T01', 'TRN-K1');
    expect(asks.last('T01').text).toContain('Do you know who the DSL is today?');
  });

  test('taken away again they are unreachable, not silent, and forgotten as to where; put back they are reached', async () => {
    await happens(tenant().installsPersonal('U-T01'));
    await happens(tenant().uninstallsPersonal('U-T01'));
    expect(await reach('T01')).toBe('U-T01 unreachable');
    expect(await asks.reference('person', 'U-T01')).toBeNull();
    expect(await entries('person_unreachable')).toHaveLength(1);
    await happens(tenant().installsPersonal('U-T01'));
    expect(await reach('T01')).toBe('U-T01 reachable');
    expect(await asks.reference('person', 'U-T01')).not.toBeNull();
    expect(await entries('person_reachable')).toHaveLength(1);
    expect(await isWoken('plan-prompts')).toBe(true);
  });

  test('a guest is told apart, and no name of theirs is kept', async () => {
    await happens(
      tenant().joinsTeam(house.teamId, { id: 'U-GUEST', name: 'Gus Test', email: null, role: 'guest' }),
    );
    await happens(tenant().installsPersonal('U-GUEST'));
    expect(await member('U-GUEST')).toMatchObject({ standing: 'guest', name: '' });
  });

  test('with the record away it is asked for again', async () => {
    house.instead.onMember = recordIsAway;
    const told = await asks.did(tenant().installsPersonal('U-PUPIL'));
    expect(told.map(({ status }) => status)).toEqual([503, 503]);
    expect(asks.logged()).toContain('teams_happening_not_taken');
    house.instead = {};
    await asks.did(house.teams.redeliver());
    expect(await member('U-PUPIL')).not.toBeNull();
  });
});

describe('a team', () => {
  test('that Vigil is put into is kept with the channel chosen, and its members are read soon', async () => {
    await happens(tenant().addsToTeam(house.teamId, house.school.channelId));
    expect(await asks.reference('team', house.teamId)).toMatchObject({ conversationId: house.teamId });
    expect(await asks.reference('channel', house.school.channelId)).toMatchObject({ teamId: house.teamId });
    expect(await isWoken('sync-members')).toBe(true);
    await syncMembers(house.school.at(house.now), new Map([['teams', house.chat]]));
    expect((await asks.members()).map(({ userId }) => userId).sort()).toEqual(['U-D01', 'U-D02', 'U-H01']);
  });

  test('that Vigil is taken out of is forgotten with its channels, and nobody is called gone', async () => {
    await happens(tenant().addsToTeam(house.teamId, house.school.channelId));
    await happens(tenant().removesFromTeam(house.teamId));
    expect(await asks.references()).toEqual([]);
    expect(await reach('D01')).toBe('U-D01 reachable');
  });

  test('that somebody joins: they are asked about by their account, as member or guest', async () => {
    await unlink('T02');
    await happens(tenant().joinsTeam(house.teamId, 'U-T02'));
    expect(await reach('T02')).toBe('U-T02 reachable');
    const guest = { id: 'U-GUEST', name: 'Gus Test', email: 'gus@elsewhere.example', role: 'guest' } as const;
    await happens(tenant().joinsTeam(house.teamId, guest));
    expect(await member('U-GUEST')).toMatchObject({ standing: 'guest', name: '', email: null });
  });

  test('that somebody leaves: one who is still elsewhere has not left the school', async () => {
    await happens(tenant().addsToTeam(house.teamId));
    await happens(tenant().installsPersonal('U-D01'));
    await happens(tenant().leavesTeam(house.teamId, 'U-D01'));
    expect(await reach('D01')).toBe('U-D01 reachable');
    expect(await member('U-D01')).toMatchObject({ standing: 'member' });
  });

  test('that somebody leaves who is nowhere else: they are gone, and unreachable', async () => {
    await happens(tenant().addsToTeam(house.teamId));
    await happens(tenant().leavesTeam(house.teamId, 'U-D01'));
    expect(await reach('D01')).toBe('U-D01 unreachable');
  });

  test('left with the tenant itself: gone, though their own conversation was known', async () => {
    await happens(tenant().addsToTeam(house.teamId));
    await happens(tenant().installsPersonal('U-D01'));
    await asks.did(tenant().leavesTenant('U-D01'));
    // Told before the account is closed: the last word is the nightly list's or the next refusal's.
    const [told] = house.teams.deliveries.slice(-1);
    if (told) await asks.did(house.teams.replay(told, { newId: true }));
    expect(await reach('D01')).toBe('U-D01 unreachable');
  });

  test('that has somebody with a teacher’s address gives them nothing, whoever is read first', async () => {
    await unlink('T01');
    tenant().changes('U-PUPIL', { email: house.school.person('T01').email });
    joinsUnseen('U-PUPIL');
    await happens(tenant().addsToTeam(house.teamId));
    await happens(tenant().installsPersonal('U-T01'));
    // The teacher’s own word made them known; on the nightly list alone they are told of after the other.
    await unlink('T01');
    await syncMembers(house.school.at(house.now), new Map([['teams', house.chat]]));
    expect(await reach('T01')).toBe('nowhere');
    expect(await member('U-PUPIL')).toMatchObject({ decision: 'undecided' });
  });

  test('that could not be looked into just now says nothing of anybody', async () => {
    await happens(tenant().addsToTeam(house.teamId));
    await happens(tenant().installsPersonal('U-D01'));
    house.teams.misbehave({ kind: 'fail', status: 500 }, { method: 'getMember', times: 9 });
    await happens(tenant().leavesTeam(house.teamId, 'U-D01'));
    expect(await reach('D01')).toBe('U-D01 reachable');
  });

  test('renamed, or a channel of it: nothing is done', async () => {
    await happens(tenant().renamesTeam(house.teamId, 'Leads'));
    await happens(tenant().renamesChannel(house.school.channelId, 'Safe'));
    expect(await asks.members()).toEqual([]);
  });
});

describe('strangers who write', () => {
  test('are kept nowhere: no reference, no account, no word', async () => {
    const pupil = house.teams.person('U-PUPIL', house.school.externalId);
    await asks.did(pupil.writes('help me'));
    expect(pupil.dm().at(-1)?.text).toContain('Tell a teacher now.');
    expect([await asks.references(), await asks.members()]).toEqual([[], []]);
    const seen = asks.logged();
    expect(seen).not.toMatch(/help me|Somebody Unlisted|pupil@oak/);
  });

  test('who are on the list by e-mail are known by their account, and answered as staff at once', async () => {
    await unlink('T03');
    await asks.did(asks.person('T03').writes('due'));
    expect(await reach('T03')).toBe('U-T03 reachable');
    expect(asks.last('T03').text).not.toContain('Tell a teacher now.');
    expect(await asks.reference('person', 'U-T03')).toMatchObject({ conversationId: expect.any(String) });
  });

  test('who name Vigil in a channel, too: no row is theirs, and they are told where to go', async () => {
    joinsUnseen('U-PUPIL');
    const pupil = house.teams.person('U-PUPIL', house.school.externalId);
    await asks.did(pupil.writesIn(house.school.channelId, 'help me'));
    expect(pupil.dm().at(-1)?.text).toContain('Tell a teacher now.');
    expect((await asks.references()).map(({ kind }) => kind).sort()).toEqual(['channel', 'team']);
    expect(await asks.members()).toEqual([]);
  });

  test('who name Vigil in a chat are on no nightly list either, though they were written to', async () => {
    const chatId = chatOf('U-D01', 'U-PUPIL');
    await happens(tenant().addsToChat(chatId));
    const pupil = house.teams.person('U-PUPIL', house.school.externalId);
    for (const words of ['help me', 'please']) await asks.did(pupil.writesIn(chatId, words));
    expect(pupil.dm()).toHaveLength(2);
    await happens(tenant().installsPersonal('U-T01'));
    await syncMembers(house.school.at(house.now), new Map([['teams', house.chat]]));
    expect((await asks.references()).map(({ chatId: id }) => id).sort()).toEqual([chatId, 'U-T01'].sort());
    expect((await asks.members()).map(({ userId }) => userId)).toEqual(['U-T01']);
  });

  test('in a channel first, though they are on the list by e-mail, are answered as staff at once', async () => {
    await unlink('D02');
    await asks.did(asks.person('D02').writesIn(house.school.channelId, 'status'));
    expect(await reach('D02')).toBe('U-D02 reachable');
    expect(asks.last('D02').text).toContain('Not yet assessed');
    // Known from then on, they are not looked up again.
    const looked = house.teams.callsOf('getMember').length;
    await asks.did(asks.person('D02').writesIn(house.school.channelId, 'status'));
    expect(house.teams.callsOf('getMember')).toHaveLength(looked);
    expect(asks.person('D02').dm()).toHaveLength(2);
  });

  test('with somebody’s address that is not the name they sign in with are nobody, looked up alone', async () => {
    await unlink('T03');
    const { email } = house.school.person('T03');
    accountsSay({ email });
    const pupil = house.teams.person('U-PUPIL', house.school.externalId);
    await asks.did(pupil.writes('status'));
    expect(pupil.dm().at(-1)?.text).toContain('Tell a teacher now.');
    await happens(tenant().installsPersonal('U-PUPIL'));
    expect(await reach('T03')).toBe('nowhere');
    expect(await member('U-PUPIL')).toMatchObject({ email: null, decision: 'undecided' });
    // Of their own, it is the name they sign in with.
    await asks.did(asks.person('T03').writes('status'));
    expect(await reach('T03')).toBe('U-T03 reachable');
  });

  test('of whom it is not said where they belong are nobody', async () => {
    await unlink('T03');
    accountsSay({ tenantId: undefined });
    await asks.did(asks.person('T03').writes('status'));
    expect(asks.last('T03').text).toContain('Tell a teacher now.');
    await happens(tenant().installsPersonal('U-T03'));
    expect(await reach('T03')).toBe('nowhere');
    expect(await member('U-T03')).toMatchObject({ standing: 'guest', name: '', email: null });
  });

  /** Every account looked up singly says this besides. */
  const accountsSay = (more: { email?: string | null; tenantId?: undefined }) => {
    const { wire } = house.parts;
    house.parts.wire = {
      ...wire,
      member: async (of, userId) => {
        const found = await wire.member(of, userId);
        return found.kind === 'done' ? { kind: 'done', value: { ...Object(found.value), ...more } } : found;
      },
    };
  };

  test('who took Vigil for themselves first have where they are kept up to date', async () => {
    await happens(tenant().installsPersonal('U-PUPIL'));
    house.teams.moves('/uk/');
    await asks.did(house.teams.person('U-PUPIL', house.school.externalId).writes('help'));
    expect((await asks.reference('person', 'U-PUPIL'))?.serviceUrl).toBe(house.teams.serviceUrl);
  });
});

describe('where conversations are', () => {
  test('a group chat is a place to post in from when Vigil is put there until it is taken out', async () => {
    const chatId = chatOf('U-D01', 'U-D02');
    await happens(tenant().addsToChat(chatId));
    expect(await asks.reference('channel', chatId)).toMatchObject({ conversationId: chatId, teamId: null });
    await happens(tenant().removesFromChat(chatId));
    expect(await asks.reference('channel', chatId)).toBeNull();
  });

  test('a group chat is told its id once, though Teams tells of the same thing in two ways and again', async () => {
    const chatId = chatOf('U-D01', 'U-D02');
    const told = await asks.did(tenant().addsToChat(chatId));
    expect(told.map(({ activity }) => activity.type)).toEqual(['installationUpdate', 'conversationUpdate']);
    const said = () => asks.person('D01').channel(chatId);
    expect(said()).toHaveLength(1);
    expect(said()[0]?.text).toContain(chatId);
    for (const each of told) await asks.did(house.teams.replay(each, { newId: true }));
    await happens(tenant().removesFromChat(chatId));
    await happens(tenant().addsToChat(chatId));
    expect(said()).toHaveLength(1);
  });

  test('both told of at once, it is told its id once', async () => {
    const chatId = chatOf('U-D01', 'U-D02');
    const told = await asks.did(tenant().addsToChat(chatId));
    const other = chatOf('U-D01', 'U-D02', '19:another@thread.v2');
    tenantWorld()
      .threads.filter(({ id }) => id === other)
      .forEach((thread) => {
        thread.installed = true;
      });
    const both = told.map(({ activity }) => JSON.parse(JSON.stringify(activity).replaceAll(chatId, other)));
    await asks.did(Promise.all(both.map((activity) => house.teams.deliver(activity))));
    expect(asks.person('D01').channel(other)).toHaveLength(1);
  });

  test('a group chat whose first telling was lost is told by the second', async () => {
    const chatId = chatOf('U-D01', 'U-D02');
    house.teams.misbehave({ kind: 'fail', status: 502 }, { method: 'sendToConversation' });
    const told = await asks.did(tenant().addsToChat(chatId));
    expect(told.map(({ status }) => status)).toEqual([503, 200]);
    await asks.did(house.teams.redeliver());
    expect(asks.person('D01').channel(chatId)).toHaveLength(1);
  });

  test('a group chat that may not be written in is not tried for ever', async () => {
    const chatId = chatOf('U-D01', 'U-D02');
    house.teams.misbehave(
      { kind: 'refuse', code: 'ForbiddenOperationException' },
      { method: 'sendToConversation' },
    );
    await happens(tenant().addsToChat(chatId));
    expect(asks.person('D01').channel(chatId)).toEqual([]);
  });

  test('a team is told no id, nor is a person', async () => {
    await happens(tenant().addsToTeam(house.teamId, house.school.channelId));
    await happens(tenant().installsPersonal('U-D01'));
    expect(asks.person('D01').channel(house.school.channelId)).toEqual([]);
    expect(asks.person('D01').dm()).toEqual([]);
  });

  test('an address that moved is used from the next thing heard, and what was sent by the old one is redrawn by it', async () => {
    await asks.did(asks.person('T01').writes('help'));
    const asked = await asks.put('T01', 'TRN-K1');
    house.teams.moves('/uk/');
    await asks.press(asked, 'Yes');
    await house.deliver();
    expect((await asks.reference('person', 'U-T01'))?.serviceUrl).toBe(house.teams.serviceUrl);
    expect(asks.forAll(asked)).toContain('✓ Recorded 08:05 · Yes');
    await asks.put('T01', 'TRN-A1');
    expect(asks.person('T01').dm()).toHaveLength(3);
  });

  test('somebody who could not be reached and writes can be', async () => {
    await store.within(house.school.org, (tx) => tx.update(address).set({ state: 'unreachable' }));
    await asks.did(asks.person('T01').writes('help'));
    expect([await reach('T01'), await reach('T02')]).toEqual(['U-T01 reachable', 'U-T02 unreachable']);
  });
});

describe('what is not known', () => {
  test.each([
    ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }],
    ['typing', { type: 'typing' }],
    ['an event', { type: 'event', name: 'application/vnd.microsoft.readReceipt' }],
    ['a kind of another year', { type: 'somethingNew' }],
    ['an installation that says no more', { type: 'installationUpdate' }],
    ['a change of nobody', { type: 'conversationUpdate' }],
  ])('%s is taken, and nothing comes of it', async (_, more) => {
    const { activity } = await asks.did(asks.person('T01').writes('help'));
    const before = [await asks.references(), await asks.members(), asks.person('T01').dm().length];
    const told = await asks.did(house.teams.deliver({ ...activity, text: 'x', id: 'f:another', ...more }));
    expect(told).toMatchObject({ status: 200, answer: '' });
    expect([await asks.references(), await asks.members(), asks.person('T01').dm().length]).toEqual(before);
  });
});
