/**
 * Rules 15 and 16 of the simulated world: which state may follow which, and the audit row each change leaves.
 * The rule: they read the changes as the record noted them, in order.
 */
import { mayMove, type PromptState } from '../../domain/prompt.ts';
import { type Evidence, grouped } from './evidence.ts';

/** By what a row is, from each state: those it may go to. A message may be found, or asked about, at any time. */
const MOVES: Record<string, Record<string, string>> = {
  message: {
    pending: 'sending withdrawn sent failed held',
    sending: 'pending sent unknown held failed withdrawn',
    unknown: 'sending withdrawn sent pending failed held',
    held: 'sent pending unknown withdrawn failed',
    sent: '',
    failed: 'pending sent',
    withdrawn: '',
  },
  alert: { open: 'acknowledged closed', acknowledged: 'closed', closed: 'open' },
};

export function illegalMoves({ changes }: Evidence): string[] {
  return changes.flatMap(({ what, key, was, now }) => {
    if (was === null || was.state === now.state) return [];
    const [from, to] = [String(was.state), String(now.state)];
    const isLegal =
      what === 'prompt'
        ? mayMove(from as PromptState, to as PromptState)
        : (MOVES[what]?.[from]?.split(' ').includes(to) ?? true);
    return isLegal ? [] : [`${what} ${key} went from ${from} to ${to}`];
  });
}

export function auditRows({ changes, ledger, replies }: Evidence): string[] {
  const kinds: Record<string, string> = {
    lapsed: 'prompt_lapsed',
    cancelled: 'prompt_cancelled',
    overdue: 'prompt_overdue',
    handed_on: 'prompt_handed_on',
  };
  const rows = grouped(ledger, ({ kind, subject }) => `${kind} ${subject}`);
  const moved = changes.flatMap(({ what, key, was, now }) => {
    const kind =
      what === 'prompt' && was !== null && was.state !== now.state ? kinds[String(now.state)] : undefined;
    if (kind === undefined) return [];
    const count = rows.get(`${kind} ${key}`)?.length ?? 0;
    return count === 1 ? [] : [`${key} became ${now.state} with ${count} rows that say so`];
  });
  const told = grouped(
    ledger.filter(({ kind }) => kind === 'reply_recorded' || kind === 'reply_corrected'),
    ({ facts }) => String(facts.reply),
  );
  const kept = replies.flatMap(({ replyId }) => {
    const count = told.get(replyId)?.length ?? 0;
    return count === 1 ? [] : [`reply ${replyId} has ${count} rows that say so`];
  });
  return [...moved, ...kept];
}
