/**
 * Looks over a Teams tenant for doctor: the app's own credentials, where Vigil has been put, and each channel it is to
 * post to. The rule: it sends and changes nothing, and each thing wrong says its mend. That a bot cannot post in most
 * private channels is said plainly, with what to use in their place.
 */
import { z } from 'zod';
import type { Finding, Reference, Workspace } from '../chat.ts';
import { membersLane, tenantLane } from './lanes.ts';
import { isGroupChat, serviceUrlFor, type TeamsParts } from './place.ts';
import { isSwitchedOff } from './send-outcome.ts';
import type { WireFault } from './wire.ts';

const fine = (text: string): Finding => ({ fine: true, text });
const wrong = (text: string): Finding => ({ fine: false, text });

const MOST_TEAMS = 20;

export async function inspectTenant(
  parts: TeamsParts,
  tenant: Workspace,
  channelIds: readonly string[],
): Promise<Finding[]> {
  const signedIn = await parts.wire.authorised();
  if (signedIn.kind !== 'done') return [wrong(signInFault(signedIn))];
  const { references } = parts;
  const teams = await references.list(tenant.externalId, 'team', { after: null, limit: MOST_TEAMS });
  const people = await references.list(tenant.externalId, 'person', { after: null, limit: 1 });
  const findings = [
    fine(
      signedIn.value
        ? 'Sign-in: Microsoft takes the app’s credentials'
        : 'Sign-in: none, since TEAMS_INSECURE_LOCAL is set',
    ),
    ...placedFinding(teams, people),
  ];
  const seen = channelIds.length === 0 ? new Set<string>() : await seenChannels(parts, tenant, teams);
  for (const channelId of channelIds) findings.push(await inspectChannel(parts, tenant, channelId, seen));
  return findings;
}

function signInFault(fault: WireFault): string {
  if (fault.kind === 'auth')
    return (
      `Sign-in: Microsoft does not take the app’s credentials (${fault.why}); see TEAMS_APP_ID, TEAMS_TENANT_ID and ` +
      'TEAMS_APP_TYPE, and make a new client secret for TEAMS_APP_PASSWORD if the old one has run out'
    );
  return 'Sign-in: Microsoft could not be asked; see that this computer may reach login.microsoftonline.com';
}

function placedFinding(teams: readonly Reference[], people: readonly Reference[]): Finding[] {
  if (teams.length + people.length === 0)
    return [
      wrong(
        'Vigil has not been heard from there yet; upload its package in the Teams admin centre, put it into the ' +
          'safeguarding team and into the staff’s app setup policy, and see that the bot’s messaging endpoint is ' +
          'this Vigil’s /api/messages (README, Connect Teams)',
      ),
    ];
  const inTeams = teams.length === 1 ? '1 team' : `${teams.length} teams`;
  return [
    fine(`Vigil is in ${inTeams}${people.length > 0 ? ', and some people have it for themselves' : ''}`),
  ];
}

const channelShape = z.object({ id: z.string() });

/** The channels of Vigil's teams; a private one is not among them. */
async function seenChannels(
  { wire, pace }: TeamsParts,
  tenant: Workspace,
  teams: readonly Reference[],
): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const { id, serviceUrl } of teams) {
    await pace.turn([tenantLane(tenant)]);
    const read = await wire.channels({ serviceUrl, teamId: id });
    if (read.kind !== 'done') continue;
    // The first channel of a team has the team's own id.
    seen.add(id);
    for (const channel of read.value) {
      const known = channelShape.safeParse(channel);
      if (known.success) seen.add(known.data.id);
    }
  }
  return seen;
}

async function inspectChannel(
  parts: TeamsParts,
  tenant: Workspace,
  channelId: string,
  seen: ReadonlySet<string>,
): Promise<Finding> {
  const isChat = isGroupChat(channelId);
  const about = isChat ? `Group chat ${channelId}` : `Channel ${channelId}`;
  if (seen.has(channelId))
    return fine(
      `${about}: Vigil may post there; all of its team can read it, so see that they are the leads`,
    );
  const serviceUrl = await serviceUrlFor(parts, {
    externalId: tenant.externalId,
    kind: 'channel',
    id: channelId,
  });
  await parts.pace.turn([tenantLane(tenant), membersLane(channelId)]);
  const read = await parts.wire.members({ serviceUrl, conversationId: channelId }, { after: null, limit: 1 });
  switch (read.kind) {
    case 'done':
      return fine(`${about}: Vigil is in it; see that all who can read it are the leads`);
    case 'gone':
    case 'refused':
      if (isSwitchedOff(read))
        return wrong(
          `${about}: an administrator has switched Vigil off in Teams; allow it again in the Teams admin centre ` +
            '(Teams apps, Manage apps)',
        );
      return wrong(
        isChat
          ? `${about}: Vigil is not in it, or there is none with that id; add Vigil to the chat (…, Add apps)`
          : `${about}: Vigil cannot see it. It may be a private channel, where most bots cannot post: use a channel of ` +
              'a team that has the leads alone in it, a shared channel, or a group chat of the leads, with Vigil added ' +
              'to it. Until then the digest goes to the lead on duty alone',
      );
    case 'throttled':
    case 'auth':
    case 'unlinked':
    case 'ambiguous':
      return wrong(`${about}: it could not be looked at (${read.kind}); run doctor again in a minute`);
  }
}
