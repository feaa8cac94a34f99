/**
 * Names the commands about what is kept of people: holds, a person's export, and forgetting them.
 * The rule: a file that is to be written is opened before the command runs, so that nothing is recorded as made that
 * could not be. What each command does is in a file of its own.
 */
import type { Command } from 'commander';
import type { ControlCommand } from '../web/control-form.ts';
import { openOut } from './open-out.ts';
import { badInput, type Outcome } from './outcome.ts';

type Args = ControlCommand['args'];
/** `keep` is given what came of it, before it is printed. */
type Perform = (
  command: string,
  args: Args,
  path?: string,
  keep?: (outcome: Outcome) => Outcome,
) => Promise<void>;

const WHO = 'their staff_ref in the staff list, or their id';

export function nameRights(program: Command, perform: Perform, print: (outcome: Outcome) => void): void {
  const hold = program
    .command('hold')
    .description('legal holds: while one stands, nothing it is for is removed');
  hold
    .command('place')
    .description('keep everything of a setting, or of one person, until it is lifted')
    .requiredOption('--setting <ref>', 'the setting')
    .option('--person <ref>', 'one person alone: their staff_ref, or their id')
    .requiredOption('--reference <text>', 'where the reason is kept, such as a file number; never a name')
    .action((args: Args) => perform('hold place', args));
  hold
    .command('lift')
    .argument('<id>', 'the hold’s id')
    .action((ref: string) => perform('hold lift', { ref }));
  hold
    .command('list')
    .option('--setting <ref>', 'one setting alone')
    .option('--json', 'as JSON')
    .action((args: Args) => perform('hold list', args));
  program
    .command('export')
    .description('everything kept about somebody')
    .command('person')
    .description('as a zip to give to them: JSON, a CSV a table, and what it is; other people are put out')
    .argument('<ref>', WHO)
    .requiredOption('--out <file>', 'where to write it, ending .zip')
    .option('--setting <ref>', 'where two people have the same staff_ref')
    .action((ref: string, { out, ...args }: Args) => {
      const file = openOut(String(out));
      if ('fault' in file) return print(badInput(file.fault));
      return perform('export person', { ...args, ref }, undefined, file.keep);
    });
  program
    .command('erase')
    .description('forget somebody who has left')
    .command('person')
    .description('key, notes, name, addresses and words go for good; what they answered stays as counts')
    .argument('<ref>', WHO)
    .option('--setting <ref>', 'where two people have the same staff_ref')
    .option('--dry-run', 'say whether it may be done, and change nothing')
    .action((ref: string, args: Args) => perform('erase person', { ...args, ref }));
}
