/**
 * Checks bank files together: every fault at once, and what the questions cost each role in a week.
 * The rule: an id is one question's, an anonymous question's indicator its own, and no role is asked for more than its limit.
 * Reading one file is left to parse-bank; reading folders and printing to others.
 */
import { duration } from '../domain/duration.ts';
import type { Question } from '../domain/question.ts';
import { roleLabel } from '../domain/role.ts';
import type { Fault } from './fault.ts';
import { type Placed, parseBank, type WrittenId } from './parse-bank.ts';
import { type Load, secondsPerWeek, weeklyLoad } from './weekly-load.ts';

export type BankReport = { questions: Question[]; faults: Fault[]; load: Load[] };

/**
 * `beside` are questions already in use, which count towards the load; one of the same id is taken to be replaced.
 */
export function checkBank(
  files: readonly { name: string; text: string }[],
  beside: readonly Question[] = [],
): BankReport {
  const parsed = files.map(({ name, text }) => parseBank(name, text));
  const placed = parsed.flatMap((one) => one.placed);
  const ids = parsed.flatMap((one) => one.ids);
  const questions = placed.map(({ question }) => question);
  const replaced = new Set(ids.map(({ id }) => id));
  const load = weeklyLoad([...beside.filter(({ id }) => !replaced.has(id)), ...questions]);
  const order = new Map(files.map(({ name }, at) => [name, at]));
  const faults = [
    ...parsed.flatMap((one) => one.faults),
    ...checkIds(ids),
    ...checkAlone(placed, beside),
    ...load.flatMap((one) => checkLoad(one, placed)),
  ].sort(
    (one, other) =>
      (order.get(one.file) ?? 0) - (order.get(other.file) ?? 0) ||
      one.line - other.line ||
      one.field.localeCompare(other.field),
  );
  return { questions, faults, load };
}

/** Every second and later use of an id, naming the first. */
function checkIds(ids: readonly WrittenId[]): Fault[] {
  const first = new Map<string, WrittenId>();
  return ids.flatMap((written) => {
    const before = first.get(written.id);
    if (!before) {
      first.set(written.id, written);
      return [];
    }
    return [
      {
        file: written.file,
        line: written.line,
        question: written.id.slice(0, 40),
        field: 'id',
        message: `This id is already used in ${before.file}, line ${before.line}.`,
        mend: 'Give one of the two an id of its own.',
      },
    ];
  });
}

/** An anonymous question that shares its indicator: what is let out of it would be added to what has names. */
function checkAlone(placed: readonly Placed[], beside: readonly Question[]): Fault[] {
  const all = [...beside, ...placed.map(({ question }) => question)];
  return placed.flatMap(({ question, file, lineOf }) => {
    const other = all.find(
      (one) =>
        one.id !== question.id &&
        one.standard === question.standard &&
        one.indicator === question.indicator &&
        (one.anonymous === true || question.anonymous === true),
    );
    if (other === undefined) return [];
    return [
      {
        file,
        line: lineOf(['indicator']),
        question: question.id,
        field: 'indicator',
        message: `${other.id} has this indicator too, and an anonymous question needs one of its own.`,
        mend: 'Name another indicator.',
      },
    ];
  });
}

/** A role over its limit, pointed at the question that costs it most. */
function checkLoad(load: Load, placed: readonly Placed[]): Fault[] {
  if (load.limit === null || load.heaviestWeek <= load.limit) return [];
  const dearest = placed
    .filter(({ question }) => question.kind === load.kind && question.audience === load.role)
    .sort((one, other) => secondsPerWeek(other.question) - secondsPerWeek(one.question))[0];
  if (!dearest) return [];
  const what = load.kind === 'duty' ? 'duties' : 'attestations';
  return [
    {
      file: dearest.file,
      line: dearest.lineOf(['cadence']),
      question: dearest.question.id,
      field: 'cadence',
      message:
        `The ${what} of ${roleLabel(load.role)} take ${duration(load.heaviestWeek)} in the heaviest week, ` +
        `over the limit of ${duration(load.limit)}.`,
      mend: 'Ask some of them less often, shorten them, or give some to another role. This one costs the most.',
    },
  ];
}
