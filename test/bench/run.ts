/**
 * `npm run bench`: every benchmark, or those named; `--json` for machines. What it prints holds for this run on this
 * machine alone: each figure is a median of rounds with its range, beside a baseline measured in turns with it.
 */
import { cpus, totalmem } from 'node:os';
import { benchFlood } from './flood.ts';
import { benchFuzz } from './fuzz.ts';
import { benchGuard } from './guard.ts';
import { benchInvoke } from './invoke.ts';
import { benchLedger } from './ledger.ts';
import { isOptionWithWord } from './measure.ts';
import { benchMinute } from './minute.ts';
import { benchTap, type Row } from './tap.ts';

const BENCHES: Record<string, () => Promise<Row[]>> = {
  tap: benchTap,
  invoke: benchInvoke,
  minute: benchMinute,
  guard: benchGuard,
  ledger: benchLedger,
  flood: benchFlood,
  fuzz: benchFuzz,
};

const words = process.argv.slice(2);
/** `--count 1000` is one option in two words. */
const asked = words.filter((word, at) => !word.startsWith('--') && !isOptionWithWord(words[at - 1]));
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no bench ${unknown.join(', ')}; there is ${Object.keys(BENCHES).join(', ')}\n`,
  );
  process.exit(2);
}
const rows: Row[] = [];
for (const [name, bench] of Object.entries(BENCHES))
  if (asked.length === 0 || asked.includes(name)) rows.push(...(await bench()));

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.version}`;
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ machine, rows })}\n`);
else {
  process.stdout.write(`${machine}\n`);
  for (const { name, value, min, max, unit, baseline, ratio } of rows)
    process.stdout.write(
      `${name}: ${value.toFixed(2)} ${unit} (${min.toFixed(2)} to ${max.toFixed(2)}); ${baseline}; × ${ratio.toFixed(1)}\n`,
    );
}
