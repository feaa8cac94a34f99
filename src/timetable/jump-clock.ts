/**
 * The jumping driver: one organisation goes from each due moment to the next, as fast as the steps run.
 * The rule: every moment is visited in order, and nothing is asked for between two of them. What moves the
 * organisation's clock, and what else happens meanwhile, is given.
 */
import type { Log, World } from '../cycle/context.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Tx } from '../store/database.ts';
import type { Wakes } from '../store/wakes.ts';
import { runDue, type Steps } from '../timetable.ts';

/** Things that happen besides the timetable while a jumping clock runs: somebody answering, say. */
export type Happenings = {
  /** When something next happens. `changed` is false when nothing was sent since the last time it was asked. */
  next(changed: boolean): Promise<Date | null>;
  happen(at: Date): Promise<void>;
};

export type Jump = {
  from: Date;
  until: Date;
  /** How finely sends and happenings are told apart: those between two ticks go together, at the later. */
  ticks: { sendMs: number; happenMs: number };
  /** Moves the organisation's stored clock, before the steps of that moment are claimed. */
  move(tx: Tx, to: Date): Promise<void>;
  happenings: Happenings;
  /** Called after each moment; true stops there. */
  after(at: Date): Promise<boolean>;
};

/** Drives one organisation from moment to moment, as fast as the steps run. Gives the moment it stopped at. */
export async function jump(
  world: World,
  steps: Steps,
  org: OrgId,
  { from, until, ticks, move, happenings, after }: Jump,
  log: Log,
): Promise<Date> {
  // A second short of the tick, so that what was meant for a window that ends there still falls inside it.
  const ticked = (at: Date, tick: number) =>
    tick <= 1000 ? at.getTime() : Math.ceil((at.getTime() + 1000) / tick) * tick - 1000;
  const moment = ({ step, dueAt }: Wakes[number]) =>
    step === 'deliver-messages' ? ticked(dueAt, ticks.sendMs) : dueAt.getTime();
  let now = from;
  let changed = true;
  let { waiting } = await runDue(world, steps, org, now, log);
  for (;;) {
    const happening = await happenings.next(changed);
    const soonest = Math.min(
      ...waiting.map(moment),
      happening ? ticked(happening, ticks.happenMs) : Number.POSITIVE_INFINITY,
    );
    if (soonest > until.getTime()) break;
    now = new Date(Math.max(soonest, now.getTime()));
    const moved = now;
    if (happening !== null && ticked(happening, ticks.happenMs) <= now.getTime())
      await happenings.happen(now);
    const ran = await runDue(world, steps, org, now, log, (tx) => move(tx, moved));
    waiting = ran.waiting;
    changed = ran.counts.sent > 0;
    if (await after(now)) return now;
  }
  await world.store.within(org, (tx) => move(tx, until));
  return until;
}
