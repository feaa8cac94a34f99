/**
 * A thousand forged requests of twenty-eight kinds, and replays of genuine ones: nothing is heard, written, said or
 * changed, and nobody learns why.
 */
import { request as httpRequest } from 'node:http';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { teamsSdk } from '../../../src/chat/teams/sdk.ts';
import type { Posted, Request } from '../../../src/simulation/post-to-bot.ts';
import type { Delivery } from '../../../src/simulation/teams/deliver.ts';
import { FORGERIES } from '../../../src/simulation/teams/forge.ts';
import type { SeenMessage } from '../../../src/simulation/teams/seen-message.ts';
import type { Json } from '../../../src/simulation/teams/world.ts';
import type { Store } from '../../../src/store/database.ts';
import { rowsOf } from '../../../src/store/rows.ts';
import { ask } from '../../support/ask.ts';
import { tablesOf } from '../../support/every-table.ts';
import { openTestStore } from '../../support/store.ts';
import { openTeamsDoor, openTeamsHouse, type TeamsHouse } from '../../support/teams-house.ts';

const MONDAY = '2026-11-09T08:05:00Z';
const CANARY = 'CANARY-of-a-forger';
const EACH = 50;
const EACH_MORE = 10;

let store: Store;
let house: TeamsHouse;
let front: Awaited<ReturnType<typeof openTeamsDoor>>;
let genuine: { press: Delivery; older: Delivery; form: Delivery; words: Delivery; other: Delivery[] };
const written: unknown[][] = [];

/** Somebody presses, fills in a form, writes, and the app comes and goes: one genuine request of each kind. */
beforeAll(async () => {
  store = await openTestStore();
  house = await openTeamsHouse(store, { block: 1, at: MONDAY });
  front = await openTeamsDoor(house);
  const { school, teams } = house;
  const { door } = front;
  teams.deliverTo(front.url);
  await ask(store, school, { who: 'T01', questions: ['TRN-K1'], at: MONDAY });
  await ask(store, school, { who: 'T02', questions: ['TRN-K1'], at: MONDAY });
  await ask(store, school, { who: 'D01', questions: ['CON-D1'], at: MONDAY });
  await house.deliver();
  const [teacher, old, lead] = ['U-T01', 'U-T02', 'U-D01'].map((id) => teams.person(id));
  if (!teacher || !old || !lead) throw new Error('There is nobody');
  old.client = 'old';
  const press = await firstOf(teacher.dm()).press('Yes');
  const older = await firstOf(old.dm()).press('Yes');
  const asked = firstOf(lead.dm());
  const [part = '', whole = ''] = ['part', 'whole'].map((name) =>
    Object.keys(asked.values).find((id) => id.endsWith(`.${name}`)),
  );
  const form = await asked.fill({ [part]: '1', [whole]: '4' }).submit('Record');
  await door.settled();
  const words = await teacher.writes('help');
  const other = [
    ...(await teams.tenant().installsPersonal('U-PUPIL')),
    await teams.person('U-PUPIL').writes('hello'),
    await lead.writesIn(school.channelId, 'status'),
  ];
  await door.settled();
  await house.deliver();
  if (press === null || older === null || form === null) throw new Error('Nothing was sent');
  genuine = { press, older, form, words, other };
  expect(all().map(({ taken }) => taken)).toEqual(all().map(() => true));
});
afterAll(async () => {
  await front.close();
  await house.close();
  await store.close();
});
beforeEach(() => {
  written.length = 0;
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, level).mockImplementation((...words) => void written.push(words));
});
afterEach(() => {
  vi.restoreAllMocks();
  house.instead = {};
});

const all = (): Delivery[] => [genuine.press, genuine.older, genuine.form, genuine.words, ...genuine.other];
const firstOf = ([first]: SeenMessage[]): SeenMessage => {
  if (!first) throw new Error('Nothing was asked');
  return first;
};

/** What has been heard, by its id: the same under another is a row of its own, and nothing else. */
const EVENTS = ['inbound_event'];

/** Every row of every table, as one long text; without some tables where a test says so. */
async function everything(but: string[] = []): Promise<string> {
  const tables = await tablesOf(store);
  return store.within(house.school.org, async (tx) => {
    const found: string[] = [];
    for (const { name } of tables.filter((table) => !but.includes(table.name))) {
      const rows = await tx.execute(sql`select t::text as row from ${sql.identifier(name)} t order by 1`);
      found.push(name, ...rowsOf<{ row: string }>(rows).map(({ row }) => row));
    }
    return found.join('\n');
  });
}
const state = async () => ({
  rows: await everything(),
  calls: house.teams.calls.length,
  logged: house.school.log.lines.length,
});

/** No step may be reached; how often one was. */
function deafened(): () => number {
  let heard = 0;
  const counting = async (): Promise<never> => {
    heard += 1;
    throw new Error('a forgery was heard');
  };
  house.instead = {
    onPress: counting,
    onCommand: counting,
    once: counting,
    onInstalled: counting,
    onRevoked: counting,
    onShown: counting,
    onMember: counting,
    onHeard: counting,
    onMet: counting,
    onTakenOut: counting,
  };
  return () => heard;
}

const QUIET = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding'];
/** The test's own bare server says so of itself; Vigil's does not. */
const SERVER = 'x-powered-by';

function told(posted: Posted): string {
  if (posted.kind !== 'answered') return posted.why;
  const { status, body, headers } = posted;
  const telling = Object.keys(headers).filter((name) => !QUIET.includes(name) && name !== SERVER);
  return `${status} ${JSON.stringify(body)} ${telling.join()}`.trim();
}
const BARE = '401 ""';

const asJson = (value: unknown): Json => ({ ...(value as Json) });
/** Soundly signed for this bot, and yet not what Teams sends. */
const MADE: Record<string, (activity: Json, n: number) => Request> = {
  no_service_url: (activity) => house.teams.genuine({ ...activity, serviceUrl: undefined }),
  no_channel: (activity) => house.teams.genuine({ ...activity, channelId: undefined }),
  no_tenant: (activity) =>
    house.teams.genuine({
      ...activity,
      conversation: { ...asJson(activity.conversation), tenantId: undefined },
      channelData: { ...asJson(activity.channelData), tenant: undefined },
    }),
  two_tenants: (activity, n) => {
    const foreign = `99999999-0000-4000-8000-${String(n).padStart(12, '0')}`;
    return house.teams.genuine({
      ...activity,
      ...(n % 2 === 0
        ? { conversation: { ...asJson(activity.conversation), tenantId: foreign } }
        : { channelData: { ...asJson(activity.channelData), tenant: { id: foreign } } }),
    });
  },
  oversize: (activity, n) => house.teams.genuine({ ...activity, more: CANARY.repeat(20_000 + n) }),
  not_json: (activity, n) => {
    const { headers, body } = house.teams.genuine(activity);
    return { headers, body: n % 2 === 0 ? body.slice(0, -1 - n) : `${CANARY}${body}` };
  },
  a_list: (activity) => {
    const { headers, body } = house.teams.genuine(activity);
    return { headers, body: `[${body}]` };
  },
  a_word: (activity, n) => {
    const { headers } = house.teams.genuine(activity);
    return { headers, body: ['"words"', 'null', 'true', '7', ''][n % 5] ?? '' };
  },
  text_plain: (activity, n) => {
    const { headers, body } = house.teams.genuine(activity);
    const types = ['text/plain', 'text/html', 'application/x-www-form-urlencoded', 'multipart/form-data', ''];
    return { headers: { ...headers, 'content-type': types[n % types.length] ?? '' }, body };
  },
  said_to_be_packed: (activity, n) => {
    const { headers, body } = house.teams.genuine(activity);
    return {
      headers: { ...headers, 'content-encoding': ['gzip', 'br', 'deflate', 'other'][n % 4] ?? '' },
      body,
    };
  },
};

const marked = ({ activity }: Delivery): Json => ({
  ...activity,
  ...(activity.type === 'message' && activity.value === undefined ? { text: `help ${CANARY}` } : {}),
});

test('a thousand forged requests of twenty-eight kinds are a bare 401 each, and reach nothing', async () => {
  const before = await state();
  const heard = deafened();
  const tally = new Map<string, number>();
  const misfits = front.door.seen.misfits;
  const send = async (kind: string, request: Request) => {
    const outcome = `${kind} ${told(await house.teams.send(request))}`;
    tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
  };
  const source = (n: number): Json => {
    const delivery = all()[n % all().length];
    if (!delivery) throw new Error('There is nothing genuine to forge');
    return marked(delivery);
  };
  for (let variant = 0; variant < EACH; variant += 1)
    await Promise.all(
      FORGERIES.map((kind, at) => send(kind, house.teams.forge(kind, source(variant + at), variant))),
    );
  for (let variant = 0; variant < EACH_MORE; variant += 1)
    await Promise.all(
      Object.entries(MADE).map(([kind, make], at) => send(kind, make(source(variant + at), variant))),
    );
  const kinds = [...FORGERIES, ...Object.keys(MADE)];
  expect(kinds).toHaveLength(28);
  expect([...tally.keys()].sort()).toEqual(kinds.map((kind) => `${kind} ${BARE}`).sort());
  expect([...tally.values()].reduce((sum, count) => sum + count, 0)).toBe(1_000);
  await front.door.settled();
  expect(heard()).toBe(0);
  expect(await state()).toEqual(before);
  expect(front.door.seen.misfits - misfits).toBe(1_000);
  expect(JSON.stringify(written)).not.toContain(CANARY);
  expect(JSON.stringify(written)).not.toMatch(/eyJ|Bearer/);
});

test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  'so is a genuine one that comes by %s',
  async (method) => {
    const before = await state();
    const heard = deafened();
    const { headers, body } = house.teams.genuine(genuine.words.activity);
    expect(told(await by(method, headers, body))).toBe(BARE);
    expect(heard()).toBe(0);
    expect(await state()).toEqual(before);
  },
);

/** By another method than Teams'. */
function by(method: string, headers: Record<string, string>, body: string): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const sending = httpRequest(front.url, {
      method,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    });
    sending.on('error', reject);
    sending.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => {
        const plain = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        resolve({
          kind: 'answered',
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(plain),
          body: text,
        });
      });
    });
    sending.end(body);
  });
}

describe('a genuine request that comes again', () => {
  const posts = () => house.teams.calls.filter(({ method }) => !['token', 'getMember'].includes(method));

  test('the very same bytes, one after another and many at once, changes nothing and says nothing', async () => {
    const before = await state();
    const were = posts().length;
    for (let round = 0; round < 4; round += 1)
      for (const answer of await Promise.all(all().map((one) => house.teams.replay(one))))
        expect(answer.status).toBe(200);
    await front.door.settled();
    await house.deliver();
    expect((await state()).rows).toBe(before.rows);
    // A redraw of the very message pressed is all that may go out.
    const since = posts().slice(were);
    expect(since.filter(({ method }) => method !== 'updateActivity')).toEqual([]);
  });

  test.each(['press', 'older', 'form'] as const)(
    'as another by its id (%s) has had its one effect',
    async (name) => {
      const [before, seen] = [await everything(EVENTS), house.teams.world.posts.length];
      const again = await house.teams.replay(genuine[name], { newId: true });
      expect(again.status).toBe(200);
      await front.door.settled();
      await house.deliver();
      expect(await everything(EVENTS)).toBe(before);
      expect(house.teams.world.posts.slice(seen)).toEqual([]);
    },
  );

  test('as other words are answered as such, to whoever wrote them alone, and nothing is recorded', async () => {
    const [before, seen] = [await everything(EVENTS), house.teams.world.posts.length];
    await house.teams.replay(genuine.words, { newId: true });
    await front.door.settled();
    await house.deliver();
    expect(await everything(EVENTS)).toBe(before);
    const answers = house.teams.world.posts.slice(seen);
    expect(answers.map(({ thread }) => [...thread.members])).toEqual([['U-T01']]);
  });

  test('to a process that has forgotten, or another, changes no row either', async () => {
    const before = await state();
    const again = await openTeamsDoor(house);
    const seen = house.teams.world.posts.length;
    house.teams.deliverTo(again.url);
    for (const one of all()) await house.teams.replay(one);
    await again.door.settled();
    house.teams.deliverTo(front.url);
    expect((await state()).rows).toBe(before.rows);
    expect(house.teams.world.posts.slice(seen)).toEqual([]);
    await again.close();
  });
});

test('without an app id everybody is let in, and the wire alone has changed', async () => {
  const heard = deafened();
  const wire = teamsSdk({ identity: null, openIdMetadataUrl: null, tokenIssuer: null });
  const trying = await openTeamsDoor({ ...house, parts: { ...house.parts, wire } });
  house.teams.deliverTo(trying.url);
  for (const kind of ['no_header', 'garbage', 'wrong_key', 'expired', 'emulator_v1'] as const)
    await house.teams.send(house.teams.forge(kind, genuine.words.activity));
  expect(heard()).toBeGreaterThanOrEqual(5);
  // The door's own locks hold as before: another tenant, channel or address is nobody.
  const were = heard();
  for (const kind of ['foreign_tenant', 'other_channel', 'service_host_not_allowed'] as const)
    expect(told(await house.teams.send(house.teams.forge(kind, genuine.words.activity)))).toBe(BARE);
  expect(heard()).toBe(were);
  house.teams.deliverTo(front.url);
  await trying.close();
});
