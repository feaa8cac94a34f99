/**
 * What Slack answered, in our words: each of its errors is one of the port's outcomes. Their names are error-names'.
 * The rule: a refusal is named only when Slack surely did nothing; a link that was never made is a wait, not a doubt;
 * everything else may have arrived and is ambiguous. What to do about any of them is the deliverer's.
 */
import { ErrorCode } from '@slack/web-api';
import { z } from 'zod';
import type { SendOutcome } from '../chat.ts';
import { BLOCKED, DOUBTS, LIMITS, REFUSALS, type Refusal } from './error-names.ts';
import { UNSAID_WAIT_SECONDS } from './web-client.ts';

export type Fault = Exclude<SendOutcome, { kind: 'sent' }>;

const NAMES = new Map(
  (Object.entries(REFUSALS) as [Refusal, readonly string[]][]).flatMap(([why, names]) =>
    names.map((name) => [name, why] as const),
  ),
);
/** What somebody has to mend is looked at again so often. */
const BLOCKED_WAIT_MS = 600_000;

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
  const limit = limitOf(error);
  if (limit !== null) return { kind: 'limited', retryAfterMs: limit };
  const said = platformError.safeParse(error);
  if (said.success) return named(said.data.data.error, to);
  const http = httpError.safeParse(error);
  if (http.success)
    return http.data.statusCode === 413
      ? { kind: 'refused', why: 'too_long' }
      : { kind: 'ambiguous', why: `http ${http.data.statusCode}` };
  const request = requestError.safeParse(error);
  if (request.success && neverLinked(request.data.original))
    return { kind: 'limited', retryAfterMs: UNLINKED_WAIT_MS, blocked: 'all' };
  return { kind: 'ambiguous', why: 'no answer' };
}

/** How long Slack asks to wait with that method; null where it asks no such thing. */
export function limitOf(error: unknown): number | null {
  const limited = limitedError.safeParse(error);
  if (limited.success) return Math.max(1, limited.data.retryAfter) * 1_000;
  const name = errorName(error);
  return name !== null && LIMITS.includes(name) ? UNSAID_WAIT_SECONDS * 1_000 : null;
}

/** Slack's own name for it, where it gave one. */
export function errorName(error: unknown): string | null {
  const said = platformError.safeParse(error);
  return said.success ? said.data.data.error : null;
}

function named(name: string, to: 'person' | 'channel'): Fault {
  for (const blocked of ['all', 'this'] as const)
    if (BLOCKED[blocked].includes(name)) return { kind: 'limited', retryAfterMs: BLOCKED_WAIT_MS, blocked };
  if (DOUBTS.includes(name)) return { kind: 'ambiguous', why: name };
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
