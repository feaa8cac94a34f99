/**
 * Carries out a command in this process: opens the database, makes the invented school where there is none, runs
 * the command and closes again.
 * The rule: real time and real chance come in here, as they do in main; a command never sees the process.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Chat, Platform } from '../chat/chat.ts';
import { localChat } from '../chat/local/local.ts';
import { inTime } from '../chat/work-in-hand.ts';
import type { Config } from '../config.ts';
import type { Log } from '../cycle/context.ts';
import { openReceiver } from '../cycle/receive-press.ts';
import { takePress } from '../cycle/take-press.ts';
import type { Ids } from '../domain/ids.ts';
import type { Store } from '../store/database.ts';
import { freeBytes } from '../store/free-space.ts';
import { openStore } from '../store/open-store.ts';
import { DatabaseBusy } from '../store/refusals.ts';
import type { ControlCommand } from '../web/control-form.ts';
import { cycleSteps } from './cycle-steps.ts';
import { ensureInventedSchool, type MakeSchool } from './ensure-school.ts';
import { moveTo } from './move.ts';
import { openSpoolFor } from './open-spool.ts';
import type { Given, Outcome } from './outcome.ts';
import { runCommand } from './run-command.ts';
import { worldOver } from './world.ts';

/** The outcome; or, while another process has the embedded database, who that is. */
export async function performHere(
  config: Config,
  command: ControlCommand,
  makeSchool: MakeSchool,
): Promise<Outcome | { busy: string }> {
  const store = await openFree(config);
  if ('busy' in store) return store;
  try {
    const given = await givenOver(store, config);
    if (command.command !== 'migrate') await ensureInventedSchool(given, makeSchool);
    return await (command.command === 'move' ? moveTo(store, command.args) : runCommand(given, command));
  } finally {
    await store.close();
  }
}

async function openFree({ database, dataDir }: Config): Promise<Store | { busy: string }> {
  try {
    const server = database.kind === 'server' ? database : null;
    return await openStore({
      databaseUrl: server?.url ?? null,
      migrateUrl: server?.migrateUrl ?? null,
      dataDir,
    });
  } catch (fault) {
    if (fault instanceof DatabaseBusy) return { busy: fault.message };
    throw fault;
  }
}

/** What commands are given in a process of their own. */
async function givenOver(store: Store, config: Config): Promise<Given> {
  const ids: Ids = { id: randomUUID, token: () => randomBytes(16).toString('base64url') };
  const log = quietLog(config);
  const now = () => new Date();
  const chats = await chatsFor(store, config, now);
  const world = worldOver(store, { now, ids, random: { next: Math.random }, log });
  const state = openSpoolFor(config, ids);
  const spool = 'spool' in state ? state.spool : null;
  const { fileFirst } = openReceiver({
    world,
    spool,
    take: takePress,
    inTime,
    now,
    log,
    stopping: () => false,
  });
  return {
    store,
    config,
    ids,
    log,
    now,
    world,
    presses: { state, fileFirst },
    chats,
    steps: cycleSteps(chats),
    progress: (line) => void process.stderr.write(`${line}\n`),
    freeBytes: async () => (store.kind === 'embedded' ? freeBytes(config.dataDir) : null),
  };
}

/** The platforms' own libraries are slow to load, so they are only where one is set up. */
async function chatsFor(store: Store, config: Config, now: () => Date): Promise<Map<Platform, Chat>> {
  if (config.slack === null && config.teams === null) return new Map([['local', localChat()]]);
  const { openChats } = await import('./open-chats.ts');
  return openChats(config, store, { now });
}

/** A command's faults are its outcome; the log is for whoever asks to see more. */
function quietLog({ logLevel }: Config): Log {
  const loud = logLevel === 'debug' || logLevel === 'trace';
  const write = (level: string) => (facts: Record<string, unknown>, event: string) => {
    if (loud) process.stderr.write(`${JSON.stringify({ level, event, ...facts })}\n`);
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
