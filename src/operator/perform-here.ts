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
import { noteOpener } from '../cycle/open-note.ts';
import { openReceiver } from '../cycle/receive-press.ts';
import { takePress } from '../cycle/take-press.ts';
import { textGuard } from '../cycle/text-guard.ts';
import type { Ids } from '../domain/ids.ts';
import type { Store } from '../store/database.ts';
import { freeBytes } from '../store/free-space.ts';
import { openStore } from '../store/open-store.ts';
import { DatabaseBusy } from '../store/refusals.ts';
import type { TokenSealer } from '../store/token-seal.ts';
import type { ControlCommand } from '../web/control-form.ts';
import { cycleSteps } from './cycle-steps.ts';
import { ensureInventedSchool, type MakeSchool } from './ensure-school.ts';
import { moveTo } from './move.ts';
import { type OpenKeys, openKeys } from './open-keys.ts';
import { quietLog } from './open-log.ts';
import { openSpoolFor } from './open-spool.ts';
import type { Given, Outcome } from './outcome.ts';
import { runCommand } from './run-command.ts';
import { worldOver } from './world.ts';

/** What speaks to a chat, or wraps keys, cannot be done without the right one; the others say so if they come to it. */
const NEED_KEYS = ['tick', 'setting', 'keys rotate', 'move'];

/** The outcome; or, while another process has the embedded database, who that is. */
export async function performHere(
  config: Config,
  command: ControlCommand,
  makeSchool: MakeSchool,
): Promise<Outcome | { busy: string }> {
  const store = await openFree(config);
  if ('busy' in store) return store;
  try {
    const keys = await openKeys(config, store, randomBytes);
    if (keys.fault !== null && NEED_KEYS.includes(command.command)) throw keys.fault;
    const given = await givenOver(store, config, keys);
    if (command.command !== 'migrate') await ensureInventedSchool(given, makeSchool);
    return await (command.command === 'move'
      ? moveTo(store, command.args, keys, config.dataDir)
      : runCommand(given, command));
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
async function givenOver(store: Store, config: Config, keys: OpenKeys): Promise<Given> {
  const ids: Ids = { id: randomUUID, token: () => randomBytes(16).toString('base64url') };
  const log = quietLog(config);
  const now = () => new Date();
  const chats = await chatsFor(store, config, { now, sealer: keys.tokens });
  const world = worldOver(store, {
    now,
    ids,
    random: { next: Math.random },
    log,
    keys: keys.ring,
    guard: textGuard,
  });
  const state = openSpoolFor(config, ids, { masters: keys.masters });
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
    keys,
    openNote: noteOpener(keys.ring),
    chats,
    steps: cycleSteps(chats),
    progress: (line) => void process.stderr.write(`${line}\n`),
    freeBytes: async () => (store.kind === 'embedded' ? freeBytes(config.dataDir) : null),
  };
}

/** The platforms' own libraries are slow to load, so they are only where one is set up. */
async function chatsFor(
  store: Store,
  config: Config,
  ports: { now(): Date; sealer: TokenSealer },
): Promise<Map<Platform, Chat>> {
  if (config.slack === null && config.teams === null) return new Map([['local', localChat()]]);
  const { openChats } = await import('./open-chats.ts');
  return openChats(config, store, ports);
}
