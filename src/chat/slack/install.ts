/**
 * Installing Vigil in many Slack workspaces from a web page: Slack's own install provider, with our pages, our scopes
 * and our store. The rule: the state and its cookie must fit, one workspace at a time, and nothing says installed
 * before it is kept. The provider keeps and logs nothing; what a token is sealed with is the cycle's.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  AuthorizationError,
  type Installation,
  InstallProvider,
  InvalidStateError,
  MissingCodeError,
  MissingStateError,
  type OrgInstallation,
} from '@slack/oauth';
import { Router } from 'express';
import type { Installed, WorkspaceHandlers } from '../chat.ts';
import { type ChatLog, nameOf } from '../work-in-hand.ts';
import {
  askPage,
  faultPage,
  type InstallFault,
  installedPage,
  PAGE_HEADERS,
  statusOf,
} from './install-page.tsx';
import { ALL_SCOPES } from './scopes.ts';
import { sdkLogger } from './sdk-logger.ts';
import { errorName } from './send-outcome.ts';
import { clientOptions, type Reach } from './web-client.ts';

export type InstallParts = Reach & {
  clientId: string;
  clientSecret: string;
  stateSecret: string;
  /** Where the browser is to come back to; null leaves it to the app's own settings. */
  baseUrl: string | null;
  onInstalled: WorkspaceHandlers['onInstalled'];
  onRevoked: WorkspaceHandlers['onRevoked'];
  log: ChatLog;
};

export const INSTALL_PATH = '/slack/install';
export const REDIRECT_PATH = '/slack/oauth_redirect';

/** What the store threw, so that it can be told from what Slack refused. */
class NotKept extends Error {
  readonly fault: string;
  constructor(fault: unknown) {
    super('The installation was not kept');
    this.name = 'NotKept';
    this.fault = nameOf(fault);
  }
}

export function installRouter(parts: InstallParts): Router {
  const { log } = parts;
  const provider = providerFor(parts);
  const redirectUri = parts.baseUrl === null ? undefined : parts.baseUrl.replace(/\/+$/, '') + REDIRECT_PATH;
  const router = Router();
  router.get(INSTALL_PATH, (request, response) => {
    response.set(PAGE_HEADERS);
    return provider.handleInstallPath(request, response, undefined, {
      scopes: [...ALL_SCOPES],
      ...(redirectUri === undefined ? {} : { redirectUri }),
    });
  });
  router.get(REDIRECT_PATH, (request, response) =>
    provider.handleCallback(request, response, {
      async afterInstallation(installation, _options, _request, answer) {
        const fault = faultOf(installation);
        if (fault === null) return true;
        log.warn({ why: fault.why }, 'install_refused');
        send(answer, statusOf(fault), faultPage(fault));
        return false;
      },
      success: (installation, _options, _request, answer) =>
        send(answer, 200, installedPage(teamOf(installation))),
      failure(error, _options, _request: IncomingMessage, answer) {
        const fault = faultFrom(error);
        const reason = error instanceof NotKept ? error.fault : (errorName(error) ?? error.name);
        if (fault.why === 'unsaved') log.error({ why: fault.why, reason }, 'install_failed');
        else log.warn({ why: fault.why, reason }, 'install_failed');
        send(answer, statusOf(fault), faultPage(fault));
      },
    }),
  );
  return router;
}

function providerFor(parts: InstallParts): InstallProvider {
  const { clientId, clientSecret, stateSecret, apiUrl } = parts;
  const { logger: _ours, logLevel: _level, ...options } = clientOptions(parts);
  return new InstallProvider({
    clientId,
    clientSecret,
    stateSecret,
    logger: sdkLogger,
    clientOptions: options,
    renderHtmlForInstallPath: askPage,
    ...(apiUrl === null ? {} : { authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).toString() }),
    installationStore: {
      async storeInstallation(installation) {
        try {
          await parts.onInstalled(installedBy(installation));
        } catch (fault) {
          throw new NotKept(fault);
        }
      },
      async fetchInstallation() {
        throw new Error('Tokens are read from the record, never through the install provider');
      },
      async deleteInstallation({ teamId }) {
        if (teamId !== undefined) await parts.onRevoked({ platform: 'slack', externalId: teamId });
      },
    },
  });
}

type Given = Installation | OrgInstallation;

function faultOf({ isEnterpriseInstall, team, bot }: Given): InstallFault | null {
  if (isEnterpriseInstall === true || team === undefined) return { why: 'whole_organisation' };
  return bot === undefined ? { why: 'no_bot' } : null;
}

/** Call only once faultOf has found nothing. */
function installedBy({ team, bot, user }: Given): Installed {
  if (team === undefined || bot === undefined)
    throw new Error('An installation without a workspace or a bot');
  return {
    platform: 'slack',
    externalId: team.id,
    name: team.name ?? team.id,
    botUserId: bot.userId,
    scopes: bot.scopes,
    token: bot.token,
    ...(user?.id === undefined ? {} : { by: user.id }),
  };
}

const teamOf = ({ team }: Given) => team?.name ?? team?.id ?? 'the workspace';

function faultFrom(error: Error): InstallFault {
  if (error instanceof NotKept) return { why: 'unsaved' };
  if (error instanceof AuthorizationError) return { why: 'cancelled' };
  if (
    error instanceof InvalidStateError ||
    error instanceof MissingStateError ||
    error instanceof MissingCodeError
  )
    return { why: 'stale' };
  return { why: 'slack', name: errorName(error) };
}

function send(answer: ServerResponse, status: number, page: string): void {
  answer.writeHead(status, PAGE_HEADERS);
  answer.end(page);
}
