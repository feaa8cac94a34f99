/**
 * The chat workspace an operator means: the one named, or the only one there is.
 * The rule: it is not guessed between two, and one that has taken back its permission is said to have.
 */
import type { Platform } from '../chat/chat.ts';
import type { OrgId } from '../domain/setting.ts';
import { type Installation, listInstallations, listOrganisations } from '../store/installations.ts';
import type { Given } from './outcome.ts';

export type PlacedWorkspace = { org: OrgId; installation: Installation };

/** Every workspace of a chat platform Vigil has been installed in, those that took back their permission too. */
export async function placedWorkspaces({ store }: Pick<Given, 'store'>): Promise<PlacedWorkspace[]> {
  const placed: PlacedWorkspace[] = [];
  for (const org of await listOrganisations(store))
    for (const installation of await store.within(org, listInstallations))
      if (installation.platform !== 'local') placed.push({ org, installation });
  return placed;
}

export type FoundWorkspace = { found: PlacedWorkspace } | { wrong: string; mend: string };

/**
 * `among` narrows an unnamed one down: a setting that is there already is in its own organisation's. `on` is the
 * platform the setting's channel is of, where that is known.
 */
export function chooseWorkspace(
  all: readonly PlacedWorkspace[],
  named: string | undefined,
  among: readonly OrgId[],
  on: Platform | null = null,
): FoundWorkspace {
  const everyLive = all.filter(({ installation }) => installation.state === 'live');
  const there = everyLive.filter(({ installation }) => installation.platform === on);
  const live = there.length > 0 ? there : everyLive;
  if (named !== undefined) {
    const found = all.find(
      ({ installation }) => installation.externalId.toLowerCase() === named.toLowerCase(),
    );
    if (found?.installation.state === 'live') return { found };
    return found === undefined
      ? { wrong: 'Vigil is not installed in a workspace with that id.', mend: sentence(live) }
      : {
          wrong: 'That workspace has taken Vigil out.',
          mend: 'Install Vigil in it again, then run this again.',
        };
  }
  const near = live.filter(({ org }) => among.includes(org));
  const [only, ...others] = near.length > 0 ? near : live;
  if (only === undefined)
    return { wrong: 'Vigil is not installed in any workspace yet.', mend: sentence([]) };
  return others.length === 0
    ? { found: only }
    : { wrong: 'Vigil is installed in several workspaces.', mend: sentence(near.length > 0 ? near : live) };
}

function sentence(live: readonly PlacedWorkspace[]): string {
  if (live.length === 0)
    return (
      'Start Vigil (npm start) with SLACK_BOT_TOKEN or TEAMS_APP_ID set, or install it from the page /slack/install; ' +
      'then run this again. Where it runs with one already, it was not taken or could not be reached: run doctor.'
    );
  const shown = live.slice(0, 8).map(({ installation }) => calledOf(installation));
  const more = live.length > shown.length ? ` and ${live.length - shown.length} more` : '';
  return `Write one of: ${shown.join(', ')}${more}.`;
}

/** "T0123 (Oak Trust)" */
export const calledOf = ({ externalId, name }: Pick<Installation, 'externalId' | 'name'>): string =>
  name === null ? externalId : `${externalId} (${name})`;
