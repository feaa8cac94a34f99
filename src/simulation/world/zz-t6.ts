import { openSimulatedDatabase } from '../../store/simulated-database.ts';
import { checkRenaming } from './check-renaming.ts';
import { runSeed } from './run-seed.ts';
import { checkClockChanges } from './clock-changes.ts';
const c=checkClockChanges(); console.log(c.changes,c.compared,c.differ.slice(0,5), c.differ.length);
const db = await openSimulatedDatabase();
for (const s of [1,2,3]) console.log(await checkRenaming(db,s,14));
const a=await runSeed(db,{seed:5,days:10}); const b=await runSeed(db,{seed:6,days:4}); const a2=await runSeed(db,{seed:5,days:10}); console.log(a.hash===a2.hash, b.hash);
await db.close();
