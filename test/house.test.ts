/**
 * The house keeps its own rules: imports go down the floors, rooms of one floor do not import each other,
 * only main and its drivers read the clock or roll dice, every file introduces itself, and named things stay where they belong.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SRC = join(ROOT, 'src');

/** Top to ground. A room is a folder of src, or a file standing directly in it. */
const FLOORS: string[][] = [
  ['main', 'cli'],
  ['operator', 'demo', 'simulation'],
  ['timetable'],
  ['web'],
  ['cycle'],
  ['messages', 'chat', 'store', 'bank', 'papers', 'pictures', 'imports'],
  ['domain', 'config'],
];
const floorOf = (room: string) => FLOORS.findIndex((floor) => floor.includes(room));
const roomOf = (file: string) => (relative(SRC, file).split(sep)[0] ?? '').replace(/\.tsx?$/, '');

type Source = { path: string; name: string; room: string; text: string; imports: string[] };
const sources: Source[] = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path, 'utf8');
    const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
      (match) => match[1] ?? '',
    );
    return { path, name: relative(ROOT, path), room: roomOf(path), text, imports };
  });
const local = (source: Source) =>
  source.imports.filter((to) => to.startsWith('.')).map((to) => join(dirname(source.path), to));

/** The text without comments, so that a rule may be named in one without breaking it. */
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');
const offenders = (test: (source: Source) => boolean) => sources.filter(test).map((source) => source.name);

describe('floors', () => {
  test('there are sources to read, and every room stands on a floor', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(offenders((source) => floorOf(source.room) < 0)).toEqual([]);
  });

  test('imports go down, and rooms of one floor do not import each other', () => {
    const up = sources.flatMap((source) =>
      local(source)
        .filter((to) => {
          const room = roomOf(to);
          return room !== source.room && floorOf(room) <= floorOf(source.room);
        })
        .map((to) => `${source.name} → ${relative(ROOT, to)}`),
    );
    expect(up).toEqual([]);
  });

  test('no file imports itself by way of others', () => {
    const graph = new Map(sources.map((source) => [source.path, local(source)]));
    const circles: string[] = [];
    const done = new Set<string>();
    const walk = (path: string, trail: string[]) => {
      if (trail.includes(path)) {
        circles.push([...trail.slice(trail.indexOf(path)), path].map((p) => relative(ROOT, p)).join(' → '));
        return;
      }
      if (done.has(path)) return;
      for (const to of graph.get(path) ?? []) walk(to, [...trail, path]);
      done.add(path);
    };
    for (const source of sources) walk(source.path, []);
    expect(circles).toEqual([]);
  });

  test('one chat platform does not import another', () => {
    const crossed = sources.flatMap((source) => {
      const platform = /^src\/chat\/([^/]+)\//.exec(source.name)?.[1];
      if (!platform) return [];
      return local(source)
        .map((to) => relative(ROOT, to))
        .filter((to) => /^src\/chat\/[^/]+\//.test(to) && !to.startsWith(`src/chat/${platform}/`))
        .map((to) => `${source.name} → ${to}`);
    });
    expect(crossed).toEqual([]);
  });
});

describe('what stays in its room', () => {
  test('only main, cli, the drivers and the operator read the clock', () => {
    const mayRead = (source: Source) => ['main', 'cli', 'operator'].includes(source.room);
    const reads = /new Date\(\)|Date\.now\(\)|Temporal\.Now|performance\.now\(\)/;
    expect(offenders((source) => !mayRead(source) && reads.test(code(source.text)))).toEqual([]);
  });

  test('only main and cli make chance', () => {
    const mayRoll = (source: Source) => ['main', 'cli', 'operator'].includes(source.room);
    expect(
      offenders((source) => !mayRoll(source) && /Math\.random\(|randomUUID\(/.test(code(source.text))),
    ).toEqual([]);
  });

  test('Drizzle, Postgres and PGlite stay in the store', () => {
    expect(
      offenders(
        (source) =>
          source.room !== 'store' &&
          source.imports.some((to) => /^(drizzle-orm|postgres$|@electric-sql)/.test(to)),
      ),
    ).toEqual([]);
  });

  test('node-schedule stays in the timetable, Bolt and botbuilder in their platforms', () => {
    const homes: [RegExp, RegExp][] = [
      [/^node-schedule/, /^src\/timetable/],
      [/^@slack\//, /^src\/chat\/slack\//],
      [/^botbuilder/, /^src\/chat\/teams\/sdk\.ts$/],
    ];
    for (const [library, home] of homes)
      expect(
        offenders((source) => !home.test(source.name) && source.imports.some((to) => library.test(to))),
      ).toEqual([]);
  });

  test('the domain touches neither files, network nor processes', () => {
    expect(
      offenders((source) => source.room === 'domain' && source.imports.some((to) => to.startsWith('node:'))),
    ).toEqual([]);
  });

  test('the words are the same for every platform: no message file names one', () => {
    expect(
      offenders((source) => source.room === 'messages' && /slack|teams/i.test(code(source.text))),
    ).toEqual([]);
  });
});

describe('how it reads', () => {
  test('every file opens by introducing itself', () => {
    expect(offenders((source) => !/^(#!.*\n)?(\/\*\*|\/\/)/.test(source.text))).toEqual([]);
  });

  test('no file is longer than 300 lines', () => {
    expect(offenders((source) => source.text.split('\n').length > 300)).toEqual([]);
  });

  test('names are the field’s own', () => {
    const vague = /(^|[-/])(utils?|helpers?|manager|item|task|misc|common|types)([-./]|$)/;
    expect(offenders((source) => vague.test(source.name.replace(/^src\//, '')))).toEqual([]);
  });

  test('a step is a verb and a noun', () => {
    const steps = sources.filter((source) => source.room === 'cycle' && !/context\.ts$/.test(source.name));
    expect(
      steps.filter((source) => !/cycle\/[a-z]+(-[a-z]+)+\.ts$/.test(source.name)).map((s) => s.name),
    ).toEqual([]);
  });
});
