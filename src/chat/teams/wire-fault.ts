/**
 * What a call to Teams that failed means: a value of wire.ts, read from whatever the SDK threw.
 * The rule: only what Teams has surely not taken is said to be so; everything else is ambiguous. A refusal counts as
 * Teams' only where it is written as Teams writes one: a school's filter or proxy refuses too, and knows nobody. What
 * Teams wrote is read for its code alone and goes no further.
 */
import { z } from 'zod';
import { AppTokenError } from './app-token.ts';
import type { WireFault } from './wire.ts';

/** The link was never made, so nothing was sent. */
const NEVER_LINKED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
const MOST_WAIT_SECONDS = 3_600;

const answered = z.object({
  statusCode: z.number(),
  // As it is: headers that are copied forget what they hold.
  response: z.object({ bodyAsText: z.string().nullish(), headers: z.unknown() }).optional(),
});
const told = z.object({
  error: z.object({ code: z.string().max(80).optional() }).optional(),
  errorCode: z.number().optional(),
});
/** Said of the address that was called, and not of anybody there. */
const NOT_THERE = ['InvalidBotApiHost'];

export function faultOf(error: unknown): WireFault {
  if (error instanceof AppTokenError)
    return error.isUnheard ? { kind: 'unlinked' } : { kind: 'auth', why: error.why };
  const read = answered.safeParse(error);
  if (!read.success)
    return neverLinked(error) ? { kind: 'unlinked' } : { kind: 'ambiguous', why: 'no answer' };
  const { statusCode: status, response } = read.data;
  const { code, subCode } = codesOf(response?.bodyAsText);
  const isNamed = (code !== null || subCode !== null) && !NOT_THERE.includes(code ?? '');
  const isRefusal = status >= 400 && status < 500 && ![401, 408, 412, 413, 429].includes(status);
  if (isRefusal && !isNamed) return { kind: 'unlinked' };
  switch (status) {
    case 401:
      return { kind: 'auth', why: 'not taken' };
    case 404:
      return { kind: 'gone', code };
    // Teams' own advice is to try these two again, as not done (teams.md §2).
    case 412:
    case 429:
      return { kind: 'throttled', retryAfterMs: waitOf(response) };
    default:
      return isRefusal || status === 413
        ? { kind: 'refused', status, code, subCode }
        : { kind: 'ambiguous', why: `http ${status}` };
  }
}

function codesOf(body: string | null | undefined): { code: string | null; subCode: string | null } {
  if (!body) return { code: null, subCode: null };
  // A blocked conversation's name stands as JSON within the text: {"message":"{\"subCode\":\"MessageWritesBlocked\"…".
  const subCode = /subCode\\*"\s*:\s*\\*"(\w{1,60})/i.exec(body)?.[1] ?? null;
  try {
    const read = told.safeParse(JSON.parse(body));
    if (!read.success) return { code: null, subCode };
    const { error, errorCode } = read.data;
    return { code: error?.code ?? (errorCode === undefined ? null : `errorCode ${errorCode}`), subCode };
  } catch {
    return { code: null, subCode };
  }
}

function waitOf(response: z.infer<typeof answered>['response']): number | null {
  const headers = response?.headers;
  if (typeof headers !== 'object' || headers === null || !('get' in headers)) return null;
  const text = typeof headers.get === 'function' ? String(headers.get('retry-after') ?? '') : '';
  if (!/^\d{1,9}([.]\d+)?$/.test(text)) return null;
  return Math.min(MOST_WAIT_SECONDS, Math.max(1, Number(text))) * 1_000;
}

function neverLinked(error: unknown): boolean {
  for (let fault = error, depth = 0; fault instanceof Error && depth < 4; fault = fault.cause, depth += 1)
    if ('code' in fault && typeof fault.code === 'string' && NEVER_LINKED.includes(fault.code)) return true;
  return false;
}
