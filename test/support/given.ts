/**
 * What an operator command is given, over a test school: its contexts, and steps that only count their calls.
 */
import { readConfig } from '../../src/config.ts';
import type { Given } from '../../src/operator/outcome.ts';
import type { Store } from '../../src/store/database.ts';
import type { Steps } from '../../src/timetable.ts';
import type { School } from './school.ts';

export function givenFor(
  store: Store,
  schools: readonly School[],
  moment: string,
  steps?: Partial<Steps>,
): Given & { ran: string[] } {
  const [first] = schools;
  if (!first) throw new Error('Give at least one school');
  const read = readConfig({});
  if ('faults' in read) throw new Error(read.faults.join('; '));
  const ran: string[] = [];
  const counted =
    (step: string): Steps['plan-prompts'] =>
    async (context) => {
      ran.push(`${step} ${context.now.toISOString()}`);
      return { counts: { planned: 1 }, nextDue: null };
    };
  return {
    ran,
    store,
    chats: new Map(),
    config: read.ok,
    ids: first.at(moment).ids,
    log: first.log,
    now: () => new Date(moment),
    freeBytes: async () => null,
    world: {
      store,
      async contextFor(org, at) {
        const school = schools.find((one) => one.org === org);
        if (!school) throw new Error('A command asked for an organisation the test does not know');
        return school.at((at ?? new Date(moment)).toISOString());
      },
    },
    steps: {
      'plan-prompts': counted('plan-prompts'),
      'deliver-messages': counted('deliver-messages'),
      'chase-overdue': counted('chase-overdue'),
      'send-digests': counted('send-digests'),
      'sync-members': counted('sync-members'),
      'seal-ledger': counted('seal-ledger'),
      'ask-charge': counted('ask-charge'),
      'check-channels': counted('check-channels'),
      'apply-retention': counted('apply-retention'),
      ...steps,
    },
  };
}
