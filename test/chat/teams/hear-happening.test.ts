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

  test('who took Vigil for themselves first have where they are kept up to date', async () => {
    await happens(tenant().installsPersonal('U-PUPIL'));
    house.teams.moves('/uk/');
    await asks.did(house.teams.person('U-PUPIL', house.school.externalId).writes('help'));
    expect((await asks.reference('person', 'U-PUPIL'))?.serviceUrl).toBe(house.teams.serviceUrl);
  });
});

describe('where conversations are', () => {
  test('a group chat is a place to post in from when Vigil is put there until it is taken out', async () => {
    const chatId = '19:leads-chat@thread.v2';
    const [first] = house.teams.world.tenants.values();
    const like = first?.threads.find(({ kind }) => kind === 'personal');
    if (!first || !like) throw new Error('A tenant has people');
    const members = new Set(['U-D01', 'U-D02']);
    first.threads.push({ ...like, id: chatId, kind: 'groupChat', members, installed: false });
    await happens(tenant().addsToChat(chatId));
    expect(await asks.reference('channel', chatId)).toMatchObject({ conversationId: chatId, teamId: null });
    await happens(tenant().removesFromChat(chatId));
    expect(await asks.reference('channel', chatId)).toBeNull();
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
