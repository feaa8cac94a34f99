/**
 * Answers "bank": the setting's questions as a whole, one standard's, one alone, or the form of a new one.
 * The rule: leads see them, for some test what staff know; the DSL and the headteacher change them. What they change is
 * take-bank's.
 */
import { sharedQuestion } from '../bank/load-bank.ts';
import { weeklyLoad } from '../bank/weekly-load.ts';
import { readBankWords } from '../domain/bank-command.ts';
import type { Message } from '../domain/message.ts';
import { isOwn, saysTheSame } from '../domain/own-question.ts';
import type { Question } from '../domain/question.ts';
import { maySeeNames, type Role } from '../domain/role.ts';
import { type BankLine, bankMessage, bankStandardMessage } from '../messages/bank.ts';
import { bankRefusalLine } from '../messages/bank-lines.ts';
import { addQuestionMessage, bankQuestionMessage } from '../messages/bank-question.ts';
import { type BankEntry, findEntry, listBank } from '../store/bank.ts';
import type { Tx } from '../store/database.ts';
import type { Context } from './context.ts';
import type { Writer } from './find-writers.ts';

const MAY_CHANGE: readonly Role[] = ['dsl', 'headteacher'];

export const seesBank = ({ person }: Writer): boolean => maySeeNames(person.roles);
export const changesBank = ({ person }: Writer): boolean =>
  person.roles.some((role) => MAY_CHANGE.includes(role));

/** Null: it was not a command after all. */
export async function answerBank(
  context: Context,
  writers: readonly Writer[],
  words: readonly string[],
): Promise<Message | null> {
  const said = readBankWords(
    words,
    writers.map(({ setting }) => setting.ref),
  );
  if (said === null) return null;
  const leads = writers.filter(
    (writer) => seesBank(writer) && (said.ref === null || writer.setting.ref === said.ref),
  );
  const [writer, ...others] = leads;
  if (writer === undefined) return bankRefusalLine('not_seen');
  const { setting } = writer;
  const mayChange = changesBank(writer);
  const given = { settingName: setting.name, mayChange, ref: writers.length > 1 ? setting.ref : null };
  const answer = await context.within(async (tx) => {
    switch (said.about) {
      case 'add':
        return mayChange ? addQuestionMessage(setting.id, setting.name) : bankRefusalLine('not_allowed');
      case 'question': {
        const entry = await findEntry(tx, setting.id, said.id);
        if (entry === null) return bankRefusalLine('gone');
        return bankQuestionMessage({ ...given, settingId: setting.id, line: lineOf(entry) }, null);
      }
      case 'standard':
        return bankStandardMessage({
          ...given,
          standard: said.standard,
          lines: await listLines(tx, setting.id),
        });
      case 'all': {
        const lines = await listLines(tx, setting.id);
        const load = weeklyLoad(lines.flatMap(({ isOn, question }) => (isOn ? [question] : [])));
        return bankMessage({ ...given, edition: setting.edition, lines, load, weekly: setting.weeklyBudget });
      }
    }
  });
  return others.length === 0 ? answer : withOthers(answer, writer, others, words);
}

export function lineOf({ question, state, approvedAt }: BankEntry): BankLine {
  const shared = sharedQuestion(question.id);
  return {
    question,
    isOn: state === 'on',
    checkLocally: question.confidence === 'check-locally' && approvedAt === null,
    // Read once more for a new edition, it is still the same question.
    differs: !isOwn(question) && shared !== null && !saysTheSame(withoutRound(question), shared),
  };
}

const withoutRound = ({ reread: _reread, ...question }: Question): Question => question;

async function listLines(tx: Tx, settingId: string): Promise<BankLine[]> {
  return (await listBank(tx, settingId)).map(lineOf);
}

/** A lead of several settings is told which one this is, and how to ask about the others. */
function withOthers(
  answer: Message,
  { setting }: Writer,
  others: readonly Writer[],
  words: readonly string[],
): Message {
  const asked = ['bank', ...words].join(' ');
  const ways = others.map((other) => `${other.setting.name}: write “${asked} ${other.setting.ref}”.`);
  return {
    ...answer,
    blocks: [
      ...answer.blocks,
      { type: 'text', tone: 'quiet', text: [`This is about ${setting.name}.`, ...ways].join(' ') },
    ],
  };
}
