/**
 * Teams as a running Vigil has it: its door, the steps behind it, and the one tenant it listens to, made known at the
 * start. The rule: what is sent and what comes in go through the same wire and the same pace. Credentials that
 * Microsoft does not take are said once in the log, and doctor says the mend.
 */
import type { DrawPicture, Handlers, Installed } from '../chat/chat.ts';
import { type Door, teamsDoor } from '../chat/teams/door.ts';
import { guardWire } from '../chat/teams/guard-wire.ts';
import type { TeamsParts } from '../chat/teams/place.ts';
import { teamsSdk } from '../chat/teams/sdk.ts';
import { isServiceUrl } from '../chat/teams/service-hosts.ts';
import { teamsChat } from '../chat/teams/teams.ts';
import { isLoopback, type TeamsConfig } from '../config.ts';
import type { Log, World } from '../cycle/context.ts';
import { endReference } from '../cycle/end-reference.ts';
import { knowSender } from '../cycle/know-sender.ts';
import { meetMember } from '../cycle/meet-member.ts';
import { noteReference } from '../cycle/note-reference.ts';
import { type InstallPorts, takeInstallation } from '../cycle/take-installation.ts';
import { awayMessage, guardElsewhereMessage } from '../messages/guard.ts';
import { leftOutLine } from '../messages/left-out.ts';
import { placedMessage } from '../messages/placed.ts';
import {
  answeredAsideLine,
  notAnsweredAsideLine,
  pressAgainLine,
  stillSavingLine,
  unsavedLine,
} from '../messages/private-line.ts';
import type { Store } from '../store/database.ts';
import { realPace } from './real-pace.ts';
import { teamsReferences } from './teams-references.ts';
import { workspaceHandlers } from './workspace-handlers.ts';

/** What Teams is spoken to with: for the running house, and for a command by itself. */
export function teamsPartsFor(
  teams: TeamsConfig,
  store: Store,
  { now, picture }: { now(): Date; picture: DrawPicture },
): TeamsParts {
  const { appId, appPassword, tenantId, appType, loginUrl, openIdMetadataUrl, tokenIssuer } = teams;
  const standIns = standInsOf(teams);
  const sdk = teamsSdk({
    identity: appId === null ? null : { appId, password: appPassword, tenantId, appType, loginUrl },
    openIdMetadataUrl,
    tokenIssuer,
  });
  return {
    wire: guardWire(sdk, standIns),
    isTeams: (serviceUrl) => isServiceUrl(serviceUrl, standIns),
    references: teamsReferences(store, now),
    pace: realPace(),
    picture,
    leftOut: leftOutLine,
  };
}

type TeamsRun = {
  teams: TeamsConfig;
  parts: TeamsParts;
  world: World;
  handlers: Handlers;
  installing: InstallPorts;
  log: Log;
};

export type OpenTeams = Pick<Door, 'router' | 'seen' | 'close'> & {
  /** Makes the tenant known, and asks once whether the credentials are taken. */
  start(): Promise<void>;
};

export function openTeams({ teams, parts, world, handlers, installing, log }: TeamsRun): OpenTeams {
  const door = teamsDoor({
    parts,
    chat: teamsChat(parts),
    tenants: teams.appId === null || teams.tenantId === null ? null : [teams.tenantId],
    standIns: standInsOf(teams),
    log,
    notices: {
      notSaved: unsavedLine(),
      pressAgain: pressAgainLine(),
      stillSaving: stillSavingLine(),
      away: awayMessage(),
      answeredAside: answeredAsideLine(),
      guardAside: guardElsewhereMessage(),
      notAnsweredAside: notAnsweredAsideLine(),
      placed: placedMessage,
    },
    handlers: {
      ...workspaceHandlers(world, handlers, installing),
      onHeard: (heard) => noteReference(world, heard),
      isKnown: (sender) => knowSender(world, sender),
      onMet: (workspace, member) => meetMember(world, workspace, member),
      onTakenOut: (place) => endReference(world, place),
    },
  });
  return {
    router: door.router,
    seen: door.seen,
    close: door.close,
    async start() {
      const { tenantId, appId } = teams;
      if (tenantId !== null)
        await takeInstallation(world, { ...ENVIRONMENT, externalId: tenantId }, installing);
      // Not waited for: what there is to do begins without it.
      if (appId !== null) void tryCredentials(parts, log);
    },
  };
}

async function tryCredentials({ wire }: TeamsParts, log: Log): Promise<void> {
  const signedIn = await wire.authorised();
  if (signedIn.kind !== 'done')
    log.error({ why: signedIn.kind, mend: 'npm run vigil -- doctor' }, 'teams_not_connected');
}

const ENVIRONMENT: Omit<Installed, 'externalId'> = {
  platform: 'teams',
  name: null,
  botUserId: null,
  scopes: [],
  token: null,
};

/** In tests and on this computer alone, Teams' address may be another. */
function standInsOf({ openIdMetadataUrl, loginUrl, appId, insecureLocal }: TeamsConfig): string[] {
  const given = [openIdMetadataUrl, loginUrl].flatMap((address) =>
    address === null || !isLoopback(new URL(address).hostname) ? [] : [new URL(address).host],
  );
  // The playground answers on a port of its own.
  return appId === null && insecureLocal ? [...given, 'localhost', '127.0.0.1', '[::1]'] : given;
}
