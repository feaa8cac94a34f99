import { openSimulatedDatabase } from '../../store/simulated-database.ts';
import { runSeed } from './run-seed.ts';
import { MUTANTS } from './mutants.ts';
const db = await openSimulatedDatabase();
const only=process.argv[2];
for (const m of MUTANTS) { if (only && m.name!==only) continue; const t=performance.now(); let caught='';let seed=1;
 for (;seed<=Number(process.argv[3]??8);seed++){ const honest=await runSeed(db,{seed,days:14}); const hv=new Set(honest.violations.map(v=>v.invariant)); const r=await runSeed(db,{seed,days:14,wraps:m.make()}); if(m.mend) await db.run(m.mend); const mine=r.violations.filter(v=>!hv.has(v.invariant)); if (mine.length) {caught=[...new Set(mine.map(v=>v.invariant))].join(',')+' '+mine[0]?.what; break;} }
 console.log(m.name, caught?'CAUGHT seed '+seed+' by '+caught:'MISSED', Math.round(performance.now()-t)); }
await db.close();
