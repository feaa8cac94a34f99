/**
 * What doctor says of Socket Mode's app token: whether Slack lets it open a connection.
 * The rule: an address for a connection is asked for and not used, so nothing that runs is disturbed; the token is
 * never in a finding.
 */
import type { Finding } from '../chat.ts';
import { errorName, outcomeOf } from './send-outcome.ts';
import { type Reach, webClient } from './web-client.ts';

const MEND =
  'generate another with the scope connections:write, under Basic Information, App-Level Tokens, of the same app';

export async function inspectAppToken(appToken: string, reach: Reach): Promise<Finding> {
  try {
    await webClient(appToken, reach).apps.connections.open({});
    return { fine: true, text: 'Socket Mode: Slack lets the app token open a connection' };
  } catch (error) {
    const name = errorName(error);
    const outcome = outcomeOf(error, 'channel');
    const isForSomebodyToMend =
      outcome.kind === 'refused' || (outcome.kind === 'limited' && outcome.blocked !== undefined);
    if (name !== null && isForSomebodyToMend)
      return { fine: false, text: `SLACK_APP_TOKEN: Slack does not take it (${name}); ${MEND}` };
    return {
      fine: false,
      text: 'SLACK_APP_TOKEN: Slack could not be asked about it just now; run doctor again in a minute',
    };
  }
}
