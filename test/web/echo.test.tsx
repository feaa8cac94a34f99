/**
 * Hostile words on every page of ours: no tag, attribute or address is made of them, and they are there to be read.
 * A page is compared with the same page of harmless words.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { askPage, faultPage, installedPage } from '../../src/chat/slack/install-page.tsx';
import type { BoardFacts } from '../../src/domain/board.ts';
import { messageText } from '../../src/domain/message.ts';
import { drawBoard, drawDoor } from '../../src/web/board-page.tsx';
import { EntryView } from '../../src/web/conversation.tsx';
import { drawFront } from '../../src/web/front-page.tsx';
import { drawSaid } from '../../src/web/live.tsx';
import { drawNotice, drawPage, drawPart } from '../../src/web/page.tsx';
import { openView, type Way } from '../../src/web/shown-as.ts';
import { drawTalk } from '../../src/web/talk-page.tsx';
import { type Draw, faultsOf, pageDrawn } from '../support/echo-faults.ts';
import { EVERY_WORD, harmless, seen } from '../support/hostile-words.ts';

const NOW = new Date('2026-11-10T09:12:00Z');
const ZONE = 'Europe/London';
const ON = '2026-11-10';

function boardOf(word: string, as: 'named' | 'roles'): BoardFacts {
  const late = { standard: 'site' as const, indicator: 'site-security', owner: word, dueOn: ON };
  const standing = {
    name: word,
    standards: [{ id: 'site' as const, rating: 'not_met' as const, answered: 1, asked: 2 }],
    overdue: 1,
    openActions: 1,
    unreachable: 1,
  };
  return {
    ...standing,
    ref: 'oak',
    today: ON,
    time: '09:12',
    reader: word,
    settings: [
      { ref: 'oak', name: word },
      { ref: 'elm', name: word },
    ],
    whole: true,
    minutesThisWeek: 3,
    onList: 14,
    small: false,
    overdueNow:
      as === 'named'
        ? { as, rows: [{ ...late, personId: 'p', name: word }] }
        : { as, rows: [{ ...late, kind: 'duty', people: 1, acknowledged: false }], unnamed: true },
    actions: [{ standard: 'site', indicator: 'site-security', dueOn: ON }],
    notes: {
      is: 'shown',
      rows: [{ standard: 'site', question: word, answer: word, on: ON, name: word, words: word }],
      unopened: 1,
      earlier: 1,
    },
    notReached: [word],
    schools: [standing],
  };
}

const somebody = (word: string) => ({
  userId: 'u1',
  personId: 'p1',
  name: word,
  roles: ['teacher' as const],
});
const talkOf = (word: string, isOpen: boolean) =>
  drawTalk({
    scene: { userId: 'u1', place: 'messages', zone: ZONE, view: { way: 'plain' } },
    person: somebody(word),
    people: [somebody(word)],
    personas: [{ userId: 'u1', role: word, about: word }],
    settingName: word,
    clock: { now: NOW, zone: ZONE, running: { to: word, done: 1, of: 2, at: NOW }, note: word },
    conversation: isOpen ? { entries: [], before: null, mark: 'mark' } : null,
    mayOpenChannel: false,
  });

const PAGES: Record<string, (word: string) => string> = {
  'the board, a lead’s': (word) => drawBoard(boardOf(word, 'named')),
  'the board, an overseer’s': (word) => drawBoard(boardOf(word, 'roles')),
  'the board’s door': drawDoor,
  'the first page': (word) =>
    drawFront({
      settingName: word,
      people: [somebody(word)],
      personas: [{ userId: 'u1', role: word, about: word }],
      now: NOW,
      zone: ZONE,
    }),
  'a conversation': (word) => talkOf(word, true),
  'a place kept shut': (word) => talkOf(word, false),
  'a notice': (word) => drawNotice({ title: word, lines: [word], next: { href: '/', label: word } }),
  'what is read aloud': drawSaid,
  'Slack, installed': installedPage,
  'Slack, not installed': (word) => faultPage({ why: 'slack', name: word }),
};

test('every page is here', () => {
  const pages = ['src/web', 'src/chat/slack'].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.tsx'))
      .flatMap((file) => [
        ...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/^export function (draw\w+|\w+Page)\(/gm),
      ])
      .map(([, name]) => name),
  );
  const tried = [drawBoard, drawDoor, drawFront, drawTalk, drawNotice, drawSaid, installedPage, faultPage];
  // The shell of every page and of a piece of one, and a page that nobody's words are given to.
  const others = [drawPage, drawPart, askPage];
  expect(pages.sort()).toEqual([...tried, ...others].map(({ name }) => name).sort());
});

test.each(Object.entries(PAGES))('%s', (_name, page) => {
  const faults = EVERY_WORD.flatMap((word) => {
    const drawn = pageDrawn(page(word), page(harmless(word)));
    const isThere = seen(drawn.text).includes(seen(word));
    return [...drawn.faults, ...(isThere ? [] : ['the words are gone'])].map(
      (fault) => `${JSON.stringify(word)}: ${fault}`,
    );
  });
  expect(faults).toEqual([]);
});

describe('a message on the page', () => {
  test.each<[Way, number]>([
    ['plain', 5],
    ['slack', 151],
    ['teams', 61],
  ])('shown as %s', async (way, every) => {
    const view = await openView(way);
    const scene = { userId: 'u1', place: 'messages' as const, zone: ZONE, view };
    const draw: Draw = (message, twin) => {
      // Where a picture's lines go depends on its letters; what is in one is test/pictures' to look at.
      if (message.blocks.some(({ type }) => type === 'chart')) return [];
      const [html, other] = [message, twin].map((body) => {
        const entry = { id: 'm-1', on: 'sent-1', at: NOW, body, private: true, revision: 1, opened: null };
        return drawPart(<EntryView entry={entry} scene={scene} />);
      });
      const drawn = pageDrawn(html ?? '', other ?? '');
      // A form is asked for by its button where a platform has windows; a card is drawn in the browser.
      const asked = message.blocks.filter(({ type }) => type === 'form');
      const forms = messageText({ ...message, summary: '', blocks: asked });
      const elsewhere = way === 'teams' ? messageText(message) : forms;
      return [{ ...drawn, text: drawn.text + elsewhere.join('') }];
    };
    expect(faultsOf(draw, { every })).toEqual([]);
  });
});
