/**
 * Where a question comes from, in a few words: "KCSIE 2026, paragraph 18".
 * The rule: edition and paragraph are said as they were recorded; what was not read or is undated says so.
 */
import type { Source } from '../domain/question.ts';

export function sourceWords({ document, edition, paragraph }: Source): string {
  const place = paragraph === undefined ? '' : `, ${/^\d/.test(paragraph) ? 'paragraph ' : ''}${paragraph}`;
  return `${document}${editionWords(edition)}${place}`;
}

function editionWords(edition: string): string {
  if (/^\d/.test(edition)) return ` ${edition}`;
  return edition === 'not read' ? ', edition not read' : `, ${edition}`;
}
