/**
 * The chat workspaces as doctor sees them: each that Vigil is installed in, whether it may be spoken to, what its own
 * platform finds there, and who in it a lead has not looked at.
 * The rule: it sends and changes nothing, and names workspaces, never people. A check that cannot be made is a fault.
 */
import type { Finding, Platform } from '../chat/chat.ts';
import { inspectAppToken } from '../chat/slack/inspect-app-token.ts';
import { signingFinding } from '../chat/slack/signing-finding.ts';
import { arrivalFinding } from '../chat/teams/arrival-finding.ts';
import { nameOf } from '../chat/work-in-hand.ts';
import type { Setting } from '../domain/setting.ts';
import { countMembers } from '../store/members.ts';
import { StoreRefusal } from '../store/refusals.ts';
import type { Placed } from './find-setting.ts';
import { calledOf, type PlacedWorkspace, placedWorkspaces } from './find-workspace.ts';
import type { Given } from './outcome.ts';

const NAMES: Record<Platform, string> = { local: 'Local workspace', slack: 'Slack', teams: 'Teams' };
/** What a lead writes to see who is on no list. */
const LOOK: Record<Platform, string> = { local: 'people', slack: '/vigil people', teams: 'people' };
const UNMET =
  'Teams: no tenant has been met yet; write to Vigil once from the local client, then run this again';
const SET_UP = 'run: npm run vigil -- setting FILE';

const fine = (text: string): Finding => ({ fine: true, text });
const wrong = (text: string): Finding => ({ fine: false, text });

export async function inspectChats(given: Given, placed: readonly Placed[]): Promise<Finding[]> {
  const workspaces = await placedWorkspaces(given);
  const findings = [
    ...slackFindings(given, workspaces),
    ...(await appTokenFindings(given)),
    ...teamsFindings(given, workspaces),
  ];
  for (const workspace of workspaces) {
    const settings = placed.filter(({ org }) => org === workspace.org).map(({ setting }) => setting);
    const label = `${NAMES[workspace.installation.platform]} ${calledOf(workspace.installation)}`;
    const found =
      workspace.installation.state === 'revoked'
        ? [revokedFinding(settings)]
        : await inspectWorkspace(given, workspace, settings);
    findings.push(...found.map(({ fine, text }) => ({ fine, text: `${label}: ${text}` })));
  }
  return findings;
}

/** What is true of the app, whichever workspaces it is in. */
function slackFindings({ config, slackSeen }: Given, workspaces: readonly PlacedWorkspace[]): Finding[] {
  if (config.slack === null) return [];
  const { signingSecret, botToken } = config.slack;
  const isInstalled = workspaces.some(({ installation }) => installation.platform === 'slack');
  return [
    ...(signingSecret === null ? [] : [signingFinding(signingSecret, slackSeen)]),
    ...(isInstalled
      ? []
      : [
          wrong(
            botToken === null
              ? 'Slack: Vigil is not in any workspace yet; install it from the page /slack/install'
              : 'Slack: Vigil is not in any workspace yet; start it (npm start). If it runs, Slack did not take ' +
                  'SLACK_BOT_TOKEN or could not be reached: copy the token again, and see that this computer may reach ' +
                  'slack.com',
          ),
        ]),
  ];
}

function teamsFindings(
  { config: { teams }, teamsSeen }: Given,
  workspaces: readonly PlacedWorkspace[],
): Finding[] {
  if (teams === null) return [];
  const isKnown = workspaces.some(({ installation }) => installation.platform === 'teams');
  const elsewhere = workspaces.flatMap(({ installation: { platform, externalId } }) =>
    platform === 'teams' && teams.tenantId !== null && externalId !== teams.tenantId ? [externalId] : [],
  );
  return [
    ...(isKnown
      ? []
      : [
          wrong(teams.appId === null ? UNMET : 'Teams: the tenant is not known yet; start Vigil (npm start)'),
        ]),
    ...elsewhere.map((tenant) =>
      wrong(
        `Teams ${tenant}: TEAMS_TENANT_ID is another tenant, and Vigil listens to that one alone; put this one back. If it ` +
          'was never right and nobody has been asked anything yet, begin again with an empty database',
      ),
    ),
    ...(teams.appId === null
      ? [wrong('Teams: TEAMS_INSECURE_LOCAL lets everybody in; only for trying it on this computer')]
      : teamsSeen === undefined
        ? []
        : [arrivalFinding(teamsSeen)].map(({ fine, text }) => ({ fine, text: `Teams: ${text}` }))),
  ];
}

async function appTokenFindings({ config: { slack } }: Given): Promise<Finding[]> {
  if (!slack?.appToken) return [];
  return [await inspectAppToken(slack.appToken, { apiUrl: slack.apiUrl })];
}

function revokedFinding(settings: readonly Setting[]): Finding {
  return settings.length === 0
    ? fine('it has taken Vigil out')
    : wrong('it has taken Vigil out, so nobody there is asked; install Vigil in it again');
}

async function inspectWorkspace(
  given: Given,
  workspace: PlacedWorkspace,
  settings: readonly Setting[],
): Promise<Finding[]> {
  const { chats, log } = given;
  const { installation } = workspace;
  const { installationId, externalId, platform } = installation;
  const findings: Finding[] = settings.length === 0 ? [wrong(`it has no setting yet; ${SET_UP}`)] : [];
  const chat = chats.get(platform);
  if (chat === undefined)
    return [
      ...findings,
      wrong(
        `${NAMES[platform]} is not set up where this runs, so nothing can be sent there; see .env.example`,
      ),
    ];
  const channels = settings.flatMap(({ channel }) =>
    channel?.installationId === installationId ? [channel.channelId] : [],
  );
  try {
    const found = await chat.inspect?.({ installationId, externalId }, [...new Set(channels)]);
    findings.push(...(found ?? []));
  } catch (fault) {
    // A refusal of the store says its own mend: the key that does not fit, for one.
    if (fault instanceof StoreRefusal) findings.push(wrong(fault.message));
    else {
      log.warn({ platform, fault: nameOf(fault) }, 'workspace_not_inspected');
      findings.push(
        wrong(
          'it could not be looked at; run doctor again in a minute, and see that this computer may reach it',
        ),
      );
    }
  }
  return [...findings, ...(await memberFindings(given, workspace))];
}

async function memberFindings(given: Given, { org, installation }: PlacedWorkspace): Promise<Finding[]> {
  const { now, within } = await given.world.contextFor(org);
  const { waiting, clashing } = await within((tx) =>
    countMembers(tx, org, [installation.installationId], now),
  );
  return [
    ...(waiting > 0
      ? [
          fine(
            `members on no staff list, who are not asked: ${waiting}; a lead can look: ${LOOK[installation.platform]}`,
          ),
        ]
      : []),
    ...(clashing > 0
      ? [
          fine(
            `members who could not be told apart by their e-mail address on the staff list: ${clashing}; give each ` +
              'person their own there',
          ),
        ]
      : []),
  ];
}
