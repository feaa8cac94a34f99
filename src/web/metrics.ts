/**
 * Figures for whoever runs Vigil: what each step did, and how many messages stand in each state.
 * The rule: totals over every organisation; no tenant, person or text is ever a label.
 */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { StepCounts } from '../cycle/context.ts';
import { countMessages } from '../store/conversations.ts';
import type { Store } from '../store/database.ts';
import { listOrganisations } from '../store/installations.ts';

export type Metrics = {
  /** Counts one run of a step and what it did. */
  stepRan(step: string, counts: Partial<StepCounts>): void;
  stepFailed(step: string): void;
  contentType: string;
  read(): Promise<string>;
};

export function openMetrics(store: Store): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const runs = new Counter({
    name: 'vigil_step_runs_total',
    help: 'Runs of each timetable step, by outcome.',
    labelNames: ['step', 'outcome'],
    registers,
  });
  const done = new Counter({
    name: 'vigil_step_done_total',
    help: 'What each timetable step did.',
    labelNames: ['step', 'what'],
    registers,
  });
  new Gauge({
    name: 'vigil_messages',
    help: 'Outbound messages, by state.',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset();
      for (const [state, count] of await messagesByState(store)) this.set({ state }, count);
    },
  });
  return {
    stepRan(step, counts) {
      runs.inc({ step, outcome: 'ran' });
      for (const [what, count] of Object.entries(counts)) done.inc({ step, what }, count);
    },
    stepFailed(step) {
      runs.inc({ step, outcome: 'failed' });
    },
    contentType: registry.contentType,
    read: () => registry.metrics(),
  };
}

async function messagesByState(store: Store): Promise<Map<string, number>> {
  const totals = new Map<string, number>();
  for (const org of await listOrganisations(store))
    for (const { state, count } of await store.within(org, countMessages))
      totals.set(state, (totals.get(state) ?? 0) + count);
  return totals;
}
