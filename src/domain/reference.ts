/**
 * Where a conversation is, for a platform that has to be told: a person's own, a channel's, or the team whose members
 * can be listed there. The rule: addresses of the platform, and nothing of what was said.
 */
export type Reference = {
  kind: 'person' | 'channel' | 'team';
  /** The person's, the channel's or the team's. */
  id: string;
  /** Null once the platform has lost it; it is opened anew then. */
  conversationId: string | null;
  /** The platform's address to speak to it by; it may move. */
  serviceUrl: string;
  /** The team a channel is in. */
  teamId: string | null;
};
