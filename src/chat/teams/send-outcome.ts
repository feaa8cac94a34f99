/**
 * What a fault of the wire means for the message that was to be sent.
 * The rule: a refusal that says somebody has shut Vigil out is about that person or that channel alone. What is wrong
 * with our own credentials holds up everybody and fails nobody; what does not reach one address holds up that message
 * alone. Codes: Teams' proactive-messages page, and its status codes for bots.
 */
import type { SendOutcome } from '../chat.ts';
import type { WireFault } from './wire.ts';

type Fault = Exclude<SendOutcome, { kind: 'sent' }>;

/** Where Teams asks to wait and does not say for how long. */
const UNSAID_WAIT_MS = 5_000;
const UNLINKED_WAIT_MS = 15_000;
/** A secret that has run out is put in by a person. */
const AUTH_WAIT_MS = 120_000;
/** A token that was not taken is asked for anew at once. */
const UNTAKEN_WAIT_MS = 2_000;
const NOT_TAKEN = 'not taken';
const SWITCHED_OFF_WAIT_MS = 600_000;

const DISABLED = ['BotDisabledByAdmin', 'TenantNotAllowed'];
const TOO_LONG = ['MessageSizeTooBig', 'RequestEntityTooLarge'];

/** True where an administrator has switched Vigil off: for whom, is shut-watch's to find out. */
export function isSwitchedOff(fault: WireFault): boolean {
  return fault.kind === 'refused' && isNamed(fault, DISABLED);
}

function isNamed(
  { code, subCode }: { code: string | null; subCode: string | null },
  known: readonly string[],
) {
  return [code, subCode].some((name) => name !== null && known.includes(name));
}

export function outcomeOf(fault: WireFault, to: 'person' | 'channel'): Fault {
  switch (fault.kind) {
    case 'throttled':
      return { kind: 'limited', retryAfterMs: fault.retryAfterMs ?? UNSAID_WAIT_MS };
    case 'unlinked':
      return { kind: 'limited', retryAfterMs: UNLINKED_WAIT_MS, blocked: 'this' };
    case 'auth':
      return fault.why === NOT_TAKEN
        ? { kind: 'limited', retryAfterMs: UNTAKEN_WAIT_MS, blocked: 'this' }
        : { kind: 'limited', retryAfterMs: AUTH_WAIT_MS, blocked: 'all' };
    case 'ambiguous':
      return { kind: 'ambiguous', why: fault.why };
    case 'gone':
      return { kind: 'refused', why: to === 'person' ? 'person_gone' : 'channel_gone' };
    case 'refused':
      if (isSwitchedOff(fault))
        return { kind: 'limited', retryAfterMs: SWITCHED_OFF_WAIT_MS, blocked: 'this' };
      if (fault.status === 413 || isNamed(fault, TOO_LONG)) return { kind: 'refused', why: 'too_long' };
      return fault.status === 403
        ? { kind: 'refused', why: to === 'person' ? 'person_gone' : 'not_in_channel' }
        : { kind: 'refused', why: 'invalid' };
  }
}
