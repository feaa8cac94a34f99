/**
 * Lines of text with a little weight: bold, a warning mark, bullets and numbers, as Slack's rich text.
 * The rule: text is only ever a text element, which Slack shows as it stands; the one emoji is ours and adds no word.
 * Nothing is left out: what is too long for one block goes on in the next.
 */
import type { types as slack } from '@slack/bolt';
import { cut, isBlank, split, tidy } from '../plain-text.ts';
import { LIMITS } from './limits.ts';

export type Weight = 'plain' | 'strong' | 'warn';
/** A stretch of a line, bold or not. */
export type Run = { text: string; bold?: boolean };
export type RichPart = slack.RichTextSection | slack.RichTextList;

/** Room for a line's text in a block of its own: a warning's mark and the line's end are taken off. */
const MOST_LINE = LIMITS.text - 2;

/** One line, or several where it is too long for one block; none where nothing of it would be seen. */
export function richLine(text: string, weight: Weight = 'plain'): slack.RichTextSection[] {
  const [first, ...more] = richRuns([{ text, bold: weight !== 'plain' }]);
  if (first === undefined) return [];
  if (weight === 'warn') first.elements.unshift({ type: 'emoji', name: 'warning' }, textOf({ text: ' ' }));
  return [first, ...more];
}

/** One line of several stretches; where it is too long for one block, a line for each. */
export function richRuns(runs: readonly Run[]): slack.RichTextSection[] {
  const tidied = runs.map((run) => ({ ...run, text: tidy(run.text) })).filter(({ text }) => text !== '');
  if (tidied.every(({ text }) => isBlank(text))) return [];
  const length = tidied.reduce((total, { text }) => total + text.length, 0);
  if (length <= MOST_LINE) return [sectionOf(tidied)];
  return tidied.flatMap(({ text, bold }) =>
    split(text, MOST_LINE).map((piece) => sectionOf([{ text: piece, bold }])),
  );
}

/** A line that is a link, by our own words for it. */
export function richLink({ label, url }: { label: string; url: string }): slack.RichTextSection[] {
  const text = cut(tidy(label), MOST_LINE);
  return isBlank(text) ? [] : [{ type: 'rich_text_section', elements: [{ type: 'link', url, text }] }];
}

/** Each line a point of its own; what is too long for one block goes on in another list. */
export function richList(
  lines: readonly slack.RichTextSection[],
  style: 'bullet' | 'ordered' = 'bullet',
): slack.RichTextList[] {
  return grouped(lines).map((elements) => ({ type: 'rich_text_list', style, elements }));
}

/** As few blocks as the parts need. */
export function richBlocks(parts: readonly RichPart[]): slack.RichTextBlock[] {
  return grouped(parts).map((group) => ({ type: 'rich_text', elements: joinedLines(group) }));
}

/** Lines that follow one another stand in one section, each but the last ended, as Slack's own editor writes them. */
function joinedLines(parts: readonly RichPart[]): RichPart[] {
  const whole: RichPart[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (last?.type === 'rich_text_section' && part.type === 'rich_text_section')
      whole[whole.length - 1] = {
        ...part,
        elements: [...last.elements, textOf({ text: '\n' }), ...part.elements],
      };
    else whole.push(part);
  }
  return whole;
}

/** What is shown of it, counted; one more for the end of each line. */
export function richLength(part: RichPart): number {
  const sections = part.type === 'rich_text_list' ? part.elements : [part];
  return sections
    .flatMap(({ elements }) => elements)
    .reduce(
      (total, element) => total + ('text' in element ? (element.text ?? '').length : 0),
      sections.length,
    );
}

/** In order, as many together as one block has room for. */
function grouped<T extends RichPart>(parts: readonly T[]): T[][] {
  const groups: T[][] = [];
  let room = 0;
  for (const part of parts) {
    const length = richLength(part);
    const last = groups.at(-1);
    if (last !== undefined && length <= room) last.push(part);
    else {
      groups.push([part]);
      room = LIMITS.text;
    }
    room -= length;
  }
  return groups;
}

function sectionOf(runs: readonly Run[]): slack.RichTextSection {
  return { type: 'rich_text_section', elements: runs.map(textOf) };
}

function textOf({ text, bold }: Run): slack.RichTextText {
  return bold ? { type: 'text', text, style: { bold: true } } : { type: 'text', text };
}
