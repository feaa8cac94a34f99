/**
 * What doctor says of the signing secret: whether it can be one, and whether what came from Slack fitted it.
 * The rule: the secret itself is never in a finding.
 */
import type { Finding } from '../chat.ts';

/**
 * Requests at the door of the running process: their signatures fitted the secret, or did not; or they were stamped
 * more than five minutes from this computer's clock, which says nothing of the secret.
 */
export type Seen = { fitted: number; misfits: number; stale: number };

const AS_SLACK_WRITES_IT = /^[0-9a-f]{32}$/;
const COPY = 'copy it again from the app’s Basic Information, Signing Secret';

export function signingFinding(secret: string, seen?: Seen): Finding {
  if (!AS_SLACK_WRITES_IT.test(secret))
    return {
      fine: false,
      text: `SLACK_SIGNING_SECRET: it is not 32 characters of 0 to 9 and a to f; ${COPY}`,
    };
  if (seen !== undefined && seen.fitted === 0 && seen.stale > 0)
    return {
      fine: false,
      text: `Clock: ${seen.stale} requests were stamped more than five minutes from this computer’s time, and refused; set its clock by a time server`,
    };
  if (seen === undefined || seen.fitted + seen.misfits === 0)
    return {
      fine: true,
      text: 'Signing secret: as Slack writes one; nothing from Slack has tried it yet',
    };
  const counted = `${seen.fitted} of ${seen.fitted + seen.misfits} requests fitted it since Vigil started`;
  return seen.fitted === 0
    ? { fine: false, text: `SLACK_SIGNING_SECRET: ${counted}; ${COPY}` }
    : { fine: true, text: `Signing secret: ${counted}` };
}
