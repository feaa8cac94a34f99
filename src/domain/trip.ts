/**
 * What a trip may be called: words of Vigil's own, such as "year 5 residential".
 * The rule: no other word is ever taken, so that no child and no worry can come to stand in a trip's name.
 */
const WORDS = new Set(
  (
    'year years reception nursery ks1 ks2 ks3 ks4 ks5 sixth form preschool residential day visit trip off-site offsite ' +
    'museum gallery theatre cinema concert library church mosque temple synagogue farm zoo aquarium forest woods beach ' +
    'river castle camp camping outdoor centre park walk swimming sports sport fixture match tournament festival football ' +
    'netball rugby cricket hockey athletics gymnastics dance choir band orchestra drama art music science maths english ' +
    'geography history languages french german spanish abroad exchange ski skiing sailing expedition college university ' +
    'work experience london a b c and to the at for'
  ).split(' '),
);
const MOST_WORDS = 5;

/** In lower case; null when any of them is not one of ours. No words at all: "Trip". */
export function tripName(words: readonly string[]): string | null {
  if (words.length > MOST_WORDS) return null;
  if (!words.every((word) => WORDS.has(word) || /^(1[0-3]|[1-9])$/.test(word))) return null;
  const name = words.join(' ');
  return name === '' ? 'Trip' : name.charAt(0).toUpperCase() + name.slice(1);
}
