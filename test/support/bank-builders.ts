/**
 * Everything that is said of the bank, made with one word in every place that somebody else's words come to.
 * The rule: ids, standards and cadences are Vigil's own, which nobody writes.
 */
import { weeklyLoad } from '../../src/bank/weekly-load.ts';
import type { Message } from '../../src/domain/message.ts';
import type { Question } from '../../src/domain/question.ts';
import { type BankLine, bankMessage, bankStandardMessage } from '../../src/messages/bank.ts';
import {
  alreadyLine,
  bankFaultsLine,
  bankRefusalLine,
  changedSinceLine,
  overLimitLine,
} from '../../src/messages/bank-lines.ts';
import {
  addQuestionMessage,
  bankQuestionMessage,
  changeFormMessage,
} from '../../src/messages/bank-question.ts';
import { QUESTIONS } from './school.ts';

const questionsOf = (word: string): Question[] =>
  QUESTIONS.map((question) => ({
    ...question,
    text: word,
    why: word,
    source: { document: word, edition: '2026', note: word },
  }));

function linesOf(word: string): BankLine[] {
  return questionsOf(word).map((question, at) => ({
    question,
    isOn: at !== 3,
    checkLocally: at === 1,
    differs: at === 2,
  }));
}

const given = (word: string, mayChange: boolean) => ({ settingName: word, mayChange, ref: 'oak' });

export const BANK_BUILDERS: Record<string, (word: string) => Message[]> = {
  bankMessage: (word) =>
    [true, false].map((mayChange) =>
      bankMessage({
        ...given(word, mayChange),
        edition: word,
        lines: linesOf(word),
        load: weeklyLoad(questionsOf(word)),
        weekly: 2,
      }),
    ),
  bankStandardMessage: (word) => [
    bankStandardMessage({ ...given(word, true), standard: 'training', lines: linesOf(word) }),
  ],
  bankQuestionMessage: (word) =>
    linesOf(word).map((line) =>
      bankQuestionMessage({ ...given(word, true), settingId: 'setting-1', line }, word),
    ),
  changeFormMessage: (word) => questionsOf(word).map((question) => changeFormMessage('setting-1', question)),
  addQuestionMessage: (word) => [addQuestionMessage('setting-1', word)],
  bankFaultsLine: (word) => [bankFaultsLine({ wording: word })],
  overLimitLine: (word) => [overLimitLine(word)],
};

/** Those that are given no words at all. */
export const BANK_WORDLESS: Record<string, () => Message[]> = {
  bankRefusalLine: () => (['not_seen', 'not_allowed', 'gone', 'unguarded'] as const).map(bankRefusalLine),
  changedSinceLine: () => [changedSinceLine({ id: 'TRN-K1', version: 1_001 })],
  alreadyLine: () => (['on', 'off', 'approved'] as const).map((is) => alreadyLine('TRN-K1', is)),
};
