/**
 * What whoever keeps the seam of wire.ts must do, judged over the fake Teams: botbuilder now, its successor after.
 * The rule: one call is one request, whatever the answer; what went wrong is the right value; nothing of a secret is in
 * any of it; and only what Teams signed for this bot is heard. No test waits: the keeper's time is made to run out.
 */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { SdkParts } from '../../src/chat/teams/sdk.ts';
import type { TeamsWire, Wire, WireAnswer } from '../../src/chat/teams/wire.ts';
import type { FakeTeams } from '../../src/simulation/teams/fake-teams.ts';
import { FORGERIES, type Forgery } from '../../src/simulation/teams/forge.ts';
import type { Misbehaviour } from '../../src/simulation/teams/misbehave.ts';
import { GUEST, hello, identityFor, openTenant, personId, SAFE, SECRET, TEAM, TENANT } from './bare-teams.ts';

export type Keeper = {
  open(parts: SdkParts): TeamsWire;
  /** Every time limit that runs now has run out; gives back how long each was. */
  timeRunsOut(): number[];
};

type Place = { conversationId: string; activityId: string };
type CallName =
  | 'createPersonal'
  | 'postToChannel'
  | 'send'
  | 'update'
  | 'remove'
  | 'members'
  | 'member'
  | 'channels';

const METHODS: Record<CallName, string> = {
  createPersonal: 'createConversation',
  postToChannel: 'createConversation',
  send: 'sendToConversation',
  update: 'updateActivity',
  remove: 'deleteActivity',
  members: 'getPagedMembers',
  member: 'getMember',
  channels: 'getChannels',
};
const CALLS = Object.keys(METHODS) as CallName[];

const AMBIGUOUS = { kind: 'ambiguous', why: 'no answer' };
/** Each way Teams may answer, and what it is. */
const MEETS: [name: string, how: Misbehaviour, is: object][] = [
  ['429 with a time', { kind: 'limited', retryAfter: 7 }, { kind: 'throttled', retryAfterMs: 7_000 }],
  ['429 without one', { kind: 'limited', retryAfter: null }, { kind: 'throttled', retryAfterMs: null }],
  ['412', { kind: 'refuse', code: 'PreconditionFailed' }, { kind: 'throttled', retryAfterMs: null }],
  [
    '403 with its code',
    { kind: 'refuse', code: 'BotNotInConversationRoster' },
    { kind: 'refused', status: 403, code: 'BotNotInConversationRoster', subCode: null },
  ],
  [
    '403 with its name within the message',
    { kind: 'refuse', code: 'MessageWritesBlocked' },
    { kind: 'refused', status: 403, code: 'errorCode 209', subCode: 'MessageWritesBlocked' },
  ],
  ['404', { kind: 'refuse', code: 'ConversationNotFound' }, { kind: 'gone', code: 'ConversationNotFound' }],
  [
    '413',
    { kind: 'refuse', code: 'MessageSizeTooBig' },
    { kind: 'refused', status: 413, code: 'MessageSizeTooBig', subCode: null },
  ],
  [
    '400',
    { kind: 'refuse', code: 'BadSyntax' },
    { kind: 'refused', status: 400, code: 'BadSyntax', subCode: null },
  ],
  ['401', { kind: 'refuse', code: 'BotNotRegistered' }, { kind: 'auth', why: 'not taken' }],
  ...[500, 502, 503, 504].map((status): [string, Misbehaviour, object] => [
    `${status}, done all the same`,
    { kind: 'fail', status, done: true },
    { kind: 'ambiguous', why: `http ${status}` },
  ]),
  ['408', { kind: 'fail', status: 408 }, { kind: 'ambiguous', why: 'http 408' }],
  ['a reset before it is done', { kind: 'drop', done: false }, AMBIGUOUS],
  ['a reset after it is done', { kind: 'drop', done: true }, AMBIGUOUS],
];
/** Nothing comes back of these that could be told from garbage; both may be done again. */
const SAY_NOTHING: readonly CallName[] = ['update', 'remove'];
/** Let in by their signature: whose tenant and address they are from is the door's affair. */
const SIGNED: readonly Forgery[] = ['foreign_tenant', 'other_channel', 'service_host_not_allowed'];

export function wireContract(name: string, keeper: Keeper): void {
  const parts = (teams: FakeTeams, more: Parameters<typeof identityFor>[1] = {}): SdkParts => ({
    identity: identityFor(teams, more),
    openIdMetadataUrl: teams.openIdMetadataUrl,
    tokenIssuer: teams.tokenIssuer,
  });

  describe(`${name} keeps the seam:`, () => {
    let teams: FakeTeams;
    let wire: TeamsWire;
    let place: Place;
    const serving: (() => void)[] = [];
    /** botbuilder writes to the console of every forgery: a key that all may know, or when a token ended. */
    const written: unknown[][] = [];
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation((...words) => void written.push(words)),
    );

    const make = (call: CallName, serviceUrl = teams.serviceUrl, by = wire): Promise<Wire<unknown>> => {
      const { conversationId, activityId } = place;
      const where = { serviceUrl, conversationId };
      switch (call) {
        case 'createPersonal':
          return by.createPersonal({ serviceUrl, tenantId: TENANT, userId: personId(1) });
        case 'postToChannel':
          return by.postToChannel({ serviceUrl, tenantId: TENANT, channelId: SAFE }, hello());
        case 'send':
          return by.send(where, hello());
        case 'update':
          return by.update(where, activityId, hello('Changed'));
        case 'remove':
          return by.remove(where, activityId);
        case 'members':
          return by.members(where, { after: null, limit: 50 });
        case 'member':
          return by.member(where, personId(1));
        case 'channels':
          return by.channels({ serviceUrl, teamId: TEAM });
      }
    };
    const begin = async (): Promise<Place> => {
      const made = await wire.createPersonal({
        serviceUrl: teams.serviceUrl,
        tenantId: TENANT,
        userId: personId(1),
      });
      const { conversationId } = doneOf(made);
      const sent = await wire.send({ serviceUrl: teams.serviceUrl, conversationId }, hello());
      return { conversationId, activityId: doneOf(sent).activityId };
    };
    const asked = () => teams.calls.filter(({ method }) => method !== 'token').map(({ method }) => method);
    /** A server that answers as told, for what the fake Teams does not do. */
    const serve = async (answer: RequestListener): Promise<{ url: string; requests: () => number }> => {
      let requests = 0;
      const server = createServer((request, response) => {
        requests += 1;
        answer(request, response);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      serving.push(() => {
        server.close();
        server.closeAllConnections();
      });
      const { port } = server.address() as AddressInfo;
      return { url: `http://127.0.0.1:${port}/emea/`, requests: () => requests };
    };

    beforeAll(async () => {
      teams = await openTenant({ smallestPage: 2 });
      wire = keeper.open(parts(teams));
      place = await begin();
    });
    afterAll(async () => {
      for (const spy of spies) spy.mockRestore();
      await teams.close();
    });
    afterEach(() => {
      for (const stop of serving.splice(0)) stop();
    });

    describe.each(CALLS)('%s is one request', (call) => {
      test.each(MEETS)('when it meets %s', async (_what, how, is) => {
        place = await begin();
        teams.calls.length = 0;
        teams.misbehave(how, { method: METHODS[call] });
        expect(await make(call)).toEqual(is);
        expect(asked()).toEqual([METHODS[call]]);
      });

      test.skipIf(SAY_NOTHING.includes(call))('when it meets garbage', async () => {
        place = await begin();
        teams.calls.length = 0;
        teams.misbehave({ kind: 'garbage' }, { method: METHODS[call] });
        expect((await make(call)).kind).toBe('ambiguous');
        expect(asked()).toEqual([METHODS[call]]);
      });

      test('when no answer comes', async () => {
        place = await begin();
        teams.calls.length = 0;
        const met = new Promise<void>((resolve) => {
          teams.misbehave(
            { kind: 'hang', done: false },
            {
              method: METHODS[call],
              when: () => {
                resolve();
                return true;
              },
            },
          );
        });
        const made = make(call);
        await met;
        expect(Math.max(...keeper.timeRunsOut())).toBeLessThanOrEqual(10_000);
        expect(await made).toEqual(AMBIGUOUS);
        expect(asked()).toEqual([METHODS[call]]);
      });

      test('when an answer begins and never ends', async () => {
        let begun = (): void => undefined;
        const met = new Promise<void>((resolve) => {
          begun = resolve;
        });
        const { url, requests } = await serve((_request, response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.write('{"id":');
          begun();
        });
        const made = make(call, url);
        await met;
        // The first bytes have come by the time that the one asked has had a turn.
        await new Promise((resolve) => setImmediate(resolve));
        keeper.timeRunsOut();
        expect((await made).kind).toBe('ambiguous');
        expect(requests()).toBe(1);
      });

      test('when it is sent elsewhere', async () => {
        const elsewhere = await serve((_request, response) => response.writeHead(200).end('{}'));
        for (const status of [301, 302, 303, 307, 308]) {
          const { url, requests } = await serve((request, response) => {
            const to = status % 2 === 0 ? elsewhere.url : `${request.url ?? ''}x`;
            response.writeHead(status, { location: to }).end();
          });
          expect((await make(call, url)).kind).toBe('ambiguous');
          expect(requests()).toBe(1);
        }
        expect(elsewhere.requests()).toBe(0);
      });

      test('when somebody on the way refuses it with a page of their own', async () => {
        for (const status of [403, 404, 407, 451]) {
          const { url, requests } = await serve((_request, response) => {
            response.writeHead(status, { 'content-type': 'text/html' });
            response.end('<html><title>Blocked</title></html>');
          });
          expect(await make(call, url)).toEqual({ kind: 'unlinked' });
          expect(requests()).toBe(1);
        }
      });

      test('or none, when there is nobody at the address', async () => {
        expect(await make(call, 'http://127.0.0.1:9/emea/')).toEqual({ kind: 'unlinked' });
      });
    });

    describe('a person', () => {
      test('has one conversation, however often it is opened', async () => {
        const opened = await Promise.all([make('createPersonal'), make('createPersonal')]);
        expect(opened[0]).toEqual({ kind: 'done', value: { conversationId: place.conversationId } });
        expect(opened[1]).toEqual(opened[0]);
      });

      test('sees the card and its line, changed where it was, and gone once it is removed', async () => {
        place = await begin();
        const last = () => teams.person(personId(1)).dm().at(-1);
        expect(last()).toMatchObject({ id: place.activityId, text: 'Hello', summary: 'Hello' });
        expect(await make('update')).toEqual({ kind: 'done', value: null });
        expect(last()).toMatchObject({ id: place.activityId, text: 'Changed', summary: 'Changed' });
        expect(await make('remove')).toEqual({ kind: 'done', value: null });
        expect(last()?.id).not.toBe(place.activityId);
        expect(await make('update')).toEqual({ kind: 'gone', code: 'ActivityNotFoundInConversation' });
      });

      test('nobody knows is refused by name', async () => {
        const { serviceUrl } = teams;
        const made = await wire.createPersonal({ serviceUrl, tenantId: TENANT, userId: 'nobody' });
        expect(made).toMatchObject({ kind: 'refused', status: 400, code: 'BadArgument' });
      });
    });

    describe('a channel', () => {
      test('has a thread begun by each post, with ids by which it is changed', async () => {
        const [first, second] = [doneOf(await postOf()), doneOf(await postOf())];
        expect(first.conversationId).toBe(`${SAFE};messageid=${first.activityId}`);
        expect(second.conversationId).not.toBe(first.conversationId);
        const where = { serviceUrl: teams.serviceUrl, conversationId: first.conversationId };
        expect((await wire.update(where, first.activityId, hello('Changed'))).kind).toBe('done');
        const seen = teams.person(personId(1)).channel(SAFE);
        expect(seen.find(({ id }) => id === first.activityId)?.text).toBe('Changed');
        expect(seen.find(({ id }) => id === second.activityId)?.text).toBe('Hello');
      });

      test('is listed among its team’s', async () => {
        const found = doneOf(await make('channels'));
        expect(found).toEqual([expect.objectContaining({ id: TEAM }), expect.objectContaining({ id: SAFE })]);
      });

      const postOf = () =>
        wire.postToChannel({ serviceUrl: teams.serviceUrl, tenantId: TENANT, channelId: SAFE }, hello());
    });

    describe('members', () => {
      test('come a page at a time, with all that Teams tells of them', async () => {
        const of = { serviceUrl: teams.serviceUrl, conversationId: TEAM };
        const found: unknown[] = [];
        const pages: number[] = [];
        let after: string | null = null;
        do {
          const { members, next }: { members: unknown[]; next: string | null } = doneOf(
            await wire.members(of, { after, limit: 4 }),
          );
          found.push(...members);
          pages.push(members.length);
          after = next;
        } while (after !== null);
        expect(pages).toEqual([4, 2]);
        expect(found[0]).toMatchObject({
          aadObjectId: personId(1),
          name: 'Person 1',
          email: 'P1@Oak.example',
          userPrincipalName: 'P1@Oak.example',
          tenantId: TENANT,
          userRole: 'user',
        });
        expect(found.at(-1)).toMatchObject({ aadObjectId: GUEST, userRole: 'guest' });
      });

      test('are found singly by the directory’s id and by Teams’ own', async () => {
        const of = { serviceUrl: teams.serviceUrl, conversationId: TEAM };
        const byDirectory = doneOf(await wire.member(of, personId(2)));
        expect(byDirectory).toMatchObject({
          aadObjectId: personId(2),
          email: 'P2@Oak.example',
          tenantId: TENANT,
          userRole: 'user',
        });
        const { memberId = '' } = teams.world.tenants.get(TENANT)?.users.get(personId(2)) ?? {};
        expect(memberId).toMatch(/^29:/);
        expect(doneOf(await wire.member(of, memberId))).toEqual(byDirectory);
        expect(await wire.member(of, personId(40))).toEqual({
          kind: 'gone',
          code: 'MemberNotFoundInConversation',
        });
      });
    });

    describe('the token', () => {
      const tokens = () => teams.callsOf('token').length;
      const fresh = (more: Parameters<typeof identityFor>[1] = {}) => keeper.open(parts(teams, more));

      test('is fetched once and kept, and once more after it was not taken', async () => {
        teams.calls.length = 0;
        const one = fresh();
        expect((await make('member', undefined, one)).kind).toBe('done');
        expect((await make('createPersonal', undefined, one)).kind).toBe('done');
        expect(await one.authorised()).toEqual({ kind: 'done', value: true });
        expect(tokens()).toBe(1);
        teams.endsTokens();
        expect(await make('member', undefined, one)).toEqual({ kind: 'auth', why: 'not taken' });
        expect(tokens()).toBe(1);
        expect((await make('member', undefined, one)).kind).toBe('done');
        expect((await make('member', undefined, one)).kind).toBe('done');
        expect(tokens()).toBe(2);
      });

      test('is asked for by the app’s name for the Connector alone, in its own tenant', async () => {
        teams.calls.length = 0;
        await fresh().authorised();
        const { appId } = teams.world.app;
        expect(teams.calls).toMatchObject([
          {
            method: 'token',
            tenantId: TENANT,
            args: { client_id: appId, scope: 'https://api.botframework.com/.default' },
          },
        ]);
      });

      test('is not given for a wrong secret: the sign-in’s own name for it, and no secret anywhere', async () => {
        teams.calls.length = 0;
        written.length = 0;
        const wrong = `${SECRET}-of-last-year`;
        const one = fresh({ password: wrong });
        const met = [await one.authorised(), await make('send', undefined, one)];
        expect(met).toEqual([
          { kind: 'auth', why: 'invalid_client' },
          { kind: 'auth', why: 'invalid_client' },
        ]);
        expect(asked()).toEqual([]);
        expect(JSON.stringify(met)).not.toContain('CANARY');
        expect(written).toEqual([]);
      });

      test('that comes too late, or breaks off, is no refusal: nothing was sent, and the next is asked', async () => {
        teams.calls.length = 0;
        const one = fresh();
        const met = new Promise<void>((resolve) => {
          teams.misbehave(
            { kind: 'hang', done: false },
            {
              method: 'token',
              when: () => {
                resolve();
                return true;
              },
            },
          );
        });
        const made = make('send', undefined, one);
        await met;
        expect(Math.max(...keeper.timeRunsOut())).toBeLessThanOrEqual(10_000);
        expect(await made).toEqual({ kind: 'unlinked' });
        for (const how of [
          { kind: 'drop', done: false },
          { kind: 'fail', status: 502 },
        ] as const) {
          teams.misbehave(how, { method: 'token' });
          expect(await make('send', undefined, one)).toEqual({ kind: 'unlinked' });
        }
        expect(asked()).toEqual([]);
        expect(tokens()).toBe(3);
        expect((await make('send', undefined, one)).kind).toBe('done');
      });

      test('where there is no sign-in to be found is no refusal either', async () => {
        teams.calls.length = 0;
        expect(await fresh({ loginUrl: 'http://127.0.0.1:9' }).authorised()).toEqual({ kind: 'unlinked' });
        expect(teams.calls).toEqual([]);
      });
    });

    test('a managed identity asks the host it is on, and anew after it was not taken', async () => {
      const header = 'CANARY-identity-header';
      const { appId } = teams.world.app;
      const asks: { client: string | null; resource: string | null; header: unknown }[] = [];
      let refuses = false;
      const host = await serve((request, response) => {
        const { searchParams } = new URL(request.url ?? '', 'http://host');
        const resource = searchParams.get('resource');
        asks.push({
          client: searchParams.get('client_id'),
          resource,
          header: request.headers['x-identity-header'],
        });
        if (refuses) {
          response.writeHead(500, { 'content-type': 'application/json' });
          response.end(JSON.stringify({ error: 'no_identity', message: header }));
          return;
        }
        const token = `token-${asks.length}`;
        const ends = Math.floor(Date.now() / 1_000) + 3_600;
        teams.world.tokens.set(token, { tenantId: TENANT, ends });
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify({
            access_token: token,
            expires_on: String(ends),
            resource,
            token_type: 'Bearer',
          }),
        );
      });
      vi.stubEnv('IDENTITY_ENDPOINT', `${host.url}msi/token`);
      vi.stubEnv('IDENTITY_HEADER', header);
      try {
        const one = keeper.open(parts(teams, { appType: 'UserAssignedMSI', password: null, loginUrl: null }));
        expect((await make('send', undefined, one)).kind).toBe('done');
        expect((await make('send', undefined, one)).kind).toBe('done');
        expect(asks).toEqual([{ client: appId, resource: 'https://api.botframework.com', header }]);
        teams.endsTokens();
        expect(await make('send', undefined, one)).toEqual({ kind: 'auth', why: 'not taken' });
        expect((await make('send', undefined, one)).kind).toBe('done');
        expect(asks).toHaveLength(2);
        teams.endsTokens();
        refuses = true;
        await make('send', undefined, one);
        const refused = await make('send', undefined, one);
        expect(refused.kind).toBe('auth');
        expect(JSON.stringify(refused)).not.toContain('CANARY');
        expect(asks).toHaveLength(3);
      } finally {
        vi.unstubAllEnvs();
      }
    });

    describe('what comes to the door', () => {
      const answer: WireAnswer = { status: 200, body: { done: true } };
      const knock = async (request: { headers: Record<string, string>; body: string }, by = wire) => {
        const hear = vi.fn(async () => answer);
        const { authorization } = request.headers;
        const given = await by.handle({ authorization, activity: JSON.parse(request.body) }, hear);
        return { given, heard: hear.mock.calls.length };
      };

      test('and is genuine is heard once, and what was answered is given back', async () => {
        expect(await knock(teams.genuine())).toEqual({ given: answer, heard: 1 });
      });

      test.each(FORGERIES.filter((kind) => !SIGNED.includes(kind)))(
        'and is forged (%s) is a bare 401',
        async (kind) => {
          for (let variant = 0; variant < 7; variant += 1)
            expect(await knock(teams.forge(kind, undefined, variant))).toEqual({
              given: { status: 401 },
              heard: 0,
            });
        },
      );

      test.each([
        ['nothing', null],
        ['words', 'hello'],
        ['a list', []],
        ['no channel', { channelId: undefined }],
        ['an empty channel', { channelId: '' }],
        ['no address', { serviceUrl: undefined }],
        ['an empty address', { serviceUrl: '' }],
      ])('and is signed but says %s is a bare 401', async (_what, said) => {
        const { headers, body } = teams.genuine();
        const isPart = said !== null && typeof said === 'object' && !Array.isArray(said);
        const activity = isPart ? { ...JSON.parse(body), ...said } : said;
        const hear = vi.fn(async () => answer);
        const given = await wire.handle({ authorization: headers.authorization, activity }, hear);
        expect(given).toEqual({ status: 401 });
        expect(hear).not.toHaveBeenCalled();
      });

      describe('while the keys cannot be had', () => {
        const notChecked = { given: { status: 503 }, heard: 0 };
        const openBy = (url: string) => keeper.open({ ...parts(teams), openIdMetadataUrl: `${url}openid` });

        test('is to be brought again, and not heard: they are too long in coming', async () => {
          let begun = (): void => undefined;
          const met = new Promise<void>((resolve) => {
            begun = resolve;
          });
          const silent = await serve(() => begun());
          // What is left over of calls made before.
          keeper.timeRunsOut();
          const knocked = knock(teams.genuine(), openBy(silent.url));
          await met;
          // Teams itself waits ten seconds, and looking in takes some of them.
          expect(Math.max(...keeper.timeRunsOut())).toBeLessThanOrEqual(5_000);
          expect(await knocked).toEqual(notChecked);
        });

        test('is to be brought again: nobody is where they are, or whoever is refuses them', async () => {
          expect(await knock(teams.genuine(), openBy('http://127.0.0.1:9/'))).toEqual(notChecked);
          for (const status of [403, 500, 503]) {
            const { url } = await serve(
              (_request, response) => void response.writeHead(status).end('<html>'),
            );
            expect(await knock(teams.genuine(), openBy(url))).toEqual(notChecked);
          }
          const { url } = await serve((_request, response) => void response.writeHead(200).end('<html>'));
          expect(await knock(teams.genuine(), openBy(url))).toEqual(notChecked);
        });

        test('is to be brought again: the list of them is there, and they are not', async () => {
          for (const jwks of [403, 500]) {
            const { url } = await serve((request, response) => {
              if (!request.url?.endsWith('openid')) return void response.writeHead(jwks).end();
              const jwks_uri = `http://${request.headers.host}/keys`;
              response.writeHead(200, { 'content-type': 'application/json' });
              response.end(JSON.stringify({ issuer: teams.tokenIssuer, jwks_uri }));
            });
            expect(await knock(teams.genuine(), openBy(url))).toEqual(notChecked);
          }
        });

        test('and has no signature at all is a bare 401: no key could change that', async () => {
          const one = openBy('http://127.0.0.1:9/');
          for (const kind of ['no_header', 'garbage'] as const)
            expect(await knock(teams.forge(kind), one)).toEqual({ given: { status: 401 }, heard: 0 });
        });
      });

      test('is let in whoever it is from where the app has no identity at all', async () => {
        const open = keeper.open({ identity: null, openIdMetadataUrl: null, tokenIssuer: null });
        for (const kind of ['no_header', 'garbage', 'wrong_key'] as const)
          expect(await knock(teams.forge(kind), open)).toEqual({ given: answer, heard: 1 });
        expect(await open.authorised()).toEqual({ kind: 'done', value: false });
      });
    });
  });
}

function doneOf<T>(made: Wire<T>): T {
  if (made.kind !== 'done') throw new Error(`It was not done: ${JSON.stringify(made)}`);
  return made.value;
}
