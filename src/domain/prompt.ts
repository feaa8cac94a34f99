/**
 * A prompt: one question put to one person for one occurrence, and the life it may have.
 * The rule: only the moves in MOVES are legal; anything else is a broken invariant.
 * Choosing questions is left to domain/rotation, judging answers to domain/reply, chasing to domain/chase.
 */

const PROMPT_STATES = [
  'planned',
  'asked',
  'answered',
  'overdue',
  'lapsed',
  'handed_on',
  'cancelled',
] as const;
/**
 * planned: chosen, its message queued. asked: delivered. answered: a reply stands. overdue: past due, may still be
 * answered. lapsed: a knowledge question nobody answered, or a period that closed. handed_on: "Not me", somebody
 * else has it. cancelled: withdrawn before an answer (leaver, closure, question switched off).
 */
export type PromptState = (typeof PROMPT_STATES)[number];

const MOVES: Record<PromptState, readonly PromptState[]> = {
  planned: ['asked', 'answered', 'handed_on', 'cancelled', 'lapsed'],
  asked: ['answered', 'overdue', 'lapsed', 'handed_on', 'cancelled'],
  // Back to asked when "I have read it" is corrected to "I need time": then it is still wanted.
  answered: ['answered', 'asked'],
  overdue: ['answered', 'lapsed', 'handed_on', 'cancelled'],
  // By an answer that was given in time and filed late.
  lapsed: ['answered'],
  handed_on: [],
  cancelled: [],
};

export function mayMove(from: PromptState, to: PromptState): boolean {
  return MOVES[from].includes(to);
}

/**
 * States in which an answer is still wanted. Planned is one of them: a message may be read and answered before the
 * deliverer has marked it as asked.
 */
export function isOpen(state: PromptState): boolean {
  return state === 'planned' || state === 'asked' || state === 'overdue';
}
