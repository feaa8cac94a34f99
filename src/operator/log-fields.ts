/**
 * What a line of the log may hold: these fields, each of one shape.
 * The rule: a field that is not here, or whose value is not of its shape, is left out and counted; so what a person
 * wrote, a name, a token or a user's id cannot get into a log by a slip. Ids here are of rows and never of persons.
 */
export type Facts = Record<string, string | number | boolean | null>;

type Shape = (value: Facts[string]) => boolean;
const ID: Shape = (value) =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
const COUNT: Shape = (value) => typeof value === 'number' && Number.isFinite(value);
const FLAG: Shape = (value) => typeof value === 'boolean';
/** A word out of our own code or a library's, such as a verb or an error's name: never two words. */
const WORD: Shape = (value) => typeof value === 'string' && /^[A-Za-z][\w.-]{0,63}$/.test(value);
const ADDRESS_PATTERN: Shape = (value) => typeof value === 'string' && /^[/\w:.*{}-]{1,80}$/.test(value);
const FILE: Shape = (value) => typeof value === 'string' && /^[\w.-]{1,80}$/.test(value);
const QUESTIONS: Shape = (value) =>
  typeof value === 'string' && /^[A-Z]{3}-[A-Z]\d{1,3}( [A-Z]{3}-[A-Z]\d{1,3}){0,400}$/.test(value);
const oneOf =
  (...values: string[]): Shape =>
  (value) =>
    typeof value === 'string' && values.includes(value);
const either =
  (...shapes: Shape[]): Shape =>
  (value) =>
    shapes.some((shape) => shape(value));

export const LOG_FIELDS: Readonly<Record<string, Shape>> = {
  // Which rows it is about.
  org: ID,
  setting: ID,
  installation: ID,
  prompt: ID,
  message: ID,
  alert: ID,
  action: ID,
  questions: QUESTIONS,
  file: FILE,
  // What was being done, and what went wrong.
  step: WORD,
  command: WORD,
  verb: WORD,
  kind: WORD,
  what: WORD,
  outcome: WORD,
  fault: WORD,
  reason: either(WORD, oneOf('another answer')),
  why: either(
    WORD,
    oneOf('no answer', 'another answer', 'took too long'),
    (value) => typeof value === 'string' && /^http \d{3}$/.test(value),
  ),
  mend: oneOf('npm run vigil -- doctor'),
  platform: oneOf('local', 'slack', 'teams'),
  place: WORD,
  method: WORD,
  route: ADDRESS_PATTERN,
  part: either(WORD, oneOf('chat local', 'chat slack', 'chat teams')),
  week: (value) => typeof value === 'string' && /^\d{4}-W\d{2}$/.test(value),
  // How much.
  filed: COUNT,
  held: COUNT,
  failures: COUNT,
  level: COUNT,
  listed: COUNT,
  missing: COUNT,
  movedMs: COUNT,
  silentMs: COUNT,
  rounds: COUNT,
  rows: COUNT,
  presses: COUNT,
  words: COUNT,
  left: FLAG,
  slow: FLAG,
};

/** The facts that may be written, and how many were left out. */
export function allowedFacts(facts: Facts): Facts {
  const kept: Facts = {};
  let leftOut = 0;
  for (const [name, value] of Object.entries(facts)) {
    const shape = Object.hasOwn(LOG_FIELDS, name) ? LOG_FIELDS[name] : undefined;
    if (shape && (value === null || shape(value))) kept[name] = value;
    else leftOut += 1;
  }
  return leftOut === 0 ? kept : { ...kept, leftOut };
}

/** What happened, in our own words; anything else is no event of ours. */
export const allowedEvent = (event: string): string => (/^[a-z][\w ]{0,79}$/.test(event) ? event : 'unnamed');
