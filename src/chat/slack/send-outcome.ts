/**
 * What Slack answered, in our words: each of its errors is one of the port's outcomes.
 * The rule: a refusal is named only when Slack surely did nothing; a link that was never made is a wait, not a doubt;
 * everything else may have arrived and is ambiguous. What to do about any of them is the deliverer's.
 */
import { ErrorCode } from '@slack/web-api';
import { z } from 'zod';
import type { SendOutcome } from '../chat.ts';
import { UNSAID_WAIT_SECONDS } from './web-client.ts';

export type Fault = Exclude<SendOutcome, { kind: 'sent' }>;
type Refusal = Extract<SendOutcome, { kind: 'refused' }>['why'];

const REFUSALS: Record<Exclude<Refusal, never>, readonly string[]> = {
  channel_gone: ['channel_not_found', 'is_archived', 'channel_is_limited_access'],
  not_in_channel: [
    'not_in_channel',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action_non_threadable_channel',
  ],
  person_gone: [
    'user_not_found',
    'users_not_found',
    'user_disabled',
    'user_not_visible',
    'cannot_dm_bot',
    'users_list_not_supplied',
    'restricted_action_dm',
  ],
  installation_revoked: [
    'invalid_auth',
    'not_authed',
    'token_revoked',
    'token_expired',
    'account_inactive',
    'team_access_not_granted',
    'app_uninstalled',
  ],
  too_long: ['msg_too_long', 'msg_blocks_too_long', 'metadata_too_large', 'too_many_attachments'],
  invalid: [
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_attachments',
    'invalid_arguments',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'no_text',
    'missing_scope',
    'messages_tab_disabled',
    'no_permission',
    'not_allowed_token_type',
    'ekm_access_denied',
  ],
  message_gone: ['message_not_found', 'cant_update_message', 'edit_window_closed', 'thread_not_found'],
};

const NAMES = new Map(
  (Object.entries(REFUSALS) as [Refusal, readonly string[]][]).flatMap(([why, names]) =>
    names.map((name) => [name, why] as const),
  ),
);
const LIMITS = ['ratelimited', 'rate_limited', 'message_limit_exceeded'];

/** The link was never made, so nothing was sent. */
const NEVER_LINKED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
const UNLINKED_WAIT_MS = 15_000;

const platformError = z.object({
  code: z.literal(ErrorCode.PlatformError),
  data: z.object({ error: z.string() }),
});
const limitedError = z.object({ code: z.literal(ErrorCode.RateLimitedError), retryAfter: z.number() });
const httpError = z.object({ code: z.literal(ErrorCode.HTTPError), statusCode: z.number() });
const requestError = z.object({ code: z.literal(ErrorCode.RequestError), original: z.unknown() });

/** What a call that threw means for what was to be sent. `to` says whose conversation it was. */
export function outcomeOf(error: unknown, to: 'person' | 'channel'): Fault {
  const limited = limitedError.safeParse(error);
  if (limited.success) return { kind: 'limited', retryAfterMs: Math.max(1, limited.data.retryAfter) * 1000 };
  const said = platformError.safeParse(error);
  if (said.success) return named(said.data.data.error, to);
  const http = httpError.safeParse(error);
  if (http.success)
    return http.data.statusCode === 413
      ? { kind: 'refused', why: 'too_long' }
      : { kind: 'ambiguous', why: `http ${http.data.statusCode}` };
  const request = requestError.safeParse(error);
  if (request.success && neverLinked(request.data.original))
    return { kind: 'limited', retryAfterMs: UNLINKED_WAIT_MS };
  return { kind: 'ambiguous', why: 'no answer' };
}

/** Slack's own name for it, where it gave one. */
export function errorName(error: unknown): string | null {
  const said = platformError.safeParse(error);
  return said.success ? said.data.data.error : null;
}

function named(name: string, to: 'person' | 'channel'): Fault {
  if (LIMITS.includes(name)) return { kind: 'limited', retryAfterMs: UNSAID_WAIT_SECONDS * 1000 };
  const why = NAMES.get(name);
  if (why === undefined) return { kind: 'ambiguous', why: 'another answer' };
  // A person is written to by their own id: a channel that is not found is a person who is not.
  return { kind: 'refused', why: why === 'channel_gone' && to === 'person' ? 'person_gone' : why };
}

function neverLinked(original: unknown): boolean {
  for (let fault = original, depth = 0; fault instanceof Error && depth < 4; fault = fault.cause, depth += 1)
    if ('code' in fault && typeof fault.code === 'string' && NEVER_LINKED.includes(fault.code)) return true;
  return false;
}
