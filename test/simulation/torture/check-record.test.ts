/**
 * Each check of the torture is itself tried: a fake Slack, a side log and rows in which one thing is wrong, which is
 * found by its name and by no other.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeSlack, openFakeSlack } from '../../../src/simulation/slack/fake-slack.ts';
import {
  addPost,
  directWith,
  type Json,
  type Post,
  redraw,
  workspaceOf as workspaceIn,
} from '../../../src/simulation/slack/world.ts';
import { checkRecord, lostAmong } from '../../../src/simulation/torture/check-record.ts';
import type { KeptMessage, Rows } from '../../../src/simulation/torture/kept-rows.ts';
import { staffOf, TEAM, workspaceOf } from '../../../src/simulation/torture/school.ts';
import { openSideLog, type SideLog } from '../../../src/simulation/torture/side-log.ts';
import { countedIds } from '../../support/fixed.ts';

const USER = 'U0D01';
const REPEAT = 'at most one repeat, marked, and none of what is never said twice';
const QUIET_AT = new Date('2026-11-02T08:31:00Z');
const QUIET = { quietAt: QUIET_AT };
let slack: FakeSlack;
let log: SideLog;
let clock = new Date('2026-11-02T08:30:00Z');

const button = (words: string, act: Json): Json => ({
  type: 'button',
  text: { type: 'plain_text', text: words },
  value: JSON.stringify(act),
});
const asking = (token: string): Json[] => [
  {
    type: 'actions',
    elements: ['Yes', 'No'].map((words) =>
      button(words, { verb: 'answer', token, arg: words.toLowerCase() }),
    ),
  },
];
const says = (words: string): Json[] => [{ type: 'section', text: { type: 'plain_text', text: words } }];

function postOf(key: string, blocks: Json[], words = 'A question'): Post {
  const workspace = workspaceIn(slack.world, TEAM);
  return addPost(slack.world, workspace, directWith(slack.world, workspace, USER), {
    text: words,
    blocks,
    userId: workspace.bot.userId,
    fromBot: true,
    metadata: { event_type: 'vigil_message', event_payload: { key } },
  });
}
/** Somebody presses Yes on the question T1, and is shown so much of it. */
function pressed(post: Post, shows: 'recorded' | 'nothing', arg = 'yes') {
  const words = arg === 'yes' ? 'Yes' : 'No';
  log.note({ userId: USER, token: 'T1', arg, words, post, at: 1 });
  if (shows === 'recorded')
    redraw(slack.world, post, { text: 'x', blocks: says(`A question\n✓ Recorded 08:30 · ${words}`) });
  log.look(2);
}
const reply = (more: Partial<Rows['replies'][number]> = {}) => ({
  token: 'T1',
  revision: 1,
  key: 'yes',
  userId: USER,
  entries: 1,
  ...more,
});
const message = (more: Partial<KeptMessage> = {}): KeptMessage => ({
  id: 'M1',
  kind: 'prompt',
  state: 'sent',
  isOwedRedraw: false,
  dueAt: QUIET_AT.getTime() - 30_000,
  isExplained: true,
  ...more,
});
const rows = (more: Partial<Rows> = {}): Rows => ({
  replies: [reply()],
  doubledPrompts: 0,
  doubledMessages: 0,
  doubledDigests: 0,
  doubledActions: 0,
  messages: [message()],
  stranded: [],
  ...more,
});
const found = (kept: Rows, starts?: readonly number[]) => {
  const world = { quietAt: QUIET_AT, ...(starts ? { starts } : {}) };
  const { lost, doubled, other } = checkRecord(slack, log, kept, world);
  return [...lost, ...doubled, ...other].map(({ check }) => check);
};

beforeEach(async () => {
  clock = new Date('2026-11-02T08:30:00Z');
  slack = await openFakeSlack({
    now: () => clock,
    ids: countedIds(3),
    workspaces: [workspaceOf(staffOf(6))],
  });
  log = openSideLog(slack);
});
afterEach(() => slack.close());

describe('what is found', () => {
  test('nothing, where what was told is kept once', () => {
    pressed(postOf('M1', asking('T1')), 'recorded');
    expect(found(rows())).toEqual([]);
    expect(checkRecord(slack, log, rows(), QUIET)).toMatchObject({ taps: 1, acknowledged: 1, repeats: 0 });
  });

  test('a press that was shown as recorded and is not there, or is there as another answer', () => {
    pressed(postOf('M1', asking('T1')), 'recorded');
    expect(found(rows({ replies: [] }))).toEqual(['told recorded, and is']);
    expect(found(rows({ replies: [reply({ key: 'no' })] }))).toContain('told recorded, and is');
  });

  test('an answer that is cut on its button is known by how it begins, and one question of several by its number', () => {
    const [one, two] = ['T1', 'T2'];
    const post = postOf('M1', [...asking(one), ...asking(two)]);
    const cut = { userId: USER, token: two, arg: 'tell', words: '2. Tell the DSL or a…', post, at: 1 };
    const shows = (words: string) => {
      redraw(slack.world, post, { text: 'x', blocks: says(words) });
      log.look(2);
      return log.taps.at(-1)?.told;
    };
    log.note(cut);
    expect(shows('1. First\n✓ Recorded 08:30 · Tell the DSL or a deputy\n2. Second')).toBe('nothing');
    expect(shows('1. First\n2. Second\n✓ Recorded 08:30 · Something else')).toBe('nothing');
    expect(shows('1. First\n2. Second\n✓ Recorded 08:30 · Tell the DSL or a deputy')).toBe('recorded');
  });

  test('a press that nothing was said of may be kept or not', () => {
    pressed(postOf('M1', asking('T1')), 'nothing');
    expect(found(rows())).toEqual([]);
    expect(found(rows({ replies: [] }))).toEqual([]);
  });

  test('a line that says received is a word too; one that says not saved is none', () => {
    const workspace = workspaceIn(slack.world, TEAM);
    const line = (words: string) =>
      addPost(slack.world, workspace, directWith(slack.world, workspace, USER), {
        text: words,
        blocks: says(words),
        userId: workspace.bot.userId,
        fromBot: true,
        shownTo: USER,
      });
    pressed(postOf('M1', asking('T1')), 'nothing');
    line('Not saved. Please press again.');
    log.look(3);
    expect(found(rows({ replies: [] }))).toEqual([]);
    log.note({
      userId: USER,
      token: 'T1',
      arg: 'yes',
      words: 'Yes',

      post: postOf('M1', asking('T1')),
      at: 4,
    });
    line('Received, filing shortly. Nothing more to do.');
    log.look(5);
    expect(found(rows({ replies: [] }))).toContain('told received, and is');
    expect(found(rows({ replies: [reply({ key: 'no' })] }))).toContain('told received, and is');
    expect(found(rows({ replies: [reply({ userId: 'U0D02' })] }))).toContain('told received, and is');
    expect(found(rows())).not.toContain('told received, and is');
  });

  test('a press that was received is kept by a later answer of the same person, or they are told why it is not', () => {
    const workspace = workspaceIn(slack.world, TEAM);
    const say = (words: string, shownTo: string | null) =>
      addPost(slack.world, workspace, directWith(slack.world, workspace, USER), {
        text: words,
        blocks: says(words),
        userId: workspace.bot.userId,
        fromBot: true,
        ...(shownTo === null ? {} : { shownTo }),
      });
    const post = postOf('M1', asking('T1'));
    pressed(post, 'nothing');
    say('Received, filing shortly. Nothing more to do.', USER);
    log.look(3);
    log.note({ userId: USER, token: 'T1', arg: 'no', words: 'No', post, at: 4 });
    expect(found(rows({ replies: [reply({ key: 'no' })] }))).toEqual([]);
    expect(found(rows({ replies: [] }))).toEqual(['told received, and is']);
    const about = 'About what you pressed at 08:30, which could not be filed at that moment:';
    say(`${about} it is filed now. Write “due” to see what waits for you.`, null);
    log.look(5);
    expect(found(rows({ replies: [] }))).toEqual(['told received, and is']);
    say(`${about} That question has closed. Nothing was recorded or changed.`, null);
    log.look(6);
    expect(found(rows({ replies: [] }))).toEqual([]);
  });

  test('a line that says what else became of it is a word', () => {
    const workspace = workspaceIn(slack.world, TEAM);
    pressed(postOf('M1', asking('T1')), 'nothing');
    addPost(slack.world, workspace, directWith(slack.world, workspace, USER), {
      text: 'x',
      blocks: says('You have already answered that one, so it was left as it is.'),
      userId: workspace.bot.userId,
      fromBot: true,
      shownTo: USER,
    });
    log.look(3);
    expect(log.taps[0]).toMatchObject({ told: 'otherwise', toldAt: 3 });
    expect(found(rows({ replies: [] }))).toEqual([]);
  });

  test('two replies to one press, a reply nobody pressed, one of somebody else, one without its ledger row', () => {
    pressed(postOf('M1', asking('T1')), 'recorded');
    expect(found(rows({ replies: [reply({ entries: 2 }), reply({ revision: 2, entries: 2 })] }))).toEqual([
      'one reply a press',
    ]);
    expect(found(rows({ replies: [reply(), reply({ token: 'T2' })] }))).toContain(
      'who replied was asked and pressed it',
    );
    expect(found(rows({ replies: [reply(), reply({ userId: 'U0D02' })] }))).toContain(
      'who replied was asked and pressed it',
    );
    expect(found(rows({ replies: [reply({ userId: 'U0D02' })] }))).toContain('told recorded, and is');
    expect(found(rows({ replies: [reply({ entries: 0 })] }))).toEqual(['one ledger row a reply']);
  });

  test('two rows where there is to be one', () => {
    pressed(postOf('M1', asking('T1')), 'recorded');
    expect(found(rows({ doubledPrompts: 1 }))).toEqual(['one row each']);
    expect(found(rows({ doubledDigests: 1 }))).toEqual(['one row each']);
    expect(found(rows({ doubledActions: 2 }))).toEqual(['one row each']);
    expect(found(rows({ doubledMessages: Number.NaN }))).toEqual(['one row each']);
  });

  test('a repeat is marked, is of a question, and is one', () => {
    pressed(postOf('M1', asking('T1')), 'recorded');
    postOf('M1', says('(again) The first copy may not have reached you'));
    expect(found(rows())).toEqual([]);
    expect(checkRecord(slack, log, rows(), QUIET).repeats).toBe(1);
    const digest = [message({ kind: 'digest' })];
    expect(found(rows({ messages: digest }))).toEqual([REPEAT]);
    postOf('M1', says('(again) The first copy may not have reached you'));
    expect(found(rows())).toEqual([REPEAT]);
  });

  test('a repeat where no process began between the two copies', () => {
    postOf('M1', says('A question'));
    postOf('M1', says('(again) The first copy may not have reached you'));
    expect(found(rows({ replies: [] }), [0, 1])).toEqual([]);
    for (const starts of [[0], [0, 2]])
      expect(found(rows({ replies: [] }), starts)).toEqual(['a repeat only of what was in doubt']);
  });

  test('a repeat that does not say so', () => {
    postOf('M1', asking('T1'));
    postOf('M1', asking('T1'));
    expect(found(rows({ replies: [] }))).toEqual([REPEAT]);
  });

  test('a message marked as sent that is nowhere, and one left half done', () => {
    expect(found(rows({ replies: [] }))).toEqual(['sent is there']);
    postOf('M1', asking('T1'));
    for (const half of [{ state: 'sending' }, { state: 'unknown' }, { isOwedRedraw: true }])
      expect(found(rows({ replies: [], messages: [message(half)] }))).toEqual([
        'nothing half done once quiet',
      ]);
  });

  test('a message that has neither gone, nor waits for its hours, nor is withdrawn for a reason that is so', () => {
    postOf('M1', asking('T1'));
    const later = QUIET_AT.getTime() + 60_000;
    const is = (more: Partial<KeptMessage>) => found(rows({ replies: [], messages: [message(more)] }));
    for (const gone of [
      { state: 'failed' },
      { state: 'withdrawn', isExplained: false },
      { state: 'held', isExplained: false },
      { state: 'pending' },
    ])
      expect(is(gone)).toEqual(['sent, waiting, or rightly withdrawn']);
    for (const fair of [{ state: 'withdrawn' }, { state: 'held' }, { state: 'pending', dueAt: later }])
      expect(is(fair)).toEqual([]);
    expect(found(rows({ replies: [], stranded: [{ token: 'T1', state: 'asked' }] }))).toEqual([
      'a question has a message',
    ]);
    const early = { quietAt: null };
    expect(
      checkRecord(slack, log, rows({ replies: [], messages: [message({ state: 'failed' })] }), early).other,
    ).toEqual([]);
  });

  test('a message at night, and anything Slack refuses', () => {
    slack.calls.push({
      method: 'chat.postMessage',
      teamId: TEAM,
      args: {},
      at: new Date('2026-11-02T22:00:00Z'),
      outcome: 'ok',
      done: true,
    });
    slack.refused.push({ what: 'chat.postMessage', error: 'no_text', detail: [] });
    expect(found(rows({ replies: [], messages: [] }))).toEqual(['nothing at night', 'nothing Slack refuses']);
  });

  test('fewer replies than answers that were shown one after another', () => {
    const post = postOf('M1', asking('T1'));
    pressed(post, 'recorded');
    pressed(post, 'recorded', 'no');
    pressed(post, 'recorded');
    const [yes, no] = [reply(), reply({ key: 'no', revision: 2 })];
    expect(lostAmong(log, rows({ replies: [yes, no, reply({ revision: 3 })] }))).toEqual([]);
    expect(lostAmong(log, rows({ replies: [yes, no] }))).toHaveLength(1);
  });
});
