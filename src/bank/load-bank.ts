/**
 * The questions that come with Vigil, read from the files beside this one, standard by standard.
 * The rule: the shipped bank has no faults; if it has, nothing starts.
 */
import { readFileSync } from 'node:fs';
import type { Question } from '../domain/question.ts';
import { STANDARD_IDS } from '../domain/standard.ts';
import { checkBank } from './check-bank.ts';

/** The shipped files, one a standard, in the standards' order. */
export function readShippedFiles(): { name: string; text: string }[] {
  return STANDARD_IDS.map((id) => {
    const name = `${id}.yaml`;
    return { name, text: readFileSync(new URL(name, import.meta.url), 'utf8') };
  });
}

export function loadBank(): Question[] {
  const { questions, faults } = checkBank(readShippedFiles());
  const [fault] = faults;
  if (fault)
    throw new Error(
      `The shipped bank has ${faults.length} faults; the first: ${fault.file} line ${fault.line}, ` +
        `${fault.field}: ${fault.message} ${fault.mend}`,
    );
  return questions;
}

let shared: ReadonlyMap<string, Question> | null = null;

/** One of them by its id, read once; null of a question that did not come with Vigil. */
export function sharedQuestion(id: string): Question | null {
  shared ??= new Map(loadBank().map((question) => [question.id, question]));
  return shared.get(id) ?? null;
}
