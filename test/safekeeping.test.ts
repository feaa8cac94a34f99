/**
 * SAFEKEEPING.md says what the program does: its table of what is kept is the program's own, and it leads somewhere.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CLASSES, type KeptFor, periodWords, RETENTION } from '../src/domain/retention.ts';

const file = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const page = readFileSync(file('SAFEKEEPING.md'), 'utf8');

test('what is kept, and for how long, is as the program has it', () => {
  const rows = CLASSES.map((id) => {
    const { what, why, keep }: { what: string; why: string; keep: KeptFor | null } = RETENTION[id];
    const limits = keep === null ? '–' : `${keep.least} to ${keep.most}`;
    return `| \`${id}\` | ${what} | ${periodWords(id, {})} | ${limits} | ${why} |`;
  });
  expect(page.split('\n').filter((line) => /^\| `[a-z_]+` \|/.test(line))).toEqual(rows);
});

test('every link on the page leads to a heading, a file or a heading of the README', () => {
  const anchors = (text: string) =>
    text
      .split('\n')
      .flatMap((line) => /^#+ (.*)$/.exec(line)?.[1] ?? [])
      .map((heading) =>
        heading
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-'),
      );
  const readme = anchors(readFileSync(file('README.md'), 'utf8'));
  for (const [, target = ''] of page.matchAll(/\]\(([^)]+)\)/g)) {
    const [name, anchor] = target.split('#');
    if (name !== '') expect(existsSync(file(name ?? '')), target).toBe(true);
    if (anchor !== undefined) expect(name === '' ? anchors(page) : readme, target).toContain(anchor);
  }
});
