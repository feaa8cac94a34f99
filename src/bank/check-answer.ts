/**
 * Checks what an answer must keep beyond its shape: one right choice, choices nobody can guess by their length,
 * a good verdict to reach, and a "partly" that lies on the far side of its target.
 * The rule: each part is read by itself, so a fault in one does not hide a fault in another.
 */
import { type Finding, nearest, quoted } from './fault.ts';
import { answerKindOf } from './question-shape.ts';
import { valueAt } from './word-finding.ts';

/** The longest choice of a scenario may be this many times as long as the shortest. */
const MOST_UNEQUAL = 1.35;
/** Thirty seconds' reading. */
const LONGEST_CORRECTION = 75;

type Written = { key: string | null; label: string | null; verdict: string | null };

/** `raw` is the question as written; its answer may be broken anywhere. */
export function checkAnswer(raw: unknown): Finding[] {
  const kind = answerKindOf(raw);
  if (kind === null) return [];
  const answer = valueAt(raw, ['answer']);
  switch (kind) {
    case 'scenario':
      return [...checkChoices(answer), ...checkScenario(answer)];
    case 'choice':
      return [...checkChoices(answer), ...checkVerdicts(answer)];
    case 'count':
      return checkPartly(answer, 'target', 'over');
    case 'date':
      return [...checkPartly(answer, 'within', 'over'), ...checkAgain(answer)];
    case 'two_counts':
    case 'percent':
      return checkPartly(answer, 'target', 'under');
    case 'yes_no':
    case 'yes_partly_no':
    case 'acknowledgement':
      return [];
  }
}

function choicesOf(answer: unknown): Written[] {
  const written = valueAt(answer, ['choices']);
  if (!Array.isArray(written)) return [];
  const word = (value: unknown) => (typeof value === 'string' ? value.trim() : null);
  return written.map((one) => ({
    key: word(valueAt(one, ['key'])),
    label: word(valueAt(one, ['label'])),
    verdict: word(valueAt(one, ['verdict'])),
  }));
}

function checkChoices(answer: unknown): Finding[] {
  const choices = choicesOf(answer);
  return (['key', 'label'] as const).flatMap((part) =>
    choices.flatMap((choice, at) => {
      const first = choices.findIndex((other) => other[part] === choice[part]);
      return choice[part] === null || first === at
        ? []
        : [
            {
              path: ['answer', 'choices', at, part],
              message: `${quoted(choice[part])} is the ${part} of two choices.`,
              mend: `Give each choice a ${part} of its own.`,
            },
          ];
    }),
  );
}

function checkScenario(answer: unknown): Finding[] {
  const found: Finding[] = [];
  const choices = choicesOf(answer);
  if (choices.length === 2 || choices.length > 4)
    found.push({
      path: ['answer', 'choices'],
      message: `A scenario with ${choices.length} choices is ${choices.length === 2 ? 'a coin to toss' : 'too long to read'}.`,
      mend: 'Give it three or four choices.',
    });
  const keys = choices.flatMap(({ key }) => (key === null ? [] : [key]));
  const right = valueAt(answer, ['right']);
  if (typeof right === 'string' && keys.length > 0 && !keys.includes(right))
    found.push({
      path: ['answer', 'right'],
      message: `${quoted(right)} is not the key of any choice.`,
      mend: nearest(right, keys),
    });
  const lengths = choices.flatMap(({ label }) => (label === null ? [] : [label.length]));
  const longest = Math.max(...lengths);
  const shortest = Math.min(...lengths);
  if (lengths.length > 1 && longest > shortest * MOST_UNEQUAL)
    found.push({
      path: ['answer', 'choices'],
      message: `The choices are of unequal length, ${shortest} to ${longest} characters: length gives the answer away.`,
      mend: `Make the longest no more than ${Math.floor(shortest * MOST_UNEQUAL)} characters, or the shortest longer.`,
    });
  const correction = valueAt(answer, ['correction']);
  const words = typeof correction === 'string' ? correction.trim().split(/\s+/).length : 0;
  if (words > LONGEST_CORRECTION)
    found.push({
      path: ['answer', 'correction'],
      message: `The correction has ${words} words; nobody reads that in 30 seconds.`,
      mend: `Say it in ${LONGEST_CORRECTION} words or fewer.`,
    });
  return found;
}

function checkVerdicts(answer: unknown): Finding[] {
  const choices = choicesOf(answer);
  if (choices.length === 0 || choices.some(({ verdict }) => verdict === 'good')) return [];
  return [
    {
      path: ['answer', 'choices'],
      message: 'No choice is good, so nobody could give a good answer.',
      mend: 'Give at least one choice verdict: good.',
    },
  ];
}

function checkPartly(answer: unknown, aim: 'target' | 'within', side: 'over' | 'under'): Finding[] {
  const target = valueAt(answer, [aim]);
  const partly = valueAt(answer, ['partly']);
  if (typeof target !== 'number' || typeof partly !== 'number') return [];
  if (side === 'over' ? partly > target : partly < target) return [];
  return [
    {
      path: ['answer', 'partly'],
      message: `partly (${partly}) must be ${side} ${aim} (${target}): it is the next best answer.`,
      mend: `Make it ${side === 'over' ? 'more' : 'less'} than ${target}, or take it out.`,
    },
  ];
}

function checkAgain(answer: unknown): Finding[] {
  const within = valueAt(answer, ['within']);
  const again = valueAt(answer, ['again']);
  if (typeof within !== 'number' || typeof again !== 'number' || again < within) return [];
  return [
    {
      path: ['answer', 'again'],
      message: `again (${again}) must be less than within (${within}): a good date could never stand.`,
      mend: `Make it less than ${within}, or take it out.`,
    },
  ];
}
