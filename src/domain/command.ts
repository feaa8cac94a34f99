/**
 * Words written to Vigil, read as a command or as nothing at all.
 * The rule: only a command's own words are ever taken; anything else is not a command, and what it said goes no
 * further than this file. So "help" alone is a command, and "help, a boy in my class" is not.
 * What each command answers is left to the cycle.
 */
import { distance } from 'fastest-levenshtein';
import { DAY_COMMANDS, type DayCommand } from './day-command.ts';
import { STANDARDS, type StandardId } from './standard.ts';

export const COMMANDS = [
  'help',
  'status',
  'due',
  'digest',
  'why',
  'ask',
  'people',
  'calendar',
  'board',
  'export',
  'setup',
] as const;
export type Command = (typeof COMMANDS)[number];

/** What the guard's buttons say: "I've told someone", and whom the writer asks for. */
export const GUARD_WORDS = ['told', 'tell-dsl', 'tell-head'] as const;
export type GuardWord = (typeof GUARD_WORDS)[number];

export type Parsed =
  | { kind: 'command'; command: Command; words: string[] }
  /** Its words are domain/day-command's to read. */
  | { kind: 'day_command'; command: DayCommand; words: string[] }
  /** "bank": its words are domain/bank-command's to read. */
  | { kind: 'bank_command'; words: string[] }
  | { kind: 'guard_word'; word: GuardWord }
  /** One word, close to a command: offered, never run. */
  | { kind: 'nearest'; command: Command }
  | { kind: 'not_a_command' };

/** How much of what is written is examined: as much as a platform lets anybody write at once. */
export const WORDS_READ = 40_000;

/** Longer than any command could be: not worth reading. */
const LONGEST = 120;
/** The longest name of a standard, and a setting's. */
const MOST_WORDS = 8;
/** A name, two days with their months and years, and a setting. */
const MOST_OF_SPAN = 14;

export function parseCommand(text: string): Parsed {
  if (text.length > LONGEST) return { kind: 'not_a_command' };
  const words = wordsOf(text);
  const [first, ...rest] = words;
  // "/vigil" alone is how somebody looks for what it can do.
  if (first === undefined)
    return /vigil/i.test(text) ? { kind: 'command', command: 'help', words: [] } : { kind: 'not_a_command' };
  const word = rest.length === 0 ? GUARD_WORDS.find((known) => known === first) : undefined;
  if (word !== undefined) return { kind: 'guard_word', word };
  const command = COMMANDS.find((known) => known === first);
  if (command !== undefined) {
    const meant = rest.filter((other) => other !== 'please');
    // "help me" is how somebody frightened writes, so nothing but "help" itself is a look at the list of commands.
    if (meant.length > (command === 'help' ? 0 : MOST_WORDS)) return { kind: 'not_a_command' };
    return { kind: 'command', command, words: meant };
  }
  const ofDay = DAY_COMMANDS.find((known) => known === first);
  if (ofDay !== undefined && rest.length <= (ofDay === 'cover' ? MOST_OF_SPAN : MOST_WORDS))
    return { kind: 'day_command', command: ofDay, words: rest.filter((other) => other !== 'please') };
  if (first === 'bank' && rest.length <= MOST_WORDS)
    return { kind: 'bank_command', words: rest.filter((other) => other !== 'please') };
  const nearest = words.length === 1 ? nearestTo(first) : null;
  return nearest === null ? { kind: 'not_a_command' } : { kind: 'nearest', command: nearest };
}

/** In lower case, without what stands between them. */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/^[/@]?vigil\b/, ' ');
  // A slash starts a command on some platforms even without the name: "/status".
  return plain.split(/[^\p{L}\p{N}-]+/u).filter((word) => word !== '' && word !== '-');
}

/** Near a command by their letters, but words of their own, and some of them a worry. */
const NO_SLIP = new Set(
  'asked bald beard bold bond bored born die died dies drug dust escort exploit expose extort heal held hell penile pole pope purple sets shy step stop way who'.split(
    ' ',
  ),
);

/** Two slips at most, and a word that begins otherwise only one: "hi" is not "why". */
function nearestTo(word: string): Command | null {
  if (NO_SLIP.has(word)) return null;
  let best: { command: Command; slips: number } | null = null;
  for (const command of COMMANDS) {
    const slips = distance(word, command);
    const allowed = word.length >= 4 && word[0] === command[0] ? 2 : 1;
    if (slips <= allowed && (best === null || slips < best.slips)) best = { command, slips };
  }
  return best?.command ?? null;
}

/** What a command is about: oneself, the setting or this week so far; one standard, one setting. */
export type Scope = {
  who: 'me' | 'all' | 'now' | 'new' | null;
  standard: StandardId | null;
  ref: string | null;
};

/** Which of a scope's parts each command may have; with any other it was not a command. */
const TAKES: Record<Command, { who: readonly Scope['who'][]; standard: boolean }> = {
  help: { who: [], standard: false },
  status: { who: ['me', 'all', 'now'], standard: true },
  due: { who: ['me', 'all', 'now'], standard: false },
  digest: { who: ['now'], standard: false },
  why: { who: ['me'], standard: true },
  ask: { who: ['me', 'now'], standard: false },
  people: { who: [], standard: false },
  calendar: { who: [], standard: false },
  board: { who: [], standard: false },
  export: { who: ['me'], standard: false },
  setup: { who: ['new'], standard: false },
};

/** True when a command may be asked about such a scope. */
export function takesScope(command: Command, scope: Scope): boolean {
  const takes = TAKES[command];
  if (scope.who !== null && !takes.who.includes(scope.who)) return false;
  return scope.standard === null || takes.standard;
}

/**
 * The words after a command, or null when any of them is not one Vigil knows: then it was not a command after all.
 * `refs` are the settings the writer belongs to.
 */
export function scopeOf(words: readonly string[], refs: readonly string[]): Scope | null {
  const scope: Scope = { who: null, standard: null, ref: null };
  const rest: string[] = [];
  for (const word of words) {
    const ref = refs.find((known) => known.toLowerCase() === word);
    if (ref !== undefined) scope.ref = ref;
    else if (word === 'me' || word === 'all' || word === 'now' || word === 'new') scope.who = word;
    else rest.push(word);
  }
  if (rest.length === 0) return scope;
  const standard = standardNamed(rest.join(' '));
  return standard === null ? null : { ...scope, standard };
}

/** Words of a standard's name that are as likely to begin a worry as to name it. */
const PLAIN = new Set(['child', 'children', 'missing', 'children missing']);

/** The standard meant by its id, its code, or words of its name that no other standard's name has. */
export function standardNamed(words: string): StandardId | null {
  const meant = words.toLowerCase();
  const exact = STANDARDS.find((standard) => standard.id === meant || standard.code.toLowerCase() === meant);
  if (exact) return exact.id;
  if (PLAIN.has(meant)) return null;
  const spaced = ` ${meant.replaceAll('-', ' ')} `;
  const found = STANDARDS.filter((standard) => {
    const name = standard.name.toLowerCase().replaceAll(/[^a-z]+/g, ' ');
    return ` ${name} `.includes(spaced) || spaced === ` ${standard.id.replaceAll('-', ' ')} `;
  });
  const [only] = found;
  return found.length === 1 && only && spaced.length > 6 ? only.id : null;
}
