/**
 * A page of ours read back: its tags with what they bear, and its text.
 * The rule: stricter than a browser. Every tag is whole, every attribute quoted, and what is anything else is a fault,
 * so nothing passes that a browser would have to guess at. test/browser/echo.test.ts asks a browser too.
 */

export type ReadPage = { tags: string[]; text: string; faults: string[] };

/** What may hold somebody's words: read aloud, shown, or sent back as it was. */
export const MAY_SAY: readonly string[] = ['aria-label', 'title', 'alt', 'value', 'data-label', 'data-card'];

const TAG = /^<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][\w:-]*(?:="[^"<]*")?)*)\s*\/?>/;
const ATTRIBUTE = /([a-zA-Z][\w:-]*)(?:="([^"]*)")?/g;
const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
};

const unescaped = (text: string): string => text.replace(/&[#\w]+;/g, (name) => ENTITIES[name] ?? name);

export function readPage(html: string): ReadPage {
  const page: ReadPage = { tags: [], text: '', faults: [] };
  let rest = html.replace(/^<!doctype html>/, '');
  while (rest !== '') {
    const tag = TAG.exec(rest);
    if (tag !== null) {
      page.tags.push(described(tag[1] ?? '', tag[2] ?? '', tag[3] ?? ''));
      page.text += spoken(tag[3] ?? '');
      rest = rest.slice(tag[0].length);
      continue;
    }
    const end = rest.indexOf('<', 1);
    const text = end < 0 ? rest : rest.slice(0, end);
    if (/<|&(?!(amp|lt|gt|quot|#39|#x27);)/.test(text)) page.faults.push(`not text: ${text.slice(0, 80)}`);
    page.text += unescaped(text);
    rest = rest.slice(text.length);
  }
  return page;
}

/** A tag and its attributes, each with what it says unless somebody's words may stand there. */
function described(close: string, name: string, attributes: string): string {
  const all = [...attributes.matchAll(ATTRIBUTE)].map(([, key = '', value]) =>
    value === undefined || MAY_SAY.includes(key) ? key : `${key}="${value}"`,
  );
  return `<${[`${close}${name}`, ...all].join(' ')}>`;
}

function spoken(attributes: string): string {
  return [...attributes.matchAll(ATTRIBUTE)]
    .filter(([, key = '']) => MAY_SAY.includes(key))
    .map(([, , value = '']) => unescaped(value))
    .join(' ');
}
