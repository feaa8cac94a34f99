/**
 * Where things are sent in Teams: by which address, in which conversation, and how a message there is known again.
 * The rule: the address a conversation was last heard at is the one used, and one that is opened anew is opened where
 * its tenant was last heard.
 */
import type { Address, DrawPicture, References } from '../chat.ts';
import type { Pace } from '../pace.ts';
import type { LeftOutLine } from '../shorten-message.ts';
import { GLOBAL_SERVICE_URL } from './service-hosts.ts';
import type { TeamsWire } from './wire.ts';

export type TeamsParts = {
  wire: TeamsWire;
  references: References;
  pace: Pace;
  picture: DrawPicture;
  /** What is said where a message is too long for Teams. */
  leftOut: LeftOutLine;
  /** Which addresses are Teams'; any, where a test does not say. */
  isTeams?(serviceUrl: string): boolean;
  /** Where a tenant that has not been heard from is first spoken to; Microsoft's own unless a test says. */
  firstServiceUrl?: string;
};

/** The address this very conversation was last heard at, else its tenant's. */
export async function serviceUrlFor(
  parts: Whereabouts,
  to: Pick<Address, 'externalId' | 'kind' | 'id'>,
): Promise<string> {
  const kept = await parts.references.find(to.externalId, to.kind, to.id);
  return kept !== null && isTeams(parts, kept.serviceUrl) ? kept.serviceUrl : tenantServiceUrl(parts, to);
}

type Whereabouts = Pick<TeamsParts, 'references' | 'firstServiceUrl' | 'isTeams'>;

/** An address kept from another time may be no address of Teams' any more. */
export const isTeams = (parts: Whereabouts, serviceUrl: string): boolean =>
  parts.isTeams?.(serviceUrl) ?? true;

/** Where the tenant was last heard at, else where all of Teams begins. */
export async function tenantServiceUrl(
  parts: Whereabouts,
  { externalId }: Pick<Address, 'externalId'>,
): Promise<string> {
  const last = await parts.references.serviceUrl(externalId);
  return last !== null && isTeams(parts, last) ? last : beginning(parts);
}

export const beginning = ({ firstServiceUrl }: Whereabouts): string => firstServiceUrl ?? GLOBAL_SERVICE_URL;

/** A group chat is a conversation itself; a channel holds threads. */
export const isGroupChat = (channelId: string): boolean => /@thread\.v2$/.test(channelId);

/** A message by its conversation and its id there: a redraw needs both. */
export const platformIdOf = (conversationId: string, activityId: string): string =>
  `${conversationId}|${activityId}`;

export function placeOf(platformId: string): { conversationId: string; activityId: string } | null {
  const [, conversationId, activityId] = /^([^|]+)\|([^|]+)$/.exec(platformId) ?? [];
  return conversationId === undefined || activityId === undefined ? null : { conversationId, activityId };
}
