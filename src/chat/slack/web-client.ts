/**
 * Slack's own client, set so that it asks once and says what happened.
 * The rule: its retries and queue-pausing are off in every client we make (a second try of a post is a second
 * message), every call has a timeout, and each gets options of its own, since Bolt changes what it is handed.
 */
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { sdkLogger } from './sdk-logger.ts';

/** Where Slack's interface is (null: slack.com), and how it is reached. */
export type Reach = { apiUrl: string | null; fetch?: typeof fetch | undefined };

const TIMEOUT_MS = 10_000;
/** For what only looks, and can do without an answer. */
export const LOOK_TIMEOUT_MS = 5_000;
/** What to wait when Slack limits us and does not say for how long. */
export const UNSAID_WAIT_SECONDS = 30;

export function webClient(token: string | undefined, reach: Reach, timeout = TIMEOUT_MS): WebClient {
  return new WebClient(token, { ...clientOptions(reach), timeout });
}

/** For whatever of Slack's makes clients of its own. */
export function clientOptions({ apiUrl, fetch: given = fetch }: Reach): WebClientOptions {
  return {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    logger: sdkLogger,
    fetch: sayingHowLong(given),
  };
}

/** The client takes a 429 without Retry-After for a broken answer; with one it is what it is: a limit. */
function sayingHowLong(given: typeof fetch): typeof fetch {
  return async (...request) => {
    const response = await given(...request);
    if (response.status !== 429 || /^\d+$/.test(response.headers.get('retry-after') ?? '')) return response;
    const headers = new Headers(response.headers);
    headers.set('retry-after', String(UNSAID_WAIT_SECONDS));
    return new Response(response.body, { status: 429, headers });
  };
}
