/**
 * `vigil bank check FILE`: every fault in a bank file with its line and mend, and the weekly load of each role.
 * The rule: the load is counted with the shipped bank, a question of the same id taken as replaced, so that what is
 * printed is what people would be asked. Reading the file is left to the command line.
 */
import { checkBank } from '../bank/check-bank.ts';
import type { Fault } from '../bank/fault.ts';
import { loadBank } from '../bank/load-bank.ts';
import type { Load } from '../bank/weekly-load.ts';
import { duration } from '../domain/duration.ts';
import type { Question } from '../domain/question.ts';
import { roleLabel } from '../domain/role.ts';

/** What a command prints: `out` to the screen, `errors` one line a fault, and the exit code. */
export type Checked = { out: string; errors: string[]; code: 0 | 2 };

export function checkBankFile(
  name: string,
  text: string,
  shipped: readonly Question[] = loadBank(),
): Checked {
  const { questions, faults, load } = checkBank([{ name, text }], shipped);
  const count = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`;
  const lines = [
    faults.length === 0
      ? `${name}: ${count(questions.length, 'question')}, no faults.`
      : `${name}: ${count(faults.length, 'fault')}; ${count(questions.length, 'question')} without one.`,
    '',
    'Weekly load of each role, with the questions that come with Vigil. A monthly question counts as a quarter of a',
    'week’s, a half-termly one as a sixth, a termly one as a thirteenth; a duty card takes what fits and leaves the rest.',
    ...load.map((one) => `  ${loadLine(one)}`),
  ];
  return {
    out: `${lines.join('\n')}\n`,
    errors: faults.map(faultLine),
    code: faults.length === 0 ? 0 : 2,
  };
}

/** "concerns.yaml:12 CON-03 answer.right: "d" is not the key of any choice. Mend: Use one of: a, b, c." */
export function faultLine({ file, line, question, field, message, mend }: Fault): string {
  const where = [question, field].filter((part) => part !== null && part !== '').join(' ');
  return `${file}:${line}${where === '' ? '' : ` ${where}`}: ${message} Mend: ${mend}`;
}

function loadLine(load: Load): string {
  const often = load.questionsPerWeek < 0.1 ? 'rarely' : `${load.questionsPerWeek.toFixed(1)} a week`;
  const average = `${duration(load.secondsPerWeek)} on average`;
  const held =
    load.limit === null
      ? 'sampled within the setting’s budget'
      : `${duration(load.heaviestWeek)} in the heaviest week${spread(load)}, limit ${duration(load.limit)}`;
  return `${roleLabel(load.role)}, ${load.kind}: ${load.questions} (${often}), ${average}, ${held}`;
}

/** Said only where spreading changes anything. */
function spread({ allAtOnce, heaviestWeek }: Load): string {
  return allAtOnce > heaviestWeek ? ` once spread (${duration(allAtOnce)} if all fell together)` : '';
}
