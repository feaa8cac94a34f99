/**
 * Slack as a running Vigil has it: its door, the steps behind it, and the one workspace whose token is in the
 * environment, made known at the start.
 * The rule: a Slack that cannot be reached is waited for once, ten seconds at most, then asked again until it
 * answers. A token that Slack refuses is said once, and doctor says the mend.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Handlers, TokenOf } from '../chat/chat.ts';
import type { Pace } from '../chat/pace.ts';
import { type Door, slackDoor } from '../chat/slack/door.ts';
import { ownWorkspace } from '../chat/slack/own-workspace.ts';
import { outcomeOf } from '../chat/slack/send-outcome.ts';
import type { Config, SlackConfig } from '../config.ts';
import type { Log, World } from '../cycle/context.ts';
import { type InstallPorts, takeInstallation } from '../cycle/take-installation.ts';
import { awayMessage } from '../messages/guard.ts';
import { leftOutLine } from '../messages/left-out.ts';
import { pressAgainLine, unsavedLine } from '../messages/private-line.ts';
import type { Check } from '../web/readiness.ts';
import { workspaceHandlers } from './workspace-handlers.ts';

export type SlackParts = {
  config: Config;
  slack: SlackConfig;
  world: World;
  handlers: Handlers;
  tokenOf: TokenOf;
  /** The one that the record's messages are sent by too. */
  pace: Pace;
  /** What a workspace's installation is kept with. */
  installing: InstallPorts;
  now(): Date;
  log: Log;
};

export type OpenSlack = Pick<Door, 'router' | 'seen'> & {
  /** For /readyz: where Socket Mode is used, at least one connection hears. */
  ready: Check[];
  /** Asks Slack whose the token is, then opens the sockets. Resolves when Slack has answered, or not in time. */
  start(): Promise<void>;
  close(): Promise<void>;
};

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;

export function openSlack(parts: SlackParts): OpenSlack {
  const { config, slack, world, handlers, tokenOf, pace, installing, now, log } = parts;
  const door = slackDoor({
    ...slack,
    baseUrl: config.baseUrl,
    tokenOf,
    pace,
    now,
    log,
    notices: {
      notSaved: unsavedLine(),
      pressAgain: pressAgainLine(),
      away: awayMessage(),
      leftOut: leftOutLine,
    },
    handlers: workspaceHandlers(world, handlers, installing),
  });
  const stopping = new AbortController();
  /** A stop does not wait for a Slack that does not answer. */
  const untilStopped: typeof fetch = (where, init) => {
    const signals = [stopping.signal, ...(init?.signal ? [init.signal] : [])];
    return fetch(where, { ...init, signal: AbortSignal.any(signals) });
  };
  let asking: Promise<void> = Promise.resolve();

  /** True when there is nothing more to ask. */
  const introduce = async (token: string): Promise<boolean> => {
    try {
      await takeInstallation(world, await ownWorkspace(token, slack.apiUrl, untilStopped), installing);
      return true;
    } catch (fault) {
      if (stopping.signal.aborted) return true;
      const outcome = outcomeOf(fault, 'channel');
      const isRefused = outcome.kind === 'refused';
      log.error(
        { why: isRefused ? outcome.why : outcome.kind, mend: 'npm run vigil -- doctor' },
        'slack_not_connected',
      );
      return isRefused;
    }
  };
  const askAgain = async (token: string) => {
    for (let wait = FIRST_WAIT_MS; !stopping.signal.aborted; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
      await pause(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (!stopping.signal.aborted && (await introduce(token))) return;
    }
  };

  return {
    router: door.router,
    seen: door.seen,
    ready: slack.appToken === null ? [] : [socketCheck(door)],
    async start() {
      const { botToken } = slack;
      if (botToken !== null && !(await introduce(botToken))) asking = askAgain(botToken);
      if (!stopping.signal.aborted) door.start();
    },
    async close() {
      stopping.abort();
      await asking;
      await door.close();
    },
  };
}

function socketCheck(door: Door): Check {
  return {
    name: 'slack',
    async run() {
      if (door.connected() === 0) throw new Error('No connection to Slack hears');
    },
  };
}
