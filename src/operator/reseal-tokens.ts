/**
 * Seals anew, under their organisations' keys, the tokens that an earlier Vigil sealed straight under the master key.
 * The rule: one transaction an organisation, with the token held, so that one renewed meanwhile is not overwritten.
 * Done at a start and by a rotation; where there is none it does nothing.
 */
import type { Store } from '../store/database.ts';
import { listOrganisations, lockInstallation } from '../store/installations.ts';
import { listSealedTokens, saveSealedToken } from '../store/key-rows.ts';
import { isOfBefore, type TokenSealer } from '../store/token-seal.ts';

/** How many were sealed anew. */
export async function resealTokens(
  store: Store,
  { tokens }: { tokens: TokenSealer },
  now: Date,
): Promise<number> {
  let resealed = 0;
  for (const org of await listOrganisations(store))
    await store.within(org, async (tx) => {
      for (const { installationId } of await listSealedTokens(tx)) {
        const sealed = (await lockInstallation(tx, installationId))?.tokenSealed ?? null;
        if (sealed === null || !isOfBefore(sealed)) continue;
        const about = { org, installationId };
        const token = await tokens.unseal(tx, sealed, about);
        await saveSealedToken(tx, installationId, await tokens.seal(tx, token, about, now));
        resealed += 1;
      }
    });
  return resealed;
}
