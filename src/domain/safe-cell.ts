/**
 * A cell of a file that a spreadsheet will open, holding words somebody wrote.
 * The rule: no cell begins with what a spreadsheet would work out (ASVS 5 V1.2.10), wherever it parts the line; the
 * words stay readable, an apostrophe before them. Which rows and columns there are is left to whoever writes the file.
 */

/** Where a cell may begin: the start, and runs of what parts cells or cannot be seen, behind which a formula may hide. */
const BEGINNINGS =
  /^[;\s\p{Cf}\p{Default_Ignorable_Code_Point}\u{2800}]*|[;\s\p{Cf}\p{Default_Ignorable_Code_Point}\u{2800}]+/gu;
/** Some spreadsheets part a line by semicolons, and do not heed our quotation marks then. */
const PARTS = /[;\n]/;
/** What begins a formula, in the letters of a keyboard and in the wide ones of a Japanese one. */
const WORKED_OUT = /[=+\-@|%＝＋－＠｜％−]/;

/**
 * The text as one cell: for CSV through `csvLine`, for a workbook as a cell of type text.
 * White space at its start goes, a tab is a space, and control characters and half pairs,
 * which no file of text may hold, go too.
 */
export function safeCell(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/(?!\n)\p{Cc}|\p{Surrogate}|[\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu, '')
    .trimStart()
    .replace(BEGINNINGS, (run, at: number, whole: string) => {
      if (!WORKED_OUT.test(whole[at + run.length] ?? '')) return run;
      if (at > 0 && !PARTS.test(run)) return run;
      // Before what cannot be seen, so that nothing comes first once that is taken out.
      return run.replace(/^(?:.*[;\n])?/s, "$&'");
    });
}

/** One line of CSV by RFC 4180, its line end with it: every cell in quotation marks, those within doubled. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${safeCell(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}
