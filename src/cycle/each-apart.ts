/**
 * The same work for one setting after another, each on its own: what goes wrong with one holds up none of the others.
 * The rule: a fault is logged with whose it is, and thrown once all have had their turn, so that the step is tried
 * again.
 */
import { nameOf } from '../chat/work-in-hand.ts';
import type { Context } from './context.ts';

export async function eachApart<T extends { id: string }>(
  { log }: Context,
  settings: readonly T[],
  work: (setting: T) => Promise<void>,
): Promise<void> {
  const faults: unknown[] = [];
  for (const setting of settings)
    try {
      await work(setting);
    } catch (fault) {
      log.error({ setting: setting.id, fault: nameOf(fault) }, 'setting_passed_over');
      faults.push(fault);
    }
  if (faults.length > 0) throw faults[0];
}
