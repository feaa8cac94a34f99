/**
 * Puts what is wrong with a setting's file into words: what the fault is, and the mend.
 * The rule: what a field held is not said again, except to name the nearest of a few words; contacts hold names and
 * telephone numbers. What the file may hold is setting-file's.
 */
import type { z } from 'zod';
import { type Fault, fieldName, nearest, type Path } from '../bank/fault.ts';
import { valueAt } from '../bank/word-finding.ts';
import { PHASES } from '../domain/question.ts';

const BETWEEN = ' | ';
/** A fault in its own words, carried as the message of a check. */
export const says = (wrong: string, mend: string) => wrong + BETWEEN + mend;

/** What is missing, said by what it is. */
const MISSING: Record<string, string> = {
  ref: 'Add one, such as ref: oak. Commands name the setting by it.',
  name: 'Add the school’s name.',
  phase: `Add one of: ${PHASES.join(', ')}.`,
  channel:
    'Write its id, which begins C (in Teams 19:, in quotes), or take the line out. What stands after # is not read.',
  contacts: 'Add contacts, with frontDoor, outOfHours, lado, chair and leadPhone below it.',
  frontDoor: 'Add the telephone of children’s social care, where concerns are referred.',
  outOfHours: 'Add the telephone of the emergency duty team, for nights and weekends.',
  lado: 'Add the LADO’s telephone.',
  chair: 'Add the chair of governors (or the equivalent), with a telephone.',
  leadPhone: 'Add the telephone of the safeguarding lead on duty.',
};

export type FaultAt = (path: Path, message: string, mend: string) => Fault;

/**
 * One issue of the shape as faults: an unknown field each, otherwise one. `fieldsAt` are those that may stand there.
 */
export function faultsOf(
  issue: z.core.$ZodIssue,
  raw: unknown,
  faultAt: FaultAt,
  fieldsAt: (path: Path) => string[],
): Fault[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  const field = String(path.findLast((step) => typeof step === 'string') ?? '');
  const [wrong, mend] = issue.message.split(BETWEEN);
  if (wrong !== undefined && mend !== undefined) return [faultAt(path, wrong, mend)];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      faultAt([...path, key], 'This field is not known.', unknownMend(key, fieldsAt(path))),
    );
  const given = valueAt(raw, path);
  if (given === undefined || given === null)
    return path.length === 0
      ? [faultAt(path, 'The file holds no setting.', 'Begin from examples/setting.yaml.')]
      : [
          faultAt(
            path,
            'This field is missing.',
            MISSING[field] ?? `Add ${fieldName(path)}, or take the line out.`,
          ),
        ];
  if (issue.code === 'invalid_value')
    return [faultAt(path, 'It is not one of the words allowed.', nearest(given, issue.values.map(String)))];
  return [faultAt(path, ...wrongKind(issue, field))];
}

function wrongKind(issue: z.core.$ZodIssue, field: string): [message: string, mend: string] {
  const expected = issue.code === 'invalid_type' ? issue.expected : '';
  if (expected === 'string')
    return ['It is not text.', 'Put it in quotes; without them a telephone number loses its first 0.'];
  if (expected === 'int' || expected === 'number')
    return ['It is not a whole number.', 'Write a whole number, without quotes.'];
  if (expected === 'array')
    return ['It is not a list.', 'Begin a line with "- " for each, or write [one, two].'];
  return field === ''
    ? ['The file is not a set of fields.', 'Write each as name: value; begin from examples/setting.yaml.']
    : ['It is not a set of fields.', 'Write its fields below it, two spaces in, each as name: value.'];
}

function unknownMend(key: string, known: string[]): string {
  const near = nearest(key, known);
  return near.startsWith('Did') ? near : 'Take it out.';
}
