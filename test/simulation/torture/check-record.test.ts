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
import { checkRecord, type Rows } from '../../../src/simulation/torture/check-record.ts';
import { staffOf, workspaceOf } from '../../../src/simulation/torture/school.ts';
import { openSideLog, type SideLog } from '../../../src/simulation/torture/side-log.ts';
import { lostAmong } from '../../../src/simulation/torture/steady-taps.ts';
import { countedIds } from '../../support/fixed.ts';

const USER = 'U0D01';
const REPEAT = 'at most one repeat, marked, and none of what is never said twice';
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
  const workspace = workspaceIn(slack.world, 'T0OAK');
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
const rows = (more: Partial<Rows> = {}): Rows => ({
  replies: [reply()],
  doubledPrompts: 0,
  doubledMessages: 0,
  doubledDigests: 0,
  openActionsDoubled: 0,
  messages: [{ id: 'M1', kind: 'prompt', state: 'sent', isOwedRedraw: false }],
  ...more,
});
const found = (kept: Rows) => {
  const { lost, doubled, other } = checkRecord(slack, log, kept, true);
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
    expect(checkRecord(slack, log, rows(), true)).toMatchObject({ taps: 1, acknowledged: 1, repeats: 0 });
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
    const workspace = workspaceIn(slack.world, 'T0OAK');
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
    expect(found(rows({ replies: [] }))).toContain('told recorded, and is');
  });

  test('two replies to one press, a reply nobody pressed, one of somebody else, one without its ledger row', () => {
    pressed(postOf('M1', asking('T1')), 'recorded');
    expect(found(rows({ replies: [reply({ entries: 2 }), reply({ revision: 2, entries: 2 })] }))).toEqual([
      'one reply a press',
    ]);
    expect(found(rows({ replies: [reply(), reply({ token: 'T2' })] }))).toContain(
      'who replied was asked and pressed it',
    );
    expect(found(rows({ replies: [reply({ userId: 'U0D02' })] }))).toEqual([
      'who replied was asked and pressed it',
    ]);
    expect(found(rows({ replies: [reply({ entries: 0 })] }))).toEqual(['one ledger row a reply']);
  });

  test('two rows where there is to be one', () => {
    pressed(postOf('M1', asking('T1')), 'recorded');
    expect(found(rows({ doubledPrompts: 1 }))).toEqual(['one row each']);
    expect(found(rows({ doubledDigests: 1 }))).toEqual(['one row each']);
  });

  test('a repeat is marked, is of a question, and is one', () => {
    pressed(postOf('M1', asking('T1')), 'recorded');
    postOf('M1', says('(again) The first copy may not have reached you'));
    expect(found(rows())).toEqual([]);
    expect(checkRecord(slack, log, rows(), true).repeats).toBe(1);
    const digest = [{ id: 'M1', kind: 'digest', state: 'sent', isOwedRedraw: false }];
    expect(found(rows({ messages: digest }))).toEqual([REPEAT]);
    postOf('M1', says('(again) The first copy may not have reached you'));
    expect(found(rows())).toEqual([REPEAT]);
  });

  test('a repeat that does not say so', () => {
    postOf('M1', asking('T1'));
    postOf('M1', asking('T1'));
    expect(found(rows({ replies: [] }))).toEqual([REPEAT]);
  });

  test('a message marked as sent that is nowhere, and one left half done', () => {
    const [sent] = rows().messages;
    expect(found(rows({ replies: [] }))).toEqual(['sent is there']);
    postOf('M1', asking('T1'));
    for (const half of [{ state: 'sending' }, { state: 'unknown' }, { isOwedRedraw: true }])
      expect(found(rows({ replies: [], messages: sent ? [{ ...sent, ...half }] : [] }))).toEqual([
        'nothing half done once quiet',
      ]);
  });

  test('a message at night, and anything Slack refuses', () => {
    slack.calls.push({
      method: 'chat.postMessage',
      teamId: 'T0OAK',
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
