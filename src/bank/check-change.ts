/**
 * Judges one question as a lead would have it, by the rules of a bank file, among the questions a setting has on.
 * The rule: what was over a limit already is no fault of a change that does not add to it. Where a fault is said is the
 * caller's.
 */
import { indicatorWords } from '../domain/digest.ts';
import { duration } from '../domain/duration.ts';
import type { Question } from '../domain/question.ts';
import { roleLabel } from '../domain/role.ts';
import { checkAnswer } from './check-answer.ts';
import { checkQuestion } from './check-question.ts';
import type { Finding } from './fault.ts';
import { questionShape } from './question-shape.ts';
import { type Load, weeklyLoad } from './weekly-load.ts';
import { wordFindings } from './word-finding.ts';

/** `beside` are those switched on; the one of the same id is taken to be replaced. */
export function checkChange(question: Question, beside: readonly Question[]): Finding[] {
  const shape = questionShape.safeParse(question);
  const findings = [
    ...(shape.success ? [] : shape.error.issues.flatMap((issue) => wordFindings(issue, question))),
    ...checkAnswer(question),
    ...checkQuestion(question),
  ];
  return [...findings, ...checkAlone(question, beside), ...checkLoad(question, beside)];
}

/** What a role would be asked too much of, were this question asked as well. */
export function checkLoad(question: Question, beside: readonly Question[]): Finding[] {
  const others = beside.filter(({ id }) => id !== question.id);
  const before = loadOf(question, beside);
  const after = loadOf(question, [...others, question]);
  if (after === undefined || after.limit === null || after.heaviestWeek <= after.limit) return [];
  if (before !== undefined && before.heaviestWeek >= after.heaviestWeek) return [];
  const what = question.kind === 'duty' ? 'checks' : 'attestations';
  return [
    {
      path: ['cadence'],
      message:
        `That would take the ${what} of ${roleLabel(question.audience)} to ${duration(after.heaviestWeek)} in the ` +
        `heaviest week; ${duration(after.limit)} is the most.`,
      mend: 'Ask it less often, ask somebody else, or switch another off first.',
    },
  ];
}

function loadOf({ kind, audience }: Question, questions: readonly Question[]): Load | undefined {
  return weeklyLoad(questions).find((load) => load.kind === kind && load.role === audience);
}

/** An indicator of two questions adds their answers up, which those of an anonymous one never may be. */
function checkAlone(question: Question, beside: readonly Question[]): Finding[] {
  const other = beside.find(
    (one) =>
      one.id !== question.id && one.standard === question.standard && one.indicator === question.indicator,
  );
  if (other === undefined || (other.anonymous !== true && question.anonymous !== true)) return [];
  return [
    {
      path: ['indicator'],
      message: `${other.id} is about “${indicatorWords(other.indicator)}” too, and is anonymous.`,
      mend: 'Give this one a name of its own.',
    },
  ];
}
