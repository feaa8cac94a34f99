/**
 * What somebody might write in place of a name, a number to ring, a question or an answer, so that it is read as more
 * than words: by the place it would bite in. Each stands alone as the whole of what was written.
 * The rule: none of them is words of ours, so that wherever one turns up, a person wrote it.
 */
const ESC = '\x1b';

export const HOSTILE_WORDS: Record<string, readonly string[]> = {
  slack: [
    '<!channel>',
    '<!here|x>',
    '<!subteam^S123>',
    '<!date^0^{date}|x>',
    '<@U123>',
    '<#C123|leads>',
    '<https://evil.example|click>',
    '<mailto:a@evil.example|write>',
    '*bold* _slanted_ ~struck~',
    '`code` ```block```',
    '&lt;!channel&gt;',
    '&amp;lt;!here&amp;gt;',
    ':smile: :warning:',
    'Ann\n> quoted',
    '@channel @here @everyone',
    '#general',
  ],
  links: [
    'https://evil.example/a_b_c',
    'evil.example',
    'www.evil.example',
    'mailto:a@evil.example',
    'tel:+441785000999',
    'javascript:alert(1)',
    'data:text/html,<b>x</b>',
  ],
  teams: [
    '<at>Everyone</at>',
    '[click](https://evil.example)',
    '![x](https://evil.example/x.png)',
    '[x][1]\n\n[1]: https://evil.example',
    '**strong** __strong__',
    '- listed',
    '* listed',
    '1. numbered',
    '# heading',
    '| a | b |\n|---|---|',
    'Ann\n---',
    '{{DATE(2020-01-01T00:00:00Z,SHORT)}}',
    '{{ TIME(2020-01-01T00:00:00Z) }}',
    '$\x7buser.name} $\x7bif(true, 1, 2)}',
    "$& $' $`x {setting} {edition}",
    '<b>strong</b>',
  ],
  pages: [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '" onfocus="alert(1)" autofocus="',
    '</title></textarea></style><svg onload=alert(1)>',
    '<!-- ',
    ']]><x>',
    '&#60;script&#62;',
    '<a href="javascript:alert(1)">x</a>',
  ],
  sheets: [
    '=HYPERLINK("https://evil.example","x")',
    "=cmd|'/C calc'!A0",
    '+441785+000998',
    "-2+3+cmd|'/C calc'!A0",
    '@SUM(1+9)*cmd',
    '\t=1+98',
    '\r=1+97',
    '\n=1+96',
    'Ann;=1+95',
    'Ann",=1+94,"',
    '＝1+93',
    '\u200b=1+92',
  ],
  terminals: [
    `${ESC}[2J${ESC}[1;31mgone`,
    `${ESC}]0;title\x07`,
    `${ESC}]8;;https://evil.example${ESC}\\click${ESC}]8;;${ESC}\\`,
    '\x9b31mred',
    'Ann\rBen',
    'Ann\b\b\bBen',
    'Ann\0Ben',
    '\u202eneB\u202c',
    'Ann\u2066Ben\u2069',
    'A\u200bn\u200dn\ufeff',
    'Ann\u2028Ben\u0085Cy',
  ],
};

export const EVERY_WORD: readonly string[] = Object.values(HOSTILE_WORDS).flat();

/** Words of the same length, breaks and invisible letters that nothing could read as more than words. */
export function harmless(word: string): string {
  return word.replace(/[^\s\p{C}\p{Default_Ignorable_Code_Point}]/gu, 'x');
}

/** What is left of a text for whoever reads it, without what no platform is trusted to keep: to find words again by. */
export function seen(text: string): string {
  return text.replace(/[\s\p{C}]/gu, '');
}
