/**
 * The half of rule 10 that looks at questions themselves: what is answered is neither open nor called overdue.
 * The rule: by the order in which the record changed, not by its moments, since its clock may be set. "I need time"
 * answers nothing: the question is wanted still.
 */
import type { Evidence } from './evidence.ts';

export function calledOpen({ changes, prompts, replies }: Evidence): string[] {
  const verdicts = new Map(replies.map(({ replyId, promptId, verdict }) => [replyId, { promptId, verdict }]));
  const answered = new Set<string>();
  const late = changes.flatMap(({ what, key, now }) => {
    const reply = what === 'reply' ? verdicts.get(key) : undefined;
    if (reply !== undefined) {
      if (reply.verdict === 'pending') answered.delete(reply.promptId);
      else answered.add(reply.promptId);
    }
    const isLate = what === 'prompt' && (now.state === 'overdue' || now.state === 'lapsed');
    return isLate && answered.has(key) ? [`${key} came to be ${now.state} once it was answered`] : [];
  });
  const open = prompts
    .filter(({ promptId, state }) => answered.has(promptId) && ['asked', 'overdue'].includes(state))
    .map(({ promptId, state }) => `${promptId} is ${state}, and answered`);
  return [...late, ...open];
}
