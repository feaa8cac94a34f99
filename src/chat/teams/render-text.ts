/**
 * Headings, lines, lists and fields.
 * The rule: every line is rich text, which reads no Markdown; each line of a text is an element of its own, since
 * clients do not agree on line ends within one. Weight and a mark go before colour, and none of them adds a word.
 */
import { isBlank, tidy } from '../plain-text.ts';
import type { Element, RichText, TextRun } from './card-shapes.ts';
import { isUnmarked, oneLine, unworked } from './plain-text.ts';

export type Tone = 'plain' | 'quiet' | 'strong' | 'warn' | 'fault';
export type Look = Omit<TextRun, 'type' | 'text'>;
/** A stretch of a line. */
export type Run = { text: string; look?: Look };

const BOLD: Look = { weight: 'Bolder' };
const LOOKS: Record<Tone, Look> = {
  plain: {},
  quiet: { size: 'Small', isSubtle: true },
  strong: BOLD,
  warn: { ...BOLD, color: 'Attention' },
  fault: { ...BOLD, color: 'Attention' },
};
const WARNING = '⚠ ';
const BULLET = '• ';

/** A heading with Markdown's marks in it is only drawn like one. */
export function renderHeading(given: string): Element[] {
  const text = oneLine(given);
  if (isBlank(text)) return [];
  if (isUnmarked(text)) return [{ type: 'TextBlock', style: 'heading', text, wrap: true }];
  return renderRuns([{ text, look: { ...BOLD, size: 'Large' } }]);
}

export function renderLine(text: string, tone: Tone = 'plain'): RichText[] {
  const mark = tone === 'warn' || tone === 'fault' ? WARNING : '';
  return renderRuns([{ text: isBlank(text) ? '' : `${mark}${text}`, look: LOOKS[tone] }]);
}

export function renderList(lines: readonly string[]): RichText[] {
  return lines.flatMap((line) => close(renderLine(isBlank(line) ? '' : `${BULLET}${line}`)));
}

/** A FactSet reads Markdown, and on a telephone leaves its values little room. */
export function renderFields(fields: readonly { label: string; value: string }[]): RichText[] {
  return fields.flatMap(({ label, value }) =>
    close(renderRuns([{ text: isBlank(label) ? '' : `${label}: `, look: BOLD }, { text: value }])),
  );
}

/** One line of several stretches; where a stretch has line ends in it, several lines. */
export function renderRuns(runs: readonly Run[]): RichText[] {
  const lines: Run[][] = [[]];
  for (const { text, look } of runs)
    for (const [index, part] of tidy(text).split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ text: part, ...(look === undefined ? {} : { look }) });
    }
  return lines
    .filter((line) => line.some(({ text }) => !isBlank(text)))
    .map(
      (line, index): RichText => ({
        type: 'RichTextBlock',
        inlines: line.flatMap(inlines),
        ...(index === 0 ? {} : { spacing: 'None' }),
      }),
    );
}

function inlines({ text, look = {} }: Run): RichText['inlines'] {
  return unworked(text).map((piece) =>
    Object.keys(look).length === 0 ? piece : { type: 'TextRun', text: piece, ...look },
  );
}

/** With little room above, for lines that belong together. */
export function close<E extends Element>(elements: readonly E[]): E[] {
  return elements.map((element) => ({ spacing: 'Small', ...element }));
}
