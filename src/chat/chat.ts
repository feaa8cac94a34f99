/**
 * The port every chat platform implements, and what it hands up to the cycle.
 * The rule: platform types stop inside each platform's own folder; what crosses here is ours. A send's expected
 * failures are values; the deliverer alone decides what to do about them.
 */
import type { Answer } from '../domain/answer.ts';
import type { Message, Verb } from '../domain/message.ts';

export type Platform = 'local' | 'slack' | 'teams';

/** Where a message goes: a person's direct conversation or a setting's channel, in one installation. */
export type Address = {
  installationId: string;
  /** The workspace or tenant, as the platform names it. */
  externalId: string;
  kind: 'person' | 'channel';
  /** The platform's own user or channel id. */
  id: string;
};

export type SendOutcome =
  | { kind: 'sent'; platformId: string }
  | {
      kind: 'refused';
      why:
        | 'channel_gone'
        | 'not_in_channel'
        | 'person_gone'
        | 'installation_revoked'
        | 'too_long'
        | 'invalid'
        | 'message_gone';
    }
  | { kind: 'limited'; retryAfterMs: number }
  /** It may or may not have arrived: a timeout, a reset, a 5xx. */
  | { kind: 'ambiguous'; why: string };

export interface Chat {
  readonly platform: Platform;
  /** Posts a new message. `key` is opaque and unique to the message row. */
  post(to: Address, message: Message, key: string): Promise<SendOutcome>;
  /** Redraws a message posted before. */
  update(to: Address, platformId: string, message: Message): Promise<SendOutcome>;
  close(): Promise<void>;
}

/** Who did something, as the platform knows them. */
export type Sender = { platform: Platform; externalId: string; userId: string };

/** A button press or a submitted form. `eventKey` is the platform's own id for it: one effect each. */
export type IncomingPress = {
  from: Sender;
  eventKey: string;
  verb: Verb;
  token: string;
  arg?: string;
  /** The platform's id of the message pressed, where it says; the redraw given back is of that message. */
  platformId?: string;
  /** Present when a form was submitted. */
  answer?: Answer;
};

/** A slash command, or words written to the bot. `text` is neither kept nor logged. */
export type IncomingCommand = { from: Sender; eventKey: string; text: string };

/** What to show in return. `redraw` replaces the message pressed; `private` is seen by the presser alone. */
export type PressResult = { kind: 'redraw'; message: Message } | { kind: 'private'; message: Message };

/** The cycle's steps, bound by main and handed to each chat. */
export type Handlers = {
  onPress(press: IncomingPress): Promise<PressResult>;
  onCommand(command: IncomingCommand): Promise<Message>;
};
