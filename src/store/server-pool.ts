/**
 * A few connections to one server, lent one transaction at a time, first come first served.
 * The rule: a connection that was lost is forgotten, never mended; and when one falls silent the idle ones, which
 * went the same road, are forgotten with it, so that the next transaction starts on a fresh link.
 */
import type { Session } from './server-session.ts';

export type Pool = {
  lend<T>(use: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** After so many transactions a connection is replaced, so that what it keeps prepared does not grow for ever. */
const WEARS_OUT_AFTER = 20_000;

export function poolOf(size: number, open: () => Session): Pool {
  const idle: { session: Session; used: number }[] = [];
  const waiting: (() => void)[] = [];
  let lent = 0;
  let closing: (() => void) | null = null;
  const forget = (session: Session) => void session.end().catch(() => undefined);

  const take = () => {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      if (!kept.session.lost()) return kept;
      forget(kept.session);
    }
    return { session: open(), used: 0 };
  };
  const giveBack = (kept: { session: Session; used: number }) => {
    if (kept.session.lost()) for (const other of idle.splice(0)) forget(other.session);
    if (kept.session.lost() || kept.used >= WEARS_OUT_AFTER) forget(kept.session);
    else idle.push(kept);
    lent -= 1;
    waiting.shift()?.();
    if (lent === 0) closing?.();
  };

  return {
    async lend(use) {
      if (closing) throw new Error('The store is closed');
      if (lent >= size) await new Promise<void>((go) => waiting.push(go));
      lent += 1;
      const kept = take();
      kept.used += 1;
      try {
        return await use(kept.session);
      } finally {
        giveBack(kept);
      }
    },
    async close() {
      if (lent > 0) await new Promise<void>((done) => (closing = done));
      closing ??= () => undefined;
      await Promise.all(idle.splice(0).map(({ session }) => session.end()));
    },
  };
}
