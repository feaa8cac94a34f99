/**
 * Settings as an operator names them: by reference, across every organisation of the house.
 * The rule: a reference that two organisations use is not guessed between.
 */
import { distance } from 'fastest-levenshtein';
import type { OrgId, Setting } from '../domain/setting.ts';
import { listOrganisations } from '../store/installations.ts';
import { listSettings } from '../store/settings.ts';
import type { Given } from './outcome.ts';

export type Placed = { org: OrgId; setting: Setting };

/** Every setting of every organisation, organisations in a steady order and their settings by name. */
export async function placedSettings({ store }: Pick<Given, 'store'>): Promise<Placed[]> {
  const placed: Placed[] = [];
  for (const org of await listOrganisations(store))
    for (const setting of await store.within(org, listSettings)) placed.push({ org, setting });
  return placed;
}

/** The settings called `ref` (all of them when none is named), or one line that says what is wrong and the mend. */
export async function settingsNamed(
  given: Pick<Given, 'store'>,
  ref: string | undefined,
): Promise<{ settings: Placed[] } | { fault: string }> {
  const all = await placedSettings(given);
  if (ref === undefined) return { settings: all };
  const found = all.filter(({ setting }) => setting.ref === ref);
  return found.length > 0 ? { settings: found } : { fault: noSuchSetting(ref, all) };
}

/** The one setting called `ref`. */
export async function settingNamed(
  given: Pick<Given, 'store'>,
  ref: string | undefined,
): Promise<Placed | { fault: string }> {
  if (ref === undefined) return { fault: 'Say which setting: --setting REF' };
  const named = await settingsNamed(given, ref);
  if ('fault' in named) return named;
  const [only, ...more] = named.settings;
  if (only === undefined || more.length > 0)
    return { fault: 'Two organisations here have a setting with that reference; give one of them another' };
  return only;
}

function noSuchSetting(ref: string, all: Placed[]): string {
  const refs = [...new Set(all.map(({ setting }) => setting.ref))];
  const slips = (known: string) => distance(known.toLowerCase(), ref.toLowerCase());
  const near = refs.filter((known) => slips(known) <= 2).sort((a, b) => slips(a) - slips(b))[0];
  const mend =
    near !== undefined
      ? `did you mean ${near}?`
      : refs.length === 0
        ? 'there is no setting yet'
        : `there is ${refs.slice(0, 8).join(', ')}${refs.length > 8 ? ` and ${refs.length - 8} more` : ''}`;
  return `--setting: no setting has that reference; ${mend}`;
}
