/**
 * A person as an operator names them: by the staff reference of the staff list, or by the id in the ledger.
 * The rule: a reference that two people have is not guessed between, and a name is never looked for. Where a setting
 * is named, nobody of another organisation is found, not by their id either.
 */
import type { OrgId } from '../domain/setting.ts';
import { findByStaffRef, readIdentity } from '../store/identity.ts';
import { listOrganisations } from '../store/installations.ts';
import { settingsNamed } from './find-setting.ts';
import type { Given } from './outcome.ts';

export type PlacedPerson = { org: OrgId; personId: string };

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function personNamed(
  given: Pick<Given, 'store'>,
  ref: string | undefined,
  settingRef: string | undefined,
): Promise<PlacedPerson | { fault: string }> {
  if (ref === undefined || ref.trim() === '')
    return { fault: 'Say who: the staff_ref of the staff list, or the person’s id' };
  const named = await settingsNamed(given, settingRef);
  if ('fault' in named) return named;
  if (ID.test(ref)) {
    const orgs =
      settingRef === undefined ? await listOrganisations(given.store) : named.settings.map(({ org }) => org);
    return withId(given, ref.toLowerCase(), orgs);
  }
  const found = new Map<string, PlacedPerson & { in: string }>();
  for (const { org, setting } of named.settings)
    for (const { personId, settingId } of await given.store.within(org, (tx) => findByStaffRef(tx, org, ref)))
      if (settingId === setting.id) found.set(personId, { org, personId, in: setting.ref });
  const [only, ...more] = found.values();
  if (only === undefined)
    return {
      fault:
        'Nobody has that staff reference; it is the staff_ref of the staff list. Somebody already erased is found by ' +
        'their id alone, as it stands in the ledger',
    };
  if (more.length > 0)
    return {
      fault: `More than one person has that staff reference (${[only, ...more].map((one) => one.in).join(', ')}); say which with --setting REF`,
    };
  return { org: only.org, personId: only.personId };
}

async function withId(
  given: Pick<Given, 'store'>,
  personId: string,
  orgs: readonly OrgId[],
): Promise<PlacedPerson | { fault: string }> {
  for (const org of orgs)
    if ((await given.store.within(org, (tx) => readIdentity(tx, org, personId))) !== null)
      return { org, personId };
  return { fault: 'Nobody here has that id' };
}
