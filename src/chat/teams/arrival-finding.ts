/**
 * What doctor says of what has come to the door of the running process from Teams.
 * The rule: that nothing was heard and that everything was refused are told apart, since their mends are; who sent it,
 * and why it was refused, is in no finding.
 */
import type { Finding } from '../chat.ts';

/** Requests taken as Teams', and turned away. */
export type Arrivals = { fitted: number; misfits: number };

export function arrivalFinding(seen: Arrivals): Finding {
  if (seen.fitted + seen.misfits === 0)
    return {
      fine: true,
      text:
        'Door: nothing has come from Teams since Vigil started; if somebody has written to it, see that the bot’s ' +
        'messaging endpoint is this Vigil’s /api/messages',
    };
  const counted = `${seen.fitted} of ${seen.fitted + seen.misfits} requests were signed for this app since Vigil started`;
  return seen.fitted === 0
    ? {
        fine: false,
        text:
          `Door: ${counted}; see that TEAMS_APP_ID is the bot’s own and TEAMS_TENANT_ID its tenant’s, and that the web ` +
          'server in front passes the Authorization header on',
      }
    : { fine: true, text: `Door: ${counted}` };
}
