/**
 * Signs a request as Slack does: v0, the time in seconds and the body, by HMAC with the app's signing secret.
 */
import { createHmac } from 'node:crypto';
import type { Request } from '../post-to-bot.ts';

export function signature(secret: string, seconds: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex')}`;
}

export function signed(secret: string, seconds: number, contentType: string, body: string): Request {
  return {
    headers: {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(seconds),
      'x-slack-signature': signature(secret, seconds, body),
    },
    body,
  };
}
