/**
 * Checks that the fields of one question agree: its kind with its audience and answer, its words with the house's.
 * The rule: whatever fields could be read are checked, so one missing field does not hide another's fault.
 * Shape is left to question-shape, the answer's own rules to check-answer, loads to weekly-load.
 */
import { NOT_SURE } from '../domain/anonymous-answer.ts';
import type { Kind, Question } from '../domain/question.ts';
import { CADENCES_OF, CASE_AUDIENCES, WIDE } from '../domain/question-limits.ts';
import type { Finding, Path } from './fault.ts';
import { nearest } from './fault.ts';

const PLACEHOLDERS = ['{edition}', '{setting}'];

const ANSWERS: Record<Kind, readonly string[]> = {
  knowledge: ['scenario', 'yes_no', 'choice'],
  attestation: ['acknowledgement', 'yes_no'],
  duty: ['yes_no', 'yes_partly_no', 'choice', 'count', 'two_counts', 'percent', 'date'],
};

/** Words a question may not use, and what to say instead. */
const WORDS: [word: RegExp, mend: string][] = [
  [/\bincidents?\b/i, 'Say "concern".'],
  [/\bpeer[- ]on[- ]peer\b/i, 'Say "child-on-child".'],
  [/\b(non-?)?complian(t|ce)\b/i, 'Say what was done; nobody here can say it meets the law.'],
  [/\ball clear\b/i, 'Say what was checked; no change seen does not mean all is well.'],
  [/!/, 'Take the exclamation mark out.'],
];

export function checkQuestion(question: Partial<Question>): Finding[] {
  return [...checkKind(question), ...checkAnonymous(question), ...checkWords(question)];
}

function checkKind({
  kind,
  audience,
  answer,
  cadence,
  standard,
  atOnce,
  anonymous,
}: Partial<Question>): Finding[] {
  const found: Finding[] = [];
  if (kind === undefined) return found;
  if (audience !== undefined && kind === 'knowledge' && !WIDE.includes(audience))
    found.push({
      path: ['audience'],
      message: 'A knowledge question is for many people; one role could be told apart by its answers.',
      mend: `Use one of: ${WIDE.join(', ')}; or make it a duty.`,
    });
  if (audience !== undefined && kind === 'duty' && WIDE.includes(audience))
    found.push({
      path: ['audience'],
      message: 'A duty is a check that one named role owns.',
      mend: 'Name the role that owns it, or make it knowledge or an attestation.',
    });
  if (
    audience !== undefined &&
    standard === 'allegations' &&
    kind !== 'knowledge' &&
    !CASE_AUDIENCES.includes(audience)
  )
    found.push({
      path: ['audience'],
      message: 'What is asked about allegations and low-level concerns is private to the headteacher.',
      mend: 'Use headteacher, or dsl where the headteacher has agreed.',
    });
  if (atOnce !== undefined && (kind !== 'duty' || standard === 'allegations'))
    found.push({
      path: ['atOnce'],
      message: 'Only a check alerts a lead at once, and never one about allegations or low-level concerns.',
      mend: 'Take atOnce out.',
    });
  if (anonymous === undefined && answer !== undefined && !ANSWERS[kind].includes(answer.kind))
    found.push({
      path: ['answer', 'kind'],
      message: `A question of kind ${kind} cannot have the answer kind ${answer.kind}.`,
      mend: `Use one of: ${ANSWERS[kind].join(', ')}.`,
    });
  if (cadence !== undefined && !CADENCES_OF[kind].includes(cadence))
    found.push({
      path: ['cadence'],
      message: `A question of kind ${kind} cannot be asked ${cadence.replace('_', '-')}.`,
      mend: `Use one of: ${CADENCES_OF[kind].join(', ')}.`,
    });
  return found;
}

/** What may be counted without names: one tap each, gathered over half a term or longer, and of many people. */
const COUNTABLE = ['yes_no', 'yes_partly_no', 'choice'];
const LONG = ['half_termly', 'termly', 'annual'];

function checkAnonymous({ anonymous, kind, answer, cadence }: Partial<Question>): Finding[] {
  if (anonymous === undefined) return [];
  const found: Finding[] = [];
  if (kind !== undefined && kind !== 'knowledge')
    found.push({
      path: ['anonymous'],
      message: `A question of kind ${kind} is somebody’s by name, so its answer cannot be anonymous.`,
      mend: 'Make it a knowledge question, or take anonymous out.',
    });
  if (answer !== undefined && !COUNTABLE.includes(answer.kind))
    found.push({
      path: ['answer', 'kind'],
      message: `An anonymous question cannot have the answer kind ${answer.kind}: only choices are counted.`,
      mend: `Use one of: ${COUNTABLE.join(', ')}.`,
    });
  if (cadence !== undefined && !LONG.includes(cadence))
    found.push({
      path: ['cadence'],
      message: 'Too few answer an anonymous question so often: its answers are shown once a period.',
      mend: `Use one of: ${LONG.join(', ')}.`,
    });
  const taken = answer?.kind === 'choice' ? answer.choices.findIndex(({ key }) => key === NOT_SURE) : -1;
  if (taken >= 0)
    found.push({
      path: ['answer', 'choices', taken, 'key'],
      message: `“Not sure” is counted under ${NOT_SURE}, so no choice may have that key.`,
      mend: 'Give the choice another key.',
    });
  return found;
}

function checkWords(question: Partial<Question>): Finding[] {
  const found: Finding[] = [];
  for (const { path, text, filled } of textsOf(question)) {
    for (const written of new Set(text.match(/\{[^{}]*\}?|\}/g))) {
      if (filled && PLACEHOLDERS.includes(written)) continue;
      found.push({
        path,
        message: filled
          ? 'A placeholder here is not known.'
          : 'A placeholder here would be shown as it stands; only text and why are filled in.',
        mend: filled ? nearest(written, PLACEHOLDERS) : 'Write the words out.',
      });
    }
    for (const [word, mend] of WORDS) {
      const hit = word.exec(text);
      if (hit) found.push({ path, message: `Questions here do not say "${hit[0]}".`, mend });
    }
  }
  const phases = question.phases ?? [];
  const twice = phases.findIndex((phase, at) => phases.indexOf(phase) !== at);
  if (twice >= 0)
    found.push({
      path: ['phases', twice],
      message: `${phases[twice]} is there twice.`,
      mend: 'Keep one of the two.',
    });
  return found;
}

/** Every piece of text a person is shown; `filled` where placeholders are filled in. */
function textsOf({ text, why, answer }: Partial<Question>): { path: Path; text: string; filled: boolean }[] {
  const texts = [
    ...(text === undefined ? [] : [{ path: ['text'], text, filled: true }]),
    ...(why === undefined ? [] : [{ path: ['why'], text: why, filled: true }]),
  ];
  const shown = (path: Path, words: string) => ({ path: ['answer', ...path], text: words, filled: false });
  switch (answer?.kind) {
    case 'scenario':
      return [
        ...texts,
        ...answer.choices.map(({ label }, at) => shown(['choices', at, 'label'], label)),
        shown(['correction'], answer.correction),
      ];
    case 'choice':
      return [...texts, ...answer.choices.map(({ label }, at) => shown(['choices', at, 'label'], label))];
    case 'count':
      return [...texts, shown(['label'], answer.label)];
    case 'two_counts':
      return [...texts, shown(['part'], answer.part), shown(['whole'], answer.whole)];
    default:
      return texts;
  }
}
