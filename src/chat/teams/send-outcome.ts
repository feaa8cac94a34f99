/**
 * What a fault of the wire means for the message that was to be sent.
 * The rule: a refusal that says somebody has shut Vigil out is about that person or that channel, and only the one that
 * says an administrator has, about the whole tenant. Credentials of ours that are not taken, or a link that cannot be
 * made, are no fault of the message's: it waits. Codes: Teams' proactive-messages page, and its status codes for bots.
 */
import type { SendOutcome } from '../chat.ts';
import type { WireFault } from './wire.ts';

type Fault = Exclude<SendOutcome, { kind: 'sent' }>;

/** Where Teams asks to wait and does not say for how long. */
const UNSAID_WAIT_MS = 5_000;
const UNLINKED_WAIT_MS = 15_000;
/** A secret that has run out is put in by a person. */
const AUTH_WAIT_MS = 120_000;

const SHUT_OUT = [
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'MessageWritesBlocked',
  'ForbiddenOperationException',
  'BotNotRegistered',
];
const DISABLED = ['BotDisabledByAdmin', 'TenantNotAllowed'];
const TOO_LONG = ['MessageSizeTooBig', 'RequestEntityTooLarge'];

export function outcomeOf(fault: WireFault, to: 'person' | 'channel'): Fault {
  switch (fault.kind) {
    case 'throttled':
      return { kind: 'limited', retryAfterMs: fault.retryAfterMs ?? UNSAID_WAIT_MS };
    case 'unlinked':
      return { kind: 'limited', retryAfterMs: UNLINKED_WAIT_MS, blocked: true };
    case 'auth':
      return { kind: 'limited', retryAfterMs: AUTH_WAIT_MS, blocked: true };
    case 'ambiguous':
      return { kind: 'ambiguous', why: fault.why };
    case 'gone':
      return { kind: 'refused', why: to === 'person' ? 'person_gone' : 'channel_gone' };
    case 'refused': {
      const names = [fault.code, fault.subCode];
      const is = (known: readonly string[]) => names.some((name) => name !== null && known.includes(name));
      if (is(DISABLED)) return { kind: 'refused', why: 'installation_revoked' };
      if (fault.status === 413 || is(TOO_LONG)) return { kind: 'refused', why: 'too_long' };
      // Every 403 that is not about the tenant is about this conversation.
      if (fault.status === 403 || is(SHUT_OUT))
        return { kind: 'refused', why: to === 'person' ? 'person_gone' : 'not_in_channel' };
      return { kind: 'refused', why: 'invalid' };
    }
  }
}
