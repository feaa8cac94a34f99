/**
 * The port every chat platform implements, and what it hands up to the cycle.
 * The rule: platform types stop inside each platform's own folder; what crosses here is ours. A send's expected
 * failures are values; the deliverer alone decides what to do about them.
 */
import type { Answer } from '../domain/answer.ts';
import type { Chart } from '../domain/chart.ts';
import type { FieldFaults, FieldValues } from '../domain/form-field.ts';
import type { Member } from '../domain/member.ts';
import type { Message, Verb } from '../domain/message.ts';
import type { Reference } from '../domain/reference.ts';

export type { Reference } from '../domain/reference.ts';

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
  /**
   * Not sent, and to be tried again: everything there is to wait that long. `blocked` is for a reason that is nobody's
   * fault there and may last, such as a secret that has run out: of `all`, or of `this` message alone.
   */
  | { kind: 'limited'; retryAfterMs: number; blocked?: 'all' | 'this' }
  /** It may or may not have arrived: a timeout, a reset, a 5xx. */
  | { kind: 'ambiguous'; why: string };

/**
 * What became of looking for a message posted under a key. absent: looked through, and surely not there. unseen: no
 * telling, so it is still in doubt.
 */
export type FindOutcome =
  | { kind: 'found'; platformId: string }
  | { kind: 'absent' }
  | { kind: 'unseen'; why: string }
  | Extract<SendOutcome, { kind: 'limited' }>;

/** One workspace or tenant in which Vigil is installed. */
export type Workspace = { installationId: string; externalId: string };

/** A page of who is in a workspace; `next` is what to ask on with, null after the last. */
export type MembersPage =
  | { kind: 'page'; members: Member[]; next: string | null }
  | Exclude<SendOutcome, { kind: 'sent' }>;

/** One thing looked over for doctor: fine as it is, or wrong with its mend. */
export type Finding = { fine: boolean; text: string };

/** What can be told of a channel without posting there. */
export type ChannelLook =
  /** Vigil is in it. `isPrivate` and `readers` (Vigil counted) are null where the platform does not say. */
  | { kind: 'in'; isPrivate: boolean | null; readers: number | null }
  /** Vigil is not in it, or there is none with that id. */
  | { kind: 'not_in' }
  | { kind: 'archived' }
  /** The workspace does not let Vigil look. */
  | { kind: 'not_allowed' }
  /** Nothing could be told just now. */
  | { kind: 'unseen'; why: string };

export interface Chat {
  readonly platform: Platform;
  /** How many messages may be in hand at once: fewer where each takes several calls. */
  readonly batch?: number;
  /** Posts a new message. `key` is opaque and unique to the message row. */
  post(to: Address, message: Message, key: string): Promise<SendOutcome>;
  /** Redraws a message posted before. */
  update(to: Address, platformId: string, message: Message): Promise<SendOutcome>;
  /**
   * Looks for a message posted under `key` at `since` or later, in a person's own conversation with Vigil; for a
   * channel it is `unseen`. Not on every platform. Changes and sends nothing.
   */
  find?(to: Address, key: string, since: Date): Promise<FindOutcome>;
  /** Who is in the workspace, a page at a time; `after` is the last page's `next`. Not on every platform. */
  listMembers?(workspace: Workspace, after: string | null): Promise<MembersPage>;
  /** Looks over the workspace and the channels Vigil is to post to, for doctor. Changes and sends nothing. */
  inspect?(workspace: Workspace, channelIds: readonly string[]): Promise<Finding[]>;
  /** Looks at one channel Vigil is to post to. Changes and sends nothing. */
  lookAtChannel?(workspace: Pick<Workspace, 'externalId'>, channelId: string): Promise<ChannelLook>;
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
  /** As Act has it. */
  after?: number;
  /** The platform's id of the message pressed, where it says; the redraw given back is of that message. */
  platformId?: string;
  /** Present when a form was submitted. */
  answer?: Answer;
  /** Present when a note was sent: as it was typed, neither kept nor logged before it was examined. */
  note?: string;
  /** Present when a part of set-up was sent: as it was typed. */
  values?: FieldValues;
};

/** A slash command, or words written to the bot. `text` is neither kept nor logged. */
export type IncomingCommand = {
  from: Sender;
  eventKey: string;
  text: string;
  /** No command, whatever it says: it came with a file or a quoted message, or changes what was written before. */
  notACommand?: true;
  /** Accounts that the text names by their id alone, each as it stands there. */
  mentioned?: Mentioned[];
};

export type Mentioned = { said: string; userId: string };

/**
 * What to show in return. `redraw` replaces the message pressed; `private` is seen by the presser alone; `form` is
 * the answer to `enter`: the question as it is open now, with the form that bears the token pressed. `received` is a
 * line for the presser too: nothing is wrong with what they did, and what becomes of it is shown later.
 */
export type PressResult = {
  kind: 'redraw' | 'private' | 'form' | 'received';
  message: Message;
  /** Nothing was recorded of a form: what is wrong, beside each of its boxes. */
  faults?: FieldFaults;
  /** Nothing was done: too much has come from them, or from their workspace. */
  tooMany?: { isTold: boolean };
};

/** What to say in place of an answer; `isTold`: they have just been told the same, so where saying costs a call it may be left. */
export type TooMany = { message: Message; isTold: boolean };

/** An event to be acted on once, however often it is delivered. */
export type IncomingEvent = { platform: Platform; externalId: string; eventKey: string };
/** done: the work was done now. taken: it had been. busy: somebody is at it; ask again later. */
export type OnceResult = 'done' | 'taken' | 'busy';

/** What a workspace gave when Vigil was installed in it. */
export type Installed = {
  platform: Platform;
  externalId: string;
  /** Null where the platform does not say. */
  name: string | null;
  botUserId: string | null;
  scopes: string[];
  /** To be kept sealed; null where it is in the environment. */
  token: string | null;
  /** The platform's id of whoever did it, where it says. */
  by?: string;
};

/** The cycle's steps, bound by main and handed to each chat. */
export type Handlers = {
  onPress(press: IncomingPress): Promise<PressResult>;
  onCommand(command: IncomingCommand): Promise<Message>;
  /** Asked before anything is done for words; not null where too many have come, and then nothing is. */
  tooMany?(command: IncomingCommand): TooMany | null;
};

/** A message redrawn where it was pressed, before the deliverer came to it. */
export type ShownMessage = { platform: Platform; externalId: string; platformId: string; message: Message };

/** What a platform with workspaces of its own needs besides. */
export type WorkspaceHandlers = Handlers & {
  onShown(shown: ShownMessage): Promise<void>;
  /** Does `work` unless this event was acted on before; a fault in it leaves the event to be taken again. */
  once(event: IncomingEvent, work: () => Promise<void>): Promise<OnceResult>;
  onInstalled(installed: Installed): Promise<void>;
  /** The workspace has taken back its permission; `at` is when, where the platform says. */
  onRevoked(revoked: { platform: Platform; externalId: string; at?: Date }): Promise<void>;
  /** Somebody joined the workspace, left it, or changed there. */
  onMember(workspace: { platform: Platform; externalId: string }, member: Member): Promise<void>;
};

/** The references kept of each workspace, given to a platform that needs them. */
export type References = {
  find(externalId: string, kind: Reference['kind'], id: string): Promise<Reference | null>;
  /** The address most lately spoken to in the workspace; null where nothing has been heard from it yet. */
  serviceUrl(externalId: string): Promise<string | null>;
  /** In the order of their ids, from after `after` on. */
  list(
    externalId: string,
    kind: Reference['kind'],
    page: { after: string | null; limit: number },
  ): Promise<Reference[]>;
  keep(externalId: string, reference: Reference): Promise<void>;
};

/** What a platform with conversations to be kept needs besides. */
export type ReferenceHandlers = WorkspaceHandlers & {
  /**
   * Somebody put Vigil there, or spoke. Of a person who only spoke and is on no list nothing is kept: a `stranger`.
   */
  onHeard(heard: {
    platform: Platform;
    externalId: string;
    reference: Reference;
    did: 'installed' | 'spoke';
    /** Who put Vigil into a team, where Teams says. */
    by?: string;
  }): Promise<'known' | 'stranger'>;
  /** Whether they are somebody's account already. */
  isKnown(sender: Sender): Promise<boolean>;
  /** A stranger as the platform tells of them; true when they are on a list after all. */
  onMet(workspace: { platform: Platform; externalId: string }, member: Member): Promise<boolean>;
  /** Vigil was taken out of it: of a team with all its channels. */
  onTakenOut(place: {
    platform: Platform;
    externalId: string;
    kind: Reference['kind'];
    id: string;
  }): Promise<void>;
};

/** A chart as a PNG picture, for a platform that cannot draw it itself. */
export type DrawPicture = (chart: Chart) => Uint8Array;

/** Gives the token to speak to a workspace with; null where there is none. */
export type TokenOf = (externalId: string) => Promise<string | null>;
