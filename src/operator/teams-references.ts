/**
 * Where a tenant's conversations are, as the record keeps it, for the Teams chat.
 * The rule: a tenant's references are read and kept within its own organisation; one nobody has installed Vigil in has
 * none.
 */
import type { References } from '../chat/chat.ts';
import type { Store, Tx } from '../store/database.ts';
import { findRoute } from '../store/installations.ts';
import { findHolders } from '../store/member-links.ts';
import { findReference, lastServiceUrl, listReferences, saveReference } from '../store/references.ts';

export function teamsReferences(store: Store, now: () => Date): References {
  const inTenant = async <T>(
    externalId: string,
    none: T,
    work: (tx: Tx, installationId: string) => Promise<T>,
  ): Promise<T> => {
    const route = await findRoute(store, 'teams', externalId);
    return route === null ? none : store.within(route.org, (tx) => work(tx, route.installationId));
  };
  return {
    find: (externalId, kind, id) =>
      inTenant(externalId, null, (tx, installationId) => findReference(tx, installationId, kind, id)),
    serviceUrl: (externalId) => inTenant(externalId, null, lastServiceUrl),
    list: (externalId, kind, page) =>
      inTenant(externalId, [], (tx, installationId) => listReferences(tx, installationId, kind, page)),
    async keep(externalId, reference) {
      const route = await findRoute(store, 'teams', externalId);
      if (route === null) return;
      const { org, installationId } = route;
      await store.within(org, async (tx) => {
        // Of a person on no list nothing is kept: their conversation is opened anew, and is the same.
        const isStranger =
          reference.kind === 'person' && (await findHolders(tx, installationId, [reference.id])).size === 0;
        if (!isStranger) await saveReference(tx, org, installationId, reference, now());
      });
    },
  };
}
