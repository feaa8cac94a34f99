/**
 * What happens in a tenant, as the bot hears of it: the app coming and going, people and names; and what it does not
 * hear of.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FakeTeams } from '../../../src/simulation/teams/fake-teams.ts';
import { AMINA, APP, type BareBot, BEN, CAL, CHAT, OAK, openOak, SAFE, startBot, TEAM } from './bare-bot.ts';

let teams: FakeTeams;
let bot: BareBot;
beforeEach(async () => {
  teams = await openOak();
  bot = await startBot(teams);
});
afterEach(async () => {
  await bot.stop();
  await teams.close();
});
const heard = () => bot.heard.splice(0).map(({ activity }) => activity);
const BOT = [{ id: `28:${APP}` }];
const memberId = (id: string) => teams.world.tenants.get(OAK)?.users.get(id)?.memberId;

test('somebody takes the app for themselves, and puts it away', async () => {
  const tenant = teams.tenant();
  const deliveries = await tenant.installsPersonal(CAL);
  expect(deliveries).toMatchObject([
    { kind: 'installationUpdate', taken: true },
    { kind: 'conversationUpdate' },
  ]);
  const [installed, changed] = heard();
  const common = {
    from: { aadObjectId: CAL },
    conversation: { conversationType: 'personal', tenantId: OAK, id: expect.stringMatching(/^a:1/) },
    channelData: { tenant: { id: OAK } },
  };
  expect(installed).toMatchObject({ ...common, action: 'add' });
  expect(changed).toMatchObject({ ...common, membersAdded: BOT });
  await teams.person(CAL).writes('Hello');
  expect(heard()[0]?.conversation).toEqual(installed?.conversation);
  await tenant.uninstallsPersonal(CAL);
  expect(heard()).toMatchObject([{ action: 'remove' }, { membersRemoved: BOT }]);
});

test('the bot comes into a team, by the channel chosen, and is shown out', async () => {
  const tenant = teams.tenant();
  await tenant.removesFromTeam(TEAM);
  const place = { team: { id: TEAM, name: 'Oak Primary' }, tenant: { id: OAK } };
  expect(heard()).toMatchObject([
    { type: 'installationUpdate', action: 'remove', conversation: { id: TEAM, conversationType: 'channel' } },
    { membersRemoved: BOT, channelData: { ...place, eventType: 'teamMemberRemoved' } },
  ]);
  await tenant.addsToTeam(TEAM, SAFE);
  const chosen = { ...place, settings: { selectedChannel: { id: SAFE } } };
  expect(heard()).toMatchObject([
    { action: 'add', channelData: chosen },
    { membersAdded: BOT, channelData: { ...chosen, eventType: 'teamMemberAdded' } },
  ]);
});

test('people come to the team, known ones and new ones, and leave it', async () => {
  const tenant = teams.tenant();
  await tenant.joinsTeam(TEAM, CAL);
  await tenant.joinsTeam(TEAM, { id: 'new', name: 'Nia New', email: 'nia@oak.test' });
  await tenant.leavesTeam(TEAM, CAL);
  expect(heard()).toMatchObject([
    {
      membersAdded: [{ id: memberId(CAL), aadObjectId: CAL }],
      channelData: { eventType: 'teamMemberAdded' },
    },
    { membersAdded: [{ aadObjectId: 'new' }] },
    { membersRemoved: [{ aadObjectId: CAL }], channelData: { eventType: 'teamMemberRemoved' } },
  ]);
  await tenant.leavesTenant(BEN);
  expect(heard()).toMatchObject([{ membersRemoved: [{ aadObjectId: BEN }] }]);
  expect(() => teams.person(BEN).channel(SAFE)).toThrow('is not in');
});

test('names change, a channel goes, a chat takes the bot in and out', async () => {
  const tenant = teams.tenant();
  await tenant.renamesTeam(TEAM, 'Oak Academy');
  await tenant.renamesChannel(SAFE, 'Safe');
  await tenant.deletesChannel(SAFE);
  await tenant.removesFromChat(CHAT);
  await tenant.addsToChat(CHAT);
  expect(heard()).toMatchObject([
    { channelData: { eventType: 'teamRenamed', team: { name: 'Oak Academy' } } },
    { channelData: { eventType: 'channelRenamed', channel: { id: SAFE, name: 'Safe' } } },
    { channelData: { eventType: 'channelDeleted', channel: { id: SAFE } } },
    { action: 'remove', conversation: { id: CHAT, conversationType: 'groupChat' } },
    { membersRemoved: BOT },
    { action: 'add' },
    { membersAdded: BOT },
  ]);
});

test('what Teams does not tell is not told: blocking, other names, an app switched off, a team without the bot', async () => {
  const tenant = teams.tenant();
  tenant.blocks(AMINA);
  tenant.disables(true);
  tenant.forgets(AMINA);
  tenant.changes(BEN, { name: 'Ben Moss' });
  await tenant.removesFromTeam(TEAM);
  heard();
  expect(await tenant.joinsTeam(TEAM, CAL)).toEqual([]);
  expect(heard()).toEqual([]);
});

test('with nowhere to deliver to, that is a fault of the test; several addresses are taken in turn', async () => {
  teams.deliverTo();
  await expect(teams.person(AMINA).writes('Hello')).rejects.toThrow('has not been told where the bot is');
  const other = await startBot(teams);
  teams.deliverTo(bot.url, other.url);
  for (const text of ['a', 'b', 'c']) await teams.person(AMINA).writes(text);
  expect([bot.heard.length + other.heard.length, other.heard.length > 0]).toEqual([3, true]);
  await other.stop();
});
