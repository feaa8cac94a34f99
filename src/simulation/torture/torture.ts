/**
 * The command `torture`: reads what is asked, runs one trial after another on invented schools of its own, prints
 * what each showed, and a last line with what was lost and doubled.
 * The rule: it touches no database and no workspace but those it makes; anything lost or doubled ends it with 1.
 */
import { seededRandom, seedFrom } from '../../domain/seeded.ts';
import { diskFull } from './disk-full.ts';
import { halfOpen } from './half-open.ts';
import { type Kind, type Prepared, prepareHouse, type Real } from './house.ts';
import { killing } from './killing.ts';
import { load } from './load.ts';
import { outage } from './outage.ts';
import { phasesNamed } from './phases.ts';
import { canRunPostgres, type Postgres, startPostgres } from './postgres-server.ts';
import { replicas } from './replicas.ts';
import { restarts } from './restarts.ts';
import { staffOf } from './school.ts';
import { secondProcess } from './second-process.ts';
import { addReport, emptyReport, type Given, noFindings, type Report, type Trial } from './trial.ts';

/** As the command line gives them. */
export type Asked = Partial<Record<string, string | boolean>>;
export type Said = { code: 0 | 1 | 2; errors: string[] };

const NO_POSTGRES =
  'Postgres programs are not installed here: run npm install with the development packages, or leave out what needs a server (--database pglite)';

export async function torture(
  asked: Asked,
  real: Real,
  { say, progress }: Pick<Given, 'say' | 'progress'>,
): Promise<Said> {
  const plan = planOf(asked);
  if ('faults' in plan) return { code: 2, errors: plan.faults };
  if (plan.needsServer && !canRunPostgres) return { code: 2, errors: [NO_POSTGRES] };
  let postgres: Postgres | null = null;
  const total = emptyReport();
  const server = async () => {
    postgres ??= await startPostgres({ durable: true });
    return postgres;
  };
  const schools = new Map<string, Promise<Prepared>>();
  const school = (kind: Kind, staff: number) => {
    const name = `${kind} ${staff}`;
    const made =
      schools.get(name) ??
      (async () => prepareHouse(kind, staffOf(staff), real, kind === 'postgres' ? await server() : null))();
    schools.set(name, made);
    return made;
  };
  say(`Seed ${plan.seed}`);
  try {
    for (const { name, trial } of plan.trials) {
      const random = seededRandom(seedFrom(name, String(plan.seed)));
      const report = await runToItsEnd(name, trial, {
        real,
        random,
        say,
        progress,
        server,
        school,
        kinds: plan.kinds,
      });
      addReport(total, report);
    }
  } finally {
    for (const made of schools.values())
      await made.then(
        (each) => each.discard(),
        () => undefined,
      );
    await (postgres as Postgres | null)?.stop();
  }
  for (const { check, where } of [...total.lost, ...total.doubled, ...total.other])
    say(`Fault: ${check}: ${where}`);
  say(`${total.kills} kills, ${total.lost.length} lost, ${total.doubled.length} doubled`);
  return { code: noFindings(total) ? 0 : 1, errors: [] };
}

/** A trial that breaks off has proved nothing, and says so; the others go on. */
async function runToItsEnd(name: string, trial: Trial, given: Given): Promise<Report> {
  try {
    return await trial(given);
  } catch (fault) {
    const where = `${name}: ${fault instanceof Error ? fault.message : 'unknown'}`;
    return { ...emptyReport(), other: [{ check: 'the trial runs to its end', where }] };
  }
}

type Plan = { seed: number; kinds: Kind[]; needsServer: boolean; trials: { name: string; trial: Trial }[] };

function planOf(asked: Asked): Plan | { faults: string[] } {
  const faults: string[] = [];
  const whole = (name: string, otherwise: number): number => {
    const given = asked[name];
    if (given === undefined) return otherwise;
    const number = given === true ? otherwise : Number(given);
    if (!Number.isInteger(number) || number < 1 || number > 1_000_000)
      faults.push(`--${dashed(name)}: give a whole number, 1 or more`);
    return number;
  };
  const phases = phasesNamed(String(asked.phases ?? 'all'));
  if (phases === null) faults.push('--phases: all, or some of the nine with commas between (see --help)');
  const database = String(asked.database ?? 'both');
  if (!['postgres', 'pglite', 'both'].includes(database)) faults.push('--database: postgres, pglite or both');
  const kinds: Kind[] = database === 'both' ? ['postgres', 'pglite'] : [database as Kind];
  const trials: Plan['trials'] = [];
  const add = (name: string, trial: Trial) => trials.push({ name, trial });
  const seed = whole('seed', 1);
  const rate = whole('rate', 10);
  if (asked.outage !== undefined) add('outage', outage(whole('outage', 30), rate));
  if (asked.restart !== undefined) add('restart', restarts(whole('restart', 5), rate));
  if (asked.halfOpen !== undefined) add('half-open', halfOpen(whole('halfOpen', 5), rate));
  if (asked.diskFull !== undefined) add('disk-full', diskFull());
  if (asked.secondProcess !== undefined) add('second-process', secondProcess(whole('secondProcess', 50)));
  if (asked.replicas !== undefined) add('replicas', replicas(whole('replicas', 3)));
  if (asked.load !== undefined) add('load', load(whole('load', 60), whole('rate', 50)));
  if (asked.soak !== undefined) add('soak', load(whole('soak', 60) * 60, rate));
  const kills = whole('kills', asked.short === true ? 2 : 25);
  if (trials.length === 0 || asked.kills !== undefined) add('kill', killing(phases ?? [], kills));
  const server = trials.some(({ name }) => !['disk-full', 'second-process'].includes(name));
  return faults.length > 0
    ? { faults }
    : { seed, kinds, trials, needsServer: server && kinds.includes('postgres') };
}

const dashed = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
