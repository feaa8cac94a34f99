/**
 * Where a class, a year group or a child's age is written: "4B", "Year 4", "yr4", "in Reception", "6yo".
 * The rule: a number with a unit is no class, and "on reception" is the front desk. Beside what it means something is
 * left to the signs.
 */
import type { Word } from './read-words.ts';

/** How many words from here are a class; 0 where none is. */
export function classLength(words: readonly Word[], at: number): number {
  const here = words[at]?.text ?? '';
  const next = words[at + 1]?.text ?? '';
  const before = words[at - 1]?.text ?? '';
  if (FIGURE.test(here)) {
    if (CLASS.test(here) && !UNIT.test(here)) return 1;
    if (!YEAR.test(here)) return 0;
    return (INTRODUCES.has(before) && /^[a-h]$/.test(next)) || CLASS_NAME.has(next) ? 2 : 0;
  }
  if (words[at]?.owns === true && /^(?:class|form|tutor|registration|set)$/.test(next)) return 2;
  switch (here) {
    case 'year':
    case 'years':
    case 'yr':
    case 'yrs':
    case 'y':
    case 'form':
    case 'class':
    case 'set':
    case 'grade':
      if (GRADE.test(next)) return OLD.has(words[at + 2]?.text ?? '') ? 0 : 2;
      if (here === 'class' && CLASS_NAME.has(before)) return 1;
      return here !== 'year' && OWN.has(before) ? 1 : 0;
    case 'tutor':
    case 'registration':
      return next === 'group' && OWN.has(before) ? 2 : 0;
    case 'nurture':
      return next === 'group' ? 2 : 0;
    case 'reception':
    case 'nursery':
    case 'preschool':
      return DESK.has(before) ? 0 : 1;
    case 'sixth':
    case 'lower':
    case 'upper':
      return next === 'form' || next === 'sixth' ? 2 : 0;
    default:
      return 0;
  }
}

/** How many words from here are an age; 0 where none is. "7 year old" is a child, and stands in the book. */
export function ageLength(words: readonly Word[], at: number): number {
  const here = words[at]?.text ?? '';
  if (here === 'aged' || here === 'age') return YEAR.test(words[at + 1]?.text ?? '') ? 2 : 0;
  if (IS.has(here) && YEAR.test(words[at + 1]?.text ?? ''))
    return COUNTED.has(words[at + 2]?.text ?? '') ? 0 : 2;
  return FIGURE.test(here) && /^(?:[1-9]|1[0-8])yo$/.test(here) ? 1 : 0;
}

const FIGURE = /[0-9]/;
const YEAR = /^(?:[1-9]|1[0-8])$/;
const CLASS = /^(?:(?:[1-9]|1[0-3])[a-z]{1,2}[1-9]?|(?:y|yr|year)(?:[1-9]|1[0-3])[a-z]{0,2}|r[1-4])$/;
const UNIT = /^\d+(?:am|pm|st|nd|rd|th|hr|hs|yo|yr|km|cm|mm|kg|gb|mb|tb|ft|in|up|of|to|ps|ds|ml|mg|pt|v)$/;
const GRADE =
  /^(?:(?:[1-9]|1[0-3])[a-z]?|1[0-3]s|[1-9]s|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen)$/;
const INTRODUCES = new Set(['in', 'class', 'year', 'form', 'from', 'yr']);
const OWN = new Set(['my', 'our', 'her', 'his']);
/** Trees, birds and the like, which classes are called after. */
const CLASS_NAME = new Set(
  `oak ash beech elm willow birch maple rowan hazel holly cedar pine sycamore chestnut larch acorn acorns robin robins owl
  owls wren wrens kestrel kestrels swan swans eagle eagles falcon falcons hawks red blue green yellow purple orange sun moon
  star stars rainbow sunflower daisy poppy bluebell ladybird ladybirds butterfly butterflies caterpillar caterpillars bees
  hedgehog hedgehogs fox foxes badger badgers otter otters squirrel squirrels rabbit rabbits bears lions tigers dolphin
  dolphins turtle turtles penguin penguins giraffe pandas seals saplings seedlings`.split(/\s+/),
);
const IS = new Set(['is', 'shes', 'hes', 'only', 'just', 'turned']);
const COUNTED = new Set(
  'of out hours hour days day weeks week minutes mins months more new staff short late times metres miles people and or to'.split(
    ' ',
  ),
);
const OLD = new Set(['old', 'olds', 'yo']);
const DESK = new Set(['on', 'at', 'to', 'the', 'from', 'main', 'front', 'by', 'our', 'school', 'ask']);
