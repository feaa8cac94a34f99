/**
 * Names the command that brings files in, what each kind of file looks like, and which options go with which kind.
 * The rule: an option that a kind does not have is refused before anything is read: a preview that was asked for and not
 * given would be an import. What each kind does is in a file of its own.
 */
import type { Command } from 'commander';
import { NATIONS } from '../domain/nation.ts';
import type { ControlCommand } from '../web/control-form.ts';
import { importKinds } from './import-kinds.ts';
import { badInput, type Outcome } from './outcome.ts';

type Args = ControlCommand['args'];
type Perform = (command: string, args: Args, path?: string) => Promise<void>;

const HELP = `
people:   staff_ref,name,email,role,starts_on,leaves_on,working_days,day_start,day_end
          Everybody in the file is confirmed staff. Several roles are joined by ;
          Whoever is not in it stays as they are; leaves_on says left. See first: --dry-run
calendar: kind,name,starts_on,ends_on as CSV, or an iCalendar file (.ics)
          half_term: weeks the school is open, such as Autumn 1; or term: a whole term
          holiday: days off in a term; inset, closed, bank_holiday: a day, or a run of them
          The school years in the file are replaced whole; the others stay. See first: --dry-run`;

const FOR_CALENDARS = {
  json: '--json',
  preset: '--preset',
  year: '--year',
  nation: '--nation',
} as const;

export function nameImports(program: Command, perform: Perform, print: (outcome: Outcome) => void): void {
  program
    .command('import')
    .description(`bring in a file: ${importKinds.now.join(', ')}`)
    .argument('<kind>', importKinds.now.join(', '))
    .argument('[file]', 'the file')
    .requiredOption('--setting <ref>', 'the setting it belongs to')
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--json', 'calendar: as JSON')
    .option('--preset <name>', 'calendar: the usual terms, england, where there is no file yet')
    .option('--year <year>', 'calendar: the year the preset’s school year begins in')
    .option('--nation <nation>', `calendar: whose bank holidays: ${NATIONS.join(', ')}; england unless given`)
    .addHelpText('after', HELP)
    .action((kind: string, file: string | undefined, args: Args) => {
      const fault = importKinds.faultOf(kind) ?? faultOf(kind, file, args);
      return fault === null ? perform(`import ${kind}`, args, file) : print(badInput(fault));
    });
}

function faultOf(kind: string, file: string | undefined, args: Args): string | null {
  const given = Object.entries(FOR_CALENDARS).find(([name]) => args[name] !== undefined);
  if (kind !== 'calendar' && given !== undefined)
    return `import ${kind}: ${given[1]} is for a calendar alone; nothing was read`;
  if (args.preset !== undefined && file !== undefined)
    return 'import calendar: give a file or --preset, not both';
  if (args.year !== undefined && args.preset === undefined)
    return 'import calendar: --year goes with --preset; a file says its years itself';
  if (args.preset === undefined && file === undefined)
    return `import ${kind}: which file?${kind === 'calendar' ? ' Where there is none yet: --preset england --year 2026' : ''}`;
  return null;
}
