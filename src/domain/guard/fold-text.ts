/**
 * Makes different ways of writing the same letters one: case, accents, full-width and styled letters, look-alikes of
 * other alphabets, curly quotes, invisible characters, kinds of space.
 * The rule: what comes back is lower-case ASCII, and never more than four times as long as what went in, whatever that
 * was. What the words mean is left to the readers of the folded text.
 */
import lookAlikes from 'unhomoglyph/data.json' with { type: 'json' };

const LONGEST = 4;
const ALIKE = new Map<string, string>(Object.entries(lookAlikes));
const known = new Map<string, string>();
/** So that a flood of rare characters cannot fill the memory. */
const MOST_KNOWN = 20_000;

export function foldText(text: string): string {
  let folded = '';
  for (const character of text) {
    if (character < '\u0080') folded += character === '`' ? "'" : character;
    else folded += known.get(character) ?? learn(character);
  }
  return folded.replace(/\s+/g, ' ').toLowerCase();
}

function learn(character: string): string {
  const plain = foldCharacter(character);
  if (known.size < MOST_KNOWN) known.set(character, plain);
  return plain;
}

/** Drawn as nothing, though Unicode calls them letters or symbols. */
const BLANK = /[\u115f\u1160\u3164\uffa0]/u;
const APOSTROPHES = /[\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4]/u;
const QUOTES = /[\u201c\u201d\u201e\u00ab\u00bb\u2033]/u;
const DASHES = /\p{Dash}/u;

/** Small capitals, and letters white on a disc or a square: what is written with a "fancy text" page. */
const SMALL_CAPITALS = new Map(
  [...'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ'].map((letter, at) => [letter, 'abcdefghijklmnopqrstuvwyz'[at] ?? '']),
);
const ON_GROUND = [0x1f150, 0x1f170];

function styled(character: string): string | undefined {
  const code = character.codePointAt(0) ?? 0;
  const from = ON_GROUND.find((first) => code >= first && code < first + 26);
  return from === undefined ? SMALL_CAPITALS.get(character) : String.fromCharCode(97 + code - from);
}

function foldCharacter(character: string): string {
  const letter = styled(character);
  if (letter !== undefined) return letter;
  // Chinese and Korean signs look like none of our letters, and are many.
  if (character >= '\u3400' && character <= '\ud7ff') return ' ';
  if (BLANK.test(character) || /[\p{Cf}\p{M}]/u.test(character)) return '';
  if (APOSTROPHES.test(character)) return "'";
  if (QUOTES.test(character)) return '"';
  if (DASHES.test(character)) return '-';
  if (character === '\u2026') return '... ';
  if (/[\p{Z}\p{Cc}\u2800]/u.test(character)) return ' ';
  const apart = character.normalize('NFKD').replace(/\p{M}/gu, '');
  const plain = [...apart].map((part) => (part < '\u0080' ? part : asciiOf(part))).join('');
  return plain.slice(0, LONGEST);
}

/** A letter that only looks like one of ours becomes it; anything else stands as a gap between words. */
function asciiOf(part: string): string {
  for (const letter of [part, part.toUpperCase()]) {
    const alike = (ALIKE.get(letter) ?? letter).normalize('NFKD').replace(/\p{M}/gu, '');
    if (/^[\u0020-\u007e]{1,4}$/.test(alike)) return alike;
  }
  return ' ';
}
