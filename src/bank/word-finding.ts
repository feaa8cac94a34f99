/**
 * Puts a fault of shape into words: what is wrong with a field, and the mend.
 * The rule: a misspelt word is met with the nearest right one. Where the fault stands is left to parse-bank.
 */
import type { z } from 'zod';
import { type Finding, fieldName, nearest, type Path, quoted } from './fault.ts';
import { answerShapes, fieldsAt, LONGEST_LABEL, LONGEST_TEXT, MOST_SECONDS } from './question-shape.ts';

/** What a field must look like, for fields whose own limit says more than a number would. */
const FORMS: Record<string, string> = {
  id: 'Write it as letters, a hyphen and a number, such as CON-06.',
  indicator: 'Write it in small letters with hyphens, such as recorded-same-day.',
  key: 'Write a short word in small letters, such as yes or not_all.',
  right: 'Write the key of the right choice.',
};

const MISSING: Record<string, string> = {
  id: 'Add one, such as id: CON-06.',
  version: 'Add version: 1, and one more each time the question changes.',
  answer: 'Add one, such as answer: { kind: yes_no, good: "yes" }.',
  why: 'Say in a sentence why it is asked.',
  correction: 'Say what is right and why, in 75 words or fewer.',
  right: 'Name the key of the right choice.',
  source: 'Add document and edition, and the paragraph where it is known.',
  edition: 'Name the edition that was read, such as edition: "2026".',
  seconds: `Add how long it takes to read and answer, ${MOST_SECONDS} or less.`,
  confidence: 'Add checked, second-hand or check-locally.',
  good: 'Say which answer is the good one: yes or no.',
  target: 'Add the number that counts as good.',
  verdict: 'Add good, partly, poor or not_applicable.',
};

const LIMITS: Record<string, string> = {
  text: `Ask it in ${LONGEST_TEXT} characters or fewer: one thing at a time.`,
  why: `Say it in ${LONGEST_TEXT} characters or fewer.`,
  label: `A chat button shows ${LONGEST_LABEL} characters at most.`,
  seconds: `Shorten the question: ${MOST_SECONDS} seconds is the most.`,
  choices: 'Offer two to six choices.',
};

/** One issue of the shape, as findings: an unknown field each, otherwise one. */
export function wordFindings(issue: z.core.$ZodIssue, raw: unknown): Finding[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  const name = String(path.findLast((step) => typeof step === 'string') ?? '');
  const given = valueAt(raw, path);
  const one = (message: string, mend: string): Finding[] => [{ path, message, mend }];

  if (given === undefined && issue.code !== 'unrecognized_keys' && path.length > 0)
    return one('This field is missing.', MISSING[name] ?? missingMend(path, raw));

  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: 'This field is not known.',
        mend: unknownMend(key, fieldsAt(path, raw)),
      }));
    case 'invalid_value':
      return one(
        `${quoted(given)} is not one of the words allowed.`,
        nearest(given, issue.values.map(String)),
      );
    case 'invalid_union':
      return one(
        `${quoted(given)} is not one of the words allowed.`,
        nearest(given, Object.keys(answerShapes)),
      );
    case 'invalid_type':
      return one(...wordType(issue.expected, given));
    case 'too_big':
      return one(
        `${sizeOf(given)} is over the most allowed, ${issue.inclusive === false ? 'under ' : ''}${issue.maximum}.`,
        LIMITS[name] ?? `Keep ${name === '' ? 'it' : name} to ${issue.maximum} or less.`,
      );
    case 'too_small':
      return one(
        `${sizeOf(given)} is under the least allowed, ${issue.inclusive === false ? 'over ' : ''}${issue.minimum}.`,
        LIMITS[name] ??
          (typeof given === 'string'
            ? 'Write something here.'
            : `Make it ${issue.inclusive === false ? 'more than ' : ''}${issue.minimum}${issue.inclusive === false ? '' : ' or more'}.`),
      );
    case 'invalid_format':
      return one(
        `${quoted(given)} is not in the form wanted.`,
        FORMS[name] ?? 'Write it on one line of ordinary text.',
      );
    default:
      return one('This cannot be read.', `Look at how another question writes ${fieldName(path)}.`);
  }
}

function wordType(expected: string, given: unknown): [message: string, mend: string] {
  if (expected === 'string')
    return [`${quoted(given)} is not text.`, 'Put it in quotes, or write words here.'];
  if (expected === 'int') return [`${quoted(given)} is not a whole number.`, 'Write a whole number.'];
  if (expected === 'number') return [`${quoted(given)} is not a number.`, 'Write a number, without quotes.'];
  if (expected === 'array')
    return [
      `${quoted(given)} is not a list.`,
      'Write a list: [one, two], or a line beginning "- " for each.',
    ];
  return [`${quoted(given)} is not a set of fields.`, 'Write its fields below it, each as name: value.'];
}

function unknownMend(key: string, known: string[]): string {
  const found = nearest(key, known);
  if (known.length === 0) return 'Take it out.';
  return found.startsWith('Did') ? found : 'Take it out.';
}

function missingMend(path: Path, raw: unknown): string {
  const known = fieldsAt(path.slice(0, -1), raw);
  const name = String(path.at(-1));
  return known.length === 0 || known.includes(name)
    ? `Add ${fieldName(path)}.`
    : `Add ${fieldName(path)} or take its parent out.`;
}

function sizeOf(given: unknown): string {
  if (typeof given === 'string') return `A text of ${given.length} characters`;
  if (Array.isArray(given)) return `A list of ${given.length}`;
  return String(given);
}

/** What stands at a path of a raw value, or undefined. */
export function valueAt(raw: unknown, path: Path): unknown {
  let value = raw;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
