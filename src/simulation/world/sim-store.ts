/**
 * The record as a simulated bot reaches it: each transaction waits its turn, and may be refused, undone, lost sight
 * of, or the last thing the bot does.
 * The rule: the transaction itself runs whole or not at all, on the real database; faults stand before and after it.
 */
import type { OrgId } from '../../domain/setting.ts';
import type { Store, Tx } from '../../store/database.ts';
import { DatabaseUnreachable } from '../../store/refusals.ts';
import type { SimBots } from './bot-work.ts';
import { awayFrom } from './fault-desk.ts';
import type { Sim } from './sim-world.ts';

const SLOWEST_MS = 9;
const HANGS_MS = 5_000;

export const unreachable = () => new DatabaseUnreachable('The simulated database is away.');

export function simStore(sim: Sim, bots: SimBots): Store {
  const { clock, trace, desk, db } = sim;

  const transact = async <T>(org: OrgId | null, work: (tx: Tx) => Promise<T>): Promise<T> => {
    const piece = bots.current();
    const school = org === null ? piece.school : sim.keyOf(org);
    // A look that meets one is only a look later.
    const fault = piece.isLook
      ? null
      : ((piece.name.startsWith('press') ? desk.meet('pressed', school) : null) ??
        desk.meet('store', school));
    const note = (what: string) => trace.line(clock.now(), piece.bot.name, piece.name, school, what);
    await bots.pause(piece, sim.chance(school, 'store').between(1, SLOWEST_MS));
    const run = (act: (tx: Tx) => Promise<T>) =>
      clock.during(async () => {
        // To the second: it is leases alone that run on it.
        await db.setTime(new Date(Math.floor(sim.dbNow() / 1000) * 1000));
        return org === null ? db.store.unbound(act) : db.store.within(org, act);
      });
    const commit = async () => {
      const result = await run(work);
      note('committed');
      bots.committed(piece);
      for (const attempt of piece.pending) if (attempt.endedAt !== null) attempt.settled = true;
      piece.pending = piece.pending.filter((attempt) => !attempt.settled);
      return result;
    };
    const die = async (): Promise<never> => {
      bots.crash(piece.bot, fault?.lastsMs ?? 0);
      return new Promise<never>(() => undefined);
    };
    if (awayFrom(desk, piece.bot)) {
      note('away');
      throw unreachable();
    }
    switch (fault?.kind) {
      case 'crash_before_commit':
        return die();
      case 'crash_after_commit':
        await commit();
        return die();
      case 'store_refused':
      case 'press_refused':
        note('refused');
        throw unreachable();
      case 'store_hangs':
        await bots.pause(piece, HANGS_MS);
        note('hung');
        throw unreachable();
      case 'store_rolled_back':
      case 'press_rolled_back':
        await run(async (tx) => {
          await work(tx);
          throw unreachable();
        }).catch((refused: unknown) => {
          note('rolled back');
          throw refused;
        });
        throw unreachable();
      case 'commit_unknown':
      case 'press_commit_unknown':
        await commit();
        note('unknown');
        throw unreachable();
      case undefined:
        return commit();
    }
  };

  const store: Store = {
    kind: 'server',
    within: (org, work) => transact(org, work),
    unbound: (work) => transact(null, work),
    hurried: () => store,
    check: () => transact(null, async () => undefined),
    close: async () => undefined,
  };
  return store;
}
