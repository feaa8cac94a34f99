/**
 * `tick [--at ISO]`: runs every due step of every organisation once at that moment, and counts what it did.
 * The rule: it is the timetable itself, so what another process has in hand is left to it. The invented school's
 * stored clock is taken along to the moment when that is later, and never back.
 */
import { z } from 'zod';
import type { Log } from '../cycle/context.ts';
import type { Tx } from '../store/database.ts';
import { listOrganisations } from '../store/installations.ts';
import { moveStoredClock } from '../store/organisations.ts';
import { addCounts, noCounts, runDue } from '../timetable.ts';
import { badInput, doneAsJson, failed, type Given, type Outcome } from './outcome.ts';

/** An offset is asked for: "09:00" is another moment in summer than in winter. */
const moment = z.iso.datetime({ offset: true });

export async function tick(given: Given, args: { at?: string }): Promise<Outcome> {
  const asked = args.at === undefined ? null : moment.safeParse(args.at);
  if (asked?.success === false)
    return badInput('--at: give a moment with its offset, such as 2026-11-09T08:00:00Z');
  if (given.presses !== undefined && !(await given.presses.fileFirst()))
    return failed(
      'Presses received while the database was away are still being filed; run it again in a minute',
    );
  const at = asked === null ? null : new Date(asked.data);
  const counts = noCounts();
  const { log, faults } = listening(given.log);
  let ranAt: Date | null = at;
  for (const org of await listOrganisations(given.store)) {
    const now = at === null ? (await given.world.contextFor(org)).now : at;
    ranAt ??= now;
    const takeClock = (tx: Tx) => moveStoredClock(tx, org, now);
    addCounts(counts, (await runDue(given.world, given.steps, org, now, log, takeClock)).counts);
  }
  const outcome = doneAsJson({ at: (ranAt ?? given.now()).toISOString(), ...counts });
  return faults.length === 0 ? outcome : { ...outcome, code: 1, errors: faults };
}

/** The log, and what it was told of as an error: a step that fails is tried again later, but is not a success. */
function listening(log: Log): { log: Log; faults: string[] } {
  const faults: string[] = [];
  return {
    faults,
    log: {
      ...log,
      error(facts, event) {
        log.error(facts, event);
        faults.push([event, ...Object.entries(facts).map(([name, value]) => `${name} ${value}`)].join(', '));
      },
    },
  };
}
