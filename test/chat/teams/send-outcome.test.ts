/**
 * What each fault means for the message: whose it is, ours, the person's, the channel's or the tenant's.
 */
import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../../src/chat/teams/send-outcome.ts';
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
    expect(both(refused({ status: 400, code: name }))).toEqual(why('person_gone', 'not_in_channel'));
  });

  test.each([null, 'SomethingNew', 'botdisabledbyadmin'])('by a 403 that says %s too', (code) => {
    expect(both(refused({ code }))).toEqual(why('person_gone', 'not_in_channel'));
  });

  test.each(['BotDisabledByAdmin', 'TenantNotAllowed'])('by %s is of the whole tenant', (name) => {
    const revoked = why('installation_revoked', 'installation_revoked');
    expect(both(refused({ code: name }))).toEqual(revoked);
    expect(both(refused({ subCode: name }))).toEqual(revoked);
    expect(both(refused({ code: 'Forbidden', subCode: name }))).toEqual(revoked);
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

test('a wait is as long as Teams says, or a few seconds', () => {
  expect(both({ kind: 'throttled', retryAfterMs: 7_000 })).toEqual(
    Array.from({ length: 2 }, () => ({ kind: 'limited', retryAfterMs: 7_000 })),
  );
  expect(both({ kind: 'throttled', retryAfterMs: null })).toEqual(
    Array.from({ length: 2 }, () => ({ kind: 'limited', retryAfterMs: 5_000 })),
  );
});

test('a secret that is not taken, and a link that is not there, are no fault of the message’s', () => {
  expect(both({ kind: 'auth', why: 'invalid_client' })).toEqual(
    Array.from({ length: 2 }, () => ({ kind: 'limited', retryAfterMs: 120_000, blocked: true })),
  );
  expect(both({ kind: 'unlinked' })).toEqual(
    Array.from({ length: 2 }, () => ({ kind: 'limited', retryAfterMs: 15_000, blocked: true })),
  );
});

test('a doubt stays one', () => {
  expect(both({ kind: 'ambiguous', why: 'http 502' })).toEqual(
    Array.from({ length: 2 }, () => ({ kind: 'ambiguous', why: 'http 502' })),
  );
});
