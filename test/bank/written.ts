/**
 * One sound question as it is written in a bank file, to be broken a line at a time.
 * The rule: the line numbers are those of SOUND, so a test can say where a fault must be found.
 */
import { checkBank } from '../../src/bank/check-bank.ts';

export const SOUND = `- id: CON-91
  version: 1
  standard: concerns
  indicator: tells-the-dsl
  kind: knowledge
  audience: all_staff
  cadence: monthly
  text: Who do you tell when a child worries you?
  why: Everybody needs to know who to tell.
  answer:
    kind: scenario
    choices:
      - { key: a, label: The DSL or a deputy }
      - { key: b, label: Your friends at work }
      - { key: c, label: Nobody until you know }
    right: a
    correction: Tell the DSL or a deputy at once.
  source:
    document: KCSIE
    edition: "2026"
    paragraph: "56"
  phases: [primary, secondary]
  confidence: second-hand
  seconds: 15
`;

/** SOUND as a duty with the answer given, which may take several lines. */
export function duty(answer: string, change: Record<string, string> = {}): string {
  const head = SOUND.slice(0, SOUND.indexOf('  answer:'));
  const tail = SOUND.slice(SOUND.indexOf('  source:'));
  const fields = { kind: 'duty', audience: 'dsl', cadence: 'weekly', ...change };
  return Object.entries(fields).reduce(
    (text, [name, value]) => text.replace(new RegExp(`^(- |  )${name}: .*$`, 'm'), `$1${name}: ${value}`),
    `${head}  answer: ${answer}\n${tail}`,
  );
}

/** A copy with one piece of text replaced, which must be there once. */
export function change(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`"${from}" is not there exactly once`);
  return text.replace(from, () => to);
}

export function faultsOf(text: string, name = 'ours.yaml') {
  return checkBank([{ name, text }]).faults;
}

/** Several questions in one file, with an id each. */
export function together(...questions: string[]): string {
  return questions.map((text, at) => text.replace(/^- id: .*$/m, `- id: CON-${at + 1}`)).join('');
}
