/**
 * Answers a click or a command at the address Slack gave with it: needs no token and no database.
 * The rule: only ever Slack's own address (or that of the interface the tests stand in for), with a timeout, and
 * never twice. What was said is not logged.
 */
export type ResponseBody = {
  text: string;
  blocks?: object[];
  response_type?: 'ephemeral';
  replace_original?: boolean;
};

/** True when Slack took it. */
export type Respond = (url: string, body: ResponseBody) => Promise<boolean>;

/** Set on every answer: nothing in its one line is formatted, and nothing unfurls. */
const PLAIN = { mrkdwn: false, unfurl_links: false, unfurl_media: false } as const;
const TIMEOUT_MS = 10_000;
const SLACK_HOST = 'hooks.slack.com';

export function responder(apiUrl: string | null, given: typeof fetch = fetch): Respond {
  const isSlack = (url: URL) =>
    apiUrl === null
      ? url.protocol === 'https:' && url.hostname === SLACK_HOST
      : url.host === new URL(apiUrl).host;
  return async (address, body) => {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url === null || !isSlack(url)) return false;
    try {
      const answer = await given(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ ...body, ...PLAIN }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      return false;
    }
  };
}
