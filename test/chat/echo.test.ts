/**
 * What somebody wrote, said back: hostile words as every name, number, question and answer, through every message Vigil
 * builds and every chat that draws it. Nobody is mentioned, nothing is a link, nothing is read as markup, and the words
 * are still there. Pages are test/web/echo.test.ts's, files and terminals test/operator/echo.test.ts's.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { renderMessage } from '../../src/chat/local/render.tsx';
import { bodyOf } from '../../src/chat/slack/desk.ts';
import { formView, noticeView } from '../../src/chat/slack/render-form.ts';
import { asLine, lineAnswer } from '../../src/chat/teams/desk.ts';
import { renderCard } from '../../src/chat/teams/render.ts';
import { type Form, type Message, type MessageKind, messageText } from '../../src/domain/message.ts';
import { leftOutLine } from '../../src/messages/left-out.ts';
import { officialFindings } from '../support/adaptive-cards.ts';
import { type Draw, faultsOf, lineFaults, linksIn, pageDrawn, strings } from '../support/echo-faults.ts';
import { EVERY_BUILDER, WORDLESS } from '../support/every-builder.ts';
import { EVERY_WORD, seen } from '../support/hostile-words.ts';
import { messageFaults, windowFaults } from '../support/slack-limits.ts';
import { cardFaults, shownText } from '../support/teams-limits.ts';

describe('nothing is left out', () => {
  /** Every exported function of src/messages, with what it says that it gives. */
  const folder = new URL('../../src/messages/', import.meta.url);
  const functions = readdirSync(folder).flatMap((file) =>
    readFileSync(new URL(file, folder), 'utf8')
      .split(/^export /m)
      .flatMap((part) => {
        const name = /^(?:async )?(?:function|const) (\w+)(?:<[^(]*>)?(?: = )?\(/.exec(part)?.[1];
        const gives = /\)(?:: ([^=;]+?))? (?:\{\n|=>)/.exec(part)?.[1];
        return name === undefined ? [] : [{ name, gives: gives ?? 'unsaid' }];
      }),
  );

  test('every function that gives a message is tried here', () => {
    const builders = functions.filter(({ gives }) => /\bMessage\b|unsaid/.test(gives));
    expect(builders.length).toBeGreaterThan(50);
    const tried = [...Object.keys(EVERY_BUILDER), ...Object.keys(WORDLESS)];
    expect(tried.sort()).toEqual(builders.map(({ name }) => name).sort());
  });

  test('every kind of message is among them', () => {
    const kinds: Record<MessageKind, true> = {
      prompt: true,
      nudge: true,
      overdue: true,
      alert: true,
      digest: true,
      status: true,
      due: true,
      help: true,
      why: true,
      ask: true,
      guard: true,
      stranger: true,
      action: true,
      private_line: true,
      people: true,
      calendar: true,
      set_up: true,
      charge: true,
      bank: true,
    };
    const builds = [...Object.values(EVERY_BUILDER), ...Object.values(WORDLESS)];
    const made = builds.flatMap((build) => build('Ann')).map(({ kind }) => kind);
    expect([...new Set(made)].sort()).toEqual(Object.keys(kinds).sort());
  });

  test('every builder says the words it is given', () => {
    const silent = Object.entries(EVERY_BUILDER).filter(([, build]) =>
      EVERY_WORD.some(
        (word) => !build(word).some((message) => seen(messageText(message).join()).includes(seen(word))),
      ),
    );
    expect(silent.map(([name]) => name)).toEqual([]);
  });
});

const formsOf = ({ blocks }: Message) => blocks.filter((block): block is Form => block.type === 'form');
const withoutForms = (message: Message): Message => ({
  ...message,
  blocks: message.blocks.filter(({ type }) => type !== 'form'),
});
const peopleIn = ({ fields }: Form) =>
  fields.flatMap(({ kind, options = [] }) => (kind === 'person' ? options.map(({ label }) => label) : []));
const hasTable = ({ blocks }: Message) => blocks.some(({ type }) => type === 'table' || type === 'chart');

describe('in Slack', () => {
  const shown = (blocks: unknown) =>
    strings(blocks)
      .filter(({ name }) => name === 'text' || name === 'initial_value')
      .map(({ text }) => text)
      .join('');

  test('a message is plain text throughout, and its one line is written out once', () => {
    const draw: Draw = (message) =>
      (hasTable(message) ? [false, true] : [false]).map((plainTables) => {
        const { text, blocks = [] } = bodyOf(message, { leftOut: leftOutLine, plainTables });
        const line = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
        return {
          // A form is asked for by its button, and shown in a window.
          text: shown(blocks) + messageText({ ...message, blocks: formsOf(message) }).join(''),
          faults: [
            ...(blocks.length === 0 ? ['no blocks'] : []),
            ...messageFaults({ text, blocks }),
            ...linksIn(blocks),
            ...lineFaults(text),
            ...(seen(line) === seen(message.summary) ? [] : [`its line is ${text}`]),
          ],
        };
      });
    expect(faultsOf(draw, { every: 3 })).toEqual([]);
  });

  test('so is a form’s window, and one that says what became of it', () => {
    const draw: Draw = (message) => {
      if (message.kind === 'prompt' && formsOf(message).length === 0) return [];
      const rest = withoutForms(message);
      const notice = noticeView(rest, { title: 'Your answer', cancel: 'Close' });
      const unshown = [...rest.blocks.filter(({ type }) => type === 'buttons'), ...formsOf(message)];
      const beside = messageText({ ...rest, blocks: unshown }).join('');
      return [
        { text: shown(notice) + beside, faults: [...windowFaults(notice), ...linksIn(notice)] },
        ...formsOf(message).map((form) => {
          const view = formView(form, '{}');
          const isAsked = seen(shown(view)).includes(seen(form.about));
          return {
            // People are chosen from the workspace's own list.
            text:
              shown(view) +
              messageText({ ...message, blocks: message.blocks.filter((one) => one !== form) }).join('') +
              peopleIn(form),
            faults: [...windowFaults(view), ...linksIn(view), ...(isAsked ? [] : ['its question is gone'])],
          };
        }),
      ];
    };
    expect(faultsOf(draw, { every: 3 })).toEqual([]);
  });
});

describe('in Teams', () => {
  const cardOf = (message: Message, typed?: { token: string; words: string }) => {
    const values = { count: typed?.words, percent: typed?.words, date: typed?.words, note: typed?.words };
    const back = typed && {
      typed: { token: typed.token, values: values as Record<string, string>, faults: {} },
    };
    return renderCard(message, { leftOut: leftOutLine, ...back });
  };
  /** What Teams would fill in, tell somebody of, or run. */
  const worked = (card: object) =>
    strings(card)
      .filter(({ name, text }) => /entit|mention/.test(name) || /\{\{\s*(DATE|TIME)/i.test(text))
      .map(({ name, text }) => `${name} is ${text}`);
  const ofOurs = (card: object) => linksIn(card).filter((link) => !link.includes('data:image/png;base64,'));

  test('a card reads nothing into the words: no Markdown, mention, link or date', () => {
    const draw: Draw = (message) => {
      const typed = formsOf(message).map(({ act, about }) => ({ token: act.token, words: about }));
      return [undefined, ...typed].map((one) => {
        const drawn = cardOf(message, one);
        if (drawn.kind === 'too_long') return { text: '', faults: ['too long'] };
        return {
          text:
            shownText(drawn.card, { fallbacks: true }).join('') + formsOf(message).map(({ about }) => about),
          faults: [...cardFaults(drawn), ...ofOurs(drawn.card), ...worked(drawn.card)],
        };
      });
    };
    expect(faultsOf(draw, { every: 11 })).toEqual([]);
  });

  test('Microsoft’s own reader finds nothing wrong with it', () => {
    const draw: Draw = (message) => {
      const drawn = cardOf(message);
      const faults = drawn.kind === 'drawn' ? officialFindings(drawn.card) : ['too long'];
      return [{ text: messageText(message).join(''), faults }];
    };
    expect(faultsOf(draw, { every: 11 })).toEqual([]);
  });

  test('the line beside a card, or in place of one, is one line', () => {
    const draw: Draw = (message) => {
      const drawn = cardOf(message);
      const line = lineAnswer(asLine(message) ?? drawn.summary).body;
      return [
        {
          text: messageText(message).join(''),
          faults: [drawn.summary, ...strings(line).map(({ text }) => text)].flatMap(lineFaults),
        },
      ];
    };
    expect(faultsOf(draw, { every: 11 })).toEqual([]);
  });
});

test('on the local page no tag and no attribute is made of the words', () => {
  const page = (message: Message) =>
    renderToString(renderMessage(message, { action: '/press', hidden: {}, id: 'm', drawChart: () => '' }));
  const draw: Draw = (message, twin) => {
    const drawn = pageDrawn(page(message), page(twin));
    const openers = formsOf(message).map(({ about }) => about);
    return [{ ...drawn, text: drawn.text + openers }];
  };
  expect(faultsOf(draw, { every: 3 })).toEqual([]);
});
