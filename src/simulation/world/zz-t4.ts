import { openSimulatedDatabase } from '../../store/simulated-database.ts';
import { runSeed } from './run-seed.ts';
import { writeFileSync } from 'node:fs';
const db = await openSimulatedDatabase();
const seed=Number(process.argv[2]); const days=Number(process.argv[3]??14);
const keep=process.argv[4]?new Set(process.argv[4].split(',').filter(Boolean).map(Number)):null;
const r=await runSeed(db,{seed,days,keep,kept:1e6});
console.log(r.hash, r.violations);
for (const f of r.faults.sort((a,b)=>a.at-b.at)) console.log(f.index, f.kind, f.school, f.bot, new Date(r.sim.start+f.at).toISOString(), Math.round(f.lasts/1000)+'s', f.skip);
writeFileSync('/tmp/trace-'+seed, r.tail.join('\n'));
const snap=await db.snapshot();
for (const v of r.violations) for (const id of v.what.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g)??[]) {
 const m=snap.messages.find(x=>x.messageId===id); if(m){const {body,...rest}=m; console.log(JSON.stringify(rest));}
 const p=snap.prompts.find(x=>x.promptId===id); if(p) console.log(JSON.stringify(p));
 for (const c of await db.changes()) if(c.key===id) console.log(c.seq,c.at.toISOString(),c.what,JSON.stringify(c.was),JSON.stringify(c.now));
}
await db.close();
