/**
 * Text as a terminal may be given it: a workspace or a setting may be called anything.
 * The rule: no control character but the end of a line and a tab, and nothing that turns the reading round, so that a
 * name can neither move the cursor, change a title nor hide what stands before it.
 */
export function forTerminal(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/(?![\n\t])\p{Cc}|[\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu, '\u{FFFD}');
}
