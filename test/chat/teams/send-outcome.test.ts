/**
 * What each fault means for the message: whose it is, ours, the person's, the channel's or nobody's
 * at all; and whom it holds up.
 */
import { describe, expect, test } from 'vitest';
import { isSwitchedOff, outcomeOf } from '../../../src/chat/teams/send-outcome.ts';
import type { WireFault } from '../../../src/chat/teams/wire.ts';

type Refused = Extract<WireFault, { kind: 'refused' }>;
const refused = (more: Partial<Refused>): Refused => ({
  kind: 'refused',
  status: 403,
  code: null,
  subCode: null,
  ...more,
});
const both = (fault: WireFault) => [outcomeOf(fault, 'person'), outcomeOf(fault, 'channel')];
const twice = (outcome: object) => [outcome, outcome];
const why = (...reasons: string[]) => reasons.map((each) => ({ kind: 'refused', why: each }));

describe('shut out', () => {
  test.each([
    'BotNotInConversationRoster',
    'ConversationBlockedByUser',
    'MessageWritesBlocked',
    'ForbiddenOperationException',
    'BotNotRegistered',
  ])('by %s, as a code or within the message, of this person or channel alone', (name) => {
    expect(both(refused({ code: name }))).toEqual(why('person_gone', 'not_in_channel'));
    expect(both(refused({ subCode: name }))).toEqual(why('person_gone', 'not_in_channel'));
  });

  test.each(['SomethingNew', 'botdisabledbyadmin', 'errorCode 209'])('by a 403 that says %s too', (code) => {
    expect(both(refused({ code }))).toEqual(why('person_gone', 'not_in_channel'));
    expect(isSwitchedOff(refused({ code }))).toBe(false);
  });

  test.each([
    refused({ code: 'BotDisabledByAdmin' }),
    refused({ subCode: 'BotDisabledByAdmin' }),
    refused({ code: 'TenantNotAllowed' }),
    refused({ code: 'Forbidden', subCode: 'TenantNotAllowed' }),
  ])('by an administrator, it waits and says nothing of whoever it is for: %o', (fault) => {
    expect(isSwitchedOff(fault)).toBe(true);
    expect(both(fault)).toEqual(twice({ kind: 'limited', retryAfterMs: 600_000, blocked: 'this' }));
  });

  test('by an administrator is nothing that any other fault says', () => {
    for (const fault of [
      { kind: 'gone', code: 'BotDisabledByAdmin' },
      { kind: 'auth', why: 'BotDisabledByAdmin' },
      { kind: 'unlinked' },
      { kind: 'throttled', retryAfterMs: null },
    ] satisfies WireFault[])
      expect(isSwitchedOff(fault)).toBe(false);
  });
});

test.each([
  refused({ status: 413 }),
  refused({ status: 413, code: 'SomethingNew' }),
  refused({ status: 400, code: 'MessageSizeTooBig' }),
  refused({ status: 400, subCode: 'RequestEntityTooLarge' }),
])('too much is too long: %o', (fault) => {
  expect(both(fault)).toEqual(why('too_long', 'too_long'));
});

test.each([
  refused({ status: 400 }),
  refused({ status: 400, code: 'BadSyntax' }),
  refused({ status: 405 }),
  refused({ status: 409, code: 'Conflict' }),
  refused({ status: 415 }),
])('what Teams cannot read is ours, and nobody is blamed for it: %o', (fault) => {
  expect(both(fault)).toEqual(why('invalid', 'invalid'));
});

test('what is not there is the person or the channel', () => {
  for (const code of [null, 'ConversationNotFound'])
    expect(both({ kind: 'gone', code })).toEqual(why('person_gone', 'channel_gone'));
});

test('a wait is as long as Teams says, or a few seconds, and is everybody’s', () => {
  expect(both({ kind: 'throttled', retryAfterMs: 7_000 })).toEqual(
    twice({ kind: 'limited', retryAfterMs: 7_000 }),
  );
  expect(both({ kind: 'throttled', retryAfterMs: null })).toEqual(
    twice({ kind: 'limited', retryAfterMs: 5_000 }),
  );
});

test('a secret that is not taken holds up everybody, and is no fault of any message’s', () => {
  for (const reason of ['invalid_client', 'unauthorized_client', 'invalid_request'])
    expect(both({ kind: 'auth', why: reason })).toEqual(
      twice({ kind: 'limited', retryAfterMs: 120_000, blocked: 'all' }),
    );
});

test('what one address does not take, or where nobody is, holds up that message alone', () => {
  expect(both({ kind: 'auth', why: 'not taken' })).toEqual(
    twice({ kind: 'limited', retryAfterMs: 2_000, blocked: 'this' }),
  );
  expect(both({ kind: 'unlinked' })).toEqual(
    twice({ kind: 'limited', retryAfterMs: 15_000, blocked: 'this' }),
  );
});

test('a doubt stays one', () => {
  expect(both({ kind: 'ambiguous', why: 'http 502' })).toEqual(twice({ kind: 'ambiguous', why: 'http 502' }));
});
