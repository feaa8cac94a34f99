import { openSimulatedDatabase } from '../../store/simulated-database.ts';
import { runSeed } from './run-seed.ts';

const db = await openSimulatedDatabase();
const [a, b, days] = [Number(process.argv[2]), Number(process.argv[3]), Number(process.argv[4] ?? 14)];
for (let s = a; s <= b; s++) {
  const t = performance.now();
  const c0 = process.cpuUsage();
  const r = await runSeed(db, { seed: s, days });
  console.log(
    s,
    r.hash.slice(0, 12),
    'ms',
    Math.round(performance.now() - t),
    'cpu',
    Math.round((process.cpuUsage(c0).user + process.cpuUsage(c0).system) / 1000),
    'faults',
    r.faults.length,
    'met',
    r.met,
    'sent',
    r.sent,
    'answers',
    r.answers,
    'attempts',
    r.sim.history.attempts.length,
    'tasks',
    r.sim.history.tasks.size,
    new Date(r.sim.start).toISOString(),
    r.sim.schools[1]?.setting.zone,
    r.violations.length,
  );
  for (const v of r.violations.slice(0, 8)) console.log('   ', v.invariant, v.what);
  if (process.env.TASKS) {
    const m = new Map();
    for (const { name } of r.sim.history.tasks.values()) m.set(name, (m.get(name) || 0) + 1);
    console.log([...m].sort((x, y) => y[1] - x[1]).slice(0, 25));
  }
  if (process.env.TAIL) console.log(r.tail.join('\n'));
}
await db.close();
