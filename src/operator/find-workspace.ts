/**
 * The chat workspace an operator means: the one named, or the only one there is.
 * The rule: it is not guessed between two, and one that has taken back its permission is said to have.
 */
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

/** `among` narrows an unnamed one down: a setting that is there already is in its own organisation's. */
export function chooseWorkspace(
  all: readonly PlacedWorkspace[],
  named: string | undefined,
  among: readonly OrgId[],
): FoundWorkspace {
  const live = all.filter(({ installation }) => installation.state === 'live');
  if (named !== undefined) {
    const found = all.find(({ installation }) => installation.externalId === named);
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
      'Start Vigil (npm start) with SLACK_BOT_TOKEN set, or install it from the page /slack/install; then run this ' +
      'again. Where it runs with a token already, Slack did not take the token or could not be reached: run doctor.'
    );
  const shown = live.slice(0, 8).map(({ installation }) => calledOf(installation));
  const more = live.length > shown.length ? ` and ${live.length - shown.length} more` : '';
  return `Write one of: ${shown.join(', ')}${more}.`;
}

/** "T0123 (Oak Trust)" */
export const calledOf = ({ externalId, name }: Pick<Installation, 'externalId' | 'name'>): string =>
  name === null ? externalId : `${externalId} (${name})`;
