/**
 * The guard as the cycle uses it: what examines words before they are kept, and what is done when it stops some.
 * The rule: one guard for notes and for words typed to Vigil. Finding signs is domain/guard's.
 */
import { examineText } from '../domain/guard/examine-text.ts';
import type { TextGuard } from './context.ts';
import { knowSchool } from './know-school.ts';
import { answerStopped } from './stop-words.ts';

export const textGuard: TextGuard = {
  examine: examineText,
  async stop(context, tx, { writerId, settingId, about }) {
    return answerStopped(context, tx, await knowSchool(tx, settingId, context.now), writerId, { about });
  },
};
