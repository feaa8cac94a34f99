/**
 * Reads a YAML file, a bank's above all, warily: it may come from anybody, and the running program must not stall.
 * The rule: size, depth, aliases and tags are judged token by token before anything is built, because the parser
 * itself can be made to hang or abort by a small file. What the file says is left to parse-bank.
 */
import { CST, isMap, isNode, isScalar, isSeq, Lexer, LineCounter, parseDocument, visit } from 'yaml';
import type { Fault, Path } from './fault.ts';

export const MOST_BYTES = 1_000_000;
/** Some two hundred questions. The parser's own time grows with the square of a map's keys. */
const MOST_TOKENS = 40_000;
/** A bank needs a list of questions, an answer, its choices and a choice. */
const DEEPEST = 8;
const WIDEST_INDENT = 40;

/** What a file of this kind is called, and how to mend one that is too large, holds too much or goes too deep. */
export type YamlKind = { called: string; smaller: string; fewer: string; shallower: string };
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
  if (bytes > MOST_BYTES)
    return refused(
      fault(
        1,
        `The file is ${(bytes / 1e6).toFixed(1)} MB; ${kind.called} may be 1 MB at most.`,
        kind.smaller,
      ),
    );
  // As a Windows editor saves it; the lines keep their numbers.
  const text = given.replace(/^\u{feff}/u, '').replaceAll('\r\n', '\n');
  const unsafe = firstUnsafe(text, kind);
  if (unsafe) return refused(fault(unsafe.line, unsafe.message, unsafe.mend));

  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = [...doc.errors, ...doc.warnings].map((error) => ({
    code: error.code,
    fault: fault(lines.linePos(error.pos[0]).line || 1, inWords(error, kind), mendFor(error.code)),
  }));
  const faults = broken.map((one) => one.fault);
  // A field written twice leaves the rest readable; anything worse would only draw false faults.
  if (broken.some((one) => one.code !== 'DUPLICATE_KEY')) return refused(...faults);

  let oddKey: number | null = null;
  visit(doc, {
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

type Unsafe = { line: number; message: string; mend: string };

/** The first thing in the text that must not reach the parser, or null. */
function firstUnsafe(text: string, { called, fewer, shallower }: YamlKind): Unsafe | null {
  let line = 1;
  let count = 0;
  let brackets = 0;
  let dashes = 0;
  let indent = 0;
  let lineStart = true;
  let scalarNext = false;
  for (const token of new Lexer().lex(text)) {
    count += 1;
    if (count > MOST_TOKENS)
      return {
        line,
        message: `The file holds too much to be ${called}.`,
        mend: fewer,
      };
    // After this mark comes plain or block text, whatever its first letter looks like.
    const kind = scalarNext ? 'scalar' : CST.tokenType(token);
    scalarNext = token === CST.SCALAR;
    if (kind === 'alias' || kind === 'anchor')
      return {
        line,
        message: 'YAML anchors and aliases (& and *) are not allowed.',
        mend: 'Write the text out in full, or put it in quotes if it begins with & or *.',
      };
    if (kind === 'tag')
      return {
        line,
        message: 'YAML tags (!) are not allowed.',
        mend: 'Take the tag out, or put the text in quotes if it begins with !.',
      };
    if (kind === 'flow-seq-start' || kind === 'flow-map-start') brackets += 1;
    if (kind === 'flow-seq-end' || kind === 'flow-map-end') brackets -= 1;
    if (kind === 'seq-item-ind' || kind === 'explicit-key-ind') dashes += 1;
    if (kind === 'space' && lineStart) indent = token.length;
    else if (kind !== 'newline' && kind !== 'comment' && !scalarNext)
      if (indent > WIDEST_INDENT || brackets > DEEPEST || dashes > DEEPEST)
        return {
          line,
          message: 'The file is nested too deeply.',
          mend: shallower,
        };
    lineStart = kind === 'newline';
    if (lineStart) {
      dashes = 0;
      indent = 0;
    }
    for (let at = token.indexOf('\n'); at >= 0; at = token.indexOf('\n', at + 1)) line += 1;
  }
  return null;
}

function inWords(error: { code: string; message: string }, { called }: YamlKind): string {
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return 'The same field is written twice.';
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
    case 'DUPLICATE_KEY':
      return 'Keep one of the two.';
    case 'MULTIPLE_DOCS':
      return 'Take the --- line out.';
    case 'TAB_AS_INDENT':
      return 'Use spaces, two a level.';
    default:
      return 'Look at the indentation of this line, and put text that holds a colon or a quote in quotes.';
  }
}
