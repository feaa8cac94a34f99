/**
 * What is counted together for Slack's limits, and how much of it there may be.
 * The rule: a tenth or more below what Slack publishes, since its clock is not ours; and of all of it, what is sent by
 * the record leaves a sixth to people who wait for their answer. Keeping to them is the pace's.
 * A method's tier is Slack's own Java SDK's: 20, 50 or 100 a minute, for each method and workspace.
 */
import type { PaceLane, Window } from '../pace.ts';

/** Those Vigil calls with a workspace's token. */
export type SlackMethod = keyof typeof METHODS;

const MINUTE_MS = 60_000;
const a = (most: number): Window => ({ most, ms: MINUTE_MS });

const METHODS = {
  /**
   * "Several hundred a minute" is all Slack says of a whole workspace. 300 is the least that can mean; a fifth is left
   * below it, and it is spread, so that no minute is spent in its first seconds.
   */
  'chat.postMessage': [a(240), { most: 20, ms: 5_000 }],
  'chat.update': [a(45)],
  'chat.postEphemeral': [a(90)],
  'views.open': [a(90)],
  'users.list': [a(18)],
  'conversations.open': [a(45)],
  /** An app sold outside the Marketplace has one a minute; Slack's Retry-After says so, and is kept to. */
  'conversations.history': [a(45)],
  'auth.test': [a(500)],
} as const satisfies Record<string, readonly Window[]>;

/** One a second in any conversation, with short bursts. */
const CONVERSATION: readonly Window[] = [{ most: 4, ms: 4_000 }];
const LEFT_TO_PEOPLE = 1 / 6;

/** Whose call it is: the record's, or somebody's who waits for it. */
export type Asker = 'record' | 'person';

/** A method in a workspace: what a Retry-After of Slack's is about. */
export function methodLane(workspaceId: string, method: SlackMethod, asker: Asker): PaceLane {
  return { name: `${workspaceId} ${method}`, windows: METHODS[method], ...spareFor(asker) };
}

/** `conversation`: the channel's id, or for a direct message the person's, whoever sends it. */
export function conversationLane(workspaceId: string, conversation: string, asker: Asker): PaceLane {
  return { name: `${workspaceId} in ${conversation}`, windows: CONVERSATION, ...spareFor(asker) };
}

const spareFor = (asker: Asker) => (asker === 'record' ? { spare: LEFT_TO_PEOPLE } : {});
