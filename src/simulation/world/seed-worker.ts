/**
 * A process that runs seeds, one after another, on a database of its own: told which by whoever started it.
 * The rule: it decides nothing and prints nothing; it ends when it is no longer asked.
 */
import { openSimulatedDatabase } from '../../store/simulated-database.ts';
import { answerJob, type Job } from './seed-jobs.ts';

const db = openSimulatedDatabase();

process.on('message', (job: Job) => {
  void db
    .then((opened) => answerJob(opened, job))
    .then(
      (answer) => process.send?.(answer),
      (fault: unknown) => {
        process.send?.({ broke: fault instanceof Error ? (fault.stack ?? fault.message) : 'unknown' });
      },
    );
});
// Who is to stop is told by whoever started it, once its seed is done.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));
