/**
 * Keeps a question as the next version the organisation has of it.
 * The rule: none is ever written over; where somebody takes the same number at the same moment, the next is taken.
 */
import { nextVersion } from '../domain/own-question.ts';
import type { Question } from '../domain/question.ts';
import { addVersion, newestVersion } from '../store/bank.ts';
import type { Tx } from '../store/database.ts';
import type { Context } from './context.ts';

/** More often than this is no chance. */
export const TRIES = 5;

export async function keepVersion({ org }: Context, tx: Tx, question: Question): Promise<Question> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const next = { ...question, version: nextVersion(question, await newestVersion(tx, question.id)) };
    if (await addVersion(tx, org, next)) return next;
  }
  throw new Error(`No version of ${question.id} is free`);
}
