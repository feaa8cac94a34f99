/**
 * Looks over a Slack workspace for doctor: the token, what it may do, this computer's clock, and each channel Vigil
 * is to post to. The rule: it sends and changes nothing, and each thing wrong says its mend. A permission that a
 * workspace may refuse is not a fault, but what is lost by it is said. The signing secret is signing-finding's.
 */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Finding } from '../chat.ts';
import { lookAtChannel } from './look-at-channel.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES, SCOPES } from './scopes.ts';
import { errorName, outcomeOf } from './send-outcome.ts';
import { type Reach, webClient } from './web-client.ts';

export type InspectParts = Reach & { now(): Date };

/** Slack refuses a request that is five minutes old; a clock this far out is on its way there. */
const MOST_SECONDS_OUT = 60;
const REINSTALL = 'install Vigil again from its manifest (README, Connect Slack)';

const fine = (text: string): Finding => ({ fine: true, text });
const wrong = (text: string): Finding => ({ fine: false, text });

export async function inspectWorkspace(
  token: string | null,
  channelIds: readonly string[],
  parts: InspectParts,
): Promise<Finding[]> {
  if (token === null)
    return [
      wrong(
        'Token: none that fits this workspace; copy its Bot User OAuth Token into SLACK_BOT_TOKEN again and restart ' +
          'Vigil, or install Vigil in it again',
      ),
    ];
  const clock = watchClock(parts);
  const client = webClient(token, { apiUrl: parts.apiUrl, fetch: clock.fetch });
  const known = await askWho(client);
  const findings = [...known.findings, ...clock.findings()];
  if (known.scopes === null) return findings;
  for (const channelId of channelIds) findings.push(await inspectChannel(client, channelId, known.scopes));
  return findings;
}

const who = z.object({
  user: z.string().min(1),
  team: z.string().min(1),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

async function askWho(client: WebClient): Promise<{ findings: Finding[]; scopes: Set<string> | null }> {
  try {
    const { user, team, response_metadata } = who.parse(await client.auth.test());
    const given = response_metadata?.scopes;
    return {
      findings: [
        fine(`Token: Slack knows it, as @${user} in ${team}`),
        ...(given === undefined
          ? [wrong('Permissions: Slack did not say which it has given; run doctor again')]
          : inspectScopes(new Set(given))),
      ],
      scopes: new Set(given),
    };
  } catch (error) {
    return { findings: [wrong(tokenFault(error))], scopes: null };
  }
}

function tokenFault(error: unknown): string {
  const outcome = outcomeOf(error, 'channel');
  const name = errorName(error);
  if (outcome.kind === 'refused')
    return `Token: Slack no longer takes it (${name ?? outcome.why}); ${REINSTALL}, and give the new token if it is in SLACK_BOT_TOKEN`;
  if (outcome.kind === 'limited')
    return 'Slack: it asked to wait, or could not be linked to; run doctor again in a minute';
  return `Slack: it could not be asked (${name ?? 'no answer'}); see that this computer may reach slack.com`;
}

function inspectScopes(given: ReadonlySet<string>): Finding[] {
  const missing = REQUIRED_SCOPES.filter((name) => !given.has(name));
  const refused = SCOPES.filter(({ name, without }) => without !== null && !given.has(name));
  return [
    missing.length === 0
      ? fine(`Permissions: all ${REQUIRED_SCOPES.length} that are needed`)
      : wrong(`Permissions: ${missing.join(', ')} missing; ${REINSTALL}`),
    ...(refused.length === 0
      ? [fine(`Permissions: all ${OPTIONAL_SCOPES.length} optional ones too`)]
      : refused.map(({ name, without }) => fine(`Permissions: without ${name} (optional), ${without}`))),
  ];
}

/** Sets the moment Slack says it answered beside this computer's own. */
function watchClock({ fetch: given = fetch, now }: InspectParts): {
  fetch: typeof fetch;
  findings(): Finding[];
} {
  let secondsAhead: number | null = null;
  return {
    async fetch(...request) {
      const response = await given(...request);
      const said = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(said)) secondsAhead = Math.round((now().getTime() - said) / 1000);
      return response;
    },
    findings() {
      if (secondsAhead === null) return [];
      const out = Math.abs(secondsAhead);
      const way = secondsAhead > 0 ? 'ahead of' : 'behind';
      return out <= MOST_SECONDS_OUT
        ? [fine(`Clock: within ${Math.max(1, out)} s of Slack’s`)]
        : [
            wrong(
              `Clock: this computer is ${out} s ${way} Slack; past 300 s nothing Slack sends is taken. Set it by ` +
                'a time server (NTP)',
            ),
          ];
    },
  };
}

async function inspectChannel(
  client: WebClient,
  channelId: string,
  scopes: ReadonlySet<string>,
): Promise<Finding> {
  const about = `Channel ${channelId}`;
  const mayLook = scopes.has('groups:read');
  if (!mayLook && !scopes.has('channels:read'))
    return fine(`${about}: not looked at; groups:read would let doctor see a private channel`);
  const unseen = fine(`${about}: not seen; groups:read would let doctor see a private channel`);
  const look = await lookAtChannel(client, channelId);
  switch (look.kind) {
    case 'archived':
      return wrong(`${about}: it is archived; unarchive it in Slack, or give another in the setting’s file`);
    case 'not_in':
    case 'not_allowed':
      // Slack hides a private channel from whoever may not look at private ones.
      return mayLook ? wrong(notThere(about)) : unseen;
    case 'unseen':
      return wrong(`${about}: it could not be looked at (${look.why}); run doctor again in a minute`);
    case 'in':
      return look.isPrivate === false
        ? wrong(
            `${about}: the whole workspace can read it; make it private in Slack, or give another in the setting’s file`,
          )
        : fine(`${about}: private, and Vigil is in it`);
  }
}

const notThere = (about: string) =>
  `${about}: Vigil is not in it, or there is none with that id; write /invite @Vigil there, and see that the id is right`;
