/**
 * Gives seeds out to as many processes as are wanted, each with a database of its own, one seed at a time.
 * The rule: which process runs a seed makes no difference to it. With no processes, seeds are run here.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openSimulatedDatabase, type SimulatedDatabase } from '../../store/simulated-database.ts';
import { type Answered, answerJob, type Job } from './seed-jobs.ts';

export type SeedPool = {
  readonly size: number;
  run(job: Job): Promise<Answered>;
  close(): Promise<void>;
};

type Broke = { broke: string };
type Place = { run(job: Job): Promise<Answered>; close(): Promise<void> };

export async function openSeedPool(processes: number): Promise<SeedPool> {
  const places = processes === 0 ? [await placeHere()] : Array.from({ length: processes }, placeInProcess);
  const free = [...places];
  const waiting: ((place: Place) => void)[] = [];
  const give = (place: Place) => {
    const next = waiting.shift();
    if (next) next(place);
    else free.push(place);
  };
  return {
    size: places.length,
    async run(job) {
      const place = free.pop() ?? (await new Promise<Place>((resolve) => waiting.push(resolve)));
      try {
        return await place.run(job);
      } finally {
        give(place);
      }
    },
    close: async () => void (await Promise.all(places.map((place) => place.close()))),
  };
}

async function placeHere(): Promise<Place> {
  const db: SimulatedDatabase = await openSimulatedDatabase();
  return { run: (job) => answerJob(db, job), close: () => db.close() };
}

function placeInProcess(): Place {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker: ChildProcess = fork(fileURLToPath(new URL(`./seed-worker.${extension}`, import.meta.url)));
  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        const end = (act: () => void) => {
          worker.off('message', hear);
          worker.off('exit', died);
          act();
        };
        const hear = (answer: Answered | Broke) =>
          end(() => ('broke' in answer ? reject(new Error(answer.broke)) : resolve(answer)));
        const died = () => end(() => reject(new Error(`The process died at seed ${job.seed}`)));
        worker.on('message', hear);
        worker.on('exit', died);
        worker.send(job);
      }),
    close: async () => {
      if (worker.connected) worker.disconnect();
    },
  };
}
