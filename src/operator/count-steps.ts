/**
 * The timetable's steps, counted for /metrics: how often each ran, what it did, how often it failed.
 */
import { type Steps, TIMETABLE } from '../timetable.ts';
import type { Metrics } from '../web/metrics.ts';

export function countSteps(steps: Steps, metrics: Metrics): Steps {
  const entries = TIMETABLE.map(({ step }) => {
    const run: Steps[typeof step] = async (context) => {
      try {
        const result = await steps[step](context);
        metrics.stepRan(step, result.counts);
        return result;
      } catch (fault) {
        metrics.stepFailed(step);
        throw fault;
      }
    };
    return [step, run] as const;
  });
  return Object.fromEntries(entries) as Steps;
}
