/**
 * A stage on which one story is played on every platform: a school, its clock, and a chat with people in it.
 * The rule: a story sees what people are shown and does what people do (press, fill in, write); how that is done is
 * each platform's own file. Nothing is waited for by the clock: what a person did is over when it returns.
 */
import type { Address, SendOutcome } from '../../src/chat/chat.ts';
import type { Context, World } from '../../src/cycle/context.ts';
import type { Message, MessageKind } from '../../src/domain/message.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Store } from '../../src/store/database.ts';
import type { Steps } from '../../src/timetable.ts';
import type { Drive } from './drive.ts';
import type { School } from './school.ts';
import { openLocalStage } from './stage-local.ts';
import { openSlackStage } from './stage-slack.ts';
import { openTeamsStage } from './stage-teams.ts';

export const PLATFORMS = ['local', 'slack', 'teams'] as const;

/** What the next posts meet; `delivered` says whether an uncertain one arrived all the same. */
export type Met =
  | Exclude<SendOutcome, { kind: 'sent' } | { kind: 'ambiguous' }>
  | { kind: 'ambiguous'; delivered: boolean };

/** A message as somebody sees it. Of what it shows, everything is read anew each time. */
export type Copy = {
  /** Whose conversation it is in: a person's chat id, or the channel's. */
  to: string;
  /** Null for an answer to words, which is not a message of the record. */
  kind: MessageKind | null;
  /** Everything visible in it now, a line apiece. */
  readonly text: string;
  /** The one line of a notification. */
  readonly summary: string;
  /** Everything visible in it, each way it has looked. */
  readonly drawn: string[];
  /** What is written on its buttons, in order. */
  readonly buttons: string[];
};

/** What somebody is shown for a press or a form. `text` is of the message redrawn, or of what they alone see. */
export type Shown =
  | { is: 'redrawn' | 'private'; text: string }
  /** The form is still there, with a sentence beside each of these fields. */
  | { is: 'beside'; faults: Record<string, string> }
  /** A window to fill in has opened. */
  | { is: 'form'; text: string }
  | { is: 'nothing' };

/** What the cycle asked of the chat. */
export type Called = { did: 'post' | 'update'; to: Address; kind: MessageKind; outcome: string };

/** People are named by their chat ids, such as U-S01. What they cannot see they cannot press: that throws. */
export type Stage = {
  school: School;
  driver: Drive;
  readonly calls: Called[];
  /** Every message of the record that has arrived, oldest first. */
  copies(): Copy[];
  to(id: string): Copy[];
  last(id: string): Copy;
  /** Called before each post. */
  before: (to: Address, message: Message) => Promise<void>;
  /** The next `times` posts meet this. */
  script(met: Met, times?: number): void;
  /** By what is written on the button, or what is read aloud for it. */
  press(copy: Copy, who: string, button: string): Promise<Shown>;
  /**
   * Fills in the form and sends it; one that is open already is filled in further. By the names of its fields. Of
   * several forms, the one that opens by this button.
   */
  submit(copy: Copy, who: string, fields: Record<string, string>, opener?: string): Promise<Shown>;
  /** Words to Vigil; gives what they are answered. */
  writes(who: string, text: string): Promise<Copy>;
  /** A command as it is typed, "/vigil due"; gives what they alone are shown. */
  command(who: string, line: string): Promise<Copy>;
  /** Somebody from outside the school comes to the workspace, and into the channel. */
  guest(id: string): Promise<void>;
  /** From now on nothing people do can be committed; false when it can again. */
  recordIsAway(away: boolean): void;
  /** Everything that went out of Vigil, as text: to look for what must not be in it. */
  sentOut(): string;
  /** Throws when the bot did anything the platform refuses. */
  close(): Promise<void>;
};

export type StageGiven = {
  /** The school's own, as makeSchool has it. */
  block: number;
  at: string;
  canary?: string;
  questions?: Question[];
  /** What every step is given besides, such as keys and a guard. */
  more?: Partial<Context>;
  /** Steps to run besides delivering and chasing. */
  steps?: Partial<Steps>;
};

export function openStage(
  store: Store,
  platform: (typeof PLATFORMS)[number],
  given: StageGiven,
): Promise<Stage> {
  switch (platform) {
    case 'local':
      return openLocalStage(store, given);
    case 'slack':
      return openSlackStage(store, given);
    case 'teams':
      return openTeamsStage(store, given);
  }
}

/** Who is in the safeguarding channel, by staff reference. */
export const IN_CHANNEL = ['D01', 'D02', 'H01'];

/** The same world with a record that may be away: then all is done, and at the last lost with the transaction. */
export function worldWithFaults(world: World): { world: World; isAway: boolean } {
  const faulty = {
    isAway: false,
    world: {
      store: world.store,
      contextFor: async (...asked: Parameters<World['contextFor']>): Promise<Context> => {
        const context = await world.contextFor(...asked);
        if (!faulty.isAway) return context;
        return {
          ...context,
          within: (work) =>
            context.within(async (tx): Promise<never> => {
              await work(tx);
              throw new Error('The database has gone away');
            }),
        };
      },
    },
  };
  return faulty;
}
