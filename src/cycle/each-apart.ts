/**
 * The same work for one setting, or alert, after another, each on its own: what goes wrong with one holds up no other.
 * The rule: a fault is logged with whose it is, and thrown once all have had their turn, so that the step is tried
 * again.
 */
import { nameOf } from '../chat/work-in-hand.ts';
import type { Context } from './context.ts';

export async function eachApart<T extends { id: string }>(
  { log }: Context,
  all: readonly T[],
  work: (one: T) => Promise<void>,
  are: 'settings' | 'alerts' = 'settings',
): Promise<void> {
  const faults: unknown[] = [];
  for (const one of all)
    try {
      await work(one);
    } catch (fault) {
      if (are === 'alerts') log.error({ alert: one.id, fault: nameOf(fault) }, 'alert_passed_over');
      else log.error({ setting: one.id, fault: nameOf(fault) }, 'setting_passed_over');
      faults.push(fault);
    }
  if (faults.length > 0) throw faults[0];
}
