/**
 * Whether a word may be a person's name. The list of names is a package's, some 200,000 of many peoples, surnames among
 * them; no list has every child.
 * The rule: a name by itself is no sign, since staff have names too: only beside a class, a parent, a plan or harm does
 * it count, and that is left to the signs.
 */
import names from 'humannames' with { type: 'json' };
import { isOrdinary } from './ordinary-words.ts';

/** Names that are ordinary words too. Those which are far more often the word (may, will, mark) are left out. */
const ALSO_WORDS = new Set(
  `harry jack mason hunter jasper robin frank bobby ivy lily willow grace daisy poppy phoebe ruby aria violet holly
  amber jasmine jade olive hazel iris pearl joy sue drew jay reed wade prince princess junior temi ebony  
 misty robin sonny  glen  tad archer parker jude jordan carter logan tyler taylor  louie lucky
  poppie lilly precious destiny crystal  scarlet toby teddy billy jimmy
  tommy johnny danny bonny bonnie charlie alfie archie freddie reggie ronnie max leo luna  maya rory otis adam
  abel ali adunni folake simi tolu seyi femi bola kemi efe uche emeka ngozi  kay bea  peggy nelly nell sally
  molly polly penny jenny kitty betty dolly mickey bert clementine marina diana  harley ashton dexter
 rowan rose  bob rob pat dean dawn mike joe ben sam dan tom jim tim ted ned nat sky skye caleb scott lewis reuben`.split(
    /\s+/,
  ),
);

export function mayBeName(word: string): boolean {
  if (ALSO_WORDS.has(word)) return true;
  if (word.length < 3 || isOrdinary(word)) return false;
  return Object.hasOwn(names, word.charAt(0).toUpperCase() + word.slice(1));
}
