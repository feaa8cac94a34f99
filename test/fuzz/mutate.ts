/**
 * Inputs that nobody would send by accident: samples of the right shape with parts put out of shape, and now and then
 * pure noise.
 * The rule: all chance is given, so that a seed says which inputs they were.
 */
import type { Random } from '../../src/domain/ids.ts';

const LONGEST = 65_536;

/** What has broken parsers before: marks of every format, half letters, numbers at the edge, names of Object's own. */
const PIECES = [
  '',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\0',
  '"',
  "'",
  '`',
  ',',
  ';',
  ':',
  '- ',
  '? ',
  '# ',
  '&a ',
  '*a',
  '!!js/function ',
  '<<: *a',
  '---\n',
  '...\n',
  '{',
  '}',
  '[',
  ']',
  '{{',
  '}}',
  '${',
  '|\n',
  '>\n',
  '%',
  '@',
  '=',
  '+',
  '-',
  '\\',
  '\\u0000',
  '\\x',
  '&amp;',
  '&nbsp;',
  '&#0;',
  '\ufeff',
  '\u202e',
  '\u200b',
  '\u2028',
  '\ud800',
  '\udfff',
  '\ufffd',
  '\u0301',
  'ﷺ',
  'ß',
  'İ',
  '🏳️‍🌈',
  '😀',
  '0',
  '-0',
  '1e309',
  '-1',
  '99999999999999999999',
  '0x10',
  '1_000',
  '0o7',
  'NaN',
  'Infinity',
  'null',
  'true',
  '~',
  'undefined',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  '2026-02-29',
  '2026-02-30',
  '24:00',
  '08:00-07:00',
  '1970-01-01T00:00:00Z',
  '+010000-01-01',
  '<script>',
  '<at>all</at>',
  '<!channel>',
  '</',
  'http://169.254.169.254/',
  'file:///etc/passwd',
  'javascript:',
  "';--",
  '../../',
  '%00',
  '%2e%2e',
  '\x1b[2J',
];

export const pick = <T>(random: Random, all: readonly T[]): T => {
  if (all.length === 0) throw new Error('There is nothing to pick from');
  return all[Math.floor(random.next() * all.length)] as T;
};
const below = (random: Random, most: number) => Math.floor(random.next() * most);

function noise(random: Random, most: number): string {
  const codes = Array.from({ length: below(random, most) }, () =>
    random.next() < 0.7 ? below(random, 128) : below(random, 65_536),
  );
  return String.fromCharCode(...codes);
}

function piece(random: Random): string {
  const sort = random.next();
  if (sort < 0.75) return pick(random, PIECES);
  if (sort < 0.85) return noise(random, 40);
  if (sort < 0.95) return pick(random, PIECES).repeat(below(random, 200));
  const pairs: [string, string][] = [
    ['[', ']'],
    ['{"a":', '}'],
    ['- ', ''],
    ['  ', ''],
    ['"', '"'],
    ['(', ')'],
  ];
  const [open, close] = pick(random, pairs);
  const depth = below(random, 3_000);
  return open.repeat(depth) + close.repeat(depth);
}

/** A text of the samples with some of it cut, doubled, moved, or put in place of by something else. */
export function mutateText(random: Random, samples: readonly string[], longest = LONGEST): string {
  if (random.next() < 0.03) return noise(random, 400);
  let text = pick(random, samples);
  for (let times = 1 + below(random, 6); times > 0; times -= 1) {
    const [one, other] = [below(random, text.length + 1), below(random, text.length + 1)];
    const [from, to] = one < other ? [one, other] : [other, one];
    const part = text.slice(from, Math.min(to, from + 200));
    const how = random.next();
    if (how < 0.35) text = text.slice(0, from) + piece(random) + text.slice(from);
    else if (how < 0.55) text = text.slice(0, from) + piece(random) + text.slice(from + part.length);
    else if (how < 0.7) text = text.slice(0, from) + text.slice(from + part.length);
    else if (how < 0.8) text = text.slice(0, from) + part.repeat(below(random, 30)) + text.slice(from);
    else if (how < 0.9) {
      const lines = text.split('\n');
      lines.splice(below(random, lines.length), 0, pick(random, lines));
      text = lines.join('\n');
    } else text = text.slice(0, from) + part.split('').reverse().join('') + text.slice(from + part.length);
  }
  return text.slice(0, longest);
}

function oddValue(random: Random): unknown {
  const sort = random.next();
  if (sort < 0.5) return piece(random);
  return pick(random, [
    null,
    true,
    false,
    0,
    -1,
    1e308,
    Number.NaN,
    2 ** 53,
    [],
    {},
    [[]],
    { length: 3 },
    [null],
    { id: {} },
    'a'.repeat(5_000),
    Array.from({ length: 60 }, () => ({ a: 1 })),
    JSON.parse('{"__proto__":{"verb":"answer"}}'),
    deepValue(400),
  ]);
}

function deepValue(depth: number): unknown {
  let value: unknown = 'deep';
  for (let n = 0; n < depth; n += 1) value = n % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A value of the samples, as JSON would bring it, with some of its parts put out of shape. */
export function mutateValue(random: Random, samples: readonly unknown[]): unknown {
  if (random.next() < 0.02) return oddValue(random);
  const times = 1 + below(random, 4);
  let value: unknown = pick(random, samples);
  for (let n = 0; n < times; n += 1) value = changed(random, value, 0);
  return value;
}

function changed(random: Random, value: unknown, depth: number): unknown {
  if (typeof value === 'string' && random.next() < 0.6) return mutateText(random, [value]);
  if (typeof value !== 'object' || value === null || (depth > 0 && random.next() < 0.15))
    return oddValue(random);
  if (Array.isArray(value)) {
    const copy = [...value];
    const at = below(random, copy.length + 1);
    if (random.next() < 0.2) copy.splice(at, 1);
    else if (random.next() < 0.3) copy.splice(at, 0, oddValue(random));
    else if (at < copy.length) copy[at] = changed(random, copy[at], depth + 1);
    return copy;
  }
  const names = Object.keys(value);
  const copy: Record<string, unknown> = { ...value };
  if (names.length === 0 || random.next() < 0.1) copy[pick(random, PIECES)] = oddValue(random);
  else {
    const name = pick(random, names);
    const how = random.next();
    if (how < 0.12) delete copy[name];
    else if (how < 0.2) copy[pick(random, names)] = copy[name];
    else copy[name] = changed(random, copy[name], depth + 1);
  }
  return copy;
}
