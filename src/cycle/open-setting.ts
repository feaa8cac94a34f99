/**
 * Opens a setting in the record: itself with its calendar, and the questions that come with Vigil for its phase.
 * The rule: questions it has already are left at the versions it uses, so opening it again adds only what is new.
 * When its steps are first woken, and on which clock, is the caller's.
 */
import { loadBank } from '../bank/load-bank.ts';
import type { Phase, Question } from '../domain/question.ts';
import type { OrgId, Setting } from '../domain/setting.ts';
import type { Tx } from '../store/database.ts';
import { addQuestions, useQuestions } from '../store/questions.ts';
import { insertSetting } from '../store/settings.ts';

/** Gives how many questions it begins with. */
export async function openSetting(tx: Tx, org: OrgId, setting: Setting): Promise<number> {
  await insertSetting(tx, org, setting);
  return useBank(tx, org, setting);
}

/** Gives how many of the phase's questions the setting did not have. */
export async function useBank(
  tx: Tx,
  org: OrgId,
  { id, phase }: Pick<Setting, 'id' | 'phase'>,
): Promise<number> {
  const questions = questionsOf(phase);
  await addQuestions(tx, org, questions);
  return useQuestions(tx, org, id, questions);
}

function questionsOf(phase: Phase): Question[] {
  return loadBank().filter((question) => question.phases.includes(phase));
}
