/**
 * Socket Mode: Vigil calls Slack, and hears over two connections, so that one may be renewed while the other hears.
 * The rule: each connection is kept by us and not by the library, whose own way waits five seconds and can end the
 * process; one that is lost is opened again at once, then ever more slowly, be it that it will not open or that it
 * never lasts. Closing waits for work in hand.
 */
import { SocketModeReceiver } from '@slack/bolt';
import { nameOf } from '../work-in-hand.ts';
import type { Desk } from './desk.ts';
import { answeringLast, listen } from './listen.ts';
import { sdkLogger } from './sdk-logger.ts';
import { errorName } from './send-outcome.ts';
import { clientOptions, type Reach } from './web-client.ts';

export type Sockets = {
  /** Opens the connections and keeps them; resolves at once. */
  start(): void;
  /** How many hear just now. */
  connected(): number;
  close(): Promise<void>;
};

const CONNECTIONS = 2;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
/** A connection that has lasted this long was a good one: when it is lost it is opened again at once. */
const STEADY_MS = 10_000;
/** A connection that has not said hello by then is given up. */
const HELLO_MS = 15_000;
/** A link that does not end when it is told to is left to end with the process. */
const CLOSE_MS = 2_000;

export function receiveSockets(desk: Desk, appToken: string, reach: Reach): Sockets {
  const kept = Array.from({ length: CONNECTIONS }, () => keepSocket(desk, appToken, reach));
  return {
    start: () => {
      for (const socket of kept) socket.start();
    },
    connected: () => kept.filter((socket) => socket.isOpen()).length,
    close: async () => {
      await Promise.all(kept.map((socket) => socket.close()));
    },
  };
}

function keepSocket(desk: Desk, appToken: string, reach: Reach) {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: sdkLogger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(reach) },
  });
  receiver.init(answeringLast(listen(desk, receiver, reach)));
  const { client } = receiver;
  let isOpen = false;
  let isClosing = false;
  let running: Promise<void> = Promise.resolve();
  let stopWaiting: () => void = () => undefined;
  let end: () => void = () => undefined;
  client.on('disconnected', () => end());

  /** Resolves when the connection has ended; throws when it could not be made. */
  const once = async (onSteady: () => void): Promise<void> => {
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const impatient = setTimeout(() => void client.disconnect().catch(() => undefined), HELLO_MS);
    try {
      await client.start();
    } finally {
      clearTimeout(impatient);
    }
    isOpen = true;
    if (isClosing) void client.disconnect().catch(() => undefined);
    const steady = setTimeout(onSteady, STEADY_MS);
    await ended;
    clearTimeout(steady);
  };
  const pause = (wait: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      stopWaiting = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    /** Connections one after another that did not open or did not last; the first lost costs no wait. */
    let failures = -1;
    const forgive = () => {
      failures = -1;
    };
    while (!isClosing) {
      try {
        await once(forgive);
        failures += 1;
      } catch (fault) {
        failures = Math.max(failures, 0) + 1;
        desk.log.warn({ failures, fault: errorName(fault) ?? nameOf(fault) }, 'socket_not_opened');
      }
      isOpen = false;
      if (!isClosing && failures > 0)
        await pause(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)));
    }
  };
  return {
    start: () => {
      running = run();
    },
    isOpen: () => isOpen,
    async close() {
      isClosing = true;
      stopWaiting();
      // Its promise may never settle where the link has gone already, so the loop's own end is waited for.
      void client.disconnect().catch(() => undefined);
      await Promise.race([running, pause(CLOSE_MS)]);
      stopWaiting();
    },
  };
}
