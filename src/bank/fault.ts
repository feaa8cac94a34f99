/**
 * A fault in a bank file: where it is, what is wrong, and how to mend it.
 * The rule: a fault can be mended by whoever wrote the file, without reading any code.
 */
import { closest, distance } from 'fastest-levenshtein';

export type Fault = {
  file: string;
  /** The first line of a file is 1. */
  line: number;
  /** The question's id, where one could be read. */
  question: string | null;
  /** As written in the file: "answer.choices[2].label". Empty for the file as a whole. */
  field: string;
  message: string;
  mend: string;
};

export type Path = readonly (string | number)[];

/** What is wrong at a path; its place in the file is found later. */
export type Finding = { path: Path; message: string; mend: string };

/** ['answer', 'choices', 2, 'label'] → "answer.choices[2].label" */
export function fieldName(path: Path): string {
  return path.reduce<string>((name, step) => {
    if (typeof step === 'number') return `${name}[${step}]`;
    return name === '' ? shortened(step) : `${name}.${shortened(step)}`;
  }, '');
}

/** A value as a fault may repeat it: quoted, short, and with nothing in it that a terminal would obey. */
export function quoted(value: unknown): string {
  const written = JSON.stringify(typeof value === 'string' ? shortened(value) : value);
  return written === undefined ? 'nothing' : shortened(written);
}

function shortened(text: string): string {
  return text.length > 44 ? `${text.slice(0, 40)}…` : text;
}

/** "Did you mean termly?" where something is near, and otherwise what there is to choose from. */
export function nearest(given: unknown, known: readonly string[]): string {
  if (typeof given === 'string' && given.length <= 60 && known.length > 0) {
    const written = given.toLowerCase();
    const begun = known.filter((word) => written.length >= 3 && word.startsWith(written));
    if (begun[0] !== undefined && begun.length === 1) return `Did you mean ${begun[0]}?`;
    const found = closest(written, known);
    if (distance(written, found) <= Math.floor(found.length / 2)) return `Did you mean ${found}?`;
  }
  return `Use one of: ${known.join(', ')}.`;
}
