/**
 * Carries out a command in the house a Config describes: on a server's database or a free embedded one here, on
 * one that a running Vigil holds by handing the command over to it.
 * The rule: the embedded database's own lock decides who may open it; running.json only says whom to ask. Where
 * there is no organisation yet, the invented school is made first.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { localChat } from '../chat/local/local.ts';
import type { Config } from '../config.ts';
import type { Log } from '../cycle/context.ts';
import type { Ids } from '../domain/ids.ts';
import type { OrgId } from '../domain/setting.ts';
import type { Store } from '../store/database.ts';
import { openEmbedded } from '../store/embedded.ts';
import { freeBytes } from '../store/free-space.ts';
import { listOrganisations } from '../store/installations.ts';
import { DatabaseBusy, StoreRefusal } from '../store/refusals.ts';
import { openServer } from '../store/server.ts';
import type { ControlCommand } from '../web/control-form.ts';
import { cycleSteps } from './cycle-steps.ts';
import { handOver } from './hand-over.ts';
import { moveFault, moveTo } from './move.ts';
import { badInput, failed, type Given, type Outcome } from './outcome.ts';
import { runCommand } from './run-command.ts';
import { findRunning } from './running.ts';
import { worldOver } from './world.ts';

export type MakeSchool = (store: Store, ids: Ids, now: Date) => Promise<OrgId>;

/** A Vigil that is starting has the lock before it has running.json; a command that is ending soon lets go. */
const WAIT_MS = 250;
const WAITS = 60;
const NO_FOLDER = ['EACCES', 'EEXIST', 'ENOTDIR', 'EPERM', 'EROFS'];

export async function performIn(
  config: Config,
  command: ControlCommand,
  makeSchool: MakeSchool,
): Promise<Outcome> {
  try {
    const fault = command.command === 'move' ? moveFault(command.args) : null;
    if (fault !== null) return badInput(fault);
    if (config.database.kind === 'server') {
      if (command.command === 'move')
        return badInput('DATABASE_URL: it names a server already; take it out to move the embedded database');
      const { url, migrateUrl } = config.database;
      return await performOn(await openServer(url, { migrateUrl }), config, command, makeSchool);
    }
    return await performEmbedded(config, command, makeSchool);
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

async function performEmbedded(
  config: Config,
  command: ControlCommand,
  makeSchool: MakeSchool,
): Promise<Outcome> {
  for (let wait = 0; ; wait += 1) {
    const running = findRunning(config.dataDir);
    if (running !== null) {
      // What was written after the copy was read would be on neither side, so it is not done under a running Vigil.
      if (command.command === 'move')
        return failed('Vigil is running, and would go on writing to the database being moved; stop it first');
      const handed = await handOver(running, command);
      if (handed.kind === 'answered') return handed.outcome;
    }
    const store = await openFree(config.dataDir);
    if (store !== null) return performOn(store, config, command, makeSchool);
    if (wait >= WAITS)
      return failed('The database is in use by another program; try again, or stop that one first');
    await setTimeout(WAIT_MS);
  }
}

/** The embedded database, or null while another process has it. */
async function openFree(dataDir: string): Promise<Store | null> {
  try {
    return await openEmbedded(dataDir);
  } catch (fault) {
    if (fault instanceof DatabaseBusy) return null;
    throw fault;
  }
}

async function performOn(
  store: Store,
  config: Config,
  command: ControlCommand,
  makeSchool: MakeSchool,
): Promise<Outcome> {
  try {
    const given = givenOver(store, config);
    if (command.command !== 'migrate') await ensureInventedSchool(given, makeSchool);
    return await (command.command === 'move' ? moveTo(store, command.args) : runCommand(given, command));
  } finally {
    await store.close();
  }
}

/** What commands are given in a process of their own. */
function givenOver(store: Store, config: Config): Given {
  const ids: Ids = { id: randomUUID, token: () => randomBytes(16).toString('base64url') };
  const log = quietLog(config);
  const now = () => new Date();
  return {
    store,
    config,
    ids,
    log,
    now,
    world: worldOver(store, { now, ids, random: { next: Math.random }, log }),
    steps: cycleSteps(new Map([['local', localChat()]])),
    freeBytes: async () => (store.kind === 'embedded' ? freeBytes(config.dataDir) : null),
  };
}

/** Makes the invented school where there is no organisation, unless a chat platform is to be set up instead. */
export async function ensureInventedSchool(
  { store, ids, now, config }: Pick<Given, 'store' | 'ids' | 'now' | 'config'>,
  makeSchool: MakeSchool,
): Promise<void> {
  if (!config.local || (await listOrganisations(store)).length > 0) return;
  try {
    await makeSchool(store, ids, now());
  } catch (fault) {
    // Two that start at once on one server both find it empty; the second is refused, and the school is there.
    if (!(fault instanceof StoreRefusal) || (await listOrganisations(store)).length === 0) throw fault;
  }
}

/** A command's faults are its outcome; the log is for whoever asks to see more. */
function quietLog({ logLevel }: Config): Log {
  const loud = logLevel === 'debug' || logLevel === 'trace';
  const write = (level: string) => (facts: Record<string, unknown>, event: string) => {
    if (loud) process.stderr.write(`${JSON.stringify({ level, event, ...facts })}\n`);
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
