/**
 * Rule 16 of the simulated world: in which state a row begins, and which may follow which.
 * The rule: the moves are written down here once more, so that they hold whatever the program comes to allow.
 */
import type { Evidence } from './evidence.ts';

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
      // Kept for later while the record was away, and filed once the question had been let go: see below.
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

export function illegalMoves(found: Evidence): string[] {
  const moved = found.changes.flatMap(({ what, key, was, now }) => {
    const moves = MOVES[what];
    const to = String(now.state);
    if (moves === undefined || was?.state === now.state) return [];
    if (was === null) return to === moves.born ? [] : [`${what} ${key} began as ${to}`];
    const from = String(was.state);
    return moves.from[from]?.split(' ').includes(to) ? [] : [`${what} ${key} went from ${from} to ${to}`];
  });
  return [...moved, ...answeredOnceLetGo(found)];
}

/** What was let go is answered by what was pressed before that, and kept meanwhile. */
function answeredOnceLetGo({ sim, changes, promptOf, wasClockSet }: Evidence): string[] {
  const letGo = new Map<string, number>();
  return changes.flatMap(({ what, key, was, now, at }) => {
    if (what !== 'prompt') return [];
    if (now.state === 'lapsed' && was?.state !== 'lapsed') letGo.set(key, at.getTime());
    const since = letGo.get(key);
    if (was?.state !== 'lapsed' || now.state !== 'answered' || since === undefined) return [];
    const token = promptOf(key)?.token;
    const presses = sim.history.pressings.filter((press) => press.token === token && press.verb === 'answer');
    const isFair = presses.some(({ trueAt }) => trueAt <= since || wasClockSet(since, trueAt));
    return isFair ? [] : [`prompt ${key} was answered by what was pressed once it had been let go`];
  });
}
