/**
 * The operator's commands by name, with their options checked: one table for the command line and for a Vigil
 * that was handed one. `move` is not here: it must not run while anything else may write (operator/move).
 */
import { z } from 'zod';
import { nameOf } from '../chat/work-in-hand.ts';
import { StoreRefusal } from '../store/refusals.ts';
import type { ControlCommand } from '../web/control-form.ts';
import { exportBank, importBank } from './bank-file.ts';
import { beginKeysAnew } from './begin-keys-anew.ts';
import { changeEdition } from './change-edition.ts';
import { digest } from './digest.ts';
import { doctor } from './doctor.ts';
import { erasePerson } from './erase-person.ts';
import { exportPerson } from './export-person.ts';
import { liftHoldOf, listHoldsOf, placeHold } from './hold.ts';
import { importCalendar } from './import-calendar.ts';
import { importPeople } from './import-people.ts';
import { keysStatus } from './inspect-keys.ts';
import { migrate } from './migrate.ts';
import { badInput, failed, type Given, type Outcome } from './outcome.ts';
import { retention } from './retention.ts';
import { rotateKeys } from './rotate-keys.ts';
import { saveSetting } from './save-setting.ts';
import { status } from './status.ts';
import { tick } from './tick.ts';
import { verifyLedger } from './verify-ledger.ts';

const options = z.object({
  setting: z.string().optional(),
  at: z.string().optional(),
  week: z.string().optional(),
  json: z.boolean().optional(),
  lost: z.boolean().optional(),
  /** Whom, or which, a command is about. */
  ref: z.string().optional(),
  person: z.string().optional(),
  reference: z.string().optional(),
  dryRun: z.boolean().optional(),
  preset: z.string().optional(),
  year: z.string().optional(),
  nation: z.string().optional(),
  edition: z.string().optional(),
});
type Options = z.infer<typeof options>;
type Named = { name: string; text: string };
type Run = (given: Given, args: Options, file: Named) => Promise<Outcome>;

const COMMANDS: Record<string, Run> = {
  migrate,
  tick,
  status,
  digest,
  doctor,
  'keys rotate': rotateKeys,
  'keys status': keysStatus,
  'keys begin-anew': beginKeysAnew,
  retention,
  'hold place': placeHold,
  'hold lift': liftHoldOf,
  'hold list': listHoldsOf,
  'erase person': erasePerson,
  'export person': exportPerson,
  'bank export': exportBank,
  'bank import': importBank,
  'bank edition': changeEdition,
  'import people': (given, args, file) => importPeople(given, args, file.text),
  'import calendar': (given, args, file) => importCalendar(given, args, file.text),
  setting: (given, _args, file) => saveSetting(given, file),
  'ledger verify': verifyLedger,
};

/** By name, for whatever walks them all. */
export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS);

export async function runCommand(given: Given, { command, args, files }: ControlCommand): Promise<Outcome> {
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  const read = options.safeParse(args);
  if (run === undefined || !read.success)
    return badInput(
      'This Vigil does not know that command; it may be another version than the one that is running',
    );
  try {
    return await run(given, read.data, files[0] ?? { name: '', text: '' });
  } catch (fault) {
    // A refusal says its own mend; anything else is a fault of ours, whose message may quote what it worked on.
    if (fault instanceof StoreRefusal) return failed(fault.message);
    given.log.error({ command, fault: nameOf(fault) }, 'command failed');
    return failed(`The command failed and changed nothing it had not finished (${nameOf(fault)})`);
  }
}
