/**
 * A Slack that others have made (emulate), with strict scopes: a call without its permission is refused.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator, type Emulator } from 'emulate';

export type Emulated = {
  emulator: Emulator;
  /** Its Web API. */
  apiUrl: string;
};

/** One workspace, Oak Primary, in which the bot is installed with exactly these scopes. */
export async function openEmulatedSlack(given: {
  token: string;
  scopes: string[];
  user: { name: string; real_name: string; email: string };
}): Promise<Emulated> {
  const port = await freePort();
  const bot = { app_id: 'A1', bot_id: 'B0BOT' };
  const emulator = await createEmulator({
    service: 'slack',
    port,
    seed: {
      slack: {
        strict_scopes: true,
        team: { name: 'Oak Primary', domain: 'oak' },
        users: [given.user],
        oauth_apps: [
          {
            ...bot,
            client_id: '1.2',
            client_secret: 's',
            name: 'Vigil',
            redirect_uris: ['http://localhost/'],
            bot_user_id: 'U0BOT',
            bot_name: 'vigil',
          },
        ],
        tokens: [{ ...bot, token: given.token, type: 'bot', user_id: 'U0BOT', scopes: given.scopes }],
      },
    },
  });
  return { emulator, apiUrl: `http://localhost:${port}/api/` };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
