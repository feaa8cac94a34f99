/**
 * Where things are sent in Teams: by which address, in which conversation, and how a message there is known again.
 * The rule: the address a conversation was last heard at is the one used, and one that is opened anew is opened where
 * its tenant was last heard; what is counted together for Teams' limits is named here.
 */
import type { Address, DrawPicture, References } from '../chat.ts';
import { type Lane, type Pace, TENANT, THREAD } from './pace.ts';
import { GLOBAL_SERVICE_URL } from './service-hosts.ts';
import type { TeamsWire } from './wire.ts';

export type TeamsParts = {
  wire: TeamsWire;
  references: References;
  pace: Pace;
  picture: DrawPicture;
  /** Where a tenant that has not been heard from is first spoken to; Microsoft's own unless a test says. */
  firstServiceUrl?: string;
};

/** The address this very conversation was last heard at, else its tenant's. */
export async function serviceUrlFor(
  parts: Pick<TeamsParts, 'references' | 'firstServiceUrl'>,
  to: Pick<Address, 'externalId' | 'kind' | 'id'>,
): Promise<string> {
  const kept = await parts.references.find(to.externalId, to.kind, to.id);
  return kept?.serviceUrl ?? (await tenantServiceUrl(parts, to));
}

/** Where the tenant was last heard at, else where all of Teams begins. */
export async function tenantServiceUrl(
  { references, firstServiceUrl }: Pick<TeamsParts, 'references' | 'firstServiceUrl'>,
  { externalId }: Pick<Address, 'externalId'>,
): Promise<string> {
  return (await references.serviceUrl(externalId)) ?? firstServiceUrl ?? GLOBAL_SERVICE_URL;
}

export const tenantLane = ({ externalId }: { externalId: string }): Lane => ({
  name: `tenant ${externalId}`,
  windows: TENANT,
});
export const threadLane = (conversationId: string): Lane => ({
  name: `thread ${conversationId}`,
  windows: THREAD,
});

/** A group chat is a conversation itself; a channel holds threads. */
export const isGroupChat = (channelId: string): boolean => /@(thread\.v2|unq\.gbl\.spaces)$/.test(channelId);

/** A message by its conversation and its id there: a redraw needs both. */
export const platformIdOf = (conversationId: string, activityId: string): string =>
  `${conversationId}|${activityId}`;

export function placeOf(platformId: string): { conversationId: string; activityId: string } | null {
  const [, conversationId, activityId] = /^([^|]+)\|([^|]+)$/.exec(platformId) ?? [];
  return conversationId === undefined || activityId === undefined ? null : { conversationId, activityId };
}
