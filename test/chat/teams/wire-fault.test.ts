/**
 * Whatever the SDK throws, as a value of ours; a filter's refusal is not Teams'; and nothing of what Teams wrote is kept
 * but its code.
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
        code: 'errorCode 209',
        subCode: 'MessageWritesBlocked',
      });
    expect(faultOf(answered(403, { errorCode: 1 }))).toMatchObject({ code: 'errorCode 1', subCode: null });
    expect(faultOf(answered(403, { message: inner }))).toMatchObject({
      kind: 'refused',
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

  test.each([400, 402, 403, 405, 409, 410, 413, 415, 422, 451])('%s is one', (status) => {
    expect(faultOf(coded(status, 'Named'))).toMatchObject({ kind: 'refused', status, code: 'Named' });
  });

  test('for its size needs no name: whoever refuses it, it is too much', () => {
    for (const body of [null, '<html>', { error: { code: 'MessageSizeTooBig' } }])
      expect(faultOf(answered(413, body))).toMatchObject({ kind: 'refused', status: 413 });
  });

  test('404 is that it is gone, with its code; 401 is our credentials, whoever says so', () => {
    expect(faultOf(coded(404, 'ConversationNotFound'))).toEqual({
      kind: 'gone',
      code: 'ConversationNotFound',
    });
    expect(faultOf(coded(401, 'BotNotRegistered'))).toEqual({ kind: 'auth', why: 'not taken' });
    expect(faultOf(answered(401))).toEqual({ kind: 'auth', why: 'not taken' });
  });
});

describe('a refusal of somebody’s on the way', () => {
  const NOT_TEAMS: [string, unknown][] = [
    ['nothing', null],
    ['a page', `<html><title>Blocked by the school’s filter</title>${CANARY}</html>`],
    ['another shape', { message: CANARY }],
    ['an error in a word', { error: 'forbidden' }],
    ['a code that is none', { error: { code: 7 } }],
    ['a number in words', { errorCode: '209' }],
    ['a code as long as a letter', { error: { code: CANARY.repeat(10) } }],
    ['null', 'null'],
    ['an address that is not the bot API’s', { error: { code: 'InvalidBotApiHost', message: CANARY } }],
  ];

  test.each(NOT_TEAMS)('that says %s reached nobody', (_what, body) => {
    for (const status of [400, 402, 403, 404, 405, 407, 409, 410, 415, 422, 451])
      expect(faultOf(answered(status, body))).toEqual({ kind: 'unlinked' });
  });

  test.each(NOT_TEAMS)('that says %s is still a wait, a doubt or our credentials', (_what, body) => {
    expect(faultOf(answered(429, body))).toEqual({ kind: 'throttled', retryAfterMs: null });
    expect(faultOf(answered(412, body))).toEqual({ kind: 'throttled', retryAfterMs: null });
    expect(faultOf(answered(408, body))).toEqual({ kind: 'ambiguous', why: 'http 408' });
    expect(faultOf(answered(502, body))).toEqual({ kind: 'ambiguous', why: 'http 502' });
    expect(faultOf(answered(401, body))).toEqual({ kind: 'auth', why: 'not taken' });
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
