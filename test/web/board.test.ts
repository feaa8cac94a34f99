/**
 * The board's door: a link lets one person in once, and a session shows no more than its person may see at that moment.
 */
import { eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { takeCommand } from '../../src/cycle/take-command.ts';
import type { Message } from '../../src/domain/message.ts';
import type { Role } from '../../src/domain/role.ts';
import type { Store } from '../../src/store/database.ts';
import { boardLink, boardSession, ledger, membership } from '../../src/store/schema/index.ts';
import { boardRouter } from '../../src/web/board.ts';
import { openMetrics } from '../../src/web/metrics.ts';
import { type OpenServer, openServer } from '../../src/web/server.ts';
import { historyOf } from '../support/history.ts';
import { worldOf } from '../support/members.ts';
import { makeSchool, type School } from '../support/school.ts';
import { openTestStore } from '../support/store.ts';

const NOON = '2026-11-12T12:00:00Z';
const BASE = 'https://vigil.example.org';
let store: Store;
let school: School;
let twin: School;
let server: OpenServer;
let block = 0;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  block += 2;
  school = await makeSchool(store, { block, canary: 'CANARYOAK', platform: 'slack' });
  twin = await makeSchool(store, { block: block + 1, canary: 'CANARYTWIN', platform: 'slack' });
  const past = historyOf(store, school, 900 + block);
  await past.add({
    question: 'SIT-D1',
    person: 'S01',
    on: '2026-11-09',
    state: 'overdue',
    dueOn: '2026-11-11',
  });
  server = await serve(BASE);
});
afterEach(() => server.close());

const world = () => worldOf(store, [school, twin], NOON);
const serve = (baseUrl: string | null) =>
  openServer({
    host: '127.0.0.1',
    port: 0,
    routers: [boardRouter({ world: world(), baseUrl })],
    ready: [],
    metrics: openMetrics(store),
    log: school.log,
  });
const asks = (ref: string, where = school, baseUrl: string | null = BASE) =>
  takeCommand(
    {
      store,
      contextFor: async (org) => ({ ...(org === school.org ? school : twin).at(NOON), baseUrl }),
    },
    {
      from: { platform: 'slack', externalId: where.externalId, userId: `U-${ref}` },
      eventKey: `${ref} board`,
      text: 'board',
    },
  );
const linkIn = (answer: Message): string => {
  const link = answer.blocks.find((each) => each.type === 'link');
  if (link?.type !== 'link') throw new Error('There is no link in it');
  return link.url;
};
const passFor = async (ref: string, where = school) =>
  new URL(linkIn(await asks(ref, where))).searchParams.get('t') ?? '';
const enter = (pass: string, headers: Record<string, string> = {}, at = server) =>
  fetch(`${at.url}/board/enter`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body: `t=${encodeURIComponent(pass)}`,
  });
const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0] ?? '';
const look = (cookie: string, query = '') =>
  fetch(`${server.url}/board${query}`, { headers: cookie === '' ? {} : { cookie } });
const signIn = async (ref: string) => cookieOf(await enter(await passFor(ref)));
const give = (ref: string, roles: Role[]) =>
  store.within(school.org, (tx) =>
    tx
      .update(membership)
      .set({ roles })
      .where(eq(membership.personId, school.person(ref).id)),
  );
const entries = (kind: typeof ledger.$inferSelect.kind) =>
  store.within(school.org, (tx) => tx.select().from(ledger).where(eq(ledger.kind, kind)));
const REFUSED = 'This link does not open the board';
const OUT = 'You are not signed in to the board';
async function isRefused(answer: Response, words: string): Promise<void> {
  expect(answer.status).toBe(403);
  const page = await answer.text();
  expect(page).toContain(words);
  expect(page).toContain('Write “board” to Vigil in chat');
  expect(page).not.toContain('CANARY');
  expect(answer.headers.get('set-cookie') ?? '').not.toMatch(/vigil-board=[\w-]{8}/);
}

describe('a link', () => {
  test('is answered in private to whoever may see something of the board, and names nobody', async () => {
    for (const ref of ['D01', 'D02', 'H01', 'G01', 'G02', 'S01', 'I01']) {
      const url = linkIn(await asks(ref));
      expect(url).toMatch(/^https:\/\/vigil\.example\.org\/board\/enter\?t=[\w-]{64,}$/);
      expect(url).not.toContain(school.person(ref).id);
    }
    for (const ref of ['T01', 'A01']) {
      const answer = await asks(ref);
      expect(answer.summary).toContain('The board is for the leads and governors');
      expect(answer.blocks.some(({ type }) => type === 'link')).toBe(false);
    }
    expect((await asks('NOBODY')).kind).toBe('stranger');
  });

  test('is kept as a hash alone', async () => {
    const pass = await passFor('D01');
    const rows = await store.within(school.org, (tx) => tx.select().from(boardLink));
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(pass.slice(32));
    await enter(pass);
    const kept = await store.within(school.org, async (tx) => [
      await tx.select().from(boardSession),
      await tx.select().from(ledger),
    ]);
    const cookie = await signIn('D01');
    expect(JSON.stringify([kept, school.log.lines])).not.toContain(pass.slice(32));
    expect(JSON.stringify(kept)).not.toContain(cookie.split('=')[1]?.slice(32));
  });

  test('needs an address, and says what to set where there is none', async () => {
    const answer = await asks('D01', school, null);
    expect(answer.summary).toContain('VIGIL_BASE_URL');
    expect(answer.summary).toContain('https://vigil.example.org');
    expect(await store.within(school.org, (tx) => tx.select().from(boardLink))).toEqual([]);
  });

  test('looked at by a preview is not used up', async () => {
    const url = new URL(linkIn(await asks('D01')));
    for (const method of ['GET', 'HEAD', 'GET']) {
      const answer = await fetch(`${server.url}${url.pathname}${url.search}`, { method });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('set-cookie')).toBeNull();
      if (method === 'GET') expect(await answer.text()).not.toContain('CANARY');
    }
    expect((await enter(url.searchParams.get('t') ?? '')).status).toBe(303);
  });

  test('lets in once', async () => {
    const pass = await passFor('D01');
    const first = await enter(pass);
    expect([first.status, first.headers.get('location')]).toEqual([303, '/board']);
    await isRefused(await enter(pass), REFUSED);
    // Whoever got in is still in.
    expect((await look(cookieOf(first))).status).toBe(200);
  });

  test('lets one in of two that come at once', async () => {
    const pass = await passFor('D01');
    const answers = await Promise.all([enter(pass), enter(pass), enter(pass)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403]);
  });

  test('is too old after five minutes', async () => {
    const pass = await passFor('D01');
    const older = (seconds: number) =>
      store.within(school.org, (tx) =>
        tx
          .update(boardLink)
          .set({ expiresAt: sql`${boardLink.expiresAt} - make_interval(secs => ${seconds})` }),
      );
    await older(290);
    expect((await enter(pass)).status).toBe(303);
    const other = await passFor('D01');
    await older(301);
    await isRefused(await enter(other), REFUSED);
  });

  test('ends the one before it', async () => {
    const before = await passFor('D01');
    const after = await passFor('D01');
    await isRefused(await enter(before), REFUSED);
    expect((await enter(after)).status).toBe(303);
  });

  test('is nobody else’s: not of another organisation, and not with a letter changed', async () => {
    const pass = await passFor('D01');
    const other = await passFor('D01', twin);
    await isRefused(await enter(`${other.slice(0, 32)}${pass.slice(32)}`), REFUSED);
    for (const at of [32, 50, pass.length - 1]) {
      const letter = pass[at] === 'x' ? 'y' : 'x';
      await isRefused(await enter(`${pass.slice(0, at)}${letter}${pass.slice(at + 1)}`), REFUSED);
    }
    for (const none of ['', 'x', `${pass}\u0000`, pass.slice(32), '../../etc/passwd', 'a'.repeat(5_000)]) {
      const answer = await enter(none);
      expect([403, 413]).toContain(answer.status);
      await answer.text();
    }
    await isRefused(await fetch(`${server.url}/board/enter?t=nonsense`), REFUSED);
    await isRefused(await fetch(`${server.url}/board/enter?t[]=${pass}`), REFUSED);
    expect((await enter(pass)).status).toBe(303);
  });

  test('does not let in whoever has left or lost their role since', async () => {
    const pass = await passFor('D01');
    await give('D01', ['teacher']);
    await isRefused(await enter(pass), REFUSED);
    const left = await passFor('H01');
    await store.within(school.org, (tx) =>
      tx
        .update(membership)
        .set({ leavesOn: '2026-11-11' })
        .where(eq(membership.personId, school.person('H01').id)),
    );
    await isRefused(await enter(left), REFUSED);
  });
});

describe('a session', () => {
  test('is a cookie for this host alone, which no script and no other site can use', async () => {
    const answer = await enter(await passFor('D01'));
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-vigil-board=[\w-]{64,}; /);
    for (const flag of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/', 'Max-Age=28800'])
      expect(cookie.split('; ')).toContain(flag);
    expect(cookie).not.toContain('Domain');
    expect(await answer.text()).not.toContain('CANARY');
  });

  test('over http has no flag that a browser would refuse it for', async () => {
    const plain = await serve('http://vigil.internal');
    const cookie = (await enter(await passFor('D01'), {}, plain)).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^vigil-board=/);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).not.toContain('Secure');
    await plain.close();
  });

  test('shows a lead names, and puts that in the ledger; reload is another look', async () => {
    const cookie = await signIn('D01');
    const page = await (await look(cookie)).text();
    expect(page).toContain('Len Voss CANARYOAK (site manager)');
    expect(page).not.toContain('CANARYTWIN');
    const viewed = await entries('answers_viewed');
    expect(viewed).toMatchObject([
      {
        subject: school.setting.id,
        actor: school.person('D01').id,
        facts: { on: 'board', answers: 1, people: 1 },
      },
    ]);
    expect(JSON.stringify(viewed)).not.toContain('CANARY');
    await look(cookie);
    expect(await entries('answers_viewed')).toHaveLength(2);
    expect(await entries('board_entered')).toMatchObject([{ actor: school.person('D01').id }]);
  });

  test('shows a governor roles and no staff, and looks at nobody', async () => {
    const page = await (await look(await signIn('G01'))).text();
    expect(page).toContain('site security (site manager)');
    const shown = page.replace(/Signed in: [^<]*/, '');
    for (const { name, roles } of school.people)
      if (!roles.includes('link_governor')) expect(shown).not.toContain(name);
    expect(await entries('answers_viewed')).toEqual([]);
  });

  test('follows the roles of the moment', async () => {
    const cookie = await signIn('D01');
    expect(await (await look(cookie)).text()).toContain('Len Voss');
    await give('D01', ['link_governor']);
    const governor = await (await look(cookie)).text();
    expect(governor).not.toContain('Len Voss');
    expect(governor).toContain('site security (site manager)');
    await give('D01', ['it_lead']);
    const owner = await (await look(cookie)).text();
    expect(owner).toContain('Online safety, filtering and monitoring');
    expect(owner).not.toMatch(/site security|Safe site/);
    await give('D01', ['teacher']);
    await isRefused(await look(cookie), OUT);
    // It is over, also when the role comes back.
    await give('D01', ['dsl']);
    await isRefused(await look(cookie), OUT);
    expect(await entries('board_left')).toMatchObject([{ actor: null, facts: { why: 'may_no_longer' } }]);
  });

  test('ends when its person leaves', async () => {
    const cookie = await signIn('H01');
    await store.within(school.org, (tx) =>
      tx
        .update(membership)
        .set({ state: 'left' })
        .where(eq(membership.personId, school.person('H01').id)),
    );
    await isRefused(await look(cookie), OUT);
  });

  test('ends at sign-out, after an hour without a look, and after eight hours', async () => {
    const cookie = await signIn('D01');
    const out = await fetch(`${server.url}/board/leave`, {
      method: 'POST',
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    });
    expect(await out.text()).toContain('You are signed out');
    expect(out.headers.get('set-cookie')).toMatch(/^__Host-vigil-board=; /);
    await isRefused(await look(cookie), OUT);
    expect(await entries('board_left')).toMatchObject([{ facts: { why: 'signed_out' } }]);

    const later = (session: string, minutes: number) =>
      store.within(school.org, (tx) =>
        tx
          .update(boardSession)
          .set({
            openedAt: sql`${boardSession.openedAt} - make_interval(mins => ${minutes})`,
            expiresAt: sql`${boardSession.expiresAt} - make_interval(mins => ${minutes})`,
          })
          .where(sql`${boardSession.closedAt} is null and ${session} <> ''`),
      );
    const idle = await signIn('D02');
    await later(idle, 59);
    expect((await look(idle)).status).toBe(200);
    await later(idle, 61);
    await isRefused(await look(idle), OUT);

    const long = await signIn('H01');
    for (let hour = 0; hour < 8; hour += 1) {
      expect((await look(long)).status).toBe(200);
      await later(long, 59);
    }
    await later(long, 9);
    await isRefused(await look(long), OUT);
  });

  test('of another, or none, shows nothing', async () => {
    const cookie = await signIn('D01');
    const [name, value = ''] = cookie.split('=');
    const other = await passFor('D01', twin);
    for (const forged of [
      '',
      `${name}=`,
      `${name}=${value.slice(0, -1)}x`,
      `${name}=${other.slice(0, 32)}${value.slice(32)}`,
    ])
      await isRefused(await look(forged), OUT);
    // A link is no session, and a session no link.
    await isRefused(await look(`${name}=${await passFor('D02')}`), OUT);
    await isRefused(await enter(value), REFUSED);
    expect((await look(cookie)).status).toBe(200);
  });

  test('a post from another site does nothing', async () => {
    const pass = await passFor('D01');
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://elsewhere.example' },
    ];
    for (const headers of foreign) {
      const answer = await enter(pass, headers);
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('sent from another site');
    }
    const entered = await enter(pass, { 'sec-fetch-site': 'same-origin', origin: 'null' });
    expect(entered.status).toBe(303);
    const cookie = cookieOf(entered);
    await fetch(`${server.url}/board/leave`, {
      method: 'POST',
      headers: { cookie, origin: 'https://elsewhere.example' },
    });
    expect((await look(cookie)).status).toBe(200);
    expect((await enter(await passFor('D01'), { origin: BASE })).status).toBe(303);
  });

  test('a setting that is not theirs is not shown by naming it', async () => {
    const page = await (await look(await signIn('D01'), `?setting=${twin.setting.ref}`)).text();
    expect(page).toContain('Oak Primary CANARYOAK');
    expect(page).not.toContain('CANARYTWIN');
  });
});

test('every page of it is kept by nobody, framed by nobody, and tells no other site where it came from', async () => {
  const cookie = await signIn('D01');
  const pass = await passFor('D02');
  for (const answer of [
    await look(cookie),
    await look(''),
    await fetch(`${server.url}/board/enter?t=${pass}`),
    await enter('nonsense'),
    await enter(pass),
  ]) {
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('x-frame-options')).toBe('DENY');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = answer.headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
      expect(policy).toContain(part);
    expect(await answer.text()).not.toMatch(/<script|style="|javascript:/i);
  }
});
