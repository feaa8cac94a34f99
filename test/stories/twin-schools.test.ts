/**
 * Twin schools of two organisations, alike but for their canaries, live some weeks on one store, on both databases:
 * what comes out for one never bears a mark of the other, and is what it would have been had the other not been
 * there, also when every query forgets whose rows it is about.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../../src/cycle/context.ts';
import { enterBoard } from '../../src/cycle/enter-board.ts';
import { showBoard } from '../../src/cycle/show-board.ts';
import { takeCommand } from '../../src/cycle/take-command.ts';
import { takePress } from '../../src/cycle/take-press.ts';
import { COMMANDS } from '../../src/domain/command.ts';
import { VERBS } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/database.ts';
import { openServer } from '../../src/store/server.ts';
import { drawBoard } from '../../src/web/board-page.tsx';
import { openMetrics } from '../../src/web/metrics.ts';
import { tablesOf } from '../support/every-table.ts';
import { CONTENT_FREE, type Forgot, forgetful } from '../support/forgetful-store.ts';
import { canRunPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { openTestStore } from '../support/store.ts';
import {
  askEverything,
  crossings,
  everyRow,
  liveDay,
  type Output,
  openTwin,
  outputsOf,
  type Twin,
} from '../support/twins.ts';
import { walkCommands } from '../support/walk-commands.ts';

const AT = '2026-11-02T06:00:00Z';
/**
 * The days on which people do anything: two weeks, and the Monday after. So there are two digests, and time for what
 * is not answered to be overdue and to climb. What is due in between is done in between.
 */
const DAYS = ['03', '05', '09', '11', '16'].map((day) => `2026-11-${day}`);
const BASE = 'https://vigil.example.org';
const PATIENCE_MS = 600_000;
const AFTER = '2026-11-16T18:00:00Z';
const FIRST = { block: 4101, canary: 'Kestrelzq' };
const SECOND = { block: 4202, canary: 'Merganserzq' };
const kinds = canRunPostgres ? (['embedded', 'server'] as const) : (['embedded'] as const);

const fromOf = ({ from }: Output) => from;

/** A few tokens of every kind of button there is, from rows as text. */
const tokensOf = (rows: readonly Output[]) =>
  rows.flatMap(({ text }) =>
    [...new Set([...text.matchAll(/\btoken[0-9a-f]{15,}\b/g)].map(([token]) => token))].slice(0, 3),
  );

/** The board as whoever asks for it sees it; nothing where it is not for them. */
async function boardOf(world: World, { school }: Twin, staffRef: string): Promise<Output> {
  const from = { platform: 'local' as const, externalId: school.externalId, userId: `U-${staffRef}` };
  const answer = await takeCommand(world, { from, eventKey: `board-${staffRef}`, text: 'board' });
  const link = answer.blocks.find((block) => block.type === 'link');
  const token = link?.type === 'link' ? new URL(link.url, BASE).searchParams.get('t') : null;
  const pass = token === null ? null : await enterBoard(world, token);
  const facts = pass === null ? null : await showBoard(world, pass, null);
  return { from: 'the board', text: facts === null ? '' : drawBoard(facts) };
}

async function live(twins: readonly Twin[]): Promise<void> {
  for (const day of DAYS) await liveDay(twins, day);
  for (const twin of twins) await askEverything(twin);
}

/** A link to the board ends by the database's own clock, which is no part of a school's life. */
const lived = (from: string, text: string) =>
  from === 'rows of board_link' ? text.replaceAll(/"\d{4}-[^"]*"/g, 'soon') : text;

/** What one school’s life is with nobody else on the store, and no query that forgets. */
let alone: Output[];
beforeAll(async () => {
  const store = await openTestStore();
  const twin = await openTwin(store, { platform: 'local', ...FIRST, at: AT });
  await live([twin]);
  alone = await outputsOf(store, twin);
  await store.close();
}, PATIENCE_MS);

describe.each(kinds)('twins on the %s database, over queries that forget whose rows they are', (kind) => {
  let server: Postgres | null = null;
  let plain: Store;
  let store: Store;
  let forgot: Forgot;
  let metrics: ReturnType<typeof openMetrics>;
  let one: Twin;
  let two: Twin;
  let lives: [Output[], Output[]];

  beforeAll(async () => {
    if (kind === 'embedded') plain = await openTestStore();
    else {
      server = await startPostgres();
      const { login, owner } = await server.fresh();
      plain = await openServer(login, { migrateUrl: owner, limits: { connections: 2 } });
    }
    ({ store, forgot } = forgetful(plain));
    metrics = openMetrics(store);
    one = await openTwin(store, { platform: 'local', ...FIRST, at: AT, metrics });
    two = await openTwin(store, { platform: 'local', ...SECOND, at: AT, metrics });
    await live([one, two]);
    lives = [await outputsOf(plain, one), await outputsOf(plain, two)];
  }, PATIENCE_MS);
  afterAll(async () => {
    await plain?.close();
    await server?.stop();
  });

  const both = () =>
    [
      { mine: one, other: two, life: lives[0] },
      { mine: two, other: one, life: lives[1] },
    ] as const;

  test('no mark of one is in anything that came out for the other, and its own are where they should be', () => {
    for (const { mine, other, life } of both()) {
      expect(crossings(life, other.marks)).toEqual([]);
      // Were the marks not there to be found, nothing would have been looked for.
      const bearing = new Set(life.filter((one) => crossings([one], mine.marks).length > 0).map(fromOf));
      for (const from of [
        'sent by the chat',
        ...COMMANDS.filter((command) => command !== 'ask').map((command) => `“${command}”`),
        ...['message', 'person', 'prompt', 'reply', 'ledger', 'digest', 'alert'].map(
          (name) => `rows of ${name}`,
        ),
      ])
        expect(bearing).toContain(from);
    }
  });

  test('the weeks had in them what weeks have', () => {
    for (const { mine } of both()) {
      const sent = mine.stage.calls.map(({ did, kind: sort }) => `${did} ${sort}`);
      for (const kindOf of ['prompt', 'nudge', 'overdue', 'digest']) expect(sent).toContain(`post ${kindOf}`);
      expect(sent).toContain('update prompt');
      expect(mine.answers.length).toBeGreaterThan(200);
      expect(mine.school.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    }
  });

  test('a school’s life is to the letter what it would have been alone, with every filter in place', () => {
    const [mine] = lives;
    expect(mine?.map(fromOf)).toEqual(alone.map(fromOf));
    for (const [at, { from, text }] of (mine ?? []).entries())
      expect([from, lived(from, text)]).toEqual([from, lived(from, alone[at]?.text ?? '')]);
  });

  test('no name, workspace or organisation’s mark is in a log line, nor anything in the figures', async () => {
    const figures = await metrics.read();
    expect(figures).toMatch(/vigil_step_runs_total\{step="send-digests",outcome="ran"\} [1-9]/);
    expect(figures).toMatch(/vigil_messages\{state="sent"\} [1-9]/);
    for (const { mine, other } of both()) {
      expect(crossings([{ from: '/metrics', text: figures }], mine.marks)).toEqual([]);
      const log = JSON.stringify(mine.school.log.lines).toLowerCase();
      expect(log).not.toContain(mine.canary.toLowerCase());
      expect(crossings([{ from: 'the log', text: log }], other.marks)).toEqual([]);
    }
  });

  test('what was forgotten: every condition on the organisation but those of the tables that hold no content', async () => {
    const open = (await tablesOf(plain)).filter(({ walled }) => !walled).map(({ name }) => name);
    expect(open.sort()).toEqual(CONTENT_FREE);
    expect(forgot.changed).toBeGreaterThan(1_000);
    expect(forgot.texts.size).toBeGreaterThan(50);
    for (const text of forgot.left) expect(text).toMatch(new RegExp(`\\b(${CONTENT_FREE.join('|')})\\b`));
  });

  test(
    'a button of the other’s, and the other’s reference, are nothing here to anybody',
    async () => {
      for (const { mine, other } of both()) {
        const before = await everyRow(plain, other.school);
        const world: World = { store, contextFor: async () => ({ ...mine.school.at(AFTER), baseUrl: BASE }) };
        const from = { platform: 'local' as const, externalId: mine.school.externalId, userId: 'U-D01' };
        const shown: Output[] = [];
        const tokens = tokensOf(before);
        expect(tokens.length).toBeGreaterThan(5);
        for (const token of tokens)
          for (const verb of VERBS) {
            const eventKey = `across-${verb}-${token}`;
            const { message } = await takePress(world, { from, eventKey, verb, token, arg: 'yes' });
            shown.push({ from: verb, text: JSON.stringify(message) });
          }
        for (const { staffRef } of mine.school.people) shown.push(await boardOf(world, mine, staffRef));
        expect(shown.filter(({ from, text }) => from === 'the board' && text !== '').length).toBeGreaterThan(
          4,
        );
        for (const command of COMMANDS) {
          const text = `${command} ${other.school.setting.ref}`;
          const message = await takeCommand(world, { from, eventKey: `across-${text}`, text });
          shown.push({ from: text, text: JSON.stringify(message) });
        }
        expect(crossings(shown, other.marks)).toEqual([]);
        expect(await everyRow(plain, other.school)).toEqual(before);
      }
    },
    PATIENCE_MS,
  );

  test(
    'every operator command prints of one school nothing of the other’s, and changes nothing of it',
    async () => {
      for (const { mine, other } of both()) {
        // Whatever is due is done first, so that the walk's own tick has nothing of the other's to do.
        await walkCommands(store, mine, other, AFTER, ['tick']);
        const before = await everyRow(plain, other.school);
        const walked = await walkCommands(store, mine, other, AFTER);
        expect(crossings(walked.own, other.marks)).toEqual([]);
        // Of the whole house: it counts, and calls settings by reference. It names nobody.
        for (const { canary } of [mine, other])
          expect(crossings(walked.house, [canary.toLowerCase()])).toEqual([]);
        expect(walked.did).toEqual(
          expect.arrayContaining(['migrate', 'tick', 'status', 'digest', 'import people']),
        );
        expect(await everyRow(plain, other.school)).toEqual(before);
      }
    },
    PATIENCE_MS,
  );
});

/** Drawn by each platform, sent by its own door: a day of both, and every command by every role. */
test.each(['slack', 'teams'] as const)(
  'on %s: nothing of one goes out to the other',
  async (platform) => {
    const plain = await openTestStore();
    const { store, forgot } = forgetful(plain);
    const twins = [
      await openTwin(store, { platform, ...FIRST, at: AT }),
      await openTwin(store, { platform, ...SECOND, at: AT }),
    ];
    for (const day of DAYS.slice(0, 2)) await liveDay(twins, day);
    for (const twin of twins) await askEverything(twin);
    for (const [at, twin] of twins.entries()) {
      const life = await outputsOf(plain, twin);
      expect(crossings(life, twins[1 - at]?.marks ?? [])).toEqual([]);
      expect(crossings(life.slice(0, 1), twin.marks)).not.toEqual([]);
    }
    expect(forgot.changed).toBeGreaterThan(500);
    for (const { stage } of twins) await stage.close();
    await plain.close();
  },
  PATIENCE_MS,
);
