/**
 * The Connector's operations, and what it refuses: by the status and code Teams gives, recorded, with nothing done.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeTeams } from '../../../src/simulation/teams/fake-teams.ts';
import {
  AMINA,
  APP,
  AT,
  askToken,
  at,
  BEN,
  CAL,
  CHAT,
  call,
  cardOf,
  codeOf,
  GUEST,
  handClock,
  inChannel,
  OAK,
  oak,
  openOak,
  PRIVATE,
  SAFE,
  say,
  TEAM,
  withCard,
  withPerson,
  words,
} from './bare-bot.ts';

let teams: FakeTeams;
beforeEach(async () => {
  teams = await openOak();
  teams.deliverTo('http://127.0.0.1:9/');
});
afterEach(() => teams.close());

const create = (body: unknown) => call(teams, 'POST', 'v3/conversations', body);
const memberId = (id: string) => teams.world.tenants.get(OAK)?.users.get(id)?.memberId ?? '';

describe('a conversation of two', () => {
  test('is begun by directory id, and is the same one when asked again', async () => {
    const first = await create(withPerson(AMINA));
    expect(first).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^a:1/) } });
    expect((await create(withPerson(AMINA))).body).toEqual(first.body);
    const sent = await call(teams, 'POST', at(first.body.id), words('Hello *you*'));
    expect(sent).toMatchObject({ status: 201, body: { id: String(AT.getTime()) } });
    expect(teams.person(AMINA).dm()).toMatchObject([{ text: 'Hello you', fromBot: true, summary: '' }]);
    expect(teams.refused).toEqual([]);
  });

  test.each([
    ['somebody without the app', () => withPerson(CAL), 403, 'ForbiddenOperationException'],
    ['a team’s member by directory id', () => withPerson(BEN), 403, 'ForbiddenOperationException'],
    ['an email address', () => withPerson('amina@oak.test'), 400, 'BadArgument'],
    ['nobody known', () => withPerson('nobody'), 400, 'BadArgument'],
    ['another tenant', () => withPerson(AMINA, { tenantId: 'other' }), 400, 'BadArgument'],
    ['no tenant', () => withPerson(AMINA, { tenantId: undefined }), 400, 'BadArgument'],
    ['another bot', () => withPerson(AMINA, { bot: { id: '28:other' } }), 400, 'BadArgument'],
    ['a new group', () => withPerson(AMINA, { isGroup: true }), 400, 'BadSyntax'],
    ['two people', () => withPerson(AMINA, { members: [{ id: AMINA }, { id: BEN }] }), 400, 'BadSyntax'],
  ])('is refused for %s', async (_who, body, status, code) => {
    expect(codeOf(await create(body()))).toEqual([status, code]);
    expect(teams.refused).toMatchObject([{ what: 'createConversation', error: code }]);
  });

  test('with a member of a team the bot is in needs their 29: id, and ends with the team', async () => {
    const { body, status } = await create(withPerson(memberId(BEN), { activity: words('Hello') }));
    expect([status, body.activityId]).toEqual([201, expect.any(String)]);
    expect(teams.person(BEN).dm()).toHaveLength(1);
    await teams.tenant().removesFromTeam(TEAM);
    expect(codeOf(await call(teams, 'POST', at(body.id), words('Still there?')))).toEqual([403, 209]);
  });

  test('is closed to the bot when blocked, taken away, or left', async () => {
    const { conversationId } = await say(teams, words('One'));
    const again = async () => codeOf(await call(teams, 'POST', at(conversationId), words('Two')));
    const tenant = teams.tenant();
    tenant.blocks(AMINA);
    expect(await again()).toEqual([403, 'ConversationBlockedByUser']);
    expect(codeOf(await create(withPerson(AMINA)))).toEqual([403, 'ConversationBlockedByUser']);
    tenant.unblocks(AMINA);
    await tenant.uninstallsPersonal(AMINA);
    const refused = await call(teams, 'POST', at(conversationId), words('Two'));
    expect([refused.status, refused.body.errorCode]).toEqual([403, 209]);
    expect(JSON.parse(String(refused.body.message))).toMatchObject({ subCode: 'MessageWritesBlocked' });
    await tenant.installsPersonal(AMINA);
    tenant.disables(true);
    expect(await again()).toEqual([403, 'BotDisabledByAdmin']);
    tenant.disables(false);
    expect(await again()).toEqual([201, undefined]);
    await tenant.leavesTenant(AMINA);
    expect(await again()).toEqual([404, 'ConversationNotFound']);
    expect(codeOf(await create(withPerson(AMINA)))).toEqual([400, 'BadArgument']);
  });

  test('that is forgotten is found again under another id, with what was said in it', async () => {
    const { conversationId } = await say(teams, words('Before'));
    teams.tenant().forgets(AMINA);
    const lost = await call(teams, 'POST', at(conversationId), words('Lost'));
    expect(codeOf(lost)).toEqual([404, 'ConversationNotFound']);
    const after = await say(teams, words('After'));
    expect(after.conversationId).not.toBe(conversationId);
    expect(
      teams
        .person(AMINA)
        .dm()
        .map(({ text }) => text),
    ).toEqual(['Before', 'After']);
  });
});

describe('a channel', () => {
  test('takes a new thread, and what follows in it', async () => {
    const { body, status } = await create(inChannel(SAFE));
    expect([status, body.id]).toEqual([201, `${SAFE};messageid=${body.activityId}`]);
    await call(teams, 'POST', at(body.id), words('In the thread'));
    await call(teams, 'POST', at(SAFE, `/activities/${body.activityId}`), words('An answer'));
    await call(teams, 'POST', at(SAFE), words('By itself'));
    expect(
      teams
        .person(BEN)
        .channel(SAFE)
        .map(({ text, rootId }) => [text, rootId]),
    ).toEqual([
      ['Hello', null],
      ['In the thread', body.activityId],
      ['An answer', body.activityId],
      ['By itself', null],
    ]);
  });

  test.each([
    ['there is none', '19:none@thread.tacv2', 404, 'ConversationNotFound'],
    ['it is private and the app is not in it', PRIVATE, 403, 'BotNotInConversationRoster'],
    ['it is a chat', CHAT, 400, 'BadSyntax'],
    ['the thread is given for the channel', `${SAFE};messageid=1`, 400, 'BadSyntax'],
  ])('is refused where %s', async (_why, id, status, code) => {
    expect(codeOf(await create(inChannel(id)))).toEqual([status, code]);
  });

  test('takes nothing in a thread that is not there, nor from a bot shown out', async () => {
    const post = async (id: string) => codeOf(await call(teams, 'POST', at(id), words('Hello')));
    expect(await post(`${SAFE};messageid=1`)).toEqual([404, 'ConversationNotFound']);
    await teams.tenant().removesFromTeam(TEAM);
    expect(await post(SAFE)).toEqual([403, 'BotNotInConversationRoster']);
    expect(await post(CHAT)).toEqual([201, undefined]);
    await teams.tenant().removesFromChat(CHAT);
    expect(await post(CHAT)).toEqual([403, 'BotNotInConversationRoster']);
    teams.tenant().setsInChannel(PRIVATE, true);
    expect(await post(PRIVATE)).toEqual([201, undefined]);
    expect(() => teams.person(BEN).channel(PRIVATE)).toThrow('is not in');
    await teams.tenant().deletesChannel(SAFE);
    expect(await post(SAFE)).toEqual([404, 'ConversationNotFound']);
  });

  test('needs something to be said', async () => {
    expect(codeOf(await create({ isGroup: true, channelData: { channel: { id: SAFE } } }))).toEqual([
      400,
      'BadSyntax',
    ]);
  });
});

describe('a message sent', () => {
  test('is changed and taken away by the bot that sent it', async () => {
    const { conversationId, id } = await say(teams, words('One'));
    expect(await call(teams, 'PUT', at(conversationId, `/activities/${id}`), words('Two'))).toMatchObject({
      status: 200,
      body: { id },
    });
    const [message] = teams.person(AMINA).dm();
    expect(message?.drawings).toEqual(['One', 'Two']);
    expect((await call(teams, 'DELETE', at(conversationId, `/activities/${id}`))).status).toBe(200);
    expect(message?.isDeleted).toBe(true);
    expect(teams.person(AMINA).dm()).toEqual([]);
    const gone = await call(teams, 'PUT', at(conversationId, `/activities/${id}`), words('Three'));
    expect(codeOf(gone)).toEqual([404, 'ActivityNotFoundInConversation']);
  });

  test('is not changed where it is unknown, somebody else’s, or in another thread', async () => {
    const { body } = await create(inChannel(SAFE));
    const { body: other } = await create(inChannel(SAFE));
    await teams.person(BEN).writesIn(SAFE, 'status');
    const theirs = teams.person(BEN).channel(SAFE).at(-1)?.id;
    const put = async (id: unknown, activity: unknown) =>
      codeOf(await call(teams, 'PUT', at(id, `/activities/${activity}`), words('Changed')));
    const unknown = [404, 'ActivityNotFoundInConversation'];
    expect(await put(SAFE, '1')).toEqual(unknown);
    expect(await put(SAFE, theirs)).toEqual(unknown);
    expect(await put(other.id, body.activityId)).toEqual(unknown);
    expect(await put(CHAT, body.activityId)).toEqual(unknown);
    expect(await put(body.id, body.activityId)).toEqual([200, undefined]);
    expect(await put(SAFE, other.activityId)).toEqual([200, undefined]);
  });

  test.each([
    ['nothing in it', { type: 'message', text: ' ' }, 400, 'BadSyntax'],
    ['another kind', { type: 'event', name: 'x' }, 400, 'BadSyntax'],
    [
      'another card',
      { type: 'message', attachments: [{ contentType: 'hero', content: {} }] },
      400,
      'BadSyntax',
    ],
    ['an invalid card', withCard(cardOf({ type: 'TextBlok', text: 'x' })), 400, 'BadArgument'],
    [
      'a card over 28 KB',
      withCard(cardOf({ type: 'TextBlock', text: 'x'.repeat(28_672) })),
      413,
      'MessageSizeTooBig',
    ],
    ['more than 100 KB', words('x'.repeat(60_000)), 413, 'MessageSizeTooBig'],
  ])('is refused with %s', async (_what, activity, status, code) => {
    expect(codeOf((await say(teams, activity)).sent)).toEqual([status, code]);
    expect(teams.person(AMINA).dm()).toEqual([]);
  });

  test('may be a typing sign, which is no message', async () => {
    expect((await say(teams, { type: 'typing' })).sent.status).toBe(201);
    expect(teams.person(AMINA).dm()).toEqual([]);
  });

  test('must be JSON, and an operation there is', async () => {
    const token = String((await askToken(teams)).body.access_token);
    const response = await fetch(`${teams.serviceUrl}v3/conversations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{',
    });
    expect(response.status).toBe(400);
    expect(codeOf(await call(teams, 'PATCH', 'v3/conversations'))).toEqual([404, 'ServiceError']);
  });
});

describe('members', () => {
  test('come in pages of the length asked for, within what Teams allows', async () => {
    await teams.close();
    teams = await openOak({ smallestPage: 2 });
    const first = await call(teams, 'GET', at(TEAM, '/pagedmembers?pageSize=1'));
    expect(first.body).toEqual({
      members: [
        {
          id: memberId(AMINA),
          name: 'Amina Khan',
          objectId: AMINA,
          aadObjectId: AMINA,
          givenName: 'Amina',
          surname: 'Khan',
          email: 'amina@oak.test',
          userPrincipalName: 'amina@oak.test',
          tenantId: OAK,
          userRole: 'user',
        },
        expect.objectContaining({ objectId: BEN }),
      ],
      continuationToken: expect.any(String),
    });
    const token = encodeURIComponent(String(first.body.continuationToken));
    const second = await call(teams, 'GET', at(TEAM, `/pagedmembers?pageSize=1&continuationToken=${token}`));
    expect(second.body).toEqual({
      members: [expect.objectContaining({ objectId: GUEST, userRole: 'guest' })],
    });
    for (const query of ['continuationToken=%21', 'pageSize=many'])
      expect(codeOf(await call(teams, 'GET', at(TEAM, `/pagedmembers?${query}`)))).toEqual([
        400,
        'BadArgument',
      ]);
  });

  test('are all given at once, or one by either id, while they are there', async () => {
    expect((await call(teams, 'GET', at(SAFE, '/members'))).body.list).toHaveLength(3);
    for (const id of [BEN, memberId(BEN)])
      expect((await call(teams, 'GET', at(SAFE, `/members/${id}`))).body).toMatchObject({ name: 'Ben Hall' });
    const missing = [404, 'MemberNotFoundInConversation'];
    expect(codeOf(await call(teams, 'GET', at(SAFE, `/members/${CAL}`)))).toEqual(missing);
    await teams.tenant().leavesTenant(BEN);
    expect(codeOf(await call(teams, 'GET', at(SAFE, `/members/${BEN}`)))).toEqual(missing);
    expect((await call(teams, 'GET', at(SAFE, '/members'))).body.list).toHaveLength(2);
  });

  test('are nobody’s business where the bot is not', async () => {
    for (const way of ['/members', '/pagedmembers', `/members/${AMINA}`])
      expect(codeOf(await call(teams, 'GET', at(PRIVATE, way)))).toEqual([403, 'BotNotInConversationRoster']);
  });
});

test('a team and its channels are shown to a bot that is in it', async () => {
  expect((await call(teams, 'GET', `v3/teams/${TEAM}`)).body).toMatchObject({
    id: TEAM,
    name: 'Oak Primary',
    aadGroupId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    memberCount: 3,
    channelCount: 2,
  });
  const channels = async () => (await call(teams, 'GET', `v3/teams/${TEAM}/conversations`)).body;
  expect(await channels()).toEqual({
    conversations: [
      { id: TEAM, type: 'standard' },
      { id: SAFE, name: 'Safeguarding', type: 'standard' },
    ],
  });
  teams.tenant().setsInChannel(PRIVATE, true);
  expect(await channels()).toMatchObject({ conversations: [{}, {}, { id: PRIVATE, type: 'private' }] });
  await teams.tenant().removesFromTeam(TEAM);
  expect(codeOf(await call(teams, 'GET', `v3/teams/${TEAM}`))).toEqual([403, 'BotNotInConversationRoster']);
  expect(codeOf(await call(teams, 'GET', 'v3/teams/none'))).toEqual([404, 'ConversationNotFound']);
});

test('a Connector that has moved answers under its new path alone', async () => {
  const old = teams.serviceUrl;
  const token = String((await askToken(teams)).body.access_token);
  teams.moves('/amer/');
  expect(teams.serviceUrl).toMatch(/\/amer\/$/);
  const before = await fetch(`${old}v3/teams/${TEAM}`, { headers: { authorization: `Bearer ${token}` } });
  expect(before.status).toBe(404);
  expect((await call(teams, 'GET', `v3/teams/${TEAM}`)).status).toBe(200);
  await teams.person(AMINA).writes('Hello');
  expect(teams.deliveries[0]?.activity.serviceUrl).toBe(teams.serviceUrl);
});

describe('the token', () => {
  test('is asked for, ours, and not ended', async () => {
    await teams.close();
    const clock = handClock();
    teams = await openOak({ now: clock.now });
    const denied = [401, 'Authorization has been denied for this request.'];
    const { status, body } = await askToken(teams);
    expect([status, body.token_type, body.expires_in]).toEqual([200, 'Bearer', 3_599]);
    const get = async (token: string) =>
      codeOf(await call(teams, 'GET', `v3/teams/${TEAM}`, undefined, token));
    expect(await get('')).toEqual(denied);
    expect(await get('made-up')).toEqual(denied);
    const token = String(body.access_token);
    expect((await get(token))[0]).toBe(200);
    clock.forward(3_600_000);
    expect(await get(token)).toEqual(denied);
    const fresh = String((await askToken(teams)).body.access_token);
    teams.endsTokens();
    expect(await get(fresh)).toEqual(denied);
    expect(teams.refused.map(({ error }) => error)).toEqual(Array(4).fill('Unauthorized'));
  });

  test.each<[string, Record<string, string>, string, number, number]>([
    ['a wrong secret', { client_secret: 'wrong' }, OAK, 401, 7000215],
    ['no secret', { client_secret: '' }, OAK, 401, 7000218],
    ['another app', { client_id: 'other' }, OAK, 400, 700016],
    ['another scope', { scope: 'https://graph.microsoft.com/.default' }, OAK, 400, 70011],
    ['another grant', { grant_type: 'password' }, OAK, 400, 70003],
    ['something left out', { scope: '' }, OAK, 400, 900144],
    ['an unknown tenant', {}, 'nowhere', 400, 90002],
  ])('is refused for %s', async (_what, more, tenant, status, code) => {
    const refused = await askToken(teams, more, tenant);
    expect(refused).toMatchObject({
      status,
      body: {
        error: expect.any(String),
        error_description: expect.stringContaining(`AADSTS${code}`),
        error_codes: [code],
      },
    });
    expect(teams.refused).toHaveLength(1);
    expect(JSON.stringify(teams.calls)).not.toContain('secret');
  });

  test('what a client asks first is answered', async () => {
    const get = async (path: string) => (await (await fetch(`${teams.loginUrl}${path}`)).json()) as object;
    expect(await get(`/${OAK}/v2.0/.well-known/openid-configuration`)).toMatchObject({
      token_endpoint: `${teams.loginUrl}/${OAK}/oauth2/v2.0/token`,
    });
    const asked = encodeURIComponent(`${teams.loginUrl}/${OAK}/oauth2/v2.0/authorize`);
    expect(
      await get(`/common/discovery/instance?api-version=1.1&authorization_endpoint=${asked}`),
    ).toMatchObject({
      tenant_discovery_endpoint: `${teams.loginUrl}/${OAK}/v2.0/.well-known/openid-configuration`,
      metadata: [{ aliases: [new URL(teams.loginUrl).host] }],
    });
  });
});

test('two tenants share nobody', async () => {
  await teams.close();
  const other = {
    ...oak(),
    tenantId: 'elm',
    teams: [],
    chats: [],
    users: [{ id: APP, name: 'Eve Elm', email: null }],
    personal: [APP],
  };
  teams = await openOak({ tenants: [oak(), other] });
  expect(codeOf(await create(withPerson(APP)))).toEqual([400, 'BadArgument']);
  expect((await create(withPerson(APP, { tenantId: 'elm' }))).status).toBe(201);
  expect(teams.person(APP, 'elm').dm()).toEqual([]);
  expect(() => teams.person(APP)).toThrow('There is nobody called');
  expect(teams.calls.filter(({ method }) => method !== 'token').map(({ tenantId }) => tenantId)).toEqual([
    OAK,
    'elm',
  ]);
});
