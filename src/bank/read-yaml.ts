/**
 * Reads a YAML file, a bank's above all, warily: it may come from anybody, and the running program must not stall.
 * The rule: size, depth, aliases and tags are judged token by token before anything is built, because the parser
 * itself can be made to hang or abort by a small file. What the file says is left to parse-bank.
 */
import { CST, isMap, isNode, isScalar, isSeq, Lexer, LineCounter, parseDocument, visit } from 'yaml';
import type { Fault, Path } from './fault.ts';

export const MOST_BYTES = 1_000_000;
/** Some two hundred questions. */
const MOST_TOKENS = 40_000;
/** A bank needs a list of questions, an answer, its choices and a choice. */
const DEEPEST = 8;
const WIDEST_INDENT = 40;
/** A sentence is one; a list of a question's words written on one line has a few dozen. */
const MOST_ON_A_LINE = 400;
/** More than anybody would read at once. */
const MOST_FAULTS = 200;
/** Marks that begin a block of text: a question needs none, and thousands of stray ones hold the parser up. */
const MOST_BLOCKS = 500;

/** What a file of this kind is called, and how to mend one that is too large, holds too much or goes too deep. */
export type YamlKind = {
  called: string;
  smaller: string;
  fewer: string;
  shallower: string;
  /** The most it may hold, where that is less than a bank's: a running program reads it, and others wait. */
  most?: { bytes: number; tokens: number };
};
const BANK_FILE: YamlKind = {
  called: 'a bank file',
  smaller: 'Split it, one file a standard.',
  fewer: 'Split it, one file a standard: about 200 questions is the most.',
  shallower: 'A question needs no more than answer, choices and a choice, two spaces each.',
};

export type Sheet = { kind: 'read'; value: unknown; faults: Fault[]; lineOf(path: Path): number };
export type Refused = { kind: 'refused'; faults: Fault[] };

export function readYaml(file: string, given: string, kind: YamlKind = BANK_FILE): Sheet | Refused {
  const fault = (line: number, message: string, mend: string): Fault => ({
    file,
    line,
    question: null,
    field: '',
    message,
    mend,
  });
  const refused = (...faults: Fault[]): Refused => ({ kind: 'refused', faults });

  const bytes = Buffer.byteLength(given);
  const most = kind.most ?? { bytes: MOST_BYTES, tokens: MOST_TOKENS };
  if (bytes > most.bytes)
    return refused(
      fault(
        1,
        `The file is ${sizeOf(bytes)}; ${kind.called} may be ${sizeOf(most.bytes)} at most.`,
        kind.smaller,
      ),
    );
  // As a Windows editor saves it; the lines keep their numbers.
  const text = given.replace(/^\u{feff}/u, '').replaceAll('\r\n', '\n');
  const unsafe = firstUnsafe(text, kind, most.tokens);
  if (unsafe) return refused(fault(unsafe.line, unsafe.message, unsafe.mend));

  const lines = new LineCounter();
  // Its own look for fields written twice takes the square of their number; ours does not.
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const broken = [...doc.errors, ...doc.warnings]
    .slice(0, MOST_FAULTS)
    .map((error) => fault(lines.linePos(error.pos[0]).line || 1, inWords(error, kind), mendFor(error.code)));
  if (broken.length > 0) return refused(...broken);

  // A field written twice leaves the rest readable.
  const faults: Fault[] = [];
  let oddKey: number | null = null;
  visit(doc, {
    Map(_, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const line = lines.linePos(key.range?.[0] ?? 0).line || 1;
        if (seen.has(name))
          faults.push(fault(line, 'The same field is written twice.', 'Keep one of the two.'));
        seen.add(name);
      }
    },
    Pair(_, { key }) {
      if (isScalar(key)) return undefined;
      oddKey = lines.linePos(isNode(key) ? (key.range?.[0] ?? 0) : 0).line || 1;
      return visit.BREAK;
    },
  });
  if (oddKey !== null)
    return refused(
      fault(
        oddKey,
        'A list or a set of fields stands where a field’s name should be.',
        'Write one word there.',
      ),
    );

  const lineOf = (path: Path): number => {
    let node: unknown = doc.contents;
    let at = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    for (const step of path) {
      if (isMap(node)) {
        const pair = node.items.find((one) => isScalar(one.key) && String(one.key.value) === String(step));
        if (!pair || !isNode(pair.key)) break;
        at = pair.key.range?.[0] ?? at;
        node = pair.value;
      } else if (isSeq(node) && typeof step === 'number') {
        const child: unknown = node.items[step];
        if (!isNode(child)) break;
        at = child.range?.[0] ?? at;
        node = child;
      } else break;
    }
    return lines.linePos(at).line || 1;
  };
  return { kind: 'read', value: doc.toJS({ maxAliasCount: 0 }), faults, lineOf };
}

const sizeOf = (bytes: number): string =>
  bytes >= 1e6 ? `${+(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} KB`;

type Unsafe = { line: number; message: string; mend: string };

/** The first thing in the text that must not reach the parser, or null. */
function firstUnsafe(text: string, kind: YamlKind, mostTokens: number): Unsafe | null {
  const { called, fewer, shallower } = kind;
  let line = 1;
  let count = 0;
  let onLine = 0;
  let blocks = 0;
  let brackets = 0;
  let dashes = 0;
  let indent = 0;
  let lineStart = true;
  let scalarNext = false;
  for (const token of new Lexer().lex(text)) {
    count += 1;
    if (count > mostTokens)
      return {
        line,
        message: `The file holds too much to be ${called}.`,
        mend: fewer,
      };
    onLine += 1;
    if (onLine > MOST_ON_A_LINE)
      return {
        line,
        message: 'A line holds too much.',
        mend: 'Put text that holds quotation marks or brackets in quotes, or give each thing a line of its own.',
      };
    // After this mark comes plain or block text, whatever its first letter looks like.
    const sort = scalarNext ? 'scalar' : CST.tokenType(token);
    scalarNext = token === CST.SCALAR;
    if (sort === 'alias' || sort === 'anchor')
      return {
        line,
        message: 'YAML anchors and aliases (& and *) are not allowed.',
        mend: 'Write the text out in full, or put it in quotes if it begins with & or *.',
      };
    if (sort === 'tag')
      return {
        line,
        message: 'YAML tags (!) are not allowed.',
        mend: 'Take the tag out, or put the text in quotes if it begins with !.',
      };
    if (sort === 'block-scalar-header') blocks += 1;
    if (blocks > MOST_BLOCKS)
      return {
        line,
        message: 'The file holds too many | or > marks.',
        mend: 'Write each text on one line, or put it in quotes if it begins with | or >.',
      };
    if (sort === 'flow-seq-start' || sort === 'flow-map-start') brackets += 1;
    if (sort === 'flow-seq-end' || sort === 'flow-map-end') brackets -= 1;
    if (sort === 'seq-item-ind' || sort === 'explicit-key-ind') dashes += 1;
    if (sort === 'space' && lineStart) indent = token.length;
    else if (sort !== 'newline' && sort !== 'comment' && !scalarNext)
      if (indent > WIDEST_INDENT || brackets > DEEPEST || dashes > DEEPEST)
        return {
          line,
          message: 'The file is nested too deeply.',
          mend: shallower,
        };
    lineStart = sort === 'newline';
    if (lineStart) {
      dashes = 0;
      indent = 0;
      onLine = 0;
    }
    for (let at = token.indexOf('\n'); at >= 0; at = token.indexOf('\n', at + 1)) line += 1;
  }
  return null;
}

function inWords(error: { code: string; message: string }, { called }: YamlKind): string {
  switch (error.code) {
    case 'MULTIPLE_DOCS':
      return `A line of --- starts a second document; ${called} is one.`;
    case 'TAB_AS_INDENT':
      return 'A tab is used to indent.';
    default:
      return `This is not YAML that can be read: ${error.message.replace(/\s+/g, ' ').slice(0, 160)}.`.replace(
        /\.\.$/,
        '.',
      );
  }
}

function mendFor(code: string): string {
  switch (code) {
    case 'MULTIPLE_DOCS':
      return 'Take the --- line out.';
    case 'TAB_AS_INDENT':
      return 'Use spaces, two a level.';
    default:
      return 'Look at the indentation of this line, and put text that holds a colon or a quote in quotes.';
  }
}
