/**
 * The Markdown Teams reads in a card's text, by examples of CommonMark's own: what a person sees, and what was marked.
 */
import { expect, test } from 'vitest';
import { type Mark, readMarkdown } from '../../../src/simulation/teams/read-markdown.ts';

test.each<[string, string, Mark[]]>([
  ['plain words', 'plain words', []],
  ['*foo bar*', 'foo bar', ['italic']],
  ['a * foo bar*', 'a * foo bar*', []],
  ['a*"foo"*', 'a*"foo"*', []],
  ['foo*bar*', 'foobar', ['italic']],
  ['_foo bar_', 'foo bar', ['italic']],
  ['foo_bar_baz', 'foo_bar_baz', []],
  ['_(bar)_.', '(bar).', ['italic']],
  ['**foo bar**', 'foo bar', ['bold']],
  ['__foo__bar', '__foo__bar', []],
  ['***foo***', 'foo', ['bold', 'italic']],
  ['**foo*', '*foo', ['italic']],
  ['*foo**bar*', 'foo**bar', ['italic']],
  ['*foo **bar** baz*', 'foo bar baz', ['bold', 'italic']],
  ['5 * 4 * 3', '5 * 4 * 3', []],
  ['\\*not it\\*', '*not it*', []],
  ['a \\\\ b \\q', 'a \\ b \\q', []],
  ['&amp; &lt;b&gt; &#65; &nope;', '& <b> A &nope;', []],
  ['[here](https://a.test "t") now', 'here now', ['link']],
  ['[a [b] *c*](</x y>)', 'a [b] c', ['link', 'italic']],
  ['[not] (a link)', '[not] (a link)', []],
  ['\\[here](https://a.test)', '[here](https://a.test)', []],
  ['<https://a.test>', 'https://a.test', ['link']],
  ['- one\n- two', '• one\n• two', ['list']],
  ['3. one\n3. two', '3. one\n4. two', ['list']],
  ['1\\. one', '1. one', []],
  ['\\- one', '- one', []],
  ['-one', '-one', []],
  ['In the year\n2026. It was', 'In the year\n2026. It was', []],
  ['*over\ntwo lines*', 'over\ntwo lines', ['italic']],
  ['*not over*\n\n*paragraphs', 'not over\n*paragraphs', ['italic']],
  ['# no heading', '# no heading', []],
])('%j is read as %j', (given, text, marks) => {
  const read = readMarkdown(given);
  expect(read.text).toBe(text);
  expect(read.marks.toSorted()).toEqual(marks.toSorted());
});
