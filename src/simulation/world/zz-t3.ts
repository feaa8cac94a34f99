import { openSimulatedDatabase } from '../../store/simulated-database.ts';
import { runSeed } from './run-seed.ts';

const db = await openSimulatedDatabase();
const n = 0,
  tx = 0;
const cpu = () => {
  const c = process.cpuUsage();
  return (c.user + c.system) / 1000;
};
const by = new Map<string, [number, number]>();
const wrap = (o: any, k: string) => {
  const f = o[k].bind(o);
  o[k] = async (...a: any[]) => {
    const t = cpu();
    try {
      return await f(...a);
    } finally {
      const e = by.get(k) ?? [0, 0];
      e[0]++;
      e[1] += cpu() - t;
      by.set(k, e);
    }
  };
};
wrap(db, 'setTime');
wrap(db, 'wakes');
wrap(db, 'clear');
wrap(db, 'snapshot');
wrap(db, 'changes');
wrap(db, 'run');
wrap(db.store, 'within');
wrap(db.store, 'unbound');
for (let s = 10; s < 16; s++) {
  by.clear();
  const t = cpu();
  const r = await runSeed(db, { seed: s, days: 14 });
  console.log(
    s,
    'cpu',
    Math.round(cpu() - t),
    'sent',
    r.sent,
    [...by].map(([k, [c, m]]) => `${k} ${c}×${(m / c).toFixed(2)}=${m.toFixed(0)}`).join(' | '),
  );
}
await db.close();
