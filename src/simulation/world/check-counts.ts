/**
 * Rule 13 of the simulated world: anonymous answers are counts and nothing else, and no cell is shown that tells of few.
 * The rule: the counts are held against what people pressed, which the platforms know; what is let out against what
 * was counted, never by the rule it was made by. Where somebody pressed two answers, either may be the one that counts.
 */
import type { Snapshot } from '../../store/simulated-database.ts';
import { type Evidence, grouped } from './evidence.ts';

type Prompt = Snapshot['prompts'][number];
/** Fewer gave it, or fewer answered at all: it is not told. */
const FEW = 5;

export function countsOff(found: Evidence): string[] {
  const anonymous = new Set(
    found.questions.filter(({ body }) => body.anonymous === true).map(({ questionId }) => questionId),
  );
  const answered = found.prompts.filter(
    ({ questionId, state }) => anonymous.has(questionId) && state === 'answered',
  );
  const named = found.replies
    .filter(({ questionId }) => anonymous.has(questionId))
    .map(({ replyId }) => `${replyId} is an anonymous answer by name`);
  const blocks = grouped(answered, (prompt) =>
    [prompt.settingId, prompt.questionId, prompt.occurrence.split('+')[0]].join(' '),
  );
  const keys = new Set([...blocks.keys(), ...found.counts.map(keyOf), ...found.releases.map(keyOf)]);
  return [
    ...named,
    ...[...keys].flatMap((key) => [
      ...blockOff(found, key, blocks.get(key) ?? []),
      ...shownOff(found, key, blocks.get(key) ?? []),
    ]),
  ];
}

const keyOf = (row: { settingId: string; questionId: string; block: string }) =>
  [row.settingId, row.questionId, row.block].join(' ');

/** What is counted and not yet let out. */
function blockOff(found: Evidence, key: string, answered: readonly Prompt[]): string[] {
  const counts = found.counts.filter((row) => keyOf(row) === key);
  if (found.releases.some((row) => keyOf(row) === key))
    return counts.length === 0 ? [] : [`${key} is let out, and its counts are still there`];
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const wrong = [...grouped(counts, ({ choice }) => choice)].flatMap(([choice, rows]) => {
    const count = rows.reduce((sum, row) => sum + row.count, 0);
    const { least, most } = pressedFor(found, answered, choice);
    return least <= count && count <= most
      ? []
      : [`${key}: ${count} of a choice that ${least} to ${most} pressed`];
  });
  return total === answered.length
    ? wrong
    : [`${key}: ${answered.length} answered, and ${total} are counted`];
}

/** What was let out: once, of enough people, and no number that few gave or that leaves few. */
function shownOff(found: Evidence, key: string, answered: readonly Prompt[]): string[] {
  const told = found.digests.filter(({ settingId, facts }) =>
    (facts.released ?? []).some(({ block }) => key.startsWith(settingId) && key.endsWith(` ${block}`)),
  );
  const twice = told.length > 1 ? [`${key} was told of in ${told.length} digests`] : [];
  return found.releases
    .filter((row) => keyOf(row) === key)
    .flatMap(({ repliers, counts }) => {
      if (repliers === null || counts === null)
        return answered.length < FEW ? twice : [`${key}: enough answered, and nothing was let out`];
      const cells = Object.entries(counts).flatMap(([choice, count]) =>
        count === null ? [] : [{ choice, count }],
      );
      const hidden = Object.keys(counts).length - cells.length;
      const others = repliers - cells.reduce((sum, { count }) => sum + count, 0);
      const isWrong = cells.some(({ choice, count }) => {
        const { least, most } = pressedFor(found, answered, choice);
        return count > most || (cells.length > 1 && count < least);
      });
      return [
        ...twice,
        ...(repliers === answered.length && repliers >= FEW ? [] : [`${key} says that ${repliers} answered`]),
        ...(cells.some(({ count }) => count < FEW && cells.length > 1)
          ? [`${key} shows a number of few`]
          : []),
        ...(hidden === 1 || (hidden > 0 && others < FEW - 1) ? [`${key} hides what can be worked out`] : []),
        ...(isWrong ? [`${key} shows a number that nobody pressed`] : []),
      ];
    });
}

/** How many of those who answered can have chosen it. */
function pressedFor({ sim }: Evidence, answered: readonly Prompt[], choice: string) {
  const tokens = new Set(answered.map(({ token }) => token));
  const presses = sim.history.pressings.filter(({ token, answer }) => answer !== null && tokens.has(token));
  const by = [...grouped(presses, ({ token }) => token).values()].map(
    (theirs) => new Set(theirs.map(({ answer }) => (answer?.kind === 'choice' ? answer.key : 'not_sure'))),
  );
  return {
    least: by.filter((choices) => choices.size === 1 && choices.has(choice)).length,
    most: by.filter((choices) => choices.has(choice)).length,
  };
}
