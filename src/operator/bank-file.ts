/**
 * `bank export` and `bank import FILE`: a setting's questions as a file, and from one.
 * The rule: a file with any fault changes nothing, since a bank half brought in is one that nobody wrote; what is
 * exported and brought in again changes nothing either. Questions that are not in the file stay as they are.
 */
import { stringify } from 'yaml';
import { checkBank } from '../bank/check-bank.ts';
import type { Fault, Path } from '../bank/fault.ts';
import { parseBank } from '../bank/parse-bank.ts';
import { writeBank } from '../cycle/write-bank.ts';
import { type BankChange, diffBank } from '../domain/bank-diff.ts';
import { examineText } from '../domain/guard/examine-text.ts';
import { isExpected, versionWords } from '../domain/own-question.ts';
import type { Question } from '../domain/question.ts';
import type { Setting } from '../domain/setting.ts';
import { type BankEntry, listBank } from '../store/bank.ts';
import { faultLine } from './check-bank.ts';
import { settingNamed } from './find-setting.ts';
import { badInput, done, type Given, type Outcome } from './outcome.ts';

type Args = { setting?: string | undefined; dryRun?: boolean | undefined };
type File = { name: string; text: string };

export async function exportBank(given: Given, args: Args): Promise<Outcome> {
  const placed = await settingNamed(given, args.setting);
  if ('fault' in placed) return badInput(placed.fault);
  const { org, setting } = placed;
  const entries = await given.store.within(org, (tx) => listBank(tx, setting.id));
  return done(bankText(setting, entries));
}

/** In the form of the files that come with Vigil; what is off is named and left out. */
function bankText({ ref }: Setting, entries: readonly BankEntry[]): string {
  const on = entries.filter(({ state }) => state === 'on').map(({ question }) => question);
  const off = entries.filter(({ state }) => state === 'off').map(({ question }) => question.id);
  const head = [
    `# The questions that are on at ${ref}: ${on.length}.`,
    `# Off, and not in this file: ${off.length === 0 ? 'none' : off.join(', ')}.`,
  ];
  return `${head.join('\n')}\n\n${on.map((question) => stringify([question], { lineWidth: 100 })).join('\n')}`;
}

export async function importBank(given: Given, args: Args, file: File): Promise<Outcome> {
  const placed = await settingNamed(given, args.setting);
  if ('fault' in placed) return badInput(placed.fault);
  const { org, setting } = placed;
  const context = await given.world.contextFor(org);
  return context.within(async (tx) => {
    const entries = await listBank(tx, setting.id);
    const read = readFor(setting, entries, file);
    if ('faults' in read)
      return badInput(
        ...read.faults.map(faultLine),
        `${file.name}: nothing was changed; mend it and bring it in again`,
      );
    const { change } = read;
    if (!args.dryRun) await writeBank(context, tx, setting.id, change);
    return done(changeLines(setting, change, args.dryRun === true).join('\n'));
  });
}

function readFor(
  { phase }: Setting,
  entries: readonly BankEntry[],
  file: File,
): { change: BankChange } | { faults: Fault[] } {
  const on = entries.filter(({ state }) => state === 'on').map(({ question }) => question);
  const { questions, faults } = checkBank([file], on);
  const { change, fixed } = diffBank(
    entries.map(({ question }) => question),
    questions,
  );
  const faultAt = placeFaults(file);
  const all = [
    ...faults,
    ...fixed.map(({ id, part }) =>
      faultAt(
        id,
        [part],
        `The ${part} of a question that is there already does not change: its answers were counted under it.`,
        'Put it back, or give the question a new id.',
      ),
    ),
    ...change.added
      .filter(({ phases }) => !phases.includes(phase))
      .map(({ id }) =>
        faultAt(
          id,
          ['phases'],
          `The setting is ${phase}, and this is not for it.`,
          `Add ${phase}, or take the question out.`,
        ),
      ),
  ];
  return all.length > 0 ? { faults: all.sort((one, other) => one.line - other.line) } : { change };
}

function placeFaults({ name, text }: File) {
  const placed = new Map(parseBank(name, text).placed.map((one) => [one.question.id, one]));
  return (id: string, path: Path, message: string, mend: string): Fault => ({
    file: name,
    line: placed.get(id)?.lineOf(path) ?? 1,
    question: id,
    field: path.join('.'),
    message,
    mend,
  });
}

function changeLines({ ref }: Setting, change: BankChange, isPreview: boolean): string[] {
  const { added, changed, same, left } = change;
  const will = isPreview ? 'would be ' : '';
  if (added.length + changed.length === 0)
    return [`${ref}: as it was; nothing to change (${same} the same, ${left} not in the file)`];
  return [
    `${ref}: ${added.length} ${will}added, ${changed.length} ${will}changed, ${same} the same, ${left} not in the file and left as they are`,
    ...added.map((question) => `+ ${question.id}: ${question.text}`),
    ...changed.flatMap(({ before, after, parts }) => [
      `~ ${before.id} (${versionWords(before)}): ${parts.join(', ')}`,
      ...parts.map((part) => `    ${part}: ${shown(before, part)} → ${shown(after, part)}`),
    ]),
    ...[...added, ...changed.map(({ after }) => after)].filter(tellsOfSomebody).map(readAgainLine),
    ...(isPreview ? ['Nothing was changed: this was a preview'] : []),
  ];
}

const shown = (question: Question, part: string): string =>
  JSON.stringify(question[part as keyof Question]) ?? 'nothing';

const tellsOfSomebody = ({ text, why }: Question): boolean =>
  examineText(text) !== null || examineText(why) !== null;

/** Many a question speaks of a child who tells; a file is not refused for it. */
const readAgainLine = (question: Question): string =>
  `! ${question.id}: read its words again, and make sure that they are about nobody real` +
  (isExpected(question) ? '; it is asked by name' : '');
