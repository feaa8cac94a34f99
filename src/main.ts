/**
 * The composition root: configuration → store → chats → cycle → timetable → web, and closes them in the order
 * that loses nothing. The rule: real time, real chance and the process itself are known here and in the
 * operator's door alone; everything below is given them.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import pino from 'pino';
import type { Handlers } from './chat/chat.ts';
import { type LocalChat, localChat } from './chat/local/local.ts';
import { type Config, readConfig, readEnvironment } from './config.ts';
import type { Log, World } from './cycle/context.ts';
import { takeCommand } from './cycle/take-command.ts';
import { takePress } from './cycle/take-press.ts';
import { CHANNEL, makeInventedSchool, WORKSPACE } from './demo/make-school.ts';
import { schoolClock } from './demo/school-clock.ts';
import { simulatedStaff } from './demo/simulated-staff.ts';
import { PERSONAS } from './demo/staff.ts';
import type { Ids } from './domain/ids.ts';
import { countSteps } from './operator/count-steps.ts';
import { cycleSteps } from './operator/cycle-steps.ts';
import { ensureInventedSchool } from './operator/ensure-school.ts';
import { openChats, sealerFor, slackTokensFor, teamsPartsOver } from './operator/open-chats.ts';
import { openSlack } from './operator/open-slack.ts';
import { openTeams } from './operator/open-teams.ts';
import type { Given } from './operator/outcome.ts';
import { runCommand } from './operator/run-command.ts';
import { realPace } from './operator/real-pace.ts';
import { removeRunning, writeRunning } from './operator/running.ts';
import { worldOver } from './operator/world.ts';
import type { Store } from './store/database.ts';
import { databaseClock } from './store/database-clock.ts';
import { freeBytes } from './store/free-space.ts';
import { findRoute } from './store/installations.ts';
import { leaveLanes } from './store/lanes.ts';
import { openStore } from './store/open-store.ts';
import { StoreRefusal } from './store/refusals.ts';
import { listSettings } from './store/settings.ts';
import { dropClaims } from './store/wakes.ts';
import { startTimetable } from './timetable/keep-time.ts';
import type { Steps } from './timetable.ts';
import { controlRouter } from './web/control.ts';
import { elsewhere } from './web/elsewhere-page.ts';
import { localWorkspace } from './web/local-workspace.tsx';
import { openMetrics } from './web/metrics.ts';
import { databaseCheck } from './web/readiness.ts';
import { AddressTakenError, type OpenServer, openServer } from './web/server.ts';

/** What was held when the program was killed is nobody's: no other can have this database open. */
async function dropHeld(store: Store): Promise<void> {
  await dropClaims(store);
  await leaveLanes(store);
}

/** How far the database's clock may differ from ours before it is worth a line. */
const MOVED_MS = 30_000;
/** A graceful stop that takes longer than this is cut short. */
const STOP_MS = 10_000;

const ids: Ids = { id: randomUUID, token: () => randomBytes(16).toString('base64url') };
const realTime = { now: () => new Date(), monotonic: () => performance.now() };

type House = { server: OpenServer; close(): Promise<void> };

async function open(config: Config, log: Log): Promise<House> {
  const embedded = config.database.kind === 'embedded';
  const store = await openStore({
    databaseUrl: config.database.kind === 'server' ? config.database.url : null,
    migrateUrl: config.database.kind === 'server' ? config.database.migrateUrl : null,
    dataDir: config.dataDir,
  });
  try {
    await ensureInventedSchool({ store, ids, now: realTime.now, config }, makeInventedSchool);
    if (embedded) await dropHeld(store);
    const time = databaseClock(store, realTime);
    await time.read();
    const keeper = ids.token();
    let isStopping = false;
    const ports = {
      now: time.now,
      ids,
      random: { next: Math.random },
      log,
      keeper,
      stopping: () => isStopping,
    };
    const world = worldOver(store, ports);
    const hurried = worldOver(store.hurried(), ports);
    const chat = localChat();
    const tokenOf = config.slack === null ? undefined : slackTokensFor(config, config.slack, store);
    const teamsParts = config.teams === null ? undefined : teamsPartsOver(config.teams, store, realTime);
    const slackPace = realPace();
    const chats = openChats(config, store, {
      now: realTime.now,
      local: chat,
      slackPace,
      ...(tokenOf ? { tokenOf } : {}),
      ...(teamsParts ? { teams: teamsParts } : {}),
    });
    const metrics = openMetrics(store);
    const steps = countSteps(cycleSteps(chats), metrics);
    const handlers: Handlers = {
      onPress: (press) => takePress(world, press),
      onCommand: (command) => takeCommand(world, command),
    };
    const school = config.local ? await openSchool(world, hurried, steps, chat, handlers, log) : null;
    const { slack: slackConfig } = config;
    const slack =
      slackConfig === null || tokenOf === undefined
        ? null
        : openSlack({
            config,
            slack: slackConfig,
            world,
            handlers,
            tokenOf,
            pace: slackPace,
            ids,
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
            installing: { ids, sealer: sealerFor(config) },
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
      config,
      ids,
      log,
      now: realTime.now,
      freeBytes: async () => (embedded ? freeBytes(config.dataDir) : null),
    };
    const server = await openServer({
      host: config.host,
      port: config.port,
      routers: [
        // First: it must see the bytes that were signed.
        ...(slack ? [slack.router] : []),
        ...(teams ? [teams.router] : []),
        ...(embedded ? [controlRouter({ token, run: (command) => runCommand(given, command) })] : []),
        school?.router ?? elsewhere(platformsOf(config)),
      ],
      ready: [databaseCheck(store), ...(slack?.ready ?? [])],
      metrics,
      log,
    });
    await slack?.start();
    await teams?.start();
    const kept = {
      ...time,
      async read() {
        const movedMs = await time.read();
        if (Math.abs(movedMs) > MOVED_MS) log.warn({ movedMs }, 'the clock had moved');
      },
    };
    const timetable = startTimetable({ world, steps, time: kept, log, keeper });
    if (embedded)
      writeRunning(config.dataDir, {
        pid: process.pid,
        port: server.port,
        token,
        startedAt: realTime.now().toISOString(),
      });
    return {
      server,
      async close() {
        isStopping = true;
        await timetable.stop();
        await leaveLanes(store, keeper).catch(() => log.warn({}, 'lanes not left'));
        await school?.stop();
        await server.close();
        await slack?.close();
        await teams?.close();
        for (const each of chats.values()) await each.close();
        await store.close();
        if (embedded) removeRunning(config.dataDir, process.pid);
      },
    };
  } catch (fault) {
    await store.close();
    throw fault;
  }
}

/** The invented school in the browser, with its own clock and its simulated staff. Null where there is none. */
async function openSchool(
  world: World,
  hurried: World,
  steps: Steps,
  chat: LocalChat,
  handlers: Handlers,
  log: Log,
): Promise<{ router: ReturnType<typeof localWorkspace>; stop(): Promise<void> } | null> {
  const { store } = world;
  const route = await findRoute(store, 'local', WORKSPACE);
  if (route === null) return null;
  const { org, installationId } = route;
  const [setting] = await store.within(org, listSettings);
  if (!setting) return null;
  const clock = schoolClock({
    world,
    hurried,
    steps,
    org,
    setting,
    happeningsBut: (userId) =>
      simulatedStaff(store, org, setting, (at, press) => takePress(worldAt(hurried, at), press), userId),
    log,
  });
  const router = localWorkspace({
    store,
    workspace: { org, externalId: WORKSPACE, installationId, channelId: CHANNEL },
    handlers,
    chat,
    clock,
    personas: PERSONAS.map(({ ref, role, about }) => ({ userId: ref, role, about })),
    ids,
    log,
  });
  return {
    router,
    async stop() {
      clock.stop();
      await clock.settled();
    },
  };
}

/** The same world, with every organisation at one moment. */
function worldAt(world: World, moment: Date): World {
  return { ...world, contextFor: (org, at) => world.contextFor(org, at ?? moment) };
}

function platformsOf({ slack, teams }: Config): string[] {
  return [...(slack ? ['Slack'] : []), ...(teams ? ['Microsoft Teams'] : [])];
}

/** Closes the house on a signal; a second signal, or ten seconds, ends it at once. */
function closeOnSignal(house: House, log: Log): void {
  let closing = false;
  const close = () => {
    if (closing) process.exit(1);
    closing = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    house.close().then(
      () => process.exit(0),
      (fault: unknown) => {
        log.error({ fault: fault instanceof Error ? fault.name : 'unknown' }, 'could not close cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
}

function refuse(lines: string[], code: 1 | 2): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(code);
}

async function main(): Promise<void> {
  const read = readConfig(readEnvironment());
  if ('faults' in read) refuse(read.faults, 2);
  const config = read.ok;
  const logger = pino({ level: config.logLevel });
  const log: Log = {
    info: (facts, event) => logger.info(facts, event),
    warn: (facts, event) => logger.warn(facts, event),
    error: (facts, event) => logger.error(facts, event),
  };
  try {
    const house = await open(config, log);
    closeOnSignal(house, log);
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
