/**
 * A chat that keeps the waits its platform tells, for each method and workspace, as the real chats' pace does.
 * The rule: while it waits nothing of that method is sent; it says itself how long is left. It lasts as long as the
 * process that made it.
 */
import type { Chat, SendOutcome } from '../../chat/chat.ts';

export function keepPace(chat: Chat, now: () => number): Chat {
  const post = waiting(now);
  const update = waiting(now);
  return {
    ...chat,
    post: (to, message, key) => post(() => chat.post(to, message, key)),
    update: (to, platformId, message) => update(() => chat.update(to, platformId, message)),
  };
}

function waiting(now: () => number): (call: () => Promise<SendOutcome>) => Promise<SendOutcome> {
  let until = 0;
  return async (call) => {
    const waitMs = until - now();
    if (waitMs > 0) return { kind: 'limited', retryAfterMs: waitMs };
    const outcome = await call();
    if (outcome.kind === 'limited' && outcome.blocked !== 'this')
      until = Math.max(until, now() + outcome.retryAfterMs);
    return outcome;
  };
}
