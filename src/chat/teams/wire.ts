/**
 * The seam between Vigil and whichever SDK speaks Teams' wire protocol, in words of our own.
 * The rule: one call, one request, one outcome; a send's failures are values, and nothing is tried again below this
 * line. sdk.ts keeps it; test/support/wire-contract.ts judges whoever keeps it after.
 */

/** Where something is sent: a conversation, at the address the platform gave for it. */
export type Wired = { serviceUrl: string; conversationId: string };

/** What is shown: a card, and the one line a notification has of it. */
export type Outgoing = { card: object; summary: string };

/** Why something was not surely done. `code` is the platform's own name for it, where it gave one. */
export type WireFault =
  /** Asked to wait. */
  | { kind: 'throttled'; retryAfterMs: number | null }
  /** Not let through: the bot may not write there, or what was sent is not taken. */
  | { kind: 'refused'; status: number; code: string | null; subCode: string | null }
  /** There is no such conversation, message or person there. */
  | { kind: 'gone'; code: string | null }
  /**
   * The sign-in did not take the bot's credentials, or Teams did not take the token (`not taken`). Nothing was sent.
   */
  | { kind: 'auth'; why: string }
  /** Not reached: no link to Teams or to its sign-in, or somebody on the way refused it. Nothing was sent. */
  | { kind: 'unlinked' }
  /** It may or may not have been done. */
  | { kind: 'ambiguous'; why: string };

export type Wire<T> = { kind: 'done'; value: T } | WireFault;

/** What the bot answers to a request: `body` only where one is wanted. */
export type WireAnswer = { status: number; body?: object };

export type TeamsWire = {
  /**
   * Takes what came to the door. Whatever was not surely sent by Teams to this bot is a bare 401, or a 503 where that
   * could not be found out just now, and `hear` is not called. What `hear` gives is the answer; it does not throw.
   */
  handle(
    request: { authorization: string | undefined; activity: unknown },
    hear: () => Promise<WireAnswer>,
  ): Promise<WireAnswer>;
  /** Opens the conversation with one person, by their directory id. The same person gives the same one. */
  createPersonal(to: {
    serviceUrl: string;
    tenantId: string;
    userId: string;
  }): Promise<Wire<{ conversationId: string }>>;
  /** Begins a thread of its own in a channel. The conversation given back is the thread. */
  postToChannel(
    to: { serviceUrl: string; tenantId: string; channelId: string },
    outgoing: Outgoing,
  ): Promise<Wire<{ conversationId: string; activityId: string }>>;
  send(to: Wired, outgoing: Outgoing): Promise<Wire<{ activityId: string }>>;
  update(to: Wired, activityId: string, outgoing: Outgoing): Promise<Wire<null>>;
  remove(to: Wired, activityId: string): Promise<Wire<null>>;
  /** Who is in a conversation, a page at a time, as the platform tells of them. */
  members(
    of: Wired,
    page: { after: string | null; limit: number },
  ): Promise<Wire<{ members: unknown[]; next: string | null }>>;
  /** One of them, by the platform's id or the directory's. */
  member(of: Wired, userId: string): Promise<Wire<unknown>>;
  /** The channels of a team that the bot may see. */
  channels(of: { serviceUrl: string; teamId: string }): Promise<Wire<unknown[]>>;
  /** Whether the bot's credentials are taken; asks for a token, and sends nothing. False where it has none. */
  authorised(): Promise<Wire<boolean>>;
};
