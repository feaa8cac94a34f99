/**
 * The composition root: configuration → store → chats → cycle → timetable → web, and closes them in the order
 * that loses nothing. The rule: real time, real chance and the process itself are known here and in the
 * operator's door alone; everything below is given them.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Handlers } from './chat/chat.ts';
import { localChat } from './chat/local/local.ts';
import { inTime, nameOf, settled } from './chat/work-in-hand.ts';
import { type Config, readConfig, readEnvironment } from './config.ts';
import type { ChannelPlace, Log } from './cycle/context.ts';
import { limitFloods } from './cycle/limit-floods.ts';
import { noteOpener } from './cycle/open-note.ts';
import { openReceiver } from './cycle/receive-press.ts';
import { takeCommand } from './cycle/take-command.ts';
import { takePress } from './cycle/take-press.ts';
import { textGuard } from './cycle/text-guard.ts';
import { makeInventedSchool } from './demo/make-school.ts';
import { openSchool } from './demo/open-school.ts';
import type { Ids } from './domain/ids.ts';
import { countSteps } from './operator/count-steps.ts';
import { cycleSteps } from './operator/cycle-steps.ts';
import { ensureInventedSchool } from './operator/ensure-school.ts';
import { lookIn, openChats, platformsOf, slackTokensFor, teamsPartsOver } from './operator/open-chats.ts';
import { readyKeys } from './operator/open-keys.ts';
import { openLog } from './operator/open-log.ts';
import { openSlack } from './operator/open-slack.ts';
import { openSpoolFor } from './operator/open-spool.ts';
import { openTeams } from './operator/open-teams.ts';
import type { Given } from './operator/outcome.ts';
import { realPace } from './operator/real-pace.ts';
import { runCommand } from './operator/run-command.ts';
import { removeRunning, writeRunning } from './operator/running.ts';
import { stopwatchOver, worldOver } from './operator/world.ts';
import { databaseClock } from './store/database-clock.ts';
import { dropHeld } from './store/drop-held.ts';
import { freeBytes } from './store/free-space.ts';
import { leaveLanes } from './store/lanes.ts';
import { openStore } from './store/open-store.ts';
import { isStopped, StoreRefusal } from './store/refusals.ts';
import { beginAfterOutage } from './timetable/begin-after-outage.ts';
import { startTimetable } from './timetable/keep-time.ts';
import { boardRouter } from './web/board.ts';
import { controlRouter } from './web/control.ts';
import { elsewhere } from './web/elsewhere-page.ts';
import { openMetrics } from './web/metrics.ts';
import { databaseCheck, workspacesCheck } from './web/readiness.ts';
import { AddressTakenError, type OpenServer, openServer } from './web/server.ts';

/** How far the database's clock may differ from ours before it is worth a line. */
const MOVED_MS = 30_000;
/** A graceful stop that takes longer than this is cut short; its parts, each of which may hang, come to less. */
const STOP_MS = 10_000;
const IN_HAND_MS = 5_000;
const ENDING_MS = 6_500;
const LEAVING_MS = 1_200;

const ids: Ids = { id: randomUUID, token: () => randomBytes(16).toString('base64url') };
const realTime = { now: () => new Date(), monotonic: () => performance.now() };

type House = {
  server: OpenServer;
  close(): Promise<void>;
  /** Resolves when the database can only be had again by starting again, with what to say. */
  stopped: Promise<string>;
};

async function open(config: Config, log: Log): Promise<House> {
  const embedded = config.database.kind === 'embedded';
  const store = await openStore({
    databaseUrl: config.database.kind === 'server' ? config.database.url : null,
    migrateUrl: config.database.kind === 'server' ? config.database.migrateUrl : null,
    dataDir: config.dataDir,
  });
  try {
    const keys = await readyKeys(config, store, { randomBytes, now: realTime.now });
    const installing = { ids, sealer: keys.tokens };
    await ensureInventedSchool({ store, ids, now: realTime.now, config }, makeInventedSchool);
    if (embedded) await dropHeld(store);
    const time = databaseClock(store, realTime);
    await time.read();
    const keeper = ids.token();
    let isStopping = false;
    const spoolState = openSpoolFor(config, ids, { tryAgain: true, masters: keys.masters });
    const spool = 'spool' in spoolState ? spoolState.spool : null;
    if ('none' in spoolState) log.warn({ why: spoolState.none, mend: 'npm run vigil -- doctor' }, 'no_spool');
    const ports = {
      now: time.now,
      ids,
      random: { next: Math.random },
      log,
      keeper,
      keys: keys.ring,
      guard: textGuard,
      // While a press waits to be filed, whatever is under way ends between two pieces of work.
      stopping: () => isStopping || receiver.holdsUp(),
      stopwatch: stopwatchOver(realTime),
      baseUrl: config.baseUrl,
      lookAtChannel: (place: ChannelPlace) => lookIn(chats, place),
    };
    const world = worldOver(store, ports);
    const hurried = worldOver(store.hurried(), ports);
    const chat = localChat();
    const tokenOf = config.slack === null ? undefined : slackTokensFor(config.slack, store, keys.tokens);
    const teamsParts = config.teams === null ? undefined : teamsPartsOver(config.teams, store, realTime);
    const slackPace = realPace();
    const chats = openChats(config, store, {
      now: realTime.now,
      sealer: keys.tokens,
      local: chat,
      slackPace,
      ...(tokenOf ? { tokenOf } : {}),
      ...(teamsParts ? { teams: teamsParts } : {}),
    });
    const metrics = openMetrics(store);
    const steps = countSteps(cycleSteps(chats), metrics);
    const receiver = openReceiver({
      ...ports,
      world,
      spool,
      take: takePress,
      inTime,
      stopping: () => isStopping,
    });
    const { onPress, fileFirst } = receiver;
    await fileFirst();
    const taking: Handlers = { onPress, onCommand: (command) => takeCommand(world, command) };
    const handlers = limitFloods(taking, { monotonic: realTime.monotonic, log });
    const school = config.local
      ? await openSchool({ world, hurried, steps, chat, handlers, ids, log })
      : null;
    const slack =
      config.slack === null || tokenOf === undefined
        ? null
        : openSlack({
            config,
            slack: config.slack,
            world,
            handlers,
            tokenOf,
            pace: slackPace,
            installing,
            now: realTime.now,
            log,
          });
    const teams =
      config.teams === null || teamsParts === undefined
        ? null
        : openTeams({
            teams: config.teams,
            parts: teamsParts,
            world,
            handlers,
            installing,
            log,
          });
    const token = ids.token();
    const given: Given = {
      store,
      world,
      steps,
      chats,
      ...(slack ? { slackSeen: slack.seen } : {}),
      ...(teams ? { teamsSeen: teams.seen } : {}),
      presses: { state: spoolState, fileFirst },
      keys,
      openNote: noteOpener(keys.ring),
      config,
      ids,
      log,
      now: realTime.now,
      freeBytes: async () => (embedded ? freeBytes(config.dataDir) : null),
    };
    const server = await openServer({
      host: config.host,
      port: config.port,
      https: config.baseUrl?.startsWith('https:') ?? false,
      routers: [
        // First: it must see the bytes that were signed.
        ...(slack ? [slack.router] : []),
        ...(teams ? [teams.router] : []),
        ...(embedded ? [controlRouter({ token, run: (command) => runCommand(given, command) })] : []),
        boardRouter({ world, baseUrl: config.baseUrl }),
        school?.router ?? elsewhere(platformsOf(config)),
      ],
      ready: [databaseCheck(store), workspacesCheck(store), ...(slack?.ready ?? [])],
      metrics,
      log,
    });
    for (const platform of [slack, teams]) await platform?.start();
    let hasStopped = (_why: string) => {};
    const stopped = new Promise<string>((resolve) => {
      hasStopped = resolve;
    });
    const kept = {
      ...time,
      async read() {
        const read = await settled(time.read());
        if (read.is === 'failed') {
          if (isStopped(read.fault) && read.fault instanceof Error) hasStopped(read.fault.message);
          throw read.fault;
        }
        if (Math.abs(read.value) > MOVED_MS) log.warn({ movedMs: read.value }, 'the clock had moved');
      },
    };
    const beginning = beginAfterOutage(kept, { fileFirst, shared: !embedded });
    const timetable = startTimetable({ world, steps, ...beginning, log, keeper });
    if (embedded)
      writeRunning(config.dataDir, {
        pid: process.pid,
        port: server.port,
        token,
        startedAt: realTime.now().toISOString(),
      });
    /** One part of a stop: what hangs, or goes wrong, keeps nothing else from being ended. */
    const end = async (part: string, ms: number, ending: Promise<unknown>) => {
      const ended = await inTime(settled(ending), ms);
      if (ended?.is === 'done') return;
      log.warn({ part, why: ended === null ? 'took too long' : nameOf(ended.fault) }, 'not ended cleanly');
    };
    return {
      server,
      stopped,
      async close() {
        isStopping = true;
        // Nothing more is taken from here on, and what is in hand is finished.
        await Promise.all([
          end('server', ENDING_MS, server.close()),
          end('timetable', ENDING_MS, timetable.stop(IN_HAND_MS)),
          end('slack', ENDING_MS, slack?.close() ?? Promise.resolve()),
          end('teams', ENDING_MS, teams?.close() ?? Promise.resolve()),
          end('school', ENDING_MS, school?.stop() ?? Promise.resolve()),
        ]);
        await Promise.all([
          end('lanes', LEAVING_MS, leaveLanes(store, keeper)),
          ...[...chats].map(([platform, each]) => end(`chat ${platform}`, LEAVING_MS, each.close())),
        ]);
        await end('store', LEAVING_MS, store.close());
        if (embedded) removeRunning(config.dataDir, process.pid);
      },
    };
  } catch (fault) {
    await store.close();
    throw fault;
  }
}

/**
 * Closes the house on a signal; a second signal, or ten seconds, ends it at once. A database that can only be had again
 * by starting again ends it too: whatever watches over the program starts it again.
 */
function closeWhenTold(house: House, log: Log): void {
  let closing = false;
  const close = (code: 0 | 1) => {
    if (closing) process.exit(1);
    closing = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    house.close().then(
      () => process.exit(code),
      (fault: unknown) => {
        log.error({ fault: nameOf(fault) }, 'could not close cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => close(0));
  process.on('SIGTERM', () => close(0));
  void house.stopped.then((why) => {
    process.stderr.write(`${why}\n`);
    close(1);
  });
}

function refuse(lines: string[], code: 1 | 2): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(code);
}

async function main(): Promise<void> {
  const read = readConfig(readEnvironment());
  if ('faults' in read) refuse(read.faults, 2);
  const config = read.ok;
  const log = openLog(config);
  try {
    const house = await open(config, log);
    closeWhenTold(house, log);
    process.stdout.write(`Vigil is at ${house.server.url}\n`);
    if (config.teams?.appId === null)
      process.stdout.write(
        `Teams: TEAMS_INSECURE_LOCAL lets everybody in; point a local client at ${house.server.url}/api/messages\n`,
      );
  } catch (fault) {
    if (fault instanceof StoreRefusal) refuse([fault.message], 1);
    if (fault instanceof AddressTakenError) refuse([fault.message, fault.mend], 1);
    throw fault;
  }
}

await main();
