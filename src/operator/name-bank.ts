/**
 * Names the commands about question banks: check a file, and write or bring in a setting's own.
 * The rule: what each does is in a file of its own.
 */
import type { Command } from 'commander';
import type { ControlCommand } from '../web/control-form.ts';

type Args = ControlCommand['args'];
type Perform = (command: string, args: Args, path?: string) => Promise<void>;

export function nameBank(program: Command, perform: Perform): void {
  const bank = program.command('bank').description('work on question banks');
  bank
    .command('check')
    .description('name every fault in a bank file, and print the weekly load of each role')
    .argument('<file>', 'a bank file (YAML)')
    .action((file: string) => perform('bank check', {}, file));
  bank
    .command('export')
    .description('print the questions a setting has on, as a bank file (YAML)')
    .requiredOption('--setting <ref>', 'the setting')
    .action((args: Args) => perform('bank export', args));
  bank
    .command('import')
    .description('bring a setting’s questions into line with a bank file; those not in it stay as they are')
    .argument('<file>', 'a bank file (YAML)')
    .requiredOption('--setting <ref>', 'the setting')
    .option('--dry-run', 'say what would change, and change nothing')
    .action((file: string, args: Args) => perform('bank import', args, file));
  bank
    .command('edition')
    .description('go over to a new edition of guidance: what to look at again, and who must read it again')
    .argument('<edition>', 'as questions name it, such as "KCSIE 2027"')
    .requiredOption('--setting <ref>', 'the setting')
    .option('--dry-run', 'say what would change, and change nothing')
    .action((edition: string, args: Args) => perform('bank edition', { ...args, edition }));
}
