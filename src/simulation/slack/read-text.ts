/**
 * What a person can read in a message or form, flattened into lines in reading order.
 * The rule: only what is visible: texts, fields, lists, cells, labels of buttons and options, alternative texts.
 * Values, ids and metadata are never in it.
 */
import { z } from 'zod';
import type { Drawing, Json } from './world.ts';

const record = z.record(z.string(), z.unknown());

/** The parts of a block that are shown, in the order in which they are. */
const SHOWN = [
  'caption',
  'title',
  'label',
  'text',
  'fields',
  'rows',
  'element',
  'elements',
  'hint',
  'accessory',
  'placeholder',
  'options',
  'option_groups',
  'description',
];

export function readText(drawing: Drawing): string {
  const lines = drawing.blocks.length === 0 ? [unescaped(drawing.text)] : linesOf(drawing.blocks);
  return lines.filter((line) => line !== '').join('\n');
}

export function linesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(linesOf);
  const read = record.safeParse(value);
  if (!read.success) return [];
  const part = read.data;
  if (isRun(part)) return [runOf(part.elements)];
  const own =
    typeof part.text === 'string' ? [part.type === 'raw_text' ? part.text : unescaped(part.text)] : [];
  const caption = [part.caption, part.title].filter((each) => typeof each === 'string');
  const alternative = part.type === 'image' && typeof part.alt_text === 'string' ? [part.alt_text] : [];
  return [...caption, ...own, ...SHOWN.flatMap((key) => linesOf(part[key])), ...alternative];
}

/** Pieces of rich text that stand on one line. */
function isRun(part: Json): boolean {
  return ['rich_text_section', 'rich_text_quote', 'rich_text_preformatted'].includes(String(part.type));
}

function runOf(elements: unknown): string {
  if (!Array.isArray(elements)) return '';
  return elements
    .map((element) => {
      const read = record.safeParse(element);
      if (!read.success) return '';
      const piece = read.data;
      if (typeof piece.text === 'string') return piece.text;
      switch (piece.type) {
        case 'emoji':
          return typeof piece.unicode === 'string' ? emojiOf(piece.unicode) : `:${piece.name}:`;
        case 'user':
          return `<@${piece.user_id}>`;
        case 'channel':
          return `<#${piece.channel_id}>`;
        case 'broadcast':
          return `<!${piece.range}>`;
        case 'link':
          return String(piece.url);
        case 'date':
          return String(piece.fallback ?? piece.timestamp);
        default:
          return '';
      }
    })
    .join('');
}

const emojiOf = (unicode: string) =>
  String.fromCodePoint(...unicode.split('-').map((point) => Number.parseInt(point, 16)));

/** In texts, Slack shows its three escaped characters as themselves. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
