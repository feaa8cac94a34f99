/**
 * The operator's door: names the commands, reads the file a command is given, and prints what it gives back.
 * The rule: results alone go to stdout; faults go to stderr, one line each, and the exit code says which kind:
 * 2 for what was asked, 1 for what failed. What a command does is in operator/, one file each.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Command, CommanderError } from 'commander';
import { nameOf } from './chat/work-in-hand.ts';
import { type Config, readConfig, readEnvironment } from './config.ts';
import { LARGEST_BYTES } from './imports/csv-rows.ts';
import { decodeText } from './imports/decode-text.ts';
import { forTerminal } from './operator/for-terminal.ts';
import { nameBank } from './operator/name-bank.ts';
import { nameImports } from './operator/name-imports.ts';
import { nameRights } from './operator/name-rights.ts';
import { badInput, failed, type Outcome } from './operator/outcome.ts';
import type { ControlCommand } from './web/control-form.ts';

type Args = ControlCommand['args'];

const program = new Command('vigil')
  .description(
    'Works on the database in DATABASE_URL or VIGIL_DATA_DIR, also while "npm start" has it open. ' +
      'Results go to stdout; faults go to stderr, one line each.',
  )
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 failed, 2 the command or a file has a fault.' +
      '\nFor JSON alone on stdout: npm run -s vigil -- status --json',
  )
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(oneLine(text)) });

program
  .command('migrate')
  .description('bring the database up to date with this version')
  .action(() => perform('migrate'));
program
  .command('move')
  .description('copy the embedded database, whole, to a Postgres server (stop Vigil first)')
  .requiredOption('--to <url>', 'the server: postgres://user:password@host:5432/database')
  .option('--owner <url>', 'the same server with the login that owns its tables, where that is another')
  .action((args: Args) => perform('move', args));
nameBank(program, perform);
program
  .command('setting')
  .description(
    'make a school as a small file describes it, or bring it up to date; see examples/setting.yaml',
  )
  .argument('<file>', 'the setting’s file (YAML)')
  .action((file: string) => perform('setting', {}, file));
nameImports(program, perform, print);
program
  .command('tick')
  .description('run every step that is due, once, and print what was done as JSON')
  .option('--at <iso>', 'at this moment, such as 2026-11-09T08:00:00Z, instead of now')
  .action((args: Args) => perform('tick', args));
program
  .command('status')
  .description('where each setting stands')
  .option('--setting <ref>', 'one setting alone')
  .option('--json', 'as JSON')
  .action((args: Args) => perform('status', args));
program
  .command('retention')
  .description('what is kept for how long and why, what the last night removed, and what goes next')
  .option('--setting <ref>', 'one setting alone')
  .option('--json', 'as JSON')
  .action((args: Args) => perform('retention', args));
program
  .command('digest')
  .description('the facts of a week’s digest, as JSON')
  .requiredOption('--setting <ref>', 'the setting')
  .option('--week <week>', 'such as 2026-W46; the last school week unless given')
  .option('--json', 'as JSON (always so)')
  .action((args: Args) => perform('digest', args));
nameRights(program, perform, print);
program
  .command('ledger')
  .description('the record of every change')
  .command('verify')
  .description('show that nothing in the record was cut, edited, reordered, removed or rebuilt')
  .option('--setting <ref>', 'the organisation that setting belongs to; all of them unless given')
  .option('--digests <file>', 'a text file with the last lines of digests, pasted from the channel')
  .option('--json', 'as JSON')
  .action(({ digests, ...args }: Args & { digests?: string }) => perform('ledger verify', args, digests));
program
  .command('teams')
  .description('set Vigil up in Microsoft Teams')
  .command('package')
  .description('make the app package to upload to Teams, from TEAMS_APP_ID and VIGIL_BASE_URL')
  .option('--out <file>', 'where to write it; vigil-teams.zip unless given')
  .option('--website <url>', 'a page about it for staff; VIGIL_BASE_URL unless given')
  .option('--privacy <url>', 'your privacy notice; the website unless given')
  .option('--terms <url>', 'your terms of use; the website unless given')
  .option('--app-version <version>', 'such as 1.0.1; this version of Vigil unless given')
  .action((args: Args) => perform('teams package', args));
const keys = program.command('keys').description('the keys that notes and tokens are encrypted under');
keys
  .command('status')
  .description('where the key is, whether it opens what is kept, and how many have keys')
  .action(() => perform('keys status'));
keys
  .command('rotate')
  .description('wrap every organisation’s key in a new one; what was begun and cut short goes on')
  .action(() => perform('keys rotate'));
keys
  .command('begin-anew')
  .description(
    'go on without an encryption key that is lost for good: notes go, workspaces are installed again',
  )
  .option('--lost', 'the key is lost, and no copy of it can be found')
  .action((args: Args) => perform('keys begin-anew', args));
program
  .command('doctor')
  .description('look over configuration, database and settings, and say the mend for what is wrong')
  .action(() => perform('doctor'));
program
  .command('torture')
  .description('kill, cut off, fill up and overload Vigils on invented schools, and count what is lost')
  .option('--kills <n>', 'kills in each phase: 25 unless given')
  .option(
    '--phases <names>',
    'all, or some of plan,enqueue,claim,pre-post,post-sent,pre-mark,pre-commit,post-commit,pre-tick',
  )
  .option('--database <kind>', 'postgres, pglite or both')
  .option('--seed <n>', 'the same chances again: 1 unless given')
  .option('--short', 'two kills in each phase')
  .option('--outage [minutes]', 'Postgres stopped for so long: 30 unless given')
  .option('--restart [times]', 'Postgres restarted: 5 times unless given')
  .option('--half-open [times]', 'the link to Postgres falls silent: 5 times unless given')
  .option('--disk-full', 'the embedded database’s disk fills up (Linux, as root)')
  .option('--second-process [times]', 'a second process on one data directory: 50 times unless given')
  .option('--replicas [most]', 'two processes on one Postgres, then three, up to so many: 3 unless given')
  .option('--load [seconds]', 'presses at a steady rate: 60 seconds unless given')
  .option('--soak [minutes]', 'the same for long, for its memory: 60 minutes unless given')
  .option('--rate <n>', 'presses a second: 50 for load and 10 for the others unless given')
  .action(async (args: Args) => {
    const { torture } = await import('./simulation/torture/torture.ts');
    const { code, errors } = await torture(args, realWorld(), {
      say: (line) => process.stdout.write(`${line}\n`),
      progress: (line) => process.stderr.write(`${line}\n`),
    });
    print({ code, out: '', errors });
  });

program
  .command('simulate')
  .description('run Vigil in a simulated world where everything goes wrong, and check what must hold')
  .option('--seeds <range>', 'which seeds, such as 1-100')
  .option('--days <days>', 'how many days each lasts; 14 unless given')
  .option('--years <count>', 'so many whole school years instead')
  .option('--mutants', 'plant a bug at a time, and print which rule catches each')
  .option('--forever', 'go on from seed to seed until told to stop')
  .option('--faults <numbers>', 'keep only these of a seed’s faults, such as 3,7; or none')
  .option('--staff <count>', 'so many ordinary staff in each school')
  .option('--end-day <day>', 'stop after so many of the days')
  .option('--workers <count>', 'processes at once; as many as there are cores unless given')
  .option('--hashes', 'print each seed’s trace hash')
  .action(async (args: Args) => {
    const { simulate } = await import('./simulation/world/simulate.ts');
    let stopped = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        stopped = true;
      });
    process.exitCode = await simulate(args, {
      print: (line) => process.stdout.write(`${line}\n`),
      tell: (line) => process.stderr.write(`${line}\n`),
      elapsed: () => performance.now(),
      isStopped: () => stopped,
    });
  });

/** Carries out one command: where the database is free, here; where a running Vigil has it, there. */
async function perform(
  command: string,
  args: Args = {},
  path?: string,
  keep: (outcome: Outcome) => Outcome = (outcome) => outcome,
): Promise<void> {
  const read = readConfig(readEnvironment());
  if ('faults' in read) {
    // To doctor a fault of the configuration is a finding; to any other command it is bad input.
    print(keep({ code: command === 'doctor' ? 1 : 2, out: '', errors: read.faults }));
    return;
  }
  const file = path === undefined ? null : readInput(path);
  if (file !== null && 'fault' in file) print(badInput(file.fault));
  else print(keep(await carriedOut(read.ok, { command, args, files: file === null ? [] : [file] })));
}

async function carriedOut(config: Config, command: ControlCommand): Promise<Outcome> {
  const [file] = command.files;
  if (command.command === 'bank check') {
    const { checkBankFile } = await import('./operator/check-bank.ts');
    return checkBankFile(file?.name ?? '', file?.text ?? '');
  }
  if (command.command === 'teams package') {
    const { packageTeams } = await import('./operator/package-teams.ts');
    return packageTeams(config, command.args);
  }
  const { performIn } = await import('./operator/perform-in.ts');
  return performIn(config, command, async (store, ids, now) => {
    const { makeInventedSchool } = await import('./demo/make-school.ts');
    return makeInventedSchool(store, ids, now);
  });
}

/** Real time and chance, for what plays with real processes. */
function realWorld() {
  return {
    now: () => new Date(),
    monotonic: () => performance.now(),
    wait: (ms: number, signal?: AbortSignal) => setTimeout(ms, undefined, signal ? { signal } : {}),
    ids: { id: randomUUID, token: () => randomBytes(16).toString('base64url') },
  };
}

/** A file's text; one that is missing, a folder or far too large is not read. */
function readInput(path: string): { name: string; text: string } | { fault: string } {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? fault.code : null;
    return { fault: `${path}: ${code === 'ENOENT' ? 'there is no such file' : 'it cannot be read'}` };
  }
  try {
    const facts = fstatSync(file);
    if (!facts.isFile()) return { fault: `${path}: it is not a file` };
    if (facts.size > LARGEST_BYTES)
      return { fault: `${path}: it is larger than 5 MB; split it into smaller ones` };
    return { name: path, text: decodeText(readFileSync(file)) };
  } finally {
    closeSync(file);
  }
}

function print({ code, out, errors }: Outcome): void {
  if (out !== '') process.stdout.write(forTerminal(out.endsWith('\n') ? out : `${out}\n`));
  for (const error of errors)
    process.stderr.write(`${forTerminal(error.replaceAll(/\s*[\r\n]+\s*/g, ' '))}\n`);
  process.exitCode = code;
}

/** "error: unknown command 'stats'\n(Did you mean status?)" as one line, with where to look. */
function oneLine(text: string): string {
  const plain = text
    .trim()
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ');
  const more = /^unknown command/.test(plain) ? '; for the commands: npm run vigil -- --help' : '';
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}${more}\n`;
}

try {
  await program.parseAsync();
} catch (fault) {
  if (fault instanceof CommanderError) process.exitCode = fault.exitCode === 0 ? 0 : 2;
  else print(failed(`The command failed (${nameOf(fault)})`));
}
