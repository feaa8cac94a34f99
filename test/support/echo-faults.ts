/**
 * Every message with every hostile word, drawn by whatever is given, and what is wrong with each drawing.
 * The rule: a fault says which message and which word; words that a message says and its drawing does not are a fault
 * too, so nothing passes by showing nothing.
 */
import { type Message, messageText } from '../../src/domain/message.ts';
import { PAGE_OF_OURS } from './every-asking.ts';
import { everyBlock } from './every-block.ts';
import { EVERY_BUILDER } from './every-builder.ts';
import { EVERY_WORD, harmless, seen } from './hostile-words.ts';
import { readPage } from './read-page.ts';

/** A drawing: what it says, and what its reader found wrong. */
export type Drawn = { text: string; faults: string[] };
/** `twin` is the same message with harmless words of the same length. */
export type Draw = (message: Message, twin: Message) => Drawn[];

const BUILDERS = Object.entries({ ...EVERY_BUILDER, 'a block': everyBlock });
/** As many as are worth reading. */
const MOST = 20;

/** `every`: of all messages with all words, one in so many, so that each meets some of the others; for what is slow. */
export function faultsOf(draw: Draw, { every = 1 } = {}): string[] {
  const faults: string[] = [];
  for (const [nth, word] of EVERY_WORD.entries()) {
    let place = nth;
    for (const [name, build] of BUILDERS) {
      let twins: Message[] | undefined;
      for (const [at, message] of build(word).entries()) {
        place += 1;
        if (place % every > 0) continue;
        twins ??= build(harmless(word));
        for (const fault of found(draw(message, twins[at] ?? message), message, word))
          faults.push(`${name} ${at}, ${JSON.stringify(word)}: ${fault.slice(0, 300)}`);
      }
    }
  }
  return faults.slice(0, MOST);
}

function found(drawings: readonly Drawn[], { blocks }: Message, word: string): string[] {
  const told = messageText({ kind: 'prompt', summary: '', blocks });
  const isSaid = told.some((text) => seen(text).includes(seen(word)));
  return drawings.flatMap(({ text, faults }) =>
    isSaid && !seen(text).includes(seen(word)) ? [...faults, 'the words are gone'] : faults,
  );
}

type Part = { name: string; text: string };
/** Every string within, with the name it goes by. */
export function strings(within: unknown, name = ''): Part[] {
  if (typeof within === 'string') return [{ name, text: within }];
  if (Array.isArray(within)) return within.flatMap((one) => strings(one, name));
  if (typeof within !== 'object' || within === null) return [];
  return Object.entries(within).flatMap(([key, value]) => strings(value, key));
}

/** Addresses in a drawing that are not the one page of ours. */
export const linksIn = (drawing: object): string[] =>
  strings(drawing)
    .filter(({ name, text }) => /url|href|src/i.test(name) && text !== PAGE_OF_OURS)
    .map(({ name, text }) => `${name} leads to ${text}`);

/** What is no part of one line of text, or turns it round. */
export const lineFaults = (line: string): string[] =>
  /\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.test(line) ? [`its line is ${JSON.stringify(line)}`] : [];

/** The page with the words has the very tags that the page with harmless words has. */
export function pageDrawn(html: string, twin: string): Drawn {
  const [page, other] = [readPage(html), readPage(twin)];
  const at = page.tags.findIndex((tag, index) => tag !== other.tags[index]);
  const isSame = at < 0 && page.tags.length === other.tags.length;
  const faults = isSame ? [] : [`${page.tags[at] ?? 'nothing'} where ${other.tags[at] ?? 'more'} is wanted`];
  return { text: page.text, faults: [...page.faults, ...faults] };
}
