/**
 * The small Markdown Teams reads in a card's text (bold, italic, links, lists), resolved into what a person sees.
 * The rule: CommonMark's own reading of it, so what is escaped comes out as itself and a lone star stays a star.
 * Headings, tables, quotes and code are not read there, and stay as they are written.
 */
export type Mark = 'bold' | 'italic' | 'link' | 'list';
export type ReadMarkdown = { text: string; marks: Mark[] };

const BULLET = /^ {0,3}[-*+][ \t]+(?=\S)/;
const NUMBERED = /^ {0,3}(\d{1,9})[.)][ \t]+(?=\S)/;

export function readMarkdown(given: string): ReadMarkdown {
  const marks = new Set<Mark>();
  const read: string[] = [];
  let paragraph: string[] = [];
  let next: number | null = null;
  const end = () => {
    if (paragraph.length > 0) read.push(inline(paragraph.join('\n'), marks));
    paragraph = [];
  };
  for (const line of given.split(/\r\n|\r|\n/)) {
    const number = NUMBERED.exec(line)?.[1];
    // Only a list that begins with 1 may break into a paragraph.
    const isNumbered: boolean =
      number !== undefined && (paragraph.length === 0 || Number(number) === 1 || next !== null);
    if (BULLET.test(line) || isNumbered) {
      end();
      marks.add('list');
      next = isNumbered ? (next ?? Number(number)) : null;
      const sign: string = isNumbered ? `${next}. ` : '• ';
      if (next !== null) next += 1;
      read.push(sign + inline(line.replace(BULLET, '').replace(isNumbered ? NUMBERED : /^$/, ''), marks));
    } else if (line.trim() === '') end();
    else paragraph.push(paragraph.length === 0 ? line : line.trimStart());
  }
  end();
  return { text: read.join('\n'), marks: [...marks] };
}

type Run = { sign: '*' | '_'; left: number; whole: number; opens: boolean; closes: boolean };
type Token = string | Run;

const PUNCTUATION = /[!-/:-@[-`{-~]/;
const LINK_END =
  /^\(\s*(?:<[^<>\n]*>|[^\s<>()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)/;
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function inline(text: string, marks: Set<Mark>): string {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const sign = text[at] ?? '';
    const link = sign === '[' ? linkAt(rest) : null;
    const entity = /^&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w+));/.exec(rest);
    const auto = /^<([a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*)>/.exec(rest);
    const decoded = entity ? decode(entity) : null;
    if (sign === '\\' && PUNCTUATION.test(text[at + 1] ?? '')) {
      tokens.push(text[at + 1] ?? '');
      at += 2;
    } else if (link) {
      marks.add('link');
      tokens.push(inline(link.label, marks));
      at += link.length;
    } else if (auto) {
      marks.add('link');
      tokens.push(auto[1] ?? '');
      at += auto[0].length;
    } else if (entity && decoded !== null) {
      tokens.push(decoded);
      at += entity[0].length;
    } else if (sign === '*' || sign === '_') {
      const whole = (sign === '*' ? /^\*+/ : /^_+/).exec(rest)?.[0].length ?? 1;
      tokens.push(runOf(sign, whole, text[at - 1], text[at + whole]));
      at += whole;
    } else {
      tokens.push(sign);
      at += 1;
    }
  }
  pair(tokens, marks);
  return tokens.map((token) => (typeof token === 'string' ? token : token.sign.repeat(token.left))).join('');
}

function decode([, decimal, hex, name]: RegExpExecArray): string | null {
  if (name !== undefined) return NAMED[name] ?? null;
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return point === 0 || point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
}

/** "[label](address)" at the very start; null when it is not one. */
function linkAt(text: string): { label: string; length: number } | null {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '[') depth += 1;
    else if (text[at] === ']') {
      depth -= 1;
      if (depth > 0) continue;
      const end = LINK_END.exec(text.slice(at + 1));
      return end ? { label: text.slice(1, at), length: at + 1 + end[0].length } : null;
    }
  }
  return null;
}

function runOf(sign: '*' | '_', whole: number, before = ' ', after = ' '): Run {
  const isSpace = (each: string) => /\s/u.test(each);
  const isMark = (each: string) => /[\p{P}\p{S}]/u.test(each);
  const fromLeft = !isSpace(after) && (!isMark(after) || isSpace(before) || isMark(before));
  const fromRight = !isSpace(before) && (!isMark(before) || isSpace(after) || isMark(after));
  return {
    sign,
    whole,
    left: whole,
    opens: fromLeft && (sign === '*' || !fromRight || isMark(before)),
    closes: fromRight && (sign === '*' || !fromLeft || isMark(after)),
  };
}

/** CommonMark's pairing of what opens with what closes; what is paired is taken away. */
function pair(tokens: Token[], marks: Set<Mark>): void {
  for (let at = 0; at < tokens.length; at += 1) {
    const closer = tokens[at];
    if (closer === undefined || typeof closer === 'string' || !closer.closes) continue;
    while (closer.left > 0) {
      const from = openerOf(tokens, at, closer);
      const opener = tokens[from];
      if (opener === undefined || typeof opener === 'string') break;
      const used = opener.left >= 2 && closer.left >= 2 ? 2 : 1;
      marks.add(used === 2 ? 'bold' : 'italic');
      opener.left -= used;
      closer.left -= used;
      for (const between of tokens.slice(from + 1, at))
        if (typeof between !== 'string') Object.assign(between, { opens: false, closes: false });
    }
  }
}

function openerOf(tokens: Token[], before: number, closer: Run): number {
  for (let at = before - 1; at >= 0; at -= 1) {
    const opener = tokens[at];
    if (opener === undefined || typeof opener === 'string') continue;
    if (opener.sign !== closer.sign || !opener.opens || opener.left === 0) continue;
    const isOdd =
      (opener.closes || closer.opens) &&
      (opener.whole + closer.whole) % 3 === 0 &&
      (opener.whole % 3 !== 0 || closer.whole % 3 !== 0);
    if (!isOdd) return at;
  }
  return -1;
}
