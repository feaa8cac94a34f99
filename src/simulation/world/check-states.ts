/**
 * Rule 16 of the simulated world: in which state a row begins, and which may follow which.
 * The rule: the moves are written down here once more, so that they hold whatever the program comes to allow.
 */
import type { Evidence } from './evidence.ts';

/** Whoever waits for the record waits longer than this before their press is kept for later. */
const FILED_LATE_MS = 1_000;

type Moves = { born: string; from: Record<string, string> };

/** By what a row is. A message is claimed before anything else becomes of it, unless it could not be judged. */
const MOVES: Record<string, Moves> = {
  prompt: {
    born: 'planned',
    from: {
      planned: 'asked answered handed_on cancelled',
      asked: 'answered overdue lapsed handed_on cancelled',
      // "I need time" instead of an answer: it is wanted still.
      answered: 'asked',
      overdue: 'answered lapsed handed_on cancelled',
      // Told that it is received and will be filed, while the record was away: looked at by itself.
      lapsed: 'answered',
      handed_on: '',
      cancelled: '',
    },
  },
  message: {
    born: 'pending',
    from: {
      pending: 'sending withdrawn failed',
      sending: 'pending sent unknown held failed withdrawn',
      unknown: 'sending withdrawn failed',
      // Of what is held a lead says whether it came; an alert that is settled meanwhile goes no more.
      held: 'sent pending withdrawn',
      sent: '',
      failed: '',
      withdrawn: '',
    },
  },
  alert: {
    born: 'open',
    from: { open: 'acknowledged closed', acknowledged: 'closed', closed: 'open' },
  },
  action: { born: 'open', from: { open: 'done withdrawn', done: '', withdrawn: '' } },
  installation: { born: 'live', from: { live: 'revoked', revoked: 'live' } },
};

export function illegalMoves({ changes, replies }: Evidence): string[] {
  const given = new Map(replies.map((reply) => [reply.promptId, reply.repliedAt.getTime()]));
  const late = changes
    .filter(({ what, was, now }) => what === 'prompt' && was?.state === 'lapsed' && now.state === 'answered')
    .filter(({ key, at }) => {
      // Less than nothing where the record's clock was set back meanwhile.
      const waited = at.getTime() - (given.get(key) ?? at.getTime());
      return 0 <= waited && waited < FILED_LATE_MS;
    })
    .map(({ key }) => `prompt ${key} had lapsed, and an answer to it was taken at once`);
  const illegal = changes.flatMap(({ what, key, was, now }) => {
    const moves = MOVES[what];
    const to = String(now.state);
    if (moves === undefined || was?.state === now.state) return [];
    if (was === null) return to === moves.born ? [] : [`${what} ${key} began as ${to}`];
    const from = String(was.state);
    return moves.from[from]?.split(' ').includes(to) ? [] : [`${what} ${key} went from ${from} to ${to}`];
  });
  return [...illegal, ...late];
}
