/**
 * What a call to Teams that failed means: a value of wire.ts, read from whatever the SDK threw.
 * The rule: only what Teams has surely not taken is said to be so; everything else is ambiguous. What Teams wrote is
 * read for its code alone and goes no further.
 */
import { z } from 'zod';
import { AppTokenError } from './app-token.ts';
import type { WireFault } from './wire.ts';

/** The link was never made, so nothing was sent. */
const NEVER_LINKED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
const MOST_WAIT_SECONDS = 3_600;

const answered = z.object({
  statusCode: z.number(),
  response: z
    .object({
      bodyAsText: z.string().nullish(),
      headers: z.object({ get: z.unknown() }).loose().optional(),
    })
    .loose()
    .optional(),
});
const told = z.object({
  error: z.object({
    code: z.string().max(80).optional(),
    message: z.string().optional(),
    innerHttpError: z.object({ body: z.unknown() }).loose().optional(),
  }),
});

export function faultOf(error: unknown): WireFault {
  if (error instanceof AppTokenError) return { kind: 'auth', why: error.why };
  const read = answered.safeParse(error);
  if (!read.success)
    return neverLinked(error) ? { kind: 'unlinked' } : { kind: 'ambiguous', why: 'no answer' };
  const { statusCode: status, response } = read.data;
  const { code, subCode } = codesOf(response?.bodyAsText);
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
      return status >= 400 && status < 500 && status !== 408
        ? { kind: 'refused', status, code, subCode }
        : { kind: 'ambiguous', why: `http ${status}` };
  }
}

function codesOf(body: string | null | undefined): { code: string | null; subCode: string | null } {
  const none = { code: null, subCode: null };
  if (!body) return none;
  try {
    const read = told.safeParse(JSON.parse(body));
    if (!read.success) return none;
    const { code, message } = read.data.error;
    // Teams puts the finer name into the text: {"subCode":"MessageWritesBlocked",…}.
    const subCode = /"?subCode"?\s*:\s*"?(\w{1,60})/i.exec(`${message ?? ''} ${body}`)?.[1] ?? null;
    return { code: code ?? null, subCode };
  } catch {
    return none;
  }
}

function waitOf(response: z.infer<typeof answered>['response']): number | null {
  const get = response?.headers?.get;
  const text = typeof get === 'function' ? String(get.call(response?.headers, 'retry-after') ?? '') : '';
  if (!/^\d{1,9}([.]\d+)?$/.test(text)) return null;
  return Math.min(MOST_WAIT_SECONDS, Math.max(1, Number(text))) * 1_000;
}

function neverLinked(error: unknown): boolean {
  for (let fault = error, depth = 0; fault instanceof Error && depth < 4; fault = fault.cause, depth += 1)
    if ('code' in fault && typeof fault.code === 'string' && NEVER_LINKED.includes(fault.code)) return true;
  return false;
}
