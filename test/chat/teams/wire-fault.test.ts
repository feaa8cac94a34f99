/**
 * Whatever the SDK throws, as a value of ours; and nothing of what Teams wrote but its code.
 */
import { describe, expect, test } from 'vitest';
import { AppTokenError } from '../../../src/chat/teams/app-token.ts';
import { faultOf } from '../../../src/chat/teams/wire-fault.ts';

const CANARY = 'CANARY-what-was-sent';
/** As the SDK throws an answer that is no success. */
const answered = (statusCode: number, body: unknown = null, headers: Record<string, string> = {}) =>
  Object.assign(new Error(CANARY), {
    statusCode,
    request: { body: CANARY },
    response: {
      bodyAsText: typeof body === 'string' || body === null ? body : JSON.stringify(body),
      headers: new Headers(headers),
    },
  });
const coded = (status: number, code: string) => answered(status, { error: { code, message: CANARY } });

describe('a wait', () => {
  test.each([
    ['5', 5_000],
    ['0', 1_000],
    ['1.5', 1_500],
    ['86400', 3_600_000],
    ['999999999', 3_600_000],
    ['', null],
    ['-5', null],
    ['soon', null],
    ['1e9', null],
    ['Wed, 25 Nov 2026 22:00:00 GMT', null],
  ])('of "%s" is %s ms', (value, retryAfterMs) => {
    const headers: Record<string, string> = value === '' ? {} : { 'Retry-After': value };
    expect(faultOf(answered(429, null, headers))).toEqual({ kind: 'throttled', retryAfterMs });
    expect(faultOf(answered(412, null, headers))).toEqual({ kind: 'throttled', retryAfterMs });
  });
});

describe('a refusal', () => {
  test('has its code, wherever Teams writes it', () => {
    expect(faultOf(coded(403, 'BotDisabledByAdmin'))).toEqual({
      kind: 'refused',
      status: 403,
      code: 'BotDisabledByAdmin',
      subCode: null,
    });
    const inner = JSON.stringify(
      { subCode: 'MessageWritesBlocked', details: CANARY, errorCode: null },
      null,
      2,
    );
    for (const message of [inner, inner.replaceAll('\n', '\r\n')])
      expect(faultOf(answered(403, { errorCode: 209, message }))).toEqual({
        kind: 'refused',
        status: 403,
        code: null,
        subCode: 'MessageWritesBlocked',
      });
    expect(faultOf(answered(403, { error: { code: 'Forbidden', message: inner } }))).toEqual({
      kind: 'refused',
      status: 403,
      code: 'Forbidden',
      subCode: 'MessageWritesBlocked',
    });
  });

  test.each([
    ['nothing', null],
    ['no JSON', `<html>${CANARY}`],
    ['another shape', { message: CANARY }],
    ['a code that is none', { error: { code: 7 } }],
    ['a code as long as a letter', { error: { code: CANARY.repeat(10) } }],
    ['null', 'null'],
  ])('that says %s has none', (_what, body) => {
    expect(faultOf(answered(403, body))).toEqual({ kind: 'refused', status: 403, code: null, subCode: null });
  });

  test.each([400, 402, 403, 405, 409, 410, 413, 415, 422, 451])('%s is one', (status) => {
    expect(faultOf(answered(status))).toMatchObject({ kind: 'refused', status });
  });

  test('404 is that it is gone, with its code; 401 is our credentials', () => {
    expect(faultOf(coded(404, 'ConversationNotFound'))).toEqual({
      kind: 'gone',
      code: 'ConversationNotFound',
    });
    expect(faultOf(answered(404))).toEqual({ kind: 'gone', code: null });
    expect(faultOf(coded(401, 'BotNotRegistered'))).toEqual({ kind: 'auth', why: 'not taken' });
  });
});

describe('doubt', () => {
  test.each([200, 201, 301, 307, 408, 500, 501, 502, 503, 504, 529])('is all that %s says', (status) => {
    expect(faultOf(answered(status, CANARY))).toEqual({ kind: 'ambiguous', why: `http ${status}` });
  });

  test.each([
    ['a reset', Object.assign(new Error(CANARY), { code: 'ECONNRESET' })],
    ['an abort', new DOMException(CANARY, 'AbortError')],
    ['a socket that hung up', Object.assign(new Error(CANARY), { code: 'EPIPE' })],
    ['an error of anybody’s', new TypeError(CANARY)],
    ['a word', CANARY],
    ['nothing', undefined],
    ['a status that is no number', { statusCode: '403' }],
  ])('is all that %s says', (_what, thrown) => {
    expect(faultOf(thrown)).toEqual({ kind: 'ambiguous', why: 'no answer' });
  });
});

test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])(
  '%s is that no link was made, however deep it is told',
  (code) => {
    const fault = Object.assign(new Error(CANARY), { code });
    expect(faultOf(fault)).toEqual({ kind: 'unlinked' });
    expect(faultOf(new TypeError('fetch failed', { cause: fault }))).toEqual({ kind: 'unlinked' });
  },
);

test('a cause that is its own cause ends', () => {
  const fault = new Error(CANARY);
  fault.cause = fault;
  expect(faultOf(fault)).toEqual({ kind: 'ambiguous', why: 'no answer' });
});

test('no token is our credentials, but where the sign-in was not heard: then no link was made', () => {
  expect(faultOf(new AppTokenError('invalid_client'))).toEqual({ kind: 'auth', why: 'invalid_client' });
  expect(faultOf(new AppTokenError('network_error'))).toEqual({ kind: 'unlinked' });
});

test('nothing Teams wrote is in any of it', () => {
  const all = [answered(403, CANARY), coded(403, 'Forbidden'), answered(500, CANARY), new Error(CANARY)];
  expect(JSON.stringify(all.map(faultOf))).not.toContain('CANARY');
});
