/**
 * What may be in a line of the log: every field that any file of ours logs is on the list, nothing else gets past it,
 * and nothing but the log, main and cli writes to the terminal.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowedEvent, allowedFacts, type Facts, LOG_FIELDS } from '../../src/operator/log-fields.ts';
import { only } from '../../src/operator/open-log.ts';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
const sources = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ name: relative(SRC, path), text: readFileSync(path, 'utf8') }))
  .filter(({ name }) => !name.startsWith('simulation/'));

/** What stands between the bracket at `from` and its partner. */
function bracketed(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if ('([{'.includes(text[at] ?? '')) depth += 1;
    if (')]}'.includes(text[at] ?? '')) depth -= 1;
    if (depth === 0) return text.slice(from + 1, at);
  }
  throw new Error('A bracket is opened and not closed');
}

/** The names of an object's own fields, as it is written: those within brackets of its own left out. */
function fieldsOf(object: string): string[] {
  const flat = [...object].reduce(
    ({ depth, kept }, letter) => {
      const after = depth + ('([{'.includes(letter) ? 1 : ')]}'.includes(letter) ? -1 : 0);
      return { depth: after, kept: depth === 0 && after === 0 ? kept + letter : kept };
    },
    { depth: 0, kept: '' },
  ).kept;
  return flat.split(',').flatMap((part) => {
    const name = part.trim().split(/[:\s]/)[0] ?? '';
    return name === '' ? [] : [name];
  });
}

/** Each call of a log, with the fields it gives; `null` where they are handed on from elsewhere. */
const calls = sources.flatMap(({ name, text }) =>
  [...text.matchAll(/\blog\??\.(?:info|warn|error)\(/g)].map((match) => {
    const given = bracketed(text, match.index + match[0].length - 1).trim();
    if (given.startsWith('{')) return { name, fields: fieldsOf(bracketed(given, 0)) };
    const variable = /^\w+/.exec(given)?.[0] ?? '';
    const made = new RegExp(`const ${variable} = \\{`).exec(text);
    return { name, fields: made ? fieldsOf(bracketed(text, made.index + made[0].length - 1)) : null };
  }),
);

describe('every file of ours', () => {
  test('logs fields that are on the list, and no others', () => {
    expect(calls.length).toBeGreaterThan(60);
    const unlisted = calls.flatMap(({ name, fields }) =>
      (fields ?? []).filter((field) => !Object.hasOwn(LOG_FIELDS, field)).map((field) => `${name}: ${field}`),
    );
    expect(unlisted).toEqual([]);
  });

  test('gives them where they can be read; one file hands on what another gave', () => {
    expect(calls.filter(({ fields }) => fields === null).map(({ name }) => name)).toEqual([
      'operator/tick.ts',
    ]);
  });

  test('leaves the terminal to the log and to the operator’s doors, and no library is given the log', () => {
    const writers = sources.filter(({ text }) => /process\.std(out|err)\.write|console\.\w+\(/.test(text));
    expect(writers.map(({ name }) => name).sort()).toEqual([
      'cli.ts',
      'main.ts',
      'operator/open-log.ts',
      'operator/perform-here.ts',
    ]);
    expect(sources.filter(({ text }) => /from 'pino'/.test(text)).map(({ name }) => name)).toEqual([
      'operator/open-log.ts',
    ]);
    const slack = sources.filter(({ text }) =>
      /new (WebClient|SocketModeClient|HTTPReceiver|InstallProvider|App)\(/.test(text),
    );
    expect(slack.length).toBeGreaterThan(0);
    expect(slack.filter(({ text }) => !text.includes('logger: sdkLogger')).map(({ name }) => name)).toEqual(
      [],
    );
  });
});

describe('a line', () => {
  const lines: { facts: Facts; event: string }[] = [];
  const log = only((_level, facts, event) => void lines.push({ facts, event }));
  const ORG = '00000001-0000-4000-8000-000000000001';

  test('holds what is on the list, and says how much was left out', () => {
    log.warn({ org: ORG, step: 'plan-prompts', filed: 3, slow: true, why: null }, 'press_not_saved');
    log.info(
      { org: 'Oak Primary', note: 'Tom was hit', fault: 'Error: Tom was hit', filed: Number.NaN },
      'handed_on',
    );
    expect(lines).toEqual([
      {
        facts: { org: ORG, step: 'plan-prompts', filed: 3, slow: true, why: null },
        event: 'press_not_saved',
      },
      { facts: { leftOut: 4 }, event: 'handed_on' },
    ]);
  });

  test('never holds words, whichever field they are given in', () => {
    const words = fc
      .array(fc.stringMatching(/^[\p{L}\d'<>@:/.!?=-]{1,12}$/u), { minLength: 2, maxLength: 6 })
      .chain((each) => fc.constantFrom(' ', '\n', '\t', ', ').map((between) => each.join(between)));
    const own = new Set(['no answer', 'another answer', 'took too long', 'npm run vigil -- doctor']);
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(LOG_FIELDS), 'note', '__proto__', 'constructor'),
        words,
        (field, said) => {
          fc.pre(!own.has(said) && !/^http \d{3}$/.test(said));
          expect(allowedFacts(Object.fromEntries([[field, said]]))).toEqual({ leftOut: 1 });
          expect(allowedFacts({ [`${field}x`]: said.slice(0, 3) })).toEqual({ leftOut: 1 });
        },
      ),
      { numRuns: 800 },
    );
  });

  test('never holds a token or an account', () => {
    for (const [field, secret] of [
      ['fault', `xoxb-${'1'.repeat(70)}`],
      ['org', 'U012ABCDEF'],
      ['file', 'postgres://vigil:secret@db/vigil'],
      ['route', 'https://x.example/?code=1'],
      ['message', 'tok/en'],
    ] as const)
      expect(allowedFacts({ [field]: secret })).toEqual({ leftOut: 1 });
  });

  test('names what happened in our own words, on one line', () => {
    for (const event of ['Tom\nwas hit', 'x'.repeat(200), '', 'C3PO <b>'])
      expect(allowedEvent(event)).toBe('unnamed');
    expect(allowedEvent('the clock had moved')).toBe('the clock had moved');
  });
});
