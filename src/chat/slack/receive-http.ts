/**
 * The door Slack knocks at: POST /slack/events, for events, clicks, forms and commands.
 * The rule: Bolt checks the signature and that it is not old; here it is also not from the future, since a stamp far
 * ahead could be used again for as long. Whatever does not fit is a bare 401. The bytes must reach it unread.
 */
import { ExpressReceiver } from '@slack/bolt';
import { type NextFunction, type Request, type Response, Router } from 'express';
import type { Desk } from './desk.ts';
import { answeringLast, listen } from './listen.ts';
import { sdkLogger } from './sdk-logger.ts';
import type { Seen } from './signing-finding.ts';
import type { Reach } from './web-client.ts';

export const EVENTS_PATH = '/slack/events';

const WINDOW_SECONDS = 300;
const LARGEST = '1mb';

export function receiveHttp(
  desk: Desk,
  parts: Reach & { signingSecret: string; now(): Date; seen: Seen },
): Router {
  const { signingSecret, now, seen } = parts;
  const router = Router();
  router.post(EVENTS_PATH, (request: Request, response: Response, next: NextFunction) => {
    const stamp = request.get('x-slack-request-timestamp') ?? '';
    const isFresh =
      /^\d{1,12}$/.test(stamp) && Math.abs(now().getTime() / 1000 - Number(stamp)) <= WINDOW_SECONDS;
    const isSigned = /^v0=[0-9a-f]{64}$/.test(request.get('x-slack-signature') ?? '');
    response.on('finish', () => count(seen, isFresh, response.statusCode));
    if (isFresh && isSigned) next();
    else response.status(401).end();
  });
  const receiver = new ExpressReceiver({
    signingSecret,
    router,
    endpoints: EVENTS_PATH,
    bodyLimit: LARGEST,
    logger: sdkLogger,
  });
  receiver.init(answeringLast(listen(desk, receiver, parts)));
  return router;
}

function count(seen: Seen, isFresh: boolean, status: number): void {
  if (!isFresh) seen.stale += 1;
  else if (status === 401) seen.misfits += 1;
  // Too large, or not to be read: it was turned away before its signature was looked at.
  else if (status !== 413 && status !== 400) seen.fitted += 1;
}
