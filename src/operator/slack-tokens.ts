/**
 * The token to speak to a Slack workspace with: the one kept sealed for it, else the one in the environment when that
 * is this very workspace's own. The rule: a workspace is never spoken to with another's token, and one that has taken
 * back its permission has none. The record is read each time, so what another process changed counts at once. While
 * it cannot be read, the last token it gave still says the safe words to somebody who is worried.
 */
import type { Installed, TokenOf } from '../chat/chat.ts';
import type { Store } from '../store/database.ts';
import { findInstallation, findRoute } from '../store/installations.ts';
import { KeyMissing, SealedUnreadable } from '../store/refusals.ts';
import type { TokenSealer } from '../store/token-seal.ts';

export type TokenSources = {
  sealer: TokenSealer;
  /** SLACK_BOT_TOKEN. */
  own: string | null;
  /** Whose a token is, as Slack says; null when Slack does not know it. Throws when Slack cannot be asked. */
  whoIs(token: string): Promise<Pick<Installed, 'externalId'> | null>;
};

/** The gift throws where the token cannot be told just now: nothing is known of it then, least of all that it ended. */
export function slackTokens(store: Store, { sealer, own, whoIs }: TokenSources): TokenOf {
  const opened = new Map<string, { sealed: Uint8Array; token: string }>();
  const given = new Map<string, string>();
  let owner: string | null = null;

  const read: TokenOf = async (externalId) => {
    const route = await findRoute(store, 'slack', externalId);
    if (route === null) return null;
    const held = await store.within(route.org, (tx) => findInstallation(tx, route.installationId));
    const sealed = held?.state === 'live' ? held.tokenSealed : null;
    if (held?.state !== 'live' || sealed === null) opened.delete(externalId);
    if (held?.state !== 'live') return null;
    if (sealed !== null) {
      const known = opened.get(externalId);
      if (known !== undefined && Buffer.compare(known.sealed, sealed) === 0) return known.token;
      opened.delete(externalId);
      const token = await store.within(route.org, (tx) => sealer.unseal(tx, sealed, route));
      opened.set(externalId, { sealed: Uint8Array.from(sealed), token });
      return token;
    }
    if (own === null) return null;
    owner ??= (await whoIs(own))?.externalId ?? null;
    return owner === externalId ? own : null;
  };

  return async (externalId) => {
    try {
      const token = await read(externalId);
      if (token === null) given.delete(externalId);
      else given.set(externalId, token);
      return token;
    } catch (fault) {
      const last = given.get(externalId);
      if (last === undefined || fault instanceof SealedUnreadable || fault instanceof KeyMissing) throw fault;
      return last;
    }
  };
}
