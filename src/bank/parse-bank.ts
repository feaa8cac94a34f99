/**
 * One bank file's text → the questions that can be used, and every fault in the rest, each with its line.
 * The rule: a question with any fault is not used, and no fault hides another's.
 * Faults between questions and files are left to check-bank.
 */
import type { Question } from '../domain/question.ts';
import { checkAnswer } from './check-answer.ts';
import { checkQuestion } from './check-question.ts';
import { type Fault, type Finding, fieldName, type Path, quoted } from './fault.ts';
import { questionShape } from './question-shape.ts';
import { readYaml } from './read-yaml.ts';
import { valueAt, wordFindings } from './word-finding.ts';

/** A question and where it stands, so that a later fault can point at it. */
export type Placed = { question: Question; file: string; lineOf(path: Path): number };

/** Every id written in the file, also on a question that has faults. */
export type WrittenId = { id: string; file: string; line: number };

export type Parsed = { placed: Placed[]; ids: WrittenId[]; faults: Fault[] };

/** A file of a standard has a dozen or two; each that is all faults takes as long as ten that are not. */
const MOST_QUESTIONS = 200;

export function parseBank(file: string, text: string): Parsed {
  const sheet = readYaml(file, text);
  if (sheet.kind === 'refused') return { placed: [], ids: [], faults: sheet.faults };
  const { value, lineOf } = sheet;
  if (!Array.isArray(value) || value.length === 0) {
    const empty = value === null || (Array.isArray(value) && value.length === 0);
    const fault: Fault = {
      file,
      line: lineOf([]),
      question: null,
      field: '',
      message: empty ? 'The file holds no questions.' : 'The file is not a list of questions.',
      mend: 'Begin each question with a line "- id: CON-06", and its other fields below it.',
    };
    return { placed: [], ids: [], faults: [...sheet.faults, fault] };
  }

  if (value.length > MOST_QUESTIONS) {
    const fault: Fault = {
      file,
      line: lineOf([MOST_QUESTIONS]),
      question: null,
      field: '',
      message: `The file holds ${value.length} questions; ${MOST_QUESTIONS} is the most.`,
      mend: 'Split it, one file a standard.',
    };
    return { placed: [], ids: [], faults: [...sheet.faults, fault] };
  }

  const parsed: Parsed = { placed: [], ids: [], faults: [...sheet.faults] };
  value.forEach((raw: unknown, at) => {
    const id = valueAt(raw, ['id']);
    const { question, findings } = parseQuestion(raw);
    for (const { path, message, mend } of findings)
      parsed.faults.push({
        file,
        line: lineOf([at, ...path]),
        question: typeof id === 'string' ? quoted(id).slice(1, -1) : null,
        field: fieldName(path),
        message,
        mend,
      });
    if (typeof id === 'string') parsed.ids.push({ id, file, line: lineOf([at, 'id']) });
    if (question) parsed.placed.push({ question, file, lineOf: (path) => lineOf([at, ...path]) });
  });
  return parsed;
}

function parseQuestion(raw: unknown): { question: Question | null; findings: Finding[] } {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return {
      question: null,
      findings: [
        {
          path: [],
          message: `${quoted(raw)} is not a question.`,
          mend: 'Write it as fields, beginning with id.',
        },
      ],
    };
  const result = questionShape.safeParse(raw);
  const shape = result.success ? [] : result.error.issues.flatMap((issue) => wordFindings(issue, raw));
  const findings = [...shape, ...checkAnswer(raw), ...checkQuestion(readable(raw, shape))];
  return { question: result.success && findings.length === 0 ? result.data : null, findings };
}

/** The fields of a raw question that stand by themselves: each read alone, the faulty ones left out. */
function readable(raw: object, shape: Finding[]): Partial<Question> {
  const faulty = new Set(shape.map(({ path }) => String(path[0])));
  const sound = Object.fromEntries(Object.entries(raw).filter(([field]) => !faulty.has(field)));
  const read = questionShape.partial().safeParse(sound);
  return read.success ? read.data : {};
}
