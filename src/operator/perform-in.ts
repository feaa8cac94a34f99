/**
 * Carries out a command in the house a Config describes: on a server's database or a free embedded one in this
 * process (perform-here), on one that a running Vigil holds by handing the command over to it.
 * The rule: the embedded database's own lock decides who may open it; running.json only says whom to ask. What a
 * command handed over does not need is not loaded.
 */
import { setTimeout } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { StoreRefusal } from '../store/refusals.ts';
import type { ControlCommand } from '../web/control-form.ts';
import type { MakeSchool } from './ensure-school.ts';
import { handOver } from './hand-over.ts';
import { moveFault } from './move-fault.ts';
import { badInput, failed, type Outcome } from './outcome.ts';
import { findRunning } from './running.ts';

/** A Vigil that is starting has the lock before it has running.json; a command that is ending soon lets go. */
const WAIT_MS = 250;
const WAITS = 120;
const NO_FOLDER = ['EACCES', 'EEXIST', 'ENOTDIR', 'EPERM', 'EROFS'];

export async function performIn(
  config: Config,
  command: ControlCommand,
  makeSchool: MakeSchool,
): Promise<Outcome> {
  try {
    const fault = command.command === 'move' ? moveFault(command.args) : null;
    if (fault !== null) return badInput(fault);
    if (config.database.kind === 'server' && command.command === 'move')
      return badInput('DATABASE_URL: it names a server already; take it out to move the embedded database');
    return await performThereOrHere(config, command, makeSchool);
  } catch (fault) {
    if (fault instanceof StoreRefusal) return failed(fault.message);
    const code = fault instanceof Error && 'code' in fault ? fault.code : null;
    if (typeof code === 'string' && NO_FOLDER.includes(code))
      return failed(
        `VIGIL_DATA_DIR: the folder cannot be used (${code}); give one this account may write in`,
      );
    throw fault;
  }
}

async function performThereOrHere(
  config: Config,
  command: ControlCommand,
  makeSchool: MakeSchool,
): Promise<Outcome> {
  for (let wait = 0; ; wait += 1) {
    const running = config.database.kind === 'embedded' ? findRunning(config.dataDir) : null;
    if (running !== null) {
      // What was written after the copy was read would be on neither side, so it is not done under a running Vigil.
      if (command.command === 'move')
        return failed('Vigil is running, and would go on writing to the database being moved; stop it first');
      const handed = await handOver(running, command);
      if (handed.kind === 'answered') return handed.outcome;
    }
    const { performHere } = await import('./perform-here.ts');
    const performed = await performHere(config, command, makeSchool);
    if (!('busy' in performed)) return performed;
    if (wait >= WAITS) return failed(performed.busy);
    await setTimeout(WAIT_MS);
  }
}
