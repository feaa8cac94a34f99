/**
 * Everything that comes in from Slack, put together: the signed door, the sockets, and installing from a web page.
 * The rule: which of them there are follows from the configuration; a graceful stop takes no more work, then waits
 * for what is in hand.
 */
import { Router } from 'express';
import type { TokenOf, WorkspaceHandlers } from '../chat.ts';
import type { Pace } from '../pace.ts';
import { type ChatLog, workInHand } from '../work-in-hand.ts';
import { slackCalls } from './calls.ts';
import { type Notices, openDesk } from './desk.ts';
import { installRouter } from './install.ts';
import { receiveHttp } from './receive-http.ts';
import { receiveSockets } from './receive-sockets.ts';
import { responder } from './respond.ts';
import type { Seen } from './signing-finding.ts';
import type { Reach } from './web-client.ts';

export type DoorParts = Reach & {
  signingSecret: string | null;
  appToken: string | null;
  manyWorkspaces: { clientId: string; clientSecret: string; stateSecret: string } | null;
  baseUrl: string | null;
  handlers: WorkspaceHandlers;
  notices: Notices;
  tokenOf: TokenOf;
  /** The one that the record's messages are sent by too. */
  pace: Pace;
  now(): Date;
  log: ChatLog;
};

export type Door = {
  /** To be mounted before anything that reads a body. */
  router: Router;
  seen: Seen;
  /** Connections of Socket Mode open just now, or null where it is not used. */
  connected(): number | null;
  start(): void;
  /** Resolves when all that was heard has been taken, answered and shown. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

/** A stop waits this long for work in hand. */
const DRAIN_MS = 5_000;

export function slackDoor(parts: DoorParts): Door {
  const { signingSecret, appToken, manyWorkspaces, handlers, log } = parts;
  const seen: Seen = { fitted: 0, misfits: 0, stale: 0 };
  const inHand = workInHand();
  const desk = openDesk({
    handlers,
    notices: parts.notices,
    log,
    calls: slackCalls(parts, 'person'),
    respond: responder(parts.apiUrl, parts.fetch),
    keep: inHand.keep,
  });
  const router = Router();
  if (signingSecret !== null) router.use(receiveHttp(desk, { ...parts, signingSecret, seen }));
  if (manyWorkspaces !== null)
    router.use(
      installRouter({
        ...manyWorkspaces,
        apiUrl: parts.apiUrl,
        baseUrl: parts.baseUrl,
        onInstalled: handlers.onInstalled,
        onRevoked: handlers.onRevoked,
        log,
      }),
    );
  const sockets = appToken === null ? null : receiveSockets(desk, appToken, parts);
  return {
    router,
    seen,
    connected: () => sockets?.connected() ?? null,
    start: () => sockets?.start(),
    settled: inHand.settled,
    async close() {
      await sockets?.close();
      await inHand.drained(DRAIN_MS);
    },
  };
}
