/**
 * `tick [--at ISO]`: runs every due step of every organisation once at that moment, and counts what it did.
 * The rule: it is the timetable itself, so what another process has in hand is left to it. The invented school's
 * stored clock is taken along to the moment when that is later, and never back.
 */
import { z } from 'zod';
import type { Log, StepCounts } from '../cycle/context.ts';
import type { OrgId } from '../domain/setting.ts';
import { listOrganisations } from '../store/installations.ts';
import { moveStoredClock, readOrganisation } from '../store/organisations.ts';
import { runDue } from '../timetable.ts';
import { badInput, doneAsJson, type Given, type Outcome } from './outcome.ts';

/** An offset is asked for: "09:00" is another moment in summer than in winter. */
const moment = z.iso.datetime({ offset: true });

export async function tick(given: Given, args: { at?: string }): Promise<Outcome> {
  const asked = args.at === undefined ? null : moment.safeParse(args.at);
  if (asked?.success === false)
    return badInput('--at: give a moment with its offset, such as 2026-11-09T08:00:00Z');
  const at = asked === null ? null : new Date(asked.data);
  const counts: StepCounts = {
    planned: 0,
    sent: 0,
    nudged: 0,
    overdue: 0,
    alerts: 0,
    actions: 0,
    digests: 0,
  };
  const { log, faults } = listening(given.log);
  let ranAt: Date | null = at;
  for (const org of await listOrganisations(given.store)) {
    const now = at === null ? (await given.world.contextFor(org)).now : at;
    ranAt ??= now;
    await takeClockTo(given, org, now);
    const { counts: ran } = await runDue(given.world, given.steps, org, now, log);
    for (const key of Object.keys(counts) as (keyof StepCounts)[]) counts[key] += ran[key];
  }
  const outcome = doneAsJson({ at: (ranAt ?? given.now()).toISOString(), ...counts });
  return faults.length === 0 ? outcome : { ...outcome, code: 1, errors: faults };
}

async function takeClockTo({ store }: Given, org: OrgId, to: Date): Promise<void> {
  await store.within(org, async (tx) => {
    const read = await readOrganisation(tx, org);
    if (read?.clock === 'stored' && read.storedNow !== null && read.storedNow < to)
      await moveStoredClock(tx, org, to);
  });
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
